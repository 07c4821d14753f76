"""The connection that rules run in reads and writes nothing outside itself, and cannot be told to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pytest
from tests.cases import each

from mostanad.evidence import sandbox
from mostanad.evidence.relations import prepare
from mostanad.files.typed import arrow_tables

if TYPE_CHECKING:
    from tests.evidence.conftest import TablesOf


@pytest.fixture(scope="module")
def connection(tables_of: TablesOf) -> Iterator[duckdb.DuckDBPyConnection]:
    with prepare(arrow_tables(tables_of({}))) as made:
        yield made


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "sql",
    [
        "FROM read_csv('{secret}')",
        "FROM read_text('{secret}')",
        "FROM read_blob('{secret}')",
        "FROM '{secret}'",
        "FROM read_json('{secret}')",
        "FROM read_parquet('{secret}')",
        "FROM glob('{folder}/*')",
        "FROM sniff_csv('{secret}')",
        "COPY lineage FROM '{secret}'",
        "COPY (SELECT 1) TO '{folder}/out.csv'",
        "EXPORT DATABASE '{folder}/out'",
        "IMPORT DATABASE '{folder}'",
        "ATTACH '{folder}/out.db'",
        "CREATE TABLE t AS FROM read_csv('{secret}')",
        "FROM read_csv('https://localhost/a.csv')",
        "FROM read_csv('s3://bucket/a.csv')",
        "INSTALL httpfs",
        "LOAD httpfs",
        "LOAD '{folder}/evil.duckdb_extension'",
    ],
)
def test_no_file_is_read_or_written(connection: duckdb.DuckDBPyConnection, secret: Path, sql: str) -> None:
    before = sorted(secret.parent.iterdir())
    with pytest.raises(duckdb.Error, match=r"(?i)disabled|not allowed|permission|configuration"):
        connection.execute(sql.format(secret=secret, folder=secret.parent))
    assert sorted(secret.parent.iterdir()) == before


@each(
    "sql",
    [
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "RESET enable_external_access",
        "SET python_enable_replacements = true",
        "SET autoinstall_known_extensions = true",
        "SET allow_unsigned_extensions = true",
        "SET allowed_directories = ['/']",
        "SET allowed_paths = ['/etc/hostname']",
        "SET threads = 99",
        "SET memory_limit = '1PB'",
        "SET home_directory = '/'",
        "PRAGMA enable_profiling",
        "SET profiling_output = 'out.json'",
        "SET log_query_path = 'out.log'",
    ],
)
def test_no_setting_can_be_changed(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    with pytest.raises(duckdb.Error, match=r"(?i)locked|disabled|cannot"):
        connection.execute(sql)
    assert connection.execute("SELECT current_setting('enable_external_access')").fetchone() == (False,)
    assert connection.execute("SELECT current_setting('lock_configuration')").fetchone() == (True,)


def test_no_object_of_python_is_seen(connection: duckdb.DuckDBPyConnection) -> None:
    frame = pd.DataFrame({"a": [1]})
    with pytest.raises(duckdb.CatalogException, match="frame"):
        connection.execute("SELECT * FROM frame")
    assert len(frame) == 1


def test_the_environment_is_not_seen(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(duckdb.Error, match="getenv"):
        connection.execute("SELECT getenv('PATH')")


def test_what_was_registered_on_the_way_is_gone(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(duckdb.CatalogException, match="incoming"):
        connection.execute("SELECT * FROM incoming")


def test_the_connection_is_in_memory_and_nobody_else_s(
    connection: duckdb.DuckDBPyConnection, tables_of: TablesOf
) -> None:
    databases = connection.execute("SELECT database_name, path FROM duckdb_databases() WHERE NOT internal").fetchall()
    assert databases == [("memory", None)]
    connection.execute("CREATE TABLE mine AS SELECT 1")
    try:
        with prepare(arrow_tables(tables_of({}))) as other, pytest.raises(duckdb.CatalogException):
            other.execute("FROM mine")
    finally:
        connection.execute("DROP TABLE mine")


@pytest.mark.parametrize("sql", ["", "-- nothing", "SELECT 1; SELECT 2", "DELETE FROM parties", "SET threads = 1"])
def test_what_is_not_one_select(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    with pytest.raises(sandbox.NotOneSelect):
        sandbox.one_select(connection, sql)


def test_one_select_is_given_back_to_be_run(connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.execute(sandbox.one_select(connection, "WITH a AS (SELECT 7) FROM a; -- end")).fetchone() == (7,)
    with pytest.raises(duckdb.ParserException):
        sandbox.one_select(connection, "SELEC 1")


def test_read_only_means_also_what_a_select_hides(connection: duckdb.DuckDBPyConnection) -> None:
    hidden = "WITH a AS (INSERT INTO redirects SELECT * FROM redirects RETURNING 1) SELECT 1"
    with sandbox.read_only(connection), pytest.raises(duckdb.Error):
        connection.execute(hidden)
    assert connection.execute("SELECT count(*) FROM parties").fetchone() == (0,)


def test_other_settings_of_a_connection_are_locked_with_it() -> None:
    with sandbox.connect(memory_limit="100MB", temp_directory="") as connection:
        sandbox.lock(connection)
        settings = connection.execute("SELECT current_setting('memory_limit'), current_setting('temp_directory')")
        assert settings.fetchone() == ("95.3 MiB", "")
        with pytest.raises(duckdb.Error, match="locked"):
            connection.execute("SET memory_limit = '1GB'")
