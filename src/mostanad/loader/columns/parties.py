"""Columns of ``parties``: anyone else who speaks, publishes, lists, judges or takes part; sanctioned organisations;
`unnamed`.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

from typing import Final, TypedDict

party_id: Final = "party_id"
"""The party's id, minted once."""
name: Final = "name"
"""Our label; the spellings that sources print are rows of names."""
kind: Final = "kind"
"""What sort of party it is."""
country: Final = "country"
"""The state whose body or citizen it is; empty if several or not known."""
note: Final = "note"
"""A remark of ours, in our words: how a date was worked out, why two records were joined."""


class PartyRow(TypedDict):
    """A row of ``parties``, as ``as_="records"`` gives it."""

    party_id: str
    name: str
    kind: str
    country: str | None
    note: str | None
