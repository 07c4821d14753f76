"""The engine of layer 4: what a rule file must be, what a rule may do, and where its findings lie."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from mostanad.evidence.relations import prepare
from mostanad.files.typed import arrow_tables
from mostanad.validation import rules

HEADER = "-- code: MST399\n-- severity: error\n-- title: t\n-- why: w\n-- remedy: r\n"
SELECT = (
    "SELECT 'parties' AS table_name, party_id AS row_id, 'kind' AS field, kind AS value, 'm' AS message FROM parties"
)


@pytest.fixture
def rule(tmp_path: Path) -> Callable[..., rules.Rule]:
    def make(sql: str, header: str = HEADER) -> rules.Rule:
        path = tmp_path / "a_rule.sql"
        path.write_text(header + sql, encoding="utf-8")
        return rules.parse(path)

    return make


@pytest.fixture
def found(sample: Any, rule: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list]:
    """The places of what one rule finds, run as the only rule."""

    def find(sql: str, header: str = HEADER) -> list:
        monkeypatch.setattr(rules, "rules", lambda: (rule(sql, header),))
        return list(sample.findings(("rules",)))

    return find


def test_the_header_says_what_a_rule_is(rule: Any) -> None:
    made = rule(SELECT, HEADER.replace("error", "warning") + "-- an explanation\n")
    assert (made.name, made.code.code, made.code.severity) == ("a_rule", "MST399", "warning")
    assert (made.code.title, made.code.why, made.code.remedy) == ("t", "w", "r")


@pytest.mark.parametrize("key", ["code", "severity", "title", "why", "remedy"])
def test_a_header_that_lacks_something(rule: Any, key: str) -> None:
    header = "".join(line for line in HEADER.splitlines(keepends=True) if not line.startswith(f"-- {key}"))
    with pytest.raises(rules.RuleError, match=f"a_rule.sql: .*check {key}"):
        rule(SELECT, header)
    with pytest.raises(rules.RuleError, match=f"check {key}"):
        rule(SELECT, f"{header}-- {key}: \n")


@pytest.mark.parametrize(
    ("old", "new"), [("error", "fatal"), ("MST399", "MST39"), ("MST399", "MST799"), ("MST399", "E399")]
)
def test_a_header_with_a_wrong_value(rule: Any, old: str, new: str) -> None:
    with pytest.raises(rules.RuleError, match="check its values"):
        rule(SELECT, HEADER.replace(old, new))


@pytest.mark.parametrize(("code", "whose"), [("MST399", "a_rule.sql"), ("MST212", "the layer rows")])
def test_a_code_is_that_of_one_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, whose: str) -> None:
    for name, its in (("a_rule", "MST399"), ("b_rule", code)):
        (tmp_path / f"{name}.sql").write_text(HEADER.replace("MST399", its) + SELECT, encoding="utf-8")
    monkeypatch.setattr(rules, "resource", lambda _: tmp_path)
    with pytest.raises(rules.RuleError, match=f"b_rule.sql: {code} is already a code of {whose}; choose another one"):
        rules.rules.__wrapped__()


def test_all_rules_of_the_project_are_rules() -> None:
    made = rules.rules()
    assert made
    assert [rule.code.code for rule in made] == sorted(rule.code.code for rule in made)


def test_a_finding_lies_at_its_cell(sample: Any, found: Any) -> None:
    sample.add("parties", party_id="another", name="Another, with a comma", kind="media")
    first, second = found(SELECT)
    assert (first.code, first.severity, first.file) == ("MST399", "error", "datasets/parties.csv")
    assert (first.line, first.column, first.value, first.message) == (2, 33, "media", "m")
    assert (second.line, second.column, second.value) == (3, 30, "ngo")
    assert first.remedy == "r"


def test_a_finding_about_a_row_of_which_there_are_two_lies_at_the_second(sample: Any, found: Any) -> None:
    sample.write("parties", sample.text("parties") + "watch,Other,ngo,,,\n")
    assert {finding.line for finding in found(SELECT)} == {3}


def test_a_finding_about_no_cell_or_no_row(found: Any) -> None:
    (finding,) = found(SELECT.replace("'kind'", "'nothing'"))
    assert (finding.line, finding.column) == (2, 1)
    (finding,) = found(SELECT.replace("party_id AS", "'nothing' AS"))
    assert (finding.file, finding.line, finding.column) == ("datasets/parties.csv", 0, 0)


def test_an_empty_value_is_empty_text(found: Any) -> None:
    (finding,) = found(SELECT.replace("kind AS value", "country AS value"))
    assert finding.value == ""


def test_a_warning_is_a_finding_and_no_error(sample: Any, rule: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "rules", lambda: (rule(SELECT, HEADER.replace("error", "warning")),))
    report = sample.report(("rules",))
    assert len(report.findings) == 1
    assert report.errors == ()


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("", "one SELECT"),
        (f"{SELECT}; {SELECT}", "one SELECT"),
        ("DROP TABLE parties", "one SELECT"),
        ("UPDATE parties SET kind = 'ngo'", "one SELECT"),
        ("COPY parties TO 'out.csv'", "one SELECT"),
        ("ATTACH 'out.db'", "one SELECT"),
        ("INSTALL httpfs", "one SELECT"),
        ("SET enable_external_access = true", "one SELECT"),
        ("SELECT 1", "a rule must return table_name, row_id, field, value, message"),
        (SELECT.replace("AS message", "AS words"), "a rule must return table_name"),
        (SELECT.replace("FROM parties", "FROM nowhere"), "nowhere"),
        (SELECT.replace("FROM parties", "FROM read_csv('/etc/hostname')"), "disabled"),
        (SELECT.replace("FROM parties", "FROM '/etc/hostname'"), "a_rule"),
        (SELECT.replace("FROM parties", "FROM read_text('https://example.org')"), "disabled"),
        (SELECT.replace("kind AS value", "getenv('HOME') AS value"), "a_rule"),
    ],
)
def test_what_a_rule_may_not_do(
    found: Any, sql: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(rules.RuleError, match=words) as error:
        found(sql)
    assert str(error.value).startswith("a_rule: ")
    assert not (tmp_path / "out.csv").exists()


def test_the_connection_of_rules_sees_no_python_objects_and_its_settings_are_locked(sample: Any) -> None:
    secret = pa.table({"word": ["secret"]})
    with prepare(arrow_tables(sample.tables())) as connection:
        for sql in ("SELECT * FROM secret", "SET threads = 1", "RESET enable_external_access", "LOAD httpfs"):
            with pytest.raises(duckdb.Error):
                connection.execute(sql)
    assert secret.num_rows == 1


def test_a_rule_needs_the_tables_that_it_names(sample: Any, rule: Any) -> None:
    joined = f"{SELECT} WHERE party_id IN (SELECT speaker_id FROM statements)"
    assert rule(SELECT).tables() == {"parties"}
    assert rule(SELECT.replace("FROM parties", "FROM PARTIES")).tables() == {"parties"}, "as DuckDB reads it"
    assert rule(joined).tables() == {"parties", "statements"}
    assert rule(f"WITH officials AS (SELECT 1) {SELECT}").tables() == {"parties"}
    assert rule(SELECT.replace("FROM parties", "FROM parties, cells")).tables() == set(sample.tables())


def test_the_rules_that_a_broken_table_keeps_from_running_are_named(
    sample: Any, rule: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "rules", lambda: (rule(SELECT),))
    sample.edit("events", ",session,", ",sesion,")
    assert sample.report(("rules",)).not_run == ()
    sample.edit("parties", ",ngo,", ",ngoo,")
    assert sample.report(("rules",)).not_run == ("MST399 a_rule",)
