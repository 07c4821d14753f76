"""Descriptions of people."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import model_validator

from mostanad.models.cells import Integer, Slug, Text, column
from mostanad.models.fields import Note
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import Comparator


class Group(Row):
    """People or bodies meant by a description, whom the source does not name, or names only elsewhere."""

    table: ClassVar[str] = "groups"
    suspects: ClassVar[str] = "size IS NOT NULL OR comparator IS NOT NULL"
    spoken: ClassVar[Words] = Words(label="description")

    group_id: Slug = column("key", "Source or event, and description.", example="council-session-2022-six-sanctioned")
    description: Text = column(
        "assertion", "Who is meant, in our words.", example="six attendees said to be sanctioned by the US and the EU"
    )
    size: Integer | None = column("assertion", "How many, where a number is given.", example="6", optional=True)
    comparator: Comparator | None = column(
        "assertion", "How the number relates to the truth.", example="exactly", optional=True
    )
    subset_of: Slug | None = column(
        "assertion",
        "The larger group to which they belong.",
        example="council-session-2022-attendees",
        references=("groups",),
        optional=True,
    )
    note: Note = None

    @model_validator(mode="after")
    def _size_and_comparator_go_together(self) -> Self:
        counted = self.comparator not in (None, Comparator.UNQUANTIFIED)
        if (self.size is not None) != counted:
            raise self.problem("MST423", "comparator", "a size has a comparator; only `unquantified` stands alone")
        return self
