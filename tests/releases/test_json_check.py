"""The compiled validator never passes what jsonschema objects to, and nothing that is right is a finding."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow as pa
import pytest
from tests.cases import each

from mostanad.contract import dossier_schema, row_schema
from mostanad.files import Package
from mostanad.models import COMPILED, MODELS
from mostanad.releases import layout
from mostanad.releases.compile import compile_tables
from mostanad.releases.json_check import JsonChecker

ODD: tuple[Any, ...] = (
    *(None, "", " ", "x", "x\n", "a-b", "a-b\n", "A", "é", "\ud800", "\u0000", "true", "2019-12", "2019-02-30"),
    *("2019-12-19", "2019-12-19T00:00:00", "01", "https://", "١٩", True, False, 0, -1, 1, 1.0, 1.5, 10**400, 1e400),
    *(float("nan"), [], ["a"], ["a", "a"], [1], {}, {"a": 1}, "0" * 64, "g" * 64, "F" * 64, "0" * 65),
)


def judged(schema: dict[str, Any], text: str) -> str:
    judge = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    wrong = next(judge.iter_errors(json.loads(text)), None)
    return wrong.message[:200] if wrong else ""


def found(checker: JsonChecker, text: str) -> str:
    return next((finding.message for finding in checker.check(text.encode(), "x")), "")


@pytest.mark.slow
@each("table", list(MODELS))
def test_rows(built: Path, table: str) -> None:
    schema = row_schema(MODELS[table])
    checker = JsonChecker(schema)
    lines = (built / layout.ndjson(table)).read_text("utf-8").splitlines()
    wrong = [line for line in lines if found(checker, line)]
    for line in lines[:1]:
        row = json.loads(line)
        for name in row:
            less = {key: cell for key, cell in row.items() if key != name}
            texts = [json.dumps({**row, name: odd}) for odd in ODD]
            texts += [json.dumps(less), json.dumps({**less, f"{name}\n": row[name]}), json.dumps({**row, "other": 1})]
            wrong += [text for text in texts if found(checker, text) != judged(schema, text)]
    assert wrong == []


def test_dossiers(built: Path) -> None:
    schema = dossier_schema()
    checker = JsonChecker(schema)
    wrong = []
    for path in sorted((built / layout.DOSSIERS).glob("*.json")):
        dossier = json.loads(path.read_text("utf-8"))
        assert found(checker, json.dumps(dossier)) == ""
        for name in dossier:
            texts = [json.dumps({**dossier, name: odd}) for odd in (None, 1, "x", [], [{}], {}, [None])]
            wrong += [text[:80] for text in texts if found(checker, text) != judged(schema, text)]
    assert wrong == []


WRONG_CELLS: tuple[tuple[str, Any], ...] = (
    ("support", "hearsay"),
    ("claims", -1),
    ("fact_id", "A B"),
    ("value", None),
    ("modalities", []),
    ("modalities", ["hearsay"]),
    ("asserted_by", ["a", "a"]),
    ("asserted_by", ["a\nb"]),
    ("asserted_by", [None]),
    ("asserted_by", [""]),
)


def test_one_wrong_cell_among_right_ones_does_not_pass(package: Package) -> None:
    facts = compile_tables(package)["facts"]
    checker = JsonChecker(row_schema(COMPILED["facts"]))
    assert checker.passes(facts)
    for column, cell in WRONG_CELLS:
        cells = pa.array([cell, *facts[column].to_pylist()[1:]], facts[column].type)
        spoilt = facts.set_column(facts.column_names.index(column), column, cells)
        assert not checker.passes(spoilt), (column, cell)
        assert not checker.passes(facts.drop_columns([column])), column
