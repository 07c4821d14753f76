"""Columns of ``events``: something that happened. What is only demanded, planned or predicted is a statement.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypedDict

event_id: Final = "event_id"
"""What and when, as a rule."""
kind: Final = "kind"
"""What sort of event."""
title: Final = "title"
"""What happened, in our words, without rhetoric."""
date: Final = "date"
"""When, as precisely as a source says."""
date_min: Final = "date_min"
"""First day of date; None if it is open or not known."""
date_max: Final = "date_max"
"""Last day of date; None if it is open or not known."""
place: Final = "place"
"""Where, as a source names it."""
body_id: Final = "body_id"
"""The body that acted or met."""
instrument: Final = "instrument"
"""The number of the text adopted."""
part_of: Final = "part_of"
"""The larger event to which it belongs."""
note: Final = "note"
"""A remark of ours, in our words: how a date was worked out, why two records were joined."""


class EventRow(TypedDict):
    """A row of ``events``, as ``as_="records"`` gives it."""

    event_id: str
    kind: str
    title: str
    date: str | None
    date_min: dt.date | None
    date_max: dt.date | None
    place: str | None
    body_id: str | None
    instrument: str | None
    part_of: str | None
    note: str | None
