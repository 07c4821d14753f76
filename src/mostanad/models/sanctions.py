"""Listings."""

from mostanad.models.cells import Moment, SanctionMeasures, Slug, column
from mostanad.models.fields import ENTITIES, AuthorityId, Entry, HumanRights, Note
from mostanad.models.row import Row, Words


class Sanction(Row):
    """One target under one programme of one authority.

    It proves that the authority acted, never that its grounds are true.
    """

    spoken = Words(
        noun="listing",
        caption="{target_id}: listed by {authority_id}, {programme_id}",
        says="programme_id",
        indexed=("target_id", "authority_id", "programme_id"),
        followed=("programme_id", "action_id", "grounds_id"),
    )

    sanction_id: Slug = column("key", "Authority, programme and target, as a rule.", "us-iran-hr-ebrahim-raisi")
    target_id: Slug = column("assertion", "Who is listed.", "abolqasem-salavati", references=ENTITIES)
    authority_id: AuthorityId
    programme_id: Slug | None = column(
        "assertion", "The programme, where the source shows it.", "us-iran-hr", references=("programmes",)
    )
    listed: Moment | None = column("assertion", "When the listing began.", "2019-12-19")
    delisted: Moment | None = column("assertion", "When it ended.", "[2022-04-13..2026-03-16]")
    entry: Entry
    measures: SanctionMeasures | None = column(
        "assertion",
        "What the listing does, where a source says it of this one; else see its programme.",
        "asset_freeze travel_ban",
    )
    human_rights: HumanRights
    action_id: Slug | None = column(
        "coding",
        "The act by which it was listed; what one act added shares it.",
        "us-designation-2019-12-19",
        references=("events",),
    )
    grounds_id: Slug | None = column(
        "coding",
        "The statement in which the authority gives its grounds: its allegation.",
        "us-grounds-salavati-2019",
        references=("statements",),
    )
    note: Note
