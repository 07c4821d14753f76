"""What a release's SQLite file is made of: tables, indexes, views, the search."""

from collections.abc import Iterator
from importlib.resources import files

from mostanad.releases.exported import Exported, columns
from mostanad.releases.layout import MODELS

#: At byte 68 of the file, so that programs know it: "msnd".
APPLICATION_ID = 0x6D736E64
#: ``user_version``: the version of what this module describes.
FORM = 1
#: Types of SQLite (storage classes of its version 3). Days are text, so that they sort and ``date()`` reads them.
_TYPES = {
    "text": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "boolean": "INTEGER",
    "list": "TEXT",
    "day": "TEXT",
}


def create_tables() -> Iterator[str]:
    """The SQL that makes the tables: those of a release, then some that no other form of it has."""
    yield from map(_table, MODELS)
    yield from _read("tables.sql")


def create_others() -> Iterator[str]:
    """The SQL that makes all else: indexes, views, the search."""
    indexed = {name: model.words().indexed or () for name, model in MODELS.items()} | {"texts": ("about_id",)}
    for table, names in sorted(indexed.items()):
        for name in names:
            yield f'CREATE INDEX "{table}_by_{name}" ON "{table}" ("{name}")'
    yield from _read("views.sql")


def _read(name: str) -> list[str]:
    """The statements of a file beside this one."""
    text = (files("mostanad.releases.exports.sqlite") / name).read_text("utf-8")
    return text.removesuffix(";\n").split(";\n\n")


def _table(name: str) -> str:
    parts = [_column(column) for column in columns(name)]
    for column in columns(name):
        if column.reference:
            parts.append(f'FOREIGN KEY ("{column.name}") REFERENCES "{column.reference}" ("{_key(column.reference)}")')
    lines = ",\n  ".join(parts)
    return f'CREATE TABLE "{name}" (\n  {lines}\n)'


def _column(column: Exported) -> str:
    text = f'"{column.name}" {_TYPES[column.kind]}'
    if column.required:
        text += " NOT NULL"
    if column.is_key:
        text += " PRIMARY KEY"
    if column.kind == "boolean":
        text += f' CHECK ("{column.name}" IN (0, 1))'
    return text


def _key(table: str) -> str:
    return MODELS[table].key()
