"""Posts held."""

from __future__ import annotations

from typing import ClassVar

from mostanad.models.cells import Slug, Text, column
from mostanad.models.fields import ACTORS, Ended, Note, Started
from mostanad.models.row import Row, Words


class Position(Row):
    """A post held by a person, whether of the Iranian state or of another."""

    table: ClassVar[str] = "positions"
    spoken: ClassVar[Words] = Words(noun="post", indexed=("holder_id", "body_id"))

    position_id: Slug = column("key", "Holder and post, as a rule.", example="ebrahim-raisi-judiciary-chief")
    holder_id: Slug = column("assertion", "Who held it.", example="ebrahim-raisi", references=ACTORS)
    title: Text = column(
        "assertion", "The post, in its usual English name without rhetoric.", example="Head of the judiciary"
    )
    body_id: Slug | None = column(
        "assertion",
        "The body in which it is a post, where the source names one.",
        example="iran-judiciary",
        references=("parties",),
        optional=True,
    )
    started: Started = None
    ended: Ended = None
    note: Note = None
