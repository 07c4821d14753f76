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
    """A function of a table, the key of a row and a column: the file, the line and the column at which the cell begins.

    Of rows with one key the last is meant; without such a row line and column are 0, without such a column it is the
    beginning of the row. The tables must be without errors in layers 1 to 3.
    """
    index: dict[str, dict[str, int]] = {}

    @cache  # one cell of a long line may be found wrong 100,000 times
    def place(name: str, row: str, field: str) -> tuple[str, int, int]:
        table = tables[name]
        if name not in index:
            key = table.header.index(TABLES[name].key())
            index[name] = {cells[key]: table.line_of(number) for number, cells in enumerate(table.rows)}
        line = index[name].get(row)
        if line is None:
            return table.file, 0, 0
        column = table.header.index(field) if field in table.header else 0
        return table.file, line, csvtext.cells(lines[name][line - 1])[column].column

    return place
