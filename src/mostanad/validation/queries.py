"""Runs the queries of fact checks, in a process of its own that does nothing else: :func:`serve` is its program.

A query is one SELECT over the curated tables as a release has them, with the first and the last day behind each date;
not over ``facts`` and ``evidence``, which are compiled of a package only after its queries ran. It is foreign code: it
runs without files, network or settings, within bounds of time and memory, and asks neither the clock nor chance nor
anything else but the tables, so that it says the same on any day.
"""

from __future__ import annotations

import faulthandler
import json
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any, BinaryIO, NamedTuple

import duckdb
import pyarrow as pa

from mostanad.evidence import sandbox

#: The columns that a query returns.
COLUMNS = ("entity_id", "authority_id", "answer", "shown_by", "verdict")
#: Their words, as in the models, which this process does not load.
ANSWERS = ("yes", "no", "unsure")
VERDICTS = ("supported", "contradicted", "partly", "undecidable")
#: How much memory the tables and a query on them may use; nothing is written to disk instead.
MEMORY = "1GB"
#: How many bytes of addresses the process may have (where the system has such a bound): not all that a query needs is
#: counted in the engine's own bound.
ADDRESSES = 4 * 2**30
#: How many rows a query may return, and how many bytes as JSON.
ROWS, BYTES = 100_000, 50_000_000
_SHOWN = 200

# The clock, chance and the session; functions in the place of tables: these read files and memory, or hide SQL; and the
# engine's own tables, among them its settings.
_OUTSIDE = """
SELECT lower(function_name) FROM duckdb_functions()
WHERE stability <> 'CONSISTENT'
   OR (function_type LIKE 'table%' AND function_name NOT IN ('unnest', 'range', 'generate_series', 'repeat'))
UNION ALL SELECT view_name FROM duckdb_views() WHERE internal AND schema_name <> 'information_schema'
"""
# These too, though the engine's list does not say so: keywords, and names for the functions of that list.
_ALSO_OUTSIDE = (
    *("age", "ago", "current_time", "current_timestamp", "localtime", "localtimestamp", "current_localtime"),
    *("current_localtimestamp", "pg_conf_load_time", "pg_postmaster_start_time", "sample", "tablesample"),
    *("show", "describe", "information_schema"),
)
#: Where the engine stopped.
_LINE = re.compile(r"^LINE (\d+): ", re.M)
#: What stands before the SELECT: the engine forgets where it stopped if there is any.
_LEADING = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*", re.S)
_WORD = re.compile(rb'"?(\w+)')


class QueryError(ValueError):
    """A query that cannot be run, with the code of the finding and the line, 1-based, at which the engine stopped."""

    code = "MST535"
    line = 1


class TooMuchMemory(QueryError):
    """A query after which the process has too little memory for others."""


class AnswerError(QueryError):
    """A query that returns something else than answers, what shows them, and a verdict; the message says what."""

    code = "MST536"


class NothingAsked(QueryError):
    """A query that says the same whatever the record holds."""

    code = "MST539"


class Answered(NamedTuple):
    """What a query says of one that is asked about, and the ids of the rows that show it."""

    answer: str
    shown_by: frozenset[str] = frozenset()


class Outcome(NamedTuple):
    """What a query says: its verdict, and the answer for each entity and authority ("" if none is asked about)."""

    verdict: str
    answers: dict[tuple[str, str], Answered]


def serve() -> None:
    """The program of the process: tables come in, and then queries; what each says goes out, a line of JSON each.

    It ends when nothing more comes in, after a query that filled the memory, and within one that runs for too long.
    """
    incoming, out = sys.stdin.buffer, sys.stdout.buffer

    def say(reply: dict[str, Any]) -> None:
        encoded = json.dumps(reply).encode()
        if len(encoded) > BYTES:
            encoded = json.dumps(_error(AnswerError(f"it returns more than {BYTES:,} bytes"))).encode()
        out.write(encoded + b"\n")
        out.flush()

    _bound_addresses()
    given = json.loads(incoming.readline())
    try:
        connection = open_tables(_received(incoming, given["tables"]), given["memory"])
    except QueryError as error:
        say(_error(error))
        return
    say({})
    for line in incoming:
        asked = json.loads(line)
        # Nothing else ends one call of a function; and the process must not outlive the one that asks.
        faulthandler.dump_traceback_later(asked["seconds"], exit=True)
        reply = _reply(connection, asked["query"], given["broken"])
        faulthandler.cancel_dump_traceback_later()
        say(reply)
        if reply.get("over"):
            return


