"""Takes releases out of a tree: the index says so first, and then their files go, so that it never names one that is
gone. If that is cut off, `mostanad verify` reports what is left, and the next withdrawal or publication removes it."""

import datetime as dt
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mostanad.files import disk, place
from mostanad.files.trees import is_there
from mostanad.publishing import index
from mostanad.publishing.tree import (
    UNSIGNED,
    Done,
    PublishRefused,
    Signing,
    Tree,
    clear_signatures,
    next_index,
    opened,
    write_index,
)
from mostanad.validation import private

#: How many characters a reason has at most, as the schema of the index has it.
_MOST = 200


def withdraw(
    target: Path, versions: Sequence[str], reason: str, date: dt.date | None = None, signing: Signing = UNSIGNED
) -> Done:
    """Withdraw releases from a tree: their files go, and the index says since when, why and what to use instead.

    Done again, it finishes what was cut off, or gives another reason. PublishRefused if nothing is published there, a
    version is not, or is the newest, and as :func:`.tree.opened`; a ValueError if the reason is not a single line
    without quotation marks, or seems to hold something private.
    """
    if not reason.strip() or len(reason) > _MOST or not reason.isprintable() or set(reason) & set('"\\'):
        raise ValueError(f"the reason must be one line of 1 to {_MOST} characters, without quotation marks")
    if found := private.signs(reason):
        raise ValueError(f"the reason seems to hold {found[0][1]}: name the kind only, as in 'privacy: an address'")
    day = (date or dt.date.today()).isoformat()
    if not os.path.lexists(target / index.INDEX):
        raise PublishRefused(f"{target}: nothing is published there, it has no {index.INDEX}")
    with opened(target, signing, day) as tree:
        assert tree.old is not None
        known, newest = tree.known, tree.old["latest"]
        _refuse_versions(versions, list(known), newest)
        added = tuple(version for version in known if version in versions and version not in tree.withdrawn)
        releases = _said_anew(tree.old["releases"], versions, reason, day)
        asked = [known[version] for version in known if version in versions]
        elsewhere = tuple(address for one in asked for address in _addresses(one, known[newest]))
        if is_changed := releases != tree.old["releases"]:
            new = index.sealed(next_index(tree, releases, day) | {"proofs": tree.old["proofs"]})
            with tree.at_work():
                write_index(tree, new)
            disk.sync(target)  # after a crash of the machine the old one, with files that are gone, must not come back
            tree.old = new
        clear(tree)
        return Done(tree.old, added, is_changed, elsewhere)


def clear(tree: Tree) -> None:
    """Remove what is left of the releases that the index of a tree calls withdrawn, and signatures of no use."""
    for version in tree.withdrawn:
        for path in (tree.root / index.folder(version), tree.root / index.archive(version)):
            if not is_there(path):
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
            disk.sync(path.parent)
    place.clear(tree.root / index.INDEX, is_alone=True)
    clear_signatures(tree.root, tree.old)


def lies_in(path: str, version: str) -> bool:
    """Whether a path of a tree is one that a release has, as folder or as archive."""
    return path == index.archive(version) or f"{path}/".startswith(f"{index.folder(version)}/")


def _refuse_versions(versions: Sequence[str], known: Sequence[str], newest: str) -> None:
    for version in versions:
        if version not in known:
            raise PublishRefused(f"{version} is not published there; there are {', '.join(known)}")
        if version == newest:
            raise PublishRefused(
                f"{version} is the newest release, and nothing could be used in its place; publish a newer one first"
            )


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


def _addresses(release: Mapping[str, Any], newest: Mapping[str, Any]) -> list[str]:
    """Where else a release lies: as the index said, or if it does so no more, where the newest does."""
    mirrors = release.get("mirrors", newest["mirrors"])
    folders = [f"{mirror}/{index.folder(release['version'])}" for mirror in mirrors]
    return [*folders, *(release["archive"]["mirrors"] if "archive" in release else ())]
