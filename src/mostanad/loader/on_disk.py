"""The tables of a release on disk. Who asks for some rows reads of a file only the groups that can hold them."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from mostanad.files import parquet
from mostanad.loader.tables import Tables

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

#: What DuckDB takes for a pattern of names.
_PATTERN = re.compile(r"[*?[]")


class OnDisk(Tables):
    """Tables in the Parquet files of a directory."""

    path: Path

    def tables(self) -> list[str]:
        """The names of its tables, in order of the alphabet."""
        return parquet.tables(self.path / "parquet")

    def _read(self, table: str) -> pa.Table:
        return parquet.read(self._files(table))

    def _files(self, table: str) -> list[Path]:
        if table not in (known := self.tables()):
            raise KeyError(f"no table {table!r} in release {self.version}; there are {', '.join(known)}")
        return parquet.files(self.path / "parquet", table)

    def _offer(self, cursor: duckdb.DuckDBPyConnection, table: str) -> None:
        try:
            paths = ", ".join("'{}'".format(path.replace("'", "''")) for path in self._spelt(table))
            cursor.execute(f"CREATE TEMP VIEW {table} AS FROM read_parquet([{paths}], hive_partitioning = false)")
        except (KeyError, UnicodeDecodeError):
            super()._offer(cursor, table)

    def _spelt(self, table: str) -> list[str]:
        """The files as DuckDB takes them; a UnicodeDecodeError if a path is not UTF-8, which it does not open."""
        return [_PATTERN.sub(r"[\g<0>]", os.fsencode(path).decode("utf-8")) for path in self._files(table)]
