"""DuckDB connections that cannot do harm: SQL of others reads their tables, and does nothing else."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import duckdb
import pyarrow as pa

#: How much memory the process may hold while a query of others runs; at twice as much it is the last resort.
RESIDENT = 4 * 2**30
#: For how long a query may go on after it was interrupted.
GRACE = 10.0
_EVERY = 0.1
_STATM = Path("/proc/self/statm")
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


class TooLong(Exception):
    """SQL that ran for longer than it may."""


class NotOneSelect(ValueError):
    """SQL that is anything but one SELECT."""


def connect(**settings: str) -> duckdb.DuckDBPyConnection:
    """An empty connection in memory that sees no objects of Python; fill it, then :func:`lock` it.

    Args:
        settings: more settings of DuckDB, such as ``memory_limit``.
    """
    closed = {"python_enable_replacements": "false", "autoinstall_known_extensions": "false"}
    connection = duckdb.connect(config={**closed, **settings})
    connection.execute("SET enable_progress_bar = false")  # it would stand in the midst of a report
    return connection


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


@contextmanager
def bounded(connection: duckdb.DuckDBPyConnection, seconds: float, what: str = "a query") -> Iterator[None]:
    """What runs for too long, or fills the memory beside the engine's own bound, is interrupted.

    The engine looks for an interruption between two blocks of rows only, so that one call of a function can go on. If
    it does, :data:`last_resort` is called, which a program that does nothing else may set to its own end.

    Args:
        connection: what runs it.
        seconds: how long it may run.
        what: what runs, for the last resort.

    Raises:
        TooLong: if it was interrupted.
        MemoryError: if the guard cannot be started.
    """
    done = threading.Event()
    guard = threading.Thread(target=_guard, args=(connection, seconds, what, done), daemon=True)
    try:
        guard.start()
    except RuntimeError:  # no room for another thread; without its guard no query runs
        raise MemoryError("there is not enough memory to guard a query") from None
    try:
        yield
    except duckdb.InterruptException:
        raise TooLong(f"longer than {seconds:g} seconds, or needs too much memory") from None
    finally:
        done.set()
        guard.join()


def _guard(connection: duckdb.DuckDBPyConnection, seconds: float, what: str, done: threading.Event) -> None:
    start = monotonic()
    while not done.wait(min(_EVERY, max(seconds - (monotonic() - start), 0.01))):
        ran, used = monotonic() - start, _resident()
        if ran >= seconds or used > RESIDENT:
            connection.interrupt()
        if ran >= seconds + GRACE or used > 2 * RESIDENT:
            last_resort(what)


def _resident() -> int:
    """The bytes of memory that this process holds; 0 where the system does not say so in a file."""
    try:
        return int(_STATM.read_bytes().split()[1]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0


def _nothing(what: str) -> None:
    """A library does not end the program that it is part of."""


#: What is called with a word on the query if it does not stop; again and again until it does.
last_resort: Callable[[str], None] = _nothing
