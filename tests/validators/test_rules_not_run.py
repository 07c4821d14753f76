"""A table that could not be read keeps rules off it, and the report names them; the others run and say where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mostanad.evidence.relations import prepare
from mostanad.files.typed import arrow_tables
from mostanad.models import TABLES
from mostanad.validation import rules
from mostanad.validation.findings import Finding
from mostanad.validation.places import Places

ROWS = {
    "officials": [{"official_id": "ebrahim-raisi", "born": "1960", "died": "1959"}],
    "names": [
        {"name_id": "n1", "entity_id": "ebrahim-raisi", "name": "Raisi", "kind": "primary"},
        {"name_id": "n2", "entity_id": "ebrahim-raisi", "name": "Raeesi", "kind": "primary"},
    ],
}
ALL = {f"{rule.code.code} {rule.name}" for rule in rules.rules()}


def checked(tables: Callable[..., Any], broken: set[str]) -> tuple[list[Finding], list[str]]:
    """Findings and the names of rules that were not run."""
    text = tables(ROWS)
    lines = {name: [",".join(table.header), *map(",".join, table.rows)] for name, table in text.items()}
    places = Places(lines.__getitem__, {})
    with prepare(arrow_tables(text)) as connection:
        results = list(rules.check(connection, places, broken))
    return [one for one in results if isinstance(one, Finding)], [one for one in results if isinstance(one, str)]


def test_all_rules_run_where_nothing_is_broken(tables: Callable[..., Any]) -> None:
    findings, not_run = checked(tables, set())
    assert not_run == []
    assert {"MST401", "MST510", "MST501"} <= {finding.code for finding in findings}


def test_a_broken_table_keeps_off_what_reads_it_or_a_prepared_relation(tables: Callable[..., Any]) -> None:
    findings, not_run = checked(tables, {"names"})
    assert {"MST510 two_primary_names", "MST511 spelling_twice", "MST501 cell_without_claim"} <= set(not_run)
    assert {"MST401", "MST510", "MST501"} & {finding.code for finding in findings} == {"MST401"}


def test_a_rule_that_does_not_read_the_broken_table_is_run(tables: Callable[..., Any]) -> None:
    findings, not_run = checked(tables, {"passages"})
    assert {"MST401", "MST510"} <= {finding.code for finding in findings}
    assert {"MST401 dates_in_order", "MST510 two_primary_names"} & set(not_run) == set()


def test_nothing_runs_where_all_is_broken(tables: Callable[..., Any]) -> None:
    assert checked(tables, set(TABLES)) == ([], sorted(ALL))


def test_a_finding_has_the_place_of_its_cell(tables: Callable[..., Any]) -> None:
    findings, _ = checked(tables, set())
    (finding,) = [one for one in findings if one.code == "MST401"]
    assert (finding.file, finding.line) == ("datasets/officials.csv", 2)
    assert "ebrahim-raisi,Ebrahim Raisi,1960,,1959"[finding.column - 1 :] == "1959"
    assert finding.value == "1959"


def test_the_last_of_two_rows_with_one_key_is_meant(tables: Callable[..., Any]) -> None:
    twice = {"parties": [{"party_id": "amnesty"}, {"party_id": "amnesty"}]}
    text = tables(twice)
    lines = {name: [",".join(table.header), *map(",".join, table.rows)] for name, table in text.items()}
    places = Places(lines.__getitem__, {})
    with prepare(arrow_tables(text)) as connection:
        found = [one for one in rules.check(connection, places, set()) if isinstance(one, Finding)]
    assert ("MST301", "datasets/parties.csv", 3, 1) in {(one.code, one.file, one.line, one.column) for one in found}


def test_the_tables_of_a_rule_are_tables() -> None:
    needed = {rule.name: rule.tables() for rule in rules.rules()}
    assert [name for name, tables in needed.items() if not tables or not tables <= set(TABLES)] == []
