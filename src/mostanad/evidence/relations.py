"""The relations that rules query and release models are built from, in a DuckDB connection that cannot do harm.

Besides the typed tables (with ``<date>_min`` and ``<date>_max``) there are:

=================  ==================================================================================================
``ids``            table_name, row_id: every key that shares the one space of ids
``row_references`` table_name, row_id, field, value: every cell that points at a row; of a list: each of its items
``reference_targets``  table_name, field, target: the tables into which a field may point
``cells``          table_name, row_id, field, value: every assertion cell that is not empty, as text
``columns``        table_name, field, role: every column
``lineage``        source_id, asserter, publisher, root_id, origin
``camps``          entity_id, date, camp
``claim_cells``    claims expanded to cells, defaults resolved, with origin and camp
``cycles``         table_name, row_id, field: every cell of a chain that leads back to itself
``approximations``  claim_id, field and the days of both: value_min, value_max, cell_min, cell_max
=================  ==================================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.evidence import approximations, camps, cycles, lineage
from mostanad.evidence.sandbox import bounded, connect, create, lock
from mostanad.files.columns import Columns
from mostanad.files.tables import Table
from mostanad.files.typed import arrow_tables
from mostanad.models import FACT_TABLES, TABLES, Row

#: What ``prepare`` adds to the tables themselves.
PREPARED = frozenset(
    {
        "ids",
        "row_references",
        "reference_targets",
        "cells",
        "columns",
        "lineage",
        "camps",
        "claim_cells",
        "cycles",
        "approximations",
    }
)

#: How much memory the tables and all queries on them may use; nothing is written to disk instead.
MEMORY = "4GB"
#: For how long the joins of ``prepare`` may run.
SECONDS = 60.0

# A claim on the word of someone else has that someone as its origin; a number has its counter. Who is unnamed, or is
# the publisher itself, leads on to the origin of the text.
_CLAIM_ORIGINS = """
CREATE TABLE claim_origins AS
SELECT claims.claim_id, claims.passage_id, passages.source_id, targets.*,
       coalesce(claims.asserted_by, lineage.asserter) AS asserted_by,
       lineage.publisher AS published_by,
       CASE
           WHEN estimates.counted_by NOT IN ('unnamed', lineage.asserter) THEN estimates.counted_by
           WHEN claims.asserted_by NOT IN ('unnamed', lineage.asserter) THEN claims.asserted_by
           ELSE lineage.origin
       END AS origin,
       coalesce(claims.modality, 'fact') AS modality,
       coalesce(claims.hedge, 'none') AS hedge,
       coalesce(claims.stance, 'asserts') AS stance,
       claims.as_of,
       coalesce(claims.as_of, sources.published, '') AS camp_date,
       claims.value, claims.as_stated, claims.fields
