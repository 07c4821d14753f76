"""Columns of ``statements``: what someone said, demanded, predicted or denied, as a gist in our words.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypedDict

statement_id: Final = "statement_id"
"""Speaker, kind and matter, as a rule."""
speaker_id: Final = "speaker_id"
"""Whose statement it is."""
kind: Final = "kind"
"""What the speaker does by saying it."""
polarity: Final = "polarity"
"""Whether it is said to be so (or to be done), or not."""
made: Final = "made"
"""When it was made."""
made_min: Final = "made_min"
"""First day of made; None if it is open or not known."""
made_max: Final = "made_max"
"""Last day of made; None if it is open or not known."""
event_id: Final = "event_id"
"""The event at or by which it was made."""
addressee_id: Final = "addressee_id"
"""To whom it is addressed, or of whom it is demanded."""
about_id: Final = "about_id"
"""The row that it is about."""
reports_id: Final = "reports_id"
"""The statement that this statement passes on."""
gist: Final = "gist"
"""What is said, in our words, neutral, never a quotation."""
note: Final = "note"
"""A remark of ours, in our words: how a date was worked out, why two records were joined."""


class StatementRow(TypedDict):
    """A row of ``statements``, as ``as_="records"`` gives it."""

    statement_id: str
    speaker_id: str
    kind: str
    polarity: str
    made: str | None
    made_min: dt.date | None
    made_max: dt.date | None
    event_id: str | None
    addressee_id: str | None
    about_id: str | None
    reports_id: str | None
    gist: str
    note: str | None
