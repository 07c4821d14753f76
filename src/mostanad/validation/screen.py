"""Tells fast which tables are clean: nothing but private things can be found in them.

A screen errs on the side of suspicion only. On a table that passes the careful layers find nothing; on one that does
not pass they may find nothing either. They alone write findings.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
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
# What joins two letters of the Arabic script.
_LETTER = "[\u0620-\u063a\u0641-\u064a\u066e-\u06d3]"
_JOINED = re.compile(f"(?<={_LETTER})\u200c(?={_LETTER})")


def clean(
    content: bytes, model: type[Row], connection: duckdb.DuckDBPyConnection, *, in_persian: bool = True
) -> pa.Table | None:
    """The table that these bytes are, all cells as text, null where empty; None if anything about it is suspicious.

    The connection is asked to which rows the model might object. ``in_persian``: :attr:`Package.in_persian`.
    """
    table = _table(content, model)
    if table is None or not ascends(table[model.key()]):
        return None
    if any(column.required and table[column.name].null_count for column in model.columns()):
        return None
    strange = list[str]()
    for column in model.columns():
        found = strange_cells(table[column.name], column)
        if found is None:
            return None
        strange += found
    is_clean = all(_is_canonical(row, in_persian=in_persian) for row in rows_with(strange, table)) and all(
        _accepts(model.from_cells, cells) for cells in suspects(table, model, connection)
    )
    return table if is_clean else None


def _table(content: bytes, model: type[Row]) -> pa.Table | None:
    """The table, if its header is right, all lines have as many cells (of a blank one all are empty, its key too), and
    none is quoted that need not be."""
    names = [column.name for column in model.columns()]
    if not csvtext.is_canonical(content) or not content.startswith(f"{','.join(names)}\n".encode()):
        return None
    try:
        return read_columns(content, names)
    except ValueError:
        return None


def strange_cells(cells: pa.ChunkedArray, column: Column) -> list[str] | None:
    """The different cells of a column that are not plainly canonical; None if the model judges no cell by itself."""
    doubted = pc.unique(_doubted(cells.drop_null(), column)).to_pylist()
    if not all(_is_valid(column, cell) for cell in doubted):
        return None
    return [cell for cell in doubted if not _is_sound(cell)]


def _doubted(cells: pa.ChunkedArray, column: Column) -> pa.ChunkedArray:
    """The cells of a column, none empty, that are tried one by one: for those left out a regular expression vouches."""
    pattern = column.type.pattern
    if pattern is None or column.type.name not in ("text", "integer", "number", "boolean"):
        return cells
    if column.is_text:  # what is not odd is a line of text
        return cells.filter(pc.match_substring_regex(cells, _ODD))
    unfit = pc.invert(pc.match_substring_regex(cells, f"^(?:{pattern})$"))
    if column.type.is_open:  # on what is not ASCII the two engines do not mean the same
        unfit = pc.or_(unfit, pc.match_substring_regex(cells, _ODD))
    return cells.filter(unfit)


def rows_with(some: Collection[str], table: pa.Table) -> list[dict[str, str]]:
    if not some:
        return []
    found = reduce(pc.or_, (pc.is_in(cells, texts(some)) for cells in table.columns))
    return [{name: cell or "" for name, cell in row.items()} for row in table.filter(found).to_pylist()]


def _is_canonical(row: dict[str, str], *, in_persian: bool) -> bool:
    line, arabic = csvtext.join([*row.values()]), is_arabic(row.get("language", ""), in_persian=in_persian)
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
