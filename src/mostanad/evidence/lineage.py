"""The lineage of sources (from which text a document comes), and cycles of rows that lead back to themselves."""

from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa

from mostanad.models import TABLES

#: Derivations that do not change the text. A copy has the asserter of its original, no matter who prints it.
COPIES = frozenset({"syndicated", "translated", "cut", "transcribed", "mirrored"})


def root(source: str, derived_from: Mapping[str, str]) -> str:
    """The source at the end of the chain of ``derived_from``; in a cycle, the source itself."""
    above = ancestors(source, derived_from)
    return source if source in above or not above else above[-1]


def asserter(source: str, sources: Mapping[str, Mapping[str, str]]) -> str:
    """Who asserts the text of a source if a claim names nobody: the publisher, or the author of an op-ed.

    A copy has the asserter of the text that it copies. An adaptation has its own.
    """
    seen: set[str] = set()
    while sources[source]["derivation"] in COPIES and sources[source]["derived_from"] in sources and source not in seen:
        seen.add(source)
        source = sources[source]["derived_from"]
    row = sources[source]
    return row["author"] if row["kind"] == "op_ed" and row["author"] else row["publisher_id"]


def table(rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """The lineage of every source: its asserter, publisher and root, and its origin, the asserter of the root."""
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
    """The sources from which a source is derived, nearest first; stops before a source repeats."""
    found: list[str] = []
    while (source := derived_from.get(source, "")) and source not in found:
        found.append(source)
    return found


def cycles(leads_to: Mapping[str, str]) -> list[str]:
    """The rows that lie on a cycle, given the row to which each leads; not those that only lead into a cycle.

    >>> cycles({"a": "b", "b": "a", "c": "a", "d": "d", "e": "f"})
    ['a', 'b', 'd']
    """
    for _ in range(len(leads_to).bit_length()):  # each pass doubles the distance, until it exceeds the number of rows
        leads_to = {row: leads_to[above] for row, above in leads_to.items() if above in leads_to}
    return sorted({*leads_to.values()})


def own_references() -> Iterator[tuple[str, str]]:
    """Each table and column whose cells may refer to one row of the same table."""
    for name, model in TABLES.items():
        for column in model.columns():
            if name in column.references and column.type.name != "list":
                yield name, column.name


def cells_in_cycles(typed: Mapping[str, pa.Table]) -> Iterator[tuple[str, str, str]]:
    """The table, key and column of each cell that makes a row its own ancestor: an event that is part of itself."""
    for name, field in own_references():
        filled = typed[name].select([TABLES[name].key(), field]).drop_null()
        leads_to = dict(zip(*(column.to_pylist() for column in filled.columns), strict=True))
        yield from ((name, row, field) for row in cycles(leads_to))
