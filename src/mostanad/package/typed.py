"""Tables with types: what rules query and what a release writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from mostanad.models import Column, Row, edtf
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
    """The Arrow schema of a table in a release: its columns, and behind each date its first and last day."""
    fields = []
    for column in model.columns():
        metadata = {"description": column.description}
        fields.append(pa.field(column.name, _ARROW[column.type.name], not column.required, metadata))
        if column.type.name in ("date", "span"):
            fields.append(
                pa.field(f"{column.name}_min", pa.date32(), metadata={"description": f"First day of {column.name}."})
            )
            fields.append(
                pa.field(f"{column.name}_max", pa.date32(), metadata={"description": f"Last day of {column.name}."})
            )
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
