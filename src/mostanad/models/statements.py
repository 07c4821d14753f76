"""Statements."""

from __future__ import annotations

from typing import ClassVar

from mostanad.models.cells import ANY_FACT, Moment, Slug, Text, column
from mostanad.models.fields import ACTORS, Note
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import Polarity, StatementKind


class Statement(Row):
    """What someone said, demanded, predicted or denied, as a gist in our words."""

    table: ClassVar[str] = "statements"
    spoken: ClassVar[Words] = Words(
        label="gist", caption="{speaker_id} {kind}: {gist}", indexed=("speaker_id", "about_id")
    )

    statement_id: Slug = column("key", "Speaker, kind and matter, as a rule.", example="amnesty-demands-justice-2021")
    speaker_id: Slug = column("assertion", "Whose statement it is.", example="amnesty-international", references=ACTORS)
    kind: StatementKind = column("assertion", "What the speaker does by saying it.", example="demands")
    polarity: Polarity = column(
        "assertion", "Whether it is said to be so (or to be done), or not.", example="affirmative"
    )
    made: Moment | None = column("assertion", "When it was made.", example="2021-08-05", optional=True)
    event_id: Slug | None = column(
        "assertion",
        "The event at or by which it was made.",
        example="raisi-inauguration-2021",
        references=("events",),
        optional=True,
    )
    addressee_id: Slug | None = column(
        "assertion",
        "To whom it is addressed, or of whom it is demanded.",
        example="european-union",
        references=ACTORS,
        optional=True,
    )
    about_id: Slug | None = column(
        "assertion", "The row that it is about.", example="massacre-1988", references=ANY_FACT, optional=True
    )
    reports_id: Slug | None = column(
        "assertion",
        "The statement that this statement passes on.",
        example="state-department-messages-2019",
        references=("statements",),
        optional=True,
    )
    gist: Text = column(
        "assertion",
        "What is said, in our words, neutral, never a quotation.",
        example="the EU should publicly commit to fighting impunity in Iran",
    )
    note: Note = None
