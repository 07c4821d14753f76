"""Tables in the form that the user works with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mostanad.loader.deprecated import warn
from mostanad.loader.forms import FORMS, Form

if TYPE_CHECKING:
    import pyarrow as pa

_ABOUT = (b"name", b"version", b"licence", b"without")


def read(path: Path) -> pa.Table:
    """Read a Parquet file; of deprecated columns it warns (:mod:`mostanad.loader.deprecated`)."""
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            table = file.read()
    except UnicodeEncodeError:  # PyArrow itself opens no path that the locale cannot spell
        with path.open("rb") as opened:
            table = pq.ParquetFile(opened).read()
    warn(path.stem, table.schema)
    return table


def convert(table: pa.Table, form: Form) -> Any:
    """An Arrow table in a form.

    Raises:
        ValueError: if it is none of :data:`FORMS`.
        ModuleNotFoundError: if polars or duckdb is asked for and not installed; the message says how to install it.
    """
    if form not in FORMS:
        raise ValueError(f"as_={form!r} is not one of {', '.join(FORMS)}")
    return _CONVERTERS[form](table)


def _pandas(table: pa.Table) -> Any:
    import pandas as pd
    import pyarrow as pa

    def dtype(kind: pa.DataType) -> Any:
        """Integers and booleans that may be missing, days as days, lists as lists."""
        if pa.types.is_integer(kind):
            return pd.Int64Dtype()
        if pa.types.is_boolean(kind):
            return pd.BooleanDtype()
        if pa.types.is_date(kind) or pa.types.is_list(kind):
            return pd.ArrowDtype(kind)
        return None

    frame = table.to_pandas(types_mapper=dtype)
    if known := about(table.schema):
        frame.attrs["mostanad"] = known
    return frame


def about(schema: pa.Schema) -> dict[str, str]:
    """Of which table, version and licence a table is, as its Parquet file says; empty if nothing says so.

    With ``without``, the parties whose claims were dropped, if it is what is left without them.

    A pandas frame has the same in ``attrs["mostanad"]``, and keeps it through filters; an Arrow table has it in the
    metadata of its schema. Frames of polars and relations of DuckDB have no place for it.
    """
    metadata = {key.decode(): text.decode() for key, text in (schema.metadata or {}).items() if key in _ABOUT}
    if not {"name", "version", "licence"} <= metadata.keys():
        return {}
    found = {"version": metadata["version"], "table": metadata["name"].split()[-1], "licence": metadata["licence"]}
    return found | ({"without": metadata["without"]} if "without" in metadata else {})


def _records(table: pa.Table) -> Any:
    return table.to_pylist()


def _arrow(table: pa.Table) -> Any:
    return table


def _polars(table: pa.Table) -> Any:
    return _extra("polars").from_arrow(table)


def _duckdb(table: pa.Table) -> Any:
    return _extra("duckdb").from_arrow(table)


def _extra(name: str) -> Any:
    import importlib

    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        raise ModuleNotFoundError(f'{name} is not installed; run: pip install "mostanad[{name}]"', name=name) from None


_CONVERTERS = {"pandas": _pandas, "arrow": _arrow, "polars": _polars, "duckdb": _duckdb, "records": _records}
