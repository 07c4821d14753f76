"""Where references lead: columns of ids as places of rows, so that what follows them compares numbers."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.models import TABLES


class Links(dict[tuple[str, str], np.ndarray | None]):
    """By table and column the place of each reference that is not empty among the keys of the tables into which it may
    point, one behind the other; None if one is not among them. Each is looked for when it is first asked for."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        """Take tables as columns of text."""
        super().__init__()
        self.tables = tables

    def __missing__(self, place: tuple[str, str]) -> np.ndarray | None:
        table, name = place
        column = next(one for one in TABLES[table].columns() if one.name == name)
        cells = self.tables[table][name].drop_null()
        if len(column.references) == 1 and cells.equals(self.tables[column.references[0]][0]):  # as those of seals
            return self.setdefault(place, np.arange(len(cells), dtype=np.int32))
        if column.type.name == "list":
            cells = pc.list_flatten(pc.split_pattern(cells, " "))
        if not len(cells):  # then there is no chunk, and Arrow would import pandas to make one
            return self.setdefault(place, np.empty(0, np.int32))
        chunks = [chunk for one in column.references for chunk in self.tables[one][TABLES[one].key()].chunks]
        return self.setdefault(place, _found(cells, pa.concat_arrays(chunks)) if chunks else None)

    def whole(self, table: str, name: str) -> np.ndarray:
        """Those of a column of which it is known that all lead to rows."""
        places = self[table, name]
        assert places is not None
        return places


def _found(cells: pa.ChunkedArray, keys: pa.Array) -> np.ndarray | None:
    """The place of each cell among keys; None if one is not among them."""
    places = None
    if len(cells) < len(keys):  # Arrow hashes all keys among which it looks, so these should be few
        places = np.flatnonzero(flags(pc.is_in(keys, value_set=cells.combine_chunks())))
        keys = keys.take(indices(places))
    found = pc.index_in(cells, value_set=keys)
    if found.null_count:
        return None
    among = np.from_dlpack(found.combine_chunks())
    return among if places is None else places[among]


def indices(places: np.ndarray) -> pa.Array:
    """Numbers of rows, for ``take``."""
    return pa.Array.from_buffers(pa.int64(), len(places), [None, pa.py_buffer(places.astype(np.int64))])


def numbers(cells: pa.ChunkedArray | pa.Array, empty: int) -> np.ndarray:
    """Whole numbers or days (of 32 bits), the empty ones replaced, for which ``pc.fill_null`` would import pandas."""
    if not len(cells):
        return np.empty(0, np.int32)
    whole = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
    values = np.frombuffer(whole.buffers()[1], np.int32)[whole.offset : whole.offset + len(whole)]
    return np.where(flags(whole.is_valid()), values, np.int32(empty)) if whole.null_count else values


def flags(values: pa.ChunkedArray | pa.Array) -> np.ndarray:
    if not len(values):  # then there is no chunk, and Arrow would import pandas to make one
        return np.zeros(0, bool)
    whole = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    return np.from_dlpack(whole.cast(pa.uint8())).view(bool)
