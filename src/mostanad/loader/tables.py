"""What can be asked like a release: its tables, whole or in part."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from mostanad.loader import notices
from mostanad.loader.forms import Form, load_of_rows
from mostanad.loader.frames import convert

if TYPE_CHECKING:
    import pyarrow as pa


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
        """A table of it.

        Raises:
            KeyError: if there is no such table; the message lists those there are.
        """

    @property
    def _served(self) -> Tables | None:
        """What is looked up in the index when it is loaded (:mod:`mostanad.loader.notices`); None if nothing is."""
        return self

    @load_of_rows
    def load(self, table: str, as_: Form = "pandas") -> Any:
        """A table.

        Args:
            table: one of :meth:`tables`, such as ``sanctions``.
            as_: ``pandas``, ``arrow``, ``polars``, ``duckdb`` or ``records`` (a list of dictionaries).

        Returns:
            all its rows, or those that are left, in order of its key: a data frame of pandas or polars, an Arrow table,
            a relation of DuckDB, or a list of dictionaries. The codebook has its columns.

        Raises:
            KeyError: if there is no such table; the message lists those there are.
            ValueError: for another form.
            OnlyInOlderRelease: if it is asked of an earlier version that is not at hand.
            ModuleNotFoundError: if polars or duckdb is asked for and not installed; the message says how to install it.
        """
        found = self._read(table)
        made = convert(found, as_)
        if self._served is not None:
            notices.of_left(self._served, table, found)
        return made
