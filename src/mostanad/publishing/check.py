"""Reads a published tree again and says what is wrong with it."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from mostanad.contract import SCHEMA_VERSION
from mostanad.contract.index_schema import index_schema
from mostanad.documents import Documents
from mostanad.evidence import proofs
from mostanad.files import trees
from mostanad.publishing import files, index, sshsig
from mostanad.publishing.codes import CODES
from mostanad.publishing.lineage import Lineage
from mostanad.publishing.tree import LOCK, signer_of
from mostanad.publishing.withdraw import lies_in
from mostanad.releases import layout, verify
from mostanad.releases.check_files import error_text
from mostanad.releases.descriptor import to_json
from mostanad.validation import Finding, Report
from mostanad.validation.findings import Collector

#: What the index says of a release and follows from its tables.
_SAID = ("date", "facts", "root")
#: What it goes on saying of one that was withdrawn, and what later releases know as well.
_KNOWN = ("date", "facts", "schema_version")


@dataclass
class _Check:
    """A tree that is checked.

    Attributes:
        root: its directory.
        said: its index.
        documents: against which passages are checked.
        by_hash: under which path of the tree the index has the bytes with a hash.
        found: what is found.
        not_checked: what could not be checked.
        not_run: what was not checked because of findings.
    """

    root: Path
    said: index.Index
    documents: Documents
    by_hash: dict[str, str] = field(default_factory=dict)
    found: Collector = field(default_factory=Collector)
    not_checked: list[str] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)

    @property
    def offered(self) -> list[Mapping[str, Any]]:
        """What the index says of the releases that were not withdrawn."""
        return [release for release in self.said["releases"] if not index.is_withdrawn(release)]

    @property
    def withdrawn(self) -> list[Mapping[str, Any]]:
        """What it says of those that were."""
        return [release for release in self.said["releases"] if index.is_withdrawn(release)]

    def listed(self) -> Iterator[Mapping[str, Any]]:
        """Every file that the index names, with its path in the tree."""
        for release in self.offered:
            for file in release["files"]:
                yield {**file, "path": f"{release['path']}/{file['path']}"}
            yield release["archive"]
        yield from self.said["proofs"]


def is_tree(path: Path) -> bool:
    """Whether a directory is a published tree, and not a release."""
    return os.path.lexists(path / index.INDEX) and not os.path.lexists(path / layout.SUMS)


def check_tree(
    path: Path | str, documents: Documents | Path | str | None = None, keys: Sequence[sshsig.Key] = ()
) -> Report:
    """Verify a published tree: its index in itself, every file by its hash, each release, and the history over all.

    Args:
        path: the directory with index.json.
        documents: the folder with the source documents; None: that which ``MOSTANAD_DOCUMENTS`` names, if any.
        keys: those by one of which the index must be signed; none: any key will do, and so will none.

    Returns:
        the report; its paths are relative to the tree. Whatever is damaged is a finding.

    Raises:
        FileNotFoundError: if there is no such directory, or the folder of documents is named and absent.
    """
    root = Path(path)
    if not root.is_dir():
        raise FileNotFoundError(f"{root}: no such tree")
    at_hand = documents if isinstance(documents, Documents) else Documents.at_hand(documents)
    try:
        content = (root / index.INDEX).read_bytes()
        said = index.parse(content)
    except (OSError, index.IndexDamaged) as error:
        message = error_text(error)
        found = Collector([CODES["MST630"].at(index.INDEX, 0, 0, "", message)])
        return found.report((), ["all that the index names"])
    check = _Check(root, said, at_hand)
    check.found.add(CODES["MST630"].at(index.INDEX, 0, 0, "", wrong) for wrong in index.problems(said, content))
    check.found.add(_check_signature(check, content, keys))
    if any(not index.is_safe(file["path"]) for file in check.listed()):
        return check.found.report((), ["all that the index names"])
    check.found.add(_check_schema(root))
    check.by_hash = {file["sha256"]: file["path"] for file in check.listed()}
    for file in check.listed():
        check.found.add(_check_file(check, file))
    check.found.add(_check_extra(check))
    _check_history(check, _check_releases(check))
    return check.found.report(check.not_checked, check.not_run)


def _check_signature(check: _Check, content: bytes, keys: Sequence[sshsig.Key]) -> Iterator[Finding]:
    """The index is signed if it says so, or if keys are named; by one of these; and it has not expired."""
    expires, path = check.said.get("expires"), index.signature(check.said["digest"])
    try:
        signer = signer_of(check.root, check.said, content)
    except (sshsig.SignatureWrong, OSError) as error:
        yield CODES["MST641"].at(index.INDEX, 0, 0, "", f"{path}: {error_text(error)}")
    else:
        if signer is None and (expires or keys):
            yield CODES["MST640"].at(index.INDEX, 0, 0, "", f"{path} is missing")
        elif signer is None:
            check.not_checked.append("who published it: the index is unsigned")
        elif not keys:
            who = f"the index is signed by {signer.fingerprint}, and MOSTANAD_KEYS names no key that is to be believed"
            check.not_checked.append(f"who published it: {who}")
        elif signer not in keys:
            message = f"it is signed by {signer.fingerprint}, not by {' or '.join(key.fingerprint for key in keys)}"
            yield CODES["MST641"].at(index.INDEX, 0, 0, signer.fingerprint, message)
    if expires and dt.date.fromisoformat(expires) < dt.date.today():
        yield CODES["MST642"].at(index.INDEX, 0, 0, expires, f"it expired on {expires}")


def _check_schema(root: Path) -> Iterator[Finding]:
    try:
        if (root / index.SCHEMA).read_bytes() != to_json(index_schema()).encode():
            yield CODES["MST638"].at(index.SCHEMA, 0, 0, "", "it is not as this version of mostanad writes it")
    except FileNotFoundError:
        yield CODES["MST631"].at(index.SCHEMA, 0, 0, "", "there is no such file")
    except OSError as error:
        yield CODES["MST632"].at(index.SCHEMA, 0, 0, "", error_text(error))


def _check_file(check: _Check, file: Mapping[str, Any]) -> Iterator[Finding]:
    path = file["path"]
    try:
        if not os.path.lexists(check.root / path):
            yield CODES["MST631"].at(path, 0, 0, "", "the index names it, and it is missing")
            return
        if not trees.is_plain(check.root / path):
            yield CODES["MST632"].at(path, 0, 0, "", "it is a link or no file; a tree holds plain files only")
            return
        found = trees.digest(check.root / path)
        size = (check.root / path).stat().st_size
    except OSError as error:
        yield CODES["MST632"].at(path, 0, 0, "", error_text(error))
        return
    if found == file["sha256"]:
        if size != file["bytes"]:
            yield CODES["MST630"].at(
                index.INDEX, 0, 0, path, f"it has {size} bytes, and the index says {file['bytes']}"
            )
    elif found in check.by_hash:
        yield CODES["MST634"].at(path, 0, 0, found, f"it is {check.by_hash[found]}, as that was published")
    else:
        yield CODES["MST632"].at(path, 0, 0, found, f"its sha256 is not {file['sha256']}")


def _check_extra(check: _Check) -> Iterator[Finding]:
    named = {file["path"] for file in check.listed()} | {index.INDEX, index.SCHEMA, LOCK} | index.signatures(check.said)
    for path in trees.files(check.root):
        left = [release["version"] for release in check.withdrawn if lies_in(path, release["version"])]
        if left:
            yield CODES["MST639"].at(path, 0, 0, "", f"{left[0]} was withdrawn, and its files must not be there")
        elif path not in named:
            yield CODES["MST633"].at(path, 0, 0, "", "the index does not name it")


def _check_releases(check: _Check) -> dict[str, Lineage]:
    """Check each release whose files are those that were published; returns what could be read."""
    broken = {finding.file for finding in check.found.findings if finding.severity == "error"}
    read = {}
    check.not_checked += [f"{release['version']}: its tables, because it was withdrawn" for release in check.withdrawn]
    for release in check.offered:
        version, folder = release["version"], release["path"]
        if release["archive"]["path"] not in broken:
            check.found.add(_check_archive(check, release))
        if any(path.startswith(f"{folder}/") for path in broken):
            check.not_run.append(f"{version}: its tables, because its files are not those that were published")
            continue
        check.found.add(_check_contract(check, release))
        if release["schema_version"] == SCHEMA_VERSION:
            _check_tables(check, version, folder)
        else:
            which = f"contract {release['schema_version']}, this program knows {SCHEMA_VERSION}"
            check.not_checked.append(f"{version}: its tables, but for its roots ({which})")
        try:
            lineage = Lineage.read(check.root / folder, version)
            check.found.add(_check_said(release, lineage))
        except (OSError, pa.ArrowException, ValueError, KeyError) as error:
            if release["schema_version"] == SCHEMA_VERSION:
                check.found.add([CODES["MST635"].at(folder, 0, 0, "", f"cannot be read: {error_text(error)}")])
            else:
                check.not_checked.append(f"{version}: its roots ({error_text(error)})")
        else:
            read[version] = lineage
    return read


def _check_tables(check: _Check, version: str, folder: str) -> None:
    report = verify(check.root / folder, check.documents)
    check.found.add(
        replace(finding, file=f"{folder}/{finding.file}", id="", covered_by="") for finding in report.findings
    )
    check.not_checked += [f"{version}: {what}" for what in report.not_checked]
    check.not_run += [f"{version}: {what}" for what in report.not_run]


def _check_archive(check: _Check, release: Mapping[str, Any]) -> Iterator[Finding]:
    path = release["archive"]["path"]
    try:
        if files.packed(check.root / path, release["version"]) != release["files"]:
            yield CODES["MST635"].at(path, 0, 0, "", f"it does not hold the files of {release['version']}")
    except (OSError, ValueError) as error:
        yield CODES["MST635"].at(path, 0, 0, "", error_text(error))


def _check_contract(check: _Check, release: Mapping[str, Any]) -> Iterator[Finding]:
    """The release names the contract that the index names; else the index could keep its tables from being checked."""
    path = f"{release['path']}/{layout.DESCRIPTOR}"
    try:
        found = json.loads((check.root / path).read_bytes())["schemaVersion"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        yield CODES["MST635"].at(path, 0, 0, "", f"names no contract: {error_text(error)}")
        return
    if found != release["schema_version"]:
        message = (
            f"the index says that {release['version']} is of contract {release['schema_version']}; it says {found}"
        )
        yield CODES["MST635"].at(index.INDEX, 0, 0, release["schema_version"], message)


def _check_said(release: Mapping[str, Any], lineage: Lineage) -> Iterator[Finding]:
    """What the index says of a release is so."""
    version = release["version"]
    if version not in lineage.recorded:
        yield CODES["MST635"].at(release["path"], 0, 0, "", f"{version} is not recorded")
        return
    said = lineage.said()
    for name in _SAID:
        if release[name] != said[name]:
            message = f"the index says that {name} of {version} is {release[name]}; the release says {said[name]}"
            yield CODES["MST635"].at(index.INDEX, 0, 0, str(release[name]), message)
    if release["min_loader"] != index.min_loader(release["schema_version"]):
        message = f"min_loader of {version} is not that of contract {release['schema_version']}"
        yield CODES["MST635"].at(index.INDEX, 0, 0, release["min_loader"], message)
    if not lineage.has_recorded_facts:
        yield CODES["MST635"].at(release["path"], 0, 0, "", f"its facts are not those that were recorded as {version}")


def _check_history(check: _Check, read: Mapping[str, Lineage]) -> None:
    """The newest release continues all others, the proofs say so, and the index says what it knows better."""
    releases = {release["version"]: release for release in check.said["releases"]}
    check.found.add(finding for one in check.said["proofs"] for finding in _check_proof(check, one, releases))
    newest = read.get(check.said["latest"])
    if newest is None or newest.version not in newest.recorded:
        check.not_run.append("what the last release knows of those before it")
        return
    for version, release in releases.items():
        known = newest.root_of(version)
        if known != release["root"]:
            message = f"{newest.version} knows {version} by the root {known}, and the index by {release['root']}"
            place = release.get("path", index.INDEX)
            check.found.add([CODES["MST636"].at(place, 0, 0, release["root"], message)])
    check.found.add(finding for one in check.withdrawn for finding in _check_withdrawn(one, newest))
    better = newest.superseded([version for version in releases if version in newest.recorded])
    for version, facts in better.items():
        if facts != releases[version]["superseded_facts"]:
            message = f"superseded_facts of {version} are not what the history in {newest.version} says"
            check.found.add([CODES["MST637"].at(index.INDEX, 0, 0, version, message)])


def _check_withdrawn(release: Mapping[str, Any], newest: Lineage) -> Iterator[Finding]:
    """What the index goes on saying of a release that was withdrawn is what the newest one knows of it."""
    version = release["version"]
    known = newest.recorded.get(version, {})
    for name in _KNOWN:
        if release[name] != known.get(name):
            message = (
                f"the index says that {name} of {version} is {release[name]}; {newest.version} says {known.get(name)}"
            )
            yield CODES["MST635"].at(index.INDEX, 0, 0, str(release[name]), message)


def _check_proof(
    check: _Check, said: Mapping[str, Any], releases: Mapping[str, Mapping[str, Any]]
) -> Iterator[Finding]:
    try:
        proof = json.loads((check.root / said["path"]).read_bytes())
        older, newer = releases[said["older"]]["root"], releases[said["newer"]]["root"]
        proofs.check_consistency(proof, older, newer)
    except FileNotFoundError:
        return  # said already
    except KeyError:
        return  # the index does not agree with itself
    except (OSError, ValueError, RecursionError) as error:
        yield CODES["MST636"].at(said["path"], 0, 0, "", error_text(error))
