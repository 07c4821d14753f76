"""Dossiers: everything about one official on one page of JSON, each fact with its evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from mostanad.files.render import records
from mostanad.models import TABLES

#: Tables whose rows concern what they count, not who counts.
_LEFT_OUT = frozenset({"officials", "estimates"})

Record = dict[str, Any]
_ENCODER = json.JSONEncoder(ensure_ascii=False)
#: For how many officials the tables are arranged at a time.
_AT_ONCE = 1 << 12


def dossiers(tables: Mapping[str, pa.Table], version: str) -> Iterator[tuple[str, str]]:
    """The id of each official, in order, and the dossier as JSON, valid against schema/dossier.schema.json.

    Its rows are those that refer to the official in any column that may (of estimates none), and the rows that are
    followed from there.
    """
    for start in range(0, len(tables["officials"]), _AT_ONCE):
        library = Library.of(tables, tables["officials"].slice(start, _AT_ONCE))
        written = _Written()
        for official_id in library.rows["officials"]:
            yield official_id, written.dossier(library.dossier(official_id, version)) + "\n"


class _Written:
    """Writes dossiers as ``json.dumps(..., indent=2)`` does, and each record only once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], str] = {}

    def dossier(self, dossier: Record) -> str:
        """The text of a dossier whose records stay where they are."""
        rows = {name: _nested([self._record(row, 3) for row in rows], 2) for name, rows in dossier["rows"].items()}
        facts = {}
        for name, fact in dossier["facts"].items():
            evidence = _nested([self._record(row, 4) for row in fact["evidence"]], 3)
            said = {column: _value(cell, 3) for column, cell in fact.items() if column != "evidence"}
            facts[name] = _object({**said, "evidence": evidence}, 2)
        members = {
            "official": self._record(dossier["official"], 1),
            "version": _ENCODER.encode(dossier["version"]),
            "rows": _object(rows, 1),
            "facts": _object(facts, 1),
            "sources": _object({name: self._record(row, 2) for name, row in dossier["sources"].items()}, 1),
        }
        return _object(members, 0)

    def _record(self, record: Record, depth: int) -> str:
        key = (id(record), depth)
        if key not in self._known:
            self._known[key] = _flat(record, depth)
        return self._known[key]


def _flat(record: Record, depth: int) -> str:
    """A record at a depth: at once if it holds no list, which has a line for each item."""
    if any(isinstance(cell, list) for cell in record.values()):
        return _object({name: _value(cell, depth + 1) for name, cell in record.items()}, depth)
    line = "\n" + "  " * (depth + 1)
    text = json.dumps(record, ensure_ascii=False, separators=(f",{line}", ": "))
    return f"{{{line}{text[1:-1]}{line[:-2]}}}"


def _value(cell: Any, depth: int) -> str:
    return _nested([_ENCODER.encode(item) for item in cell], depth) if isinstance(cell, list) else _ENCODER.encode(cell)


def _object(members: Mapping[str, str], depth: int) -> str:
    return _nested([f"{_ENCODER.encode(name)}: {text}" for name, text in members.items()], depth, "{}")


def _nested(items: list[str], depth: int, ends: str = "[]") -> str:
    """An array, or an object, of what is written already, at a depth."""
    line = "\n" + "  " * (depth + 1)
    return f"{ends[0]}{line}{f',{line}'.join(items)}{line[:-2]}{ends[1]}" if items else ends


