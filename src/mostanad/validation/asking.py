"""Runs the queries of fact checks. Queries that ship with mostanad run in this process, as its rules do.

Other queries run in a process of their own. If a query crashes that process, only its own answer is lost.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from subprocess import Popen
from time import monotonic
from typing import Any

import pyarrow as pa

from mostanad.evidence import sandbox
from mostanad.files.queries import Queries, read_queries
from mostanad.files.resources import data_root
from mostanad.validation import isolated, query_process
from mostanad.validation.query_process import Outcome, QueryError

#: Time limit of one query, in seconds.
SECONDS = 60.0

_PROGRAM = "from mostanad.validation.query_process import serve; serve()"
#: The outcome of a query; None if it was not run because it reads a broken table; or the error that it ended with.
Answer = Outcome | QueryError | None
Tables = Mapping[str, pa.Table]


def answers(queries: Queries, names: Iterable[str], tables: Tables, broken: Collection[str] = ()) -> Iterator[Answer]:
    """Run the named queries on typed tables, and yield their answers in order. Queries that read a ``broken`` table are
    not run. Raises QueryError if no query can be run on the tables."""
    is_ours = not queries.problems and queries.texts.items() <= read_queries(data_root()).texts.items()
    return (_here if is_ours else _elsewhere)([queries.texts[name] for name in names], tables, broken)


def _here(texts: Sequence[str], tables: Tables, broken: Collection[str]) -> Iterator[Answer]:
    connection = query_process.open_tables(tables.items(), asked=texts)
    for text in texts:
        answer: Answer
        try:
            with sandbox.bounded(connection, SECONDS):
                answer = query_process.run(connection, text, broken)
        except sandbox.TooLong:
            answer = _too_long()
        except QueryError as error:
            answer = error
        yield answer


def _elsewhere(texts: Sequence[str], tables: Tables, broken: Collection[str]) -> Iterator[Answer]:
    """Run the queries in a process. If a query ends it, start another process for the remaining queries."""
    while texts:
        with isolated.python(_PROGRAM) as process:
            assert process.stdin is not None
            with suppress(OSError):  # the process ended; its last reply is still read
                process.stdin.writelines(_given(texts, tables, broken))
                process.stdin.close()
            said, begun = _said(process), monotonic()
            if said is None or "error" in said:
                raise QueryError(said["error"] if said else "the process that runs the queries ended before it ran any")
            while texts and said is not None and not said.get("too_large"):
                said, texts = _said(process), texts[1:]
                seconds, begun = monotonic() - begun, monotonic()
                yield _answer(said, seconds)


def _given(texts: Sequence[str], tables: Tables, broken: Collection[str]) -> Iterator[bytes]:
    bounds = {"memory": query_process.MEMORY, "seconds": SECONDS}
    head = {"queries": texts, "broken": sorted(broken), "tables": list(tables), **bounds}
    yield json.dumps(head).encode() + b"\n"
    for table in tables.values():
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        yield sink.getvalue()


def _said(process: Popen[bytes]) -> Any:
    """The next reply of a process; None if it ended instead."""
    assert process.stdout is not None
    line = process.stdout.readline()
    return json.loads(line) if line.endswith(b"\n") else None


def _answer(said: Any, seconds: float) -> Answer:
    if said is None:  # 0.9: it starts a query shortly before its reply to the last one is read here
        return _too_long() if seconds > 0.9 * SECONDS else QueryError("it needs too much memory")
    if "error" in said:
        return QueryError(said["error"], said["code"], said["line"])
    found = {(entity, authority): (answer, frozenset(ids)) for entity, authority, answer, ids in said["answers"]}
    return Outcome(said["verdict"], found) if found else None


def _too_long() -> QueryError:
    return QueryError(f"it runs for longer than {SECONDS:g} seconds")
