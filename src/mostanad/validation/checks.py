"""Checks: each query is run again, and must say what its check says: the same answers, shown by the same rows.

A query is one SELECT over the curated tables as a release has them, with the first and the last day behind each date.
``facts`` and ``evidence`` are not among them: they are compiled of a package that was found sound, so that a query
that read them could be run on a release only, and not where the check is written. It is foreign code: it runs without
files, network or settings, within bounds of time and memory, and asks neither the clock nor chance nor anything else
but the tables, so that it says the same on any day.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

import duckdb
import pyarrow as pa

from mostanad.evidence import sandbox
from mostanad.models import TABLES
from mostanad.models.vocabularies import Answer, Verdict
from mostanad.package.tables import Table
from mostanad.package.typed import arrow_tables
from mostanad.validation.catalogue import CODES
from mostanad.validation.findings import Finding
from mostanad.validation.places import finder

#: The columns that a query returns.
COLUMNS = ("entity_id", "authority_id", "answer", "shown_by", "verdict")
#: For how long one query may run.
SECONDS = 60.0
#: For how long all queries of a package together may run; the others are not run.
ALL_SECONDS = 180.0
#: How much memory all queries together may use; nothing is written to disk instead.
MEMORY = "1GB"
#: How many rows a query may return.
ROWS = 100_000
_SHOWN = 200
#: How many ids a message names.
_NAMED = 10

# The clock, chance and the session; and functions in the place of tables: these read files and memory, or hide SQL.
_OUTSIDE = """
SELECT lower(function_name) FROM duckdb_functions()
WHERE stability <> 'CONSISTENT'
   OR (function_type LIKE 'table%' AND function_name NOT IN ('unnest', 'range', 'generate_series', 'repeat'))
