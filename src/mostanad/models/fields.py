"""Columns that several tables share, each defined once.

A table uses one as ``started: Started``. Columns of a single table are defined in that table's file.
"""

from typing import Annotated

from mostanad.models.cells import Boolean, Moment, Slug, Text, column

#: Tables whose rows are persons or organisations.
ENTITIES = ("officials", "parties")
#: Tables whose rows a sentence can refer to, including descriptions of people.
ACTORS = ("officials", "parties", "groups")

Note = Annotated[
    Text | None,
    column(
        "meta",
        "A remark of ours, in our words: how a date was worked out, why two records were joined.",
        "Thursday of the week in which the article appeared",
    ),
]
Started = Annotated[Moment | None, column("assertion", "When it began, as precisely as a source says.", "2019-03")]
Ended = Annotated[
    Moment | None, column("assertion", "When it ended; empty while it lasts or is not known.", "[..2019-08]")
]
Entry = Annotated[Text | None, column("assertion", "The entry's number in the list.", "12252")]
EntityId = Annotated[
    Slug, column("assertion", "The person or organisation that it is about.", "ebrahim-raisi", references=ENTITIES)
]
AuthorityId = Annotated[
    Slug,
    column("assertion", "The state or union that lists.", "united-states", references=("parties",)),
]
HumanRights = Annotated[
    Boolean | None,
    column(
        "coding",
        "Whether it is for violations of human rights, as its legal basis shows; empty if nothing shows it.",
        "true",
    ),
]
Reason = Annotated[
    Text,
    column(
        "coding",
        "Why, in a sentence that a stranger understands.",
        "the two rows are one person: same birth date and post",
    ),
]
