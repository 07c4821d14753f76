"""Posts held."""

from mostanad.models.cells import Slug, Text, column
from mostanad.models.fields import ACTORS, Ended, Note, Started
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import Rank


class Position(Row):
    """A post held by a person, of the state in question or of another: one row, however many documents print it."""

    spoken = Words(noun="post", found=("title", "body_id"), leads="holder_id", indexed=("holder_id", "body_id"))

    position_id: Slug = column("key", "Holder and post, as a rule.", "ebrahim-raisi-judiciary-chief")
    holder_id: Slug = column("assertion", "Who held it.", "ebrahim-raisi", references=ACTORS)
    title: Text = column("assertion", "The post, in its usual English name without rhetoric.", "Head of the judiciary")
    body_id: Slug | None = column(
        "assertion",
        "The body in which it is a post, where the title names one.",
        "iran-judiciary",
        references=("parties",),
    )
    rank: Rank | None = column("coding", "Where in the body it stands; empty: no head and no deputy.", "head")
    started: Started
    ended: Ended
    note: Note
