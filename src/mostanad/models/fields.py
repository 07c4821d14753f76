"""Columns that several tables share, each defined once.

A table uses one as ``started: Started = None``. What belongs to one table only stands in that table's file.
"""

from __future__ import annotations

from typing import Annotated

from mostanad.models.cells import Boolean, Moment, Slug, Text, column

#: Tables whose rows are persons or organisations.
ENTITIES = ("officials", "parties")
#: Tables whose rows can be meant by a sentence, a description of people too.
ACTORS = ("officials", "parties", "groups")

Note = Annotated[
    Text | None,
    column(
        "meta",
        "A remark of ours, in our words: how a date was worked out, why two records were joined.",
        example="Thursday of the week in which the article appeared",
        optional=True,
    ),
]
Started = Annotated[
    Moment | None,
    column("assertion", "When it began, as precisely as a source says.", example="2019-03", optional=True),
]
Ended = Annotated[
    Moment | None,
    column(
        "assertion",
        "When it ended; empty while it lasts or is not known.",
        example="[..2019-08]",
        optional=True,
    ),
]
Entry = Annotated[
    Text | None,
    column("assertion", "The entry's number in the list.", example="12252", optional=True),
]
EntityId = Annotated[
    Slug,
    column("assertion", "The person or organisation that it is about.", example="ebrahim-raisi", references=ENTITIES),
]
AuthorityId = Annotated[
    Slug,
    column(
        "assertion",
        "The authority that acts: the state or body that lists.",
        example="us-ofac",
        references=("parties",),
    ),
]
HumanRights = Annotated[
    Boolean | None,
    column(
        "coding",
        "Whether it is for violations of human rights, as its legal basis shows; empty if nothing shows it.",
        example="true",
        optional=True,
    ),
]
Reason = Annotated[
    Text,
    column(
        "coding",
        "Why, in a sentence that a stranger understands.",
        example="the two rows are one person: same birth date and post",
    ),
]
