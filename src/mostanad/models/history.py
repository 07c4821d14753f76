"""History."""

from mostanad.models.cells import FactId, FactVersion, Sha256, Slug, Version, column
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import Change


class HistoryEntry(Row):
    """What became of a fact in a version; appended when a version is cut."""

    spoken = Words(indexed=("fact_id",))

    entry_id: FactVersion = column("key", "Fact and version.", "massacre-1988/date@2026.11.0")
    fact_id: FactId = column("coding", "The fact.", "massacre-1988/date")
    version: Version = column("coding", "The version, a row of releases.", "2026.11.0")
    change: Change = column("coding", "What became of it.", "added")
    digest: Sha256 | None = column(
        "coding",
        "Hash of the fact with its evidence; empty where the fact is gone, or was removed for privacy.",
        "3a" * 32,
    )
    value_digest: Sha256 | None = column("coding", "Hash of its value alone; empty likewise.", "3a" * 32)
    reason_id: Slug | None = column(
        "coding",
        "The correction that says why; of a merged row its redirect.",
        "2026-12-01-massacre-1988-date",
        references=("corrections", "redirects"),
    )
