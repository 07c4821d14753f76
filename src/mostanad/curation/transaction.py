"""Edits of the tables: all of an edit is written, or nothing, and the last one can be taken back."""

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

#: The tables of what sources say, and of what it rests on: all that sheets and seals are made of.
CODED = (*FACT_TABLES, "sources", "passages", "claims", "seals")
#: In which layers what is entered can go wrong: it changes no published cell, and a check that it decides is answered
#: after it.
ENTERED = tuple(layer for layer in LAYERS if layer not in ("fact_checks", "history"))
#: What each file held before an edit, and after it.
_Record = dict[str, tuple[bytes, bytes]]
_UNDO = ".mostanad-undo.json"
#: For how many seconds an edit waits for another.
WAIT = 5.0
#: Every table twice, each character escaped.
_JOURNAL_BYTES = 2 * 6 * limits.PACKAGE_BYTES


class EditRefused(Exception):
    """An edit that would break the package; nothing was written. ``findings`` says why."""

    def __init__(self, message: str, findings: Iterable[Finding] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


class TableRows(UserDict[str, dict[str, str]]):
    """Rows by key, to be changed in place; a line of which nobody asks for the row stays as it is."""

    def __init__(self, name: str, given: Iterable[str] = ()) -> None:
        """Take lines of canonical CSV, each with as many cells as the table has columns."""
        self._columns = TABLES[name].header()
        self.data: dict[str, Any] = {line.partition(",")[0]: line for line in given}

    def __getitem__(self, key: str) -> dict[str, str]:
        if isinstance(row := self.data[key], str):
            self.data[key] = dict(zip(self._columns, csvtext.split(row), strict=True))
        return super().__getitem__(key)

    def content(self) -> bytes:
        """The table's file in canonical form, in order of the keys."""
        rows = (self.data[key] for key in sorted(self.data))
        cells = (row if isinstance(row, str) else [row.get(one, "") for one in self._columns] for row in rows)
        return lines(self._columns, cells)


Rows = dict[str, TableRows]


def read_rows(package: Package, names: Collection[str] = tuple(TABLES)) -> Rows:
    """The rows of these tables, to be changed and handed to :func:`commit`; EditRefused if a table cannot be read
    whole, since what is not read would be lost."""
    return {name: table_rows(package, name) for name in names}


def table_rows(package: Package, name: str) -> TableRows:
    """The rows of a table; EditRefused if it cannot be read whole."""
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
        raise EditRefused(f"{file} has two rows with one key; correct it first")
    return rows


def blank_row(table: str, key: str) -> dict[str, str]:
    return dict.fromkeys(TABLES[table].header(), "") | {TABLES[table].key(): key}


@contextmanager
def editing(root: Path, say: Callable[[str], object] = str) -> Iterator[Package]:
    """The package, while nobody else edits it; a block within another does nothing more.

    An edit that was killed is taken back first, and ``say`` gets a sentence about it; EditRefused if that is not
    possible. BlockingIOError if another process still edits it after :data:`WAIT` seconds.
    """
    with _alone(root):
        if files := _take_back(root):
            say(f"an edit was cut off; it is taken back: {', '.join(files)}")
        package = open_package(root)
        for path in (EDIT, *(package.files[name] for name in package.texts)):
            disk.clear_left(root / path)
        yield package


def _alone(root: Path) -> AbstractContextManager[bool]:
    if not root.is_dir():
        raise PackageError(f"{root}: no such directory")
    return locks.alone(root, WAIT)


def commit(package: Package, rows: Rows, layers: Collection[Layer] = LAYERS) -> list[str]:
    """Write an edit; returns the files that changed; raises as :func:`checked` and :func:`write_tables` do."""
    return write_tables(package, checked(package, rows, layers), can_undo=True)


def checked(package: Package, rows: Rows, layers: Collection[Layer] = LAYERS) -> dict[str, bytes]:
    """What an edit would write: the new bytes of each table that changes. EditRefused if it brings errors that were not
    there before, or errors that were there keep rules from running. Passages are not hashed again: what adds one has
    done so. ``layers``: those in which such an edit can go wrong."""
    new = {name: rows[name].content() for name in package.texts if name in rows}
    if not (changed := {name: content for name, content in new.items() if content != package.texts[name]}):
        return {}
    check = partial(validate_package, layers=layers, most=None, results=resources.cache_root() / resources.VALIDATED)
    after = check(replace(package, texts={**package.texts, **changed}), Documents(None))
    if errors := [finding for finding in after.errors if finding.code != "MST521" and not finding.summary]:
        old = {package.files[name]: text for name, text in package.texts.items()}
        is_new = all(one.row_id and b"\n%b," % one.row_id.encode() not in old.get(one.file, b"") for one in errors)
        # What stands in rows that are new was not there before.
        if added := errors if is_new else _added(check(package, Documents(None)).errors, errors):
            raise EditRefused("the edit would break the package; nothing was written", added)
        if after.not_run:
            raise EditRefused("errors in the package keep rules from running; correct them first", errors)
    return changed


def patch(package: Package, rows: Rows) -> str:
    """What an edit would write, as a unified diff that ``git apply`` takes; raises like :func:`checked`."""
    parts: list[str] = []
    for name, content in checked(package, rows).items():
        # Lines as git counts them: ended by LF alone.
        old, new = (list(io.StringIO(text.decode("utf-8"), newline="\n")) for text in (package.texts[name], content))
        parts += difflib.unified_diff(old, new, f"a/{package.files[name]}", f"b/{package.files[name]}")
    return "".join(parts)


def undo(root: Path) -> list[str]:
    """Take the last edit back, also one that was cut off; the files that are as before it. EditRefused if there is not
    one, its journal cannot be read, or a file was changed since."""
    with _alone(root):
        if files := _take_back(root):
            return files
        if not (root / _UNDO).exists():
            raise EditRefused("there is no edit to take back")
        _journal(root, _UNDO)
        # From here on it is an edit that was cut off; if we are killed, the next command goes on.
        os.replace(root / _UNDO, root / EDIT)
        return _take_back(root)


def write_tables(package: Package, changed: Mapping[str, bytes], *, can_undo: bool) -> list[str]:
    """Write tables: all of them or none, also if the program is killed; returns the files that changed.

    What they held goes to a journal, from which :func:`editing` takes back an edit that was cut off, and :func:`undo`,
    if ``can_undo``, the last one. EditRefused if the package is not on disk as it was read; also if a table is changed
    by hand meanwhile: that stays, the others are half done, and the message says what to do.
    """
    if not changed:
        return []
    root = package.root
    record = {package.files[name]: (package.texts[name], content) for name, content in changed.items()}
    journal = {file: [text.decode("utf-8") for text in texts] for file, texts in record.items()}
    with editing(root) as now:
        if now.texts != package.texts:
            raise EditRefused("the package was changed meanwhile; nothing was written: run the command again")
        try:
            disk.write_atomically(root / EDIT, json.dumps(journal, ensure_ascii=False).encode("utf-8"))
            _put(root, record, 1)
            if can_undo:
                os.replace(root / EDIT, root / _UNDO)
            else:
                os.unlink(root / EDIT)
        except BaseException:
            with suppress(OSError, EditRefused, PackageError):
                _take_back(root)
            raise
        _sync(root)
    return list(record)


def _take_back(root: Path) -> list[str]:
    """Put the files of an edit that was cut off back, as its journal has them; returns them."""
    if not os.path.lexists(root / EDIT):
        return []
    record = _journal(root, EDIT)
    _put(root, record, 0)
    os.unlink(root / EDIT)
    _sync(root)
    return list(record)


def _put(root: Path, record: _Record, which: int) -> None:
    """Write each file of an edit as it was (0) or is to be (1), unless somebody has just saved something else there."""
    for file, texts in record.items():
        if (root / file).read_bytes() not in texts:
            raise _changed(file, record, EDIT)
        disk.write_atomically(root / file, texts[which])


def _sync(root: Path) -> None:
    with suppress(OSError):  # only a crash of the machine could bring the other name back
        disk.sync(root)


def _changed(file: str, record: _Record, journal: str) -> EditRefused:
    by_hand = f"take the edit back by hand (git restore {shlex.join(record)}), and delete {journal}"
    return EditRefused(f"{file} was changed since; keep a copy of it, {by_hand}")


def _journal(root: Path, journal: str) -> _Record:
    """What each file held before an edit, and after it; raises EditRefused if one holds neither."""
    try:
        said = TypeAdapter(dict[str, tuple[str, str]]).validate_json(read_file(root / journal, _JOURNAL_BYTES))
    except (OSError, NotAFile, TooLarge, ValueError):
        by_hand = "look what the edit changed (git diff), take that back by hand, and delete it"
        raise EditRefused(f"{journal} cannot be read; {by_hand}") from None
    record = {file: (old.encode("utf-8"), new.encode("utf-8")) for file, (old, new) in said.items()}
    package = open_package(root)
    # Only files that the package itself reads: a journal never leads out of it, and nothing else in it is printed.
    if not record.keys() <= set(package.files.values()):
        raise EditRefused(f"{journal} names what is not a table of this package; look into it, and delete it")
    there = {package.files[name]: content for name, content in package.texts.items()}
    for file, texts in record.items():
        if there.get(file) not in texts:
            raise _changed(file, record, journal)
    return record


def _added(before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    """The findings that there are more of than before, whatever the lines on which they stand."""
    known = Counter(map(_what, before))
    added = []
    for finding in after:
        known[_what(finding)] -= 1
        if known[_what(finding)] < 0:
            added.append(finding)
    return added


def _what(finding: Finding) -> tuple[str, str, str, str]:
    return finding.code, finding.file, finding.value, finding.message
