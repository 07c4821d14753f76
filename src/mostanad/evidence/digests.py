"""Digests that do not depend on who wrote the files: of tables, of facts with their evidence, and of all other cells.

A digest is the sha256 of lines of NDJSON as :mod:`mostanad.files.render` writes them: of a table all its lines, each
with its line end, which is the sha256 of ``json/<table>.ndjson``; of a fact its own line and those of its evidence, in
order of their ids. Anyone can compute them from the Parquet files, whichever version of Parquet wrote these.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.files.render import content, ndjson, ndjson_lines
from mostanad.models import TABLES

#: Generated from the other tables; the roots of releases cover the history.
_GENERATED = frozenset({"seals", "history", "releases"})
#: For how many facts digests are made at a time.
_AT_ONCE = 1 << 15


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


def of_facts(tables: Mapping[str, pa.Table]) -> dict[str, str]:
    """The digest of each fact of a release, by its id."""
    facts, evidence = tables["facts"], tables["evidence"]
    places = pc.fill_null(pc.index_in(evidence["fact_id"], facts["fact_id"]), -1).to_numpy()
    order = np.argsort(places, kind="stable")
    begins = np.searchsorted(places[order], np.arange(len(facts) + 1))
    found: dict[str, str] = {}
    for start in range(0, len(facts), _AT_ONCE):
        some = facts.slice(start, _AT_ONCE)
        bounds = begins[start : start + len(some) + 1]
        lines = _lines(evidence.take(pa.array(order[bounds[0] : bounds[-1]])))
        of_each = pa.ListArray.from_arrays(pa.array(bounds - bounds[0], pa.int32()), lines)
        texts = pc.binary_join_element_wise(_lines(some), pc.binary_join(of_each, ""), "").cast(pa.binary())
        made = (hashlib.sha256(text).hexdigest() for text in texts.to_pylist())
        found |= dict(zip(some["fact_id"].to_pylist(), made, strict=True))
    return found


def lines_of(tables: Mapping[str, pa.Table], fact_id: str) -> tuple[str, list[str]]:
    """The line of one fact, and those of its evidence, without line ends; a KeyError if there is no such fact."""
    both = (tables[name].filter(pc.equal(tables[name]["fact_id"], fact_id)) for name in ("facts", "evidence"))
    fact, evidence = (list(ndjson_lines(table)) for table in both)
    if not fact:
        raise KeyError(fact_id)
    return fact[0], evidence


def _lines(table: pa.Table) -> pa.Array:
    return pa.chunked_array(ndjson(table), pa.string()).combine_chunks()
