"""Columns of ``identifiers``: one id that another database gives to a person or organisation.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

from typing import Final, TypedDict

identifier_id: Final = "identifier_id"
"""Entity, scheme and value, as a rule."""
entity_id: Final = "entity_id"
"""The person or organisation that it is about."""
scheme: Final = "scheme"
"""Whose id it is."""
value: Final = "value"
"""The id as the other database writes it."""
note: Final = "note"
"""A remark of ours, in our words: how a date was worked out, why two records were joined."""


class IdentifierRow(TypedDict):
    """A row of ``identifiers``, as ``as_="records"`` gives it."""

    identifier_id: str
    entity_id: str
    scheme: str
    value: str
    note: str | None
