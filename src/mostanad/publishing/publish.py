"""Publish releases in a tree for a web server, and withdraw them. The index never names a file that is missing.

Publishing writes the releases first and the index last; withdrawing writes the index first, then removes files. If a
withdrawal is interrupted, `mostanad verify` reports what is left, and the next withdrawal or publication removes it.
"""

import contextlib
import datetime as dt
import os
import shutil
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa

from mostanad.contract import SCHEMA_VERSION
from mostanad.contract.lock import to_json
from mostanad.documents.folder import Documents
from mostanad.evidence import proofs
from mostanad.files import disk, place
from mostanad.files.trees import is_there
from mostanad.models.cells import version_order
from mostanad.publishing import files, index, sshsig
from mostanad.publishing.predecessors import Lineage
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
from mostanad.releases import layout, verify
from mostanad.validation import private

#: The maximum length of a reason in characters, as in the schema of the index.
_MOST = 200


def publish(
    releases: Path,
    target: Path,
    mirrors: Sequence[str] = (),
    archive_mirrors: Sequence[str] = (),
    date: dt.date | None = None,
    signing: Signing = UNSIGNED,
) -> Done:
    """Add the releases of a folder to a tree; releases that are already published stay unchanged.

    Each new release is verified, copied and hashed again before it gets its name. The index is replaced last, in one
    step: after a failure, a full disk or a kill, the old index and all files that it names are intact. Without
    ``mirrors`` or ``archive_mirrors`` (URLs that may contain ``{version}``), published releases keep theirs. Raises
    PublishRefused in the cases of docs/publishing.md, with the tree unchanged, and ValueError for an invalid URL.
    """
    day = (date or dt.date.today()).isoformat()
    mirrors = [index.mirror(url) for url in mirrors]
    for url in archive_mirrors:
        index.mirror(url.replace("{version}", "0"))
    versions = _versions(releases)
    target.mkdir(parents=True, exist_ok=True)
    with opened(target, signing, day) as tree:
        clear(tree)
        with place.workplace(tree.root / index.INDEX) as tree.work:
            try:
                return _publish(tree, releases, versions, (mirrors, list(archive_mirrors)), day)
            except BaseException:
                _take_back(tree)
                raise


def _versions(releases: Path) -> list[str]:
    names = [path.name for path in releases.iterdir() if not path.name.startswith(".")]
    for name in names:
        try:
            layout.version_of(name)
        except ValueError:
            raise PublishRefused(f"{releases / name}: not a release: its name is not a version; move it away") from None
    if not names:
        raise PublishRefused(f"{releases}: there is no release; run `mostanad build`")
    return sorted(names, key=version_order)


def _publish(tree: Tree, releases: Path, versions: Sequence[str], urls: tuple[list[str], list[str]], day: str) -> Done:
    newest = _lineage(releases, versions[-1])
    added = [version for version in versions if version not in tree.known]
    _refuse_what_changed(tree, releases, versions)
    _refuse_out_of_turn(tree, added, newest, day)
    found = dict(tree.known)
    for version in added:
        found[version] = _added(tree, releases / version, version, newest)
    if added:
        better = newest.superseded(found)
        found = {version: {**one, "superseded_facts": better[version]} for version, one in found.items()}
    new = _index(tree, found, urls, day)
    key = sshsig.public(tree.signing.key) if tree.signing.key else None
    if not added and tree.old and _without_number(new) == _without_number(tree.old) and key == tree.signer:
        return Done(tree.old, (), is_changed=False)
    known_proofs = {(one["older"], one["newer"]): one for one in (tree.old["proofs"] if tree.old else ())}
    for older, newer in pairwise(found):
        new["proofs"].append(known_proofs.get((older, newer)) or _prove(tree, newest, older, newer))
    new = index.sealed(new)
    write_index(tree, new)
    return Done(new, tuple(added), is_changed=True)


def _lineage(releases: Path, version: str) -> Lineage:
    """Read the lineage of a release; PublishRefused if the release is not recorded or has errors."""
    try:
        made = Lineage.read(releases / version, version)
        if version in made.recorded:
            return made
    except (OSError, pa.ArrowException, ValueError, KeyError) as error:
        report = verify(releases / version, Documents(None))
        if not report.errors:
            raise
        raise PublishRefused(f"{releases / version}: not a release: {error}", report) from error
    raise PublishRefused(
        f"{version} is not recorded, and can still change; run `mostanad record {version}`, then build it again"
    )


def _listed(release: Path) -> list[dict[str, Any]]:
    try:
        return files.entries(release)
    except ValueError as error:
        raise PublishRefused(f"{release}: {error}") from None


