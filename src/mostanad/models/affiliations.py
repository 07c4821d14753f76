"""Ties between parties, from which camps are computed."""

from mostanad.models.cells import Slug, column
from mostanad.models.fields import ENTITIES, Ended, Note, Started
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import Relation


class Affiliation(Row):
    """A tie between two persons or organisations, with its time, as a source shows it."""

    spoken = Words(noun="tie", caption="{from_id}: {relation} {to_id}", mutual=True)

    affiliation_id: Slug = column("key", "FROM-RELATION-TO, as a rule.", "ncri-led-by-maryam-rajavi")
    from_id: Slug = column("assertion", "Who is tied.", "ncri", references=ENTITIES)
    to_id: Slug = column("assertion", "To whom.", "maryam-rajavi", references=ENTITIES)
    relation: Relation = column("assertion", "How, read from from_id to to_id.", "led_by")
    started: Started
    ended: Ended
    note: Note
