"""What release models read: the curated tables, and some of them only as far as a part of the release needs them.

A release of a million claims does not fit into the memory at once. Its facts are made for some rows at a time, with all
claims on them; its evidence for some claims at a time, with the cells that they name. Facts and evidence are in order
of their ids, and the parts follow each other in this order.

===================  ================================================================================================
``claims``           the claims of the part
``passages``         the passages of these; every other curated table but ``seals`` is there whole
``ids``              table_name, row_id, number: the rows of the part, each with a number, by which joins are fast
``cells``            table_name, row_id, number, field, value: their assertion cells that are not empty, as text
``claimable_cells``  row_id, number, field, value: every cell that a claim may name and that is not empty, as text
``claim_rows``       claims with their ``lineage`` and ``camps``, the list ``fields``, and the number of the row
``claim_cells``      these expanded to cells, as in :mod:`mostanad.evidence.relations`
``claims_on_acts``   claim_id, source_id, asserted_by, actor_id, date: claims on acts of an authority, and their date;
                     this and the next only where facts are made
``act_camps``        entity_id, date, camp: the camps of these asserters and authorities at these dates
===================  ================================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.evidence import camps, relations
from mostanad.evidence.sandbox import bounded, connect, create, lock
from mostanad.files.columns import Columns
from mostanad.models import TABLES
from mostanad.models.fields import FACT_TABLES

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
    SELECT legal_bases.basis_id AS row_id, programmes.authority_id AS actor_id
    FROM legal_bases
    INNER JOIN programmes ON programmes.programme_id = legal_bases.programme_id
    UNION ALL
    SELECT event_id AS row_id, body_id AS actor_id FROM events WHERE body_id IS NOT NULL
)
SELECT
    claim_rows.claim_id,
    claim_rows.source_id,
    claim_rows.asserted_by,
    acts.actor_id,
    claim_rows.camp_date AS date
FROM claim_rows
INNER JOIN acts ON acts.row_id = claim_rows.row_id
"""
_ASKED = """
SELECT asserted_by AS entity_id, date FROM claims_on_acts
UNION
SELECT actor_id AS entity_id, date FROM claims_on_acts
ORDER BY entity_id, date
"""
_CAMPS = ("entity_id", "date", "camp")
_CLAIMABLE = """
CREATE VIEW claimable_cells AS
SELECT row_id, number, field, value FROM cells
UNION ALL
SELECT row_id, number, field, value FROM coding_cells
"""
_PARTED = ("ids", "cells", "coding_cells")

