"""Columns of ``group_members``: someone whom a source names as one of the people that a description means.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

from typing import Final, TypedDict

member_id: Final = "member_id"
"""Group and entity, as a rule."""
group_id: Final = "group_id"
"""The group."""
entity_id: Final = "entity_id"
"""The person or organisation that it is about."""
note: Final = "note"
"""A remark of ours, in our words: how a date was worked out, why two records were joined."""


class GroupMemberRow(TypedDict):
    """A row of ``group_members``, as ``as_="records"`` gives it."""

    member_id: str
    group_id: str
    entity_id: str
    note: str | None
