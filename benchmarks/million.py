"""Compiles a package and writes the Parquet files, beside only writing the same files.

`python benchmarks/million.py compile PACKAGE OUT` and `... write OUT AGAIN` each print the seconds and the peak
megabytes as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from time import perf_counter

import pyarrow.parquet as pq

from mostanad.files import Package
from mostanad.files.typed import arrow_schema
from mostanad.models import TABLES
from mostanad.releases import layout
from mostanad.releases.compile import compile_tables
from mostanad.releases.parquet import write_parquet

_VERSION = "2026.11.0"


def compile_package(package: Path, out: Path) -> float:
    """Compile a package into Parquet files; the seconds of it."""
    start = perf_counter()
    # Not by open_package: its limits end far below a million claims.
    texts = {name: (package / "datasets" / f"{name}.csv").read_bytes() for name in TABLES}
    write_parquet(compile_tables(Package(package, {}, texts)), out, _VERSION)
    return perf_counter() - start


def only_write(made: Path, again: Path) -> float:
    """Write the tables of these Parquet files again, as a release writes them; the seconds without reading them."""
    seconds = 0.0
    for path in sorted(made.rglob("*.parquet")):
        schema = arrow_schema(layout.MODELS[path.stem])
        table = pq.read_table(path).cast(schema).combine_chunks()  # Parquet has its own name for the items of a list
        start = perf_counter()
        write_parquet({path.stem: table}, again, _VERSION)
        seconds += perf_counter() - start
        del table
    return seconds


def main() -> None:
    """Run one of the two."""
    which, source, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    target.mkdir(parents=True, exist_ok=True)
    seconds = (compile_package if which == "compile" else only_write)(source, target)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": megabytes}))


if __name__ == "__main__":
    main()
