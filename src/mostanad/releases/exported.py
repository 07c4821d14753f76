"""The columns of a release's tables, and their rows, for any export."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import takewhile
from typing import Any, NamedTuple

import pyarrow as pa

from mostanad.files.render import text_array
from mostanad.models import MODELS

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_AMONG = re.compile(r"\[([0-9-]+)(?:(?:\.\.|,)([0-9-]+))+\]")
#: How many rows are turned into Python values at a time.
_BATCH = 1 << 14


class Exported(NamedTuple):
    """A column: its kind is text (also of dates as curators write them), integer, number, boolean, list or day;
    ``reference`` is the one table into which it points, empty for none, several, or a list."""

    name: str
    kind: str
    required: bool
    is_key: bool
    reference: str
    description: str
    standard: str


@cache
def columns(table: str) -> tuple[Exported, ...]:
    """The columns of a table of a release in their order: behind each date its first and last day."""
    found = []
    for one in MODELS[table].columns():
        is_date = one.type.name in ("date", "span")
        kind = "text" if is_date else one.type.name
        reference = one.references[0] if len(one.references) == 1 and kind != "list" else ""
        described = one.description, one.standard
        found.append(Exported(one.name, kind, one.required, one.role == "key", reference, *described))
        for end, which in (("min", "First"), ("max", "Last")) if is_date else ():
            described = f"{which} day of {one.name}.", "ISO 8601"
            found.append(Exported(f"{one.name}_{end}", "day", False, False, "", *described))
    return tuple(found)


def plain(cells: pa.Array) -> pa.Array:
    """A part of a column: days as text, and of a list its items with spaces between."""
    return text_array(cells) if pa.types.is_list(cells.type) or pa.types.is_date(cells.type) else cells


def rows(table: pa.Table, name: str, plain: Callable[[pa.Array], pa.Array] = plain) -> Iterator[tuple[Any, ...]]:
    """The rows of a table; ``plain`` says what becomes of a part of a column."""
    wanted = table.select([column.name for column in columns(name)])
    for batch in wanted.to_batches(max_chunksize=_BATCH):
        yield from zip(*(plain(array).to_pylist() for array in batch.columns), strict=True)


def date(edtf: str) -> str:
    """A date of the EDTF subset as a partial ISO 8601 date, or an empty text if none is true of it.

    A day among several is said as far as all of them agree; an approximate, uncertain or open date is not said.

    >>> date("[2022-09-15..2022-09-22]"), date("[..2021-08-18]"), date("1960~")
    ('2022-09', '', '')
    """
    if _DATE.fullmatch(edtf):
        return edtf
    if not _AMONG.fullmatch(edtf):
        return ""
    levels = zip(*(part.split("-") for part in re.split(r"\.\.|,", edtf[1:-1])), strict=False)
    return "-".join(level[0] for level in takewhile(lambda level: len(set(level)) == 1, levels))
