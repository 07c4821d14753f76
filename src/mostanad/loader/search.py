"""Finding people and organisations by any spelling of their names; these and events, programmes and documents by words.

Every spelling of ``names`` and every label of ``officials`` and ``parties`` is compared with the text, and the words of
what models declare as ``found``: titles, kinds, places and years of events, posts, legal acts; what scores and reasons
mean stands in :mod:`mostanad.matching.spelling`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from mostanad.files import parquet
from mostanad.matching.spelling import Query, spellings

if TYPE_CHECKING:
    import pandas as pd

    from mostanad.loader.release import Release
    from mostanad.matching.texts import Found

_NAMED = ("officials", "parties", "names")
#: How many parts a large event has: the names of the site, in order of this, would be larger with the others.
_LARGE = 9


class Hit(NamedTuple):
    """One person, organisation, event, programme or document that was found.

    Attributes:
        entity_id: its id.
        name: the spelling, the title or the post that matched best.
        label: its name or title in the table.
        kind: the table in which it is a row.
        score: 0 to 100.
        why: exact, same letters, other order, skeleton, surname, part, similar, words.
    """

    entity_id: str
    name: str
    label: str
    kind: str
    score: float
    why: str


class Hits(tuple[Hit, ...]):
    """What was found, best first: a tuple of :class:`Hit` that prints as a table."""

    def records(self) -> list[dict[str, Any]]:
        """The hits as dictionaries."""
        return [hit._asdict() for hit in self]

    def to_pandas(self) -> pd.DataFrame:
        """The hits as a data frame."""
        import pandas as pd

        return pd.DataFrame(self, columns=pd.Index(Hit._fields))

    def __str__(self) -> str:
        if not self:
            return "nothing found"
        rows = [("score", "why", "entity_id", "name", "label")]
        for hit in self:
            label = "" if hit.why == "words" and hit.name == hit.label else hit.label
            rows.append((f"{hit.score:g}", hit.why, hit.entity_id, hit.name, label))
        line = "  ".join(f"{{:{max(map(len, column))}}}" for column in zip(*rows, strict=True))
        return "\n".join(line.format(*row).rstrip() for row in rows)


def find(release: Release, text: str, limit: int | None, min_score: float) -> Hits:
    """See :meth:`mostanad.loader.Release.search`."""
    if limit is not None and limit < 0:
        raise ValueError(f"limit={limit} is negative")
    files = [file.stat() for name in _tables() for file in parquet.files(release.path / "parquet", name)]
    named, listed = _searched(release, tuple((file.st_mtime_ns, file.st_size) for file in files))
    return ranked(named, text, limit, min_score, listed)


def ranked(
    named: Iterable[Found],
    text: str,
    limit: int | None = 10,
    min_score: float = 60,
    listed: Mapping[str, int] = MappingProxyType({}),
) -> Hits:
    """The same, of any spellings; of those with one score the weightiest first (see :func:`weights`)."""
    query = Query(text)
    best: dict[str, tuple[tuple[float, bool, int, str], Hit]] = {}
    for spelling in named if query.whole.letters else ():
        found = spelling.has(query)
        if found is None or found[0] < min_score:
            continue
        hit = Hit(spelling.entity_id, spelling.name, spelling.label, spelling.kind, *found)
        # Of spellings that are as good: one in the script of the text, the shortest.
        rank = (-hit.score, spelling.is_persian != query.whole.is_persian, len(hit.name), hit.name)
        best[hit.entity_id] = min(best.get(hit.entity_id, (rank, hit)), (rank, hit))
    hits = (hit for _, hit in best.values())
    in_order = sorted(hits, key=lambda hit: (-hit.score, -listed.get(hit.entity_id, 0), hit.label, hit.entity_id))
    return Hits(in_order[:limit])


def weights(tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> Counter[str]:
    """How many authorities list or listed somebody, by id; how many others had parts in a large event, and which."""
    larger, found = {row["event_id"]: row["part_of"] for row in tables.get("events", ())}, Counter[str]()
    for row in (*tables.get("events", ()), *tables.get("participations", ())):
        key = row["event_id"]
        while key := larger.get(key):
            found[key] += 1
    large = {key: many for key, many in found.items() if many >= _LARGE}
    listed = {(row["target_id"], row["authority_id"]) for row in tables.get("sanctions", ())}
    return Counter(target for target, _ in listed) + Counter(large)


@cache
def _tables() -> tuple[str, ...]:
    """The tables that are searched: those with names, those whose rows are found by their words, who had a part in
    events and to whom they were done, when posts were held, and listings, by which hits stand in order."""
    from mostanad.matching.texts import FOUND

    return tuple(dict.fromkeys((*_NAMED, *FOUND, "participations", "groups", "spans", "sanctions")))


@lru_cache(maxsize=4)
def _searched(release: Release, _: tuple[tuple[int, int], ...]) -> tuple[list[Found], Counter[str]]:
    """All spellings, and who is listed by how many, once for each state of the tables that are searched."""
    from mostanad.matching.texts import texts

    tables = {name: release._rows(name) for name in _tables() if name in _NAMED or name in release.tables()}
    return [*spellings(*map(tables.__getitem__, _NAMED)), *texts(tables)], weights(tables)
