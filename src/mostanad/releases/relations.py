"""What release models read: the curated tables, and some of them only as far as a part of the release needs them.

A release of a million claims does not fit into the memory at once. Its facts are made for some rows at a time, with all
claims on them; its evidence for some claims at a time, with the cells that they name. Facts and evidence are in order
of their ids, and the parts follow each other in this order.

===================  ================================================================================================
``claims``           the claims of the part; every other curated table but ``seals`` is there whole
``ids``              table_name, row_id: the rows of the part
``cells``            table_name, row_id, field, value: their assertion cells that are not empty, as text
``claimable_cells``  row_id, field, value: every cell of them that a claim may name and that is not empty, as text
``claim_cells``      claims expanded to cells, with ``lineage`` and ``camps``, as in :mod:`mostanad.evidence.relations`
``claims_on_acts``   claim_id, source_id, asserted_by, actor_id, date: claims on acts of an authority, and their date
``act_camps``        entity_id, date, camp: the camps of these asserters and authorities at these dates
===================  ================================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.evidence import camps, relations
from mostanad.evidence.sandbox import bounded, connect, create, lock
from mostanad.models import TABLES
from mostanad.models.fields import FACT_TABLES
from mostanad.package import Table

#: How many claims, or rows, are in a part.
AT_ONCE = 1 << 16
#: Tables that no release model reads.
_UNREAD = frozenset({"seals"})
#: How much memory the queries of one part may use beside the tables.
MEMORY = "1GB"

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
_CAMPS = ("entity_id", "date", "camp")


@contextmanager
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection without relations that can do no harm, as that of :mod:`mostanad.evidence.relations`."""
    with connect(memory_limit=MEMORY, temp_directory="") as connection:
        connection.execute("SET preserve_insertion_order = false")
        lock(connection)
        yield connection


