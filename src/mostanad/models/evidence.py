"""Evidence: a compiled table with a row for each cell and claim."""

from mostanad.models.cells import (
    ClaimId,
    EvidenceId,
    FactId,
    Moment,
    PassageId,
    Selector,
    Sha256,
    Slug,
    Text,
    Url,
    column,
)
from mostanad.models.fields import ENTITIES
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import Hedge, Modality, Stance


class Evidence(Row):
    """One claim on one cell: who says so, in which document, where in it, and who disagrees."""

    compiled = True
    grouped_by = ("fact_id",)  # a query for one fact then reads one place of the table
    spoken = Words(indexed=("fact_id", "claim_id", "passage_id", "source_id", "asserted_by"))

    evidence_id: EvidenceId = column("key", "Claim and field.", "pmoi-2022.c000123-000456.massacre-1988/date")
    fact_id: FactId = column(
        "coding", "The cell: a fact, or the name by which somebody is identified.", "massacre-1988/date"
    )
    claim_id: ClaimId = column("coding", "The claim.", "pmoi-2022.c000123-000456.massacre-1988", references=("claims",))
    passage_id: PassageId = column("coding", "The passage.", "pmoi-2022.c000123-000456", references=("passages",))
    source_id: Slug = column("coding", "The document.", "pmoi-2022", references=("sources",))
    source_url: Url | None = column("coding", "Its address.", "https://www.legislation.gov.uk/")
    source_sha256: Sha256 = column("coding", "Its hash.", "3a" * 32)
    selector: Selector = column("coding", "The place in it.", "char=123,456")
    passage_sha256: Sha256 = column("coding", "The hash of that place.", "3a" * 32)
    asserted_by: Slug = column("coding", "Who says so.", "pmoi", references=ENTITIES)
    published_by: Slug = column("coding", "Who publishes the document.", "pmoi", references=("parties",))
    origin: Slug = column(
        "coding",
        "From whom it comes, when copies and quotations are followed home; what an adapted text adds to an "
        "original that we hold is its own.",
        "pmoi",
        references=ENTITIES,
    )
    camp: Slug | None = column(
        "coding",
        "The origin's camp, named after its head, the state or organisation; empty if no passage shows a tie, or if we "
        "know the origin only through the reports of one side.",
        "ncri",
    )
    modality: Modality = column("coding", "The asserter's stance to the row.", "fact")
    hedge: Hedge = column("coding", "How far the asserter holds back.", "none")
    stance: Stance = column("coding", "For or against the cell.", "asserts")
    as_of: Moment | None = column("coding", "When it held, where the claim says so.", "2019-12-19")
    value: Text = column(
        "coding",
        "The cell's value; of a dispute: the rival value; of an approximation: the coarser date.",
        "1988-06/1988-09",
    )
    as_stated: Text | None = column("coding", "The source's own word for it.", "last month")
