"""The rows that are different between two packages, with every cell that is no fact, before and after."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from mostanad.evidence import recording
from mostanad.evidence.published import State
from mostanad.models import TABLES

#: A row, a fact: cells by column.
Cells = Mapping[str, Any]
DESCRIPTOR = "datapackage.json"
#: Rows whose coming and going a claim, or a version, tells already.
_TOLD_ELSEWHERE = frozenset({"passages", "seals"})


@dataclass(frozen=True)
class Tree:
    """A package with its facts, as a release would have them.

    Attributes:
        rows: the rows of each table by key, as text; of claims with who asserts them, also by default.
        facts: by id.
        descriptor: datapackage.json, parsed.
        state: the facts by hashes, as the history has them.
        release: the row of releases that recording it writes, without the day.
    """

    rows: Mapping[str, Mapping[str, dict[str, str]]]
    facts: Mapping[str, Cells]
    descriptor: Mapping[str, Any]
    state: State
    release: Cells


@dataclass(frozen=True)
class RowCounts:
    """How many rows of a table are new, changed and gone."""

    added: int
    changed: int
    removed: int


@dataclass(frozen=True)
class RowChange:
    """A row that is different.

    Attributes:
        table: its table, or :data:`DESCRIPTOR`.
        row_id: its key; of a claim that has another id now, the one before.
        kind: ``new``, ``changed`` or ``gone``.
        cells: the cells that are different and no facts: column, before and after.
    """

    table: str
    row_id: str
    kind: str
    cells: Mapping[str, tuple[str, str]]


def new_rows(base: Tree, head: Tree, table: str) -> tuple[Cells, ...]:
    """The rows of a table that are new, in order of their keys."""
    return tuple(row for key, row in sorted(head.rows[table].items()) if key not in base.rows[table])


def row_counts(base: Tree, head: Tree) -> dict[str, RowCounts]:
    """The tables in which a row is different."""
    found = {}
    for name in TABLES:
        before, after = base.rows[name], head.rows[name]
        changed = sum(before[key] != after[key] for key in before.keys() & after.keys())
        counts = RowCounts(len(after.keys() - before.keys()), changed, len(before.keys() - after.keys()))
        if counts != RowCounts(0, 0, 0):
            found[name] = counts
    return found


def row_changes(base: Tree, head: Tree) -> Iterator[RowChange]:
    """Each row with a different cell that is no fact: claims first, then the other tables, then datapackage.json.

    Of facts :func:`mostanad.releases.changes.compare` tells. A row that consists of facts alone is not among these.
    """
    successors = _successors(base, head)
    forged = frozenset(misrecorded(base, head))
    for name in sorted(TABLES, key=lambda name: name != "claims"):
        yield from _of_table(base, head, name, successors if name == "claims" else {}, forged)
    one, other = (_members(tree.descriptor) for tree in (base, head))
    if cells := _different(one, other, sorted(one.keys() | other.keys())):
        yield RowChange(DESCRIPTOR, DESCRIPTOR, "changed", cells)


def misrecorded(base: Tree, head: Tree) -> Iterator[str]:
    """Entries of the history of a new version, and the version, that do not follow from the two packages."""
    versions = head.rows["releases"].keys() - base.rows["releases"].keys()
    found = {key: row for key, row in head.rows["history"].items() if row["version"] in versions}
    wanted: dict[str, dict[str, str]] = {}
    for version in sorted(versions):
        wanted |= recording.entries(version, base.rows["history"].values(), head.state, recording.reasons(head.rows))
        row = head.rows["releases"][version]
        if row != {**head.release, "date": row["date"]}:
            yield version
    yield from (key for key in sorted(found.keys() | wanted.keys()) if found.get(key) != wanted.get(key))


def _of_table(
    base: Tree, head: Tree, name: str, successors: Mapping[str, str], forged: Set[str]
) -> Iterator[RowChange]:
    columns = [column.name for column in TABLES[name].columns() if column.role in ("coding", "meta")]
    columns += ["query"] if name == "fact_checks" else []
    before, after = base.rows[name], head.rows[name]
    arrived = set(successors.values())
    for key in sorted(before.keys() | (after.keys() - arrived)):
        now = successors.get(key, key)
        one, other = before.get(key, {}), after.get(now, {})
        kind = "changed" if one and other else "new" if other else "gone"
        if kind != "changed" and _is_told_elsewhere(name, other or one, base, forged):
            continue
        if name == "seals" and kind == "changed":
            continue
        cells = _different(one, other, [TABLES[name].key(), *columns] if now != key else columns)
        if cells:
            yield RowChange(name, key, kind, cells)


def _is_told_elsewhere(table: str, row: Cells, base: Tree, forged: Set[str]) -> bool:
    """Whether a row that is new or gone says nothing of its own: what `mostanad record` writes of a new version."""
    if table == "history":
        return row["version"] not in base.rows["releases"] and row["entry_id"] not in forged
    return table in _TOLD_ELSEWHERE


def _different(before: Cells, after: Cells, columns: Iterable[str]) -> dict[str, tuple[str, str]]:
    pairs = ((name, before.get(name, ""), after.get(name, "")) for name in columns)
    return {name: (one, other) for name, one, other in pairs if one != other}


def _successors(base: Tree, head: Tree) -> dict[str, str]:
    """The claims that have another id now, because passage, asserter or row changed: the old id and the new one.

    Both are of the same stance on a cell of the same row, with the same passage, or else the same asserter. Any other
    two are a claim that is gone and a new one: a dispute never reads as if it had become something else.
    """
    redirects = {key: row["new_id"] for key, row in head.rows["redirects"].items()}
    arrived: dict[str, list[Cells]] = defaultdict(list)
    for row in new_rows(base, head, "claims"):
        arrived[row["target_id"]].append(row)
    found: dict[str, str] = {}
    gone = [row for key, row in sorted(base.rows["claims"].items()) if key not in head.rows["claims"]]
    for same in (("passage_id", "asserted_by"), ("passage_id",), ("asserted_by",)):
        for row in gone:
            there = arrived[redirects.get(row["target_id"], row["target_id"])]
            alike = [one for one in there if all(one[name] == row[name] for name in ("stance", *same))]
            fields = set(row["fields"].split())
            best = next((one for one in alike if fields & set(one["fields"].split())), None)
            if best and row["claim_id"] not in found:
                found[row["claim_id"]] = best["claim_id"]
                there.remove(best)
    return found


def _members(descriptor: Mapping[str, Any]) -> dict[str, str]:
    """What datapackage.json says, each member as JSON; of resources their order: the rest is generated (MST206)."""
    said = {**descriptor, "resources": [resource["name"] for resource in descriptor["resources"]]}
    return {name: json.dumps(value, ensure_ascii=False, sort_keys=True) for name, value in said.items()}
