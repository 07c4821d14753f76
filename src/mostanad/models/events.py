"""Events."""

from __future__ import annotations

from typing import ClassVar

from mostanad.models.cells import Slug, Span, Text, column
from mostanad.models.fields import Note
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import EventKind


class Event(Row):
    """Something that happened. What is only demanded, planned or predicted is a statement."""

    table: ClassVar[str] = "events"
    spoken: ClassVar[Words] = Words(label="title")

    event_id: Slug = column("key", "What and when, as a rule.", example="uprising-2019-11")
    kind: EventKind = column("assertion", "What sort of event.", example="uprising")
    title: Text = column(
        "assertion", "What happened, in our words, without rhetoric.", example="Nationwide uprising of November 2019"
    )
    date: Span | None = column(
        "assertion",
        "When, as precisely as a source says.",
        example="2019-11-15",
        optional=True,
    )
    place: Text | None = column("assertion", "Where, as a source names it.", example="Iran", optional=True)
    body_id: Slug | None = column(
        "assertion",
        "The body that acted or met.",
        example="un-general-assembly",
        references=("parties",),
        optional=True,
    )
    instrument: Text | None = column(
        "assertion", "The number of the text adopted.", example="A/RES/74/167", optional=True
    )
    part_of: Slug | None = column(
        "assertion",
        "The larger event to which it belongs.",
        example="uprising-2019-11",
        references=("events",),
        optional=True,
    )
    note: Note = None
