"""Columns of ``participations``: someone's part in an event, and how far it has been established.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypedDict

participation_id: Final = "participation_id"
"""Event, entity and part, as a rule."""
event_id: Final = "event_id"
"""The event."""
entity_id: Final = "entity_id"
"""Who took part."""
part: Final = "part"
"""In what part."""
standing: Final = "standing"
"""How far the part has been established."""
standing_date: Final = "standing_date"
"""As of when the standing holds."""
standing_date_min: Final = "standing_date_min"
"""First day of standing_date; None if it is open or not known."""
standing_date_max: Final = "standing_date_max"
"""Last day of standing_date; None if it is open or not known."""
note: Final = "note"
"""A remark of ours, in our words: how a date was worked out, why two records were joined."""


class ParticipationRow(TypedDict):
    """A row of ``participations``, as ``as_="records"`` gives it."""

    participation_id: str
    event_id: str
    entity_id: str
    part: str
    standing: str | None
    standing_date: str | None
    standing_date_min: dt.date | None
    standing_date_max: dt.date | None
    note: str | None
