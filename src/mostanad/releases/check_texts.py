"""What a release says beside its tables, against them: dossiers, texts, roots, descriptions for other tools, SQLite."""

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
    """Every dossier is JSON, valid against the schema; one that is proven is made of rows that are so."""
    checker = JsonChecker(dossier_schema())
    for name in (one for one in trees.files(root) if layout.form_of(one) == "dossiers" and one not in proven):
        try:
            content = (root / name).read_bytes()
        except OSError as error:
            yield at("MST606", name, error_text(error))
        else:
            yield from checker.check(content, name)


def check_dossiers(root: Path, tables: Mapping[str, pa.Table], version: str, proven: Set[str]) -> Iterator[Finding]:
    """There is a dossier for each official and for nobody else, and it is what the tables make it."""
    wanted = {layout.dossier(official) for official in tables["officials"]["official_id"].to_pylist()}
    if not wanted <= proven:
        for official_id, text in dossiers(tables, version):
            yield from _check(root, layout.dossier(official_id), text, "MST614", official_id)
    for path in trees.files(root):
        if path.startswith(f"{layout.DOSSIERS}/") and path not in wanted:
            yield at("MST614", path, "a dossier of somebody who is not among the officials")


def check_texts(
    root: Path, tables: Mapping[str, pa.Table], about: About, known: Mapping[str, str], proven: Set[str]
) -> Iterator[Finding]:
    """Each text is there, and says what is so; ``known``: by name digests of tables that are known."""
    if not {layout.README, layout.CITATION, layout.CHANGES, layout.ROOT} <= proven:
        for path, text in texts(tables, about, proofs.root_file(tables, about.version, known)).items():
            yield from _check(root, path, text, "MST618" if path == layout.ROOT else "MST616")


def check_crates(root: Path, tables: Mapping[str, pa.Table], about: About, digest: Digest) -> Iterator[Finding]:
    """The descriptions for other tools are there, and say of the files what is so; these are known to be sound."""
    for path, text in descriptions(tables, about, root, digest):
        if layout.form_of(path) == "crates":
            yield from _check(root, path, text, "MST616")


def check_recorded(root: Path, tables: Mapping[str, pa.Table], version: str, wrong: Set[str]) -> Iterator[Finding]:
    """A recorded version has the facts and other cells that were recorded; ``wrong``: files with findings."""
    recorded = {row["version"]: row for row in tables["releases"].to_pylist()}
    if version not in recorded:
        return
    if layout.ROOT in wrong:
        facts_root = proofs.trees(tables, version).facts_root
    else:  # it was compared with the tables
        facts_root = json.loads((root / layout.ROOT).read_bytes())["facts"]["root"]
    if facts_root != recorded[version]["root"]:
        message = f"{version} was recorded with facts of the root {recorded[version]['root']}, and has others"
        yield at("MST619", layout.csv("releases"), message, facts_root)
    known = recorded[version]["coding_digest"]
    if known and known != (found := digests.of_coding(tables)):
        message = f"{version} was recorded with other cells beside the facts (kinds, titles, notes): digest {known}"
        yield at("MST619", layout.csv("releases"), message, found)


def check_sqlite(root: Path, tables: Mapping[str, pa.Table], about: About) -> Iterator[Finding]:
    """The SQLite file has the rows of the tables, and nothing else. Its bytes are those of one version of SQLite."""
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
            yield at(code, path, "it is not what the tables and the version make it", value)
