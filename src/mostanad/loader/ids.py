"""Looking up ids, also those that are gone: an id that was ever published says whether it was merged or withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from mostanad.loader.tables import Tables

#: Tables whose keys are not ids of data rows.
_NO_IDS = ("facts", "evidence", "changes", "history", "releases", "seals", "redirects")

TOMBSTONES = ("fact_id", "change", "version", "before", "new_id", "reason")


@dataclass(frozen=True)
class Resolved:
    """What became of an id in a release; prints as a sentence.

    Attributes:
        id: the requested id, of a row or of a fact (ROW/FIELD).
        version: the version of the release.
        status: ``here``; ``merged`` into another; ``withdrawn``.
        new_id: the current id: its own if it is here, None if it is withdrawn.
        gone_in: the version in which it was merged or withdrawn; None if it is here, or no version is recorded.
        date: the day of the merge or withdrawal, if a redirect or a correction records it.
        reasons: the reasons recorded for it; empty if there are none.
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
        at = f"in version {self.gone_in}" if self.gone_in else f"on {self.date}" if self.date else "at an unknown time"
        return f"{self.id!r} {what} {at}: {'; '.join(self.reasons) or 'no reason is on record'}"


class IdGone(KeyError):
    """The id was published but no longer exists: its row was merged into another, or it was withdrawn.

    Attributes:
        resolved: what became of it.
    """

    def __init__(self, resolved: Resolved) -> None:
        super().__init__(resolved)
        self.resolved = resolved

    def __str__(self) -> str:
        hint = f"; use {self.resolved.new_id!r} instead" if self.resolved.new_id else ""
        return f"{self.resolved}{hint}"


def resolve(release: Tables, id_: str) -> Resolved:
    """See :meth:`mostanad.loader.Release.resolve`."""
    if _is_here(release, id_):
        return Resolved(id_, release.version, "here", id_)
    if gone := Gone(release).resolve(id_):
        return gone
    raise KeyError(f"no id {id_!r} in release {release.version}, and no record of one that was removed")


def raise_if_gone(release: Tables, id_: str) -> None:
    """Raise IdGone for an id that was merged or withdrawn. Any other id passes: a row can have no facts."""
    if not _is_here(release, id_) and (gone := Gone(release).resolve(id_)):
        raise IdGone(gone)


class Gone:
    """What a release knows of ids that are not in it: redirects, corrections, and the last changes of removed facts."""

    def __init__(self, release: Tables) -> None:
        corrections, redirects = map(release._rows_if_any, ("corrections", "redirects"))
        self.version = release.version
        self.ends = release._ask("gone")
        self._redirects = {row["old_id"]: row for row in redirects}
        self._corrections = [row for row in corrections if row["after"] is None]

    def resolve(self, id_: str) -> Resolved | None:
        """What became of an id that is not in the release; None if the release never knew it."""
        from mostanad.models.cells import version_order

        row_id = id_.partition("/")[0]
        ends = [row for row in self.ends if _is_of(row["fact_id"], id_)]
        gone_in = max((row["version"] for row in ends), key=version_order, default=None)
        if new_id := self.new_id(id_):
            row = self._redirects[row_id]
            return Resolved(id_, self.version, "merged", new_id, gone_in, row["date"], (row["reason"],))
        corrections = [row for row in self._corrections if _is_of(f"{row['target_id']}/{row['field']}", id_)]
        if not ends and not corrections:
            return None
        reasons = dict.fromkeys(row["reason"] for row in [*ends, *corrections] if row["reason"])
        date = max((row["date"] for row in corrections), default=None)
        return Resolved(id_, self.version, "withdrawn", None, gone_in, date, tuple(reasons))

    def new_id(self, id_: str) -> str | None:
        """The id into which a row or fact was merged, at the end of a chain of redirects; None if it was not merged. A
        cycle, which no valid release has, ends where it closes."""
        row_id, slash, field = id_.partition("/")
        seen = {row_id}
        while row_id in self._redirects and (new_id := self._redirects[row_id]["new_id"]) not in seen:
            row_id = new_id
            seen.add(row_id)
        return f"{row_id}{slash}{field}" if len(seen) > 1 else None


def keys(release: Tables, ids: Iterable[str], left_out: Iterable[str]) -> set[str]:
    """The ids that are keys of a table, other than the tables in ``left_out``."""
    from mostanad.models import MODELS

    models = {name: MODELS[name] for name in release.tables() if name not in left_out}
    return {row[model.key()] for name, model in models.items() for row in release._where(name, model.key(), ids)}


def _is_here(release: Tables, id_: str) -> bool:
    if "/" in id_:  # a label of ours has evidence, but is not a fact
        return any(release._where(name, "fact_id", [id_]) for name in ("facts", "evidence"))
    return bool(keys(release, {id_}, _NO_IDS))


def _is_of(fact_id: str, id_: str) -> bool:
    return fact_id == id_ if "/" in id_ else fact_id.startswith(f"{id_}/")
