"""Columns of ``groups``: people or bodies meant by a description, whom the source does not name, or names only
elsewhere.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

from typing import Final, TypedDict

group_id: Final = "group_id"
"""Source or event, and description."""
description: Final = "description"
"""Who is meant, in our words."""
size: Final = "size"
"""How many, where a number is given."""
comparator: Final = "comparator"
"""How the number relates to the truth."""
subset_of: Final = "subset_of"
"""The larger group to which they belong."""
note: Final = "note"
"""A remark of ours, in our words: how a date was worked out, why two records were joined."""


class GroupRow(TypedDict):
    """A row of ``groups``, as ``as_="records"`` gives it."""

    group_id: str
    description: str
    size: int | None
    comparator: str | None
    subset_of: str | None
    note: str | None
