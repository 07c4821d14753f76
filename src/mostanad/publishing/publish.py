"""Lays out a tree of releases for a web server: each release whole, then the index, which is written last.

And takes releases out of it: the index says so first, and then their files go, so that it never names one that is gone.
If that is cut off, `mostanad verify` reports what is left, and the next withdrawal or publication removes it.
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

#: How many characters a reason has at most, as the schema of the index has it.
_MOST = 200


def publish(
    releases: Path,
    target: Path,
    mirrors: Sequence[str] = (),
    archive_mirrors: Sequence[str] = (),
    date: dt.date | None = None,
    signing: Signing = UNSIGNED,
) -> Done:
    """Publish the releases of a folder in a tree: those that are not in it are added, those that are stay as they are.

    Each new release is verified, copied, hashed again, and only then gets its name; the index follows last, in one
    step. A failure, a full disk or a kill leaves the old index with all that it names. Without mirrors (of archives
    with ``{version}`` in the address) those of the index before stand. PublishRefused as docs/publishing.md lists, then
    the tree is as it was; a ValueError if an address is not one.
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
    """A release that is recorded, with what it knows of those before it."""
    try:
        made = Lineage.read(releases / version, version)
        if version in made.recorded:
            return made
    except (OSError, pa.ArrowException, ValueError, KeyError) as error:
        report = verify(releases / version, Documents(None))
        if not report.errors:
            raise
        raise PublishRefused(f"{releases / version}: no release: {error}", report) from error
    raise PublishRefused(
        f"{version} is not recorded, and can still change; run `mostanad record {version}`, then build it again"
    )


def _listed(release: Path) -> list[dict[str, Any]]:
    try:
        return files.entries(release)
    except ValueError as error:
        raise PublishRefused(f"{release}: {error}") from None


def _refuse_what_changed(tree: Tree, releases: Path, versions: Sequence[str]) -> None:
    """A version that is published never gets other bytes."""
    for version in filter(tree.known.get, versions):
        known = tree.known[version]
        if index.is_withdrawn(known):
            said = known["withdrawn"]
            raise PublishRefused(
                f"{releases / version}: {version} was withdrawn on {said['date']} ({said['reason']}), and is never "
                "published again; remove that folder"
            )
        before = {file["path"]: file for file in known["files"]}
        now = {file["path"]: file for file in _listed(releases / version)}
        if differing := sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path)):
            raise PublishRefused(
                f"{releases / version}: {differing[0]} is not as it is published, and a published release is never "
                "changed; give what is new a new version"
            )


def _refuse_out_of_turn(tree: Tree, added: Sequence[str], newest: Lineage, day: str) -> None:
    """New versions come after those that are published, continue them, and were cut on that day or before."""
    old = tree.old
    if old and added and version_order(added[0]) < version_order(old["latest"]):
        raise PublishRefused(f"{added[0]} comes before {old['latest']}, which is published; give it a new version")
    if old and not added:
        return
    for version, one in tree.known.items():
        if newest.root_of(version) != one["root"]:
            raise PublishRefused(
                f"{newest.version} does not continue {version} as it was published: what it says of {version} or of a "
                "version before was edited afterwards"
            )
    if day < newest.recorded[newest.version]["date"]:
        raise PublishRefused(f"{day} is before {newest.recorded[newest.version]['date']}, the day of {newest.version}")


def _added(tree: Tree, source: Path, version: str, newest: Lineage) -> dict[str, Any]:
    """Verify a release, copy it into the tree under its name, pack it, and say what the index says of it."""
    lineage = newest if version == newest.version else _lineage(source.parent, version)
    listed = _listed(source)
    if lineage.recorded[version]["schema_version"] == SCHEMA_VERSION:  # of another contract only hashes and roots count
        report = verify(source, Documents(None))
        if report.errors:
            raise PublishRefused(f"{source}: this release has errors, and is not published", report)
    sums = [f"{file['sha256']}  {file['path']}\n" for file in listed if file["path"] != layout.SUMS]
    if "".join(sums).encode() != (source / layout.SUMS).read_bytes():
        raise OSError(f"{source}: its files could not be listed, or changed meanwhile")
    if not lineage.has_recorded_facts:
        raise PublishRefused(f"{version} has other facts than were recorded; build it again from what was recorded")
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
    """Write the proof that one version continues the one before it."""
    proof = proofs.prove_consistency(newest.tables, newer, older)
    proofs.check_consistency(proof, str(newest.root_of(older)), str(newest.root_of(newer)))
    path = index.proof(older, newer)
    made = tree.work / Path(path).name
    made.write_text(to_json(proof), "utf-8", newline="\n")
    disk.sync(made)
    _place(tree, made, path)
    return {"older": older, "newer": newer, **files.entry(tree.root, path)}


def _place(tree: Tree, made: Path, path: str) -> None:
    """Give something its name; what lies there in no index stays if a publication that was cut off left just that."""
    target = tree.root / path
    target.parent.mkdir(exist_ok=True)
    if is_there(target):
        if not place.identical(made, target):
            raise PublishRefused(f"{target}: it is in no index, and is not what would be published there; move it away")
        return
    os.rename(made, target)
    tree.placed.append(target)
    disk.sync(target.parent)


def _take_back(tree: Tree) -> None:
    """After a failure: take back what was placed, unless the index that names it stands already."""
    path = tree.root / index.INDEX
    try:
        if path.exists() and path.read_bytes() == tree.new:
            return
    except OSError:  # it may
        return
    for number, placed in enumerate(reversed(tree.placed)):
        with contextlib.suppress(OSError):  # it may not have got its name yet
            os.rename(placed, tree.work / f"{number}.old")  # it goes with the rest there: what has its name is whole


def _index(tree: Tree, found: dict[str, dict[str, Any]], urls: tuple[list[str], list[str]], day: str) -> index.Index:
    """The new index, without proofs and digest."""
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
        if unknown := [version for version in versions if version not in known]:
            raise PublishRefused(f"{unknown[0]} is not published there; there are {', '.join(known)}")
        if newest in versions:
            raise PublishRefused(
                f"{newest} is the newest release, and nothing could be used in its place; publish a newer one first"
            )
        added = tuple(version for version in known if version in versions and version not in tree.withdrawn)
        releases = _said_anew(tree.old["releases"], versions, reason, day)
        asked = [known[version] for version in known if version in versions]
        elsewhere = tuple(address for one in asked for address in _addresses(one, known[newest]))
        if is_changed := releases != tree.old["releases"]:
            new = index.sealed(next_index(tree, releases, day) | {"proofs": tree.old["proofs"]})
            with place.workplace(tree.root / index.INDEX) as tree.work:
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


def _said_anew(
    releases: Sequence[dict[str, Any]], versions: Sequence[str], reason: str, day: str
) -> list[dict[str, Any]]:
    """What the index says of all releases from now on."""
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
    """Where else a release lies: as the index said, or if it does so no more, where the newest does."""
    mirrors = release.get("mirrors", newest["mirrors"])
    folders = [f"{mirror}/{index.folder(release['version'])}" for mirror in mirrors]
    return [*folders, *(release["archive"]["mirrors"] if "archive" in release else ())]
