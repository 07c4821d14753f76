"""Columns of ``programmes``: a sanctions programme, or a tag that an authority puts on entries of its list.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypedDict

programme_id: Final = "programme_id"
"""Authority and code, as a rule."""
authority_id: Final = "authority_id"
"""The authority that acts: the state or body that lists."""
code: Final = "code"
"""The authority's own code or usual name for it."""
kind: Final = "kind"
"""What its mark on an entry means."""
human_rights: Final = "human_rights"
"""Whether it is for violations of human rights, as its legal basis shows; empty if nothing shows it."""
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


class ProgrammeRow(TypedDict):
    """A row of ``programmes``, as ``as_="records"`` gives it."""

    programme_id: str
    authority_id: str
    code: str
    kind: str
    human_rights: bool | None
    started: str | None
    started_min: dt.date | None
    started_max: dt.date | None
    ended: str | None
    ended_min: dt.date | None
    ended_max: dt.date | None
    note: str | None
