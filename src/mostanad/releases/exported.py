"""The columns and rows of a release's tables, for all exports."""

import re
from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Any

import pyarrow as pa

from mostanad.files.render import text_array
from mostanad.models import MODELS, Column

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_AMONG = re.compile(r"\[([0-9-]+)(?:(?:\.\.|,)([0-9-]+))+\]")
#: How many rows are converted to Python values at a time.
_BATCH = 1 << 14


def kind(column: Column) -> str:
    """The kind of a column: text (also for EDTF dates), integer, number, boolean, list or day."""
    return "text" if column.type.name in ("date", "span") else column.type.name


def plain(cells: pa.Array) -> pa.Array:
    """Cells of a column, with days as text, and lists as their items with spaces between."""
    return text_array(cells) if pa.types.is_list(cells.type) or pa.types.is_date(cells.type) else cells


def rows(table: pa.Table, name: str, plain: Callable[[pa.Array], pa.Array] = plain) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table; ``plain`` converts the cells of each column."""
    wanted = table.select([column.name for column in MODELS[name].released()])
    for batch in wanted.to_batches(max_chunksize=_BATCH):
        yield from zip(*(plain(array).to_pylist() for array in batch.columns), strict=True)


def date(edtf: str) -> str:
    """An EDTF date as a partial ISO 8601 date, or an empty text if none is certain.

    A date among several is cut to the part on which all agree. Approximate, uncertain and open dates give none.

    >>> date("[2022-09-15..2022-09-22]"), date("[..2021-08-18]"), date("1960~")
    ('2022-09', '', '')
    """
    if _DATE.fullmatch(edtf):
        return edtf
    if not _AMONG.fullmatch(edtf):
        return ""
    levels = zip(*(part.split("-") for part in re.split(r"\.\.|,", edtf[1:-1])), strict=False)
    return "-".join(level[0] for level in takewhile(lambda level: len(set(level)) == 1, levels))
