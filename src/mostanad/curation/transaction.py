"""Edits of the tables: an edit is written completely or not at all, and the last one can be undone."""

import difflib
import io
import json
import os
import shlex
from collections import Counter, UserDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from mostanad.documents.folder import Documents
from mostanad.files import EDIT, Package, PackageError, csvtext, disk, limits, locks, open_package, resources
from mostanad.files.canonical import lines
from mostanad.files.reading import NotAFile, TooLarge, read_file
from mostanad.models import FACT_TABLES, TABLES
from mostanad.validation import LAYERS, Finding, validate_package
from mostanad.validation.run import Layer

#: The tables that sheets and seals need: those with facts, and sources, passages, claims and seals.
CODED = (*FACT_TABLES, "sources", "passages", "claims", "seals")
#: The layers that can find errors in entered facts. Such facts change no published cell, and the fact-checks that they
#: decide are answered later.
ENTERED = tuple(layer for layer in LAYERS if layer not in ("fact_checks", "history"))
#: The content of each file before and after an edit.
_Record = dict[str, tuple[bytes, bytes]]
#: The journal of the last edit, from which it can be undone.
UNDO = ".mostanad-undo.json"
#: The code of a claim without a seal; its curator seals it after the edit.
_NO_SEAL = "MST521"
#: How many seconds an edit waits for another one.
WAIT = 5.0
#: The maximum size of a journal: every table twice, with each character escaped.
_JOURNAL_BYTES = 2 * 6 * limits.PACKAGE_BYTES


