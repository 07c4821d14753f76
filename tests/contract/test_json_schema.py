"""JSON Schemas of rows and dossiers: valid themselves, they take what a release writes and nothing else."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

import jsonschema
import pytest
from tests.cases import each

from mostanad.contract import dossier_schema, row_schema
from mostanad.models import COMPILED, TABLES, Column, Row, edtf

MODELS = TABLES | COMPILED
COLUMNS = {f"{table}.{column.name}": (model, column) for table, model in MODELS.items() for column in model.columns()}
WRONG: dict[str, list[Any]] = {
    "text": [7, ["x"], "", "two\nlines", "newline at the end\n"],
    "date": [20191219, "19 December 2019", "2019-12-19\n", "1988-07/1988-09"],
    "span": [20191219, "19 December 2019", "2019-12-19\n", "1988-07/"],
    "integer": ["6", 6.5, -1, True, 10**18],
    "number": ["48.8", -1, True, 10**15],
    "boolean": ["true", 1],
    "list": ["date kind", [], ["date", "date"], ["date kind"], [None], ["Date\n"]],
}


@cache
def row_validator(model: type[Row]) -> jsonschema.Draft202012Validator:
    return validator(row_schema(model))


@cache
def dossier_validator() -> jsonschema.Draft202012Validator:
    return validator(dossier_schema())


def validator(schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def example(model: type[Row]) -> dict[str, Any]:
    """The row of a release that the examples of a model make."""
    row: dict[str, Any] = {}
    for column in model.columns():
        value = column.type.parse(column.example)
        row[column.name] = list(value) if isinstance(value, tuple) else value
        if column.type.name in ("date", "span"):
            parsed = edtf.parse(column.example, span=True)
            row[f"{column.name}_min"] = parsed.earliest.isoformat() if parsed.earliest else None
            row[f"{column.name}_max"] = parsed.latest.isoformat() if parsed.latest else None
    return row


def dossier() -> dict[str, Any]:
    return {
        "official": example(TABLES["officials"]),
        "rows": {table: [example(model)] for table, model in TABLES.items() if table != "officials"},
        "reasons": [{"reason": example(COMPILED["reasons"]), "row": example(TABLES["positions"])}],
        "facts": {
            "massacre-1988/date": {
                "value": "1988-06/1988-09",
                "support": "single",
                "disputed": False,
                "modalities": ["allegation", "fact"],
                "evidence": [example(COMPILED["evidence"])],
            }
        },
        "sources": {"pmoi-2022-record": example(TABLES["sources"])},
        "version": "2026.11.0",
    }


@each("table", list(MODELS))
def test_the_schema_is_valid_and_accepts_the_examples(table: str) -> None:
    schema = row_schema(MODELS[table])
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)
    validator(schema).validate(example(MODELS[table]))


@each("table", list(MODELS))
def test_the_properties_are_the_columns_and_the_bounds_of_dates(table: str) -> None:
    schema = row_schema(MODELS[table])
    assert list(schema["properties"]) == list(example(MODELS[table]))
    assert schema["required"] == list(schema["properties"])
    assert not validator(schema).is_valid({**example(MODELS[table]), "more": None})


@each(("model", "column"), COLUMNS)
def test_wrong_values_are_rejected(model: type[Row], column: Column) -> None:
    checker, row = row_validator(model), example(model)
    for wrong in WRONG[column.type.name]:
        assert not checker.is_valid({**row, column.name: wrong}), wrong
    if column.type.vocabulary is not None:
        unknown: Any = ["no-such-word"] if column.type.name == "list" else "no-such-word"
        assert not checker.is_valid({**row, column.name: unknown})


@each(("model", "column"), COLUMNS)
def test_null_stands_for_an_empty_cell(model: type[Row], column: Column) -> None:
    assert row_validator(model).is_valid({**example(model), column.name: None}) != column.required


@each(("model", "column"), COLUMNS)
def test_every_column_must_be_there(model: type[Row], column: Column) -> None:
    row = example(model)
    del row[column.name]
    assert not row_validator(model).is_valid(row)


@pytest.mark.parametrize("bound", ["date_min", "date_max"])
def test_bounds_are_days_or_null(bound: str) -> None:
    checker, row = row_validator(TABLES["events"]), example(TABLES["events"])
    assert checker.is_valid({**row, bound: None})
    for wrong in ("2019-11", "2019-11-31", "2019-11-15\n", 20191115):
        assert not checker.is_valid({**row, bound: wrong}), wrong
    # Many readers do not check formats: they have the pattern.
    without_formats = jsonschema.Draft202012Validator(row_schema(TABLES["events"]))
    for wrong in ("2019-11", "20191115", "2019-11-15\n"):
        assert not without_formats.is_valid({**row, bound: wrong}), wrong


def test_no_column_is_named_like_the_bound_of_a_date() -> None:
    for model in MODELS.values():
        names = {column.name for column in model.columns()}
        dates = [column.name for column in model.columns() if column.type.name in ("date", "span")]
        assert names.isdisjoint(f"{name}_{bound}" for name in dates for bound in ("min", "max"))


def test_facts_may_be_of_tables_with_an_underscore() -> None:
    row = {**example(COMPILED["facts"]), "table_name": "group_members"}
    row_validator(COMPILED["facts"]).validate(row)


def test_the_dossier_schema_is_valid_and_accepts_a_dossier() -> None:
    jsonschema.Draft202012Validator.check_schema(dossier_schema())
    dossier_validator().validate(dossier())
    dossier_validator().validate({**dossier(), "rows": {}, "facts": {}, "sources": {}})


@each(
    ("path", "wrong"),
    [
        (("version",), "2026.11"),
        (("official",), {}),
        (("official", "name"), None),
        (("rows", "events"), {}),
        (("rows", "events", 0, "kind"), "riot"),
        (("rows", "officials"), []),
        (("rows", "victims"), []),
        (("facts", "massacre-1988/date", "value"), None),
        (("facts", "massacre-1988/date", "support"), "proven"),
        (("facts", "massacre-1988/date", "disputed"), "false"),
        (("facts", "massacre-1988/date", "modalities"), []),
        (("facts", "massacre-1988/date", "evidence"), []),
        (("facts", "massacre-1988/date", "evidence", 0, "asserted_by"), None),
        (("facts", "massacre-1988/date", "verdict"), "guilty"),
        (("facts", "massacre-1988"), {}),
        (("sources", "PMOI"), example(TABLES["sources"])),
        (("sources", "pmoi-2022-record", "sha256"), "3a"),
        (("names",), []),
    ],
)
def test_a_wrong_dossier_is_rejected(path: tuple[Any, ...], wrong: object) -> None:
    changed: Any = copy.deepcopy(dossier())
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = wrong
    assert not dossier_validator().is_valid(changed)


@pytest.mark.parametrize("part", ["official", "rows", "facts", "sources", "version"])
def test_a_dossier_has_all_its_parts(part: str) -> None:
    changed = dossier()
    del changed[part]
    assert not dossier_validator().is_valid(changed)
