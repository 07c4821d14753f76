"""Columns of ``estimates``: one number by one counter. Another counter's number is a row of its own and neither
overwrites the other.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypedDict

estimate_id: Final = "estimate_id"
"""About, measure and counter, as a rule."""
about_id: Final = "about_id"
"""What it is a number of."""
measure: Final = "measure"
"""What is counted."""
population: Final = "population"
"""Whom or what exactly, in our words."""
comparator: Final = "comparator"
"""How the number relates to the truth."""
value: Final = "value"
"""The number; empty if unquantified."""
value_to: Final = "value_to"
"""The upper number of a range."""
counted_by: Final = "counted_by"
"""Who counted; `unnamed` if the source does not say and does not count itself."""
as_of: Final = "as_of"
"""When the number stood."""
as_of_min: Final = "as_of_min"
"""First day of as_of; None if it is open or not known."""
as_of_max: Final = "as_of_max"
"""Last day of as_of; None if it is open or not known."""
subset_of: Final = "subset_of"
"""The number of which it counts a part."""
supersedes: Final = "supersedes"
"""The same counter's earlier number."""
note: Final = "note"
"""A remark of ours, in our words: how a date was worked out, why two records were joined."""


class EstimateRow(TypedDict):
    """A row of ``estimates``, as ``as_="records"`` gives it."""

    estimate_id: str
    about_id: str
    measure: str
    population: str
    comparator: str
    value: float | None
    value_to: float | None
    counted_by: str
    as_of: str | None
    as_of_min: dt.date | None
    as_of_max: dt.date | None
    subset_of: str | None
    supersedes: str | None
    note: str | None
