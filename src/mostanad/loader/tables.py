"""What can be asked like a release: its tables, whole or in part."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from mostanad.loader.frames import Form, convert, load_of_rows

if TYPE_CHECKING:
    import pyarrow as pa

#: A row of a table, by column.
Record = dict[str, Any]


class Tables(ABC):
    """A release, or what is left of one. Each says how a table of it is read; all else is the same."""

    if TYPE_CHECKING:  # a field of some, a property of others

        @property
        def version(self) -> str: ...

    @abstractmethod
    def tables(self) -> list[str]:
        """The names of its tables, in order of the alphabet."""

    @abstractmethod
    def _read(self, table: str) -> pa.Table:
        """A table of it, as Parquet has it.

        Raises:
            KeyError: if there is no such table; the message lists those there are.
        """

    def _rows(self, table: str) -> list[Record]:
        """The rows of a table of it; raises as :meth:`_read`."""
        found: list[Record] = self._read(table).to_pylist()
        return found

    def _where(self, table: str, column: str, values: Iterable[str]) -> pa.Table:
        """The rows of a table with one of these cells, in the order of the table; raises as :meth:`_read`."""
        import pyarrow as pa
        import pyarrow.compute as pc

        whole = self._read(table)
        return whole.filter(pc.is_in(whole[column], pa.array(values, pa.string())))

    @load_of_rows
    def load(self, table: str, as_: Form = "pandas") -> Any:
        """A table.

        Args:
            table: one of :meth:`tables`, such as ``sanctions``.
            as_: ``pandas``, ``arrow``, ``polars``, ``duckdb`` or ``records`` (a list of dictionaries).

        Returns:
            all its rows, or those that are left, in order of its key: a data frame of pandas or polars, an Arrow table,
            a relation of DuckDB, or a list of dictionaries. The codebook has its columns. In pandas the first and last
            days of dates are ``datetime64``, and columns with a vocabulary are categories.

        Raises:
            KeyError: if there is no such table; the message lists those there are.
            ValueError: for another form.
            OnlyInOlderRelease: if it is asked of an earlier version that is not on this machine.
            ModuleNotFoundError: if polars or duckdb is asked for and not installed; the message says how to install it.
        """
        return convert(self._read(table), as_, table)
