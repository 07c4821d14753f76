"""Timelines and rival numbers as SVG: what is certain is solid, what is not is faint, nothing is averaged.

Every shape has a title, and leads to its evidence on the site; the same is in the tables beside it, or in the frames of
a release.
"""

from __future__ import annotations

import datetime as dt
import math
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mostanad.loader.svg import (
    LAYOUTS,
    TOP,
    Drawing,
    Entry,
    Measures,
    Places,
    Svg,
    arrow,
    bar,
    cut,
    diamond,
    dot,
    group,
    head,
    in_layouts,
    r,
    step_of,
    text,
)

#: How long a bar is whose begin or end is open.
STUB = 36


@dataclass(frozen=True)
class Lane(Entry):
    """A line of a timeline: something that lasted, or happened.

    Attributes:
        kind: the class of its look (post, listing, event, tie).
        first: the days on which it can have begun; ``last``: on which it can have ended; None: nobody says.
        heard: the voices (see :mod:`mostanad.site.voices`) of what it says; of its begin; of its end.
        seen: the last day of which a document says it: as far as it goes if nobody says its end.
    """

    kind: str
    first: tuple[dt.date | None, dt.date | None]
    last: tuple[dt.date | None, dt.date | None] | None
    heard: tuple[str, str, str] = ("", "", "")
    seen: dt.date | None = None


@dataclass(frozen=True)
class Count(Entry):
    """A number of a picture of rival numbers; its label is who counted what.

    Attributes:
        comparator: as in the vocabulary Comparator.
        value: the number, or None; ``upper``: the upper number of a range, or None.
        heard: the voices of the number.
    """

    comparator: str
    value: float | None
    upper: float | None
    heard: str = ""


def timeline(lanes: Sequence[Lane], until: dt.date) -> Svg:
    """Lanes over the years.

    Args:
        lanes: what is drawn; those without any day are left out.
        until: the right end: the day of the release.

    Returns:
        the picture in both layouts; empty if no lane has a day.
    """
    dated = [lane for lane in lanes if _days(lane)]
    return in_layouts("Timeline", {one: draw_timeline(dated, until, one) for one in LAYOUTS} if dated else {})


def _days(lane: Lane) -> list[dt.date]:
    return [day for day in (*lane.first, *(lane.last or ())) if day is not None]


