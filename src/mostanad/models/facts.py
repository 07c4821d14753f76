"""Facts: compiled, one for each assertion cell."""

from __future__ import annotations

from typing import ClassVar

from mostanad.models.cells import Boolean, FactId, Ids, Integer, Modalities, Slug, TableName, Text, column
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import Support


class Fact(Row):
    """One assertion cell of a release, with what it rests on. Counts are of asserting claims only."""

    table: ClassVar[str] = "facts"
    compiled: ClassVar[bool] = True
    spoken: ClassVar[Words] = Words(indexed=("row_id", "table_name"))

    fact_id: FactId = column("key", "Row and field.", example="massacre-1988/date")
    table_name: TableName = column("coding", "The table of the row.", example="events")
    row_id: Slug = column("coding", "The row.", example="massacre-1988")
    field: Text = column("coding", "The column.", example="date")
    value: Text = column("coding", "The cell as the CSV has it.", example="[1988-06..1988-09]")
    modalities: Modalities = column("coding", "How it is asserted.", example="allegation fact")
    support: Support = column("coding", "On what it rests.", example="single")
    disputed: Boolean = column("coding", "Whether a claim denies, disputes or retracts it.", example="false")
    claims: Integer = column("coding", "How many claims assert it.", example="2")
    sources: Integer = column("coding", "How many sources these claims come from.", example="2")
    origins: Integer = column(
        "coding", "How many origins remain when copies and quotations are followed home.", example="1"
    )
    camps: Integer = column("coding", "How many known camps these origins belong to.", example="1")
    asserted_by: Ids = column("coding", "Who asserts it.", example="iran-news-update pmoi")
    origin_ids: Ids = column("coding", "The origins.", example="pmoi")
    source_ids: Ids = column("coding", "The sources.", example="inu-2022 pmoi-2022")
