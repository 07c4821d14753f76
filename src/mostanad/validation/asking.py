"""Asks the queries of fact checks: those that come with mostanad here, as its rules; those of strangers elsewhere.

Queries of strangers run in a process of their own, so that one that brings it down costs one answer.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from subprocess import Popen
from time import monotonic
from typing import Any

import pyarrow as pa

from mostanad.evidence import sandbox
from mostanad.files.queries import Queries, read_queries
from mostanad.files.resources import data_root
from mostanad.validation import isolated, query_process
from mostanad.validation.query_process import Outcome, QueryError

#: For how long one query may run.
SECONDS = 60.0

_PROGRAM = "from mostanad.validation.query_process import serve; serve()"


@contextmanager
def started(asked: Queries) -> Iterator[Asking | Here]:
    """What runs these queries; a process gets ready beside other work, and is over when the block is."""
    if not asked.problems and asked.texts.items() <= read_queries(data_root()).texts.items():
        yield Here(asked)
    else:
        with ExitStack() as stack:
            yield Asking(stack)


class Here:
    """Runs queries that come with mostanad in this process; as :class:`Asking`."""

    def __init__(self, asked: Queries) -> None:
        self._asked = asked.texts.values()

    def about(self, tables: Mapping[str, pa.Table], broken: Collection[str] = ()) -> None:
        """As :meth:`Asking.about`."""
        self._connection, self._broken = query_process.open_tables(tables.items(), asked=self._asked), broken

    def run(self, query: str) -> Outcome | None:
        """As :meth:`Asking.run`."""
        try:
            with sandbox.bounded(self._connection, SECONDS):
                return query_process.run(self._connection, query, self._broken)
        except sandbox.TooLong:
            raise QueryError(f"it runs for longer than {SECONDS:g} seconds") from None


class Asking:
    """The process that runs queries, one after the other; after one that it did not survive there is another."""

    def __init__(self, stack: ExitStack) -> None:
        """What is started ends with the stack."""
        self._stack = stack
        self._process: Popen[bytes] | None = self._started()
        self._tables: Mapping[str, pa.Table] = {}
        self._broken: Collection[str] = ()

    def about(self, tables: Mapping[str, pa.Table], broken: Collection[str] = ()) -> None:
        """Give it the typed tables; errors of some (broken) keep off queries that read them. Raises QueryError."""
        self._tables, self._broken = tables, broken
        self._give()

    def run(self, query: str) -> Outcome | None:
        """What a query says; None: it reads a broken table, and was not run. Raises QueryError."""
        if self._process is None:
            self._process = self._started()
            self._give()
        start = monotonic()
        reply = self._exchange([_line({"query": query, "seconds": SECONDS})])
        if reply is None:
            long = monotonic() - start >= SECONDS
            raise QueryError(f"it runs for longer than {SECONDS:g} seconds" if long else "it needs too much memory")
        if "error" in reply:
            raise QueryError(reply["error"], reply["code"], reply["line"])
        answers = {(entity, authority): (answer, frozenset(ids)) for entity, authority, answer, ids in reply["answers"]}
        return Outcome(reply["verdict"], answers) if answers else None

    def _started(self) -> Popen[bytes]:
        self._stack.close()
        return self._stack.enter_context(isolated.python(_PROGRAM))

    def _give(self) -> None:
        reply = self._exchange(self._given())
        if reply is None or "error" in reply:
            raise QueryError(reply["error"] if reply else "the process that runs queries ended before them")

    def _given(self) -> Iterator[bytes]:
        yield _line({"memory": query_process.MEMORY, "broken": sorted(self._broken), "tables": list(self._tables)})
        for table in self._tables.values():
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, table.schema) as writer:
                writer.write_table(table)
            yield sink.getvalue()

    def _exchange(self, said: Any) -> Any:
        """What it answers; None if it ended instead."""
        assert self._process is not None
        incoming, out = self._process.stdin, self._process.stdout
        assert incoming is not None
        assert out is not None
        with suppress(OSError):  # it takes no more: what it said last is read all the same
            incoming.writelines(said)
            incoming.flush()
        line = out.readline()
        reply = json.loads(line) if line.endswith(b"\n") else None
        if reply is None or reply.get("too_large"):
            self._process = None
        return reply


def _line(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said).encode() + b"\n"
