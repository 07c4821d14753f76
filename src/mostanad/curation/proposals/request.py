"""What a curator gives: a new version of a list, and decisions on who its records are.

Decisions are a CSV file with the columns ``key,entity_id,table,kind,country,reason``; the first two and the last are
enough.

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
from dataclasses import dataclass, field

from mostanad.curation.transaction import EditRefused
from mostanad.documents.records import FollowedList
from mostanad.models.fields import ENTITIES
from mostanad.models.vocabularies import DocumentFormat, PartyKind

_COLUMNS = ("key", "entity_id", "table", "kind", "country", "reason")


@dataclass(frozen=True)
class Decision:
    """Who a record is: a line of the file, by its columns."""

    key: str
    entity_id: str
    table: str = ""
    kind: str = ""
    country: str = ""
    reason: str = ""


#: Nobody decided.
UNDECIDED = Decision("", "")


@dataclass(frozen=True)
class Request:
    """What to propose from.

    Attributes:
        followed: the list.
        content: the bytes of its new version.
        published: the day on which it stood like this (ISO 8601); empty if a log of versions says it.
        format: how it is read; None for the list's usual format.
        decisions: who records are, by key or entry number.
        cells: cells of the row that registers the file.
        compare: whether to look for candidates.
    """

    followed: FollowedList
    content: bytes
    published: str = ""
    format: DocumentFormat | None = None
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    compare: bool = True

    def decision(self, number: str, key: str) -> Decision | None:
        """Who a record is, by its entry number or its key; None if nobody decided."""
        return self.decisions.get(number) or self.decisions.get(key)


def read_decisions(text: str) -> dict[str, Decision]:
    """Read a file of decisions, by key of the record; EditRefused names the line, the column and what is wrong."""
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
        line = f"decisions: line {rows.line_num}"
        if None in row or None in row.values():
            column = names[-1] if None in row else next(name for name in names if row[name] is None)
            raise EditRefused(f"{line}: {column}: not as many cells as the header has")
        decision = Decision(**{name: value.strip() for name, value in row.items()})
        for column, value, allowed in (
            ("table", decision.table, ENTITIES),
            ("kind", decision.kind, tuple(PartyKind)),
        ):
            if value and value not in allowed:
                raise EditRefused(f"{line}: {column}: {value!r} is none of {', '.join(allowed)}")
        if not decision.key:
            raise EditRefused(f"{line}: key: which record? The key is empty")
        if decision.key in found:
            raise EditRefused(f"{line}: key: {decision.key} is decided twice")
        found[decision.key] = decision
    return found