def draw_timeline(lanes: Sequence[Lane], until: dt.date, measures: Measures) -> Drawing:
    """The same in one layout; lanes without any day stand there without a shape."""
    days = [day for lane in lanes for day in (*_days(lane), lane.seen) if day] or [until]
    begin, right = min(days).year, max(until, dt.date(max(days).year + 1, 1, 1))
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (right.year - begin) / step <= measures.years)
    left = dt.date(max(begin // step * step, 1), 1, 1)
    right = right if (right - left).days > 700 else dt.date(left.year + 2, 1, 1)
    # Nothing is drawn outside: there is room for open bars.
    zero = measures.label + (STUB + 4 if any(lane.first[0] is None for lane in lanes) else 18)
    end = measures.width - (STUB + 4 if any(lane.last is None and lane.first[1] is None for lane in lanes) else 12)

    def at(day: dt.date) -> float:
        return zero + (end - zero) * (day - left).days / (right - left).days

    places = Places.of(lanes, [cut(lane.label, measures.letters, measures.lines) for lane in lanes], measures)
    drawn = [_lane(lane, label, middle, at) for lane, (label, middle) in zip(lanes, places.entries, strict=True)]
    years = [(at(dt.date(year, 1, 1)), str(year)) for year in range(left.year, right.year + 1, step)]
    grid = [_line(x, year, places.height) for x, year in years if x <= measures.width - 20]  # where its number has room
    return Drawing([*grid, *places.heads, *drawn], places.height)


def _line(x: float, words: str, height: float) -> Svg:
    return Svg(
        '<line class="grid" x1="{x}" x2="{x}" y1="{y}" y2="{h}"/><text class="axis mid" x="{x}" y="14">{t}</text>'
    ).format(x=r(x), y=TOP - 4, h=r(height), t=words)


def _lane(lane: Lane, label: Svg, middle: float, at: Callable[[dt.date], float]) -> Svg:
    shapes: list[Svg] = []
    if _days(lane):
        shapes = _happened(lane, middle, at) if lane.last is None else _lasted(lane, lane.last, middle, at)
    heard = dict(zip(("v", "first", "last"), lane.heard, strict=True))
    return group(lane, lane.kind, heard, [label, *shapes])


def _happened(lane: Lane, middle: float, at: Callable[[dt.date], float]) -> list[Svg]:
    early, late = lane.first
    if early is None or late is None:
        x = at(*_days(lane))
        first, last, tip = (x, x + STUB, x + STUB) if early else (x - STUB, x, x - STUB)
        return [bar("faint", first, last, middle), head("arrow", tip, middle, forward=early is not None)]
    first, last = at(early), at(late)
    # Of a day that is not known none is drawn: the middle of what is possible would be one that nobody says.
    return [bar("faint", first, last, middle) if last - first > 8 else diamond((first + last) / 2, middle)]


def _lasted(
    lane: Lane, last: tuple[dt.date | None, dt.date | None], middle: float, at: Callable[[dt.date], float]
) -> list[Svg]:
    """A bar: solid from the last possible day of its start to the first of its end, faint before and after; or open."""
    early, late = lane.first
    start = at(early) if early else min(map(at, _days(lane))) - STUB
    # What nobody says to have ended goes on no further than somebody speaks of it.
    stop = at(last[1]) if last[1] else max(at(day) for day in (*_days(lane), lane.seen) if day)
    sure = _sure(at(late) if late else None, at(last[0]) if last[0] else None)
    is_short = last[1] is None and stop - sure[0] < 8  # no room for a mark beside the head, which is solid then
    if is_short or sure[0] >= sure[1]:
        sure = stop, stop
    shapes = [bar("faint", start, sure[0], middle), bar("sure", *sure, middle), bar("faint", sure[1], stop, middle)]
    if early is None:
        shapes.append(head("arrow", start, middle, forward=False))
    if last[1] is None:
        shapes.append(head("sure" if is_short else "arrow", stop, middle, forward=True))
    return shapes


def _sure(begun: float | None, ended: float | None) -> tuple[float, float]:
    """From where to where it lasted for certain: of one known end a mark only; nowhere if it may have ended before."""
    if begun is None:
        return (0, 0) if ended is None else (ended - 3, ended)
    return begun, begun + 3 if ended is None or ended == begun else ended


def counts(numbers: Sequence[Count]) -> Svg:
    """Rival numbers over one axis from zero: a dot for a number, an arrow for a bound, a bar for a range.

    Returns:
        the picture in both layouts; empty if there are fewer than two numbers.
    """
    return in_layouts("Rival numbers", {one: draw_counts(numbers, one) for one in LAYOUTS} if len(numbers) > 1 else {})


def draw_counts(numbers: Sequence[Count], measures: Measures) -> Drawing:
    """The same in one layout; what has no number stands there without a shape."""
    given = [number for count in numbers for number in (count.upper, count.value) if number is not None]
    most = max(given, default=0)
    step = step_of(most, measures.steps)
    right = step * math.ceil(most * 1.08 / step) or step
    zero = measures.label + 8

    def at(value: float) -> float:
        return zero + (measures.width - zero - max(measures.said, 28)) * value / right

    labels = [cut(count.label, measures.letters, measures.lines) for count in numbers]
    if not measures.said:
        whole = [f"{' '.join(lines)}: {count.said}" for lines, count in zip(labels, numbers, strict=True)]
        labels = [textwrap.wrap(words, measures.letters) for words in whole]
    places = Places.of(numbers, labels, measures)
    ticks = [number * step for number in range(round(right / step) + 1)] if given else []
    grid = [_line(at(tick), f"{tick:,.0f}" if step >= 1 else f"{tick:g}", places.height) for tick in ticks]
    drawn = [_count(count, *where, at, measures) for count, where in zip(numbers, places.entries, strict=True)]
    return Drawing([*grid, *places.heads, *drawn], places.height)


#: To which side the truth may lie, as the words say.
_UP = frozenset({"at_least", "more_than"})
_DOWN = frozenset({"at_most", "as_many_as", "nearly", "less_than"})


def _count(count: Count, label: Svg, middle: float, at: Callable[[float], float], measures: Measures) -> Svg:
    end, shapes = at(0), list[Svg]()
    if count.value is not None:
        end, shapes = _number(count, count.value, middle, at)
    said = text("said", end + 10, middle + 4, count.said) if measures.said else Svg("")
    return group(count, "count", {"v": count.heard}, [label, *shapes, said])


def _number(count: Count, value: float, middle: float, at: Callable[[float], float]) -> tuple[float, list[Svg]]:
    """The shapes of a number, and where they end."""
    x = at(value)
    if count.upper is not None:
        return at(count.upper), [bar("sure", x, at(count.upper), middle)]
    shapes = [dot(x, middle, "faint" if count.comparator in ("about", *_UP, *_DOWN) else "sure")]
    if count.comparator in _UP:
        return x + 26, [*shapes, arrow(x, x + 26, middle)]
    if count.comparator in _DOWN:
        shapes.append(arrow(x, max(x - 26, at(0)), middle))  # none is less than zero
    return x, shapes
