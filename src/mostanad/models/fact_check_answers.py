"""Answers of fact checks."""

from mostanad.models.cells import ANY_FACT, AnyIds, Slug, column
from mostanad.models.fields import ENTITIES, Note
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import Answer


class FactCheckAnswer(Row):
    """The answer of a check for one person or thing asked about."""

    spoken = Words(followed=("check_id",))

    item_id: Slug = column("key", "Check, entity and authority.", "six-of-seven-sanctioned-ali-shamkhani-us")
    check_id: Slug = column("coding", "The check.", "six-of-seven-sanctioned", references=("fact_checks",))
    entity_id: Slug = column("coding", "Who or what is asked about.", "ali-shamkhani", references=ENTITIES)
    authority_id: Slug | None = column("coding", "The authority asked about.", "united-states", references=("parties",))
    answer: Answer = column("coding", "The answer.", "no")
    shown_by: AnyIds | None = column(
        "coding",
        "The rows of the record that show the answer, and the passages of lists from which somebody is absent.",
        "ca-sema-ali-shamkhani eu-359-2011-ali-shamkhani",
        references=(*ANY_FACT, "passages"),
    )
    note: Note
