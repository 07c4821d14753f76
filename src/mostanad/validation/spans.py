"""Where findings begin and end: the cell behind a line and a column, its row, and the line as it lies on disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from mostanad.files import csvtext
from mostanad.files.tables import Table
from mostanad.validation.findings import Excerpt, Finding

#: How much of a line, on either side of a finding, is kept to be shown: a line may be of any length.
_AROUND = 300
#: How many lines are taken apart once and remembered.
_REMEMBERED = 1000


class Spans:
    """Finds cells in the lines of a package.

    Attributes:
        tables: the tables as text.
        lines: the lines of each table's file.
    """

    def __init__(self, tables: Mapping[str, Table], lines: Mapping[str, list[str]]) -> None:
        self._tables = {table.file: table for table in reversed(list(tables.values()))}
        self._lines = lines
        self._known: dict[tuple[str, int], list[csvtext.Cell]] = {}

    def located(self, findings: Iterable[Finding]) -> list[Finding]:
        """Findings with the end of their span, the key of the row and the name of the column, where these are known."""
        return [self._located(finding) for finding in findings]

    def excerpt(self, finding: Finding) -> Excerpt | None:
        """The line of a finding, or what lies around it; None if it has no place in a line."""
        line = self._line(finding)
        if not line or not finding.column:
            return None
        start = max(0, finding.column - 1 - _AROUND)
        end = min(max(finding.column, finding.end_column), finding.column + _AROUND) + _AROUND
        return Excerpt(line[start:end], start)

    def _line(self, finding: Finding) -> str:
        table = self._tables.get(finding.file)
        lines = self._lines[table.name] if table else []
        return lines[finding.line - 1] if 0 < finding.line <= len(lines) else ""

    def _cells(self, finding: Finding, line: str) -> list[csvtext.Cell]:
        place = (finding.file, finding.line)
        if place not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            try:
                self._known[place] = csvtext.cells(line)
            except csvtext.CsvError:
                self._known[place] = []
        return self._known[place]

    def _located(self, finding: Finding) -> Finding:
        line = self._line(finding)
        if not line:
            return finding
        cells = self._cells(finding, line)
        header = self._tables[finding.file].header
        key = cells[0].value if cells and finding.line > 1 else ""
        if not finding.column:
            return replace(finding, row_id=finding.row_id or key)
        number = max((i for i, cell in enumerate(cells) if cell.column <= finding.column), default=-1)
        field = header[number] if finding.line > 1 and 0 <= number < len(header) else ""
        end = finding.end_column or _end(finding, line, cells, number)
        return replace(finding, row_id=finding.row_id or key, field=finding.field or field, end_column=end)


def _end(finding: Finding, line: str, cells: list[csvtext.Cell], number: int) -> int:
    """The column behind the last character: of the cell if the finding is at its begin, else of what it names."""
    start = finding.column - 1
    if finding.value.startswith("U+"):
        return finding.column + 1
    if cells and cells[number].column == finding.column:
        return cells[number + 1].column - 1 if number + 1 < len(cells) else len(line) + 1
    if finding.value and line.startswith(finding.value, start):
        return finding.column + len(finding.value)
    return finding.column + 1 if start < len(line) else 0
