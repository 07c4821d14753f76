"""Spans: a compiled table of when each row with a duration surely and possibly lasted."""

from mostanad.models.cells import ANY_FACT, Day, Slug, TableName, column
from mostanad.models.row import Row


class Span(Row):
    """From when to when a post, a tie, a listing, a tag, a programme or a legal basis surely and possibly lasted.

    It lasted at the end of a day if that day is between `begun_by` and `last_documented`; it did not if the day is
    before `earliest` or after `latest`; on any other day the record leaves it open.
    """

    compiled = True

    row_id: Slug = column("key", "The row that lasts.", "ebrahim-raisi-judiciary-chief", references=ANY_FACT)
    table_name: TableName = column("coding", "Its table.", "positions")
    earliest: Day | None = column("coding", "The first day on which it can have begun.", "2019-01-01")
    begun_by: Day | None = column("coding", "The day by which it had surely begun.", "2019-12-31")
    last_documented: Day | None = column(
        "coding",
        "The last day for which documents show that it lasted; of a listing, the last version of its list. "
        "A list, or a version of an act, that names a post or a tie only shows that it had begun.",
        "2021-06-30",
    )
    latest: Day | None = column("coding", "The last day on which it can have lasted.", "2021-06-30")