def _received(incoming: BinaryIO, names: Iterable[str]) -> Iterator[tuple[str, pa.Table]]:
    """Each table: the number of its bytes on a line, then these."""
    for name in names:
        yield name, pa.ipc.open_stream(incoming.read(int(incoming.readline()))).read_all()


def _reply(connection: duckdb.DuckDBPyConnection, query: str, broken: Collection[str]) -> dict[str, Any]:
    try:
        outcome = run(connection, query, broken)
    except QueryError as error:
        return _error(error)
    if outcome is None:
        return {"broken": True}
    answers = [[*who, said.answer, sorted(said.shown_by)] for who, said in outcome.answers.items()]
    return {"verdict": outcome.verdict, "answers": answers}


def _error(error: QueryError) -> dict[str, Any]:
    over = isinstance(error, TooMuchMemory)
    return {"error": str(error), "code": error.code, "line": error.line, "over": over}


def _bound_addresses() -> None:
    """Not on Windows, and on macOS it is refused: there the engine's own bound is left."""
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = ADDRESSES if hard == resource.RLIM_INFINITY else min(ADDRESSES, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (most, most))


def open_tables(tables: Iterable[tuple[str, pa.Table]], memory: str = MEMORY) -> duckdb.DuckDBPyConnection:
    """A connection with the curated tables, as a release has them; raises QueryError if they need too much memory.

    Without the verdicts of fact checks: a query that copied its own would confirm whatever stands there.
    """
    # Each thread takes addresses, and a machine may have many.
    connection = sandbox.connect(memory_limit=memory, temp_directory="", threads="2")
    try:
        for name, table in tables:
            sandbox.create(connection, name, table)
        connection.execute("UPDATE fact_checks SET verdict = NULL")
        connection.execute("SET TimeZone = 'UTC'")  # else a time with a zone would be the machine's
    except (duckdb.OutOfMemoryException, MemoryError, pa.ArrowMemoryError):
        raise TooMuchMemory(f"the tables need more memory than queries may use ({memory})") from None
    sandbox.lock(connection)
    return connection


def run(connection: duckdb.DuckDBPyConnection, query: str, broken: Collection[str] = ()) -> Outcome | None:
    """What a query on the tables of :func:`open_tables` says; None: it reads a broken table, and was not run.

    Raises:
        QueryError: if it is not one SELECT, does not run, needs too much memory, or asks for what is not in the tables;
            also if it reads ``fact_check_answers``: a query that copied its answers would confirm any answer.
        AnswerError: if it returns something else than :data:`COLUMNS`, a row for each person or thing and authority
            (NULL for none), the ids that show the answer as a list or NULL, and on each row the same verdict.
        NothingAsked: if it reads no table, or only ``fact_checks``.
    """
    leading = _LEADING.match(query)
    body = query[leading.end() :] if leading else query
    with _refusals(query.count("\n") - body.count("\n")):
        statement = _admitted(connection, body)
        names = {name.lower() for name in connection.get_table_names(body)}
        if "fact_check_answers" in names:
            raise QueryError("it reads fact_check_answers, the answers that it is to give")
        if names & set(broken):
            return None
        with sandbox.read_only(connection):
            cursor = connection.execute(statement)
            columns = tuple(column[0] for column in cursor.description)
            rows = cursor.fetchmany(ROWS + 1) if columns == COLUMNS else []
    if columns != COLUMNS:
        raise AnswerError(f"it returns {short(', '.join(columns))} instead of {', '.join(COLUMNS)}")
    outcome = _outcome(rows)
    if not names - {"fact_checks"}:
        raise NothingAsked("it reads no table" if not names else "it reads no table but fact_checks")
    return outcome


