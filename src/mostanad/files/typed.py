"""Typed Arrow tables, which validation rules query and releases contain."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from mostanad.files.columns import texts
from mostanad.files.mapped import blocks
from mostanad.files.package import Table
from mostanad.models import TABLES, Column, Row, edtf

_ARROW = {
    "text": pa.string(),
    "date": pa.string(),
    "span": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "list": pa.list_(pa.string()),
    "day": pa.date32(),
}


def arrow_schema(model: type[Row]) -> pa.Schema:
    """The Arrow schema of a table in a release: its columns, and after each date its first and last day. The metadata
    of a field has its ``description`` and, for a deprecated column, ``deprecated``."""
    fields = []
    for column in model.released():
        mark = {"deprecated": column.deprecated} if column.deprecated else {}
        metadata = {"description": column.description, **mark}
        fields.append(pa.field(column.name, _ARROW[column.type.name], not column.required, metadata))
    return pa.schema(fields)


def arrow_table(model: type[Row], table: Table | pa.Table) -> pa.Table:
    """A typed table, from valid rows of text or from Arrow columns; a :class:`Table` without rows may lack columns."""
    schema = arrow_schema(model)
    arrays: dict[str, pa.Array] = {}
    for column in model.columns():
        cells = table.column(column.name)
        arrays[column.name] = cells
        if column.type.name in ("date", "span"):
            arrays[f"{column.name}_min"], arrays[f"{column.name}_max"] = days(column, cells)
        elif column.type.name == "list":
            arrays[column.name] = cells if pa.types.is_list(cells.type) else pc.split_pattern(cells, " ")
    return pa.table([arrays[name].cast(schema.field(name).type) for name in schema.names], schema=schema)


def days(column: Column, cells: pa.Array | pa.ChunkedArray) -> tuple[pa.Array, pa.Array]:
    """The first and the last day of each date or span, null if open or empty; ValueError if a cell is not a date."""
    whole = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
    encoded = whole.dictionary_encode()
    dates = [edtf.parse(text, span=column.type.name == "span") for text in encoded.dictionary.to_pylist()]
    first, last = (
        texts(day.isoformat() if day else None for day in days).cast(pa.date32())
        for days in ([date.earliest for date in dates], [date.latest for date in dates])
    )
    return first.take(encoded.indices), last.take(encoded.indices)


def out_of_order(model: type[Row], table: pa.Table) -> int | None:
    """The number of the first row that does not sort after its predecessor in the model's order; None if all do. An
    ordered table has no repeated key, because the key determines the columns that precede it in the order."""
    names, before = model.order(), 0
    held = table.select(names).slice(0, 0)
    for block in blocks(table.select(names)):
        both = pa.concat_tables([held, block])
        keys = both.column(0)
        if len(names) > 1:  # the separator sorts before every character of a key
            keys = pc.binary_join_element_wise(*both.columns, "\0")
        rises = pc.less(keys[:-1], keys[1:])
        if not pc.all(rises, min_count=0).as_py():
            first = int(rises.to_pylist().index(False))  # pc.index would import pandas
            return before - len(held) + first + 1
        held, before = block.slice(len(block) - 1), before + len(block)
    return None


def in_order(model: type[Row], table: pa.Table) -> pa.Table:
    if out_of_order(model, table) is None:
        return table
    return table.sort_by([(name, "ascending") for name in model.order()])


def arrow_tables(tables: Mapping[str, Table | pa.Table]) -> dict[str, pa.Table]:
    return {name: arrow_table(model, tables[name]) for name, model in TABLES.items()}
