"""The lock: the columns of a release as the last version promised them, in schema/contract.lock.json.

Unlike the other files of the contract it does not follow the models at every change: it is written when a version is
cut, so that until then `mostanad contract` can say what has changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from mostanad.contract.table_schema import summary
from mostanad.contract.version import SCHEMA_VERSION
from mostanad.files.typed import arrow_schema
from mostanad.models import COMPILED, TABLES, Column, Row
from mostanad.models.cells import VERSION

#: Where the lock lies in a project.
PATH = "schema/contract.lock.json"
_NUMBER = r"(?:0|[1-9][0-9]*)"


class LockError(ValueError):
    """The lock of a project, or what it is held against, cannot be used; the message says why."""


def lock() -> dict[str, Any]:
    """What the models promise to readers of a release.

    Returns:
        ``schema_version``, and ``tables`` by name: ``description``, ``key`` and ``columns`` in their order. A column
        has ``name``, ``type`` (as Arrow calls it), ``nullable``, ``role``, ``description``, and where there is
        something to say ``items`` (their type, in a list), ``references``, ``words`` (with their meanings),
        ``pattern``, ``standard``, ``example`` and ``deprecated``. The days of a date are columns of their own.
    """
    models = TABLES | COMPILED
    return {"schema_version": SCHEMA_VERSION, "tables": {name: _table(models[name]) for name in sorted(models)}}


def as_text(promised: dict[str, Any]) -> str:
    """The text of the lock's file; the same lock gives the same text."""
    return json.dumps(promised, indent=2, ensure_ascii=False) + "\n"


def read(root: Path) -> dict[str, Any]:
    """Read the lock of a project; raises LockError if there is none, or it is not a lock."""
    path = root / PATH
    if not path.is_file():
        raise LockError(f"{path}: there is no lock")
    try:
        promised = json.loads(path.read_text(encoding="utf-8"))
        _expect(isinstance(promised, dict), "it is no object")
        schema_version = promised.get("schema_version")
        _expect(_is(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}", schema_version), f"schema_version is {schema_version!r}")
        _expect(isinstance(promised.get("tables"), dict), "it has no tables")
        for name, table in promised["tables"].items():
            _expect_table(name, table)
    except (ValueError, RecursionError) as error:
        raise LockError(f"{path} is not a lock: {error}") from None
    return dict(promised)


def _expect_table(name: str, table: Any) -> None:
    is_table = isinstance(table, dict) and isinstance(table.get("key"), str) and isinstance(table.get("columns"), list)
    _expect(is_table, f"{name} is no table")
    for column in table["columns"]:
        _expect(isinstance(column, dict) and isinstance(column.get("name"), str), f"a column of {name} has no name")
        where = f"{name}.{column['name']}"
        _expect(isinstance(column.get("type"), str), f"{where} has no type")
        _expect(isinstance(column.get("nullable"), bool), f"{where} does not say whether it is nullable")
        for part, kind in (("references", list), ("words", dict), ("pattern", str)):
            _expect(isinstance(column.get(part, kind()), kind), f"{part} of {where} are not what they should be")
        _expect(_is(rf"{VERSION}: .*|", column.get("deprecated", "")), f"deprecated of {where} names no version")


def _is(pattern: str, value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _expect(holds: bool, message: str) -> None:
    if not holds:
        raise ValueError(message)


def _table(model: type[Row]) -> dict[str, Any]:
    columns = [part for column in model.columns() for part in _columns(model, column)]
    return {"description": summary(model), "key": model.key(), "columns": columns}


def _columns(model: type[Row], column: Column) -> Iterator[dict[str, Any]]:
    """What a column of a model becomes in a release: a date three columns, any other one."""
    fields = arrow_schema(model)
    shown: dict[str, Any] = {
        **_type(fields.field(column.name)),
        "role": column.role,
        "references": sorted(column.references),
        "words": {str(word): word.meaning for word in sorted(column.type.vocabulary or ())},
        "pattern": column.type.pattern,
        "description": column.description,
        "standard": column.standard,
        "example": column.example,
        "deprecated": column.deprecated,
    }
    yield _without_blanks(shown)
    if column.type.name in ("date", "span"):
        for end in ("min", "max"):
            field = fields.field(f"{column.name}_{end}")
            description = field.metadata[b"description"].decode()
            shown = {"role": "coding", "description": description, "deprecated": column.deprecated}
            yield _without_blanks(_type(field) | shown)


def _type(field: pa.Field) -> dict[str, Any]:
    is_list = pa.types.is_list(field.type)
    items = {"items": str(field.type.value_type)} if is_list else {}
    # Not str() of a list: in it is the name of the field of the items, which the version of Arrow decides.
    return {"name": field.name, "type": "list" if is_list else str(field.type), **items, "nullable": field.nullable}


def _without_blanks(shown: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if value not in ("", None, [], {})}
