"""What a curator decided: who a record of a list is.

A CSV file with the columns ``key,entity_id,table,kind,country,reason``; the first two and the last are enough.

- ``entity_id`` of a row of the dataset joins the record to it. ``reason`` says why they are one; it becomes the note of
  the identifier.
- Any other ``entity_id`` is minted for the record, in ``table`` (officials or parties; by default a person is an
  official and anything else a party), with ``kind`` and ``country`` of the party.
- ``entity_id`` left empty: the record is not taken in.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from mostanad.curation.transaction import EditRefused
from mostanad.models.fields import ENTITIES
from mostanad.models.vocabularies import PartyKind

_COLUMNS = ("key", "entity_id", "table", "kind", "country", "reason")


@dataclass(frozen=True)
class Decision:
    """Who a record is.

    Attributes:
        key: the record.
        entity_id: the person or organisation; empty if it is not taken in.
        table: officials or parties, of a new one; empty for the usual.
        kind: of a new party.
        country: of a new party.
        reason: why.
    """

    key: str
    entity_id: str
    table: str = ""
    kind: str = ""
    country: str = ""
    reason: str = ""


def read_decisions(text: str) -> dict[str, Decision]:
    """Read a file of decisions, by key of the record.

    Raises:
        EditRefused: naming the line, the column and what is wrong.
    """
    rows = csv.DictReader(io.StringIO(text, newline=""))
    unknown = set(rows.fieldnames or ()) - set(_COLUMNS)
    if unknown or not {"key", "entity_id"} <= set(rows.fieldnames or ()):
        raise EditRefused(f"decisions: the header must have key,entity_id and may have {','.join(_COLUMNS[2:])}")
    found: dict[str, Decision] = {}
    for row in rows:
        if None in row or None in row.values():
            raise EditRefused(f"decisions: line {rows.line_num} has not as many cells as the header")
        cells = {name: (value or "").strip() for name, value in row.items()}
        _check(cells, rows.line_num)
        if cells["key"] in found:
            raise EditRefused(f"decisions: line {rows.line_num}: key: {cells['key']} is decided twice")
        found[cells["key"]] = Decision(**cells)
    return found


def _check(cells: Mapping[str, str], line: int) -> None:
    for column, allowed in (("table", ENTITIES), ("kind", tuple(PartyKind))):
        value = cells.get(column, "")
        if value and value not in allowed:
            raise EditRefused(f"decisions: line {line}: {column}: {value!r} is none of {', '.join(allowed)}")
    if not cells["key"]:
        raise EditRefused(f"decisions: line {line}: key: which record? The key is empty")
