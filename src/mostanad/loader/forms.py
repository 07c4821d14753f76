"""The forms in which a table can be had, and for type checkers what each of them is.

They come as classes that are called, and not as overloads of the methods themselves: with overloads, Pyright would
call every use of ``load`` unknown where polars or duckdb is not installed. At run time the methods are what they are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast, get_args, overload

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Form = Literal["pandas", "arrow", "polars", "duckdb", "records"]
#: The forms in which a table can be had.
FORMS: tuple[Form, ...] = get_args(Form)


class Load(Protocol):
    """``load(table, as_)`` of a release, or of what is left of one."""

    @overload
    def __call__(self, table: str, as_: Literal["pandas"] = "pandas") -> pd.DataFrame: ...
    @overload
    def __call__(self, table: str, as_: Literal["arrow"]) -> pa.Table: ...
    @overload
    def __call__(self, table: str, as_: Literal["polars"]) -> pl.DataFrame: ...
    @overload
    def __call__(self, table: str, as_: Literal["duckdb"]) -> duckdb.DuckDBPyRelation: ...
    @overload
    def __call__(self, table: str, as_: Literal["records"]) -> list[dict[str, Any]]: ...
    @overload
    def __call__(self, table: str, as_: Form = "pandas") -> Any: ...


class LoadVersion(Protocol):
    """``mostanad.load(table, version, as_)``."""

    @overload
    def __call__(self, table: str, version: str | None = None, as_: Literal["pandas"] = "pandas") -> pd.DataFrame: ...
    @overload
    def __call__(self, table: str, version: str | None = None, *, as_: Literal["arrow"]) -> pa.Table: ...
    @overload
    def __call__(self, table: str, version: str | None = None, *, as_: Literal["polars"]) -> pl.DataFrame: ...
    @overload
    def __call__(
        self, table: str, version: str | None = None, *, as_: Literal["duckdb"]
    ) -> duckdb.DuckDBPyRelation: ...
    @overload
    def __call__(self, table: str, version: str | None = None, *, as_: Literal["records"]) -> list[dict[str, Any]]: ...
    @overload
    def __call__(self, table: str, version: str | None = None, as_: Form = "pandas") -> Any: ...


class Query(Protocol):
    """``sql(query, as_)``."""

    @overload
    def __call__(self, query: str, as_: Literal["pandas"] = "pandas") -> pd.DataFrame: ...
    @overload
    def __call__(self, query: str, as_: Literal["arrow"]) -> pa.Table: ...
    @overload
    def __call__(self, query: str, as_: Literal["polars"]) -> pl.DataFrame: ...
    @overload
    def __call__(self, query: str, as_: Literal["duckdb"]) -> duckdb.DuckDBPyRelation: ...
    @overload
    def __call__(self, query: str, as_: Literal["records"]) -> list[dict[str, Any]]: ...
    @overload
    def __call__(self, query: str, as_: Form = "pandas") -> Any: ...


def load_of_rows(method: Callable[..., Any]) -> Load:
    """The method, with the types of what it gives."""
    return cast("Load", method)


def load_of_version(function: Callable[..., Any]) -> LoadVersion:
    """The function, with the types of what it gives."""
    return cast("LoadVersion", function)


def query_of(method: Callable[..., Any]) -> Query:
    """The method, with the types of what it gives."""
    return cast("Query", method)
