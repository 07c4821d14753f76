"""Columns of ``changes``: what became of a fact in a version, and from when to when this was what the project knew.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypedDict

change_id: Final = "change_id"
"""Fact and version."""
fact_id: Final = "fact_id"
"""The fact."""
version: Final = "version"
"""The version."""
change: Final = "change"
"""What became of it."""
before: Final = "before"
"""The value before, where it was another; empty if it was removed for privacy."""
value: Final = "value"
"""The value from then on; empty if the fact is gone, or if it is gone by now and no correction has it."""
known_from: Final = "known_from"
"""The day of the version."""
known_from_min: Final = "known_from_min"
"""First day of known_from; None if it is open or not known."""
known_from_max: Final = "known_from_max"
"""Last day of known_from; None if it is open or not known."""
known_to: Final = "known_to"
"""The day of the version in which it changed next; empty if it is so still."""
known_to_min: Final = "known_to_min"
"""First day of known_to; None if it is open or not known."""
known_to_max: Final = "known_to_max"
"""Last day of known_to; None if it is open or not known."""
superseded_in: Final = "superseded_in"
"""That version; empty likewise."""
reason_id: Final = "reason_id"
"""The correction or redirect that says why."""
reason: Final = "reason"
"""Why."""


class FactChangeRow(TypedDict):
    """A row of ``changes``, as ``as_="records"`` gives it."""

    change_id: str
    fact_id: str
    version: str
    change: str
    before: str | None
    value: str | None
    known_from: str
    known_from_min: dt.date | None
    known_from_max: dt.date | None
    known_to: str | None
    known_to_min: dt.date | None
    known_to_max: dt.date | None
    superseded_in: str | None
    reason_id: str | None
    reason: str | None
