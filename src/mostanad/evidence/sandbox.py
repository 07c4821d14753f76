"""DuckDB connections that cannot do harm: SQL of others reads their tables, and does nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa


class NotOneSelect(ValueError):
    """SQL that is anything but one SELECT."""


def connect(**settings: str) -> duckdb.DuckDBPyConnection:
    """An empty connection in memory that sees no objects of Python; fill it, then :func:`lock` it.

    Args:
        settings: more settings of DuckDB, such as ``memory_limit``.
    """
    closed = {"python_enable_replacements": "false", "autoinstall_known_extensions": "false"}
    return duckdb.connect(config={**closed, **settings})


def create(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    """Make a table of the connection's own of an Arrow table."""
    connection.register("incoming", table)
    connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
    connection.unregister("incoming")


def lock(connection: duckdb.DuckDBPyConnection) -> None:
    """From now on: no files, no network, no extensions, and no setting can be changed."""
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def one_select(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """The one SELECT that this SQL is.

    Raises:
        NotOneSelect: if it is anything else.
        duckdb.Error: if it cannot be parsed.
    """
    statements = connection.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise NotOneSelect("not one SELECT")
    return statements[0]


@contextmanager
def read_only(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """A SELECT can hide an INSERT in its WITH; in such a transaction that is refused."""
    connection.execute("BEGIN TRANSACTION READ ONLY")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
