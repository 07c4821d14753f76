"""References resolved to row numbers, which are faster to compare and to follow than ids."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.models import TABLES


class Links(dict[tuple[str, str], np.ndarray | None]):
    """Maps a table and column to the row number of each reference that is not empty. Rows are numbered through all
    target tables of the column. None if a reference leads to no row. An array is computed on first access."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        """Take tables as columns of text."""
        super().__init__()
        self.tables = tables

    def __missing__(self, place: tuple[str, str]) -> np.ndarray | None:
        table, name = place
        column = next(one for one in TABLES[table].columns() if one.name == name)
        cells = self.tables[table][name].drop_null()
        if len(column.references) == 1 and cells.equals(self.tables[column.references[0]][0]):  # as in seals
            return self.setdefault(place, np.arange(len(cells), dtype=np.int32))
        if column.type.name == "list":
            cells = pc.list_flatten(pc.split_pattern(cells, " "))
        if not len(cells):  # without a chunk, Arrow would import pandas to make one
            return self.setdefault(place, np.empty(0, np.int32))
        chunks = [chunk for one in column.references for chunk in self.tables[one][TABLES[one].key()].chunks]
        return self.setdefault(place, _found(cells, pa.concat_arrays(chunks)) if chunks else None)

    def whole(self, table: str, name: str) -> np.ndarray:
        """The row numbers of a column in which every reference is known to lead to a row."""
        places = self[table, name]
        assert places is not None
        return places


def _found(cells: pa.ChunkedArray, keys: pa.Array) -> np.ndarray | None:
    """The position of each cell in ``keys``; None if one is missing there."""
    places = None
    if len(cells) < len(keys):  # Arrow hashes all keys that it searches: keep only those that occur
        places = np.flatnonzero(flags(pc.is_in(keys, value_set=cells.combine_chunks())))
        keys = keys.take(indices(places))
    found = pc.index_in(cells, value_set=keys)
    if found.null_count:
        return None
    among = np.from_dlpack(found.combine_chunks())
    return among if places is None else places[among]


def indices(places: np.ndarray) -> pa.Array:
    """Row numbers as an Arrow array, for ``take``."""
    return pa.Array.from_buffers(pa.int64(), len(places), [None, pa.py_buffer(places.astype(np.int64))])


def numbers(cells: pa.ChunkedArray | pa.Array, empty: int) -> np.ndarray:
    """Integers or days (32 bits), with ``empty`` for empty cells: ``pc.fill_null`` would import pandas."""
    if not len(cells):
        return np.empty(0, np.int32)
    whole = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
    values = np.frombuffer(whole.buffers()[1], np.int32)[whole.offset : whole.offset + len(whole)]
    return np.where(flags(whole.is_valid()), values, np.int32(empty)) if whole.null_count else values


def flags(values: pa.ChunkedArray | pa.Array) -> np.ndarray:
    if not len(values):  # without a chunk, Arrow would import pandas to make one
        return np.zeros(0, bool)
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    return np.from_dlpack(whole.cast(pa.uint8())).view(bool)
