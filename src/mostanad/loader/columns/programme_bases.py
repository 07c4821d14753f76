"""Columns of ``programme_bases``: a legal act under which a sanctions programme stands, with the time in which it did.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypedDict

basis_id: Final = "basis_id"
"""Programme and act, as a rule."""
programme_id: Final = "programme_id"
"""The programme."""
act: Final = "act"
"""The act, in its usual citation."""
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


class ProgrammeBasisRow(TypedDict):
    """A row of ``programme_bases``, as ``as_="records"`` gives it."""

    basis_id: str
    programme_id: str
    act: str
    started: str | None
    started_min: dt.date | None
    started_max: dt.date | None
    ended: str | None
    ended_min: dt.date | None
    ended_max: dt.date | None
    note: str | None
