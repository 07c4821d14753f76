"""What a rule file holds is run on the machine of whoever validates: it can read the tables, and do nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.cases import each

from mostanad.validation import rules
from mostanad.validation.findings import Code
from mostanad.validation.rules import Rule, RuleError

#: A query with the five columns of a rule, about whatever follows FROM.
FIVE = "SELECT '' AS table_name, '' AS row_id, '' AS field, '' AS value, '' AS message"

NO_SELECT = {
    "nothing": "",
    "a comment": "-- nothing",
    "two statements": f"{FIVE}; {FIVE}",
    "a second statement that drops": f"{FIVE}; DROP TABLE claims",
    "insert": "INSERT INTO redirects SELECT * FROM redirects",
    "update": "UPDATE officials SET name = 'X'",
    "delete": "DELETE FROM claims",
    "drop": "DROP TABLE claims",
    "create": f"CREATE TABLE mine AS {FIVE}",
    "install": "INSTALL httpfs",
    "load": "LOAD httpfs",
    "attach": "ATTACH '{path}'",
    "set": "SET enable_external_access = true",
    "reset": "RESET lock_configuration",
    "pragma": "PRAGMA database_list",
    "call": "CALL pragma_version()",
    "explain analyze": "EXPLAIN ANALYZE DELETE FROM claims",
    "export": "EXPORT DATABASE '{path}'",
    "copy to a file": "COPY claims TO '{path}'",
    "copy from a file": "COPY claims FROM '{secret}'",
    "prepare": f"PREPARE mine AS {FIVE}",
    "checkpoint": "CHECKPOINT",
}
NOT_ALLOWED = {
    "read_csv": f"{FIVE} FROM read_csv('{{secret}}')",
    "read_text": f"{FIVE} FROM read_text('{{secret}}')",
    "read_blob": f"{FIVE} FROM read_blob('{{secret}}')",
    "read_json": f"{FIVE} FROM read_json('{{secret}}')",
    "read_parquet": f"{FIVE} FROM read_parquet('{{secret}}')",
    "a file for a table": f"{FIVE} FROM '{{secret}}'",
    "glob": f"{FIVE} FROM glob('{{folder}}/*')",
    "the network": f"{FIVE} FROM read_csv('https://example.org/x.csv')",
    "secrets": f"{FIVE} FROM duckdb_secrets()",
    "the environment": f"{FIVE} WHERE getenv('HOME') IS NOT NULL",
}
OTHER_COLUMNS = {
    "describe": "DESCRIBE claims",
    "show": "SHOW TABLES",
    "a table": "FROM claims",
    "a column too many": FIVE + ", 1 AS more",
    "another order": "SELECT '' AS row_id, '' AS table_name, '' AS field, '' AS value, '' AS message",
}
# DuckDB takes these for a plain SELECT.
CHANGES = {
    "insert in with": "WITH mine AS (INSERT INTO redirects SELECT * FROM redirects RETURNING 1) " + FIVE,
    "delete in with": "WITH mine AS (DELETE FROM claims RETURNING 1) " + FIVE,
}


def hostile(sql: str, folder: Path) -> Rule:
    secret = folder / "secret.csv"
    secret.write_text("a,b\n1,2\n", "utf-8")
    places = {"{secret}": secret, "{path}": folder / "written", "{folder}": folder}
    for name, path in places.items():
        sql = sql.replace(name, str(path))
    return Rule("hostile", Code("MST399", "hostile", "to try it", "do not"), sql)


def test_the_frame_itself_is_a_rule(prepared: Callable[..., Any], tmp_path: Path) -> None:
    assert hostile(FIVE, tmp_path).run(prepared({})) == [("", "", "", "", "")]


@each("sql", NO_SELECT)
@pytest.mark.slow
def test_only_one_select_is_run(sql: str, prepared: Callable[..., Any], tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="hostile: a rule must be one SELECT"):
        hostile(sql, tmp_path).run(prepared({}))
    assert not (tmp_path / "written").exists()


@each("sql", NOT_ALLOWED)
def test_nothing_outside_the_tables_is_read(sql: str, prepared: Callable[..., Any], tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"hostile: (Permission|Catalog) Error"):
        hostile(sql, tmp_path).run(prepared({}))


def test_objects_of_python_are_not_read(
    monkeypatch: pytest.MonkeyPatch, prepared: Callable[..., Any], tmp_path: Path
) -> None:
    monkeypatch.setattr(rules, "secret_rows", pa.table({"a": [1]}), raising=False)
    with pytest.raises(RuleError, match="secret_rows does not exist"):
        hostile(f"{FIVE} FROM secret_rows", tmp_path).run(prepared({}))


@pytest.mark.parametrize("sql", OTHER_COLUMNS.values(), ids=OTHER_COLUMNS)
def test_other_columns_are_no_findings(sql: str, prepared: Callable[..., Any], tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="hostile: a rule must return table_name, row_id, field, value, message"):
        hostile(sql, tmp_path).run(prepared({}))


@pytest.mark.parametrize("sql", CHANGES.values(), ids=CHANGES)
def test_a_select_changes_nothing(sql: str, prepared: Callable[..., Any], tmp_path: Path) -> None:
    with pytest.raises(RuleError):
        hostile(sql, tmp_path).run(prepared({}))
