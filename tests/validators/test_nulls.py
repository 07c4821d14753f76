"""NULL is handled in the open: an empty cell beside an error neither hides its message nor breaks the rule."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from typing import Any

import pytest
import sqlglot
from sqlglot import exp
from tests.cases import each

from mostanad.evidence.relations import PREPARED, prepare
from mostanad.files.resources import resource
from mostanad.files.typed import arrow_tables
from mostanad.models import TABLES
from mostanad.validation.rules import Rule, rules

RULES = {rule.name: rule for rule in rules()}
CASES = {path.stem: json.loads(path.read_text("utf-8")) for path in resource("validators").glob("*.json")}
RESULT = ("table_name", "row_id", "field", "value", "message")
#: Columns of prepared relations that may be NULL.
PREPARED_NULLS = {
    "claim_cells": {"as_of", "value", "as_stated", "camp"},
    "approximations": {"cell", "value_min", "value_max", "cell_min", "cell_max"},
}
#: What is unknown, and so never true, where one side is NULL. ``=`` is left out: nobody takes NULL for equal.
COMPARISONS = (exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Like)

Rows = Mapping[str, list[dict[str, str]]]
each_rule = each("rule", RULES)


def emptied(rows: Rows) -> Iterator[tuple[str, Rows]]:
    """The rows, each time with another cell empty that is filled and need not be; and which it is."""
    for name, given in rows.items():
        optional = {column.name for column in TABLES[name].columns() if not column.required}
        for number, row in enumerate(given):
            for cell in sorted(optional & {key for key, value in row.items() if value}):
                changed = [*given[:number], {**row, cell: ""}, *given[number + 1 :]]
                yield f"{name}, row {number}, {cell}", {**rows, name: changed}


def nulls(sql: str, tables: Any) -> set[str]:
    """The columns of a rule's result that are NULL in some row."""
    with closing(prepare(arrow_tables(tables))) as connection:
        # not Rule.run: it makes an empty text of NULL
        return {
            name
            for row in connection.execute(sql).fetchall()
            for name, cell in zip(RESULT, row, strict=True)
            if cell is None
        }


@pytest.mark.slow
@each_rule
def test_no_empty_cell_hides_what_is_found(rule: Rule, tables: Callable[..., Any]) -> None:
    found = {which: nulls(rule.sql, tables(rows)) for which, rows in emptied(CASES[rule.name]["fails"])}
    assert {which: names for which, names in found.items() if names} == {}


def test_a_message_that_an_empty_cell_hides_would_be_found_out(tables: Callable[..., Any]) -> None:
    sql = (
        "SELECT 'positions' AS table_name, position_id AS row_id, 'title' AS field, title AS value,"
        " 'since ' || started AS message FROM positions"
    )
    rows = {"positions": [{"position_id": "chief", "started": "2019", "ended": "2021"}]}
    found = {which: nulls(sql, tables(spoilt)) for which, spoilt in emptied(rows)}
    assert found == {"positions, row 0, started": {"message"}, "positions, row 0, ended": set()}


@each(("relation", "column"), [(name, one) for name, many in PREPARED_NULLS.items() for one in sorted(many)])
def test_the_prepared_columns_that_may_be_null_are_there(
    relation: str, column: str, prepared: Callable[..., Any]
) -> None:
    assert relation in PREPARED
    assert column in prepared({}).table(relation).columns


@pytest.mark.slow
@each_rule
def test_no_other_column_of_a_prepared_relation_is_null(rule: Rule, prepared: Callable[..., Any]) -> None:
    connection = prepared(CASES[rule.name]["fails"])
    for relation in sorted(PREPARED):
        columns = sorted(set(connection.table(relation).columns) - PREPARED_NULLS.get(relation, set()))
        empty = " OR ".join(f"{column} IS NULL" for column in columns)
        assert connection.execute(f"SELECT * FROM {relation} WHERE {empty}").fetchall() == [], relation


@each_rule
def test_what_may_be_null_is_compared_in_the_open(rule: Rule) -> None:
    silent = sorted(compared_in_silence(parsed(rule.sql)))
    assert not silent, f"{rule.name}: say what becomes of NULL (IS NULL, IS NOT NULL, coalesce): {', '.join(silent)}"


