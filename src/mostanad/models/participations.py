"""Parts in events."""

from mostanad.models.cells import Moment, Slug, column
from mostanad.models.fields import ACTORS, Note
from mostanad.models.row import Problems, Row, Words
from mostanad.models.vocabularies import Basis, Part, Standing


class Participation(Row):
    """Someone's part in an event, and how far it has been established."""

    suspects = "standing IS NULL AND standing_date IS NOT NULL"
    spoken = Words(noun="part", caption="{entity_id}: {part} in {event_id}", followed=("event_id",))

    participation_id: Slug = column(
        "key", "Event, entity and part, as a rule.", "council-session-2022-mohseni-ejei-chair"
    )
    event_id: Slug = column("assertion", "The event.", "council-session-2022", references=("events",))
    entity_id: Slug = column("assertion", "Who took part.", "gholam-hossein-mohseni-ejei", references=ACTORS)
    part: Part = column("assertion", "In what part.", "chair")
    basis: Basis | None = column("assertion", "The grade of responsibility that the words give the part.", "command")
    standing: Standing | None = column("assertion", "How far the part has been established.", "alleged")
    standing_date: Moment | None = column("assertion", "As of when the standing holds.", "2022-01")
    note: Note

    def problems(self) -> Problems:
        if self.standing is None and self.standing_date is not None:
            yield "MST443", "standing_date", "standing_date needs a standing"
