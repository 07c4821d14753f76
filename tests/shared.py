"""What is made once in a run of the tests, by the worker of pytest-xdist that needs it first."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

import mostanad
from mostanad.evidence.spans import READ, arrow_spans
from mostanad.files.locks import alone
from mostanad.models import Row, vocabularies
from mostanad.releases.compile import compile_reasons
from mostanad.validation.screen import screened

ROOT = Path(__file__).parents[1]

#: A table of more bytes than this is not kept.
_SMALL = 100_000

_made: dict[tuple[str, float | None, bytes], Any] = {}
_screened: dict[tuple[object, ...], tuple[pa.Table, set[int]] | None] = {}
_held: dict[Path, list[tuple[Path, bytes | None]]] = {}


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


def copied(template: Path, to: Path) -> Path:
    """A copy, as ``shutil.copytree`` makes one, of a folder that no test changes: its files are read once."""
    if template not in _held:
        paths = sorted(template.rglob("*"))
        _held[template] = [(path.relative_to(template), None if path.is_dir() else path.read_bytes()) for path in paths]
    to.mkdir(parents=True)
    for path, content in _held[template]:
        if content is None:
            (to / path).mkdir()
        else:
            with open(to / path, "xb", buffering=0) as file:
                assert file.write(content) == len(content)
    return to


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


def screen(
    content: bytes, model: type[Row], connection: duckdb.DuckDBPyConnection, *, in_persian: bool = True
) -> tuple[pa.Table, set[int]] | None:
    """``screened``, of the same small bytes once: most tests change one of the tables, and all are read again."""
    if len(content) > _SMALL:
        return screened(content, model, connection, in_persian=in_persian)
    key = (bytes(content), model, in_persian, repr(vocabularies._added))
    if key not in _screened:
        _screened[key] = screened(content, model, connection, in_persian=in_persian)
    found = _screened[key]
    return found and (found[0], set(found[1]))


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
