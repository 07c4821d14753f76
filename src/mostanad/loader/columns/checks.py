"""Columns of ``checks``: a claim held against the record: how its words are taken, the question as a query, and what
came out.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypedDict

check_id: Final = "check_id"
"""The matter that is checked."""
claim_id: Final = "claim_id"
"""The claim that is checked."""
reading: Final = "reading"
"""How the claim's words are taken."""
question: Final = "question"
"""The question put to the record."""
query: Final = "query"
"""The question in SQL: one SELECT over the curated tables of a release that returns entity_id, authority_id, answer,
shown_by (a list of the rows that show it), and on every row the same verdict.
"""
as_of: Final = "as_of"
"""The day for which it is asked."""
as_of_min: Final = "as_of_min"
"""First day of as_of; None if it is open or not known."""
as_of_max: Final = "as_of_max"
"""Last day of as_of; None if it is open or not known."""
verdict: Final = "verdict"
"""What came out."""
needs: Final = "needs"
"""What document would decide it; not empty if the verdict is undecidable."""
note: Final = "note"
"""A remark of ours, in our words: how a date was worked out, why two records were joined."""


class CheckRow(TypedDict):
    """A row of ``checks``, as ``as_="records"`` gives it."""

    check_id: str
    claim_id: str
    reading: str
    question: str
    query: str
    as_of: str
    as_of_min: dt.date | None
    as_of_max: dt.date | None
    verdict: str
    needs: str | None
    note: str | None
