"""A release as of a day: what was in force when that day ended."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mostanad.loader.last_seen import LISTED, last_seen
from mostanad.loader.tables import Part

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class AsOf(Part):
    """The tables of a release as they stood at the end of one day; made by :meth:`Release.as_of`.

    A table has a time if its rows begin and end: ``sanctions`` and ``tags`` (``listed``, ``delisted``), and
    ``positions``, ``affiliations``, ``programmes`` and ``legal_bases`` (``started``, ``ended``). Of these, rows that
    were surely not in force are left out, and the others have ``in_force``, the last column:

    ===================  ==========================================================================================
    left out             surely not begun (``*_min`` of the start is later than the day), or surely over (``*_max``
                         of the end is the day or earlier)
    ``in_force=yes``     surely begun (``*_max`` of the start is the day or earlier) and surely not over (``*_min``
                         of the end is later than the day, or it is a listing without an end)
    ``in_force=unsure``  anything else: the start or the end straddles the day, or the start is not known
    ===================  ==========================================================================================

    - The day's end decides. What began on the day was in force; what ended on it was not any more: the first list
      without an entry is the first day on which it is not in force.
    - A begin that is open (``[..2021-08-18]``) is sure from its last day on, and unsure before; a listing is left out
      before the first day on which its programme can have begun. Where no begin is given a row is unsure until it is
      surely over; with neither begin nor end it is unsure on every day.
    - A listing without an end lasts until the last day on which the sources of the release saw its list, and is unsure
      from the next day on (:func:`mostanad.loader.last_seen.last_seen`). A post, a tie or a programme without an end
      may have ended unnoticed, and is unsure.
    - ``~`` and ``?`` mark a date and do not widen it, here as everywhere.
    - Each row answers for itself: that a programme ended ends no listing under it.

    All other tables are as in the release, events too (they happen, and are not in force), and so are facts and
    evidence, those of rows that are left out included.

    Attributes:
        valid: the day.
    """

    valid: dt.date

    def _read(self, table: str) -> pa.Table:
        found = in_force_on_some_day(self.release._read(table), self.valid, self.valid)
        if table not in LISTED:
            return found
        if "programmes" in self.tables():
            found = under_programmes(found, self.release._read("programmes"), self.valid)
        if {"evidence", "sources"} <= set(self.tables()):
            found = _as_far_as_seen(found, last_seen(self.release), self.valid)
        return found


def day(valid: dt.date | str | None) -> dt.date:
    """The day that a user names; a ValueError if it is coarser (``2022-01``), finer, or not in the calendar.

    >>> day("2022-01-06")
    datetime.date(2022, 1, 6)
    """
    if isinstance(valid, dt.date) and not isinstance(valid, dt.datetime):
        return valid
    if isinstance(valid, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", valid):
        try:
            return dt.date.fromisoformat(valid)
        except ValueError as error:
            raise ValueError(f"valid={valid!r} is not in the calendar: {error}") from None
    raise ValueError(f"valid={valid!r} is not a day; give a datetime.date, or write it out like '2022-01-06'")


def in_force_on_some_day(table: pa.Table, first: dt.date, last: dt.date) -> pa.Table:
    """What may have been in force at the end of a day between two; ``in_force`` is yes if it was on each of these."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from mostanad.models.words import LASTING

    time = next((pair for pair in LASTING if set(pair) <= set(table.column_names)), None)
    if time is None:
        return table
    begin, end = time

    def surely(comparison: Any, column: str, day: dt.date) -> Any:
        """A bound that is not known proves nothing."""
        return pc.fill_null(comparison(table[column], pa.scalar(day, pa.date32())), False)

    lasting = surely(pc.greater, f"{end}_min", last)
    if end == "delisted":  # `ended` is also empty where the end is not known
        lasting = pc.or_(lasting, pc.is_null(table[end]))
    out = pc.or_(surely(pc.greater, f"{begin}_min", last), surely(pc.less_equal, f"{end}_max", first))
    answer = pc.if_else(pc.and_(surely(pc.less_equal, f"{begin}_max", first), lasting), "yes", "unsure")
    valid = first if first == last else f"a day from {first} to {last}"
    description = f"Whether it was in force at the end of {valid}: yes or unsure."
    field = pa.field("in_force", pa.string(), nullable=False, metadata={"description": description})
    return table.append_column(field, answer).filter(pc.invert(out))


def under_programmes(listings: pa.Table, programmes: pa.Table, valid: dt.date) -> pa.Table:
    """The listings without those under a programme that surely began later: their begin is open, but not that far."""
    import pyarrow as pa

    columns = (programmes[name].to_pylist() for name in ("programme_id", "started_min"))
    began = dict(zip(*columns, strict=True))
    kept = [(began.get(programme) or valid) <= valid for programme in listings["programme_id"].to_pylist()]
    return listings.filter(pa.array(kept, pa.bool_()))


def _as_far_as_seen(listings: pa.Table, seen: dict[str, dt.date], valid: dt.date) -> pa.Table:
    """The listings, those without an end unsure after the last version of their list."""
    import pyarrow as pa
    import pyarrow.compute as pc

    over = pa.array([seen.get(key, valid) < valid for key in listings[0].to_pylist()], pa.bool_())
    answer = pc.if_else(pc.and_(pc.is_null(listings["delisted"]), over), "unsure", listings["in_force"])
    at = listings.column_names.index("in_force")
    return listings.set_column(at, listings.schema.field(at), answer)
