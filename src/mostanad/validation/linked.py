"""Tells fast which rules across tables find nothing: those about references, and about claims and the cells they name.

What it does not vouch for the rules themselves look at, in SQL: they alone write findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.files.columns import texts
from mostanad.models import FACT_TABLES, TABLES

Tables = Mapping[str, pa.Table]
#: Rows of these are of no use if nothing refers to them: those that the rule ``orphan`` looks at.
_REFERRED_TO = ("officials", "parties", "groups", "events", "sources")


def without_findings(links: Links) -> set[str]:
    """The names of rules that find nothing on tables that passed the screen."""
    return {"key_twice", *_of_references(links), *_of_claims(links)}


class Links(dict[tuple[str, str], np.ndarray | None]):
    """By table and column the place of each reference that is not empty among the keys of the tables into which it may
    point, one behind the other; None if one is not among them. Each is looked for when it is first asked for."""

    def __init__(self, tables: Tables) -> None:
        super().__init__()
        self.tables = tables

    def __missing__(self, place: tuple[str, str]) -> np.ndarray | None:
        table, name = place
        column = next(one for one in TABLES[table].columns() if one.name == name)
        cells = self.tables[table][name].drop_null()
        if column.type.name == "list":
            cells = pc.list_flatten(pc.split_pattern(cells, " "))
        chunks = [chunk for one in column.references for chunk in self.tables[one][TABLES[one].key()].chunks]
        if not len(cells):  # then there is no chunk, and Arrow would import pandas to make one
            return self.setdefault(place, np.empty(0, np.int32))
        found = pc.index_in(cells, value_set=pa.concat_arrays(chunks)) if chunks else None
        if found is None or found.null_count:
            return self.setdefault(place, None)
        return self.setdefault(place, np.from_dlpack(found.combine_chunks()))


def indices(places: np.ndarray) -> pa.Array:
    """Numbers of rows, for ``take``."""
    return pa.Array.from_buffers(pa.int64(), len(places), [None, pa.py_buffer(places.astype(np.int64))])


def _of_references(links: Links) -> Iterator[str]:
    """Every cell that refers to a row does so to one that is there; and every row that must is referred to."""
    referred = {name: np.zeros(links.tables[name].num_rows, bool) for name in _REFERRED_TO}
    for name, model in TABLES.items():
        for column in (one for one in model.columns() if one.references):
            places = links[name, column.name]
            if places is None:
                return
            if name in column.references and name in _REFERRED_TO:
                continue  # what refers to rows of its own table may refer to itself: that counts for nothing
            start = 0
            for target in column.references:
                end = start + links.tables[target].num_rows
                if target in referred:
                    referred[target][places[(places >= start) & (places < end)] - start] = True
                start = end
    yield "references_resolve"
    if all(flags.all() for flags in referred.values()):
        yield "orphan"


def _of_claims(links: Links) -> Iterator[str]:
    """Every claim names cells that are filled, of columns that a source can speak of; every such cell is asserted."""
    tables, claims = links.tables, links.tables["claims"]
    rows, passages = links["claims", "target_id"], links["claims", "passage_id"]
    if rows is None or passages is None:
        return
    pairs = np.sort(passages.astype(np.int64) * (int(rows.max(initial=0)) + 1) + rows)
    if (pairs[1:] != pairs[:-1]).all():
        yield "claim_twice"
    filled: dict[tuple[str, str], np.ndarray] = {}
    asserted: dict[tuple[str, str], np.ndarray] = {}
    for name in FACT_TABLES:
        for column in TABLES[name].columns():
            if column.role in ("assertion", "coding"):
                filled[name, column.name] = flags(pc.is_valid(tables[name][column.name]))
                asserted[name, column.name] = np.zeros(tables[name].num_rows, bool)
    asserts = flags(pc.or_(pc.is_null(claims["stance"]), pc.is_in(claims["stance"], value_set=texts(["asserts"]))))
    is_filled = True
    for name, fields, chosen, places in by_fields(claims, rows, tables):
        if not all((name, field) in filled for field in fields):
            return
        for field in fields:
            is_filled &= bool(filled[name, field][places].all())
            asserted[name, field][places[asserts[chosen]]] = True
    yield "claim_of_no_fact"
    if is_filled:
        yield "claim_of_empty_cell"
    assertions = ((name, one.name) for name in FACT_TABLES for one in TABLES[name].columns() if one.role == "assertion")
    if all(asserted[cell][filled[cell]].all() for cell in assertions):
        yield "cell_without_claim"


def by_fields(
    claims: pa.Table, rows: np.ndarray, tables: Tables
) -> Iterator[tuple[str, list[str], np.ndarray, np.ndarray]]:
    """Claims on one table that name the same columns: the table, the columns, their places, and those of their rows.

    The rows are given by the place of the target of each claim among the rows of all tables with facts.
    """
    starts = np.cumsum([0, *(tables[name].num_rows for name in FACT_TABLES)])
    fields = claims["fields"].combine_chunks().dictionary_encode()
    kinds = (np.searchsorted(starts, rows, "right") - 1) * len(fields.dictionary) + np.from_dlpack(fields.indices)
    for kind in np.flatnonzero(np.bincount(kinds)).tolist():
        number, which = divmod(kind, len(fields.dictionary))
        chosen = np.flatnonzero(kinds == kind)
        yield FACT_TABLES[number], fields.dictionary[which].as_py().split(" "), chosen, rows[chosen] - starts[number]


def flags(values: pa.ChunkedArray) -> np.ndarray:
    if not len(values):  # then there is no chunk, and Arrow would import pandas to make one
        return np.zeros(0, bool)
    return np.from_dlpack(values.cast(pa.uint8()).combine_chunks()).astype(bool)
