"""The codes of provenance, but for those of rules: seals, passages, checks, history."""

from __future__ import annotations

from mostanad.validation.code import Code

SEALS = (
    Code(
        "MST521",
        "claim without a seal",
        "the seal shows that nothing has changed since somebody read the passage; without one a change goes unseen",
        "run `mostanad seal`",
    ),
    Code(
        "MST522",
        "broken seal",
        "the fact, its attribution or its passage changed after it was read",
        "read the passage again and run `mostanad seal --reread CLAIM`, or take the edit back",
    ),
    Code(
        "MST523",
        "seal without a claim",
        "the claim that it sealed is gone, or has another id",
        "restore the claim if it was lost; else run `mostanad seal`",
    ),
)
PASSAGES = (
    Code(
        "MST531",
        "passage does not match its document",
        "the words at this place are not the ones that were read",
        "locate the passage again (`mostanad locate`)",
    ),
    Code(
        "MST532",
        "passage outside its document",
        "a place that the document does not have bears nothing out",
        "locate the passage again (`mostanad locate`)",
    ),
    Code(
        "MST533",
        "document not in the folder",
        "the document is missing, or was edited and so has another hash",
        "put the document as it was coded into the folder",
    ),
    Code(
        "MST534",
        "wrong size of a document",
        "what is said of a file must be so, or nobody knows whether it is the same file",
        "give the number of its bytes",
    ),
)
CHECKS = (
    Code(
        "MST535",
        "query of a check that cannot be run",
        "an answer that nobody can ask for again is only our word",
        "write one SELECT over the tables of a release; see docs/checks.md",
    ),
    Code(
        "MST536",
        "query of a check that returns no answers",
        "answers and verdict are read off it by program",
        "return entity_id, authority_id, answer, shown_by and verdict, a row for each that is asked about; "
        "see docs/checks.md",
    ),
    Code(
        "MST537",
        "answer, or what shows it, not as the query has it",
        "the record says something else than the check, or the check leaves somebody or something out",
        "correct check_items as the query answers; or the query, if it does not ask the question",
    ),
    Code(
        "MST538",
        "verdict that is not that of the query",
        "the record does not bear the verdict out, or not any more",
        "correct the verdict as the query gives it; or the query, if it does not ask the question",
    ),
    Code(
        "MST539",
        "query of a check that does not ask the record",
        "a query that reads no table answers the same whatever the record holds: it is only our word",
        "write a query whose answers come from the tables; `checks` alone, for the day, is not enough",
    ),
)
HISTORY = (
    Code(
        "MST541",
        "versions out of order",
        "what was known when follows from the days of the versions",
        "restore releases.csv and history.csv; `mostanad record` writes them, nobody else",
    ),
    Code(
        "MST542",
        "entry of the history out of turn",
        "the facts of each version are put together from these entries, one after the other",
        "restore history.csv; `mostanad record` writes it, nobody else",
    ),
    Code(
        "MST543",
        "history that does not give what was published",
        "whoever kept the root of a release must find the same facts behind it for ever",
        "restore history.csv and releases.csv; a published version is never edited",
    ),
    Code(
        "MST544",
        "published fact changed without a reason",
        "who used the old value must learn that it was wrong, and why",
        "add a row to corrections.csv with the published value in `before` and the value now in `after` (empty if "
        "it is withdrawn), or for a merged row to redirects.csv; or take the change back",
    ),
)
