"""Sanctions programmes."""

from __future__ import annotations

from typing import ClassVar

from mostanad.models.cells import Slug, Text, column
from mostanad.models.fields import AuthorityId, Ended, HumanRights, Note, Started
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import ProgrammeKind


class Programme(Row):
    """A sanctions programme, or a tag that an authority puts on entries of its list."""

    table: ClassVar[str] = "programmes"
    spoken: ClassVar[Words] = Words(label="code", caption="Programme {code} of {authority_id}")

    programme_id: Slug = column("key", "Authority and code, as a rule.", example="us-iran-hr")
    authority_id: AuthorityId
    code: Text = column("assertion", "The authority's own code or usual name for it.", example="IRAN-HR")
    title: Text | None = column(
        "assertion", "What the authority calls it, in words.", example="Human rights in Iran", optional=True
    )
    office_id: Slug | None = column(
        "assertion",
        "The office that acts for the authority.",
        example="us-ofac",
        references=("parties",),
        optional=True,
    )
    kind: ProgrammeKind = column("coding", "What its mark on an entry means.", example="designation")
    human_rights: HumanRights = None
    started: Started = None
    ended: Ended = None
    note: Note = None