def _refuse_what_changed(tree: Tree, releases: Path, versions: Sequence[str]) -> None:
    """Refuse a published version that was withdrawn, or whose files differ from those published."""
    for version in filter(tree.known.get, versions):
        known = tree.known[version]
        if index.is_withdrawn(known):
            said = known["withdrawn"]
            raise PublishRefused(
                f"{releases / version}: {version} was withdrawn on {said['date']} ({said['reason']}), and cannot "
                "be published again; remove that folder"
            )
        before = {file["path"]: file for file in known["files"]}
        now = {file["path"]: file for file in _listed(releases / version)}
        if differing := sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path)):
            raise PublishRefused(
                f"{releases / version}: {differing[0]} differs from what is published, and a published release "
                "never changes; give the new content a new version"
            )


def _refuse_out_of_turn(tree: Tree, added: Sequence[str], newest: Lineage, day: str) -> None:
    """Refuse new versions that precede the published ones, do not continue them, or have a later date than ``day``."""
    old = tree.old
    if old and added and version_order(added[0]) < version_order(old["latest"]):
        raise PublishRefused(f"{added[0]} comes before {old['latest']}, which is published; give it a new version")
    if old and not added:
        return
    for version, one in tree.known.items():
        if newest.root_of(version) != one["root"]:
            raise PublishRefused(
                f"{newest.version} does not continue {version} as published: its history of {version} or of an earlier "
                "version was edited afterwards"
            )
    if day < newest.recorded[newest.version]["date"]:
        raise PublishRefused(f"{day} is before {newest.recorded[newest.version]['date']}, the day of {newest.version}")


def _added(tree: Tree, source: Path, version: str, newest: Lineage) -> dict[str, Any]:
    """Verify a release, put a copy and its archive into the tree, and return its entry in the index."""
    lineage = newest if version == newest.version else _lineage(source.parent, version)
    listed = _listed(source)
    if lineage.recorded[version]["schema_version"] == SCHEMA_VERSION:  # for others, check only hashes and roots
        report = verify(source, Documents(None))
        if report.errors:
            raise PublishRefused(f"{source}: this release has errors, and is not published", report)
    sums = [f"{file['sha256']}  {file['path']}\n" for file in listed if file["path"] != layout.SUMS]
    if "".join(sums).encode() != (source / layout.SUMS).read_bytes():
        raise OSError(f"{source}: its files differ from {layout.SUMS}, or changed meanwhile")
    if not lineage.has_recorded_facts:
        raise PublishRefused(f"{version} has other facts than recorded; build it again from the recorded state")
    if newest.root_of(version) != lineage.trees.root:
        raise PublishRefused(f"{newest.version} does not continue {version}: one of them was edited afterwards")
    made, archive = tree.work / version, tree.work / Path(index.archive(version)).name
    files.copy(source, made, listed)
    files.pack(made, version, listed, archive)
    if files.packed(archive, version) != listed:
        raise OSError(f"{archive}: the archive is damaged")
    disk.sync_tree(tree.work)
    _place(tree, archive, index.archive(version))
    _place(tree, made, index.folder(version))
    said = lineage.said()
    return {
        **{key: said[key] for key in ("version", "date", "schema_version")},
        "min_loader": index.min_loader(said["schema_version"]),
        **{key: said[key] for key in ("facts", "root")},
        "path": index.folder(version),
        "files": listed,
        "archive": {**files.entry(tree.root, index.archive(version)), "mirrors": []},
        "mirrors": [],
        "superseded_by": None,
        "superseded_facts": [],
    }


def _prove(tree: Tree, newest: Lineage, older: str, newer: str) -> dict[str, Any]:
    """Write the proof that a version continues the one before it, and return its entry in the index."""
    proof = proofs.prove_consistency(newest.tables, newer, older)
    proofs.check_consistency(proof, str(newest.root_of(older)), str(newest.root_of(newer)))
    path = index.proof(older, newer)
    made = tree.work / Path(path).name
    made.write_text(to_json(proof), "utf-8", newline="\n")
    disk.sync(made)
    _place(tree, made, path)
    return {"older": older, "newer": newer, **files.entry(tree.root, path)}


def _place(tree: Tree, made: Path, path: str) -> None:
    """Move a file or folder into the tree; keep an identical one that is there, raise PublishRefused for any other."""
    target = tree.root / path
    target.parent.mkdir(exist_ok=True)
    if is_there(target):
        if not place.identical(made, target):
            raise PublishRefused(f"{target} is in no index, and differs from what would be published; move it away")
        return
    os.rename(made, target)
    tree.placed.append(target)
    disk.sync(target.parent)


def _take_back(tree: Tree) -> None:
    """After a failure, remove what was placed in the tree, unless the new index is already there."""
    path = tree.root / index.INDEX
    try:
        if path.exists() and path.read_bytes() == tree.new:
            return
    except OSError:  # the new index may be there
        return
    for number, placed in enumerate(reversed(tree.placed)):
        with contextlib.suppress(OSError):  # it may not have been moved yet
            os.rename(placed, tree.work / f"{number}.old")  # then removed with the work folder


