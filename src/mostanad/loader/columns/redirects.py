"""Columns of ``redirects``: an id that was merged into another; an id is never used again.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypedDict

old_id: Final = "old_id"
"""The id that is gone."""
new_id: Final = "new_id"
"""The id that stands for it."""
date: Final = "date"
"""When it was merged."""
date_min: Final = "date_min"
"""First day of date; None if it is open or not known."""
date_max: Final = "date_max"
"""Last day of date; None if it is open or not known."""
reason: Final = "reason"
"""Why, in a sentence that a stranger understands."""
note: Final = "note"
"""A remark of ours, in our words: how a date was worked out, why two records were joined."""


class RedirectRow(TypedDict):
    """A row of ``redirects``, as ``as_="records"`` gives it."""

    old_id: str
    new_id: str
    date: str
    date_min: dt.date | None
    date_max: dt.date | None
    reason: str
    note: str | None
