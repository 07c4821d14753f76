"""History."""

from __future__ import annotations

from typing import ClassVar

from mostanad.models.cells import FactId, FactVersion, Sha256, Version, column
from mostanad.models.row import Row
from mostanad.models.vocabularies import Change


class HistoryEntry(Row):
    """What became of a fact in a version; appended when a version is cut."""

    table: ClassVar[str] = "history"

    entry_id: FactVersion = column("key", "Fact and version.", example="massacre-1988/date@2026.11.0")
    fact_id: FactId = column("coding", "The fact.", example="massacre-1988/date")
    version: Version = column("coding", "The version.", example="2026.11.0")
    change: Change = column("coding", "What happened to it.", example="added")
    digest: Sha256 | None = column(
        "coding", "Hash of the fact; empty after a removal for privacy.", example="3a" * 32, optional=True
    )
