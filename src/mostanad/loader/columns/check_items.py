"""Columns of ``check_items``: the answer of a check for one person or thing asked about.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

from typing import Final, TypedDict

item_id: Final = "item_id"
"""Check, entity and authority."""
check_id: Final = "check_id"
"""The check."""
entity_id: Final = "entity_id"
"""Who or what is asked about."""
authority_id: Final = "authority_id"
"""The authority asked about."""
answer: Final = "answer"
"""The answer."""
shown_by: Final = "shown_by"
"""The rows of the record that show the answer; empty if none do."""
note: Final = "note"
"""A remark of ours, in our words: how a date was worked out, why two records were joined."""


class CheckItemRow(TypedDict):
    """A row of ``check_items``, as ``as_="records"`` gives it."""

    item_id: str
    check_id: str
    entity_id: str
    authority_id: str | None
    answer: str
    shown_by: list[str] | None
    note: str | None
