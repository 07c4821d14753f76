"""Typed tables: what Arrow holds of a table's text."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pyarrow as pa
from tests.cases import each

from mostanad.files import Table
from mostanad.files.typed import arrow_schema, arrow_table
from mostanad.models import COMPILED, TABLES

if TYPE_CHECKING:
    from tests.conftest import Bench

ALL = {**TABLES, **COMPILED}


def typed(name: str, *rows: dict[str, str]) -> list[dict[str, object]]:
    """The rows, typed, as Python values."""
    header = tuple(column.name for column in TABLES[name].columns())
    table = Table(name, "x.csv", header, tuple(tuple(row.get(column, "") for column in header) for row in rows))
    made = arrow_table(TABLES[name], table)
    assert made.schema.equals(arrow_schema(TABLES[name]), check_metadata=True)
    made.validate(full=True)
    return made.to_pylist()


@each("name", list(ALL))
def test_a_schema_has_every_column_and_behind_each_date_its_days(name: str) -> None:
    schema = arrow_schema(ALL[name])
    expected = []
    for column in ALL[name].columns():
        is_date = column.type.name in ("date", "span")
        expected += [column.name, *([f"{column.name}_min", f"{column.name}_max"] if is_date else [])]
        field = schema.field(column.name)
        assert field.nullable == (not column.required)
        assert field.metadata == {b"description": column.description.encode()}
        if is_date:
            assert field.type == pa.string()
            for end, word in (("min", "First"), ("max", "Last")):
                day = schema.field(f"{column.name}_{end}")
                assert (day.type, day.nullable) == (pa.date32(), True)
                assert day.metadata == {b"description": f"{word} day of {column.name}.".encode()}
    assert schema.names == expected


def test_the_types() -> None:
    types = {
        "sources": {"bytes": pa.int64(), "published": pa.string(), "kind": pa.string()},
        "estimates": {"value": pa.float64(), "measure": pa.string()},
        "sanctions": {"human_rights": pa.bool_(), "measures": pa.list_(pa.string())},
        "claims": {"fields": pa.list_(pa.string())},
    }
    for table, columns in types.items():
        for name, kind in columns.items():
            assert arrow_schema(TABLES[table]).field(name).type == kind


def test_cells_become_values_and_empty_cells_nothing() -> None:
    who = {"target_id": "t", "authority_id": "u"}
    first, second = typed(
        "sanctions",
        who | {"sanction_id": "a", "listed": "2019-12", "measures": "asset_freeze travel_ban", "human_rights": "false"},
        who | {"sanction_id": "b", "delisted": "[..2021-08-18]", "human_rights": "true"},
    )
    assert (first["listed"], first["listed_min"], first["listed_max"]) == (
        "2019-12",
        dt.date(2019, 12, 1),
        dt.date(2019, 12, 31),
    )
    assert (first["measures"], first["human_rights"]) == (["asset_freeze", "travel_ban"], False)
    assert (first["delisted"], first["delisted_min"], first["delisted_max"], first["entry"]) == (None,) * 4
    assert (second["delisted_min"], second["delisted_max"]) == (None, dt.date(2021, 8, 18))
    assert (second["measures"], second["human_rights"]) == (None, True)


def test_numbers() -> None:
    cells = {"estimate_id": "a", "about_id": "b", "measure": "share", "population": "p", "counted_by": "c"}
    (row,) = typed("estimates", cells | {"comparator": "between", "value": "48.8", "value_to": "50"})
    assert (row["value"], row["value_to"], row["as_of"]) == (48.8, 50.0, None)
    (row,) = typed("estimates", cells | {"comparator": "exactly", "value": "0"})
    assert row["value"] == 0.0


def test_a_span_has_its_days_too() -> None:
    event = {"kind": "killing", "title": "T"}
    rows = typed(
        "events",
        event | {"event_id": "a", "date": "1988-07/1988-09"},
        event | {"event_id": "b", "date": "2021-06-18/.."},
    )
    assert [(row["date_min"], row["date_max"]) for row in rows] == [
        (dt.date(1988, 7, 1), dt.date(1988, 9, 30)),
        (dt.date(2021, 6, 18), None),
    ]


@each("name", list(ALL))
def test_an_empty_table_has_its_types(name: str) -> None:
    header = tuple(column.name for column in ALL[name].columns())
    for table in (Table(name, "x.csv", header), Table(name, "x.csv")):
        made = arrow_table(ALL[name], table)
        assert made.num_rows == 0
        assert made.schema.equals(arrow_schema(ALL[name]), check_metadata=True)


def test_a_whole_package_keeps_its_text(bench: Bench) -> None:
    """Every cell can be told from its typed value, row by row and in the order of the file."""
    seen = 0
    for name, model in TABLES.items():
        table = bench.package().table(name)
        typed_rows = arrow_table(model, table).to_pylist()
        for record, row in zip(table.records(), typed_rows, strict=True):
            for column in model.columns():
                value = row[column.name]
                text = {
                    "list": " ".join,
                    "boolean": lambda v: str(v).lower(),
                    "number": lambda v: f"{v:g}",
                }.get(column.type.name, str)
                assert ("" if value is None else text(value)) == record[column.name]
                seen += value is not None
    assert seen > 400
