"""Verify a published tree and report what is wrong with it."""

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from mostanad.contract import SCHEMA_VERSION
from mostanad.contract.lock import to_json
from mostanad.documents.folder import Documents
from mostanad.evidence import proofs
from mostanad.files import trees
from mostanad.publishing import files, index, sshsig
from mostanad.publishing.predecessors import Lineage
from mostanad.publishing.publish import lies_in
from mostanad.publishing.tree import LOCK, signer_of
from mostanad.releases import layout, verify
from mostanad.releases.codes import at, error_text
from mostanad.validation import Finding, Report
from mostanad.validation.findings import Collector

_ALL_ELSE = ("everything that the index names",)


@dataclass
class _Check:
    """A tree that is being checked: its directory, its index, and the findings."""

    root: Path
    said: index.Index
    documents: Documents
    found: Collector = field(default_factory=Collector)
    not_checked: list[str] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Separate withdrawn releases from offered ones, and list every file that the index names."""
        releases: list[Mapping[str, Any]] = self.said["releases"]
        self.withdrawn = [one for one in releases if index.is_withdrawn(one)]
        self.offered = [one for one in releases if not index.is_withdrawn(one)]
        files = [{**file, "path": f"{one['path']}/{file['path']}"} for one in self.offered for file in one["files"]]
        self.listed = [*files, *(one["archive"] for one in self.offered), *self.said["proofs"]]


def is_tree(path: Path) -> bool:
    """Whether a directory is a published tree, and not a release."""
    return os.path.lexists(path / index.INDEX) and not os.path.lexists(path / layout.SUMS)


def check_tree(
    path: Path | str, documents: Documents | Path | str | None = None, keys: Sequence[sshsig.Key] = ()
) -> Report:
    """Verify a published tree: its index, the hash of every file, each release, and the history across releases.

    One of the ``keys`` must have signed the index. Without keys, any valid signature will do, and only an index that
    ``expires`` needs one. A FileNotFoundError if the directory, or a named folder of documents, does not exist.
    """
    root = Path(path)
    if not root.is_dir():
        raise FileNotFoundError(f"{root}: no such directory")
    documents = Documents.at_hand(documents)
    try:
        content = (root / index.INDEX).read_bytes()
        check = _Check(root, index.parse(content), documents)
    except (OSError, index.IndexDamaged) as error:
        return Collector([at("MST630", index.INDEX, error_text(error))]).report((), _ALL_ELSE)
    check.found.add(at("MST630", index.INDEX, wrong) for wrong in index.problems(check.said, content))
    check.found.add(_check_signature(check, content, keys))
    if any(not index.is_safe(file["path"]) for file in check.listed):
        return check.found.report((), _ALL_ELSE)
    check.found.add(_check_schema(root))
    by_hash = {file["sha256"]: file["path"] for file in check.listed}
    for file in check.listed:
        check.found.add(_check_file(root, file, by_hash))
    check.found.add(_check_extra(check))
    _check_history(check, _check_releases(check))
    return check.found.report(check.not_checked, check.not_run)


def _check_signature(check: _Check, content: bytes, keys: Sequence[sshsig.Key]) -> Iterator[Finding]:
    """Check that the index is signed if it ``expires`` or keys are named, by one of these, and has not expired."""
    expires, path = check.said.get("expires"), index.signature(check.said["digest"])
    try:
        signer = signer_of(check.root, check.said, content)
    except (sshsig.SignatureWrong, OSError) as error:
        yield at("MST641", index.INDEX, f"{path}: {error_text(error)}")
    else:
        if signer is None and (expires or keys):
            yield at("MST640", index.INDEX, f"{path} is missing")
        elif signer is None:
            check.not_checked.append("who published it: the index is unsigned")
        elif not keys:
            who = f"the index is signed by {signer.fingerprint}, but MOSTANAD_KEYS names no trusted key"
            check.not_checked.append(f"who published it: {who}")
        elif signer not in keys:
            message = f"it is signed by {signer.fingerprint}, not by {' or '.join(key.fingerprint for key in keys)}"
            yield at("MST641", index.INDEX, message, signer.fingerprint)
    if expires and dt.date.fromisoformat(expires) < dt.date.today():
        yield at("MST642", index.INDEX, f"it expired on {expires}", expires)


def _check_schema(root: Path) -> Iterator[Finding]:
    try:
        if (root / index.SCHEMA).read_bytes() != to_json(index.schema()).encode():
            yield at("MST638", index.SCHEMA, "it differs from the one that this version of mostanad writes")
    except FileNotFoundError:
        yield at("MST631", index.SCHEMA, "there is no such file")
    except OSError as error:
        yield at("MST632", index.SCHEMA, error_text(error))


def _check_file(root: Path, file: Mapping[str, Any], by_hash: Mapping[str, str]) -> Iterator[Finding]:
    path = file["path"]
    try:
        if not os.path.lexists(root / path):
            yield at("MST631", path, "the index names it, but it is missing")
            return
        if not trees.is_plain(root / path):
            yield at("MST632", path, "it is a link or not a file; a tree holds plain files only")
            return
        found, size = trees.digest(root / path), (root / path).stat().st_size
    except OSError as error:
        yield at("MST632", path, error_text(error))
        return
    if found != file["sha256"] and found in by_hash:
        yield at("MST634", path, f"it has the published content of {by_hash[found]}", found)
    elif found != file["sha256"]:
        yield at("MST632", path, f"its sha256 is not {file['sha256']}", found)
    elif size != file["bytes"]:
        yield at("MST630", index.INDEX, f"it has {size} bytes, but the index says {file['bytes']}", path)


def _check_extra(check: _Check) -> Iterator[Finding]:
    named = {file["path"] for file in check.listed} | {index.INDEX, index.SCHEMA, LOCK} | index.signatures(check.said)
    for path in trees.files(check.root):
        if left := [release["version"] for release in check.withdrawn if lies_in(path, release["version"])]:
            yield at("MST639", path, f"{left[0]} was withdrawn, but this file is still there")
        elif path not in named:
            yield at("MST633", path, "the index does not name it")


def _check_releases(check: _Check) -> dict[str, Lineage]:
    """Check each release whose files are intact; returns, by version, those that could be read."""
    broken = {finding.file for finding in check.found.findings if finding.severity == "error"}
    read = {}
    check.not_checked += [f"{release['version']}: its tables, because it was withdrawn" for release in check.withdrawn]
    for release in check.offered:
        version, folder = release["version"], release["path"]
        is_ours = release["schema_version"] == SCHEMA_VERSION
        if release["archive"]["path"] not in broken:
            check.found.add(_check_archive(check.root, release))
        if any(path.startswith(f"{folder}/") for path in broken):
            check.not_run.append(f"{version}: its tables, because its files are not those that were published")
            continue
        check.found.add(_check_contract(check.root, release))
        if is_ours:
            report = verify(check.root / folder, check.documents)
            check.found.add(replace(one, file=f"{folder}/{one.file}", id="", covered_by="") for one in report.findings)
            check.not_checked += [f"{version}: {what}" for what in report.not_checked]
            check.not_run += [f"{version}: {what}" for what in report.not_run]
        else:
            which = f"contract {release['schema_version']}, this program knows {SCHEMA_VERSION}"
            check.not_checked.append(f"{version}: its tables, except its roots ({which})")
        try:
            lineage = Lineage.read(check.root / folder, version)
            check.found.add(_check_said(release, lineage))
            read[version] = lineage
        except (OSError, pa.ArrowException, ValueError, KeyError) as error:
            if is_ours:
                check.found.add([at("MST635", folder, f"cannot be read: {error_text(error)}")])
            else:
                check.not_checked.append(f"{version}: its roots ({error_text(error)})")
    return read


def _check_archive(root: Path, release: Mapping[str, Any]) -> Iterator[Finding]:
    path = release["archive"]["path"]
    try:
        if files.packed(root / path, release["version"]) != release["files"]:
            yield at("MST635", path, f"it does not contain the files of {release['version']}")
    except (OSError, ValueError) as error:
        yield at("MST635", path, error_text(error))


def _check_contract(root: Path, release: Mapping[str, Any]) -> Iterator[Finding]:
    """Check that release and index name the same contract. Otherwise an index could prevent checks of the tables."""
    path = f"{release['path']}/{layout.DESCRIPTOR}"
    try:
        found = json.loads((root / path).read_bytes())["schemaVersion"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        yield at("MST635", path, f"names no contract: {error_text(error)}")
        return
    said = release["schema_version"]
    if found != said:
        message = f"the index says that {release['version']} follows contract {said}, but its descriptor says {found}"
        yield at("MST635", index.INDEX, message, said)


def _check_said(release: Mapping[str, Any], lineage: Lineage) -> Iterator[Finding]:
    """Check the entry of a release in the index against the release."""
    version = release["version"]
    if version not in lineage.recorded:
        yield at("MST635", release["path"], f"{version} is not recorded")
        return
    yield from _differing(release, lineage.said(), ("date", "facts", "root"), "the release")
    if release["min_loader"] != index.min_loader(release["schema_version"]):
        message = f"min_loader of {version} is not that of contract {release['schema_version']}"
        yield at("MST635", index.INDEX, message, release["min_loader"])
    if not lineage.has_recorded_facts:
        yield at("MST635", release["path"], f"its facts differ from those recorded as {version}")


def _differing(
    release: Mapping[str, Any], known: Mapping[str, Any], names: Sequence[str], who: str
) -> Iterator[Finding]:
    for name in names:
        if release[name] != known.get(name):
            said = f"the index says that {name} of {release['version']} is {release[name]}"
            yield at("MST635", index.INDEX, f"{said}, but {who} says {known.get(name)}", release[name])


def _check_history(check: _Check, read: Mapping[str, Lineage]) -> None:
    """Check that the newest release continues all others, the proofs hold, and the index has all superseded facts."""
    releases = {release["version"]: release for release in check.said["releases"]}
    check.found.add(finding for one in check.said["proofs"] for finding in _check_proof(check.root, one, releases))
    newest = read.get(check.said["latest"])
    if newest is None or newest.version not in newest.recorded:
        check.not_run.append("what the newest release records of earlier ones")
        return
    for version, release in releases.items():
        known = newest.root_of(version)
        if known != release["root"]:
            message = f"{newest.version} records the root {known} for {version}, but the index has {release['root']}"
            check.found.add([at("MST636", release.get("path", index.INDEX), message, release["root"])])
    for release in check.withdrawn:  # its entry must still agree with the newest release
        known_of = newest.recorded.get(release["version"], {})
        check.found.add(_differing(release, known_of, ("date", "facts", "schema_version"), newest.version))
    better = newest.superseded([version for version in releases if version in newest.recorded])
    for version, facts in better.items():
        if facts != releases[version]["superseded_facts"]:
            message = f"superseded_facts of {version} differ from the history in {newest.version}"
            check.found.add([at("MST637", index.INDEX, message, version)])


def _check_proof(root: Path, said: Mapping[str, Any], releases: Mapping[str, Mapping[str, Any]]) -> Iterator[Finding]:
    try:
        proof = json.loads((root / said["path"]).read_bytes())
        older, newer = releases[said["older"]]["root"], releases[said["newer"]]["root"]
        proofs.check_consistency(proof, older, newer)
    except (FileNotFoundError, KeyError):
        return  # a missing file, or an index that contradicts itself: both were reported before
    except (OSError, ValueError, RecursionError) as error:
        yield at("MST636", said["path"], error_text(error))