class EditRefused(Exception):
    """A refused edit; normally nothing was written. ``findings`` has the errors that the edit would cause, if any."""

    def __init__(self, message: str, findings: Iterable[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


class TableRows(UserDict[str, dict[str, str]]):
    """Rows by key, which may be changed in place. A line is parsed only if its row is used; else it stays the same."""

    def __init__(self, name: str, given: Iterable[str] = ()) -> None:
        """``given`` are lines of canonical CSV, each with as many cells as the table has columns."""
        self._columns = TABLES[name].header()
        self.data: dict[str, Any] = {line.partition(",")[0]: line for line in given}

    def __getitem__(self, key: str) -> dict[str, str]:
        if isinstance(row := self.data[key], str):
            self.data[key] = dict(zip(self._columns, csvtext.split(row), strict=True))
        return super().__getitem__(key)

    def content(self) -> bytes:
        """The table's file in canonical form, sorted by key."""
        rows = (self.data[key] for key in sorted(self.data))
        cells = (row if isinstance(row, str) else [row.get(one, "") for one in self._columns] for row in rows)
        return lines(self._columns, cells)


Rows = dict[str, TableRows]


def read_rows(package: Package, names: Collection[str] = tuple(TABLES)) -> Rows:
    """Read tables to change them and pass them to :func:`commit`. EditRefused if a table cannot be read completely:
    the rest of it would be lost."""
    return {name: table_rows(package, name) for name in names}


def table_rows(package: Package, name: str) -> TableRows:
    """The rows of a table; EditRefused if it cannot be read completely."""
    file = package.files.get(name, f"datasets/{name}.csv")
    if name not in package.texts:
        raise EditRefused(f"{file}: the table is missing; restore it first")
    columns = TABLES[name].header()
    text = package.texts[name].decode(errors="replace")
    if not csvtext.is_canonical(package.texts[name]) or text[0] == "\ufeff" or text.encode() != package.texts[name]:
        raise EditRefused(f"{file} is not in canonical form; run `mostanad fmt` first")
    head, *given = text[:-1].split("\n")
    if head != ",".join(columns) or any(csvtext.width(line) != len(columns) for line in given):
        raise EditRefused(f"{file}: its header or a row differs from the columns {','.join(columns)}; correct it first")
    rows = TableRows(name, given)
    if len(rows) < len(given):
        raise EditRefused(f"{file} has two rows with the same key; correct it first")
    return rows


def blank_row(table: str, key: str) -> dict[str, str]:
    return dict.fromkeys(TABLES[table].header(), "") | {TABLES[table].key(): key}


@contextmanager
def editing(root: Path, say: Callable[[str], object] = str) -> Iterator[Package]:
    """Open a package and lock it against other edits; a nested block shares the lock.

    An interrupted edit is undone first, and ``say`` gets a sentence about it; EditRefused if that is not possible.
    BlockingIOError if another process still edits the package after :data:`WAIT` seconds.
    """
    with _alone(root):
        if files := _take_back(root):
            say(f"undid an interrupted edit: {', '.join(files)}")
        package = open_package(root)
        for path in (EDIT, *(package.files[name] for name in package.texts)):
            disk.clear_left(root / path)
        yield package


def _alone(root: Path) -> AbstractContextManager[bool]:
    if not root.is_dir():
        raise PackageError(f"{root}: no such directory")
    return locks.alone(root, WAIT)


def commit(package: Package, rows: Rows, layers: Collection[Layer] = LAYERS) -> list[str]:
    """Check and write an edit; returns the files that changed. Raises like :func:`checked` and :func:`write_tables`."""
    return write_tables(package, checked(package, rows, layers), can_undo=True)


def checked(package: Package, rows: Rows, layers: Collection[Layer] = LAYERS) -> dict[str, bytes]:
    """The new bytes of each table that an edit changes. EditRefused if the edit causes new errors, or if earlier errors
    keep rules from running. Passages are not hashed again: the code that adds a passage has hashed it. ``layers`` are
    those that can find errors in such an edit."""
    new = {name: rows[name].content() for name in package.texts if name in rows}
    if not (changed := {name: content for name, content in new.items() if content != package.texts[name]}):
        return {}
    check = partial(validate_package, layers=layers, most=None, results=resources.cache_root() / resources.VALIDATED)
    after = check(replace(package, texts={**package.texts, **changed}), Documents(None))
    if errors := [finding for finding in after.errors if finding.code != _NO_SEAL and not finding.summary]:
        old = {package.files[name]: text for name, text in package.texts.items()}
        is_new = all(one.row_id and b"\n%b," % one.row_id.encode() not in old.get(one.file, b"") for one in errors)
        # Errors in new rows are new.
        if added := errors if is_new else _added(check(package, Documents(None)).errors, errors):
            raise EditRefused("the edit would break the package; nothing was written", added)
        if after.not_run:
            raise EditRefused("errors in the package keep rules from running; correct them first", errors)
    return changed


def patch(package: Package, rows: Rows) -> str:
    """The changes of an edit as a unified diff for ``git apply``; raises like :func:`checked`."""
    parts: list[str] = []
    for name, content in checked(package, rows).items():
        # Split lines only at LF, as git does.
        old, new = (list(io.StringIO(text.decode("utf-8"), newline="\n")) for text in (package.texts[name], content))
        parts += difflib.unified_diff(old, new, f"a/{package.files[name]}", f"b/{package.files[name]}")
    return "".join(parts)


def undo(root: Path) -> list[str]:
    """Undo the last edit, or one that was interrupted; returns the restored files. EditRefused if there is no edit, its
    journal cannot be read, or a file was changed since."""
    with _alone(root):
        if files := _take_back(root):
            return files
        if not (root / UNDO).exists():
            raise EditRefused("there is no edit to undo")
        _journal(root, UNDO)
        # From here on it counts as an interrupted edit: if we are killed, the next command undoes the rest.
        os.replace(root / UNDO, root / EDIT)
        return _take_back(root)


def write_tables(package: Package, changed: Mapping[str, bytes], *, can_undo: bool) -> list[str]:
    """Write all of these tables or none, even if the program is killed; returns the files that changed.

    A journal keeps their old content: from it, :func:`editing` undoes an interrupted edit and, if ``can_undo``,
    :func:`undo` the last one. EditRefused if the files have changed since the package was read. If somebody changes a
    table during the write, that change stays, the edit is half done, and the message of EditRefused says what to do.
    """
    if not changed:
        return []
    root = package.root
    record = {package.files[name]: (package.texts[name], content) for name, content in changed.items()}
    journal = {file: [text.decode("utf-8") for text in texts] for file, texts in record.items()}
    with editing(root) as now:
        if now.texts != package.texts:
            raise EditRefused("the package has changed meanwhile; nothing was written; run the command again")
        try:
            disk.write_atomically(root / EDIT, json.dumps(journal, ensure_ascii=False).encode("utf-8"))
            _put(root, record, 1)
            if can_undo:
                os.replace(root / EDIT, root / UNDO)
            else:
                os.unlink(root / EDIT)
        except BaseException:
            with suppress(OSError, EditRefused, PackageError):
                _take_back(root)
            raise
        _sync(root)
    return list(record)


def _take_back(root: Path) -> list[str]:
    """Restore the files of an interrupted edit from its journal, and return their names."""
    if not os.path.lexists(root / EDIT):
        return []
    record = _journal(root, EDIT)
    _put(root, record, 0)
    os.unlink(root / EDIT)
    _sync(root)
    return list(record)


def _put(root: Path, record: _Record, which: int) -> None:
    """Write the old (0) or new (1) content of each file; EditRefused if a file has just got some other content."""
    for file, texts in record.items():
        if (root / file).read_bytes() not in texts:
            raise _changed(file, record, EDIT)
        disk.write_atomically(root / file, texts[which])


def _sync(root: Path) -> None:
    with suppress(OSError):  # only a crash of the machine could undo the renames
        disk.sync(root)


def _changed(file: str, record: _Record, journal: str) -> EditRefused:
    by_hand = f"undo the edit by hand (git restore {shlex.join(record)}), and delete {journal}"
    return EditRefused(f"{file} has changed since the edit; keep a copy of it, {by_hand}")


def _journal(root: Path, journal: str) -> _Record:
    """The content of each file before and after an edit; EditRefused if a file now has neither."""
    try:
        said = TypeAdapter(dict[str, tuple[str, str]]).validate_json(read_file(root / journal, _JOURNAL_BYTES))
    except (OSError, NotAFile, TooLarge, ValueError):
        by_hand = "see what the edit changed (git diff), revert that, and delete the journal"
        raise EditRefused(f"{journal} cannot be read; {by_hand}") from None
    record = {file: (old.encode("utf-8"), new.encode("utf-8")) for file, (old, new) in said.items()}
    package = open_package(root)
    # Accept only tables of this package: a journal must not lead to other files, and no other name in it is printed.
    if not record.keys() <= set(package.files.values()):
        raise EditRefused(f"{journal} names a file that is not a table of this package; inspect it, and delete it")
    there = {package.files[name]: content for name, content in package.texts.items()}
    for file, texts in record.items():
        if there.get(file) not in texts:
            raise _changed(file, record, journal)
    return record


def _added(before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    """The findings that are new, or more frequent than before; their line numbers do not count."""
    known = Counter(map(_what, before))
    added = []
    for finding in after:
        known[_what(finding)] -= 1
        if known[_what(finding)] < 0:
            added.append(finding)
    return added


def _what(finding: Finding) -> tuple[str, str, str, str]:
    return finding.code, finding.file, finding.value, finding.message
