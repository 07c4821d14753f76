"""Render tables as lines of CSV and NDJSON, by columns, in blocks. A block is an Arrow array whose bytes in memory are
the bytes of the file (:func:`content`)."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.files import columns, csvtext
from mostanad.files.package import Table
from mostanad.models import MODELS

#: Rows that are turned into text at a time.
_BATCH = 1 << 14
_ENCODER = json.JSONEncoder(ensure_ascii=False)
#: Bytes that make quotation marks necessary in CSV.
_QUOTED = (b",", b'"', b"\r", b"\n")


def csv(table: pa.Table) -> Iterator[pa.Array]:
    """Yield a table as canonical CSV (RFC 4180, quoted only where needed): the header, then lines with line ends, in
    blocks. Cells are written as curators write them, days as YYYY-MM-DD (ISO 8601)."""
    yield pa.repeat(pa.scalar(csvtext.join(table.column_names) + "\n"), 1)
    for batch in table.to_batches(max_chunksize=_BATCH):
        pieces = [piece for column in batch.columns for piece in (",", _csv(column))]
        yield pc.binary_join_element_wise(*pieces[1:], "\n", "")


def ndjson(table: pa.Table) -> Iterator[pa.Array]:
    """Yield a table as JSON (RFC 8259), one object on each line: lines with line ends, in blocks."""
    names = [f"{_ENCODER.encode(name)}: " for name in table.column_names]
    for batch in table.to_batches(max_chunksize=_BATCH):
        pieces, between = list[Any](), "{"
        for name, column in zip(names, batch.columns, strict=True):
            mark, cells = _quoted(column)
            pieces += [f"{between}{name}{mark}", cells]
            between = f"{mark}, "
        yield pc.binary_join_element_wise(*pieces, f"{between[:-2]}}}\n", "")


def content(lines: pa.Array) -> memoryview:
    first, last = (memoryview(lines.buffers()[1]).cast("i")[lines.offset + place] for place in (0, len(lines)))
    return memoryview(lines.buffers()[2] or b"").cast("B")[first:last]


def ends(lines: pa.Array) -> np.ndarray:
    """The offsets in :func:`content` at which lines begin and end: one more than there are lines."""
    return np.cumsum(np.concatenate([[0], np.from_dlpack(pc.binary_length(lines))]))


def lines(texts: pa.Array) -> Iterator[memoryview]:
    """Each text of an array, as a slice of :func:`content`."""
    whole = content(texts)
    return (whole[start:end] for start, end in pairwise(ends(texts).tolist()))


def csv_lines(table: pa.Table) -> Iterator[str]:
    return (line[:-1] for block in csv(table) for line in block.to_pylist())


def ndjson_lines(table: pa.Table) -> Iterator[str]:
    return (line[:-1] for block in ndjson(table) for line in block.to_pylist())


def as_text(name: str, file: str, table: pa.Table) -> Table:
    """A table as if it had been read from a file: without the first and last days that a release adds to dates."""
    header = MODELS[name].header()
    cells = [[value or "" for value in text_array(table[column]).to_pylist()] for column in header]
    return Table(name, file, header, tuple(zip(*cells, strict=True)))


def text_array(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """The cells of a column as CSV texts, null where there is no value."""
    if pa.types.is_list(column.type):
        return pc.binary_join(column, columns.text(" "))
    return _each_once(column, _plain) if pa.types.is_floating(column.type) else column.cast(pa.string())


def _csv(column: pa.Array) -> pa.Array:
    found = text_array(column)
    if any(map(_bytes(found).__contains__, _QUOTED)):
        quoted = pc.binary_join_element_wise('"', pc.replace_substring(found, '"', '""'), '"', "")
        found = pc.if_else(pc.match_substring_regex(found, '[,"\r\n]'), quoted, found)
    return pc.fill_null(found, "")


def _quoted(column: pa.Array) -> tuple[str, pa.Array | str]:
    """The quotation mark, or nothing, around each cell of a column in a line of JSON; and the cells themselves."""
    if column.null_count == len(column):
        return "", "null"
    if pa.types.is_string(column.type) and not column.null_count:
        return '"', _in_json(column)
    return "", json_cells(column)


def json_cells(column: pa.Array, between: str = ", ") -> pa.Array:
    """The cells of a column as JSON texts, ``null`` where there is no value; ``between`` separates items of lists."""
    if pa.types.is_list(column.type):
        lengths = pc.fill_null(pc.list_value_length(column), 0)
        starts = pa.concat_arrays([pa.repeat(pa.scalar(0, pa.int32()), 1), pc.cumulative_sum(lengths)])
        items = column.flatten()
        mark, cells = ("", json_cells(items)) if items.null_count else ('"', _in_json(items))
        joined = pc.binary_join(pa.ListArray.from_arrays(starts, cells), f"{mark}{between}{mark}")
        found = pc.binary_join_element_wise(f"[{mark}", joined, f"{mark}]", "")
        found = pc.if_else(pc.equal(lengths, 0), "[]", found)
        return pc.if_else(column.is_valid(), found, "null") if column.null_count else found
    if pa.types.is_floating(column.type):
        found = _each_once(column, lambda value: _ENCODER.encode(int(value) if value.is_integer() else value))
    elif pa.types.is_integer(column.type) or pa.types.is_boolean(column.type):
        found = column.cast(pa.string())
    else:
        found = pc.binary_join_element_wise('"', _in_json(column.cast(pa.string())), '"', "")
    return pc.fill_null(found, "null")


def _in_json(texts: pa.Array) -> pa.Array:
    """Texts escaped for JSON, without quotation marks around them."""
    found = _bytes(texts)
    if np.frombuffer(found, np.uint8).min(initial=0xFF) < 0x20:  # a control character
        return _each_once(texts, lambda text: _ENCODER.encode(text)[1:-1])
    return escaped(texts) if b'"' in found or b"\\" in found else texts


def escaped(texts: Any) -> Any:
    """One or several texts without control characters, escaped for JSON, without quotation marks around them."""
    return pc.replace_substring(pc.replace_substring(texts, "\\", r"\\"), '"', r"\"")


def _bytes(texts: pa.Array) -> bytes:
    return bytes(content(texts)) if len(texts) else b""


def _each_once(column: pa.Array | pa.ChunkedArray, form: Callable[[Any], str]) -> pa.Array:
    encoded = (column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column).dictionary_encode()
    return columns.texts(form(value) for value in encoded.dictionary.to_pylist()).take(encoded.indices)


def values(column: pa.Array) -> list[Any]:
    """The cells of a column as JSON values: None for no value, whole numbers as integers, days as text."""
    if pa.types.is_floating(column.type):
        return [int(value) if value is not None and value.is_integer() else value for value in column.to_pylist()]
    if pa.types.is_date(column.type):
        column = column.cast(pa.string())
    return list(column.to_pylist())


def _plain(value: float) -> str:
    """The shortest decimal form of a number, without an exponent."""
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
