"""Digests that do not depend on who wrote the files: of tables, of facts with their evidence, and of all other cells.

A digest is the sha256 of lines of NDJSON as :mod:`mostanad.files.render` writes them: of a table all its lines, each
with its line end, which is the sha256 of ``json/<table>.ndjson``; of a fact its own line and those of its evidence, in
order of their ids. Anyone can compute them from the Parquet files, whichever version of Parquet wrote these.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from mostanad.files.render import ndjson_lines
from mostanad.models import TABLES

#: Generated from the other tables; the roots of releases cover the history.
_GENERATED = frozenset({"seals", "history", "releases"})


def of_table(table: pa.Table) -> str:
    """The digest of a table."""
    return _digest(ndjson_lines(table))


def of_coding(tables: Mapping[str, pa.Table]) -> str:
    """The digest of every cell that is no fact: of each curated table with rows its name, then its rows without facts.

    Facts and their evidence have digests of their own, and claims have seals. Neither covers what we say of parties and
    sources (kinds, countries, titles, addresses), our labels and our notes.

    Args:
        tables: the tables of a release.
    """
    return _digest(_coding_lines(tables))


def _coding_lines(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    for name, model in TABLES.items():
        if name not in _GENERATED and len(tables[name]):
            yield name
            yield from ndjson_lines(
                tables[name].select([column.name for column in model.columns() if column.role != "assertion"])
            )


@dataclass(frozen=True)
class Lines:
    """What a fact's digest is made of: its line, and those of its evidence."""

    fact: str
    evidence: tuple[str, ...]

    @property
    def digest(self) -> str:
        """The digest of the fact."""
        return _digest((self.fact, *self.evidence))


def of_facts(tables: Mapping[str, pa.Table]) -> dict[str, str]:
    """The digest of each fact, by its id.

    Args:
        tables: the tables of a release.
    """
    evidence: dict[str, list[str]] = {}
    rows = tables["evidence"]
    for name, line in zip(rows["fact_id"].to_pylist(), ndjson_lines(rows), strict=True):
        evidence.setdefault(name, []).append(line)
    facts = tables["facts"]
    return {
        name: _digest((line, *evidence.get(name, ())))
        for name, line in zip(facts["fact_id"].to_pylist(), ndjson_lines(facts), strict=True)
    }


def lines_of(tables: Mapping[str, pa.Table], fact_id: str) -> Lines:
    """The lines of one fact.

    Raises:
        KeyError: if there is no such fact.
    """
    found = {name: _rows(tables[name], fact_id) for name in ("facts", "evidence")}
    if not found["facts"]:
        raise KeyError(fact_id)
    return Lines(found["facts"][0], tuple(found["evidence"]))


def _rows(table: pa.Table, fact_id: str) -> list[str]:
    return list(ndjson_lines(table.filter(pc.equal(table["fact_id"], fact_id))))


def _digest(lines: Iterable[str]) -> str:
    made = hashlib.sha256()
    for line in lines:
        made.update(f"{line}\n".encode())
    return made.hexdigest()
