"""Edits of the tables: all of an edit is written, or nothing, and the last one can be taken back."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from mostanad.documents import Documents
from mostanad.models import TABLES
from mostanad.package import Package
from mostanad.package.canonical import render
from mostanad.validation import LAYERS, Finding, validate_package

#: Rows of tables as text: by table, then by key.
Rows = dict[str, dict[str, dict[str, str]]]
_JOURNAL = ".mostanad-undo.json"
_QUICK = tuple(layer for layer in LAYERS if layer != "frictionless")


class EditRefused(Exception):
    """An edit that would break the package; nothing was written. ``findings`` says why."""

    def __init__(self, message: str, findings: Iterable[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


def read_rows(package: Package) -> Rows:
    """All rows, to be changed and handed to :func:`commit`."""
    return {
        name: {record[model.key()]: record for record in package.table(name).records() if model.key() in record}
        for name, model in TABLES.items()
    }


def commit(package: Package, rows: Rows, documents: Documents) -> list[str]:
    """Write an edit.

    Args:
        package: as it is on disk.
        rows: as it is to be.
        documents: against which changed passages are checked.

    Returns:
        the files that changed.

    Raises:
        EditRefused: if the edit brings errors that were not there before; then nothing is written.
    """
    changed = {}
    for name, content in package.texts.items():
        new = render(name, rows[name].values())
        if new != content:
            changed[name] = new
    if not changed:
        return []
    before = {_identity(finding) for finding in validate_package(package, documents, _QUICK).errors}
    edited = replace(package, texts={**package.texts, **changed})
    new_errors = [
        finding
        for finding in validate_package(edited, documents, _QUICK).errors
        if _identity(finding) not in before and finding.code != "MST521"
    ]
    if new_errors:
        raise EditRefused("the edit would break the package; nothing was written", new_errors)
    _write(package, changed)
    return [package.files[name] for name in changed]


def undo(root: Path) -> list[str]:
    """Take the last edit back.

    Returns:
        the files that are as they were before it.

    Raises:
        EditRefused: if there is no edit to take back, or a file was changed since.
    """
    journal = root / _JOURNAL
    if not journal.exists():
        raise EditRefused("there is no edit to take back")
    record = json.loads(journal.read_text("utf-8"))
    for file, (old, new) in record.items():
        if (root / file).read_text("utf-8") not in (old, new):
            raise EditRefused(f"{file} was changed since; take the edit back by hand (git restore {file})")
    for file, (old, _) in record.items():
        _replace(root / file, old.encode("utf-8"))
    journal.unlink()
    return list(record)


def _identity(finding: Finding) -> tuple[str, str, str, str]:
    """What makes a finding the same when lines above it come and go."""
    return finding.code, finding.file, finding.value, finding.message


def _write(package: Package, changed: Mapping[str, bytes]) -> None:
    """Write the journal first, then each file whole; a cut between two files is mended by ``--undo``."""
    record = {
        package.files[name]: [package.texts[name].decode("utf-8"), content.decode("utf-8")]
        for name, content in changed.items()
    }
    _replace(package.root / _JOURNAL, json.dumps(record, ensure_ascii=False).encode("utf-8"))
    for name, content in changed.items():
        _replace(package.root / package.files[name], content)


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.write_bytes(content)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
