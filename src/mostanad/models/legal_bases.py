"""Legal acts behind programmes."""

from __future__ import annotations

from typing import ClassVar

from mostanad.models.cells import Slug, Text, column
from mostanad.models.fields import Ended, Note, Started
from mostanad.models.row import Row, Words


class LegalBasis(Row):
    """A legal act under which a sanctions programme stands, with the time in which it did."""

    table: ClassVar[str] = "legal_bases"
    spoken: ClassVar[Words] = Words(label="act", caption="Programme {programme_id}: {act}", searched="")

    basis_id: Slug = column("key", "Programme and act, as a rule.", example="us-iran-hr-eo-13553")
    programme_id: Slug = column("assertion", "The programme.", example="us-iran-hr", references=("programmes",))
    act: Text = column("assertion", "The act, in its usual citation.", example="Executive Order 13553")
    started: Started = None
    ended: Ended = None
    note: Note = None
