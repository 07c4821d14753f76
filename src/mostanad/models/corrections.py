"""Corrections."""

from mostanad.models.cells import Moment, Slug, Text, column
from mostanad.models.fields import Note, Reason
from mostanad.models.row import Row
from mostanad.models.vocabularies import CorrectionKind


class Correction(Row):
    """A published cell that changed, and why."""

    correction_id: Slug = column("key", "Date and row.", "2026-12-01-massacre-1988-date")
    date: Moment = column("coding", "When we changed it.", "2026-12-01")
    target_id: Slug = column("coding", "The row, also if it is gone.", "massacre-1988")
    field: Text = column("coding", "The cell.", "date")
    before: Text | None = column("coding", "The value that was published; empty for privacy.", "1988-08")
    after: Text | None = column("coding", "The value now; empty if withdrawn.", "1988-07")
    kind: CorrectionKind = column("coding", "What sort of change it is.", "correction")
    reason: Reason
    note: Note
