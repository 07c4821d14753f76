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
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        return _read(rows)
    except csv.Error as error:
        raise EditRefused(f"decisions: line {rows.line_num + 1}: not CSV: {error}") from None


def _read(rows: csv.DictReader[str]) -> dict[str, Decision]:
    names = list(rows.fieldnames or ())
    if not {"key", "entity_id"} <= set(names) <= set(_COLUMNS) or len(set(names)) < len(names):
        wrong = next((name for name in names if name not in _COLUMNS or names.count(name) > 1), "")
        raise EditRefused(
            f"decisions: line 1: {wrong or 'header'}: it must have key,entity_id and may have {','.join(_COLUMNS[2:])}"
        )
    found: dict[str, Decision] = {}
    for row in rows:
        if None in row or None in row.values():
            column = names[-1] if None in row else next(name for name in names if row[name] is None)
            raise EditRefused(f"decisions: line {rows.line_num}: {column}: not as many cells as the header has")
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
