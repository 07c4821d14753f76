"""Digests of tables, of facts with their evidence, and of all other cells, whatever program wrote the files.

A digest is the sha256 of NDJSON lines with their line ends, as :mod:`mostanad.files.render` writes them. The digest of
a table covers all its lines and equals the sha256 of ``json/<table>.ndjson``. The digest of a fact covers its own line,
then the lines of its evidence in order of id. Anyone can compute both from the Parquet files.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, pairwise
from operator import methodcaller

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.files.mapped import blocks
from mostanad.files.render import content, ends, ndjson, ndjson_lines
from mostanad.files.typed import in_order
from mostanad.models import COMPILED, TABLES

#: Tables generated from the others. The roots of releases cover the history.
_GENERATED = frozenset({"seals", "history", "releases"})
#: How many facts are digested at a time.
_AT_ONCE = 1 << 13


def of_table(table: pa.Table) -> str:
    made = hashlib.sha256()
    for lines in chain.from_iterable(map(ndjson, blocks(table))):
        made.update(content(lines))
    return made.hexdigest()


def of_coding(tables: Mapping[str, pa.Table]) -> str:
    """The digest of all cells that are not facts: for each curated table with rows, its name, then these cells.

    Facts and evidence have their own digests, and claims have seals. Neither covers what we say about parties and
    sources (kinds, countries, titles, addresses), or our labels and notes.
    """
    made = hashlib.sha256()
    for name, model in TABLES.items():
        if name not in _GENERATED and len(tables[name]):
            made.update(f"{name}\n".encode())
            others = tables[name].select([column.name for column in model.columns() if column.role != "assertion"])
            for lines in chain.from_iterable(map(ndjson, blocks(others))):
                made.update(content(lines))
    return made.hexdigest()


def of_lines(fact: str, evidence: Iterable[str]) -> str:
    """The digest of a fact, from its line and the lines of its evidence."""
    return hashlib.sha256("".join(f"{line}\n" for line in (fact, *evidence)).encode()).hexdigest()


def ranges(tables: Mapping[str, pa.Table], facts: int) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Yield the facts of a release in order, at most ``facts`` at a time, each block with the evidence up to its last
    fact. The last block gets all remaining evidence, so each row of evidence comes once."""
    evidence, at, left = in_order(COMPILED["evidence"], tables["evidence"]), 0, len(tables["facts"])
    if not left:
        yield tables["facts"], evidence
    for some in blocks(tables["facts"], facts):
        left -= len(some)
        last = some["fact_id"][-1].as_py()
        end = bisect_right(evidence["fact_id"], last, at, key=methodcaller("as_py")) if left else len(evidence)
        yield some, evidence.slice(at, end - at)
        at = end


def of_facts(
    tables: Mapping[str, pa.Table],
    lines: Callable[[memoryview], object] = len,
    behind: Callable[[memoryview], object] = len,
) -> Iterator[tuple[str, str]]:
    """Yield the id and digest of each fact, in order. ``lines`` and ``behind`` get the lines of facts and evidence."""
    for facts, evidence in ranges(tables, _AT_ONCE):
        own, theirs = (pa.chunked_array(ndjson(some), pa.string()).combine_chunks() for some in (facts, evidence))
        of_own, of_theirs = content(own), content(theirs)
        lines(of_own)
        behind(of_theirs)
        places = pc.fill_null(pc.index_in(evidence["fact_id"], facts["fact_id"]), -1).to_numpy()
        rows = np.flatnonzero(places >= 0)  # the others are evidence of labels, which are not facts
        begins = np.searchsorted(places[rows], np.arange(len(facts) + 1)).tolist()
        ids, starts, stops = facts["fact_id"].to_pylist(), ends(own).tolist(), ends(theirs)
        firsts, lasts = stops[rows].tolist(), stops[rows + 1].tolist()
        for number, (name, (first, last)) in enumerate(zip(ids, pairwise(begins), strict=True)):
            made = hashlib.sha256(of_own[starts[number] : starts[number + 1]])
            if first < last:
                made.update(of_theirs[firsts[first] : lasts[last - 1]])
            yield name, made.hexdigest()


def lines_of(tables: Mapping[str, pa.Table], fact_id: str) -> tuple[str, list[str]]:
    """The line of a fact and the lines of its evidence, without line ends; KeyError if there is no such fact."""
    both = (tables[name].filter(pc.equal(tables[name]["fact_id"], fact_id)) for name in ("facts", "evidence"))
    fact, evidence = (list(ndjson_lines(table)) for table in both)
    if not fact:
        raise KeyError(fact_id)
    return fact[0], evidence
