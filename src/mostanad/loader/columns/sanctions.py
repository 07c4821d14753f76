"""Columns of ``sanctions``: one target under one programme of one authority. It proves that the authority acted, never
that its grounds are true.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypedDict

sanction_id: Final = "sanction_id"
"""Authority, programme and target, as a rule."""
target_id: Final = "target_id"
"""Who is listed."""
authority_id: Final = "authority_id"
"""The authority that acts: the state or body that lists."""
programme_id: Final = "programme_id"
"""The programme, where the source shows it."""
listed: Final = "listed"
"""When the listing began."""
listed_min: Final = "listed_min"
"""First day of listed; None if it is open or not known."""
listed_max: Final = "listed_max"
"""Last day of listed; None if it is open or not known."""
delisted: Final = "delisted"
"""When it ended."""
delisted_min: Final = "delisted_min"
"""First day of delisted; None if it is open or not known."""
delisted_max: Final = "delisted_max"
"""Last day of delisted; None if it is open or not known."""
entry: Final = "entry"
"""The entry's number in the list."""
measures: Final = "measures"
"""What the listing does."""
human_rights: Final = "human_rights"
"""Whether it is for violations of human rights, as its legal basis shows; empty if nothing shows it."""
action_id: Final = "action_id"
"""The act by which it was listed; tags added by one act share it."""
grounds_id: Final = "grounds_id"
"""The statement in which the authority gives its grounds: its allegation."""
note: Final = "note"
"""A remark of ours, in our words: how a date was worked out, why two records were joined."""


class SanctionRow(TypedDict):
    """A row of ``sanctions``, as ``as_="records"`` gives it."""

    sanction_id: str
    target_id: str
    authority_id: str
    programme_id: str | None
    listed: str | None
    listed_min: dt.date | None
    listed_max: dt.date | None
    delisted: str | None
    delisted_min: dt.date | None
    delisted_max: dt.date | None
    entry: str | None
    measures: list[str] | None
    human_rights: bool | None
    action_id: str | None
    grounds_id: str | None
    note: str | None
