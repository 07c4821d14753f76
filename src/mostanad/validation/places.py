"""The position of each cell in the files of a package, and the cell at each position."""

from collections import UserDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import TypeVar

from mostanad.files import csvtext
from mostanad.models import TABLES
from mostanad.validation.findings import Excerpt, Finding

#: How many characters on either side of a finding are kept to be shown: a line may be of any length.
_AROUND = 300
#: How many lines the cache of split lines holds.
_REMEMBERED = 1000
Place = tuple[str, int, int]
Item = TypeVar("Item")


class Lazy(UserDict[str, Item]):
    """A dictionary whose values are made on first access."""

    def __init__(self, names: Iterable[str], make: Callable[[str], Item]) -> None:
        super().__init__(dict.fromkeys(names))  # type: ignore[arg-type]  # nothing is made yet
        self._make = make

    def __getitem__(self, name: str) -> Item:
        if self.data[name] is None:
            self.data[name] = self._make(name)
        return self.data[name]


class Places:
    """The lines of the tables' files; each file is read on first use."""

    def __init__(self, lines: Callable[[str], list[str]], files: Mapping[str, str]) -> None:
        """``lines`` returns the lines of a table's file, and ``files`` has the paths of files, both by table name."""
        self._files = {name: files.get(name, f"datasets/{name}.csv") for name in TABLES}
        self._names = {file: name for name, file in reversed(self._files.items())}
        self.lines = cache(lines)
        self.keys = cache(self._keys)
        self.cells = lru_cache(_REMEMBERED)(self._cells)
        self.of = cache(self._of)  # one cell of a long line may have 100,000 findings

    def _keys(self, name: str) -> dict[str, int]:
        """The line of each key; the last line of a repeated key."""
        return {line.partition(",")[0]: number for number, line in enumerate(self.lines(name)[1:], 2) if line}

    def _cells(self, name: str, number: int) -> list[csvtext.Cell]:
        """The cells of a line; none if there is no such line, or it is not CSV."""
        lines = self.lines(name)
        try:
            return csvtext.cells(lines[number - 1]) if 0 < number <= len(lines) and lines[number - 1] else []
        except csvtext.CsvError:
            return []

    def _of(self, name: str, row: str, field: str) -> Place:
        """The file, line and column of a cell, in a table without errors in layers 1 to 3.

        Without such a row, line and column are 0. Without such a column, the place is the beginning of the row.
        """
        line = self.keys(name).get(row, 0)
        if not line:
            return self._files[name], 0, 0
        return self._files[name], line, self.cells(name, line)[_number(name, field)].column

    def value(self, name: str, row: str, field: str) -> str:
        """The value of a cell in a row that exists; of a column that does not exist, the key."""
        return self.cells(name, self.keys(name)[row])[_number(name, field)].value

    def name_of(self, finding: Finding) -> str:
        """The table in whose file a finding lies, or an empty string."""
        return self._names.get(finding.file, "")

    def located(self, finding: Finding) -> Finding:
        """A finding with the end of its span, the key of the row and the name of the column, where these are known."""
        line = self._line(finding)
        if not line:
            return finding
        name = self.name_of(finding)
        cells, header = self.cells(name, finding.line), self.cells(name, 1)
        key = cells[0].value if cells and finding.line > 1 else ""
        if not finding.column:
            return replace(finding, row_id=finding.row_id or key)
        number = max((i for i, cell in enumerate(cells) if cell.column <= finding.column), default=-1)
        field = header[number].value if finding.line > 1 and 0 <= number < len(header) else ""
        end = finding.end_column or _end(finding, line, cells, number)
        return replace(finding, row_id=finding.row_id or key, field=finding.field or field, end_column=end)

    def excerpt(self, finding: Finding) -> Excerpt | None:
        """The text around a finding; None if the finding has no column in a line."""
        line = self._line(finding)
        if not line or not finding.column:
            return None
        start = max(0, finding.column - 1 - _AROUND)
        end = min(max(finding.column, finding.end_column), finding.column + _AROUND) + _AROUND
        return Excerpt(line[start:end], start)

    def _line(self, finding: Finding) -> str:
        name = self.name_of(finding)
        lines = self.lines(name) if name else []
        return lines[finding.line - 1] if 0 < finding.line <= len(lines) else ""


def _number(name: str, field: str) -> int:
    return TABLES[name].header().index(field) if field in TABLES[name].header() else 0


def _end(finding: Finding, line: str, cells: list[csvtext.Cell], number: int) -> int:
    """The column after the last character: of the cell if the finding begins with it, else of the finding's value."""
    start = finding.column - 1
    if finding.value.startswith("U+"):
        return finding.column + 1
    if cells and cells[number].column == finding.column:
        return cells[number + 1].column - 1 if number + 1 < len(cells) else len(line) + 1
    if finding.value and line.startswith(finding.value, start):
        return finding.column + len(finding.value)
    return finding.column + 1 if start < len(line) else 0
