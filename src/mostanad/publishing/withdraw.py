"""Takes releases out of a tree, mainly for privacy: the index says so first, and then their files go.

In this order nobody is ever sent to a file that is gone. If it is cut off between the two, the files lie there without
being named: `mostanad verify` finds them as an error, and the next withdrawal or publication removes them.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mostanad.files import disk, place
from mostanad.files.trees import is_there
from mostanad.publishing import index
from mostanad.publishing.tree import (
    UNSIGNED,
    PublishRefused,
    Signing,
    Tree,
    clear_signatures,
    locked,
    next_index,
    opened,
    write_index,
)
from mostanad.validation import private

#: How many characters a reason has at most, as the schema of the index has it.
_MOST = 200


@dataclass(frozen=True)
class Withdrawn:
    """What was done.

    Attributes:
        index: the index that lies in the tree now.
        added: the versions that it did not call withdrawn before.
        is_changed: whether the index was written.
        elsewhere: the addresses of mirrors, where they must be removed too: those that the index named for them, and
            if it does so no more, those that it names for the newest.
    """

    index: index.Index
    added: tuple[str, ...]
    is_changed: bool
    elsewhere: tuple[str, ...]


def withdraw(
    target: Path, versions: Sequence[str], reason: str, date: dt.date | None = None, signing: Signing = UNSIGNED
) -> Withdrawn:
    """Withdraw releases from a tree: their files go, and the index says since when, why and what to use instead.

    The index keeps the version, day, number of facts and root of each, so that the releases after it go on proving
    that they continue it; the paths, sizes and hashes of its files go. Done again, it finishes what was cut off, or
    gives another reason.

    Args:
        target: the tree.
        versions: which of its releases.
        reason: why, in one line: the kind of reason, never what was wrong.
        date: the day of this publication, which is that of the withdrawal; None: today.
        signing: as of :func:`mostanad.publishing.publish.publish`.

    Returns:
        what was done; the files are gone.

    Raises:
        PublishRefused: if nothing is published there, a version is not, or is the newest; if the index cannot be
            relied on, the day is before the last publication, or another process is publishing.
        ValueError: if the reason is no single line without quotation marks, or seems to hold something private.
        OSError: if something cannot be read, written or removed; what is left is removed the next time.
    """
    _refuse_reason(reason)
    day = (date or dt.date.today()).isoformat()
    if not os.path.lexists(target / index.INDEX):
        raise PublishRefused(f"{target}: nothing is published there, it has no {index.INDEX}")
    with locked(target):
        tree = opened(target, signing)
        assert tree.old is not None
        _refuse(tree.old, versions, day)
        added = tuple(version for version in tree.known if version in versions and not _is_withdrawn(tree, version))
        releases = _said_anew(tree.old["releases"], versions, reason, day)
        asked = [tree.known[version] for version in tree.known if version in versions]
        elsewhere = tuple(address for one in asked for address in _addresses(one, tree.known[tree.old["latest"]]))
        if is_changed := releases != tree.old["releases"]:
            tree.old = _replaced(tree, next_index(tree, releases, day) | {"proofs": tree.old["proofs"]})
        clear(tree)
        return Withdrawn(tree.old, added, is_changed, elsewhere)


def clear(tree: Tree) -> None:
    """Remove what is left of the releases that the index of a tree calls withdrawn, and signatures of no use.

    Raises:
        OSError: if something cannot be removed; then it is still there.
    """
    gone = [version for version in tree.known if _is_withdrawn(tree, version)]
    left = [tree.root / path for version in gone for path in (index.folder(version), index.archive(version))]
    for path in left:
        if is_there(path):
            _remove(path)
    place.clear(tree.root / index.INDEX, is_alone=True)
    clear_signatures(tree.root, tree.old)


def lies_in(path: str, version: str) -> bool:
    """Whether a path of a tree is one that a release has, as folder or as archive."""
    return path == index.archive(version) or f"{path}/".startswith(f"{index.folder(version)}/")


def _is_withdrawn(tree: Tree, version: str) -> bool:
    return index.is_withdrawn(tree.known[version])


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
    disk.sync(path.parent)


def _refuse_reason(reason: str) -> None:
    if not reason.strip() or len(reason) > _MOST or not reason.isprintable() or set(reason) & set('"\\'):
        raise ValueError(f"the reason must be one line of 1 to {_MOST} characters, without quotation marks")
    if found := private.signs(reason):
        raise ValueError(f"the reason seems to hold {found[0][1]}: name the kind only, as in 'privacy: an address'")


def _refuse(old: index.Index, versions: Sequence[str], day: str) -> None:
    known = [one["version"] for one in old["releases"]]
    for version in versions:
        if version not in known:
            raise PublishRefused(f"{version} is not published there; there are {', '.join(known)}")
        if version == old["latest"]:
            raise PublishRefused(
                f"{version} is the newest release, and nothing could be used in its place; publish a newer one first"
            )
    if day < old["updated"]:
        raise PublishRefused(f"{day} is before {old['updated']}, the day of the last publication")


def _said_anew(
    releases: Sequence[dict[str, Any]], versions: Sequence[str], reason: str, day: str
) -> list[dict[str, Any]]:
    """What the index says of all releases from now on."""
    made = [_without_files(one, reason, day) if one["version"] in versions else one for one in releases]
    replaced = index.replacements(made)
    return [
        {**one, "withdrawn": {**one["withdrawn"], "replaced_by": replaced[one["version"]]}}
        if index.is_withdrawn(one)
        else one
        for one in made
    ]


def _without_files(release: Mapping[str, Any], reason: str, day: str) -> dict[str, Any]:
    since = release["withdrawn"]["date"] if index.is_withdrawn(release) else day
    kept = ("version", "date", "schema_version", "facts", "root", "superseded_by", "superseded_facts")
    said = {name: release[name] for name in kept}
    return {**said, "withdrawn": {"date": since, "reason": reason, "replaced_by": ""}}


def _replaced(tree: Tree, new: index.Index) -> index.Index:
    """Put the new index in the old one's place, so that it stays there whatever happens."""
    new = index.sealed(new)
    with tree.at_work():
        write_index(tree, new)
    disk.sync(tree.root)  # after a crash of the machine the old one, with files that are gone, must not come back
    return new


def _addresses(release: Mapping[str, Any], newest: Mapping[str, Any]) -> list[str]:
    mirrors = release.get("mirrors", newest["mirrors"])
    folders = [f"{mirror}/{index.folder(release['version'])}" for mirror in mirrors]
    return [*folders, *(release["archive"]["mirrors"] if "archive" in release else ())]
