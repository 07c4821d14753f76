"""Columns of ``evidence``: one claim on one cell: who says so, in which document, where in it, and who disagrees.

Written by ``mostanad schema --write``; do not edit.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, TypedDict

evidence_id: Final = "evidence_id"
"""Claim and field."""
fact_id: Final = "fact_id"
"""The cell: a fact, or the name by which somebody is identified."""
claim_id: Final = "claim_id"
"""The claim."""
passage_id: Final = "passage_id"
"""The passage."""
source_id: Final = "source_id"
"""The document."""
source_url: Final = "source_url"
"""Its address."""
source_sha256: Final = "source_sha256"
"""Its hash."""
selector: Final = "selector"
"""The place in it."""
passage_sha256: Final = "passage_sha256"
"""The hash of that place."""
asserted_by: Final = "asserted_by"
"""Who says so."""
published_by: Final = "published_by"
"""Who publishes the document."""
origin: Final = "origin"
"""From whom it comes, when copies and quotations are followed home."""
camp: Final = "camp"
"""The origin's camp, named after its head, the state or organisation; empty if no passage shows a tie."""
modality: Final = "modality"
"""The asserter's stance to the row."""
hedge: Final = "hedge"
"""How far the asserter holds back."""
stance: Final = "stance"
"""For or against the cell."""
as_of: Final = "as_of"
"""When it held, where the claim says so."""
as_of_min: Final = "as_of_min"
"""First day of as_of; None if it is open or not known."""
as_of_max: Final = "as_of_max"
"""Last day of as_of; None if it is open or not known."""
value: Final = "value"
"""The cell's value; of a dispute: the rival value; of an approximation: the coarser date."""
as_stated: Final = "as_stated"
"""The source's own word for it."""


class EvidenceRow(TypedDict):
    """A row of ``evidence``, as ``as_="records"`` gives it."""

    evidence_id: str
    fact_id: str
    claim_id: str
    passage_id: str
    source_id: str
    source_url: str | None
    source_sha256: str
    selector: str
    passage_sha256: str
    asserted_by: str
    published_by: str
    origin: str
    camp: str | None
    modality: str
    hedge: str
    stance: str
    as_of: str | None
    as_of_min: dt.date | None
    as_of_max: dt.date | None
    value: str
    as_stated: str | None
