"""Each rule file: its header, its code, and SQL that DuckDB and Spark read alike and that can do nothing but read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp
from tests.cases import each

from mostanad.evidence.relations import PREPARED
from mostanad.files.resources import resource
from mostanad.models import TABLES
from mostanad.validation.explain import RULE_SQL
from mostanad.validation.findings import CODES
from mostanad.validation.rules import Rule, RuleError, parse, rules

RULES = {rule.name: rule for rule in rules()}

#: What sqlglot takes for functions, and the list for constructs.
_OPERATORS = (exp.And, exp.Or, exp.DPipe)
#: SQL that DuckDB runs and that no rule may use, with what is said about it.
NOT_PORTABLE = {
    "SELECT strftime(date_min, '%Y') FROM events": "function TIME_TO_STR",
    "SELECT regexp_matches(title, 'a') FROM events": "function REGEXP_LIKE",
    "SELECT concat(title, place) FROM events": "function CONCAT",
    "SELECT list_contains(fields, 'date') FROM claims": "function ARRAY_CONTAINS",
    "SELECT made_up(title) FROM events": "function MADE_UP",
    "SELECT max(title) OVER (PARTITION BY kind) FROM events": "construct Window",
    "SELECT title FROM events WHERE title ILIKE 'a%'": "construct ILike",
    "SELECT title FROM events QUALIFY count(*) > 1": "construct Qualify",
    "SELECT title FROM events ORDER BY title LIMIT 1": "construct Limit",
    "SELECT CAST(value AS DOUBLE) / 2 FROM estimates": "construct Div",
    "SELECT CAST(value AS HUGEINT) FROM estimates": "type INT128",
    "SELECT [title] FROM events": "function ARRAY",
    'SELECT "title" FROM events': "quoted name title",
    "SELECT 'a\\b' AS title FROM events": "backslash in a text",
    "SELECT title FROM events WHERE title IS DISTINCT FROM place": "construct NullSafeNEQ",
    "SELECT title FROM events WHERE (title = 'a') IS TRUE": "IS with Boolean",
    "SELECT count(*) FROM events GROUP BY ALL": "GROUP BY other than columns",
    "SELECT title FROM events GROUP BY 1": "GROUP BY other than columns",
    "SELECT title FROM events NATURAL JOIN names": "another JOIN",
    "SELECT title FROM events FULL JOIN names ON title = name": "another JOIN",
    "SELECT title FROM events JOIN names USING (kind)": "another JOIN",
    "WITH RECURSIVE a AS (SELECT 1 AS n UNION ALL SELECT n FROM a) SELECT n FROM a": "RECURSIVE",
}

each_rule = each("rule", RULES)


def tree(rule: Rule) -> exp.Expression:
    return parsed(rule.sql)


def parsed(sql: str) -> exp.Expression:
    (statement,) = sqlglot.parse(sql, read="duckdb")
    assert statement is not None
    return statement


def not_listed(statement: exp.Expression) -> set[str]:
    """What a query uses that is not in the lists of ``rule_sql.toml``."""
    found = set()
    for node in statement.walk():
        if isinstance(node, exp.Func) and not isinstance(node, _OPERATORS):
            if function(node) not in RULE_SQL["functions"]:
                found.add(f"function {function(node)}")
        elif type(node).__name__ not in RULE_SQL["constructs"]:
            found.add(f"construct {type(node).__name__}")
        found |= misused(node)
    return found


def function(node: exp.Func) -> str:
    if isinstance(node, exp.Pad):
        return "LPAD" if node.args.get("is_left") else "RPAD"
    return node.name.upper() if isinstance(node, exp.Anonymous) else node.sql_name()


def misused(node: exp.Expression) -> set[str]:
    """Listed constructs in a form that is not."""
    said = ""
    match node:
        case exp.DataType() if node.sql("duckdb") not in RULE_SQL["types"]:
            said = f"type {node.this.value}"
        case exp.Identifier() if node.quoted:
            said = f"quoted name {node.name}"
        case exp.Literal() if "\\" in node.name:
            said = "backslash in a text"
        case exp.Is() if not isinstance(node.expression, exp.Null):
            said = f"IS with {type(node.expression).__name__}"
        case exp.Group() if [name for name, value in node.args.items() if value] != ["expressions"]:
            said = "GROUP BY other than columns"
        case exp.Group() if not all(isinstance(item, exp.Column) for item in node.expressions):
            said = "GROUP BY other than columns"
        case exp.Join() if node.args.get("using") or node.method or (node.side, node.kind) not in _JOINS:
            said = "another JOIN"
        case exp.With() if node.recursive:
            said = "RECURSIVE"
    return {said} if said else set()


#: Sides and kinds of joins.
_JOINS = {("", ""), ("", "INNER"), ("LEFT", ""), ("", "CROSS")}


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
def test_it_parses_for_spark(rule: Rule) -> None:
    (written,) = sqlglot.transpile(rule.sql, read="duckdb", write="spark", comments=False)
    (statement,) = sqlglot.parse(written, read="spark")
    assert statement is not None
    assert statement.sql("spark", comments=False) == written


@each_rule
def test_it_uses_only_what_is_listed(rule: Rule) -> None:
    assert not_listed(tree(rule)) == set()


@each(("sql", "said"), NOT_PORTABLE.items())
def test_a_rule_with_anything_else_would_be_found_out(sql: str, said: str) -> None:
    assert said in not_listed(parsed(sql))


def test_the_list_names_nothing_that_no_rule_uses() -> None:
    nodes = [node for rule in RULES.values() for node in tree(rule).walk()]
    used = {function(node) for node in nodes if isinstance(node, exp.Func)} | {type(node).__name__ for node in nodes}
    used |= {node.sql("duckdb") for node in nodes if isinstance(node, exp.DataType)}
    others = {"GTE"}  # as LTE
    assert {*RULE_SQL["functions"], *RULE_SQL["types"], *RULE_SQL["constructs"]} - others <= used


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
