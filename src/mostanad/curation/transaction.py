"""Edits of the tables: all of an edit is written, or nothing, and the last one can be taken back."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from mostanad.documents import Documents
from mostanad.models import TABLES
from mostanad.package import Package, limits, open_package
from mostanad.package.canonical import lines, render
from mostanad.package.reading import NotAFile, TooLarge, parse_json, read_file
from mostanad.validation import LAYERS, Finding, validate_package

#: Rows of tables as text: by table, then by key.
Rows = dict[str, dict[str, dict[str, str]]]
_JOURNAL = ".mostanad-undo.json"
#: Every table twice, each character escaped.
_JOURNAL_BYTES = 2 * 6 * limits.PACKAGE_BYTES
_QUICK = tuple(layer for layer in LAYERS if layer != "frictionless")


class EditRefused(Exception):
    """An edit that would break the package; nothing was written. ``findings`` says why."""

    def __init__(self, message: str, findings: Iterable[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


def read_rows(package: Package) -> Rows:
    """All rows, to be changed and handed to :func:`commit`.

    Raises:
        EditRefused: if a table cannot be read whole: what is not read would be lost when the table is written.
    """
    return {name: table_rows(package, name) for name in TABLES}


def table_rows(package: Package, name: str) -> dict[str, dict[str, str]]:
    """The rows of one table by key; raises like :func:`read_rows`."""
    table = package.table(name)
    columns = tuple(column.name for column in TABLES[name].columns())
    if name not in package.texts:
        raise EditRefused(f"{table.file}: the table is missing; restore it first")
    if lines(table.header, table.rows) != package.texts[name]:
        raise EditRefused(f"{table.file} is not in canonical form; run `mostanad fmt` first")
    if table.header != columns or any(len(row) != len(columns) for row in table.rows):
        raise EditRefused(f"{table.file} has not the columns {','.join(columns)}; mend it first")
    found = {record[TABLES[name].key()]: record for record in table.records()}
    if len(found) != len(table.rows):
        raise EditRefused(f"{table.file} has two rows with one key; mend it first")
    return found


def commit(package: Package, rows: Rows, documents: Documents) -> list[str]:
    """Write an edit.

    Args:
        package: as it is on disk.
        rows: as it is to be.
        documents: against which changed passages are checked.

    Returns:
        the files that changed.

    Raises:
        EditRefused: if the edit brings errors that were not there before, or errors that were there keep rules from
            running, so that nobody can tell, or the package is not on disk as it was read; then nothing is written.
    """
    changed = checked(package, rows, documents)
    if not changed:
        return []
    if open_package(package.root).texts != package.texts:
        raise EditRefused("the package was changed meanwhile; nothing was written: run the command again")
    _write(package, changed)
    return [package.files[name] for name in changed]


def checked(package: Package, rows: Rows, documents: Documents) -> dict[str, bytes]:
    """What an edit would write: the new bytes of each table that changes; raises like :func:`commit`."""
    changed = {}
    for name, content in package.texts.items():
        new = render(name, rows[name].values())
        if new != content:
            changed[name] = new
    if not changed:
        return {}
    after = validate_package(replace(package, texts={**package.texts, **changed}), documents, _QUICK, most=None)
    if errors := [finding for finding in after.errors if finding.code != "MST521" and not finding.summary]:
        if added := _added(validate_package(package, documents, _QUICK, most=None).errors, errors):
            raise EditRefused("the edit would break the package; nothing was written", added)
        if after.not_run:
            raise EditRefused("errors in the package keep rules from running; mend them first", errors)
    return changed


def undo(root: Path) -> list[str]:
    """Take the last edit back.

    Returns:
        the files that are as they were before it.

    Raises:
        EditRefused: if there is no edit to take back, its journal cannot be read, or a file was changed since.
    """
    journal = root / _JOURNAL
    if not journal.exists():
        raise EditRefused("there is no edit to take back")
    record = _read_journal(journal)
    package = open_package(root)
    # Only files that the package itself reads: a journal never leads out of it.
    there = {package.files[name]: content for name, content in package.texts.items()}
    for file, (old, new) in record.items():
        if there.get(file) not in (old.encode("utf-8"), new.encode("utf-8")):
            raise EditRefused(f"{file} was changed since; take the edit back by hand (git restore {file})")
    for file, (old, _) in record.items():
        _replace(root / file, old.encode("utf-8"))
    journal.unlink()
    return list(record)


def _read_journal(path: Path) -> dict[str, tuple[str, str]]:
    """What each file held before the last edit, and after it; raises EditRefused."""
    try:
        record = parse_json(read_file(path, _JOURNAL_BYTES))
    except (OSError, NotAFile, TooLarge, ValueError, RecursionError):
        record = None
    if isinstance(record, dict) and all(_is_pair(texts) for texts in record.values()):
        return {file: (old, new) for file, (old, new) in record.items()}
    raise EditRefused(f"{path.name} cannot be read; take the edit back by hand (git restore datasets), and delete it")


def _is_pair(texts: Any) -> bool:
    """Two texts that UTF-8 can write."""
    pair = isinstance(texts, list) and len(texts) == 2 and all(isinstance(text, str) for text in texts)
    return pair and not any("\ud800" <= character <= "\udfff" for text in texts for character in text)


def _added(before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    """The findings that there are more of than before."""
    known = Counter(map(_identity, before))
    added = []
    for finding in after:
        known[_identity(finding)] -= 1
        if known[_identity(finding)] < 0:
            added.append(finding)
    return added


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
