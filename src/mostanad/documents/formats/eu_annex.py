"""Annexes of EU regulations, transcribed as tab separated tables with a header.

The key is the number that the annex itself prints: ``21``. Persons and entities are numbered apart, in files apart.
Where an annex has parts, the part comes before: ``II.A/6``. In a table of differences between two versions, which has
persons and entities together, the kind does: ``person/68``.
"""

from __future__ import annotations

from collections.abc import Iterator

from mostanad.documents.formats.delimited import rows
from mostanad.documents.formats.entries import Entry
from mostanad.documents.formats.errors import ListError

_PREFIXES = ("part", "kind")


def annex(content: bytes) -> Iterator[Entry[dict[str, str]]]:
    """The rows under the header, by column.

    Raises:
        ListError: where the header has no columns ``no`` and ``name``, a row has not its cells, or a row no number.
    """
    table = rows(content, "\t", quoted=False)
    header = next(table, None)
    if header is None:
        raise ListError("the list is empty", line=1, byte=0)
    columns = [cell.strip() for cell in header.cells]
    if not {"no", "name"} <= set(columns) or len(set(columns)) < len(columns):
        raise header.error(f"the header is {columns}; it must have the columns no and name, tabs between")
    for row in table:
        cells = {name: cell.strip() for name, cell in row.named(columns).items()}
        parts = [cells[name] for name in (*_PREFIXES, "no") if name in cells]
        if not all(parts):
            raise row.error("the row has no number (and part or kind, where the header has one)")
        yield Entry("/".join(parts), row.start, row.end, row.line, cells)
