"""Marks on entries of lists that are no listings."""

from __future__ import annotations

from typing import ClassVar

from mostanad.models.cells import Moment, Slug, column
from mostanad.models.fields import ENTITIES, AuthorityId, Entry, Note
from mostanad.models.row import Row, Words


class Tag(Row):
    """A regulatory or secondary-sanctions mark that an authority puts on an entry of its list: never a sanction."""

    table: ClassVar[str] = "tags"
    spoken: ClassVar[Words] = Words(
        noun="mark",
        caption="{target_id}: marked by {authority_id}, {programme_id}",
        says="programme_id",
        followed=("programme_id",),
    )

    tag_id: Slug = column("key", "Authority, programme and target, as a rule.", example="us-ifsr-ebrahim-raisi")
    target_id: Slug = column("assertion", "Whose entry is marked.", example="abolqasem-salavati", references=ENTITIES)
    authority_id: AuthorityId
    programme_id: Slug = column("assertion", "The mark.", example="us-ifsr", references=("programmes",))
    listed: Moment | None = column("assertion", "When the mark was put.", example="2018-11-05", optional=True)
    delisted: Moment | None = column("assertion", "When it was taken away.", example="2020-01", optional=True)
    entry: Entry = None
    action_id: Slug | None = column(
        "coding",
        "The act by which the mark was put.",
        example="us-designation-2019-12-19",
        references=("events",),
        optional=True,
    )
    note: Note = None
