"""The Parquet files of a table: ``<table>.parquet``, or of a large table several in a folder of its name, each a range
of its rows, which follow each other in order of the files' names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def tables(folder: Path) -> list[str]:
    """The tables of which a folder has files, in order of the alphabet."""
    return sorted(
        {path.stem for path in folder.glob("*.parquet")} | {at.parent.name for at in folder.glob("*/*.parquet")}
    )


def files(folder: Path, table: str) -> list[Path]:
    """The files of a table in their order; none if it is not there."""
    whole = folder / f"{table}.parquet"
    return [whole] if whole.is_file() else sorted((folder / table).glob("*.parquet"))


def read(paths: list[Path]) -> pa.Table:
    """The rows of such files, which Python opens: PyArrow opens no path that the locale cannot spell."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = []
    for path in paths:
        with path.open("rb") as file:
            tables.append(pq.ParquetFile(file).read())
    return pa.concat_tables(tables)
