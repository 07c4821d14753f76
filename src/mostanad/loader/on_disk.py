"""The tables of a release on disk. Who asks for some rows reads of a file only the groups that can hold them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from mostanad.files import parquet
from mostanad.loader.tables import Record, Tables, rows_of

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

#: Where a row stands: in which file, and there.
_PLACE = "filename, file_row_number"
_ROWS = f"SELECT * EXCLUDE ({_PLACE}) FROM {{}} WHERE {{}} ORDER BY {_PLACE}"
_FILES = "read_parquet(?, hive_partitioning = false, filename = true, file_row_number = true)"
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

    def _where(self, table: str, column: str, values: Iterable[str]) -> list[Record]:
        wanted = [*dict.fromkeys(values)]
        among = ", ".join("?" for _ in wanted)  # not a list in one parameter: DuckDB would leave no group unread
        return self._select(table, f'"{column}" IN ({among})', *wanted) if wanted else []

    def _on(self, table: str, row_id: str) -> list[Record]:
        return self._select(table, "fact_id >= ? AND fact_id < ?", f"{row_id}/", f"{row_id}0")

    def _select(self, table: str, condition: str, *given: str) -> list[Record]:
        """The rows of a table that meet a condition in SQL, in its order."""
        with self._asking() as cursor:
            try:
                found = cursor.execute(_ROWS.format(_FILES, condition), [self._spelt(table), *given])
            except UnicodeDecodeError:
                whole = self._read(table)
                for name, cells in (("filename", [0] * len(whole)), ("file_row_number", range(len(whole)))):
                    whole = whole.append_column(name, [cells])
                found = cursor.register("whole", whole).execute(_ROWS.format("whole", condition), given)
            return rows_of(found)

    def _offer(self, cursor: duckdb.DuckDBPyConnection, table: str) -> None:
        try:
            paths = ", ".join("'{}'".format(path.replace("'", "''")) for path in self._spelt(table))
            cursor.execute(f"CREATE TEMP VIEW {table} AS FROM read_parquet([{paths}], hive_partitioning = false)")
        except (KeyError, UnicodeDecodeError):
            super()._offer(cursor, table)

    def _spelt(self, table: str) -> list[str]:
        """The files as DuckDB takes them; a UnicodeDecodeError if a path is not UTF-8, which it does not open."""
        return [_PATTERN.sub(r"[\g<0>]", os.fsencode(path).decode("utf-8")) for path in self._files(table)]
