"""Members of groups."""

from mostanad.models.cells import Slug, column
from mostanad.models.fields import EntityId, Note
from mostanad.models.row import Row, Words


class GroupMember(Row):
    """Someone whom a source names as one of the people that a description means."""

    spoken = Words(plural="named as one of", caption="{entity_id}: one of {group_id}", followed=("group_id",))

    member_id: Slug = column("key", "Group and entity, as a rule.", "council-session-2022-attendees-ali-shamkhani")
    group_id: Slug = column("assertion", "The group.", "council-session-2022-attendees", references=("groups",))
    entity_id: EntityId
    note: Note
