"""Tells fast which tables are clean: nothing but private things can be found in them.

A screen errs on the side of suspicion only. In a table that passes, and in a line that it does not doubt, the careful
layers find nothing; elsewhere they may find nothing either. They alone write findings.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from itertools import pairwise
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.evidence.links import indices
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
    """The table that these bytes are, as :func:`screened` has it; None if anything about it is suspicious."""
    found = screened(content, model, connection, in_persian=in_persian)
    return None if found is None or found[1] else found[0]


def screened(
    content: bytes, model: type[Row], connection: duckdb.DuckDBPyConnection, *, in_persian: bool = True
) -> tuple[pa.Table, set[int]] | None:
    """The table that these bytes are, all cells as text, null where empty, and the lines in which something is
    suspicious; None if its header, its order or the shape of its rows is.

    The connection is asked to which rows the model might object. ``in_persian``: :attr:`Package.in_persian`.
    """
    table = _table(content, model)
    if table is None or not ascends(table[model.key()]):
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
    """The table, if its header is right, all lines have as many cells (of a blank one all are empty, its key too), and
    none is quoted that need not be."""
    if not csvtext.is_canonical(content) or not content.startswith(f"{','.join(model.header())}\n".encode()):
        return None
    try:
        return read_columns(content, model.header())
    except ValueError:
        return None


def doubted_cells(cells: pa.ChunkedArray, column: Column) -> tuple[list[str], list[str]]:
    """The different cells of a column that the model refuses, each by itself, and those not plainly canonical."""
    doubted = pc.unique(_doubted(cells.drop_null(), column)).to_pylist()
    return [one for one in doubted if not _is_valid(column, one)], [one for one in doubted if not _is_sound(one)]


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


def _places(cells: pa.ChunkedArray, some: Collection[str | None]) -> set[int]:
    """Where one of these is the cell of a column, from 0."""
    return set(pc.indices_nonzero(pc.is_in(cells, texts(some))).to_pylist()) if some else set()


def _rows(table: pa.Table, places: Collection[int]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows at these places, as cells."""
    rows = table.take(indices(np.array(sorted(places)))).to_pylist() if places else ()
    return zip(sorted(places), ({name: cell or "" for name, cell in row.items()} for row in rows), strict=True)


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


def suspects(table: pa.Table, model: type[Row], connection: duckdb.DuckDBPyConnection) -> set[int]:
    """Where, from 0, are the rows whose cells might not go together: those for which the model says so, in SQL."""
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
