"""The bars of a timeline: from when to when something was so, as far as it is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.colors import to_rgb
from matplotlib.dates import date2num
from matplotlib.patches import Rectangle

from mostanad.loader.plot_page import Sample, date_words
from mostanad.models.edtf import parse

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mostanad.loader.timeline import Record

#: How long a bar is of which an end is not known, as a part of the axis; how high bars are, in inches.
_OPEN, _BAR = 0.13, 0.085
_SURE, _UNSURE = "#8496a9", "#cfd8e1"
_BEGAN = frozenset({"listed", "post began", "tie began", "tie to it began"})
_ENDED = frozenset({"delisted", "post ended", "tie ended", "tie to it ended"})


@dataclass(frozen=True)
class Span:
    """When something began or ended, or happened: the first and the last day that it can have been."""

    first: dt.date | None = None
    last: dt.date | None = None

    def days(self) -> list[dt.date]:
        """Those that are known."""
        return [day for day in (self.first, self.last) if day is not None]


@dataclass(frozen=True)
class Row:
    """A row of the frame.

    Attributes:
        number: its place in the frame.
        row: the row.
    """

    number: int
    row: Record

    @property
    def when(self) -> Span:
        """The days that its date can mean; of something that lasted, those of its begin."""
        date = str(self.row["date"] or "")
        if "/" in date:
            return _span(date.split("/", maxsplit=1)[0])
        return Span(self.row["date_min"], self.row["date_max"])


@dataclass(frozen=True)
class Line:
    """What stands on one line: one row of a table of the release.

    Attributes:
        lane: the head under which it stands.
        words: what it says.
        rows: its rows in the frame.
        seen: for a listing without an end, the last day on which its list was seen.
    """

    lane: str
    words: str
    rows: tuple[Row, ...]
    seen: dt.date | None = None

    def begin(self) -> Span | None:
        """When it began, if it is something that lasts."""
        date = str(self.rows[0].row["date"] or "")
        if "/" in date:
            return _span(date.split("/", maxsplit=1)[0])
        return next((row.when for row in self.rows if row.row["what"] in _BEGAN), None)

    def end(self) -> Span | None:
        """When it ended, if it is something that lasts."""
        date = str(self.rows[0].row["date"] or "")
        if "/" in date and not date.endswith("/.."):
            return _span(date.split("/")[1])
        return next((row.when for row in self.rows if row.row["what"] in _ENDED), None)

    def goes_on(self) -> bool:
        """Whether it still went on when it was last looked at."""
        return self.seen is not None or str(self.rows[0].row["date"] or "").endswith("/..")

    def dates(self) -> str:
        """Its dates in words."""
        by_what = {row.row["what"]: date_words(row.row["date"]) for row in self.rows}
        began = next((date for what, date in by_what.items() if what in _BEGAN), "")
        ended = next((date for what, date in by_what.items() if what in _ENDED), "")
        return f"{began} – {ended}".strip() if began or ended else "".join(by_what.values())


def _span(date: str) -> Span:
    found = parse(date)
    return Span(found.earliest, found.latest)


def draw_bars(axes: Axes, middle: float, line: Line) -> None:
    """What is sure dark, the days among which it began or ended light, and fading where an end is not known."""
    begin, end = line.begin(), line.end()
    if begin is None and end is None:
        _draw_unsure(axes, middle, line.rows[0].when)
        return
    if end is not None and end.first is None and begin is not None:
        end = Span(begin.first, end.last)
    for span in (begin, end):
        _draw_unsure(axes, middle, span or Span())
    until = line.seen or (end.first if end else None)
    since = begin.last if begin else None
    if since and until and since < until:
        _bar(axes, middle, day_number(since), day_number(until), _SURE)
    if line.seen:
        _arrow(axes, day_number(line.seen), middle)
    elif end is None and since:
        length = _fade(axes, middle, day_number(since), +1)
        if line.goes_on():
            _arrow(axes, day_number(since) + length, middle)
    if begin is None and end and end.first:
        _fade(axes, middle, day_number(end.first), -1)


def _draw_unsure(axes: Axes, middle: float, span: Span) -> None:
    if span.first and span.last and span.first < span.last:
        _bar(axes, middle, day_number(span.first), day_number(span.last), _UNSURE)
    elif span.last and not span.first:
        _fade(axes, middle, day_number(span.last), -1)


def day_number(day: dt.date) -> float:
    """A day on an axis of matplotlib."""
    return float(date2num(day))  # type: ignore[no-untyped-call]


def _bar(axes: Axes, middle: float, left: float, right: float, colour: str | tuple[float, ...]) -> None:
    low, high = axes.get_xlim()
    left, right = max(left, low), min(right, high)
    if left < right:
        axes.add_patch(Rectangle((left, middle - _BAR / 2), right - left, _BAR, color=colour, linewidth=0, zorder=3))


def _arrow(axes: Axes, x: float, middle: float) -> None:
    axes.plot([x], [middle], marker=">", markersize=6.5, markeredgewidth=1, color=_SURE, clip_on=False, zorder=4)


def _fade(axes: Axes, middle: float, at: float, direction: int, steps: int = 14) -> float:
    """A bar that fades from a day on, or towards it; how long it is."""
    low, high = axes.get_xlim()
    room = (high - at) if direction > 0 else (at - low)
    length = min(_OPEN * (high - low), max(room, 0.0))
    for step in range(steps):
        strength = 1 - step / steps
        colour = tuple(1 - (1 - part) * strength for part in to_rgb(_SURE))
        near, far = (at + direction * length * part / steps for part in (step, step + 1))
        _bar(axes, middle, min(near, far), max(near, far), colour)
    return length


def bars_in(lines: Iterable[Line]) -> Iterator[tuple[Sample, str]]:
    """What the legend says of the bars of these lines."""
    lines = list(lines)
    spans = [row.when for line in lines for row in line.rows if row.when.days()]
    begun = [(line.begin(), line.end(), line) for line in lines]
    if any(begin or end for begin, end, _ in begun):
        yield _sample(_SURE), "surely so"
    if any(span.first and span.last and (span.last - span.first).days > 0 for span in spans):
        yield _sample(_UNSURE), "some day among these"
    is_open = any((begin is None) != (end is None) and not line.seen for begin, end, line in begun)
    if is_open or any(span.first is None for span in spans):
        yield _sample_fading, "fading: that end is not known"
    if any(line.goes_on() for line in lines):
        yield _sample_seen, "arrow: still so when last seen"


def _sample(colour: str) -> Sample:
    def drawn(axes: Axes, x: float, y: float) -> None:
        axes.add_patch(Rectangle((x - 0.14, y - _BAR / 2), 0.28, _BAR, color=colour, linewidth=0))

    return drawn


def _sample_fading(axes: Axes, x: float, y: float) -> None:
    for step in range(14):
        colour = tuple(1 - (1 - part) * (1 - step / 14) for part in to_rgb(_SURE))
        axes.add_patch(Rectangle((x - 0.14 + 0.02 * step, y - _BAR / 2), 0.02, _BAR, color=colour, linewidth=0))


def _sample_seen(axes: Axes, x: float, y: float) -> None:
    _sample(_SURE)(axes, x, y)
    _arrow(axes, x + 0.14, y)
