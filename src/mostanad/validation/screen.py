"""Tells fast which tables are clean: nothing but private things can be found in them.

A screen errs on the side of suspicion only. On a table that passes the careful layers find nothing; on one that does
not pass they may find nothing either. They alone write findings.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import reduce
from itertools import pairwise
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.files import csvtext
from mostanad.files.canonical import is_arabic
from mostanad.files.columns import read_columns, texts
from mostanad.models import Column, Row
from mostanad.validation import canonical_text

# At what in a cell something may be wrong: white space that is outer or doubled, a beginning like that of a formula or
# an error, letters that were lost; and all that is not ASCII, or not printed.
_DOUBTFUL = r"^[ =+\-@#?]| $|  |\?{3}|^Err:"
_ODD = rf"{_DOUBTFUL}|[^ -~]"
# A cell that is quoted, and must be.
_QUOTED = re.compile(rb'"(?<=[,\n]")(?=[^",\n]*+(?:,|""))[^"\n]*+(?:""[^"\n]*+)*+"(?=[,\n])')
# What joins two letters of the Arabic script.
_LETTER = "[\u0620-\u063a\u0641-\u064a\u066e-\u06d3]"
_JOINED = re.compile(f"(?<={_LETTER})\u200c(?={_LETTER})")


def clean(content: bytes, model: type[Row], connection: duckdb.DuckDBPyConnection) -> pa.Table | None:
    """The table that these bytes are, all cells as text, null where empty; None if anything about it is suspicious.

    The connection is asked to which rows the model might object.
    """
    table = _canonical(content, model)
    if table is None or not ascends(table[model.key()]):
        return None
    is_clean = all(has_valid_cells(table[column.name], column) for column in model.columns()) and all(
        _accepts(model.from_cells, cells) for cells in suspects(table, model, connection)
    )
    return table if is_clean else None


def _canonical(content: bytes, model: type[Row]) -> pa.Table | None:
    """The table, if its header is right, all lines have as many cells, and their text is canonical."""
    names = [column.name for column in model.columns()]
    if not content.endswith(b"\n") or not content.startswith(f"{','.join(names)}\n".encode()):
        return None
    if b"\r" in content or (b'"' in content and b'"' in _QUOTED.sub(b"", content)):
        return None
    try:
        table = read_columns(content, names)
    except ValueError:
        return None
    is_canonical = table.num_rows == content.count(b"\n") - 1 and all(map(_is_canonical, odd_rows(table)))
    return table if is_canonical else None


def odd_rows(table: pa.Table) -> list[dict[str, str]]:
    """The rows with a cell of which it is not plain to see that its text is canonical."""
    columns = [cells.filter(pc.match_substring_regex(cells, _ODD)) for cells in table.columns]
    odd = {cell for cells in columns if len(cells) for cell in pc.unique(cells).to_pylist() if not _is_sound(cell)}
    if not odd:
        return []
    found = reduce(pc.or_, (pc.is_in(cells, texts(odd)) for cells in table.columns))
    return [{name: cell or "" for name, cell in row.items()} for row in table.filter(found).to_pylist()]


def _is_canonical(row: dict[str, str]) -> bool:
    line, arabic = csvtext.join([*row.values()]), is_arabic(row.get("language", ""))
    return next(canonical_text.check_line("", 0, line, arabic=arabic), None) is None


def _is_sound(cell: str) -> bool:
    """Whether nothing is odd about a cell but that it is not ASCII."""
    is_normal = unicodedata.is_normalized("NFC", cell) and _JOINED.sub("", cell).isprintable()
    return is_normal and not re.search(_DOUBTFUL, cell) and canonical_text.STRANGE.search(cell) is None


def ascends(keys: pa.ChunkedArray) -> bool:
    """Whether each key is greater than the one before; in UTF-8 as in Unicode."""
    if keys.null_count:
        return False
    chunks = [chunk for chunk in keys.chunks if len(chunk)]
    return all(one[-1].as_py() < other[0].as_py() for one, other in pairwise(chunks)) and all(
        pc.all(pc.less(chunk[:-1], chunk[1:]), min_count=0).as_py() for chunk in chunks
    )


def has_valid_cells(cells: pa.ChunkedArray, column: Column) -> bool:
    """Whether the model accepts each cell of a column by itself; each different cell is tried once."""
    if column.required and cells.null_count:
        return False
    if column.type.pattern is not None and column.type.name in ("text", "integer", "number", "boolean"):
        # The two engines mean the same on ASCII only.
        fits = pc.and_(pc.match_substring_regex(cells, f"^(?:{column.type.pattern})$"), pc.string_is_ascii(cells))
        cells = cells.filter(pc.invert(fits))
    return all(_is_valid(column, cell) for cell in pc.unique(cells).to_pylist() if cell is not None)


def _is_valid(column: Column, cell: str) -> bool:
    is_word = column.type.vocabulary is None or column.type.name == "list" or cell in column.type.vocabulary.words()
    return is_word and _accepts(column.type.parse, cell)


def suspects(table: pa.Table, model: type[Row], connection: duckdb.DuckDBPyConnection) -> list[dict[str, str]]:
    """The rows whose cells might not go together: those for which the model says so, in SQL."""
    if model.problems is Row.problems or not table.num_rows:
        return []
    connection.register("suspected", table)
    rows = connection.execute(f"SELECT * FROM suspected WHERE {model.suspects}").fetchall()
    connection.unregister("suspected")
    return [{name: cell or "" for name, cell in zip(table.column_names, row, strict=True)} for row in rows]


def _accepts(read: Callable[[Any], object], given: Any) -> bool:
    try:
        read(given)
    except ValueError:
        return False
    return True