@dataclass(frozen=True)
class Relations:
    """What release models read.

    Attributes:
        typed: the curated tables, and what was made for later models to read.
        ids: ``table_name`` and ``row_id`` of the rows that claims can be on.
        cells: their assertion cells.
        coding_cells: their cells of our coding.
        lineage: the lineage of every source.
        affiliations: that table as text.
    """

    typed: Mapping[str, pa.Table]
    ids: pa.Table
    cells: pa.Table
    coding_cells: pa.Table
    lineage: pa.Table
    affiliations: Table

    @contextmanager
    def within(self, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Give these relations to a connection of :func:`empty`; afterwards nothing is left of them."""
        connection.execute("BEGIN TRANSACTION")
        try:
            for name, table in self.typed.items():
                connection.register(name, table)  # read where it lies, not copied
            for name in ("ids", "cells", "coding_cells", "lineage"):
                create(connection, name, getattr(self, name))
            with bounded(connection, relations.SECONDS, "the join of claims and camps"):
                relations.join(connection, self.affiliations, stored=False)
                self._add_acts(connection)
            yield
        finally:
            connection.execute("ROLLBACK")

    def _add_acts(self, connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute(
            "CREATE VIEW claimable_cells AS SELECT row_id, field, value FROM cells "
            "UNION ALL SELECT row_id, field, value FROM coding_cells"
        )
        connection.execute(_CLAIMS_ON_ACTS)
        asked = connection.execute(_ASKED).fetchall()
        found = camps.table(self.affiliations.records(), asked, lasting=False)
        columns = {name: pa.array([row[name] for row in found], pa.string()) for name in _CAMPS}
        create(connection, "act_camps", pa.table(columns))


@dataclass(frozen=True)
class Whole:
    """The relations of a whole release, to be had in parts.

    Attributes:
        relations: all of them.
        rows: the rows that claims can be on, in the order of their cells.
        numbers: of ``ids``, ``cells`` and ``coding_cells`` the place of each row's ``row_id`` among these.
    """

    relations: Relations
    rows: pa.Array
    numbers: Mapping[str, pa.ChunkedArray]

    @classmethod
    def of(cls, found: Relations) -> Whole:
        """Arrange relations for being parted."""
        keys = pc.unique(found.ids["row_id"])
        rows = keys.take(_order(keys))
        tables = {name: getattr(found, name) for name in ("ids", "cells", "coding_cells")}
        return cls(found, rows, {name: pc.index_in(table["row_id"], rows) for name, table in tables.items()})

    def with_table(self, name: str, table: pa.Table) -> Whole:
        """The same with a table that was made, for later models to read."""
        return replace(self, relations=replace(self.relations, typed={**self.relations.typed, name: table}))

    def by_rows(self) -> Iterator[Relations]:
        """Parts of some rows with all claims on them, in order of their cells; one part if there are few."""
        claims = self.relations.typed["claims"]
        targets = pc.index_in(claims["target_id"], self.rows)
        for first, last in _bounds(len(self.rows), len(claims)):
            rows = pa.array(range(first, last), pa.int32())
            yield self._part(rows, claims.filter(pc.is_in(targets, rows)))

    def by_claims(self) -> Iterator[Relations]:
        """Parts of some claims with the rows that they are on, in order of their cells; one part if there are few."""
        claims = self.relations.typed["claims"]
        order = _order(claims["claim_id"])
        for first, last in _bounds(len(claims), len(claims)):
            chosen = claims.take(order[first:last])
            yield self._part(pc.unique(pc.index_in(chosen["target_id"], self.rows)), chosen)

    def without_claims(self) -> Iterator[Relations]:
        """One part without any claim, for models that read none."""
        yield self._part(pa.array([], pa.int32()), self.relations.typed["claims"].slice(0, 0))

    def _part(self, rows: pa.Array, claims: pa.Table) -> Relations:
        found = self.relations
        parts = {name: getattr(found, name).filter(pc.is_in(place, rows)) for name, place in self.numbers.items()}
        return replace(found, typed={**found.typed, "claims": claims}, **parts)


class Reader:
    """Reads the tables of a package one after the other: of what was read as text only little is kept."""

    def __init__(self) -> None:
        self.typed: dict[str, pa.Table] = {}
        self._kept: dict[str, Table] = {}
        self._cells: list[pa.Table] = []
        self._coding: list[pa.Table] = []

    def take(self, text: Table, typed: pa.Table) -> None:
        """Take in a table, as text and with types."""
        if text.name not in _UNREAD:
            self.typed[text.name] = typed
        if text.name in FACT_TABLES:
            self._cells.append(relations.cells({text.name: text}, "assertion"))
            self._coding.append(relations.cells({text.name: text}, "coding"))
        if text.name in ("affiliations", "sources"):
            self._kept[text.name] = text

    def whole(self) -> Whole:
        """The relations of a package all tables of which were taken in."""
        ids = [
            pa.table({"table_name": pa.repeat(name, len(self.typed[name])), "row_id": self.typed[name][key]})
            for name, key in ((name, TABLES[name].key()) for name in FACT_TABLES)
        ]
        return Whole.of(
            Relations(
                typed=self.typed,
                ids=pa.concat_tables(ids),
                cells=pa.concat_tables(self._cells),
                coding_cells=pa.concat_tables(self._coding),
                lineage=relations.lineage_of(self._kept["sources"]),
                affiliations=self._kept["affiliations"],
            )
        )


def _order(keys: pa.Array | pa.ChunkedArray) -> pa.Array:
    """The places of keys in the order of the ids that begin with a key and a slash."""
    return pc.sort_indices(pc.binary_join_element_wise(keys, "", "/"))  # "a-b/" comes before "a/", "a" before "a-b"


def _bounds(length: int, claims: int) -> Iterator[tuple[int, int]]:
    """The ends of parts of about the same length, as many as so many claims need; at least one."""
    count = max(1, -(-claims // AT_ONCE))
    return pairwise(length * number // count for number in range(count + 1))
