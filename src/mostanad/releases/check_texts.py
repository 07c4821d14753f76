"""Checks the other files of a release against its tables: dossiers, texts, roots, metadata for other tools, SQLite."""

import json
from collections.abc import Iterator, Mapping, Set
from pathlib import Path

import pyarrow as pa

from mostanad.contract import About, dossier_schema
from mostanad.evidence import digests, proofs
from mostanad.files import trees
from mostanad.releases import layout
from mostanad.releases.codes import at, error_text
from mostanad.releases.descriptor import Digest
from mostanad.releases.dossier_files import dossiers
from mostanad.releases.exports.sqlite import check_sqlite as sqlite_check
from mostanad.releases.json_check import JsonChecker
from mostanad.releases.write import descriptions, texts
from mostanad.validation import Finding


def check_valid(root: Path, proven: Set[str]) -> Iterator[Finding]:
    """Check that each dossier is JSON, valid against the schema. The rows in a proven one were checked already."""
    checker = JsonChecker(dossier_schema())
    for name in (one for one in trees.files(root) if layout.form_of(one) == "dossiers" and one not in proven):
        try:
            content = (root / name).read_bytes()
        except OSError as error:
            yield at("MST606", name, error_text(error))
        else:
            yield from checker.check(content, name)


def check_dossiers(root: Path, tables: Mapping[str, pa.Table], version: str, proven: Set[str]) -> Iterator[Finding]:
    """Check that each official, and nobody else, has a dossier, and that it follows from the tables."""
    wanted = {layout.dossier(official) for official in tables["officials"]["official_id"].to_pylist()}
    if not wanted <= proven:
        for official_id, text in dossiers(tables, version):
            yield from _check(root, layout.dossier(official_id), text, "MST614", official_id)
    for path in trees.files(root):
        if path.startswith(f"{layout.DOSSIERS}/") and path not in wanted:
            yield at("MST614", path, "the dossier is about a person who is not among the officials")


def check_texts(
    root: Path, tables: Mapping[str, pa.Table], about: About, known: Mapping[str, str], proven: Set[str]
) -> Iterator[Finding]:
    """Check that each text exists and follows from the tables. ``known`` has some digests of tables by name."""
    if not {layout.README, layout.CITATION, layout.CHANGES, layout.ROOT} <= proven:
        for path, text in texts(tables, about, proofs.root_file(tables, about.version, known)).items():
            yield from _check(root, path, text, "MST618" if path == layout.ROOT else "MST616")


def check_crates(root: Path, tables: Mapping[str, pa.Table], about: About, digest: Digest) -> Iterator[Finding]:
    """Check that the metadata for other tools exist and agree with the files, which must be sound."""
    for path, text in descriptions(tables, about, root, digest):
        if layout.form_of(path) == "crates":
            yield from _check(root, path, text, "MST616")


def check_recorded(root: Path, tables: Mapping[str, pa.Table], version: str, wrong: Set[str]) -> Iterator[Finding]:
    """Check that a recorded version has the recorded facts and other cells. ``wrong``: the files with findings."""
    recorded = {row["version"]: row for row in tables["releases"].to_pylist()}
    if version not in recorded:
        return
    if layout.ROOT in wrong:
        facts_root = proofs.trees(tables, version).facts_root
    else:  # it has been compared with the tables
        facts_root = json.loads((root / layout.ROOT).read_bytes())["facts"]["root"]
    if facts_root != recorded[version]["root"]:
        message = f"{version} was recorded with the root {recorded[version]['root']}, but its facts have another root"
        yield at("MST619", layout.csv("releases"), message, facts_root)
    known = recorded[version]["coding_digest"]
    if known and known != (found := digests.of_coding(tables)):
        message = f"{version} was recorded with other cells beside the facts (kinds, titles, notes): digest {known}"
        yield at("MST619", layout.csv("releases"), message, found)


def check_sqlite(root: Path, tables: Mapping[str, pa.Table], about: About) -> Iterator[Finding]:
    """Check that the SQLite file has the rows of the tables and nothing else. Its bytes depend on SQLite's version."""
    if not (root / layout.SQLITE).is_file():
        yield at("MST601", layout.SQLITE, "there is no such file")
        return
    for message in sqlite_check.check(root / layout.SQLITE, tables, about):
        yield at("MST608", layout.SQLITE, message)


def _check(root: Path, path: str, expected: str, code: str, value: str = "") -> Iterator[Finding]:
    try:
        content = (root / path).read_bytes()
    except FileNotFoundError:
        yield at("MST601", path, "there is no such file", value)
    except OSError as error:
        yield at("MST606", path, error_text(error))
    else:
        if content != expected.encode():
            yield at(code, path, "the content does not follow from the tables and the version", value)
