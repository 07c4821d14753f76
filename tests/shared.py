"""What is made once in a run of the tests, by the worker of pytest-xdist that needs it first."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import mostanad
from mostanad.evidence.spans import READ, arrow_spans
from mostanad.files.locks import alone
from mostanad.releases.compile import compile_reasons

ROOT = Path(__file__).parents[1]

_made: dict[tuple[str, float | None, bytes], Any] = {}


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder of all workers, which one of them makes; not to be changed."""
    base = factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared" / name
    shared.mkdir(parents=True, exist_ok=True)
    with alone(shared, seconds=600):
        if not (shared / "made").exists():
            make(shared / "in-the-making")
            (shared / "in-the-making").rename(shared / "made")
    return shared / "made"


def release_of_this_tree(factory: pytest.TempPathFactory) -> Path:
    """The release that is built of the checkout, with all forms."""
    folder = once(factory, "releases", lambda folder: mostanad.build(ROOT, folder))
    (release,) = folder.iterdir()
    return release


def spans(tables: Mapping[str, pa.Table], seconds: float | None = None) -> dict[str, pa.Table]:
    """``arrow_spans``, worked out once; ``tests/evidence/test_spans.py``, which is about it, asks it each time."""
    read = {name: tables[name] for name in READ if name in tables}
    return dict(_once_for("spans", read, lambda: arrow_spans(tables, seconds), seconds))


def reasons(tables: Mapping[str, pa.Table]) -> pa.Table:
    """``compile_reasons``, worked out once."""
    read = {name: tables[name] for name in ("passages", "facts", "evidence")}
    return _once_for("reasons", read, lambda: compile_reasons(tables))


def _once_for(what: str, tables: Mapping[str, pa.Table], make: Callable[[], Any], seconds: float | None = None) -> Any:
    """What is made of tables, of the same small ones once: to plan its SQL takes longer than much else in a test."""
    if sum(table.nbytes for table in tables.values()) > 1_000_000:
        return make()
    digest = hashlib.sha256()
    for name, table in tables.items():
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        digest.update(name.encode() + sink.getvalue())
    key = what, seconds, digest.digest()
    if key not in _made:
        _made[key] = make()
    return _made[key]
