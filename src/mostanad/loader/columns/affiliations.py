"""Columns of ``affiliations``: a tie between two persons or organisations, with its time, as a source shows it.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypedDict

affiliation_id: Final = "affiliation_id"
"""FROM-RELATION-TO, as a rule."""
from_id: Final = "from_id"
"""Who is tied."""
to_id: Final = "to_id"
"""To whom."""
relation: Final = "relation"
"""How, read from from_id to to_id."""
started: Final = "started"
"""When it began, as precisely as a source says."""
started_min: Final = "started_min"
"""First day of started; None if it is open or not known."""
started_max: Final = "started_max"
"""Last day of started; None if it is open or not known."""
ended: Final = "ended"
"""When it ended; empty while it lasts or is not known."""
ended_min: Final = "ended_min"
"""First day of ended; None if it is open or not known."""
ended_max: Final = "ended_max"
"""Last day of ended; None if it is open or not known."""
note: Final = "note"
"""A remark of ours, in our words: how a date was worked out, why two records were joined."""


class AffiliationRow(TypedDict):
    """A row of ``affiliations``, as ``as_="records"`` gives it."""

    affiliation_id: str
    from_id: str
    to_id: str
    relation: str
    started: str | None
    started_min: dt.date | None
    started_max: dt.date | None
    ended: str | None
    ended_min: dt.date | None
    ended_max: dt.date | None
    note: str | None
