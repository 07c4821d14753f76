"""Changes: a compiled table of what happened to each fact in each version."""

from mostanad.models.cells import FactId, FactVersion, Moment, Slug, Text, Version, column
from mostanad.models.row import Row
from mostanad.models.vocabularies import Change


class FactChange(Row):
    """What became of a fact in a version, and from when to when this was what the project knew."""

    compiled = True

    change_id: FactVersion = column("key", "Fact and version.", "massacre-1988/date@2026.11.0")
    fact_id: FactId = column("coding", "The fact.", "massacre-1988/date")
    version: Version = column("coding", "The version.", "2026.11.0")
    change: Change = column("coding", "What became of it.", "correction")
    before: Text | None = column(
        "coding", "The value before, where it was another; empty if it was removed for privacy.", "1988-08"
    )
    value: Text | None = column(
        "coding",
        "The value from then on; empty if the fact is gone, or if it is gone by now and no correction has it.",
        "1988-07",
    )
    known_from: Moment = column("coding", "The day of the version.", "2026-11-20")
    known_to: Moment | None = column(
        "coding", "The day of the version in which it changed next; empty if it is so still.", "2026-12-01"
    )
    superseded_in: Version | None = column("coding", "That version; empty likewise.", "2026.12.0")
    reason_id: Slug | None = column(
        "coding",
        "The correction or redirect that says why.",
        "2026-12-01-massacre-1988-date",
        references=("corrections", "redirects"),
    )
    reason: Text | None = column("coding", "Why.", "the source was misread")
