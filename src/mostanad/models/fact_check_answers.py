"""Answers of checks."""

from __future__ import annotations

from typing import ClassVar

from mostanad.models.cells import ANY_FACT, Ids, Slug, column
from mostanad.models.fields import ENTITIES, Note
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import Answer


class FactCheckAnswer(Row):
    """The answer of a check for one person or thing asked about."""

    table: ClassVar[str] = "fact_check_answers"
    spoken: ClassVar[Words] = Words(followed=("check_id",))

    item_id: Slug = column("key", "Check, entity and authority.", example="six-of-seven-sanctioned-ali-shamkhani-us")
    check_id: Slug = column("coding", "The check.", example="six-of-seven-sanctioned", references=("fact_checks",))
    entity_id: Slug = column("coding", "Who or what is asked about.", example="ali-shamkhani", references=ENTITIES)
    authority_id: Slug | None = column(
        "coding", "The authority asked about.", example="us-ofac", references=("parties",), optional=True
    )
    answer: Answer = column("coding", "The answer.", example="no")
    shown_by: Ids | None = column(
        "coding",
        "The rows of the record that show the answer; empty if none do.",
        example="ca-sema-ali-shamkhani eu-359-2011-ali-shamkhani",
        references=ANY_FACT,
        optional=True,
    )
    note: Note = None
