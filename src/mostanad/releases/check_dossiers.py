"""The dossiers of a release: one for each official, valid, and saying what the tables say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from mostanad.contract import dossier_schema
from mostanad.files import trees
from mostanad.releases import layout
from mostanad.releases.check_files import error_text
from mostanad.releases.codes import CODES
from mostanad.releases.dossiers import dossiers
from mostanad.releases.json_check import JsonChecker
from mostanad.validation import Finding


def check_valid(root: Path) -> Iterator[Finding]:
    """Every dossier is JSON, valid against the schema."""
    checker = JsonChecker(dossier_schema())
    for path in sorted((root / layout.DOSSIERS).glob("*.json")):
        name = path.relative_to(root).as_posix()
        try:
            content = path.read_bytes()
        except OSError as error:
            yield CODES["MST606"].at(name, 0, 0, "", error_text(error))
        else:
            yield from checker.check(content, name)


def check_content(root: Path, tables: Mapping[str, pa.Table], version: str) -> Iterator[Finding]:
    """There is a dossier for each official and for nobody else, and it is what the tables make it."""
    left = {path for path in trees.files(root) if path.startswith(f"{layout.DOSSIERS}/")}
    for official_id, text in dossiers(tables, version):
        path = layout.dossier(official_id)
        left.discard(path)
        try:
            content = (root / path).read_bytes()
        except FileNotFoundError:
            yield CODES["MST601"].at(path, 0, 0, official_id, "the official has no dossier")
        except OSError as error:
            yield CODES["MST606"].at(path, 0, 0, "", error_text(error))
        else:
            if content != text.encode():
                yield CODES["MST614"].at(path, 0, 0, official_id, "the dossier is not what the tables make it")
    for path in sorted(left):
        yield CODES["MST614"].at(path, 0, 0, "", "a dossier of somebody who is not among the officials")
