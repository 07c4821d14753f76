"""Chains that lead back to themselves: an event that is a part of itself, a number that supersedes itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mostanad.files.tables import Table
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


def table(tables: Mapping[str, Table]) -> list[dict[str, str]]:
    """Every cell that belongs to a circle.

    Args:
        tables: every table as text.

    Returns:
        table_name, row_id and field of each.
    """
    found = []
    for name, field in own_references():
        key = TABLES[name].key()
        leads_to = {record[key]: record[field] for record in tables[name].records() if record[field]}
        found += [{"table_name": name, "row_id": row, "field": field} for row in cycles(leads_to)]
    return found
