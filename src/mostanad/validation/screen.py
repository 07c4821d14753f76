"""Tells fast which tables are clean: nothing but private things can be found in them.

A screen errs on the side of suspicion only. On a table that passes the careful layers find nothing; on one that does
not pass they may find nothing either. They alone write findings.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.files import csvtext
from mostanad.files.canonical import is_arabic
from mostanad.files.columns import read_columns
from mostanad.models import Column, Row
from mostanad.validation import canonical_text

#: How many bytes are looked at together: so many stay in the cache of a processor.
_CHUNK = 1 << 18
#: The error of a spreadsheet that begins with a letter; the others begin with a sign.
_ERROR = b"Err:"

# Two bytes side by side are odd if the left one has a bit of which the right one has the double, four times over: a
# space that is outer or doubled (1, 2), a cell that begins like a formula or an error (4), and a byte that is odd
# anywhere (8): a control character, a quotation or question mark, and all that is not ASCII.
_ODD = bytes(byte for byte in range(256) if byte >= 0x7F or (byte < 0x20 and byte != 0x0A)) + b'"?'
_LEFT = ((b" ,\n", 1), (b" ", 2), (b",\n", 4), (_ODD, 8))
_RIGHT = ((b" ", 16), (b",\n", 32), (b"=+-@#E", 64), (bytes(range(256)), 128))
_BITS = bytes(sum(bit for members, bit in (*_LEFT, *_RIGHT) if byte in members) for byte in range(256))

# A line of cells in which nothing is odd after all: of bytes that are printed, or not ASCII, with single spaces inside.
_WORD = rb"[!#-+\x2d-\x3e@-~\x80-\xff]"
_BEGIN = rb"(?![=+\-@#])"
_BARE = rb"(?:%s%s++(?: %s++)*+)?+" % (_BEGIN, _WORD, _WORD)
_INSIDE = rb'(?:[!#-\x3e@-~\x80-\xff]++|"")'  # with commas
_QUOTED = rb'"%s(?=[^",]*+(?:,|""))%s++(?: %s++)*+"' % (_BEGIN, _INSIDE, _INSIDE)
_SOUND = re.compile(rb"(?:%s|%s)(?:,(?:%s|%s))*+" % (_QUOTED, _BARE, _QUOTED, _BARE))
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
        _is_valid_row(cells, model) for cells in suspects(table, model, connection)
    )
    return table if is_clean else None


def _canonical(content: bytes, model: type[Row]) -> pa.Table | None:
    """The table, if its header is right, all lines have as many cells, and their text is canonical."""
    names = [column.name for column in model.columns()]
    if not content.endswith(b"\n") or not content.startswith(f"{','.join(names)}\n".encode()):
        return None
    try:
        if not all(_is_canonical(line, names) for line in odd_lines(content)):
            return None
        table = read_columns(content, names)
    except ValueError:
        return None
    return table if table.num_rows == content.count(b"\n") - 1 else None


def odd_lines(content: bytes) -> Iterator[bytes]:
    """The lines with anything that the text of a cell or the ends of cells may not have, or only in its place."""
    end = 0
    for start in range(0, len(content) - 1, _CHUNK):
        bits = np.frombuffer(content[start : start + _CHUNK + 1].translate(_BITS), np.uint8)
        for position in np.flatnonzero(bits[:-1] & (bits[1:] >> 4) != 0).tolist():
            place = start + position + (content[start + position] == 0x0A)
            if place >= end:
                end = content.index(b"\n", place)
                yield content[content.rfind(b"\n", 0, place) + 1 : end]


def _is_canonical(line: bytes, names: list[str]) -> bool:
    is_sound = _SOUND.fullmatch(line) and _ERROR not in line
    if is_sound and line.isascii():
        return True
    if b"\r" in line:  # what is said of it is said of the file
        return False
    decoded = line.decode()
    if is_sound and _is_sound(decoded):
        return True
    arabic = False
    if "language" in names and not line.isascii():
        cells = csvtext.split(decoded)
        arabic = is_arabic(dict(zip(names, cells, strict=False)).get("language", ""))
    return next(canonical_text.check_line("", 0, decoded, arabic=arabic), None) is None


def _is_sound(line: str) -> bool:
    """Whether nothing is odd about the characters of a line, the ASCII ones apart."""
    is_normal = unicodedata.is_normalized("NFC", line) and _JOINED.sub("", line).isprintable()
    return is_normal and canonical_text.STRANGE.search(line) is None


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
    try:
        column.type.parse(cell)
    except ValueError:
        return False
    return column.type.vocabulary is None or column.type.name == "list" or cell in column.type.vocabulary.words()


def suspects(table: pa.Table, model: type[Row], connection: duckdb.DuckDBPyConnection) -> list[dict[str, str]]:
    """The rows whose cells might not go together: those for which the model says so, in SQL."""
    if model.problems is Row.problems or not table.num_rows:
        return []
    connection.register("suspected", table)
    rows = connection.execute(f"SELECT * FROM suspected WHERE {model.suspects}").fetchall()
    connection.unregister("suspected")
    return [{name: cell or "" for name, cell in zip(table.column_names, row, strict=True)} for row in rows]


def _is_valid_row(cells: dict[str, str], model: type[Row]) -> bool:
    try:
        model.from_cells(cells)
    except ValueError:
        return False
    return True
