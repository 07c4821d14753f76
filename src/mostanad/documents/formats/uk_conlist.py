"""The UK's Consolidated List of Financial Sanctions Targets (ConList.csv, OFSI).

Standard: OFSI's guide to the file formats of the list. A first line with the date, a header, and then one row for each
name of each target (and, if it has several, for each regime and date of birth); rows of one target share its Group ID
and need not stand together. The key of a row is its Group ID and its place among the rows of that group, in the order
of the file: ``12174/1`` is the first row with Group ID 12174. So ``absent=12174/1`` says that the list has no such
group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mostanad.documents.formats.delimited import Row, rows
from mostanad.documents.formats.entries import Entry
from mostanad.documents.formats.errors import ListError

#: What a header must have; the file had 29 columns in 2018 and has had 36 since 2022.
REQUIRED = ("Name 6", "Name 1", "DOB", "Group Type", "Alias Type", "Regime", "Listed On", "Last Updated", "Group ID")
_GROUP = "Group ID"


def conlist(content: bytes) -> Iterator[Entry[dict[str, str]]]:
    """The rows under the header, by column.

    Raises:
        ListError: where there is no header among the first two lines, a row has not its cells, or no Group ID.
    """
    table = rows(content)
    header = _header(table)
    columns = [cell.strip() for cell in header.cells]
    if missing := [name for name in REQUIRED if name not in columns]:
        raise header.error(f"the header lacks {', '.join(missing)}")
    seen: Counter[str] = Counter()
    for row in table:
        cells = {name: cell.strip() for name, cell in row.named(columns).items()}
        group = cells[_GROUP]
        if not (group.isascii() and group.isdigit()):
            raise row.error(f"{_GROUP} is {group!r}; it must be a number")
        seen[group] += 1
        yield Entry(f"{group}/{seen[group]}", row.start, row.end, row.line, cells)


def _header(table: Iterator[Row]) -> Row:
    first = next(table, None)
    if first is None:
        raise ListError("the list is empty", line=1, byte=0)
    if first.cells[0].strip().casefold() != "last updated":
        return first
    second = next(table, None)
    if second is None:
        raise first.error("the list ends before its header")
    return second
