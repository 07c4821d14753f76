"""What is made once in a run of the tests, by the worker of pytest-xdist that needs it first."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pytest

import mostanad
from mostanad.evidence.spans import READ, arrow_spans
from mostanad.files.locks import alone

ROOT = Path(__file__).parents[1]

_spans: dict[tuple[float | None, bytes], dict[str, pa.Table]] = {}


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
    """``arrow_spans``, for the same small tables worked out once: to plan its SQL takes longer than all else in many a
    test. What it gives test ``tests/evidence/test_spans.py``, which asks it each time."""
    read = {name: tables[name] for name in READ if name in tables}
    if sum(table.nbytes for table in read.values()) > 1_000_000:
        return arrow_spans(tables, seconds)
    digest = hashlib.sha256()
    for name, table in read.items():
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        digest.update(name.encode() + sink.getvalue())
    key = seconds, digest.digest()
    if key not in _spans:
        _spans[key] = arrow_spans(tables, seconds)
    return dict(_spans[key])
