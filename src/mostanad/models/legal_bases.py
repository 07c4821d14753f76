"""Legal acts behind programmes."""

from mostanad.models.cells import SanctionMeasures, Slug, Text, column
from mostanad.models.fields import Ended, Note, Started
from mostanad.models.row import Row, Words


class LegalBasis(Row):
    """A legal act under which a sanctions programme stands, with the time in which it did.

    What it does to the listed stands here, not with each listing: a ban of entry, for one, concerns people only.
    """

    spoken = Words(
        label="act", caption="Programme {programme_id}: {act}", searched="", found=("act",), leads="programme_id"
    )

    basis_id: Slug = column("key", "Programme and act, as a rule.", "us-iran-hr-eo-13553")
    programme_id: Slug = column("assertion", "The programme.", "us-iran-hr", references=("programmes",))
    act: Text = column("assertion", "The act, in its usual citation.", "Executive Order 13553")
    measures: SanctionMeasures | None = column(
        "assertion", "What the act does to those who are listed under it.", "asset_freeze travel_ban"
    )
    started: Started
    ended: Ended
    note: Note
