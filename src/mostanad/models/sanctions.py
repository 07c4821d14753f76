"""Listings."""

from __future__ import annotations

from typing import ClassVar

from mostanad.models.cells import Moment, SanctionMeasures, Slug, column
from mostanad.models.fields import ENTITIES, AuthorityId, Entry, HumanRights, Note
from mostanad.models.row import Row, Words


class Sanction(Row):
    """One target under one programme of one authority.

    It proves that the authority acted, never that its grounds are true.
    """

    table: ClassVar[str] = "sanctions"
    spoken: ClassVar[Words] = Words(
        noun="listing",
        caption="{target_id}: listed by {authority_id}, {programme_id}",
        says="programme_id",
        indexed=("target_id", "authority_id", "programme_id"),
        followed=("programme_id", "action_id", "grounds_id"),
    )

    sanction_id: Slug = column("key", "Authority, programme and target, as a rule.", example="us-iran-hr-ebrahim-raisi")
    target_id: Slug = column("assertion", "Who is listed.", example="abolqasem-salavati", references=ENTITIES)
    authority_id: AuthorityId
    programme_id: Slug | None = column(
        "assertion",
        "The programme, where the source shows it.",
        example="us-iran-hr",
        references=("programmes",),
        optional=True,
    )
    listed: Moment | None = column("assertion", "When the listing began.", example="2019-12-19", optional=True)
    delisted: Moment | None = column("assertion", "When it ended.", example="[2022-04-13..2026-03-16]", optional=True)
    entry: Entry = None
    measures: SanctionMeasures | None = column(
        "assertion", "What the listing does.", example="asset_freeze travel_ban", optional=True
    )
    human_rights: HumanRights = None
    action_id: Slug | None = column(
        "coding",
        "The act by which it was listed; tags added by one act share it.",
        example="us-designation-2019-12-19",
        references=("events",),
        optional=True,
    )
    grounds_id: Slug | None = column(
        "coding",
        "The statement in which the authority gives its grounds: its allegation.",
        example="us-grounds-salavati-2019",
        references=("statements",),
        optional=True,
    )
    note: Note = None
