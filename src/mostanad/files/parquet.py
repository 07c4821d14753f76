"""The Parquet files of a table: ``<table>.parquet``, or, for a large table, several files in a folder of its name. Each
of these has a range of the rows; the ranges follow each other in the order of the file names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def tables(folder: Path) -> list[str]:
    """The names of the tables with files in a folder, in alphabetical order."""
    return sorted(
        {path.stem for path in folder.glob("*.parquet")} | {at.parent.name for at in folder.glob("*/*.parquet")}
    )


def files(folder: Path, table: str) -> list[Path]:
    """The files of a table in order; empty if the folder does not have the table."""
    whole = folder / f"{table}.parquet"
    return [whole] if whole.is_file() else sorted((folder / table).glob("*.parquet"))


def read(paths: list[Path]) -> pa.Table:
    """The rows of Parquet files. Python opens them, as PyArrow cannot open a path that the locale cannot encode."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = []
    for path in paths:
        with path.open("rb") as file:
            tables.append(pq.ParquetFile(file).read())
    return pa.concat_tables(tables)