"""
# These too, though the engine's list does not say so: keywords, and names for the functions of that list.
_ALSO_OUTSIDE = (
    *("age", "ago", "current_time", "current_timestamp", "localtime", "localtimestamp", "current_localtime"),
    *("current_localtimestamp", "pg_conf_load_time", "pg_postmaster_start_time", "sample", "tablesample"),
)
# One call of these goes on for hours, or makes gigabytes of a number, and cannot be interrupted.
_ENDLESS = frozenset(
    {
        *("lpad", "rpad", "printf", "format", "bitstring", "list_resize", "array_resize", "levenshtein", "editdist3"),
        *("damerau_levenshtein", "jaccard", "jaro_similarity", "jaro_winkler_similarity", "hamming", "mismatches"),
    }
)
_WORD = re.compile(rb'"?(\w+)')

Record = Mapping[str, str]


class QueryError(ValueError):
    """A query that cannot be run; the message says why."""


class AnswerError(ValueError):
    """A query that returns something else than answers, what shows them, and a verdict; the message says what."""


@dataclass(frozen=True)
class Answered:
    """What the query of a check says of one that is asked about.

    Attributes:
        answer: the answer.
        shown_by: the ids of the rows that show it.
    """

    answer: str
    shown_by: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Outcome:
    """What the query of a check says.

    Attributes:
        verdict: the verdict.
        answers: the answer for each entity and authority; without an authority: an empty string.
    """

    verdict: str
    answers: dict[tuple[str, str], Answered]


@dataclass(frozen=True)
class Problem:
    """A check that does not follow from the tables: the code of the finding, the cell to blame, what is wrong."""

    code: str
    table: str
    row_id: str
    field: str
    value: str
    message: str


def open_tables(tables: Mapping[str, pa.Table]) -> duckdb.DuckDBPyConnection:
    """A connection for queries of checks: the curated tables, as a release has them, and nothing else.

    Only the verdicts in ``checks`` are left out: a query that copied its own would bear out whatever stands there.

    Raises:
        QueryError: if the tables need more memory than all queries may use.
    """
    connection = sandbox.connect(memory_limit=MEMORY, temp_directory="")
    try:
        for name in TABLES:
            sandbox.create(connection, name, tables[name])
        connection.execute("UPDATE checks SET verdict = NULL")
    except duckdb.OutOfMemoryException:
        connection.close()
        raise QueryError(f"the tables need more memory than queries may use ({MEMORY})") from None
    sandbox.lock(connection)
    return connection


def check(
    tables: Mapping[str, Table],
    lines: Mapping[str, list[str]],
    broken: Collection[str],
    typed: Mapping[str, pa.Table] | None = None,
) -> Iterator[Finding | str]:
    """Hold every check of a package against what its query says.

    Args:
        tables: the tables as text; those that are broken, empty.
        lines: the lines of each table's file.
        broken: the tables whose errors keep off queries that read them.
        typed: the tables with types, where somebody has them already.

    Yields:
        findings; and, as text, which queries were not run.
    """
    if {"checks", "check_items"} & set(broken):
        yield "queries of checks"
        return
    if not tables["checks"].rows:
        return
    place = finder(tables, lines)
    try:
        connection = open_tables(typed or arrow_tables(tables))
    except QueryError as error:
        first = tables["checks"].rows[0][0]
        message = f"no query of a check can be run: {error}"
        yield CODES["MST535"].at(*place("checks", first, "query"), first, message)
        return
    with connection:
        for found in problems(connection, tables["checks"].records(), tables["check_items"].records(), broken):
            if isinstance(found, str):
                yield f"query of {found}"
            else:
                where = place(found.table, found.row_id, found.field)
                yield CODES[found.code].at(*where, found.value, found.message)


def problems(
    connection: duckdb.DuckDBPyConnection,
    checks: Iterable[Record],
    items: Iterable[Record],
    broken: Collection[str] = (),
) -> Iterator[Problem | str]:
    """Run the query of each check and compare.

    Args:
        connection: of :func:`open_tables`.
        checks: rows of the table, an empty cell as empty text.
        items: rows of ``check_items``, likewise.
        broken: tables that a query must not read.

    Yields:
        what is wrong; and the id of each check whose query was not run because it reads a broken table.
    """
    asked: dict[str, list[Record]] = {}
    for item in items:
        asked.setdefault(item["check_id"], []).append(item)
    end = monotonic() + ALL_SECONDS
    for row in checks:
        check_id = row["check_id"]
        try:
            if monotonic() > end:
                raise QueryError(f"those before it ran for {ALL_SECONDS:g} seconds, which is for all together")
            if tables_of(connection, row["query"]) & set(broken):
                yield check_id
                continue
            outcome = run(connection, row["query"])
        except QueryError as error:
            message = f"the query of {check_id} cannot be run: {error}"
            yield Problem("MST535", "checks", check_id, "query", check_id, message)
        except AnswerError as error:
            message = f"the query of {check_id} gives no answers: {error}"
            yield Problem("MST536", "checks", check_id, "query", check_id, message)
        else:
            yield from _compared(row, asked.get(check_id, []), outcome)


def tables_of(connection: duckdb.DuckDBPyConnection, query: str) -> set[str]:
    """The tables that a query reads.

    Raises:
        QueryError: if it is not one SELECT, reads another table, or asks for what is not in the tables; also if it
            reads ``check_items``, because a query that copied its own answers would bear out whatever stands there.
    """
    with _refusals():
        _admitted(connection, query)
        with sandbox.bounded(connection, SECONDS, _short(query)):
            names = {name.lower() for name in connection.get_table_names(query)}
    if "check_items" in names:
        raise QueryError("it reads check_items, the answers that it is to give")
    return names


def run(connection: duckdb.DuckDBPyConnection, query: str) -> Outcome:
    """Run the query of a check.

    Args:
        connection: of :func:`open_tables`.
        query: one SELECT that returns :data:`COLUMNS`, one row for each person or thing and authority asked about
            (NULL for no authority), the ids that show the answer as a list (or NULL), and on each row the same verdict.

    Raises:
        QueryError: if it is not one SELECT, does not run, runs for longer than :data:`SECONDS`, needs too much memory,
            or asks for what is not in the tables.
        AnswerError: if it returns something else.
    """
    with _refusals():
        statement = _admitted(connection, query)
        with sandbox.read_only(connection), sandbox.bounded(connection, SECONDS, _short(query)):
            cursor = connection.execute(statement)
            columns = tuple(column[0] for column in cursor.description)
            rows = cursor.fetchmany(ROWS + 1) if columns == COLUMNS else []
    if columns != COLUMNS:
        raise AnswerError(f"it returns {_short(', '.join(columns))} instead of {', '.join(COLUMNS)}")
    return _outcome(rows)


def _outcome(rows: list[tuple[Any, ...]]) -> Outcome:
    """The rows as answers and a verdict; raises AnswerError."""
    if not rows:
        raise AnswerError("it returns no rows")
    if len(rows) > ROWS:
        raise AnswerError(f"it returns more than {ROWS} rows")
    answers: dict[tuple[str, str], Answered] = {}
    for entity, authority, answer, shown_by, verdict in rows:
        if not isinstance(entity, str) or not isinstance(authority, str | None) or "" in (entity, authority):
            raise AnswerError(f"{_short(repr(entity))}, {_short(repr(authority))} is no entity and authority")
        for value, words in ((answer, Answer), (verdict, Verdict)):
            if value not in list(words):
                raise AnswerError(f"{_short(repr(value))} is not one of {', '.join(words)}")
        if (entity, authority or "") in answers:
            raise AnswerError(f"it answers twice for {_who(entity, authority or '')}")
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
        raise AnswerError(f"shown_by is {_short(repr(cell))} and no list of ids")
    for item in cell:
        if not isinstance(item, str) or not item or " " in item:
            raise AnswerError(f"{_short(repr(item))} in shown_by is no id")
    return frozenset(cell)


def _compared(check: Record, items: list[Record], outcome: Outcome) -> Iterator[Problem]:
    """Where a check and its items say something else than the query."""
    name = check["check_id"]
    missing = dict(outcome.answers)
    for item in items:
        key = (item["entity_id"], item["authority_id"])
        missing.pop(key, None)
        found = outcome.answers.get(key)
        if found is None:
            message = f"{name} answers {item['answer']} for {_who(*key)}, and its query answers nothing"
            yield Problem("MST537", "check_items", item["item_id"], "entity_id", item["entity_id"], message)
        else:
            yield from _differences(name, item, found)
    for key, found in sorted(missing.items()):
        message = f"{name} answers nothing for {_who(*key)}, and its query answers {found.answer}"
        yield Problem("MST537", "checks", name, "check_id", key[0], message)
    if outcome.verdict != check["verdict"]:
        message = f"the verdict of {name} is {check['verdict']}, and that of its query {outcome.verdict}"
        yield Problem("MST538", "checks", name, "verdict", check["verdict"], message)


def _differences(check_id: str, item: Record, found: Answered) -> Iterator[Problem]:
    """Where an item gives another answer than the query, or shows it by other rows."""
    who = _who(item["entity_id"], item["authority_id"])
    if found.answer != item["answer"]:
        message = f"{check_id} answers {item['answer']} for {who}, and its query answers {found.answer}"
        yield Problem("MST537", "check_items", item["item_id"], "answer", item["answer"], message)
    given = frozenset(item["shown_by"].split())
    if given != found.shown_by:
        sides = (("missing", found.shown_by - given), ("too many", given - found.shown_by))
        rows = "; ".join(f"{what}: {_listed(ids)}" for what, ids in sides if ids)
        message = f"{check_id} shows its answer for {who} by other rows than its query; {rows}"
        yield Problem("MST537", "check_items", item["item_id"], "shown_by", item["shown_by"], message)


def _listed(ids: frozenset[str]) -> str:
    """Ids in order; of many the first."""
    first = " ".join(_short(name) for name in sorted(ids)[:_NAMED])
    return first if len(ids) <= _NAMED else f"{first} and {len(ids) - _NAMED} more"


def _who(entity: str, authority: str) -> str:
    return f"{_short(entity)} and {_short(authority)}" if authority else f"{_short(entity)} (no authority)"


def _admitted(connection: duckdb.DuckDBPyConnection, query: str) -> duckdb.Statement:
    """The query, if it is one SELECT that asks the tables only; else QueryError.

    It is looked at before the engine plans it, which calls functions in the place of tables: some read any memory.
    """
    statement = sandbox.one_select(connection, query)
    words = _words(query)
    if endless := sorted(words & _ENDLESS):
        raise QueryError(f"it uses what cannot be stopped: {', '.join(endless)}")
    outside = sorted(words & _outside(connection))
    if outside:
        raise QueryError(f"it asks for what is not in the tables: {', '.join(outside)}")
    return statement


def _outside(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The words by which SQL asks for what is not in the tables."""
    return {name for (name,) in connection.execute(_OUTSIDE).fetchall()}.union(_ALSO_OUTSIDE)


def _words(query: str) -> set[str]:
    """The names and keywords of a query, in lower case, without what stands in texts and comments."""
    kinds = (duckdb.token_type.identifier, duckdb.token_type.keyword)
    content = query.encode()  # the engine counts bytes
    starts = [start for start, kind in duckdb.tokenize(query) if kind in kinds]
    return {match[1].decode().lower() for match in (_WORD.match(content, start) for start in starts) if match}


@contextmanager
def _refusals() -> Iterator[None]:
    """What the engine says of a query, in one line."""
    try:
        yield
    except QueryError:
        raise
    except sandbox.TooLong as error:
        raise QueryError(f"it runs for {error}") from None
    except sandbox.NotOneSelect:
        raise QueryError("it is not one SELECT") from None
    # Beside the engine's own errors: what it returns may be more than Python can hold.
    except (duckdb.Error, ValueError, OverflowError) as error:
        raise QueryError(_short(next(iter(str(error).splitlines()), type(error).__name__))) from None


def _short(text: str) -> str:
    text = " ".join(text.split())
    return (text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}...").rstrip(". ") or "nothing"
