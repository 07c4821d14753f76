"""Dossiers: everything about one official on one page of JSON, each fact with its evidence.

A row stands in several dossiers: it is rendered once, among whole columns and as deep as it stands in a page.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.evidence.digests import ranges
from mostanad.evidence.followed import OF_FACTS, READ, Record, followed, gather
from mostanad.files.grouping import key_of
from mostanad.files.mapped import blocks, on_disk
from mostanad.files.render import content, ends, json_cells
from mostanad.models import MODELS

#: How many rows are rendered at a time, and at most held as Python objects; and from how many on their texts lie on the
#: disk.
_AT_ONCE, _MANY = 1 << 13, 1 << 16
_Bytes = bytes | memoryview
#: What the number of a row is called, beside its columns.
_NUMBER = ""
_TEXT = pa.schema([("text", pa.string())])


def dossiers(tables: Mapping[str, pa.Table], version: str) -> Iterator[tuple[str, bytes]]:
    """The id of each official, in order, and the dossier as JSON, valid against schema/dossier.schema.json.

    Its rows are those that refer to the official in any column that may (of estimates none), and the rows that are
    followed from there.
    """
    read = cache(lambda name: _read(name, tables[name]))
    rows_of = cache(lambda name: read(name).to_pylist())
    index = cache(lambda name, columns: _Index(tables[name].select(columns)))
    rendered = cache(lambda name, depth: _Rendered(_rows(tables[name], depth), len(tables[name])))
    facts = _Rendered(_facts(tables, 2), len(tables["facts"]))

    def where(name: str, columns: Sequence[str], wanted: Collection[str]) -> list[Record]:
        numbers = sorted(set(chain.from_iterable(map(index(name, tuple(columns)).numbers, wanted))))
        if len(tables[name]) > _AT_ONCE:
            return read(name).take(numbers).to_pylist() if numbers else []
        rows = rows_of(name)
        return [rows[number] for number in numbers]

    def row(name: str, found: Record, depth: int = 3) -> list[_Bytes]:
        return [rendered(name, depth)[found[_NUMBER]]]

    for official in rows_of("officials"):
        official_id = key_of(official)
        found = gather(official_id, where)
        reasons = (
            {
                "reason": row("reasons", one),
                "row": row(one["table_name"], told) if (told := found.told.get(one["row_id"])) else [b"null"],
            }
            for one in found.reasons
        )
        lists = {name: _within("[]", map(partial(row, name), some.values()), 2) for name, some in found.rows.items()}
        page: dict[str, Iterable[_Bytes]] = {
            "official": row("officials", official, 1),
            "version": [json.dumps(version).encode()],
            "rows": _object(lists, 1),
            "reasons": _within("[]", (_object(one, 2) for one in reasons), 1),
            "facts": _within("{}", ([facts[one[_NUMBER]]] for one in found.facts.values()), 1),
            "sources": _object({key: row("sources", one, 2) for key, one in found.sources.items()}, 1),
        }
        yield official_id, b"".join([*_object(page, 0), b"\n"])


class _Rendered:
    """Texts by their numbers; so many that they lie on the disk, or few."""

    def __init__(self, arrays: Iterable[pa.Array], count: int) -> None:
        if count > _MANY:
            arrays = on_disk(_TEXT, (pa.table([array], _TEXT) for array in arrays))["text"].chunks
        self._parts = [(content(lines), ends(lines).tolist()) for lines in arrays]

    def __getitem__(self, number: int) -> memoryview:
        part, at = divmod(number, _AT_ONCE)
        lines, stops = self._parts[part]
        return lines[stops[at] : stops[at + 1]]


def _rows(table: pa.Table, depth: int) -> Iterator[pa.Array]:
    """The rows of a table as objects, so deep in a page."""
    for block in blocks(table, _AT_ONCE):
        columns = zip(table.column_names, block.combine_chunks().columns, strict=True)
        yield _objects({name: _cells(column.combine_chunks(), depth + 1) for name, column in columns}, depth)


def _facts(tables: Mapping[str, pa.Table], depth: int) -> Iterator[pa.Array]:
    """What a dossier says of each fact, with its evidence, as a member of an object."""
    for facts, evidence in ranges(tables, _AT_ONCE):
        # Evidence of labels lies between that of facts.
        places = pc.index_in(evidence["fact_id"], facts["fact_id"])
        there = evidence.filter(places.is_valid())
        texts = pa.chunked_array(_rows(there, depth + 2), pa.string()).combine_chunks()
        counts = np.bincount(places.drop_null().to_numpy(), minlength=len(facts))
        starts = pa.array(np.concatenate([[0], np.cumsum(counts)]), pa.int32())
        cells = {name: _cells(facts[name].combine_chunks(), depth + 1) for name in OF_FACTS}
        cells["evidence"] = _lists(pa.ListArray.from_arrays(starts, texts), depth + 1)
        yield pc.binary_join_element_wise(
            _cells(facts["fact_id"].combine_chunks(), depth), _objects(cells, depth), ": "
        )


def _cells(column: pa.Array, depth: int) -> pa.Array:
    """The cells of a column, so deep in a page; ``null`` where there is no value."""
    if not pa.types.is_list(column.type):
        return json_cells(column)
    counts = pc.fill_null(pc.list_value_length(column), 0)
    starts = pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(counts)])
    lists = _lists(pa.ListArray.from_arrays(starts, json_cells(column.flatten())), depth)
    return pc.if_else(column.is_valid(), lists, "null")


def _lists(texts: pa.ListArray, depth: int) -> pa.Array:
    """Lists of texts as lists of JSON."""
    between = f",{_line(depth + 1)}"
    joined = pc.binary_join(texts, pa.scalar(between, pa.string()))
    whole = pc.binary_join_element_wise(f"[{between[1:]}", joined, f"{_line(depth)}]", "")
    return pc.if_else(pc.equal(pc.list_value_length(texts), 0), "[]", whole)


def _objects(columns: Mapping[str, pa.Array], depth: int) -> pa.Array:
    """Rows of texts as objects of JSON."""
    names = (f",{_line(depth + 1)}{json.dumps(name)}: " for name in columns)
    pieces = [*chain.from_iterable(zip(names, columns.values(), strict=True)), f"{_line(depth)}}}"]
    return pc.binary_join_element_wise(f"{{{pieces[0][1:]}", *pieces[1:], "")


def _object(members: Mapping[str, Iterable[_Bytes]], depth: int) -> Iterator[_Bytes]:
    return _within("{}", (chain([f"{json.dumps(name)}: ".encode()], text) for name, text in members.items()), depth)


def _within(marks: str, items: Iterable[Iterable[_Bytes]], depth: int) -> Iterator[_Bytes]:
    """The pieces of items between two marks, each item on lines of its own."""
    between = f"{marks[0]}{_line(depth + 1)}".encode()
    for item in items:
        yield between
        yield from item
        between = f",{_line(depth + 1)}".encode()
    yield f"{_line(depth)}{marks[1]}".encode() if between[:1] == b"," else marks.encode()


def _line(depth: int) -> str:
    """The end of a line, and where the next one begins."""
    return "\n" + "  " * depth


def _read(name: str, table: pa.Table) -> pa.Table:
    """What is read of a table to find rows: some columns, and the numbers of the rows."""
    columns = (column for one, column, _ in followed() if one == name)
    read = table.select([*dict.fromkeys([MODELS[name].key(), *READ.get(name, ()), *columns])])
    return read.combine_chunks().append_column(_NUMBER, [np.arange(len(table))])  # of many chunks each take copies all


class _Index:
    """The numbers of the rows by what they have in a column, or in a list there."""

    def __init__(self, table: pa.Table) -> None:
        cells, numbers = list[pa.Array](), list[np.ndarray]()
        for column in (one.combine_chunks() for one in table.columns):
            is_list = pa.types.is_list(column.type)
            own = pc.list_parent_indices(column) if is_list else pa.array(np.arange(len(column)))
            items = column.flatten() if is_list else column
            numbers.append(own.filter(items.is_valid()).to_numpy())
            cells.append(items.drop_null())
        found = pa.concat_arrays(cells).dictionary_encode()
        which = found.indices.to_numpy()
        self._order = np.concatenate(numbers)[np.argsort(which, kind="stable")].tolist()
        self._stops = [0, *np.cumsum(np.bincount(which, minlength=len(found.dictionary))).tolist()]
        self._places = {cell: place for place, cell in enumerate(found.dictionary.to_pylist())}

    def numbers(self, cell: Any) -> list[int]:
        """The numbers, in order."""
        place = self._places.get(cell)
        return [] if place is None else self._order[self._stops[place] : self._stops[place + 1]]
