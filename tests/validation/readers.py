"""The programs that read our CSV files, each told how they are written, all cells as text."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pandas
import polars
import pyarrow as pa
import pyarrow.csv

from mostanad.contract import DIALECT
from mostanad.files import Package
from mostanad.models import TABLES

Cells = list[list[str]]


def ours(name: str, content: bytes) -> Cells:
    """The package as the validator opens it."""
    table = Package(Path(), {}, {name: content}).table(name)
    return [list(table.header), *map(list, table.rows)]


def python(name: str, content: bytes) -> Cells:
    """Python's own csv."""
    csv.field_size_limit(1 << 30)  # Frictionless sets it too, for the whole process
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))


def by_pandas(name: str, content: bytes) -> Cells:
    """pandas."""
    frame = pandas.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, header=None)
    return [list(row) for row in frame.itertuples(index=False)]


def by_pyarrow(name: str, content: bytes) -> Cells:
    """Arrow."""
    reading = pa.csv.ReadOptions(autogenerate_column_names=True, block_size=1 << 26)
    count = len(TABLES[name].columns())
    converting = pa.csv.ConvertOptions(column_types={f"f{n}": pa.string() for n in range(count)})
    table = pa.csv.read_csv(io.BytesIO(content), reading, convert_options=converting)
    return list(map(list, zip(*[column.to_pylist() for column in table.columns], strict=True)))


def by_polars(name: str, content: bytes) -> Cells:
    """Polars."""
    frame = polars.read_csv(content, has_header=False, infer_schema=False)
    return [[cell or "" for cell in row] for row in frame.rows()]


def by_duckdb(name: str, content: bytes) -> Cells:
    """DuckDB."""
    columns = ", ".join(f"'{column.name}': 'VARCHAR'" for column in TABLES[name].columns())
    told = """auto_detect = false, delim = ',', quote = '"', escape = '"', header = false, strict_mode = true"""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "table.csv")
        path.write_bytes(content)
        query = f"SELECT * FROM read_csv('{path}', {told}, columns = {{{columns}}})"
        return [[cell or "" for cell in row] for row in duckdb.connect().execute(query).fetchall()]


def by_frictionless(name: str, content: bytes) -> Cells:
    """Frictionless, told no more than our descriptor tells it."""
    fields = [{"name": f"f{n}", "type": "string"} for n in range(len(TABLES[name].columns()))]
    told: dict[str, Any] = {"path": "table.csv", "format": "csv", "encoding": "utf-8", "name": "table"}
    told |= {"dialect": DIALECT | {"header": False}, "schema": {"fields": fields, "missingValues": []}}
    with tempfile.TemporaryDirectory() as directory:
        Path(directory, "table.csv").write_bytes(content)
        resource = frictionless.Resource.from_descriptor(told, basepath=directory)
        with resource:
            rows = list(resource.row_stream)
    assert all(row.valid for row in rows), rows
    return [[str(cell) for cell in row.to_list()] for row in rows]


READERS: dict[str, Callable[[str, bytes], Cells]] = {
    "ours": ours,
    "python": python,
    "pandas": by_pandas,
    "pyarrow": by_pyarrow,
    "polars": by_polars,
    "duckdb": by_duckdb,
    "frictionless": by_frictionless,
}


def read(name: str, content: bytes) -> dict[str, Cells | str]:
    """What each program makes of a file: its cells, or that it refuses it."""
    found: dict[str, Cells | str] = {}
    for program, reader in READERS.items():
        try:
            found[program] = reader(name, content)
        except Exception as error:  # each has its own kinds of errors
            found[program] = f"{type(error).__name__}: {error}"
    return found
