"""Who was on whose lists: a compiled table with an answer for each period."""

from mostanad.models.cells import AnyIds, Boolean, Day, Slug, Text, column
from mostanad.models.fields import ENTITIES
from mostanad.models.row import Row
from mostanad.models.vocabularies import Answer


class OnLists(Row):
    """Whether somebody was listed by an authority at the end of each day of a stretch of days.

    The stretches of one who is asked about and one authority follow each other without a gap. Who is not here stands on
    no list of the record, and is not known to be absent from any.
    """

    compiled = True

    stretch_id: Text = column("key", "Who, by whom, how and since when.", "ali-shamkhani/canada/any/2022-10-03")
    entity_id: Slug = column("coding", "Who is asked about.", "ali-shamkhani", references=ENTITIES)
    authority_id: Slug = column("coding", "The authority asked about.", "canada", references=("parties",))
    human_rights: Boolean = column(
        "coding", "Whether only listings for violations of human rights count; else all do.", "true"
    )
    first_day: Day = column("coding", "The first day of the stretch.", "2022-10-03")
    last_day: Day = column("coding", "The last day of the stretch.", "9999-12-31")
    answer: Answer = column("coding", "Whether it was so on each of these days.", "no")
    shown_by: AnyIds | None = column(
        "coding",
        "What shows it: of a yes, the listings in force; else all listings by the authority, passages of lists in "
        "which the name is absent, and, on a day before the authority lists anybody so, its programmes, which had not "
        "begun.",
        "ca-sema-1-part-2-ali-shamkhani",
    )
