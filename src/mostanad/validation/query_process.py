"""Runs the queries of fact checks. :func:`serve` is the program of a process that runs queries and does nothing else.

A query is one SELECT over the curated tables of a release, in which the first and the last day follow each date, and
over ``spans`` and ``on_lists``; ``facts`` and ``evidence`` are compiled only later. A query is foreign code: it runs
without files, network or settings, and with limits of time and memory. It can read nothing but the tables, neither the
clock nor random numbers, and so returns the same on any day.
"""

import faulthandler
import json
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from mostanad.evidence import sandbox
from mostanad.files.reading import shortened

#: The columns that a query returns.
COLUMNS = ("entity_id", "authority_id", "answer", "shown_by", "verdict")
#: The vocabularies of these columns, copied from the models, which this process does not load.
ANSWERS = ("yes", "no", "unsure")
VERDICTS = ("supported", "contradicted", "partly", "missing_context", "undecidable")
#: Memory limit for the tables and a query on them; nothing spills to disk.
MEMORY = "1GB"
#: Limit of the process's address space in bytes, where the system has one: the engine's own limit does not count all
#: the memory that a query needs.
ADDRESSES = 4 * 2**30
#: The most rows that a query may return, and the most bytes as JSON.
ROWS, BYTES = 100_000, 50_000_000

# Forbidden: functions of the clock, random numbers and the session; table functions, which read files and memory, or
# hide SQL; and the engine's own tables, which include its settings.
# Functions of times with a zone are allowed, although they are not CONSISTENT: the zone is fixed.
_OUTSIDE = """
SELECT lower(function_name) FROM duckdb_functions()
WHERE (stability <> 'CONSISTENT' AND NOT regexp_matches(array_to_string(parameter_types, ' '), 'TIMESTAMP(TZ| WITH)'))
   OR (function_type LIKE 'table%' AND function_name NOT IN ('unnest', 'range', 'generate_series', 'repeat'))
UNION ALL SELECT view_name FROM duckdb_views() WHERE internal AND schema_name <> 'information_schema'
"""
# These are forbidden too, but not in the engine's list: keywords, and other names for functions in that list.
_ALSO_OUTSIDE = (
    *("age", "ago", "current_time", "current_timestamp", "localtime", "localtimestamp", "current_localtime"),
    *("current_localtimestamp", "pg_conf_load_time", "pg_postmaster_start_time", "sample", "tablesample"),
    *("show", "describe", "information_schema"),
)
#: All forbidden names, once they were read from the engine.
_known: set[str] = set()
#: The line of an error, in a message of the engine.
_LINE = re.compile(r"^LINE (\d+): ", re.M)
#: Space and comments before the SELECT: if there are any, the engine does not report the line of an error.
_LEADING = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*", re.S)
_WORD = re.compile(rb'"?(\w+)')


class QueryError(ValueError):
    """A query without a valid result: the message, the code of the finding, and the 1-based line of the error.

    MST535: the query cannot be run; MST536: it does not return answers; MST539: it does not read the record. After a
    query that is ``too_large``, the process has too little memory for others.
    """

    def __init__(self, message: str, code: str = "MST535", line: int = 1, *, too_large: bool = False) -> None:
        super().__init__(message)
        self.code, self.line, self.too_large = code, line, too_large


class Outcome(NamedTuple):
    """A query's result: the verdict, and by entity and authority ("" for none) the answer and the ids that show it."""

    verdict: str
    answers: dict[tuple[str, str], tuple[str, frozenset[str]]]


