"""The tables of a release on disk. Who asks for some rows reads of a file only the groups that can hold them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from mostanad.loader.frames import read
from mostanad.loader.tables import Record, Tables, rows_of

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_NUMBER = "file_row_number"
_FILE = f"read_parquet(?, hive_partitioning = false, {_NUMBER} = true)"
#: What DuckDB takes for a pattern of names.
_PATTERN = re.compile(r"[*?[]")


class OnDisk(Tables):
    """Tables in the Parquet files of a directory."""

    path: Path

    def tables(self) -> list[str]:
        """The names of its tables, in order of the alphabet."""
        return sorted(path.stem for path in (self.path / "parquet").glob("*.parquet"))

    def _read(self, table: str) -> pa.Table:
        return read(self._file(table))

    def _file(self, table: str) -> Path:
        if table not in (known := self.tables()):
            raise KeyError(f"no table {table!r} in release {self.version}; there are {', '.join(known)}")
        return self.path / "parquet" / f"{table}.parquet"

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
                source, asked = _FILE, [self._spelt(table), *given]
            except UnicodeDecodeError:
                source, asked, whole = "whole", [*given], self._read(table)
                cursor.register(source, whole.append_column(_NUMBER, [range(len(whole))]))
            query = f"SELECT * EXCLUDE {_NUMBER} FROM {source} WHERE {condition} ORDER BY {_NUMBER}"
            return rows_of(cursor.execute(query, asked))

    def _offer(self, cursor: duckdb.DuckDBPyConnection, table: str) -> None:
        try:
            path = self._spelt(table).replace("'", "''")
            cursor.execute(f"CREATE TEMP VIEW {table} AS FROM read_parquet('{path}', hive_partitioning = false)")
        except (KeyError, UnicodeDecodeError):
            super()._offer(cursor, table)

    def _spelt(self, table: str) -> str:
        """The file as DuckDB takes it; a UnicodeDecodeError if the path is not UTF-8, which it does not open."""
        return _PATTERN.sub(r"[\g<0>]", os.fsencode(self._file(table)).decode("utf-8"))
