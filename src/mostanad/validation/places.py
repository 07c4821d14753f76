"""Where cells lie in their lines."""

from __future__ import annotations

from mostanad.package import csvtext


def columns(line: str) -> list[int]:
    """The column, 1-based, at which each cell of a line begins; none for a line that is not CSV."""
    try:
        return [cell.column for cell in csvtext.cells(line)]
    except csvtext.CsvError:
        return []