def serve() -> None:
    """The program of the process: read queries and tables; write a line of JSON when ready, and one for each query.

    It ends after a query that filled the memory, and during one that exceeds its time limit.
    """
    incoming, out = sys.stdin.buffer, sys.stdout.buffer

    def say(reply: dict[str, Any]) -> None:
        encoded = json.dumps(reply).encode()
        if len(encoded) > BYTES:
            encoded = json.dumps(_error(QueryError(f"it returns more than {BYTES:,} bytes", "MST536"))).encode()
        out.write(encoded + b"\n")
        out.flush()

    _bound_addresses()
    given = json.loads(incoming.readline())
    tables = ((name, pa.ipc.open_stream(incoming).read_all()) for name in given["tables"])
    try:
        connection = open_tables(tables, given["memory"])
    except QueryError as error:
        say(_error(error))
        return
    say({})
    for query in given["queries"]:
        # Nothing else stops a call of a function that runs too long; and the process must not outlive its parent.
        faulthandler.dump_traceback_later(given["seconds"], exit=True)
        try:
            outcome = run(connection, query, given["broken"])
            reply: dict[str, Any] = {"verdict": None, "answers": []}
            if outcome is not None:
                answers = [[*who, answer, sorted(ids)] for who, (answer, ids) in outcome.answers.items()]
                reply = {"verdict": outcome.verdict, "answers": answers}
        except QueryError as error:
            reply = _error(error)
        faulthandler.cancel_dump_traceback_later()
        say(reply)
        if reply.get("too_large"):
            return


def _error(error: QueryError) -> dict[str, Any]:
    return {"error": str(error), "code": error.code, "line": error.line, "too_large": error.too_large}


def _bound_addresses() -> None:
    """Limit the address space. Windows has no such limit and macOS refuses it: only the engine's own limit is left."""
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = ADDRESSES if hard == resource.RLIM_INFINITY else min(ADDRESSES, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (most, most))


def open_tables(
    tables: Iterable[tuple[str, pa.Table]], memory: str = MEMORY, asked: Collection[str] = ()
) -> duckdb.DuckDBPyConnection:
    """A connection with the tables of a release that queries may read; raises QueryError if these are too large.

    The verdicts of fact checks are removed: a query that copied its own verdict would confirm any. If the texts of the
    queries are given (``asked``), tables that they do not name are left out.
    """
    # Each thread takes address space, and a second thread more CPU time than it saves.
    connection = sandbox.connect(memory_limit=memory, temp_directory="", threads="1")
    named = {"fact_checks"}.union(*map(words, asked))
    try:
        for name, table in tables:
            if not asked or name in named:
                sandbox.create(connection, name, table)
        connection.execute("UPDATE fact_checks SET verdict = NULL")
        connection.execute("SET TimeZone = 'UTC'")  # otherwise the time zone of the machine would count
    except (duckdb.OutOfMemoryException, MemoryError, pa.ArrowMemoryError):
        message = f"the tables need more memory than queries may use ({memory})"
        raise QueryError(message, too_large=True) from None
    sandbox.lock(connection)
    return connection


def run(connection: duckdb.DuckDBPyConnection, query: str, broken: Collection[str] = ()) -> Outcome | None:
    """Run a query on the tables of :func:`open_tables`; None if it was not run, because it reads a broken table.

    A query must return :data:`COLUMNS`: a row for each entity and authority (NULL for none), the ids that show the
    answer as a list or NULL, and the same verdict on each row. It must read a table besides ``fact_checks``, but not
    ``fact_check_answers``: a query that copied its answers would confirm any answer.

    Raises:
        QueryError: if it cannot be run, needs too much memory, or breaks these rules.
    """
    body = _LEADING.sub("", query, count=1)
    with _refusals(query.count("\n") - body.count("\n")):
        statement = sandbox.one_select(connection, body)
        # Before the engine plans the query: to plan it, the engine calls table functions, and some read any memory.
        if asked := sorted(words(body) & _outside(connection)):
            raise QueryError(f"it uses {', '.join(asked)}, which queries may not use")
        names = {name.lower() for name in connection.get_table_names(body)}
        if "fact_check_answers" in names:
            raise QueryError("it reads fact_check_answers, the answers that it must find")
        if names & set(broken):
            return None
        with sandbox.read_only(connection):
            cursor = connection.execute(statement)
            columns = tuple(column[0] for column in cursor.description)
            rows = cursor.fetchmany(ROWS + 1) if columns == COLUMNS else []
    if columns != COLUMNS:
        raise QueryError(f"it returns {short(', '.join(columns))} instead of {', '.join(COLUMNS)}", "MST536")
    try:
        outcome = _outcome(rows)
    except ValueError as error:
        raise QueryError(str(error), "MST536") from None
    if not names - {"fact_checks"}:
        raise QueryError("it reads no table" if not names else "it reads only fact_checks", "MST539")
    return outcome


