"""Each rule finds what it is for, and nothing else.

``validators/RULE.json`` has ``about`` (what holds where the rule is kept), ``fails`` (rows by table that break it),
``finds`` (table, row and field of every finding) and ``passes`` (rows that come close, but keep it); and in
``example`` a small case of the same form, which `mostanad explain` shows. Only the cells that matter stand there;
other required cells are filled with the example of their column.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from functools import cache
from typing import Any

import pytest
from tests.cases import each
from tests.validators.conftest import Rows, text_tables

from mostanad.evidence.relations import prepare
from mostanad.files.resources import resource
from mostanad.files.typed import arrow_tables
from mostanad.models import TABLES
from mostanad.validation import explain
from mostanad.validation.rules import Rule, rules

RULES = {rule.name: rule for rule in rules()}
CASES = {path.stem: json.loads(path.read_text("utf-8")) for path in resource("validators").glob("*.json")}
SIDES = ("fails", "passes")
EXAMPLES = {name: case["example"] for name, case in CASES.items()}

each_rule = each("rule", RULES)


def found(rule: Rule, rows: Rows) -> list[tuple[str, ...]]:
    """What a rule returns for rows."""
    with closing(prepare(arrow_tables(text_tables(rows)))) as connection:
        return list(rule.run(connection))


@cache
def run(rule: Rule, side: str) -> list[tuple[str, ...]]:
    """What a rule returns for a side of its fixture."""
    return found(rule, CASES[rule.name][side])


@pytest.fixture(scope="module")
def empty(prepared: Callable[..., Any]) -> Any:
    return prepared({})


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert set(CASES) == set(RULES)
    for name, case in CASES.items():
        assert list(case) == ["about", "example", "fails", "finds", "passes"], name
        assert list(case["example"]) == ["fails", "finds", "passes"], name


@each_rule
@each("side", SIDES)
@each("cases", {"case": CASES, "example": EXAMPLES})
def test_rows_of_cases_are_rows_that_rules_get_to_see(
    rule: Rule, side: str, cases: Any, tables: Callable[..., Any]
) -> None:
    for name, table in tables(cases[rule.name][side]).items():
        for record in table.records():
            TABLES[name].from_cells(record)


@each_rule
def test_finds_exactly_what_breaks_it(rule: Rule) -> None:
    assert sorted(list(finding[:3]) for finding in run(rule, "fails")) == sorted(CASES[rule.name]["finds"])


@each_rule
def test_finds_nothing_in_what_keeps_it(rule: Rule) -> None:
    assert run(rule, "passes") == []


@each_rule
def test_finds_nothing_in_an_empty_package(rule: Rule, empty: Any) -> None:
    assert rule.run(empty) == []


@each_rule
def test_findings_have_a_place_in_a_file(rule: Rule) -> None:
    case = CASES[rule.name]
    for name, row, field, _, _ in run(rule, "fails"):
        columns = {column.name for column in TABLES[name].columns()}
        assert field in columns
        assert row in {cells[TABLES[name].key()] for cells in case["fails"][name]}


@each_rule
def test_messages_are_sentences_with_the_names_in_them(rule: Rule) -> None:
    fails = CASES[rule.name]["fails"]
    cells = {cell for rows in fails.values() for row in rows for cell in row.values()}
    for *_, value, message in run(rule, "fails"):
        assert any(cell in message for cell in cells)
        assert value in message or value in cells
        assert message == " ".join(message.split())
        assert not message.endswith(".")


@pytest.mark.slow
@each_rule
def test_the_example_gives_what_it_says_and_mended_nothing(rule: Rule) -> None:
    example = explain.of_rule(rule.name)
    assert sorted(finding[:3] for finding in found(rule, example.fails.rows)) == sorted(example.finds)
    assert found(rule, example.passes.rows) == []
