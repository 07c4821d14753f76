"""Lineage of sources: which text a document comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

#: Derivations that leave the text as it was: who asserts it is who asserted it there, whoever prints it here.
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
    """The lineage of every source: its asserter, its root, and the root's asserter, who is the origin of what it says.

    Args:
        rows: the rows of ``sources`` as text.
    """
    sources = {row["source_id"]: row for row in rows}
    derived_from = {name: row["derived_from"] for name, row in sources.items() if row["derived_from"] in sources}
    found = []
    for name, row in sources.items():
        first = root(name, derived_from)
        found.append(
            {
                "source_id": name,
                "asserter": asserter(name, sources),
                "publisher": row["publisher_id"],
                "root_id": first,
                "origin": asserter(first, sources),
            }
        )
    return found


def ancestors(source: str, derived_from: Mapping[str, str]) -> list[str]:
    """Every source on the way up, nearest first; stops when one comes again."""
    found: list[str] = []
    while (source := derived_from.get(source, "")) and source not in found:
        found.append(source)
    return found
