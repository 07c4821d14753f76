"""Chains that lead back to themselves: an event that is a part of itself, a number that supersedes itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa

from mostanad.models import TABLES


def cycles(leads_to: Mapping[str, str]) -> list[str]:
    """The rows that are their own ancestors, in order of id; not those that only lead into such a circle.

    Args:
        leads_to: for each row the row that its cell names.

    >>> cycles({"a": "b", "b": "a", "c": "a", "d": "d", "e": "f"})
    ['a', 'b', 'd']
    """
    found: set[str] = set()
    done: set[str] = set()
    for start in leads_to:
        path: dict[str, int] = {}
        row = start
        while row in leads_to and row not in done and row not in path:
            path[row] = len(path)
            row = leads_to[row]
        if row in path:
            found.update(list(path)[path[row] :])
        done.update(path)
    return sorted(found)


def own_references() -> Iterable[tuple[str, str]]:
    """Every table and column whose cells may name a row of the same table, one row each."""
    for name, model in TABLES.items():
        for column in model.columns():
            if name in column.references and column.type.name != "list":
                yield name, column.name


def table(typed: Mapping[str, pa.Table]) -> Iterator[tuple[str, str, str]]:
    """The table, key and column of every cell that belongs to a circle."""
    for name, field in own_references():
        filled = typed[name].select([TABLES[name].key(), field]).drop_null()
        leads_to = dict(zip(*(column.to_pylist() for column in filled.columns), strict=True))
        yield from ((name, row, field) for row in cycles(leads_to))
