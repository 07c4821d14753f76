"""The columns of a release's tables, and their rows, for any export."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import pyarrow as pa

from mostanad.models import COMPILED, TABLES, Row

#: The model of every table of a release, the curated ones first.
MODELS: dict[str, type[Row]] = TABLES | COMPILED
#: How many rows are turned into Python values at a time.
_BATCH = 1 << 14

Kind = Literal["text", "integer", "number", "boolean", "list", "day"]


@dataclass(frozen=True)
class Exported:
    """A column of a table of a release.

    Attributes:
        name: as in the header.
        kind: what its values are; a date as curators write it is text, its first and last day are days.
        required: whether there is always a value.
        is_key: whether it identifies the row.
        reference: the one table into which it points, or an empty string: for none, several, or a list.
        description: what a cell holds.
        standard: the standard that it follows, or an empty string.
    """

    name: str
    kind: Kind
    required: bool
    is_key: bool
    reference: str
    description: str
    standard: str


@cache
def columns(table: str) -> tuple[Exported, ...]:
    """The columns of a table of a release in their order: behind each date its first and last day."""
    found = []
    for column in MODELS[table].columns():
        is_date = column.type.name in ("date", "span")
        kind: Any = "text" if is_date else column.type.name
        single = len(column.references) == 1 and kind != "list"
        reference = column.references[0] if single else ""
        is_key = column.role == "key"
        found.append(
            Exported(column.name, kind, column.required, is_key, reference, column.description, column.standard)
        )
        for end, which in (("min", "First"), ("max", "Last")) if is_date else ():
            described = f"{which} day of {column.name}."
            found.append(Exported(f"{column.name}_{end}", "day", False, False, "", described, "ISO 8601"))
    return tuple(found)


def rows(table: pa.Table, name: str, convert: Mapping[Kind, Callable[[Any], Any]]) -> Iterator[tuple[Any, ...]]:
    """The rows of a table.

    Args:
        table: the table, as in its Parquet file.
        name: its name.
        convert: by kind of column what becomes of a value that is there; without it, it stays as it is.

    Raises:
        KeyError: if the table lacks a column of the contract.
    """
    wanted = columns(name)
    for batch in table.select([column.name for column in wanted]).to_batches(max_chunksize=_BATCH):
        values = [
            _converted(array.to_pylist(), convert.get(column.kind))
            for column, array in zip(wanted, batch.columns, strict=True)
        ]
        yield from zip(*values, strict=True)


def _converted(values: list[Any], change: Callable[[Any], Any] | None) -> list[Any]:
    if change is None:
        return values
    return [None if value is None else change(value) for value in values]
