"""What a release says beside its tables, against them: texts, roots, descriptions for other tools, SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from mostanad.evidence import digests, proofs
from mostanad.releases import crates, layout
from mostanad.releases.check_files import error_text
from mostanad.releases.codes import CODES
from mostanad.releases.descriptor import Digest
from mostanad.releases.exports.sqlite import check as sqlite_check
from mostanad.releases.write import texts
from mostanad.validation import Finding


def check_texts(root: Path, tables: Mapping[str, pa.Table], version: str) -> Iterator[Finding]:
    """Each text is there, and says what is so."""
    for path, text in texts(tables, version).items():
        code = "MST618" if path == layout.ROOT else "MST616"
        yield from _check(root, path, lambda text=text: text, code)  # type: ignore[misc]


def check_crates(root: Path, tables: Mapping[str, pa.Table], version: str, digest: Digest) -> Iterator[Finding]:
    """The descriptions for other tools are there, and say of the files what is so; these are known to be sound."""
    yield from _check(root, layout.CROISSANT, lambda: crates.croissant_text(root, tables, version, digest))
    yield from _check(root, layout.RO_CRATE, lambda: crates.ro_crate_text(root, tables, version, digest))


def check_recorded(tables: Mapping[str, pa.Table], version: str) -> Iterator[Finding]:
    """A version that was recorded has the facts and the other cells that were recorded."""
    recorded = {row["version"]: row for row in tables["releases"].to_pylist()}
    if version not in recorded:
        return
    made = proofs.trees(tables, version)
    if made.facts_root != recorded[version]["root"]:
        message = f"{version} was recorded with facts of the root {recorded[version]['root']}, and has others"
        yield CODES["MST619"].at(layout.csv("releases"), 0, 0, made.facts_root, message)
    known = recorded[version]["coding_digest"]
    if known and known != (found := digests.of_coding(tables)):
        message = f"{version} was recorded with other cells that are no facts (kinds, titles, notes): digest {known}"
        yield CODES["MST619"].at(layout.csv("releases"), 0, 0, found, message)


def check_sqlite(root: Path, tables: Mapping[str, pa.Table], version: str) -> Iterator[Finding]:
    """The SQLite file has the rows of the tables, and nothing else. Its bytes are those of one version of SQLite."""
    if not (root / layout.SQLITE).is_file():
        yield CODES["MST601"].at(layout.SQLITE, 0, 0, "", "there is no such file")
        return
    for message in sqlite_check.check(root / layout.SQLITE, tables, version):
        yield CODES["MST608"].at(layout.SQLITE, 0, 0, "", message)


def _check(root: Path, path: str, expected: Callable[[], str], code: str = "MST616") -> Iterator[Finding]:
    try:
        content = (root / path).read_bytes()
    except FileNotFoundError:
        yield CODES["MST601"].at(path, 0, 0, "", "there is no such file")
        return
    except OSError as error:
        yield CODES["MST606"].at(path, 0, 0, "", error_text(error))
        return
    if content != expected().encode():
        yield CODES[code].at(path, 0, 0, "", "it is not what the tables and the version make it")
