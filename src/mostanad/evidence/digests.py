"""Digests that do not depend on who wrote the files: of tables, of facts with their evidence, and of all other cells.

A digest is the sha256 of lines of NDJSON as :mod:`mostanad.files.render` writes them: of a table all its lines, each
with its line end, which is the sha256 of ``json/<table>.ndjson``; of a fact its own line and those of its evidence, in
order of their ids. Anyone can compute them from the Parquet files, whichever version of Parquet wrote these.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.files.render import content, ends, ndjson, ndjson_lines
from mostanad.models import TABLES

#: Generated from the other tables; the roots of releases cover the history.
_GENERATED = frozenset({"seals", "history", "releases"})
#: For how many facts digests are made at a time.
_AT_ONCE = 1 << 13


def of_table(table: pa.Table) -> str:
    """The digest of a table."""
    made = hashlib.sha256()
    for block in ndjson(table):
        made.update(content(block))
    return made.hexdigest()


def of_coding(tables: Mapping[str, pa.Table]) -> str:
    """The digest of every cell but facts: of each curated table with rows its name, then its rows without facts.

    Facts and their evidence have digests of their own, and claims have seals. Neither covers what we say of parties and
    sources (kinds, countries, titles, addresses), our labels and our notes.
    """
    made = hashlib.sha256()
    for name, model in TABLES.items():
        if name not in _GENERATED and len(tables[name]):
            made.update(f"{name}\n".encode())
            for block in ndjson(
                tables[name].select([column.name for column in model.columns() if column.role != "assertion"])
            ):
                made.update(content(block))
    return made.hexdigest()


def of_lines(fact: str, evidence: Iterable[str]) -> str:
    """The digest of a fact, of its line and those of its evidence."""
    return hashlib.sha256("".join(f"{line}\n" for line in (fact, *evidence)).encode()).hexdigest()


def of_facts(tables: Mapping[str, pa.Table], lines: Callable[[memoryview], object] = len) -> Iterator[tuple[str, str]]:
    """The id and the digest of each fact of a release, in order; ``lines`` is called with those of all facts."""
    facts, evidence = tables["facts"], tables["evidence"]
    places = pc.fill_null(pc.index_in(evidence["fact_id"], facts["fact_id"]), -1).to_numpy()
    order = np.argsort(places, kind="stable")
    begins = np.searchsorted(places[order], np.arange(len(facts) + 1))
    for start in range(0, len(facts), _AT_ONCE):
        some = facts.slice(start, _AT_ONCE)
        bounds = begins[start : start + len(some) + 1]
        own, behind = _lines(some), _lines(_taken(evidence, order[bounds[0] : bounds[-1]]))
        of_own, of_behind = content(own), content(behind)
        lines(of_own)
        parts = zip(pairwise(ends(own).tolist()), pairwise(ends(behind)[bounds - bounds[0]].tolist()), strict=True)
        for name, ((one, end), (first, last)) in zip(some["fact_id"].to_pylist(), parts, strict=True):
            made = hashlib.sha256(of_own[one:end])
            made.update(of_behind[first:last])
            yield name, made.hexdigest()


def lines_of(tables: Mapping[str, pa.Table], fact_id: str) -> tuple[str, list[str]]:
    """The line of one fact, and those of its evidence, without line ends; a KeyError if there is no such fact."""
    both = (tables[name].filter(pc.equal(tables[name]["fact_id"], fact_id)) for name in ("facts", "evidence"))
    fact, evidence = (list(ndjson_lines(table)) for table in both)
    if not fact:
        raise KeyError(fact_id)
    return fact[0], evidence


def _taken(table: pa.Table, rows: np.ndarray) -> pa.Table:
    """These rows of a table, taken from one block after the other: Arrow would join all blocks first."""
    batches, order = table.to_batches(), np.argsort(rows, kind="stable")
    rising, starts = rows[order], np.cumsum([0, *map(len, batches)])
    parts = zip(batches, starts, pairwise(np.searchsorted(rising, starts)), strict=False)
    taken = [batch.take(pa.array(rising[one:end] - start)) for batch, start, (one, end) in parts if one < end]
    return pa.Table.from_batches(taken, table.schema).combine_chunks().take(pa.array(np.argsort(order)))


def _lines(table: pa.Table) -> pa.Array:
    return pa.chunked_array(ndjson(table), pa.string()).combine_chunks()
