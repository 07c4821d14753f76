"""Columns of ``officials``: a person who holds or held a post of the Iranian state, or is listed by a sanctions
authority as such.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypedDict

official_id: Final = "official_id"
"""The person's id, minted once from the usual Latin spelling."""
name: Final = "name"
"""Our label; the spellings that sources print are rows of names."""
born: Final = "born"
"""Date of birth: the year only, unless the person holds a named high office."""
born_min: Final = "born_min"
"""First day of born; None if it is open or not known."""
born_max: Final = "born_max"
"""Last day of born; None if it is open or not known."""
birth_place: Final = "birth_place"
"""Place of birth, as a source prints it."""
died: Final = "died"
"""Date of death."""
died_min: Final = "died_min"
"""First day of died; None if it is open or not known."""
died_max: Final = "died_max"
"""Last day of died; None if it is open or not known."""
gender: Final = "gender"
"""Gender, where a source states it."""
note: Final = "note"
"""A remark of ours, in our words: how a date was worked out, why two records were joined."""


class OfficialRow(TypedDict):
    """A row of ``officials``, as ``as_="records"`` gives it."""

    official_id: str
    name: str
    born: str | None
    born_min: dt.date | None
    born_max: dt.date | None
    birth_place: str | None
    died: str | None
    died_min: dt.date | None
    died_max: dt.date | None
    gender: str | None
    note: str | None
