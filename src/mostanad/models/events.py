"""Events."""

from mostanad.models.cells import Slug, Span, Text, column
from mostanad.models.fields import Note
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import EventKind


class Event(Row):
    """Something that happened. What is only demanded, planned or predicted is a statement."""

    spoken = Words(label="title", found=("title", "kind", "place"))

    event_id: Slug = column("key", "What and when, as a rule.", "uprising-2019-11")
    kind: EventKind = column("assertion", "What sort of event.", "uprising")
    title: Text = column(
        "assertion", "What happened, in our words, without rhetoric.", "Nationwide uprising of November 2019"
    )
    date: Span | None = column("assertion", "When, as precisely as a source says.", "2019-11-15")
    place: Text | None = column("assertion", "Where, as a source names it.", "Iran")
    body_id: Slug | None = column(
        "assertion", "The body that acted or met.", "un-general-assembly", references=("parties",)
    )
    instrument: Text | None = column("assertion", "The number of the text adopted.", "A/RES/74/167")
    part_of: Slug | None = column(
        "assertion", "The larger event to which it belongs.", "uprising-2019-11", references=("events",)
    )
    note: Note
