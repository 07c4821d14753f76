"""Lineage of sources, which text a document comes from; and chains of any rows that lead back to themselves."""

from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa

from mostanad.models import TABLES

#: Derivations that leave the text as it was: who asserts it is who asserted it there, no matter who prints it here.
COPIES = frozenset({"syndicated", "translated", "cut", "transcribed", "mirrored"})


def root(source: str, derived_from: Mapping[str, str]) -> str:
    """The source from which a source comes when every ``derived_from`` is followed; in a cycle: itself."""
    above = ancestors(source, derived_from)
    return source if source in above or not above else above[-1]


def asserter(source: str, sources: Mapping[str, Mapping[str, str]]) -> str:
    """Who asserts what a source says when a claim names nobody: its publisher, of an op-ed its author.

    A copy asserts nothing of its own: who asserts it is who asserts the text that it copies. An adaptation does.
    """
    seen: set[str] = set()
    while sources[source]["derivation"] in COPIES and sources[source]["derived_from"] in sources and source not in seen:
        seen.add(source)
        source = sources[source]["derived_from"]
    row = sources[source]
    return row["author"] if row["kind"] == "op_ed" and row["author"] else row["publisher_id"]


def table(rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """The lineage of every source: its asserter, its root, and the asserter of that, the origin of what it says."""
    sources = {row["source_id"]: row for row in rows}
    derived_from = {name: row["derived_from"] for name, row in sources.items() if row["derived_from"] in sources}
    roots = {name: root(name, derived_from) for name in sources}
    return [
        {
            "source_id": name,
            "asserter": asserter(name, sources),
            "publisher": row["publisher_id"],
            "root_id": roots[name],
            "origin": asserter(roots[name], sources),
        }
        for name, row in sources.items()
    ]


def ancestors(source: str, derived_from: Mapping[str, str]) -> list[str]:
    """Every source on the way up, nearest first; stops when one comes again."""
    found: list[str] = []
    while (source := derived_from.get(source, "")) and source not in found:
        found.append(source)
    return found


def cycles(leads_to: Mapping[str, str]) -> list[str]:
    """The rows that are their own ancestors by the row that each names; not those that only lead into such a circle.

    >>> cycles({"a": "b", "b": "a", "c": "a", "d": "d", "e": "f"})
    ['a', 'b', 'd']
    """
    for _ in range(len(leads_to).bit_length()):  # each time twice as far, in the end farther than there are rows
        leads_to = {row: leads_to[above] for row, above in leads_to.items() if above in leads_to}
    return sorted({*leads_to.values()})


def own_references() -> Iterator[tuple[str, str]]:
    """Every table and column whose cells may name a row of the same table, one row each."""
    for name, model in TABLES.items():
        for column in model.columns():
            if name in column.references and column.type.name != "list":
                yield name, column.name


def cells_in_cycles(typed: Mapping[str, pa.Table]) -> Iterator[tuple[str, str, str]]:
    """The table, key and column of every cell by which a row is its own ancestor: an event that is part of itself."""
    for name, field in own_references():
        filled = typed[name].select([TABLES[name].key(), field]).drop_null()
        leads_to = dict(zip(*(column.to_pylist() for column in filled.columns), strict=True))
        yield from ((name, row, field) for row in cycles(leads_to))
