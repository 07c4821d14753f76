"""Screens tables fast: in a table that passes, nothing but private information can be found.

A screen errs only towards suspicion: in a table that passes, and in a line that it does not doubt, layers 1 to 3 find
nothing; elsewhere they may find nothing either. Only these layers write findings.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.evidence.links import indices
from mostanad.files import csvtext
from mostanad.files.canonical import is_arabic
from mostanad.files.columns import read_columns, texts
from mostanad.files.typed import out_of_order
from mostanad.models import Column, Row
from mostanad.validation import canonical_text

# Signs of trouble in a cell: outer or doubled white space, the beginning of a formula or of a spreadsheet error, lost
# letters. _ODD adds all that is not printable ASCII.
_DOUBTFUL = r"^[ =+\-@#?]| $|  |\?{3}|^Err:"
_ODD = rf"{_DOUBTFUL}|[^ -~]"
# A zero-width non-joiner between two letters of the Arabic script.
_LETTER = "[\u0620-\u063a\u0641-\u064a\u066e-\u06d3]"
_JOINED = re.compile(f"(?<={_LETTER})\u200c(?={_LETTER})")


def clean(
    content: bytes, model: type[Row], connection: duckdb.DuckDBPyConnection, *, in_persian: bool = True
) -> pa.Table | None:
    """Read a table like :func:`screened`; None if anything about it is suspicious."""
    found = screened(content, model, connection, in_persian=in_persian)
    return None if found is None or found[1] else found[0]


def screened(
    content: bytes, model: type[Row], connection: duckdb.DuckDBPyConnection, *, in_persian: bool = True
) -> tuple[pa.Table, set[int]] | None:
    """Read a table: its cells as text, null where empty, and the numbers of suspicious lines; None if its header, its
    order or the shape of its rows is suspicious.

    ``connection`` runs the model's SQL to find rows that it may refuse; ``in_persian``: :attr:`Package.in_persian`.
    """
    table = _table(content, model)
    if table is None or not ascends(model, table):
        return None
    wrong, strange = set[int](), set[int]()
    for column in model.columns():
        cells = table[column.name]
        refused, odd = doubted_cells(cells, column)
        wrong |= _places(cells, refused)
        strange |= _places(cells, odd)
        if column.required and cells.null_count:
            wrong |= _places(cells, [None])
    wrong |= {at for at, row in _rows(table, strange - wrong) if not _is_canonical(row, in_persian=in_persian)}
    asked = suspects(table, model, connection) - wrong
    wrong |= {at for at, row in _rows(table, asked) if not _accepts(model.from_cells, row)}
    return table, {at + 2 for at in wrong}


def _table(content: bytes, model: type[Row]) -> pa.Table | None:
    """Read a table; None if its header, quoting or row shape is wrong. A blank line becomes a row of empty cells."""
    if not csvtext.is_canonical(content) or not content.startswith(f"{','.join(model.header())}\n".encode()):
        return None
    try:
        return read_columns(content, model.header())
    except ValueError:
        return None


def doubted_cells(cells: pa.ChunkedArray, column: Column) -> tuple[list[str], list[str]]:
    """The distinct cells of a column that the model refuses, and those that may not be canonical."""
    doubted = pc.unique(_doubted(cells.drop_null(), column)).to_pylist()
    return [one for one in doubted if not _is_valid(column, one)], [one for one in doubted if not _is_sound(one)]


def _doubted(cells: pa.ChunkedArray, column: Column) -> pa.ChunkedArray:
    """The cells of a column, none empty, to test one by one; a regular expression vouches for all others."""
    pattern = column.type.pattern
    if pattern is None or column.type.name not in ("text", "integer", "number", "boolean"):
        return cells
    if column.is_text:  # a cell that is not odd is valid text
        return cells.filter(pc.match_substring_regex(cells, _ODD))
    unfit = pc.invert(pc.match_substring_regex(cells, f"^(?:{pattern})$"))
    if column.type.is_open:  # the engines' regular expressions differ beyond ASCII
        unfit = pc.or_(unfit, pc.match_substring_regex(cells, _ODD))
    return cells.filter(unfit)


def _places(cells: pa.ChunkedArray, some: Collection[str | None]) -> set[int]:
    """The row numbers, from 0, at which a column has one of these cells."""
    return set(pc.indices_nonzero(pc.is_in(cells, texts(some))).to_pylist()) if some else set()


def _rows(table: pa.Table, places: Collection[int]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows with these numbers, each with its number."""
    rows = table.take(indices(np.array(sorted(places)))).to_pylist() if places else ()
    return zip(sorted(places), ({name: cell or "" for name, cell in row.items()} for row in rows), strict=True)


def _is_canonical(row: dict[str, str], *, in_persian: bool) -> bool:
    line, arabic = csvtext.join([*row.values()]), is_arabic(row.get("language", ""), in_persian=in_persian)
    return next(canonical_text.check_line("", 0, line, arabic=arabic), None) is None


def _is_sound(cell: str) -> bool:
    """Whether nothing is odd about a cell except that it is not ASCII."""
    is_normal = unicodedata.is_normalized("NFC", cell) and _JOINED.sub("", cell).isprintable()
    return is_normal and not re.search(_DOUBTFUL, cell) and canonical_text.STRANGE.search(cell) is None


def ascends(model: type[Row], table: pa.Table) -> bool:
    """Whether each row has a key that is greater than the one before; UTF-8 bytes sort like code points."""
    return not table[model.key()].null_count and out_of_order(model, table) is None


def _is_valid(column: Column, cell: str) -> bool:
    is_word = column.type.vocabulary is None or column.type.name == "list" or cell in column.type.vocabulary.words()
    return is_word and _accepts(column.type.parse, cell)


def suspects(table: pa.Table, model: type[Row], connection: duckdb.DuckDBPyConnection) -> set[int]:
    """The numbers, from 0, of rows whose cells may contradict each other, by the model's condition in SQL."""
    if model.problems is Row.problems or not table.num_rows:
        return set()
    connection.register("suspected", table.append_column("place", indices(np.arange(table.num_rows))))
    found = connection.execute(f"SELECT place FROM suspected WHERE {model.suspects}").fetchall()
    connection.unregister("suspected")
    return {at for (at,) in found}


def _accepts(read: Callable[[Any], object], given: Any) -> bool:
    try:
        read(given)
    except ValueError:
        return False
    return True