#: Places in an Arrow array.
Places = npt.NDArray[Any]


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
    affiliations: Columns

    @contextmanager
    def within(self, connection: duckdb.DuckDBPyConnection, acts: bool) -> Iterator[None]:
        """Give these relations to a connection of :func:`empty`, of acts too if wanted; afterwards nothing is left."""
        connection.execute("BEGIN TRANSACTION")
        try:
            for name, table in self.typed.items():
                connection.register(name, table)  # read where it lies, not copied
            for name in (*_PARTED, "lineage"):
                connection.register(name, getattr(self, name))
            with bounded(connection, relations.SECONDS):
                relations.join(connection, self.affiliations, stored=False)
                connection.execute(_CLAIMABLE)
                if acts:
                    self._add_acts(connection)
            yield
        finally:
            connection.execute("ROLLBACK")

    def _add_acts(self, connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute(_CLAIMS_ON_ACTS)
        asked = connection.execute(_ASKED).fetchall()
        found = camps.table(self.affiliations.records(), asked, lasting=False)
        columns = {name: pa.array([row[name] for row in found], pa.string()) for name in _CAMPS}
        create(connection, "act_camps", pa.table(columns))


@dataclass(frozen=True)
class _ByRow:
    """A table in order of the rows that it is about.

    Attributes:
        table: the table.
        begins: where in it each row begins, and the end.
    """

    table: pa.Table
    begins: Places

    @classmethod
    def of(cls, table: pa.Table, rows: pa.Array) -> _ByRow:
        """Put a table with a ``row_id`` in the order of rows, and add their places as ``number``."""
        places = _places(table["row_id"], rows)
        order = np.argsort(places, kind="stable")
        begins = np.searchsorted(places[order], np.arange(len(rows) + 1))
        numbered = table.append_column("number", pa.array(places))
        return cls(numbered.take(pa.array(order)).combine_chunks(), begins)

    def about(self, rows: Places) -> pa.Table:
        """What is about some rows, in order of their places."""
        first, counts = self.begins[rows], self.begins[rows + 1] - self.begins[rows]
        before = np.cumsum(counts) - counts  # how many are about the rows before, of those that are wanted
        return self.table.take(pa.array(np.repeat(first - before, counts) + np.arange(counts.sum())))


@dataclass(frozen=True)
class Whole:
    """The relations of a whole release, to be had in parts.

    Attributes:
        relations: those that are the same for each part, and all claims and passages.
        rows: how many rows there are that claims can be on.
        parted: ``ids``, ``cells`` and ``coding_cells`` in the order of the rows' cells.
        targets: of each claim, the place of the row in this order; -1 if there is none.
        passages: of each claim, the place of its passage; -1 if there is none.
    """

    relations: Relations
    rows: int
    parted: Mapping[str, _ByRow]
    targets: Places
    passages: Places

    @classmethod
    def of(cls, found: Relations) -> Whole:
        """Arrange relations for being parted."""
        keys = pc.unique(found.ids["row_id"])
        rows = keys.take(_order(keys))
        parted = {name: _ByRow.of(getattr(found, name), rows) for name in _PARTED}
        claims, passages = found.typed["claims"], found.typed["passages"]
        places = _places(claims["passage_id"], passages["passage_id"])
        same = replace(found, **{name: table.table.slice(0, 0) for name, table in parted.items()})
        return cls(same, len(rows), parted, _places(claims["target_id"], rows), places)

    def with_table(self, name: str, table: pa.Table) -> Whole:
        """The same with a table that was made, for later models to read."""
        return replace(self, relations=replace(self.relations, typed={**self.relations.typed, name: table}))

    def by_rows(self) -> Iterator[Relations]:
        """Parts of some rows with all claims on them, in order of their cells; one part if there are few."""
        order = np.argsort(self.targets, kind="stable")
        begins = np.searchsorted(self.targets[order], np.arange(self.rows + 1))
        for first, last in _bounds(self.rows, len(self.targets)):
            yield self._part(np.arange(first, last), order[begins[first] : begins[last]])

    def by_claims(self) -> Iterator[Relations]:
        """Parts of some claims with the rows that they are on, in order of their cells; one part if there are few."""
        order = _order(self.relations.typed["claims"]["claim_id"]).to_numpy()
        for first, last in _bounds(len(order), len(order)):
            claims = order[first:last]
            yield self._part(_found(self.targets[claims]), claims)

    def without_claims(self) -> Iterator[Relations]:
        """One part without any claim, for models that read none."""
        yield self._part(np.arange(0), np.arange(0))

    def _part(self, rows: Places, claims: Places) -> Relations:
        typed = self.relations.typed
        chosen = {
            "claims": typed["claims"].take(pa.array(claims)),
            "passages": typed["passages"].take(pa.array(_found(self.passages[claims]))),
        }
        parts = {name: table.about(rows) for name, table in self.parted.items()}
        return replace(self.relations, typed={**typed, **chosen}, **parts)


class Reader:
    """Reads the tables of a package one after the other: of what was read as text only little is kept."""

    def __init__(self) -> None:
        self.typed: dict[str, pa.Table] = {}
        self._kept: dict[str, Columns] = {}
        self._cells: list[pa.Table] = []
        self._coding: list[pa.Table] = []

    def take(self, text: Columns, typed: pa.Table) -> None:
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


def _places(keys: pa.ChunkedArray, among: pa.Array | pa.ChunkedArray) -> Places:
    """The place of each key among others; -1 if it is not there."""
    found: Places = pc.fill_null(pc.index_in(keys, among), -1).to_numpy()
    return found


def _found(places: Places) -> Places:
    """The places of keys that are there, each once, in order."""
    return np.unique(places[places >= 0])


def _order(keys: pa.Array | pa.ChunkedArray) -> pa.Array:
    """The places of keys in the order of the ids that begin with a key and a slash."""
    return pc.sort_indices(pc.binary_join_element_wise(keys, "", "/"))  # "a-b/" comes before "a/", "a" before "a-b"


def _bounds(length: int, claims: int) -> Iterator[tuple[int, int]]:
    """The ends of parts of about the same length, as many as so many claims need; at least one."""
    count = max(1, -(-claims // AT_ONCE))
    return pairwise(length * number // count for number in range(count + 1))
