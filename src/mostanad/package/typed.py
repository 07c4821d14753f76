"""Tables with types: what rules query and what a release writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from mostanad.models import TABLES, Column, Row, edtf
from mostanad.package.tables import Table

_ARROW = {
    "text": pa.string(),
    "date": pa.string(),
    "span": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "list": pa.list_(pa.string()),
}


def arrow_schema(model: type[Row]) -> pa.Schema:
    """The Arrow schema of a table in a release: its columns, and behind each date its first and last day.

    The metadata of a field has its ``description``, and ``deprecated`` if it is on its way out.
    """
    fields = []
    for column in model.columns():
        mark = {"deprecated": column.deprecated} if column.deprecated else {}
        metadata = {"description": column.description, **mark}
        fields.append(pa.field(column.name, _ARROW[column.type.name], not column.required, metadata))
        if column.type.name in ("date", "span"):
            for end, which in (("min", "First"), ("max", "Last")):
                metadata = {"description": f"{which} day of {column.name}.", **mark}
                fields.append(pa.field(f"{column.name}_{end}", pa.date32(), metadata=metadata))
    return pa.schema(fields)


def arrow_table(model: type[Row], table: Table) -> pa.Table:
    """A table with types.

    Args:
        model: the table's model.
        table: its text; the rows have passed the model (layers 1 to 3 of the validation).
    """
    schema = arrow_schema(model)
    texts = dict(zip(table.header, zip(*table.rows, strict=True), strict=True)) if table.rows else {}
    arrays: dict[str, pa.Array] = {}
    for column in model.columns():
        cells = texts.get(column.name, ())
        arrays[column.name] = pa.array(_values(column, cells), _ARROW[column.type.name])
        if column.type.name in ("date", "span"):
            days = [_days(column, cell) for cell in cells]
            arrays[f"{column.name}_min"] = pa.array([first for first, _ in days], pa.date32())
            arrays[f"{column.name}_max"] = pa.array([last for _, last in days], pa.date32())
    return pa.table([arrays[name] for name in schema.names], schema=schema)


def _values(column: Column, cells: Sequence[str]) -> list[Any]:
    if column.type.name in ("text", "date", "span"):
        return [cell or None for cell in cells]
    return [column.type.parse(cell) if cell else None for cell in cells]


def _days(column: Column, cell: str) -> tuple[dt.date | None, dt.date | None]:
    if not cell:
        return None, None
    date = edtf.parse(cell, span=column.type.name == "span")
    return date.earliest, date.latest


def arrow_tables(tables: Mapping[str, Table]) -> dict[str, pa.Table]:
    """Every curated table with types; see :func:`arrow_table`."""
    return {name: arrow_table(model, tables[name]) for name, model in TABLES.items()}