def _outcome(rows: list[tuple[Any, ...]]) -> Outcome:
    """The rows as answers and a verdict; raises ValueError."""
    if not rows or len(rows) > ROWS:
        raise ValueError(f"it returns more than {ROWS:,} rows" if rows else "it returns no rows")
    answers: dict[tuple[str, str], tuple[str, frozenset[str]]] = {}
    for entity, authority, answer, shown_by, verdict in rows:
        if not isinstance(entity, str) or not isinstance(authority, str | None) or "" in (entity, authority):
            raise ValueError(f"{short(repr(entity))}, {short(repr(authority))} are not ids of entity and authority")
        for value, words in ((answer, ANSWERS), (verdict, VERDICTS)):
            if value not in words:
                raise ValueError(f"{short(repr(value))} is not one of {', '.join(words)}")
        if not isinstance(shown_by, list | tuple | None):
            raise ValueError(f"shown_by is {short(repr(shown_by))}, not a list of ids")
        if odd := [one for one in shown_by or () if not isinstance(one, str) or not one or " " in one]:
            raise ValueError(f"{short(repr(odd[0]))} in shown_by is not an id")
        who = entity, authority or ""
        if who in answers:
            raise ValueError(f"it answers twice for {who_of(*who)}")
        answers[who] = answer, frozenset(shown_by or ())
    verdicts = sorted({row[-1] for row in rows})
    if len(verdicts) > 1:
        raise ValueError(f"it returns several verdicts: {', '.join(verdicts)}")
    return Outcome(verdicts[0], answers)


def _outside(connection: duckdb.DuckDBPyConnection) -> set[str]:
    if not _known:
        _known.update(_ALSO_OUTSIDE, (name for (name,) in connection.execute(_OUTSIDE).fetchall()))
    return _known


def words(query: str) -> set[str]:
    """The names and keywords of a query, in lower case, without those in string literals and comments."""
    kinds = (duckdb.token_type.identifier, duckdb.token_type.keyword)
    content = query.encode()  # the engine counts bytes
    starts = [start for start, kind in duckdb.tokenize(query) if kind in kinds]
    return {match[1].decode().lower() for match in (_WORD.match(content, start) for start in starts) if match}


@contextmanager
def _refusals(before: int) -> Iterator[None]:
    """Raise errors of the engine as QueryErrors in one line; ``before``: how many lines precede the query."""
    try:
        yield
    except (QueryError, duckdb.InterruptException):
        raise
    except (duckdb.OutOfMemoryException, MemoryError):
        raise QueryError("it needs too much memory", too_large=True) from None
    except sandbox.NotOneSelect:
        raise QueryError("it is not one SELECT") from None
    # Besides the engine's own errors: Python may be unable to hold a value that the query returns.
    except (duckdb.Error, ValueError, OverflowError) as error:
        found = _LINE.search(str(error))
        message = short(next(iter(str(error).splitlines()), type(error).__name__))
        raise QueryError(message, line=before + (int(found[1]) if found else 1)) from None


def who_of(entity: str, authority: str) -> str:
    """The entity and the authority of an answer, for a message."""
    return f"{short(entity)} and {short(authority)}" if authority else f"{short(entity)} (no authority)"


def short(text: str) -> str:
    """Shorten a text to one line for a message."""
    return shortened(" ".join(text.split())).rstrip(". ") or "nothing"
