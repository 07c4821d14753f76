"""Statements."""

from mostanad.models.cells import ANY_FACT, Moment, Slug, Text, column
from mostanad.models.fields import ACTORS, Note
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import Polarity, StatementKind


class Statement(Row):
    """What someone said, demanded, predicted or denied, as a gist in our words."""

    spoken = Words(label="gist", caption="{speaker_id} {kind}: {gist}", indexed=("speaker_id", "about_id"))

    statement_id: Slug = column("key", "Speaker, kind and matter, as a rule.", "amnesty-demands-justice-2021")
    speaker_id: Slug = column("assertion", "Whose statement it is.", "amnesty-international", references=ACTORS)
    kind: StatementKind = column("assertion", "What the speaker does by saying it.", "demands")
    polarity: Polarity = column("assertion", "Whether it is said to be so (or to be done), or not.", "affirmative")
    made: Moment | None = column("assertion", "When it was made.", "2021-08-05")
    event_id: Slug | None = column(
        "assertion", "The event at or by which it was made.", "raisi-inauguration-2021", references=("events",)
    )
    addressee_id: Slug | None = column(
        "assertion", "To whom it is addressed, or of whom it is demanded.", "european-union", references=ACTORS
    )
    about_id: Slug | None = column("assertion", "The row that it is about.", "massacre-1988", references=ANY_FACT)
    reports_id: Slug | None = column(
        "assertion",
        "The statement that this statement passes on.",
        "state-department-messages-2019",
        references=("statements",),
    )
    gist: Text = column(
        "assertion",
        "What is said, in our words, neutral, never a quotation.",
        "the EU should publicly commit to fighting impunity in Iran",
    )
    note: Note