@each(
    ("sql", "said"),
    [
        ("SELECT title FROM events WHERE place <> 'Iran'", {"events.place"}),
        ("SELECT e.title FROM events AS e WHERE e.date_min > e.date_max", {"e.date_min", "e.date_max"}),
        ("SELECT title FROM events WHERE place LIKE 'I%'", {"events.place"}),
        ("SELECT title FROM events WHERE NOT place IN ('Iran')", {"events.place"}),
        ("SELECT title FROM events WHERE place NOT IN ('Iran')", {"events.place"}),
        ("SELECT title FROM events WHERE title <> 'a' AND kind NOT IN ('x')", set()),
        ("SELECT title FROM events WHERE coalesce(place, '') <> 'Iran'", set()),
        ("SELECT title FROM events WHERE place IS NOT NULL AND place <> 'Iran'", set()),
        ("SELECT claim_id FROM claim_cells WHERE value <> 'a' AND stance <> 'b'", {"claim_cells.value"}),
        ("WITH a AS (SELECT title, place AS p FROM events) SELECT a.title FROM a WHERE a.p <> a.title", {"a.p"}),
        (
            "WITH a AS (SELECT kind AS p FROM events UNION ALL SELECT place AS p FROM events)"
            " SELECT a.p FROM a WHERE a.p > 'b'",
            {"a.p"},
        ),
        ("WITH a AS (SELECT CASE WHEN kind = 'x' THEN 1 END AS n FROM events) SELECT n FROM a WHERE a.n > 1", {"a.n"}),
        ("WITH a AS (SELECT TRY_CAST(title AS BIGINT) AS n FROM events) SELECT n FROM a WHERE a.n > 1", {"a.n"}),
    ],
)
def test_a_silent_comparison_would_be_found_out(sql: str, said: set[str]) -> None:
    assert compared_in_silence(parsed(sql)) == said


@each_rule
def test_no_query_stands_behind_not_in(rule: Rule) -> None:
    assert not behind_not_in(parsed(rule.sql))


def test_a_query_behind_not_in_would_be_found_out() -> None:
    assert behind_not_in(parsed("SELECT kind FROM events WHERE event_id NOT IN (SELECT part_of FROM events)"))
    assert behind_not_in(parsed("SELECT kind FROM events WHERE NOT (event_id IN (SELECT part_of FROM events))"))
    assert not behind_not_in(parsed("SELECT kind FROM events WHERE event_id IN (SELECT part_of FROM events)"))


def parsed(sql: str) -> exp.Expression:
    (statement,) = sqlglot.parse(sql, read="duckdb")
    assert statement is not None
    return statement


def behind_not_in(statement: exp.Expression) -> bool:
    """Whether a query stands behind NOT IN: one NULL among its rows, and it is true of nothing."""
    return any(inner.args.get("query") for no in statement.find_all(exp.Not) for inner in no.find_all(exp.In))


def compared_in_silence(statement: exp.Expression) -> set[str]:
    """Columns that may be NULL and are compared, though no IS NULL or COALESCE says what is to become of NULL."""
    compared = list(statement.find_all(*COMPARISONS))
    compared += [inner for no in statement.find_all(exp.Not) if isinstance(inner := no.this.unnest(), exp.In)]
    columns = {named(column) for node in compared for column in node.find_all(exp.Column) if may_be_null(column)}
    spoken_of = {
        named(column) for node in statement.find_all(exp.Is, exp.Coalesce) for column in node.find_all(exp.Column)
    }
    # the last day is NULL where the first is
    spoken_of |= {f"{name.removesuffix('_min')}_max" for name in spoken_of if name.endswith("_min")}
    return columns - spoken_of


def named(column: exp.Column) -> str:
    """RELATION.COLUMN, also where the query names no relation because there is one only."""
    return f"{column.table or relations(column).popitem()[0]}.{column.name}"


def relations(column: exp.Column) -> dict[str, exp.Expression]:
    """What the query around a column reads, by alias."""
    select = column.find_ancestor(exp.Select)
    assert select is not None
    clauses = [select.args["from_"], *(select.args.get("joins") or ())]
    return {clause.this.alias_or_name: clause.this for clause in clauses}


def may_be_null(column: exp.Column) -> bool:
    relation = relations(column).get(column.table) if column.table else next(iter(relations(column).values()))
    assert relation is not None, column
    if isinstance(relation, exp.Subquery):
        return any(projected(query, column.name) for query in relation.find_all(exp.Select))
    for query in column.root().find_all(exp.CTE):
        if query.alias == relation.name:
            return any(projected(select, column.name) for select in query.find_all(exp.Select))
    if relation.name in PREPARED:
        return column.name in PREPARED_NULLS.get(relation.name, ())
    needed = {one.name for one in TABLES[relation.name].columns() if one.required}
    return column.name not in needed


def projected(select: exp.Select, name: str) -> bool:
    """Whether what a query calls by a name may be NULL."""
    for item in select.selects:
        if item.alias_or_name == name:
            value = item.unalias()
            if isinstance(value, exp.Column):
                return may_be_null(value)
            return isinstance(value, exp.TryCast) or (isinstance(value, exp.Case) and not value.args.get("default"))
    return False
