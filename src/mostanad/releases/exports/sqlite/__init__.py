"""A release as one SQLite file (file format 3), for Datasette and any program that reads SQLite. Equal tables give
equal bytes with the same version of the library, whose number is in bytes 96 to 99 of the file."""

import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from mostanad.contract import About
from mostanad.files.render import json_cells
from mostanad.files.resources import sql
from mostanad.files.typed import in_order
from mostanad.matching.folding import fold, is_persian
from mostanad.models import MODELS, TABLES, Column
from mostanad.releases.exported import kind, rows
from mostanad.releases.release_about import named

#: At byte 68 of the file, where programs look up the type of a file: "msnd".
APPLICATION_ID = 0x6D736E64
#: ``user_version``: the version of the file layout that this module defines.
FORM = 1
#: SQLite types (storage classes of version 3). Days are text, which sorts by date, and which ``date()`` reads.
_TYPES = {"text": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "list": "TEXT", "day": "TEXT"}


def create_tables() -> Iterator[str]:
    """The SQL that creates the tables: those of a release, then those that no other form has."""
    yield from map(_table, MODELS)
    yield from sql("releases/exports/sqlite/tables.sql")


def create_others() -> Iterator[str]:
    """The SQL that creates everything else: indexes, views, and finally the search."""
    indexed = {name: model.words().indexed or () for name, model in MODELS.items()} | {"texts": ("about_id",)}
    for table, names in sorted(indexed.items()):
        for name in names:
            yield f'CREATE INDEX "{table}_by_{name}" ON "{table}" ("{name}")'
    yield from sql("releases/exports/sqlite/views.sql")


def _table(name: str) -> str:
    parts, pointing = map(_column, MODELS[name].released()), [one for one in MODELS[name].columns() if one.target]
    keys = (f'FOREIGN KEY ("{one.name}") REFERENCES "{one.target}" ("{MODELS[one.target].key()}")' for one in pointing)
    lines = ",\n  ".join([*parts, *keys])
    return f'CREATE TABLE "{name}" (\n  {lines}\n)'


def _column(column: Column) -> str:
    text = f'"{column.name}" {_TYPES[kind(column)]}'
    if column.required:
        text += " NOT NULL"
    if column.role == "key":
        text += " PRIMARY KEY"
    if column.type.name == "boolean":
        text += f' CHECK ("{column.name}" IN (0, 1))'
    return text


_SETTINGS = [
    setting.format(application_id=APPLICATION_ID, form=FORM) for setting in sql("releases/exports/sqlite/settings.sql")
]
#: Builds the search index from the texts, and merges it into one piece.
_SEARCHED = tuple(f"INSERT INTO search (search) VALUES ('{command}')" for command in ("rebuild", "optimize"))
_TO_PERSIAN = str.maketrans({**dict.fromkeys("يى", "ی"), "ك": "ک", **dict.fromkeys("ةۀ", "ه"), "ـ": ""})
_TO_ARABIC = str.maketrans({"ی": "ي", "ک": "ك"})
_BETWEEN_LETTERS = re.compile("[\u200b-\u200f\u2060\ufeff]")


def write(tables: Mapping[str, pa.Table], about: About, path: Path) -> None:
    """Write a release as a new SQLite file. FileExistsError if the path exists; KeyError if a table or column is
    missing; sqlite3.Error if the file cannot be written, or SQLite has no FTS5."""
    path.touch(exist_ok=False)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for setting in _SETTINGS:
            connection.execute(setting)
        connection.execute("BEGIN")
        for statement in create_tables():
            connection.execute(statement)
        *others, search = create_others()
        for name, found in contents(tables, about):
            (width,) = connection.execute("SELECT count(*) FROM pragma_table_info(?)", (name,)).fetchone()
            connection.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * width)})', found)
            if name == "texts":  # first, so later tables fill the pages that building the search frees
                for statement in (search, *_SEARCHED):
                    connection.execute(statement)
        for statement in others:  # an index of existing rows is built in one pass
            connection.execute(statement)
        connection.execute("COMMIT")  # no VACUUM: the pages are full, and all would be written twice more


def plain(cells: pa.Array) -> pa.Array:
    if pa.types.is_list(cells.type):
        return pc.if_else(cells.is_valid(), json_cells(cells, between=","), None)
    if pa.types.is_date(cells.type):
        return cells.cast(pa.string())
    return cells.cast(pa.int8()) if pa.types.is_boolean(cells.type) else cells


def contents(tables: Mapping[str, pa.Table], about: About) -> Iterator[tuple[str, Iterator[tuple[Any, ...]]]]:
    """The tables of the file, with rows in order (docs/exports.md)."""
    yield "texts", _texts(tables)
    for name in MODELS:
        yield name, rows(in_order(MODELS[name], tables[name]), name, plain)
    yield "_about", iter(sorted(named(about).items()))
    yield "_columns", _columns()


def folded(text: str) -> str:
    """The other spellings under which the search finds a text, separated by ``|``: the project's folding; for text with
    Persian letters also their Persian forms without harakat, with a zero-width non-joiner as a space or as nothing; and
    each of these as typed on an Arabic keyboard."""
    forms = [fold(text)]
    if is_persian(text):
        composed = unicodedata.normalize("NFC", text)
        plain = "".join(letter for letter in composed if unicodedata.category(letter) != "Mn").translate(_TO_PERSIAN)
        forms += [_BETWEEN_LETTERS.sub(instead, plain) for instead in (" ", "")]
        forms += [form.translate(_TO_ARABIC) for form in forms]
    return " | ".join(dict.fromkeys(forms))


def _columns() -> Iterator[tuple[str, ...]]:
    described = (
        (f"{name}.{one.name}", name, one.name, kind(one), one.description, one.standard or one.type.standard)
        for name, model in MODELS.items()
        for one in model.released()
    )
    return iter(sorted(described))


def _texts(tables: Mapping[str, pa.Table]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the search table, numbered in order of table and row."""
    numbers = count(1)
    for name, model in TABLES.items():
        words, key = model.words(), model.key()
        if words.searched:
            # A row with a label is found as itself, any other row as a text about its subject.
            whose = key if words.label or not words.subject else words.subject
            found = tables[name].sort_by(key)
            cells = (found[column].to_pylist() for column in (key, whose, words.searched))
            for row_id, about_id, text in zip(*cells, strict=True):
                if text:
                    yield next(numbers), about_id, name, row_id, words.searched, text, folded(text)
