"""Ids that are gone: merged into another, or withdrawn. An id that was ever published says what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

    from mostanad.loader.tables import Tables

#: What can become of a fact so that it is no more.
ENDS = ("retraction", "merge", "privacy")
#: Tables of which no key is an id of a row of the data.
_NO_IDS = ("facts", "evidence", "changes", "history", "releases", "seals", "redirects")


@dataclass(frozen=True)
class Resolved:
    """What an id stands for in a release; prints as a sentence.

    Attributes:
        id: the id that was asked for: of a row, or of a fact (ROW/FIELD).
        version: the version of the release that was asked.
        status: ``here``; ``merged`` into another; ``withdrawn``.
        new_id: the id that stands for it: its own if it is here, None if it is withdrawn.
        gone_in: the version in which it was merged or withdrawn; None if it is here, or no version is recorded.
        date: the day of that, where a redirect or a correction has it.
        reasons: why, as the redirect or the corrections say; None of them if nobody said.
    """

    id: str
    version: str
    status: Literal["here", "merged", "withdrawn"]
    new_id: str | None
    gone_in: str | None = None
    date: str | None = None
    reasons: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.status == "here":
            return f"{self.id!r} is in release {self.version}"
        what = f"was merged into {self.new_id!r}" if self.status == "merged" else "was withdrawn"
        when = f"in version {self.gone_in}" if self.gone_in else f"on {self.date}" if self.date else "at a time unknown"
        return f"{self.id!r} {what} {when}: {'; '.join(self.reasons) or 'no reason is on record'}"


class IdGone(KeyError):
    """The id was published, and is no more: its row was merged into another, or it was withdrawn.

    Attributes:
        resolved: what became of it.
    """

    def __init__(self, resolved: Resolved) -> None:
        super().__init__(resolved)
        self.resolved = resolved

    def __str__(self) -> str:
        hint = f"; ask for {self.resolved.new_id!r}" if self.resolved.new_id else ""
        return f"{self.resolved}{hint}"


def resolve(release: Tables, id_: str) -> Resolved:
    """What an id stands for.

    Args:
        release: the release that is asked.
        id_: the id of a row of any table, or of a fact (ROW/FIELD).

    Raises:
        KeyError: if no such id was ever published, as far as the release knows.
    """
    if _is_here(release, id_):
        return Resolved(id_, release.version, "here", id_)
    if gone := of_gone(release, id_):
        return gone
    raise KeyError(f"no id {id_!r} in release {release.version}, and none that is gone")


def of_gone(release: Tables, id_: str) -> Resolved | None:
    """What became of an id; None if it is here, or the release knows of no such id."""
    if _is_here(release, id_):
        return None
    tables = release.tables()
    row_id, _, field = id_.partition("/")
    redirects = {row["old_id"]: row for row in _rows(release, "redirects", tables)}
    changes = [row for row in _rows(release, "changes", tables) if _is_of(row["fact_id"], id_)]
    ends = [row for row in changes if row["change"] in ENDS and not row["known_to"]]
    gone_in = max((row["version"] for row in ends), key=order, default=None)
    if row_id in redirects:
        row = redirects[row_id]
        new_id = _follow(redirects, row_id)
        new = f"{new_id}/{field}" if field else new_id
        return Resolved(id_, release.version, "merged", new, gone_in, row["date"], (row["reason"],))
    corrections = [
        row
        for row in _rows(release, "corrections", tables)
        if row["after"] is None and _is_of(f"{row['target_id']}/{row['field']}", id_)
    ]
    if not ends and not corrections:
        return None
    reasons = [row["reason"] for row in [*ends, *corrections] if row["reason"]]
    date = max((row["date"] for row in corrections), default=None)
    return Resolved(id_, release.version, "withdrawn", None, gone_in, date, tuple(dict.fromkeys(reasons)))


def raise_if_gone(release: Tables, id_: str) -> None:
    """For an id of which nothing was found: a row can also be here, and have no facts.

    Raises:
        IdGone: if it was published, and is merged or withdrawn.
    """
    if (gone := of_gone(release, id_)) is not None:
        raise IdGone(gone)


def tombstones(release: Tables) -> pd.DataFrame:
    """The facts that were published and are no more, in order of their ids.

    Returns:
        a frame of ``fact_id``, ``change`` (``retraction``, ``merge``, ``privacy``), ``version`` in which it went,
        ``before`` (its last value; empty for privacy), ``new_id`` (the fact of the row that stands for it), ``reason``.
    """
    import pandas as pd

    redirects = {row["old_id"]: row for row in _rows(release, "redirects", release.tables())}
    return pd.DataFrame(list(_stones(release, redirects)), columns=list(_STONE))


_STONE = ("fact_id", "change", "version", "before", "new_id", "reason")


def _stones(release: Tables, redirects: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    here = set(release._read("facts")["fact_id"].to_pylist())
    for row in _rows(release, "changes", release.tables()):
        if row["change"] in ENDS and not row["known_to"] and row["fact_id"] not in here:
            row_id, _, field = row["fact_id"].partition("/")
            new_id = f"{_follow(redirects, row_id)}/{field}" if row_id in redirects else None
            yield {name: row.get(name) for name in _STONE} | {"new_id": new_id}


def _is_here(release: Tables, id_: str) -> bool:
    if "/" in id_:  # a label of ours has evidence, and is no fact
        return any(id_ in set(release._read(name)["fact_id"].to_pylist()) for name in ("facts", "evidence"))
    tables = (release._read(name) for name in release.tables() if name not in _NO_IDS)
    return any(id_ in set(table[0].to_pylist()) for table in tables)  # the key stands first


def _is_of(fact_id: str, id_: str) -> bool:
    return fact_id == id_ if "/" in id_ else fact_id.startswith(f"{id_}/")


def _follow(redirects: dict[str, dict[str, Any]], old_id: str) -> str:
    """The id at the end of a chain of redirects; a circle, which no release may have, ends where it closes."""
    seen = {old_id}
    while old_id in redirects and redirects[old_id]["new_id"] not in seen:
        old_id = redirects[old_id]["new_id"]
        seen.add(old_id)
    return old_id


def _rows(release: Tables, table: str, tables: list[str]) -> list[dict[str, Any]]:
    return release._rows(table) if table in tables else []


def order(version: str) -> list[int]:
    """Versions in their order: as numbers, not as text."""
    return [int(part) for part in version.split(".")]
