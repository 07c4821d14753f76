"""Tables made of a few rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from mostanad.files import Table
from mostanad.models import TABLES

Tables = Mapping[str, Table]
TablesOf = Callable[[Mapping[str, list[dict[str, str]]]], Tables]


@pytest.fixture(scope="session")
def tables_of() -> TablesOf:
    """Makes all tables of some rows; cells that a row lacks are empty."""

    def make(rows: Mapping[str, list[dict[str, str]]]) -> Tables:
        made = {}
        for name, model in TABLES.items():
            header = tuple(column.name for column in model.columns())
            cells = tuple(tuple(row.get(column, "") for column in header) for row in rows.get(name, []))
            made[name] = Table(name, f"datasets/{name}.csv", header, cells)
        return made

    return make
