"""Corrections."""

from __future__ import annotations

from typing import ClassVar

from mostanad.models.cells import Moment, Slug, Text, column
from mostanad.models.fields import Note, Reason
from mostanad.models.row import Row
from mostanad.models.vocabularies import CorrectionKind


class Correction(Row):
    """A published cell that changed, and why."""

    table: ClassVar[str] = "corrections"

    correction_id: Slug = column("key", "Date and row.", example="2026-12-01-massacre-1988-date")
    date: Moment = column("coding", "When we changed it.", example="2026-12-01")
    target_id: Slug = column("coding", "The row, also if it is gone.", example="massacre-1988")
    field: Text = column("coding", "The cell.", example="date")
    before: Text | None = column(
        "coding", "The value that was published; empty for privacy.", example="1988-08", optional=True
    )
    after: Text | None = column("coding", "The value now; empty if withdrawn.", example="1988-07", optional=True)
    kind: CorrectionKind = column("coding", "What sort of change it is.", example="correction")
    reason: Reason
    note: Note = None