FROM claims
JOIN passages ON passages.passage_id = claims.passage_id
JOIN sources ON sources.source_id = passages.source_id
JOIN lineage ON lineage.source_id = passages.source_id
JOIN targets ON targets.row_id = claims.target_id
LEFT JOIN estimates ON estimates.estimate_id = claims.target_id
"""
_CLAIM_ROWS = """
CREATE VIEW claim_rows AS
SELECT claim_origins.*, camps.camp
FROM claim_origins
LEFT JOIN camps ON camps.entity_id = claim_origins.origin AND camps.date = claim_origins.camp_date
"""
_CLAIM_CELLS = "SELECT * EXCLUDE (fields, camp_date), unnest(fields) AS field FROM claim_rows"


def prepare(tables: Mapping[str, Table], typed: Mapping[str, pa.Table] | None = None) -> duckdb.DuckDBPyConnection:
    """A connection that holds the typed tables and the prepared relations.

    Args:
        tables: every table as text; a table whose rows cannot be typed is given empty.
        typed: the same with types, where somebody has them already.

    Returns:
        an in-memory connection without access to files, network, extensions or Python objects, its settings locked.

    Raises:
        TooLong: if its own queries run for longer than :data:`SECONDS`.
        duckdb.Error: if they need too much memory.
    """
    connection = connect(memory_limit=MEMORY, temp_directory="")
    connection.execute("SET preserve_insertion_order = false")
    for name, table in (typed or arrow_tables(tables)).items():
        create(connection, name, table)
    create(connection, "ids", pa.concat_tables(_ids(tables)))
    create(connection, "cells", cells(tables, "assertion"))
    create(connection, "row_references", cells(tables, "reference"))
    create(connection, "reference_targets", _reference_targets())
    create(connection, "columns", _columns())
    create(connection, "lineage", lineage_of(tables["sources"]))
    create(connection, "cycles", _relation(cycles.table(tables), _CYCLES))
    create(connection, "approximations", pa.Table.from_pylist(approximations.table(tables), _APPROXIMATIONS))
    with bounded(connection, SECONDS):
        join(connection, tables["affiliations"], stored=True)
    lock(connection)
    return connection


def join(connection: duckdb.DuckDBPyConnection, affiliations: Table | Columns, *, stored: bool) -> None:
    """Add the relations of claims: with keys that stand twice they can be of any size.

    Args:
        connection: with claims, passages, sources, estimates, ids and lineage.
        affiliations: that table as text.
        stored: whether ``claim_cells`` is a table, for many queries, or a view, for few and less memory; then there is
            also ``claim_rows``: a row for each claim, with ``fields``, and ``camp_date``, the date of its camp.
    """
    connection.execute(f"CREATE VIEW targets AS SELECT * FROM ids WHERE table_name IN {FACT_TABLES}")
    connection.execute(_CLAIM_ORIGINS)
    asked = connection.execute("SELECT DISTINCT origin, camp_date FROM claim_origins ORDER BY ALL").fetchall()
    create(connection, "camps", _relation(camps.table(affiliations.records(), asked), _CAMPS))
    connection.execute(_CLAIM_ROWS)
    connection.execute(f"CREATE {'TABLE' if stored else 'VIEW'} claim_cells AS {_CLAIM_CELLS}")
    if stored:
        connection.execute("DROP VIEW claim_rows")
        connection.execute("DROP TABLE claim_origins")


_LINEAGE = ("source_id", "asserter", "publisher", "root_id", "origin")
_CAMPS = ("entity_id", "date", "camp")
_CYCLES = ("table_name", "row_id", "field")
_APPROXIMATIONS = pa.schema(
    [(name, pa.string()) for name in ("claim_id", "field")]
    + [(name, pa.date32()) for name in ("value_min", "value_max", "cell_min", "cell_max")]
)


def lineage_of(sources: Table | Columns) -> pa.Table:
    """The relation ``lineage`` of these sources."""
    return _relation(lineage.table(sources.records()), _LINEAGE)


def _relation(rows: list[dict[str, str]], names: tuple[str, ...]) -> pa.Table:
    return pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in names})


def shares_ids(model: type[Row]) -> bool:
    """Whether the keys of a table share the one space of ids: not those of seals, which are claims', nor versions."""
    key = next(column for column in model.columns() if column.role == "key")
    return not key.references and model.table not in ("history", "releases")


def _ids(tables: Mapping[str, Table]) -> Iterator[pa.Table]:
    for name, model in TABLES.items():
        if shares_ids(model):
            keys = tables[name].column(model.key())
            yield pa.table({"table_name": pa.repeat(pa.scalar(name, pa.string()), len(keys)), "row_id": keys})


def cells(tables: Mapping[str, Table | Columns], which: Literal["assertion", "coding", "reference"]) -> pa.Table:
    """Cells that are not empty, of columns of this role, or of columns that refer: a row for each item of a list.

    Args:
        tables: tables as text.
        which: the cells that are wanted.

    Returns:
        table_name, row_id, field and value of each, all as text.
    """
    found = [pa.schema([(name, pa.string()) for name in ("table_name", "row_id", "field", "value")]).empty_table()]
    for name, model in TABLES.items():
        table = tables.get(name)
        if table is None:
            continue
        keys = table.column(model.key())
        for column in model.columns():
            wanted = bool(column.references) if which == "reference" else column.role == which
            if not wanted:
                continue
            values = table.column(column.name)
            filled = pc.is_valid(values)
            rows, values = keys.filter(filled), values.filter(filled)
            if which == "reference" and column.type.name == "list":
                items = pc.split_pattern(values, " ")
                rows, values = rows.take(pc.list_parent_indices(items)), pc.list_flatten(items)
            names, fields = (pa.repeat(pa.scalar(text, pa.string()), len(rows)) for text in (name, column.name))
            found.append(pa.table([names, rows, fields, values], schema=found[0].schema))
    return pa.concat_tables(found)


def _reference_targets() -> pa.Table:
    rows = [
        {"table_name": name, "field": column.name, "target": target}
        for name, model in TABLES.items()
        for column in model.columns()
        for target in column.references
    ]
    return _relation(rows, ("table_name", "field", "target"))


def _columns() -> pa.Table:
    rows: list[dict[str, Any]] = [
        {"table_name": name, "field": column.name, "role": column.role}
        for name, model in TABLES.items()
        for column in model.columns()
    ]
    return _relation(rows, ("table_name", "field", "role"))
