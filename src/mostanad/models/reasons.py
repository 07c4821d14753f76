"""Reasons: a compiled table of what the entries of listings say."""

from mostanad.models.cells import ClaimId, FieldNames, Integer, Moment, PassageId, Slug, TableName, Text, column
from mostanad.models.fields import ENTITIES
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import Hedge, Modality, Stance


class Reason(Row):
    """One claim inside the entry of a listing: what somebody was listed for, as the authority says it.

    The entry is the passage that backs the number of the entry. The claims of a listing stand in the order of the text.
    """

    compiled = True
    spoken = Words(indexed=("sanction_id", "row_id"))

    reason_id: Text = column(
        "key", "Claim and listing.", "eu-359-2011-2026-07-24.c000459-000560.some-post/eu-359-2011-some-person"
    )
    sanction_id: Slug = column("coding", "The listing.", "eu-359-2011-some-person", references=("sanctions",))
    place: Integer = column("coding", "Where it stands among the claims inside the entry, from 1.", "1")
    table_name: TableName = column("coding", "The table of the row that is claimed.", "positions")
    row_id: Slug = column("coding", "The row that is claimed.", "some-post")
    fields: FieldNames = column("coding", "The cells of it that the entry gives.", "holder_id title")
    claim_id: ClaimId = column(
        "coding", "The claim.", "eu-359-2011-2026-07-24.c000459-000560.some-post", references=("claims",)
    )
    passage_id: PassageId = column(
        "coding", "The passage.", "eu-359-2011-2026-07-24.c000459-000560", references=("passages",)
    )
    source_id: Slug = column("coding", "The document.", "eu-359-2011-2026-07-24", references=("sources",))
    asserted_by: Slug = column("coding", "Who says so.", "european-union", references=ENTITIES)
    modality: Modality = column("coding", "The asserter's stance to the row.", "allegation")
    hedge: Hedge = column("coding", "How far the asserter holds back.", "none")
    stance: Stance = column("coding", "For or against the row.", "asserts")
    as_of: Moment | None = column("coding", "When it held, where the claim says so.", "[..2026-07-24]")
