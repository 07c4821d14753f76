"""Sandboxed DuckDB connections: untrusted SQL can read their tables and do nothing else."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    import pyarrow as pa

#: A time limit, in seconds, that no query reaches.
EVER = 1e7
_EVERY = 0.1
#: How many rows DuckDB gives to a thread at a time.
_ROWS = 122_880


class TooLong(Exception):
    """The SQL ran longer than its time limit."""


class NotOneSelect(ValueError):
    """The SQL is not exactly one SELECT."""


def connect(**settings: str) -> duckdb.DuckDBPyConnection:
    """Open an empty connection in memory that sees no Python objects; fill it, then :func:`lock` it."""
    if "temp_directory" in settings:
        settings["temp_directory"] = _utf8_path(settings["temp_directory"])
    closed = {"python_enable_replacements": "false", "autoinstall_known_extensions": "false"}
    # By default, tables in memory are rewritten and compressed whenever they have grown by 16 MB.
    connection = duckdb.connect(config={**closed, "checkpoint_threshold": "1TB", **settings})
    connection.execute("SET enable_progress_bar = false")  # it would appear in the middle of a report
    return connection


def threads(most: int) -> str:
    """How many threads are useful for tables of at most ``most`` rows. More would only wait, and use CPU time."""
    return str(min(os.cpu_count() or 1, 1 + most // _ROWS))


def _utf8_path(path: str) -> str:
    """The path in UTF-8, which DuckDB expects in every locale; empty if it is not UTF-8: then nothing spills."""
    try:
        return os.fsencode(path).decode("utf-8")
    except UnicodeDecodeError:
        return ""


def create(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    """Copy an Arrow table into a table of the connection."""
    connection.register("incoming", table)
    connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
    connection.unregister("incoming")


def lock(connection: duckdb.DuckDBPyConnection) -> None:
    """Forbid files, network, extensions and any change of settings from now on."""
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def one_select(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """Parse SQL that must be one SELECT; NotOneSelect if it is anything else, duckdb.Error if it cannot be parsed."""
    statements = connection.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise NotOneSelect("not one SELECT")
    return statements[0]


@contextmanager
def read_only(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """A read-only transaction, which refuses an INSERT that a SELECT hides in its WITH."""
    connection.execute("BEGIN TRANSACTION READ ONLY")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


@contextmanager
def bounded(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Interrupt our own SQL after ``seconds`` (TooLong). DuckDB notices this only between two blocks of rows.

    MemoryError if the guard thread cannot be started. Untrusted SQL runs in :mod:`mostanad.validation.query_process`.
    """
    done = threading.Event()
    guard = threading.Thread(target=_guard, args=(connection, seconds, done), daemon=True)
    try:
        guard.start()
    except RuntimeError:  # no memory for another thread; without its guard no query runs
        raise MemoryError("there is not enough memory for the thread that stops slow queries") from None
    try:
        yield
    except duckdb.InterruptException:
        raise TooLong(f"longer than {seconds:g} seconds") from None
    finally:
        done.set()
        guard.join()


def _guard(connection: duckdb.DuckDBPyConnection, seconds: float, done: threading.Event) -> None:
    """Interrupt repeatedly, because DuckDB loses an interruption between two statements."""
    wait = max(seconds, 0.01)
    while not done.wait(wait):
        connection.interrupt()
        wait = _EVERY
