"""Claims."""

from mostanad.models.cells import ANY_FACT, ClaimId, FieldNames, Moment, PassageId, Slug, Text, column
from mostanad.models.fields import ENTITIES, Note
from mostanad.models.row import Problems, Row
from mostanad.models.vocabularies import Hedge, Modality, Stance


class Claim(Row):
    """A passage backs a row, in the cells that it names: the link between a fact and the words behind it."""

    suspects = """
        (coalesce(stance, '') IN ('disputes', 'approximates')) <> (value IS NOT NULL)
        OR (value IS NOT NULL AND fields LIKE '% %') OR as_stated LIKE '% % % % % %'
    """

    claim_id: ClaimId = column(
        "key",
        "Passage, target and, where needed, asserter; made by the tool.",
        "pmoi-2022-record.c000123-000456.massacre-1988",
    )
    passage_id: PassageId = column(
        "coding", "The passage.", "pmoi-2022-record.c000123-000456", references=("passages",)
    )
    target_id: Slug = column("coding", "The row.", "massacre-1988", references=ANY_FACT)
    fields: FieldNames = column("coding", "The cells of the row that the passage supports.", "date kind title")
    asserted_by: Slug | None = column(
        "coding",
        "Who says so; empty: the one who publishes the source (of an op-ed: its author).",
        "amnesty-international",
        references=ENTITIES,
    )
    modality: Modality | None = column("coding", "The asserter's stance to the row; empty: fact.", "allegation")
    hedge: Hedge | None = column("coding", "How far the asserter holds back; empty: none.", "likely")
    stance: Stance | None = column("coding", "For or against the row; empty: asserts.", "disputes")
    as_of: Moment | None = column(
        "coding", "When it held, where the row itself has no date; empty: when the source was published.", "2019-12-19"
    )
    value: Text | None = column(
        "coding",
        "What the passage says of the cell: the rival value of a dispute, the coarser date of an approximation.",
        "2019-11-16",
    )
    as_stated: Text | None = column(
        "coding", "The source's own words for a date, number or title, five at most.", "last month"
    )
    note: Note

    def problems(self) -> Problems:
        one_cell = self.stance in (Stance.DISPUTES, Stance.APPROXIMATES)
        if one_cell and len(self.fields) != 1:
            yield "MST441", "fields", f"a claim that {self.stance} is about one cell"
        if one_cell != (self.value is not None):
            yield "MST441", "value", "value goes with the stances disputes and approximates, and only with them"
        if self.as_stated is not None and len(self.as_stated.split(" ")) > 5:
            yield "MST442", "as_stated", "as_stated has at most five words"
