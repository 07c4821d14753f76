"""Members of groups."""

from __future__ import annotations

from typing import ClassVar

from mostanad.models.cells import Slug, column
from mostanad.models.fields import EntityId, Note
from mostanad.models.row import Row, Words


class GroupMember(Row):
    """Someone whom a source names as one of the people that a description means."""

    table: ClassVar[str] = "group_members"
    spoken: ClassVar[Words] = Words(
        plural="named as one of", caption="{entity_id}: one of {group_id}", followed=("group_id",)
    )

    member_id: Slug = column(
        "key", "Group and entity, as a rule.", example="council-session-2022-attendees-ali-shamkhani"
    )
    group_id: Slug = column("assertion", "The group.", example="council-session-2022-attendees", references=("groups",))
    entity_id: EntityId
    note: Note = None
