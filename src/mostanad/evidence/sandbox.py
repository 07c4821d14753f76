"""DuckDB connections that cannot do harm: SQL that we did not write reads their tables, and does nothing else."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    import pyarrow as pa

#: Seconds that no query needs.
EVER = 1e7
_EVERY = 0.1
#: What the engine gives to a thread at a time.
_ROWS = 122_880


class TooLong(Exception):
    """SQL that ran for longer than it may."""


class NotOneSelect(ValueError):
    """SQL that is anything but one SELECT."""


def connect(**settings: str) -> duckdb.DuckDBPyConnection:
    """An empty connection in memory that sees no objects of Python; fill it, then :func:`lock` it."""
    if "temp_directory" in settings:
        settings["temp_directory"] = _spelt(settings["temp_directory"])
    closed = {"python_enable_replacements": "false", "autoinstall_known_extensions": "false"}
    # Else tables in memory are written anew, and compressed, whenever they have grown by 16 MB.
    connection = duckdb.connect(config={**closed, "checkpoint_threshold": "1TB", **settings})
    connection.execute("SET enable_progress_bar = false")  # it would stand in the midst of a report
    return connection


def threads(most: int) -> str:
    """How many threads are of use for tables of up to so many rows; more would only wait, which takes CPU time too."""
    return str(min(os.cpu_count() or 1, 1 + most // _ROWS))


def _spelt(path: str) -> str:
    """A path as DuckDB takes it, in UTF-8 whatever the locale is; one that is not UTF-8 is empty: nothing spills."""
    try:
        return os.fsencode(path).decode("utf-8")
    except UnicodeDecodeError:
        return ""


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
    """The one SELECT that this SQL is; NotOneSelect if it is anything else, duckdb.Error if it cannot be parsed."""
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


@contextmanager
def bounded(connection: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """SQL of ours that runs for longer is interrupted (TooLong): the engine looks for that between two blocks of rows.

    A MemoryError if the guard cannot be started. SQL of strangers runs in :mod:`mostanad.validation.query_process`.
    """
    done = threading.Event()
    guard = threading.Thread(target=_guard, args=(connection, seconds, done), daemon=True)
    try:
        guard.start()
    except RuntimeError:  # no room for another thread; without its guard no query runs
        raise MemoryError("there is not enough memory to guard a query") from None
    try:
        yield
    except duckdb.InterruptException:
        raise TooLong(f"longer than {seconds:g} seconds") from None
    finally:
        done.set()
        guard.join()


def _guard(connection: duckdb.DuckDBPyConnection, seconds: float, done: threading.Event) -> None:
    """Interrupts, again and again: an interruption between two statements is lost."""
    wait = max(seconds, 0.01)
    while not done.wait(wait):
        connection.interrupt()
        wait = _EVERY
