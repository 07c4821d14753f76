"""Searching people and organisations by any spelling of their names, and these, events and documents by words.

The text is compared with every spelling in ``names``, every label in ``officials`` and ``parties``, and the words of
the columns that models declare as ``found``: titles, kinds, places and years of events, posts, legal acts.
:mod:`mostanad.matching.spelling` says what scores and reasons mean.
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
#: The fewest parts of a large event: ranking smaller events too would enlarge the search files of the site.
_LARGE = 9


class Hit(NamedTuple):
    """One match: a person, organisation, event, programme or document.

    Attributes:
        entity_id: its id.
        name: the spelling, the title or the post that matched best.
        label: its name or title in the table.
        kind: the table of its row.
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
    """The matches, best first: a tuple of :class:`Hit` that prints as a table."""

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
    """Rank any spellings against a text; equal scores are in order of weight (see :func:`weights`)."""
    query = Query(text)
    best: dict[str, tuple[tuple[float, bool, int, str], Hit]] = {}
    for spelling in named if query.whole.letters else ():
        found = spelling.has(query)
        if found is None or found[0] < min_score:
            continue
        hit = Hit(spelling.entity_id, spelling.name, spelling.label, spelling.kind, *found)
        # Of equally good spellings: one in the script of the text, then the shortest.
        rank = (-hit.score, spelling.is_persian != query.whole.is_persian, len(hit.name), hit.name)
        best[hit.entity_id] = min(best.get(hit.entity_id, (rank, hit)), (rank, hit))
    hits = (hit for _, hit in best.values())
    in_order = sorted(hits, key=lambda hit: (-hit.score, -listed.get(hit.entity_id, 0), hit.label, hit.entity_id))
    return Hits(in_order[:limit])


def weights(tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> Counter[str]:
    """By id, how many authorities ever listed it; or for a large event, its smaller events and the parts in them."""
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
    """The tables that a search reads: names, rows found by their words, people in events and groups to whom they were
    done, the days of posts, and listings, which rank the hits."""
    from mostanad.matching.texts import FOUND

    return tuple(dict.fromkeys((*_NAMED, *FOUND, "participations", "groups", "spans", "sanctions")))


@lru_cache(maxsize=4)
def _searched(release: Release, _: tuple[tuple[int, int], ...]) -> tuple[list[Found], Counter[str]]:
    """All spellings, and the weights, computed once for each state of the files."""
    from mostanad.matching.texts import texts

    tables = {name: release._rows(name) for name in _tables() if name in _NAMED or name in release.tables()}
    return [*spellings(*map(tables.__getitem__, _NAMED)), *texts(tables)], weights(tables)
