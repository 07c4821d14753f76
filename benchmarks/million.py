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

import pyarrow.parquet as pq

from mostanad.package.columns import Columns, read_columns
from mostanad.package.typed import arrow_schema
from mostanad.releases import layout
from mostanad.releases.compile import compile_in_parts
from mostanad.releases.parquet import InParts, in_parts, write_parquet

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

    def read(name: str) -> Columns:
        with clock.of("read"):  # a table at a time: the limits of open_package end far below a million claims
            return read_columns(name, (package / "datasets" / f"{name}.csv").read_bytes())

    parts = compile_in_parts(read)
    with ExitStack() as stack:
        writers: dict[str, InParts] = {}
        while True:
            with clock.of("compile"):  # and read; that is taken off below
                found = next(parts, None)
            if found is None:
                break
            name, table = found
            with clock.of("write"):
                if name not in writers:
                    file = in_parts(out / f"{name}.parquet", layout.MODELS[name], _VERSION)
                    writers[name] = stack.enter_context(file)
                writers[name].add(table)
            del found, table
        with clock.of("write"):
            stack.close()
    clock.seconds["compile"] -= clock.seconds["read"]


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
