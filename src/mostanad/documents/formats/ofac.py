"""The delimited files of the US Treasury's list of Specially Designated Nationals (SDN).

Standard: OFAC's data specification for SDN.CSV, ALT.CSV and ADD.CSV. No header; ``-0-`` stands for an empty cell.

======== =======================  ============================================
file     key                      example
======== =======================  ============================================
SDN.CSV  ent_num                  ``12252``
ALT.CSV  ent_num/alt_num          ``12252/13174``, one other name of an entry
ADD.CSV  ent_num/add_num          ``12252/17540``, one address of an entry
======== =======================  ============================================
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mostanad.documents.formats.delimited import rows
from mostanad.documents.formats.entries import Entry

SDN = (
    "ent_num",
    "name",
    "type",
    "programmes",
    "title",
    "call_sign",
    "vessel_type",
    "tonnage",
    "gross_tonnage",
    "flag",
    "owner",
    "remarks",
)
ALT = ("ent_num", "alt_num", "type", "name", "remarks")
ADD = ("ent_num", "add_num", "address", "city", "country", "remarks")
_NULL = "-0-"


def sdn(content: bytes) -> Iterator[Entry[dict[str, str]]]:
    """The entries of SDN.CSV. Raises ListError where a row is not one of its twelve cells."""
    return _entries(content, SDN, 1)


def alt(content: bytes) -> Iterator[Entry[dict[str, str]]]:
    """The other names of ALT.CSV. Raises ListError where a row is not one of its five cells."""
    return _entries(content, ALT, 2)


def add(content: bytes) -> Iterator[Entry[dict[str, str]]]:
    """The addresses of ADD.CSV. Raises ListError where a row is not one of its six cells."""
    return _entries(content, ADD, 2)


def _entries(content: bytes, columns: Sequence[str], numbers: int) -> Iterator[Entry[dict[str, str]]]:
    """Every row, keyed by its first cells, which are numbers."""
    for row in rows(content):
        cells = {name: _value(cell) for name, cell in row.named(columns).items()}
        parts = [cells[name] for name in columns[:numbers]]
        for name, part in zip(columns, parts, strict=False):
            if not (part.isascii() and part.isdigit()):
                raise row.error(f"{name} is {part!r}; it must be a number")
        yield Entry("/".join(parts), row.start, row.end, row.line, cells)


def _value(cell: str) -> str:
    stripped = cell.strip()
    return "" if stripped == _NULL else stripped
