"""Where cells lie in their files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from mostanad.files import csvtext
from mostanad.files.tables import Table
from mostanad.models import TABLES


def columns(line: str) -> list[int]:
    """The column, 1-based, at which each cell of a line begins; none for a line that is not CSV."""
    try:
        return [cell.column for cell in csvtext.cells(line)]
    except csvtext.CsvError:
        return []


def finder(
    tables: Mapping[str, Table], lines: Mapping[str, list[str]]
) -> Callable[[str, str, str], tuple[str, int, int]]:
    """A function that finds cells.

    Args:
        tables: the tables as text, those of which cells are looked for without errors in layers 1 to 3.
        lines: the lines of each table's file.

    Returns:
        a function of a table, the key of a row and a column: the file, the line and the column at which the cell
        begins. Of rows with one key the last is meant; without such a row line and column are 0, without such a
        column the row begins.
    """
    index: dict[str, dict[str, list[int]]] = {}

    @cache  # one cell of a long line may be found wrong 100,000 times
    def place(name: str, row: str, field: str) -> tuple[str, int, int]:
        table = tables[name]
        if name not in index:
            key = table.header.index(TABLES[name].key())
            index[name] = {}
            for number, cells in enumerate(table.rows):
                index[name].setdefault(cells[key], []).append(table.line_of(number))
        found = index[name].get(row)
        if not found:
            return table.file, 0, 0
        line = found[-1]
        column = table.header.index(field) if field in table.header else 0
        return table.file, line, csvtext.cells(lines[name][line - 1])[column].column

    return place
