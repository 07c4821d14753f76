"""Facts: a compiled table with a row for each assertion cell."""

from mostanad.models.cells import Boolean, FactId, Ids, Integer, Modalities, Slug, TableName, Text, column
from mostanad.models.row import Row, Words
from mostanad.models.vocabularies import Support


class Fact(Row):
    """One assertion cell of a release, with what it rests on. Counts are of asserting claims only."""

    compiled = True
    spoken = Words(indexed=("row_id", "table_name"))

    fact_id: FactId = column("key", "Row and field.", "massacre-1988/date")
    table_name: TableName = column("coding", "The table of the row.", "events")
    row_id: Slug = column("coding", "The row.", "massacre-1988")
    field: Text = column("coding", "The column.", "date")
    value: Text = column("coding", "The cell as the CSV has it.", "1988-06/1988-09")
    modalities: Modalities = column("coding", "How it is asserted.", "allegation fact")
    support: Support = column("coding", "On what it rests.", "single")
    disputed: Boolean = column("coding", "Whether a claim denies, disputes or retracts it.", "false")
    claims: Integer = column("coding", "How many claims assert it.", "2")
    sources: Integer = column("coding", "How many sources these claims come from.", "2")
    origins: Integer = column("coding", "How many origins remain when copies and quotations are followed home.", "1")
    camps: Integer = column("coding", "How many known camps these origins belong to.", "1")
    asserted_by: Ids = column("coding", "Who asserts it.", "iran-news-update pmoi")
    origin_ids: Ids = column("coding", "The origins.", "pmoi")
    source_ids: Ids = column("coding", "The sources.", "inu-2022 pmoi-2022")
