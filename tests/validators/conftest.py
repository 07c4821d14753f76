"""Packages in memory, built from the rows of a fixture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing

import duckdb
import pytest

from mostanad.evidence.relations import prepare
from mostanad.files.package import Table
from mostanad.files.typed import arrow_tables
from mostanad.models import TABLES

#: Rows by table; each row with the cells that matter.
Rows = Mapping[str, Sequence[Mapping[str, str]]]


def filled(name: str, cells: Mapping[str, str]) -> dict[str, str]:
    """A whole row: a required cell that is left out holds the example of its column, any other is empty."""
    row = {column.name: column.example if column.required else "" for column in TABLES[name].columns()}
    assert set(cells) <= set(row), f"{name} has no column {set(cells) - set(row)}"
    return row | cells


def text_tables(rows: Rows) -> dict[str, Table]:
    """All tables of a package as text; those that the rows do not mention are empty."""
    assert set(rows) <= set(TABLES), f"no such table: {set(rows) - set(TABLES)}"
    tables = {}
    for name, model in TABLES.items():
        header = tuple(column.name for column in model.columns())
        body = tuple(tuple(filled(name, cells).values()) for cells in rows.get(name, ()))
        tables[name] = Table(name, f"datasets/{name}.csv", header, body)
    return tables


@pytest.fixture(scope="session")
def tables() -> Callable[[Rows], dict[str, Table]]:
    return text_tables


@pytest.fixture(scope="module")
def prepared() -> Iterator[Callable[[Rows], duckdb.DuckDBPyConnection]]:
    """A new connection as rules query it, for rows; closed after the module."""
    with ExitStack() as stack:
        yield lambda rows: stack.enter_context(closing(prepare(arrow_tables(text_tables(rows)))))
