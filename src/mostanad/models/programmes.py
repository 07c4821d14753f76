"""Sanctions programmes."""

from mostanad.models.cells import Slug, Text, column
from mostanad.models.fields import AuthorityId, Ended, HumanRights, Note, Started
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import ProgrammeKind, Scope


class Programme(Row):
    """A sanctions programme, or a tag that an authority puts on entries of its list."""

    spoken = Words(
        label="name",
        caption="Programme of {authority_id}: {name}",
        says="code",
        searched="name",
        found=("name", "code", "title", "authority_id", "kind"),
    )

    programme_id: Slug = column("key", "Authority and code, as a rule.", "us-iran-hr")
    name: Text = column(
        "coding",
        "Our label: in a few words what it is about, with the code by which specialists know it.",
        "Human rights in Iran (IRAN-HR)",
    )
    authority_id: AuthorityId
    code: Text = column("assertion", "The authority's own code or usual name for it.", "IRAN-HR")
    title: Text | None = column("assertion", "What the authority calls it, in words.", "Human rights in Iran")
    office_id: Slug | None = column(
        "assertion",
        "The office that acts for the authority, and publishes its list.",
        "us-ofac",
        references=("parties",),
    )
    kind: ProgrammeKind = column("coding", "What its mark on an entry means.", "designation")
    scope: Scope | None = column("coding", "How many of those whom its list names under it are in the record.", "whole")
    human_rights: HumanRights
    started: Started
    ended: Ended
    note: Note
