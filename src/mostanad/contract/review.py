"""Holds the models against the lock of a project: what changed, and whether a version may be cut like this."""

import csv
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mostanad.contract.lock import PATH, LockError, lock, read, to_json
from mostanad.contract.severity import Change, classify, needed
from mostanad.files import disk
from mostanad.models.cells import version_order

#: The recorded versions of the data; without the file, or without rows, none is recorded.
RELEASES = "datasets/releases.csv"
#: In how many recorded versions a column must be deprecated before it may go.
NOTICE = 2


@dataclass(frozen=True)
class Review:
    """What changed since the lock, the worst first, and what is refused; ``locked`` is the schema version of the lock
    (None: there is no lock), ``declared`` that of the models."""

    locked: str | None
    declared: str
    is_released: bool
    changes: tuple[Change, ...]
    refusals: tuple[str, ...]

    @property
    def needed(self) -> str:
        """The least schema version that tells readers of the changes."""
        return needed(self.locked, self.changes) if self.locked else self.declared

    @property
    def is_too_small(self) -> bool:
        """Whether the models declare less than they need."""
        return version_order(self.declared) < version_order(self.needed)

    @property
    def may_be_locked(self) -> bool:
        """Whether a version may be cut with these models."""
        return not self.is_too_small and not self.refusals


def review(root: Path, version: str) -> Review:
    """Compare the models with the lock of a project that works on this version of the data; raises LockError."""
    new, recorded = lock(), _recorded(root)
    declared = new["schema_version"]
    if not (root / PATH).is_file():
        lost = (f"{PATH} is gone, although versions are recorded: restore it",) if recorded else ()
        return Review(None, declared, bool(recorded), (), lost)
    old = read(root)
    refusals = (*_removed_too_early(old, new, recorded), *_deprecated_too_late(old, new, version))
    return Review(old["schema_version"], declared, bool(recorded), tuple(classify(old, new)), refusals)


def write(root: Path) -> bool:
    """Write the lock of a project, if :func:`review` allows it; returns whether the file is another one now."""
    path, text = root / PATH, to_json(lock()).encode()
    if path.is_file() and path.read_bytes() == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    disk.write_atomically(path, text)
    return True


def _removed_too_early(old: Mapping[str, Any], new: Mapping[str, Any], recorded: Collection[str]) -> Iterator[str]:
    """A table that goes takes its columns along, and a column that is renamed goes under its old name."""
    gone = _deprecations(old)
    for where in sorted(gone.keys() - _deprecations(new).keys()):
        since = gone[where]
        if not since:
            yield f"{where}: removed too early: deprecate it first, for {NOTICE} recorded versions"
            continue
        warned = [version for version in recorded if version_order(version) >= version_order(since)]
        if len(warned) < NOTICE:
            versions = ", ".join(warned) or "none"
            yield f"{where}: removed too early: deprecated since {since}, and recorded since then: {versions}"


def _deprecated_too_late(old: Mapping[str, Any], new: Mapping[str, Any], version: str) -> Iterator[str]:
    """What is published already did not say it: dated back, a deprecation would count versions without a warning."""
    before = _deprecations(old)
    for where, since in _deprecations(new).items():
        known = before.get(where, "")
        is_moved_back = since and (not known or version_order(since) < version_order(known))
        if is_moved_back and version_order(since) < version_order(version):
            yield f"{where}: deprecated since {since}, which did not say so: write {version} or the version after it"


def _deprecations(promised: Mapping[str, Any]) -> dict[str, str]:
    """Each column, TABLE.COLUMN, with the version since which it is deprecated, or an empty string."""
    return {
        f"{table}.{column['name']}": column.get("deprecated", "").partition(":")[0]
        for table, part in promised["tables"].items()
        for column in part["columns"]
    }


def _recorded(root: Path) -> list[str]:
    path = root / RELEASES
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return sorted((row["version"] for row in csv.DictReader(file)), key=version_order)
    except (KeyError, ValueError, AttributeError, csv.Error) as error:
        raise LockError(f"{path}: no table of versions ({type(error).__name__}: {error})") from None
