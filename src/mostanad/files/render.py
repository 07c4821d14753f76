"""Tables as lines of text: CSV and NDJSON, the same for the same table on any machine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from mostanad.files import csvtext

#: How many rows are turned into text at a time.
_BATCH = 1 << 14
_ENCODER = json.JSONEncoder(ensure_ascii=False)


def csv_lines(table: pa.Table) -> Iterator[str]:
    """A table as CSV in canonical form (RFC 4180, quoted only where needed), the header first, without line ends.

    Cells are written as curators write them: an empty cell for no value, the items of a list joined by single spaces,
    ``true`` and ``false``, numbers without needless zeros; days as YYYY-MM-DD (ISO 8601).
    """
    yield csvtext.join(table.column_names)
    for batch in table.to_batches(max_chunksize=_BATCH):
        for row in zip(*map(_csv, batch.columns), strict=True):
            yield ",".join(row)


def ndjson_lines(table: pa.Table) -> Iterator[str]:
    """A table as JSON (RFC 8259), one object a line, without line ends."""
    names = (_ENCODER.encode(name).replace("%", "%%") for name in table.column_names)
    line = f"{{{', '.join(f'{name}: %s' for name in names)}}}"
    for batch in table.to_batches(max_chunksize=_BATCH):
        for row in zip(*map(_json, batch.columns), strict=True):
            yield line % row


def records(table: pa.Table) -> Iterator[dict[str, Any]]:
    """The rows as JSON has them: every column in order, None for no value, whole numbers as integers, days as text."""
    for batch in table.to_batches(max_chunksize=_BATCH):
        for row in zip(*map(_values, batch.columns), strict=True):
            yield dict(zip(table.column_names, row, strict=True))


def texts(column: pa.Array | pa.ChunkedArray) -> list[str]:
    """The cells of a column as CSV has them."""
    if pa.types.is_list(column.type):
        column = pc.binary_join(column, " ")
    elif pa.types.is_floating(column.type):
        return ["" if value is None else _plain(value) for value in column.to_pylist()]
    return [value or "" for value in column.cast(pa.string()).to_pylist()]


def _csv(column: pa.Array) -> list[str]:
    """The cells of a column as they stand in a line of CSV."""
    column = pc.binary_join(column, " ") if pa.types.is_list(column.type) else column
    return _each_once(column, lambda values: [csvtext.join([text]) for text in texts(values)], "")


def _json(column: pa.Array) -> list[str]:
    """The cells of a column as they stand in a line of JSON."""
    if not pa.types.is_list(column.type):
        return _each_once(column, lambda values: [_ENCODER.encode(value) for value in _values(values)], "null")
    items = iter(_json(column.flatten()))
    lengths = pc.list_value_length(column).to_pylist()
    return ["null" if length is None else f"[{', '.join(islice(items, length))}]" for length in lengths]


def _each_once(column: pa.Array, form: Callable[[pa.Array], list[str]], without: str) -> list[str]:
    """The cells of a column in a form, each different value formed once; ``without`` stands for no value."""
    encoded = column.dictionary_encode()
    forms = [*form(encoded.dictionary), without]
    places = encoded.indices.fill_null(len(forms) - 1).to_pylist()
    return [forms[place] for place in places]


def _values(column: pa.Array) -> list[Any]:
    if pa.types.is_floating(column.type):
        return [int(value) if value is not None and value.is_integer() else value for value in column.to_pylist()]
    if pa.types.is_date(column.type):
        column = column.cast(pa.string())
    return list(column.to_pylist())


def _plain(value: float) -> str:
    """The shortest decimal that is this number, never with an exponent."""
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
