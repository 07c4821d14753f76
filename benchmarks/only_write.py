"""Writes the Parquet files of a release again and prints the CPU seconds.

`python benchmarks/only_write.py PARQUET AGAIN`
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import process_time

from mostanad.contract import About
from mostanad.files import parquet
from mostanad.files.typed import arrow_schema
from mostanad.models import MODELS
from mostanad.releases.parquet_writer import write_parquet


def main() -> None:
    """Write each table as a build does, and print the CPU time without reading."""
    made, again = map(Path, sys.argv[1:])
    again.mkdir(parents=True, exist_ok=True)
    seconds = 0.0
    for name, model in MODELS.items():
        parts = parquet.read(parquet.files(made, name))  # a large table has several files
        table = parts.cast(arrow_schema(model)).combine_chunks()  # Parquet names list items differently
        start = process_time()
        write_parquet({name: table}, again, About({"version": "2026.11.0"}))
        seconds += process_time() - start
        del parts, table
    print(seconds)


if __name__ == "__main__":
    main()
