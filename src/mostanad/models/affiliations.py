"""Ties between parties, from which camps are computed."""

from __future__ import annotations

from typing import ClassVar

from mostanad.models.cells import Slug, column
from mostanad.models.fields import ENTITIES, Ended, Note, Started
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import Relation


class Affiliation(Row):
    """A tie between two persons or organisations, with its time, as a source shows it."""

    table: ClassVar[str] = "affiliations"
    spoken: ClassVar[Words] = Words(noun="tie", caption="{from_id}: {relation} {to_id}", mutual=True)

    affiliation_id: Slug = column("key", "FROM-RELATION-TO, as a rule.", example="ncri-led-by-maryam-rajavi")
    from_id: Slug = column("assertion", "Who is tied.", example="ncri", references=ENTITIES)
    to_id: Slug = column("assertion", "To whom.", example="maryam-rajavi", references=ENTITIES)
    relation: Relation = column("assertion", "How, read from from_id to to_id.", example="led_by")
    started: Started = None
    ended: Ended = None
    note: Note = None