def _outcome(rows: list[tuple[Any, ...]]) -> Outcome:
    """The rows as answers and a verdict; raises AnswerError."""
    if not rows:
        raise AnswerError("it returns no rows")
    if len(rows) > ROWS:
        raise AnswerError(f"it returns more than {ROWS} rows")
    answers: dict[tuple[str, str], Answered] = {}
    for entity, authority, answer, shown_by, verdict in rows:
        if not isinstance(entity, str) or not isinstance(authority, str | None) or "" in (entity, authority):
            raise AnswerError(f"{short(repr(entity))}, {short(repr(authority))} is no entity and authority")
        for value, words in ((answer, ANSWERS), (verdict, VERDICTS)):
            if value not in words:
                raise AnswerError(f"{short(repr(value))} is not one of {', '.join(words)}")
        if (entity, authority or "") in answers:
            raise AnswerError(f"it answers twice for {who_of(entity, authority or '')}")
        answers[entity, authority or ""] = Answered(answer, _ids(shown_by))
    verdicts = sorted({row[-1] for row in rows})
    if len(verdicts) > 1:
        raise AnswerError(f"it returns several verdicts: {', '.join(verdicts)}")
    return Outcome(verdicts[0], answers)


def _ids(cell: Any) -> frozenset[str]:
    """The rows that show an answer: a list of ids, or NULL; raises AnswerError."""
    if cell is None:
        return frozenset()
    if not isinstance(cell, list | tuple):
        raise AnswerError(f"shown_by is {short(repr(cell))} and no list of ids")
    for item in cell:
        if not isinstance(item, str) or not item or " " in item:
            raise AnswerError(f"{short(repr(item))} in shown_by is no id")
    return frozenset(cell)


def _admitted(connection: duckdb.DuckDBPyConnection, query: str) -> duckdb.Statement:
    """The query, if it is one SELECT that asks the tables only; else QueryError.

    It is looked at before the engine plans it, which calls functions in the place of tables: some read any memory.
    """
    statement = sandbox.one_select(connection, query)
    if asked := sorted(_words(query) & _outside()):
        raise QueryError(f"it asks for what is not in the tables: {', '.join(asked)}")
    return statement


@cache
def _outside() -> frozenset[str]:
    with sandbox.connect() as connection:
        return frozenset(name for (name,) in connection.execute(_OUTSIDE).fetchall()).union(_ALSO_OUTSIDE)


def _words(query: str) -> set[str]:
    """The names and keywords of a query, in lower case, without what stands in texts and comments."""
    kinds = (duckdb.token_type.identifier, duckdb.token_type.keyword)
    content = query.encode()  # the engine counts bytes
    starts = [start for start, kind in duckdb.tokenize(query) if kind in kinds]
    return {match[1].decode().lower() for match in (_WORD.match(content, start) for start in starts) if match}


@contextmanager
def _refusals(before: int) -> Iterator[None]:
    """What the engine says of a query, in one line, and of which line it says so, behind those before the query."""
    try:
        yield
    except (QueryError, duckdb.InterruptException):
        raise
    except (duckdb.OutOfMemoryException, MemoryError):
        raise TooMuchMemory("it needs too much memory") from None
    except sandbox.NotOneSelect:
        raise QueryError("it is not one SELECT") from None
    # Beside the engine's own errors: what it returns may be more than Python can hold.
    except (duckdb.Error, ValueError, OverflowError) as error:
        refused = QueryError(short(next(iter(str(error).splitlines()), type(error).__name__)))
        found = _LINE.search(str(error))
        refused.line = before + (int(found[1]) if found else 1)
        raise refused from None


def who_of(entity: str, authority: str) -> str:
    """Who is asked about, for a message."""
    return f"{short(entity)} and {short(authority)}" if authority else f"{short(entity)} (no authority)"


def short(text: str) -> str:
    """A text for a message, in one line and not too long."""
    text = " ".join(text.split())
    return (text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}...").rstrip(". ") or "nothing"
