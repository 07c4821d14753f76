"""What release models read beside the prepared relations.

===================  ================================================================================================
``claimable_cells``  row_id, field, value: every cell that a claim may name and that is not empty, as text
``claims_on_acts``   claim_id, source_id, asserted_by, actor_id, date: claims on acts of an authority, and their date
``act_camps``        entity_id, date, camp: the camps of these asserters and authorities at these dates
===================  ================================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb
import pyarrow as pa

from mostanad.evidence import camps
from mostanad.evidence.sandbox import create
from mostanad.models import TABLES
from mostanad.models.fields import FACT_TABLES
from mostanad.package import Table

# Who acts: the authority that lists or runs the programme, the body that acted or met.
_CLAIMS_ON_ACTS = """
CREATE TABLE claims_on_acts AS
WITH acts AS (
    SELECT sanction_id AS row_id, authority_id AS actor_id FROM sanctions
    UNION ALL
    SELECT programme_id AS row_id, authority_id AS actor_id FROM programmes
    UNION ALL
    SELECT programme_bases.basis_id AS row_id, programmes.authority_id AS actor_id
    FROM programme_bases
    INNER JOIN programmes ON programmes.programme_id = programme_bases.programme_id
    UNION ALL
    SELECT event_id AS row_id, body_id AS actor_id FROM events WHERE body_id IS NOT NULL
)
SELECT DISTINCT
    claim_cells.claim_id,
    claim_cells.source_id,
    claim_cells.asserted_by,
    acts.actor_id,
    coalesce(claim_cells.as_of, sources.published, '') AS date
FROM claim_cells
INNER JOIN acts ON acts.row_id = claim_cells.row_id
INNER JOIN sources ON sources.source_id = claim_cells.source_id
"""
_ASKED = """
SELECT asserted_by AS entity_id, date FROM claims_on_acts
UNION
SELECT actor_id AS entity_id, date FROM claims_on_acts
ORDER BY entity_id, date
"""


def add(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Table]) -> None:
    """Add these relations to a connection that :func:`mostanad.evidence.relations.prepare` made of the same tables."""
    create(connection, "coding_cells", _rows(_coding_cells(tables), ("row_id", "field", "value")))
    connection.execute(
        "CREATE TABLE claimable_cells AS SELECT row_id, field, value FROM cells "
        "UNION ALL SELECT row_id, field, value FROM coding_cells"
    )
    connection.execute(_CLAIMS_ON_ACTS)
    asked = connection.execute(_ASKED).fetchall()
    found = camps.table(tables["affiliations"].records(), asked, lasting=False)
    names = ("entity_id", "date", "camp")
    create(connection, "act_camps", _rows((tuple(row[name] for name in names) for row in found), names))


def _coding_cells(tables: Mapping[str, Table]) -> Iterator[tuple[str, ...]]:
    for name in FACT_TABLES:
        model = TABLES[name]
        coding = [column.name for column in model.columns() if column.role == "coding"]
        for record in tables[name].records():
            yield from ((record[model.key()], field, record[field]) for field in coding if record[field])


def _rows(rows: Iterator[tuple[str, ...]], names: tuple[str, ...]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.table([pa.array(column, pa.string()) for column in columns], names=list(names))
