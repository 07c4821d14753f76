"""Tags on entries of lists, which are not listings."""

from mostanad.models.cells import Moment, Slug, column
from mostanad.models.fields import ENTITIES, AuthorityId, Entry, Note
from mostanad.models.row import Row, Words


class Tag(Row):
    """A regulatory or secondary-sanctions mark that an authority puts on an entry of its list: never a sanction."""

    spoken = Words(
        noun="tag",
        caption="{target_id}: tagged by {authority_id}, {programme_id}",
        says="programme_id",
        followed=("programme_id",),
    )

    tag_id: Slug = column("key", "Authority, programme and target, as a rule.", "us-ifsr-ebrahim-raisi")
    target_id: Slug = column("assertion", "Whose entry is tagged.", "abolqasem-salavati", references=ENTITIES)
    authority_id: AuthorityId
    programme_id: Slug = column("assertion", "The programme of tags.", "us-ifsr", references=("programmes",))
    listed: Moment | None = column("assertion", "When the tag was put.", "2018-11-05")
    delisted: Moment | None = column("assertion", "When it was taken away.", "2020-01")
    entry: Entry
    action_id: Slug | None = column(
        "coding", "The act by which the tag was put.", "us-designation-2019-12-19", references=("events",)
    )
    note: Note
