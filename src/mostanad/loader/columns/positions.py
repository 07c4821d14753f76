"""Columns of ``positions``: a post held by a person, whether of the Iranian state or of another.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypedDict

position_id: Final = "position_id"
"""Holder and post, as a rule."""
holder_id: Final = "holder_id"
"""Who held it."""
title: Final = "title"
"""The post, in its usual English name without rhetoric."""
body_id: Final = "body_id"
"""The body in which it is a post, where the source names one."""
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


class PositionRow(TypedDict):
    """A row of ``positions``, as ``as_="records"`` gives it."""

    position_id: str
    holder_id: str
    title: str
    body_id: str | None
    started: str | None
    started_min: dt.date | None
    started_max: dt.date | None
    ended: str | None
    ended_min: dt.date | None
    ended_max: dt.date | None
    note: str | None
