"""Each rule file: its header, its code, and SQL that DuckDB and Spark read alike and that can do nothing but read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from mostanad.evidence.relations import PREPARED
from mostanad.models import TABLES
from mostanad.resources import resource
from mostanad.validation.catalogue import CODES
from mostanad.validation.rules import Rule, RuleError, parse, rules

RULES = {rule.name: rule for rule in rules()}

#: Functions that DuckDB and Spark have with one meaning. Not among them: concat, which leaves NULL out in the one and
#: becomes NULL in the other (write ``||``), and regular expressions.
SHARED = {"CASE", "CAST", "COALESCE", "COUNT", "LENGTH", "LPAD", "MAX", "MIN", "SPLIT_PART", "SUBSTRING", "TRY_CAST"}
#: What sqlglot also takes for functions.
_OPERATORS = (exp.And, exp.Or, exp.Exists, exp.If, exp.DPipe)

each_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


def tree(rule: Rule) -> exp.Expression:
    (statement,) = sqlglot.parse(rule.sql, read="duckdb")
    assert statement is not None
    return statement


def test_no_code_stands_for_two_things() -> None:
    codes = Counter(list(CODES) + [rule.code.code for rule in RULES.values()])
    assert [code for code, count in codes.items() if count > 1] == []


@each_rule
def test_its_code_is_one_of_a_rule_across_tables(rule: Rule) -> None:
    assert rule.code.code[3] in "345"


@each_rule
def test_its_header_says_what_it_is_in_one_line_each(rule: Rule) -> None:
    lines = rule.sql.splitlines()[:5]
    assert [line.split(":")[0] for line in lines] == ["-- code", "-- severity", "-- title", "-- why", "-- remedy"]
    for line in lines:
        assert len(line) <= 130
        assert not line.endswith((".", " "))


@pytest.mark.parametrize("missing", ["code", "severity", "title", "why", "remedy"])
def test_a_header_without_a_line_is_none(tmp_path: Path, missing: str) -> None:
    text = resource("validators").joinpath("references_resolve.sql").read_text("utf-8")
    path = tmp_path / "mine.sql"
    path.write_text("".join(line for line in text.splitlines(True) if not line.startswith(f"-- {missing}:")), "utf-8")
    with pytest.raises(RuleError, match=rf"mine\.sql.*{missing}"):
        parse(path)


@pytest.mark.parametrize(("good", "bad"), [("MST303", "MST903"), ("MST303", "303"), ("error", "grave")])
def test_a_header_with_another_value_is_none(tmp_path: Path, good: str, bad: str) -> None:
    text = resource("validators").joinpath("references_resolve.sql").read_text("utf-8")
    path = tmp_path / "mine.sql"
    path.write_text(text.replace(good, bad, 1), "utf-8")
    with pytest.raises(RuleError, match=r"mine\.sql"):
        parse(path)


@each_rule
def test_it_means_the_same_to_duckdb_and_to_spark(rule: Rule) -> None:
    spark = {"write": "spark", "unsupported_level": sqlglot.ErrorLevel.RAISE, "comments": False}
    assert sqlglot.transpile(rule.sql, read="duckdb", **spark) == sqlglot.transpile(rule.sql, read="spark", **spark)


def test_the_comparison_would_notice_a_difference() -> None:
    spark = {"write": "spark", "comments": False}
    for sql in ("SELECT concat(a, b)", "SELECT a::VARCHAR", "SELECT list_contains(a, 1)", "SELECT strftime(a, '%Y')"):
        assert sqlglot.transpile(sql, read="duckdb", **spark) != [sql]


@each_rule
def test_it_uses_only_functions_that_both_have(rule: Rule) -> None:
    found = {
        "LPAD" if isinstance(call, exp.Pad) else call.sql_name()
        for call in tree(rule).find_all(exp.Func)
        if not isinstance(call, _OPERATORS)
    }
    assert found <= SHARED


@each_rule
def test_it_reads_only_tables_and_prepared_relations(rule: Rule) -> None:
    statement = tree(rule)
    own = {cte.alias for cte in statement.find_all(exp.CTE)}
    sources = list(statement.find_all(exp.Table))
    assert {table.name for table in sources} <= set(TABLES) | PREPARED | own
    # a file would be a string, a function a call
    assert all(isinstance(table.this, exp.Identifier) and not table.db for table in sources)


@each_rule
def test_it_only_selects(rule: Rule) -> None:
    statement = tree(rule)
    assert isinstance(statement, exp.Select | exp.Union)
    assert list(statement.find_all(exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Create, exp.Command)) == []
    # count(*) is the only star: a column added later must not change what a rule means
    assert all(isinstance(star.parent, exp.Count) for star in statement.find_all(exp.Star))
    assert statement.named_selects == ["table_name", "row_id", "field", "value", "message"]
