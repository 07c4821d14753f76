"""Columns of ``claims``: a passage backs a row, in the cells that it names: the link between a fact and the words that
bear it out.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypedDict

claim_id: Final = "claim_id"
"""Passage, target and, where needed, asserter; made by the tool."""
passage_id: Final = "passage_id"
"""The passage."""
target_id: Final = "target_id"
"""The row."""
fields: Final = "fields"
"""The cells of the row that the passage supports."""
asserted_by: Final = "asserted_by"
"""Who says so; empty: whoever publishes the source (of an op-ed: its author)."""
modality: Final = "modality"
"""The asserter's stance to the row; empty: fact."""
hedge: Final = "hedge"
"""How far the asserter holds back; empty: none."""
stance: Final = "stance"
"""For or against the row; empty: asserts."""
as_of: Final = "as_of"
"""When it held, where the row itself has no date; empty: when the source was published."""
as_of_min: Final = "as_of_min"
"""First day of as_of; None if it is open or not known."""
as_of_max: Final = "as_of_max"
"""Last day of as_of; None if it is open or not known."""
value: Final = "value"
"""What the passage says of the cell: the rival value of a dispute, the coarser date of an approximation."""
as_stated: Final = "as_stated"
"""The source's own word for a date or number, five words at most."""
note: Final = "note"
"""A remark of ours, in our words: how a date was worked out, why two records were joined."""


class ClaimRow(TypedDict):
    """A row of ``claims``, as ``as_="records"`` gives it."""

    claim_id: str
    passage_id: str
    target_id: str
    fields: list[str]
    asserted_by: str | None
    modality: str | None
    hedge: str | None
    stance: str | None
    as_of: str | None
    as_of_min: dt.date | None
    as_of_max: dt.date | None
    value: str | None
    as_stated: str | None
    note: str | None
