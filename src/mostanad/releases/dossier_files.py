"""Dossiers: a JSON file with everything about one official, each fact with its evidence."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pyarrow as pa
from pydantic_core import to_json

from mostanad.evidence.dossier_rows import Record, dossier
from mostanad.files.columns import rows_at
from mostanad.files.render import values

#: Tables that are too large to hold as rows.
_LARGE = ("facts", "evidence")


def dossiers(tables: Mapping[str, pa.Table], version: str) -> Iterator[tuple[str, str]]:
    """Yield the id of each official, in order, and the dossier as JSON, valid against schema/dossier.schema.json.

    A dossier has the rows that refer to the official in any column (except estimates), and those to which these lead.
    """
    rows_of = cache(lambda name: _rows(tables[name]))
    numbers_by = cache(lambda name, columns: _numbers(tables[name].select(columns)))

    def where(name: str, columns: Sequence[str], wanted: Collection[str]) -> list[Record]:
        by = numbers_by(name, tuple(columns))
        numbers = sorted({number for one in wanted for number in by.get(one, ())})
        if name in _LARGE:
            return _rows(rows_at(tables[name], numbers))
        return [rows_of(name)[number] for number in numbers]

    for official in rows_of("officials"):
        said = to_json(dossier(official, version, where), indent=2)
        yield official["official_id"], f"{said.decode()}\n"


def _rows(table: pa.Table) -> list[Record]:
    """The rows of a table, with values for JSON."""
    names = table.column_names
    return [dict(zip(names, row, strict=True)) for row in zip(*map(values, table.columns), strict=True)]


def _numbers(table: pa.Table) -> dict[Any, list[int]]:
    """The row numbers for each cell value, and for each item of a list."""
    found: dict[Any, list[int]] = {}
    for column in table.columns:
        for number, cell in enumerate(column.to_pylist()):
            for one in cell if isinstance(cell, list) else [cell]:
                found.setdefault(one, []).append(number)
    return found
