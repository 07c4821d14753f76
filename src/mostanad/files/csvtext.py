"""CSV as it lies on disk: every cell with its line and column.

RFC 4180, one record to a line: canonical text has no line break inside a cell, so a line number is a record number
and an error in one line never moves the place of another.
"""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

_CELL = re.compile(r'"(?:[^"]|"")*+"|[^",]*+')
_NEEDS_QUOTES = re.compile(r'[,"\r\n]')
# A cell that is quoted, and must be; or, as a group, a quotation mark elsewhere.
_QUOTES = re.compile(rb'"(?:(?<=[,\n]")(?=[^",\n]*+(?:,|""))[^"\n]*+(?:""[^"\n]*+)*+"(?=[,\n])|(?<=(")))')
_QUOTED = re.compile('"[^"]*"')
#: What spreadsheets of some countries put between cells instead of commas.
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


class Cell(NamedTuple):
    value: str
    column: int


class CsvError(ValueError):
    """A line that is not CSV; ``column`` says where."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


def separator(header: str, columns: Collection[str]) -> str:
    """What stands between most of the columns in a header, if not commas; else empty."""
    for mark in SEPARATORS:
        if len({name.strip(' "') for name in header.split(mark)}.intersection(columns)) > len(columns) / 2:
            return mark
    return ""


def is_canonical(content: bytes) -> bool:
    """Whether the lines of a file each end with LF, and the cells are quoted that must be, and no others."""
    return content.endswith(b"\n") and b"\r" not in content and not any(_QUOTES.findall(content))


def width(line: str) -> int:
    """How many cells a line of a file in canonical form has."""
    return (_QUOTED.sub("", line) if '"' in line else line).count(",") + 1


def split(line: str) -> list[str]:
    """The values of a line's cells; CsvError for a quotation mark where none may be, or one that is never closed."""
    return line.split(",") if '"' not in line else [cell.value for cell in cells(line)]


def cells(line: str) -> list[Cell]:
    """The cells of a line with their columns; raises like :func:`split`."""
    found: list[Cell] = []
    end = -1  # of the cell before
    while end < len(line):
        start = end + 1
        text = _CELL.match(line, start)[0]  # type: ignore[index]  # it always matches
        end = start + len(text)
        if end < len(line) and line[end] != ",":
            closed = "text after a closing quotation mark"
            inside = "a quotation mark inside a cell that is not quoted"
            what = closed if text.startswith('"') else inside if text else "a quotation mark is never closed"
            raise CsvError(what, end + 1)
        value = text[1:-1].replace('""', '"') if text.startswith('"') else text
        found.append(Cell(value, start + 1))
    return found


def join(values: Sequence[str]) -> str:
    """A line of these values, quoted only where needed: the canonical form."""
    return ",".join(
        f'"{value.replace(chr(34), chr(34) * 2)}"' if _NEEDS_QUOTES.search(value) else value for value in values
    )
