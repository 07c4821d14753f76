"""Columns of ``corrections``: a published cell that changed, and why.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypedDict

correction_id: Final = "correction_id"
"""Date and row."""
date: Final = "date"
"""When we changed it."""
date_min: Final = "date_min"
"""First day of date; None if it is open or not known."""
date_max: Final = "date_max"
"""Last day of date; None if it is open or not known."""
target_id: Final = "target_id"
"""The row, also if it is gone."""
field: Final = "field"
"""The cell."""
before: Final = "before"
"""The value that was published; empty for privacy."""
after: Final = "after"
"""The value now; empty if withdrawn."""
kind: Final = "kind"
"""What sort of change it is."""
reason: Final = "reason"
"""Why, in a sentence that a stranger understands."""
note: Final = "note"
"""A remark of ours, in our words: how a date was worked out, why two records were joined."""


class CorrectionRow(TypedDict):
    """A row of ``corrections``, as ``as_="records"`` gives it."""

    correction_id: str
    date: str
    date_min: dt.date | None
    date_max: dt.date | None
    target_id: str
    field: str
    before: str | None
    after: str | None
    kind: str
    reason: str
    note: str | None