@dataclass
class Library:
    """The tables, arranged for looking up officials: the rows of each by key, those that refer to an official, facts by
    row, evidence by fact."""

    rows: dict[str, dict[str, Record]]
    about: dict[str, dict[str, list[str]]]
    facts: dict[str, list[Record]]
    evidence: dict[str, list[Record]]

    @classmethod
    def of(cls, tables: Mapping[str, pa.Table], those: pa.Table | None = None) -> Library:
        """Arrange the tables of a release for some officials, or all; of facts and evidence only what concerns a row of
        a dossier is read."""
        those = tables["officials"] if those is None else those
        rows: dict[str, dict[str, Record]] = {"officials": _by_key("officials", those)}
        about: dict[str, dict[str, list[str]]] = {}
        officials = those[TABLES["officials"].key()].combine_chunks()
        for name, columns in _referring().items():
            chosen = tables[name].filter(_any_in(tables[name], columns, officials))
            rows[name] = _by_key(name, chosen)
            about[name] = _by_official(rows[name], columns)
        for name, column in _followed():
            target = _target(name, column)
            wanted = pa.array([row[column] for row in rows[name].values() if row[column]], pa.string())
            found = tables[target].filter(pc.is_in(tables[target][TABLES[target].key()], wanted))
            rows[target] = rows.get(target, {}) | _by_key(target, found)
        rows["sources"] = rows["sources"] | _by_key("sources", tables["sources"])
        facts = _grouped(_only(tables["facts"], "row_id", (key for named in rows.values() for key in named)), "row_id")
        named = (fact["fact_id"] for found in facts.values() for fact in found)
        return cls(rows, about, facts, _grouped(_only(tables["evidence"], "fact_id", named), "fact_id"))

    def dossier(self, official_id: str, version: str) -> Record:
        """The dossier of one official."""
        chosen = self._chosen(official_id)
        rows = {
            name: [self.rows[name][key] for key in sorted(chosen[name] & self.rows[name].keys())]
            for name in TABLES
            if chosen.get(name)
        }
        keys = sorted({official_id}.union(*chosen.values()))
        facts = {fact["fact_id"]: self._fact(fact) for key in keys for fact in self.facts.get(key, ())}
        sources = sorted({item["source_id"] for fact in facts.values() for item in fact["evidence"]})
        return {
            "official": self.rows["officials"][official_id],
            "version": version,
            "rows": rows,
            "facts": dict(sorted(facts.items())),
            "sources": {name: self.rows["sources"][name] for name in sources if name in self.rows["sources"]},
        }

    def _chosen(self, official_id: str) -> dict[str, set[str]]:
        chosen = {name: set(keys[official_id]) for name, keys in self.about.items() if official_id in keys}
        for name, column in _followed():
            # In a damaged release a followed row may not be there.
            known = chosen.get(name, set()) & self.rows[name].keys()
            reached = {self.rows[name][key][column] for key in known} - {None}
            chosen.setdefault(_target(name, column), set()).update(reached)
        return chosen

    def _fact(self, fact: Record) -> Record:
        evidence = self.evidence.get(fact["fact_id"], [])
        return {name: fact[name] for name in ("value", "support", "disputed", "modalities")} | {"evidence": evidence}


def _referring() -> dict[str, list[str]]:
    """The columns of each table that may refer to an official."""
    columns = {
        name: [column.name for column in model.columns() if "officials" in column.references]
        for name, model in TABLES.items()
        if name not in _LEFT_OUT
    }
    return {name: found for name, found in columns.items() if found}


@cache
def _followed() -> list[tuple[str, str]]:
    """References that a dossier follows, each table behind those that lead to it."""
    found: list[tuple[str, str]] = []
    waiting = list(_referring())
    for name in waiting:
        for column in TABLES[name].words().followed:
            found.append((name, column))
            if (target := _target(name, column)) not in waiting:
                waiting.append(target)
    return found


def _target(name: str, column: str) -> str:
    return next(found.references[0] for found in TABLES[name].columns() if found.name == column)


def _any_in(table: pa.Table, columns: list[str], wanted: pa.Array) -> pa.Array:
    first, *others = (_is_in(table[column].combine_chunks(), wanted) for column in columns)
    for other in others:
        first = pc.or_(first, other)
    return first


def _is_in(column: pa.Array, wanted: pa.Array) -> pa.Array:
    """Whether each cell is one of those wanted; of a list: whether one of its items is."""
    if not pa.types.is_list(column.type):
        return pc.is_in(column, wanted)
    rows = pc.list_parent_indices(column).filter(pc.is_in(pc.list_flatten(column), wanted))
    return pc.is_in(pa.array(range(len(column)), rows.type), rows)


def _only(table: pa.Table, column: str, wanted: Iterable[str]) -> pa.Table:
    return table.filter(pc.is_in(table[column], pa.array(sorted(set(wanted)), pa.string())))


def _by_key(name: str, table: pa.Table) -> dict[str, Record]:
    key = TABLES[name].key()
    return {record[key]: record for record in records(table)}


def _by_official(rows: Mapping[str, Record], columns: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, row in rows.items():
        cells = [row[column] for column in columns if row[column]]
        for entity in sorted({item for cell in cells for item in (cell if isinstance(cell, list) else [cell])}):
            found.setdefault(entity, []).append(key)
    return found


def _grouped(table: pa.Table, column: str) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in records(table):
        found.setdefault(record[column], []).append(record)
    return found
