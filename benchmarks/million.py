"""Compiles a package table by table and writes the Parquet files, beside only writing the same files.

`python benchmarks/million.py compile PACKAGE OUT` and `... write OUT AGAIN` each print the seconds of each stage and
the peak megabytes as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import perf_counter

import pyarrow as pa
import pyarrow.parquet as pq

from mostanad.package import Package, Table
from mostanad.package.typed import arrow_schema
from mostanad.releases import layout
from mostanad.releases.compile import compile_in_parts
from mostanad.releases.parquet import ROWS_PER_GROUP, file_metadata, write_parquet

_VERSION = "2026.11.0"


class Clock:
    """Seconds by the name of the stage; what a stage calls by another name is not its own."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Add the time that the block takes."""
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - start


def compile_package(package: Path, out: Path, clock: Clock) -> None:
    """Compile a package into Parquet files, of which only a part is in the memory at once."""

    def read(name: str) -> Table:
        with clock.of("read"):  # a table at a time: the limits of open_package end far below a million claims
            texts = {name: (package / "datasets" / f"{name}.csv").read_bytes()}
            return Package(package, {}, texts).table(name)

    parts = compile_in_parts(read)
    with ExitStack() as stack:
        writers: dict[str, _Writer] = {}
        while True:
            with clock.of("compile"):  # and read; that is taken off below
                found = next(parts, None)
            if found is None:
                break
            name, table = found
            with clock.of("write"):
                if name not in writers:
                    writers[name] = stack.enter_context(_Writer.open(name, out))
                writers[name].add(table)
            del found, table
        with clock.of("write"):
            stack.close()
    clock.seconds["compile"] -= clock.seconds["read"]


class _Writer:
    """Writes a table part by part, in the same groups of rows and so the same bytes as :func:`write_parquet`."""

    def __init__(self, file: pq.ParquetWriter) -> None:
        self._file = file
        self._left: pa.Table | None = None

    @classmethod
    @contextmanager
    def open(cls, name: str, out: Path) -> Iterator[_Writer]:
        """A writer of one table."""
        model = layout.MODELS[name]
        schema = arrow_schema(model).with_metadata(file_metadata(model, _VERSION))
        sorting = [pq.SortingColumn(schema.get_field_index(model.key()))]
        settings = {"version": "2.6", "compression": "zstd", "compression_level": 9}
        path = out / f"{name}.parquet"
        with pq.ParquetWriter(path, schema, sorting_columns=sorting, write_page_index=True, **settings) as file:
            writer = cls(file)
            yield writer
            writer._rest()

    def add(self, part: pa.Table) -> None:
        """Add rows; those that do not fill a group wait."""
        rows = part if self._left is None else pa.concat_tables([self._left, part])
        full = len(rows) // ROWS_PER_GROUP * ROWS_PER_GROUP
        if full:
            self._write(rows.slice(0, full))
        self._left = pa.Table.from_batches(rows.slice(full).combine_chunks().to_batches(), rows.schema)

    def _rest(self) -> None:
        if self._left is not None:
            self._write(self._left)

    def _write(self, rows: pa.Table) -> None:
        for start in range(0, max(len(rows), 1), ROWS_PER_GROUP):
            group = rows.slice(start, ROWS_PER_GROUP).combine_chunks()
            self._file.write_table(group.replace_schema_metadata(self._file.schema.metadata))


def only_write(made: Path, again: Path, clock: Clock) -> None:
    """Write the tables of these Parquet files again, as a release writes them."""
    for path in sorted(made.glob("*.parquet")):
        schema = arrow_schema(layout.MODELS[path.stem])
        table = pq.read_table(path).cast(schema).combine_chunks()  # Parquet has its own name for the items of a list
        with clock.of("write"):
            write_parquet(table, again / path.name, layout.MODELS[path.stem], _VERSION)
        del table


def main() -> None:
    """Run one of the two."""
    which, source, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    target.mkdir(parents=True, exist_ok=True)
    clock = Clock()
    (compile_package if which == "compile" else only_write)(source, target, clock)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": clock.seconds, "megabytes": megabytes}))


if __name__ == "__main__":
    main()
