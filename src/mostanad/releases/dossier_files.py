"""Dossiers: everything about one official on one page of JSON, each fact with its evidence."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.evidence.followed import followed, referring
from mostanad.files.render import json_cells
from mostanad.models import TABLES

_OF_FACTS = ("value", "support", "disputed", "modalities")
#: For how many officials the tables are arranged at a time.
_AT_ONCE = 1 << 12


def dossiers(tables: Mapping[str, pa.Table], version: str) -> Iterator[tuple[str, str]]:
    """The id of each official, in order, and the dossier as JSON, valid against schema/dossier.schema.json.

    Its rows are those that refer to the official in any column that may (of estimates none), and the rows that are
    followed from there.
    """
    for start in range(0, len(tables["officials"]), _AT_ONCE):
        library = Library(tables, tables["officials"].slice(start, _AT_ONCE))
        for official_id in library.officials:
            yield official_id, library.text(official_id, version)


class Library:
    """The tables, arranged for looking up some officials: of each row what a dossier says of it as text."""

    def __init__(self, tables: Mapping[str, pa.Table], officials: pa.Table) -> None:
        about = {name: _any_in(tables[name], columns, officials[0]) for name, columns in referring()}
        kept = {name: tables[name].filter(found) for name, found in about.items()}
        for name, column, target in followed():
            wanted = [kept[name][column], *([kept[target][0]] if target in kept else [])]
            kept[target] = tables[target].filter(_any_in(tables[target], [TABLES[target].key()], *wanted))
        self.officials = _by_key(officials, 1)
        self._reasons = _reasons(tables, kept["sanctions"])
        self._rows = {name: _by_key(table, 3) for name, table in kept.items()}
        self._leads = {(name, column): _pairs(kept[name], column) for name, column, _ in followed()}
        self._about = {name: _about(kept[name], columns) for name, columns in referring()}
        keys = [officials[0], *(table[0] for table in kept.values())]
        facts = tables["facts"].filter(_any_in(tables["facts"], ["row_id"], *keys))
        evidence = tables["evidence"].filter(_any_in(tables["evidence"], ["fact_id"], facts["fact_id"]))
        self._facts = _grouped(facts["row_id"], facts["fact_id"], _texts(facts.select(_OF_FACTS), 2))
        self._evidence = _grouped(evidence["fact_id"], evidence["source_id"], _texts(evidence, 4))
        self._sources = _by_key(tables["sources"], 2)

    def text(self, official_id: str, version: str) -> str:
        """The dossier of one official as JSON, as ``json.dumps(..., indent=2)`` writes it, with a line end."""
        chosen = self._chosen(official_id)
        rows = {
            name: _nested([self._rows[name][key] for key in sorted(chosen[name] & self._rows[name].keys())], 2)
            for name in TABLES
            if chosen.get(name)
        }
        facts: dict[str, str] = {}
        cited: set[str] = set()
        reasons = [said for listing in sorted(chosen.get("sanctions", ())) for said in self._reasons.get(listing, ())]
        cited.update(source for source, _ in reasons)
        for key in {official_id}.union(*chosen.values()):
            for fact_id, said in self._facts.get(key, ()):
                evidence = self._evidence.get(fact_id, [])
                cited.update(source for source, _ in evidence)
                shown = _nested([text for _, text in evidence], 3)
                facts[fact_id] = f'{said.removesuffix(_end(2))},{_line(3)}"evidence": {shown}{_end(2)}'
        members = {
            "official": self.officials[official_id],
            "version": json.dumps(version),
            "rows": _object(rows, 1),
            "reasons": _nested([text for _, text in reasons], 1),
            "facts": _object(dict(sorted(facts.items())), 1),
            "sources": _object({name: self._sources[name] for name in sorted(cited & self._sources.keys())}, 1),
        }
        return _object(members, 0) + "\n"

    def _chosen(self, official_id: str) -> dict[str, set[str]]:
        chosen = {name: {*keys[official_id]} for name, keys in self._about.items() if official_id in keys}
        for name, column, target in followed():
            leads = self._leads[name, column]
            reached = {leads[key] for key in chosen.get(name, ()) if key in leads} - {None}  # damaged: it is not there
            chosen.setdefault(target, set()).update(reached)
        return chosen


def _reasons(tables: Mapping[str, pa.Table], listings: pa.Table) -> dict[str, list[tuple[str, str]]]:
    """By listing its reasons in the order of the text: the document, and the reason with its row."""
    table = tables["reasons"].filter(_any_in(tables["reasons"], ["sanction_id"], listings[0])).sort_by("place")
    rows: dict[str, str] = {}
    for name in TABLES.keys() & {*table["table_name"].to_pylist()}:
        rows |= _by_key(tables[name].filter(_any_in(tables[name], [TABLES[name].key()], table["row_id"])), 3)
    pairs = zip(_texts(table, 3), table["row_id"].to_pylist(), strict=True)
    said = (_object({"reason": text, "row": rows.get(row_id, "null")}, 2) for text, row_id in pairs)
    return _grouped(table["sanction_id"], table["source_id"], said)


def _any_in(table: pa.Table, columns: list[str], *wanted: pa.ChunkedArray) -> pa.Array:
    """Whether a cell of one of the columns, or an item of a list there, is among those wanted."""
    value_set = pa.chunked_array([chunk for cells in wanted for chunk in cells.chunks], pa.string()).combine_chunks()
    found = [_is_in(table[name].combine_chunks(), value_set) for name in columns]
    return reduce(pc.or_, found)


def _is_in(cells: pa.Array, value_set: pa.Array) -> pa.Array:
    if not pa.types.is_list(cells.type):
        return pc.is_in(cells, value_set=value_set)
    rows = pc.list_parent_indices(cells).filter(pc.is_in(pc.list_flatten(cells), value_set=value_set))
    return pc.is_in(pa.array(np.arange(len(cells)), rows.type), value_set=rows)


def _pairs(table: pa.Table, column: str) -> dict[str, Any]:
    return dict(zip(table[0].to_pylist(), table[column].to_pylist(), strict=True))


def _about(table: pa.Table, columns: list[str]) -> dict[str, list[str]]:
    """The keys of the rows that refer to an official, by official."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for column in columns:
        for key, cell in _pairs(table, column).items():
            for entity in cell if isinstance(cell, list) else [cell]:
                found[entity].append(key)
    return dict(found)


