"""Columns of ``names``: one spelling of the name of a person or organisation, in its script, as a source prints it.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

from typing import Final, TypedDict

name_id: Final = "name_id"
"""Entity and spelling, as a rule."""
entity_id: Final = "entity_id"
"""The person or organisation that it is about."""
name: Final = "name"
"""The spelling, letter by letter."""
language: Final = "language"
"""The language in which it is a name; empty for a bare transliteration."""
script: Final = "script"
"""The script of the spelling."""
kind: Final = "kind"
"""What sort of spelling it is."""
note: Final = "note"
"""A remark of ours, in our words: how a date was worked out, why two records were joined."""


class NameRow(TypedDict):
    """A row of ``names``, as ``as_="records"`` gives it."""

    name_id: str
    entity_id: str
    name: str
    language: str | None
    script: str
    kind: str
    note: str | None