def _index(tree: Tree, found: dict[str, dict[str, Any]], urls: tuple[list[str], list[str]], day: str) -> index.Index:
    """The new index, with new mirrors, but without proofs and digest."""
    mirrors, archive_mirrors = urls
    releases = []
    for version, after in pairwise([*found, None]):
        one = {**found[str(version)], "superseded_by": after}
        releases.append(one)
        if mirrors and not index.is_withdrawn(one):
            one["mirrors"] = mirrors
        if archive_mirrors and not index.is_withdrawn(one):
            name = Path(one["archive"]["path"]).name
            bases = [index.mirror(url.replace("{version}", str(version))) for url in archive_mirrors]
            one["archive"] = {**one["archive"], "mirrors": [f"{base}/{name}" for base in bases]}
    return next_index(tree, releases, day)


def _without_number(said: index.Index) -> index.Index:
    return {name: value for name, value in said.items() if name not in ("sequence", "previous", "proofs", "digest")}


def withdraw(
    target: Path, versions: Sequence[str], reason: str, date: dt.date | None = None, signing: Signing = UNSIGNED
) -> Done:
    """Withdraw releases: remove their files from the tree; the index then says when, why and what replaces them.

    A second call finishes an interrupted withdrawal, or changes the reason. Raises PublishRefused if a version is not
    published there or is the newest, or like :func:`.tree.opened`; ValueError if the reason is not one line of at most
    200 characters without quotation marks and backslashes, or seems to contain something private.
    """
    if not reason.strip() or len(reason) > _MOST or not reason.isprintable() or set(reason) & set('"\\'):
        marks = "quotation marks or backslashes"
        raise ValueError(f"the reason must be one line of 1 to {_MOST} characters, without {marks}")
    if found := private.signs(reason):
        raise ValueError(f"the reason seems to contain {found[0][1]}; name only the kind, as in 'privacy: an address'")
    day = (date or dt.date.today()).isoformat()
    if not os.path.lexists(target / index.INDEX):
        raise PublishRefused(f"{target}: nothing is published there, it has no {index.INDEX}")
    with opened(target, signing, day) as tree:
        assert tree.old is not None
        known, newest = tree.known, tree.old["latest"]
        if unknown := [version for version in versions if version not in known]:
            raise PublishRefused(f"{unknown[0]} is not published there; versions: {', '.join(known)}")
        if newest in versions:
            raise PublishRefused(f"{newest} is the newest release; first publish a newer one that can replace it")
        added = tuple(version for version in known if version in versions and version not in tree.withdrawn)
        releases = _said_anew(tree.old["releases"], versions, reason, day)
        asked = [known[version] for version in known if version in versions]
        elsewhere = tuple(address for one in asked for address in _addresses(one, known[newest]))
        if is_changed := releases != tree.old["releases"]:
            new = index.sealed(next_index(tree, releases, day) | {"proofs": tree.old["proofs"]})
            with place.workplace(tree.root / index.INDEX) as tree.work:
                write_index(tree, new)
            disk.sync(target)  # otherwise a crash could bring back the old index, which names removed files
            tree.old = new
        clear(tree)
        return Done(tree.old, added, is_changed, elsewhere)


def clear(tree: Tree) -> None:
    """Remove from a tree files of withdrawn releases, leftovers of interrupted runs, and obsolete signatures."""
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
    """Whether a path in a tree is in the folder of a release, or is its archive."""
    return path == index.archive(version) or f"{path}/".startswith(f"{index.folder(version)}/")


def _said_anew(
    releases: Sequence[dict[str, Any]], versions: Sequence[str], reason: str, day: str
) -> list[dict[str, Any]]:
    """The new index entries of all releases, with the given versions withdrawn."""
    kept = ("version", "date", "schema_version", "facts", "root", "superseded_by", "superseded_facts")
    made = [dict(one) for one in releases]
    for at, one in enumerate(made):
        if one["version"] in versions:
            since = one["withdrawn"]["date"] if index.is_withdrawn(one) else day
            made[at] = {name: one[name] for name in kept} | {"withdrawn": {"date": since, "reason": reason}}
    replaced = index.replacements(made)
    for one in filter(index.is_withdrawn, made):
        one["withdrawn"] = one["withdrawn"] | {"replaced_by": replaced[one["version"]]}
    return made


def _addresses(release: Mapping[str, Any], newest: Mapping[str, Any]) -> list[str]:
    """The mirror URLs of a release: its own, or those of the newest release if its entry has no mirrors any more."""
    mirrors = release.get("mirrors", newest["mirrors"])
    folders = [f"{mirror}/{index.folder(release['version'])}" for mirror in mirrors]
    return [*folders, *(release["archive"]["mirrors"] if "archive" in release else ())]