def _by_key(table: pa.Table, depth: int) -> dict[str, str]:
    return dict(zip(table[0].to_pylist(), _texts(table, depth), strict=True))


def _grouped(by: pa.ChunkedArray, names: pa.ChunkedArray, texts: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, name, text in zip(by.to_pylist(), names.to_pylist(), texts, strict=True):
        found[key].append((name, text))
    return dict(found)


def _texts(table: pa.Table, depth: int) -> list[str]:
    """The rows of a table as objects of JSON at a depth."""
    line = _line(depth + 1)
    pieces: list[Any] = []
    for column in table.column_names:
        pieces += [f"{',' if pieces else '{'}{line}{json.dumps(column)}: "]
        pieces += [json_cells(table[column].combine_chunks(), f"[{line}  ", f",{line}  ", f"{line}]")]
    return list(pc.binary_join_element_wise(*pieces, _end(depth), "").to_pylist())


def _line(depth: int) -> str:
    return "\n" + "  " * depth


def _end(depth: int) -> str:
    return f"{_line(depth)}}}"


def _object(members: Mapping[str, str], depth: int) -> str:
    return _nested([f"{json.dumps(name)}: {text}" for name, text in members.items()], depth, "{}")


def _nested(items: list[str], depth: int, ends: str = "[]") -> str:
    """An array, or an object, of what is written already, at a depth."""
    line = _line(depth + 1)
    return f"{ends[0]}{line}{f',{line}'.join(items)}{_line(depth)}{ends[1]}" if items else ends
