"""Parse and write lines of CSV, with the column of every cell.

RFC 4180, one record on each line. A canonical cell has no line break, so a line number is a record number, and an error
in one line never shifts another.
"""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

_CELL = re.compile(r'"(?:[^"]|"")*+"|[^",]*+')
_NEEDS_QUOTES = re.compile(r'[,"\r\n]')
# A cell that is quoted and needs it; or, captured as a group, any other quotation mark.
_QUOTES = re.compile(rb'"(?:(?<=[,\n]")(?=[^",\n]*+(?:,|""))[^"\n]*+(?:""[^"\n]*+)*+"(?=[,\n])|(?<=(")))')
_QUOTED = re.compile('"[^"]*"')
#: Separators that spreadsheets in some countries write instead of commas.
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


class Cell(NamedTuple):
    value: str
    column: int


class CsvError(ValueError):
    """A line is not CSV; ``column`` is the position of the error, from 1."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


def separator(header: str, columns: Collection[str]) -> str:
    """The separator in a header, if it is not a comma; else empty. More than half the columns must be recognised."""
    for mark in SEPARATORS:
        if len({name.strip(' "') for name in header.split(mark)}.intersection(columns)) > len(columns) / 2:
            return mark
    return ""


def is_canonical(content: bytes) -> bool:
    """Whether every line of a file ends in LF, and exactly the cells that need quotes have them."""
    has_quotes = b'"' in content  # without any, the pattern would look at every byte for nothing
    return content.endswith(b"\n") and b"\r" not in content and not (has_quotes and any(_QUOTES.findall(content)))


def width(line: str) -> int:
    """The number of cells in a line of canonical CSV."""
    return (_QUOTED.sub("", line) if '"' in line else line).count(",") + 1


def split(line: str) -> list[str]:
    """The values of a line's cells; CsvError for a misplaced quotation mark or one that is never closed."""
    return line.split(",") if '"' not in line else [cell.value for cell in cells(line)]


def cells(line: str) -> list[Cell]:
    """The cells of a line with their columns; raises like :func:`split`."""
    found: list[Cell] = []
    end = -1  # of the previous cell
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
    """A canonical line of these values, quoted only where needed."""
    return ",".join(
        f'"{value.replace(chr(34), chr(34) * 2)}"' if _NEEDS_QUOTES.search(value) else value for value in values
    )
