"""Fact checks: claims compared with the record."""

from mostanad.models.cells import ClaimId, Moment, Slug, Text, column
from mostanad.models.fields import Note
from mostanad.models.row import Problems, Row, Words
from mostanad.models.vocabularies import Verdict


class FactCheck(Row):
    """A claim held against the record: how its words are taken, the question, and what came out."""

    spoken = Words(says="question", followed=("claim_id",))

    check_id: Slug = column("key", "The matter that is checked.", "six-of-seven-sanctioned")
    claim_id: ClaimId = column(
        "coding", "The claim that is checked.", "pmoi-2022.c000012-000100.six-of-seven", references=("claims",)
    )
    reading: Text = column(
        "coding",
        "How the claim's words are taken.",
        "individually listed under a human-rights programme on the day of the session",
    )
    question: Text = column(
        "coding",
        "The question put to the record; as a query it stands in a file of its own, CHECK_ID.sql.",
        "which of the seven were listed by the US, which by the EU?",
    )
    as_of: Moment = column("coding", "The day for which it is asked.", "2022-01-05")
    verdict: Verdict = column("coding", "What came out.", "contradicted")
    needs: Text | None = column(
        "coding",
        "What document would decide it; not empty if the verdict is undecidable.",
        "the full SDN list of 2019-12-19",
    )
    note: Note

    def problems(self) -> Problems:
        if self.verdict is Verdict.UNDECIDABLE and self.needs is None:
            yield "MST444", "needs", "an undecidable check says what document would decide it"
