"""Digests that do not depend on who wrote the files: of tables, of facts with their evidence, and of all other cells.

A digest is the sha256 of lines of NDJSON as :mod:`mostanad.files.render` writes them: of a table all its lines, each
with its line end, which is the sha256 of ``json/<table>.ndjson``; of a fact its own line and those of its evidence, in
order of their ids. Anyone can compute them from the Parquet files, whichever version of Parquet wrote these.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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
    """The digest of every cell that is no fact: of each curated table with rows its name, then its rows without facts.

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


@dataclass(frozen=True)
class Lines:
    """What a fact's digest is made of: its line, and those of its evidence."""

    fact: str
    evidence: tuple[str, ...]

    @property
    def digest(self) -> str:
        """The digest of the fact."""
        return hashlib.sha256("".join(f"{line}\n" for line in (self.fact, *self.evidence)).encode()).hexdigest()


def of_facts(tables: Mapping[str, pa.Table]) -> dict[str, str]:
    """The digest of each fact of a release, by its id."""
    facts, evidence = tables["facts"], tables["evidence"]
    return dict(zip(facts["fact_id"].to_pylist(), _digests(facts, evidence), strict=True))


def _digests(facts: pa.Table, evidence: pa.Table) -> Iterator[str]:
    """The digest of each fact, in their order: some facts at a time, with their evidence."""
    places = pc.fill_null(pc.index_in(evidence["fact_id"], facts["fact_id"]), -1).to_numpy()
    order = np.argsort(places, kind="stable")
    begins = np.searchsorted(places[order], np.arange(len(facts) + 1))
    for start in range(0, len(facts), _AT_ONCE):
        end = min(start + _AT_ONCE, len(facts))
        lines = _joined(facts.slice(start, end - start))
        of_these = _joined(evidence.take(pa.array(order[begins[start] : begins[end]])))
        starts = (begins[start : end + 1] - begins[start]).tolist()
        for number in range(end - start):
            made = hashlib.sha256(lines[0][lines[1][number] : lines[1][number + 1]])
            made.update(of_these[0][of_these[1][starts[number]] : of_these[1][starts[number + 1]]])
            yield made.hexdigest()


def _joined(table: pa.Table) -> tuple[memoryview, list[int]]:
    """The lines of a table as bytes, and where each begins, and the end."""
    blocks = list(ndjson(table)) or [pa.array([], pa.string())]
    lengths = np.concatenate([pc.binary_length(block).to_numpy() for block in blocks])
    return memoryview(b"".join(map(content, blocks))), [0, *np.cumsum(lengths).tolist()]


def lines_of(tables: Mapping[str, pa.Table], fact_id: str) -> Lines:
    """The lines of one fact; a KeyError if there is no such fact."""
    found = {name: _rows(tables[name], fact_id) for name in ("facts", "evidence")}
    if not found["facts"]:
        raise KeyError(fact_id)
    return Lines(found["facts"][0], tuple(found["evidence"]))


def _rows(table: pa.Table, fact_id: str) -> list[str]:
    return list(ndjson_lines(table.filter(pc.equal(table["fact_id"], fact_id))))
