"""Timelines and rival numbers as SVG: what is certain is solid, what is not is faint, nothing is averaged.

Every shape has a title, and on the site a link to its evidence. The same data are in the tables beside the picture, or
in the frames of a release. Classes select the styles: in the style sheet of the site (its Content-Security-Policy
forbids style attributes), or for standalone pictures in that of :mod:`mostanad.loader.charts`.
"""

import datetime as dt
import math
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import Any, NamedTuple

from mostanad.models.language import figure, say, spoken

#: The heights of a bar with its gap, a text line and a small text line; the top of the rows; the gap above a heading.
ROW, LINE, SMALL, TOP, HEAD = 26, 17, 15, 24, 14
#: The length of a bar with an open start or end.
STUB = 36
Days = tuple[dt.date | None, dt.date | None]


class Svg(str):
    """Markup with all text escaped; templates insert it unchanged."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def tag(name: str, *inside: str, **attributes: str | float) -> Svg:
    """An element. Text is escaped, numbers are rounded to tenths, and ``data_x`` becomes the attribute ``data-x``."""
    said = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value) if isinstance(value, str) else r(value)}"'
        for name, value in attributes.items()
    )
    content = "".join(part if isinstance(part, Svg) else escape(part) for part in inside)
    return Svg(f"<{name}{said}>{content}</{name}>" if inside else f"<{name}{said}/>")


def r(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


@dataclass(frozen=True)
class Measures:
    """The measures of a layout; lengths are in pixels."""

    look: str  # its CSS class
    width: int
    label: int  # the width for labels at the left; 0: labels go above their bars
    letters: int  # in a line of a label
    said: int  # the width for numbers right of the dots; 0: numbers go into the label
    years: int  # about how many intervals a time axis has at most
    steps: int  # about how many intervals a number axis has at most
    pitch: float  # the distance of dots, each of which represents one thing


#: As wide as the main column of a page, and as the column on a phone of 360 pixels: wider drawings would shrink text.
WIDE = Measures("broad", 760, 250, 30, 130, 11, 6, 2.6)
NARROW = Measures("narrow", 328, 0, 41, 0, 5, 5, 2.4)
#: The layouts of the site: each picture is drawn in both, and the style sheet shows the one that fits.
LAYOUTS = (WIDE, NARROW)
#: The layout of a standalone picture. Its labels have more room: fonts of notebooks and PNG files may be wider.
SHEET = Measures("mostanad", 960, 410, 46, 170, 12, 6, 3.2)
#: Up to this many lanes a page has both layouts; longer pictures are only wide, and scroll on narrow screens.
_BOTH = 18


def has_room(measures: Measures, lanes: int) -> bool:
    """Whether a picture with so many lanes is drawn in a layout."""
    return measures is not NARROW or lanes <= _BOTH


@dataclass(frozen=True)
class Entry:
    """A line of a picture: its label, its time or number in words, and on the site the address of its evidence.

    Standalone pictures also have a heading, a small note below the label, and the row numbers in the frame.
    """

    label: str
    said: str
    address: str
    head: str = field(default="", kw_only=True)
    note: str = field(default="", kw_only=True)
    rows: Sequence[int] = field(default=(), kw_only=True)


@dataclass(frozen=True)
class Lane(Entry):
    """A line of a timeline: a period or an event."""

    kind: str  # its CSS class (post, listing, event, tie)
    first: Days  # the first and last possible day of the start; None: not stated
    last: Days | None  # the same of the end; None: it happened at one time
    heard: tuple[str, str, str] = ("", "", "")  # voices (mostanad.site.voices) for it, its start and its end
    seen: dt.date | None = None  # the last day on which documents show it
    printed: dt.date | None = None  # the day of the last list that still prints it

    @property
    def is_event(self) -> bool:
        return self.kind == "event"

    @property
    def days(self) -> list[dt.date]:
        return [day for day in (*self.first, *(self.last or ())) if day is not None]


@dataclass(frozen=True)
class Count(Entry):
    """A number in a chart of rival numbers; its label says who counted what."""

    comparator: str
    value: float | None
    upper: float | None  # the upper end of a range
    heard: str = ""  # the voices of the number


class Drawing(NamedTuple):
    """The elements of a drawing, and its height."""

    parts: Sequence[Svg]
    height: float


def in_layouts(title: str, drawn: Mapping[Measures, Drawing]) -> Svg:
    """A picture for the site, in the given layouts; empty if there are none."""
    layouts = [
        tag("svg", *parts, class_=one.look, viewBox=f"0 0 {one.width} {r(height)}", width=one.width, height=height)
        for one, (parts, height) in drawn.items()
    ]
    if not layouts:
        return Svg()
    return tag("div", *layouts, class_="wide picture", tabindex="0", role="region", aria_label=title)


def counts(numbers: Sequence[Count]) -> Svg:
    """Rival numbers over one axis from zero, in both layouts; empty if there are fewer than two numbers."""
    drawn = {one: draw_counts(numbers, one) for one in LAYOUTS if len(numbers) > 1}
    return in_layouts(say("Rival numbers"), drawn)


def draw_timeline(lanes: Sequence[Lane], until: dt.date, measures: Measures) -> Drawing:
    """Draw lanes in one layout; a lane without dates has no shape."""
    days = [day for lane in lanes for day in (*lane.days, lane.seen, lane.printed) if day] or [until]
    # Leave room for open bars, which must not be cut off.
    edge = measures.label + 4
    zero = edge + (STUB if any(lane.first[0] is None for lane in lanes) else 14)
    is_open = any(lane.first[1] is None if lane.last is None else lane.is_event and not lane.last[1] for lane in lanes)
    end = measures.width - (STUB + 4 if is_open else 12)
    at, axis = axis_of(days, until, (zero, end), measures)

    def shapes(lane: Lane, y: float) -> list[Svg]:
        return _happened(lane, at, y) if lane.last is None else _lasted(lane, lane.last, at, y, edge)

    return _drawing(lanes, shapes, axis, measures)


def axis_of(
    days: Sequence[dt.date], until: dt.date, room: tuple[float, float], measures: Measures
) -> tuple[Callable[[dt.date], float], list[tuple[float, list[str]]]]:
    """The x of a day, as a function that fits all ``days`` into ``room``; and the labels of years, each with its x."""
    first_of = spoken().new_year

    def year_of(day: dt.date) -> int:
        return int(spoken().year(day, day))

    begin, right = year_of(min(days)), max(until, first_of(year_of(max(days)) + 1))
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (year_of(right) - begin) / step <= measures.years)
    begin = max(begin // step * step, 1)
    left = first_of(begin)
    right = right if (right - left).days > 700 else first_of(begin + 2)
    zero, end = room

    def at(day: dt.date) -> float:
        return zero + (end - zero) * (day - left).days / (right - left).days

    years = [(at(first_of(one)), spoken().years(one)) for one in range(begin, year_of(right) + 1, step)]
    return at, [(x, lines) for x, lines in years if x <= measures.width - 20]  # where the label fits


def begins_at(axis: Sequence[tuple[float, list[str]]], top: float) -> float:
    """The y below the labels of an axis; ``top`` if each label has one line."""
    return top + SMALL * (max((len(lines) for _, lines in axis), default=1) - 1)


def draw_counts(numbers: Sequence[Count], measures: Measures) -> Drawing:
    """Draw rival numbers in one layout: a dot for a number, with an arrow for a bound; a bar for a range."""
    given = [number for count in numbers for number in (count.upper, count.value) if number is not None]
    most = max(given, default=0)
    size = 10 ** math.floor(math.log10(most)) if most > 0 else 1
    step = next(size * part for part in (0.1, 0.2, 0.5, 1, 2, 5) if most / (size * part) <= measures.steps)
    right = step * math.ceil(most * 1.08 / step) or step
    zero = measures.label + 8

    def at(value: float) -> float:
        return zero + (measures.width - zero - max(measures.said, 28)) * value / right

    ticks = [number * step for number in range(round(right / step) + 1)] if given else []
    axis = [(at(tick), [figure(round(tick)) if step >= 1 else spoken().digits(f"{tick:g}")]) for tick in ticks]
    shapes = partial(_number, at, bool(measures.said))
    return _drawing(numbers, shapes, axis, measures)


def _drawing(
    entries: Sequence[Lane | Count],
    shapes: Callable[[Any, float], list[Svg]],
    axis: Sequence[tuple[float, list[str]]],
    measures: Measures,
) -> Drawing:
    """Stack entries, with wrapped labels, headings and the grid of an axis; ``shapes`` draws an entry around a y."""
    below = begins_at(axis, TOP)
    heads, drawn, top, head = list[Svg](), list[Svg](), below, ""
    x = max(measures.label - 8, 2)
    for entry in entries:
        lines = cut(entry.label, measures.letters, 3)
        if isinstance(entry, Count) and not measures.said:
            # In a right-to-left language, a line that begins with a Latin name must run that way too.
            start = "\u200f" if spoken().direction == "rtl" else ""
            lines = [start + line for line in textwrap.wrap(f"{' '.join(lines)}: {entry.said}", measures.letters)]
        if entry.head != head:
            head, above = entry.head, cut(entry.head, min(measures.width // 8, 100), 3)
            heads += lined("group", 0, top + HEAD, above)
            top += HEAD + LINE * len(above) + 6
        notes = cut(entry.note, measures.letters + 4, 4) if entry.note else []
        words = [*lined("label", x, top, lines), *lined("label note", x, top + LINE * len(lines), notes)]
        more, all_lines = LINE * (len(lines) - 1), LINE * (len(lines) - 1 + len(notes))
        # A label above its bar must be closer to it than to the bar before.
        middle = top + ((ROW + more) / 2 if measures.label else 30 + all_lines)
        drawn.append(_group(entry, [*words, *shapes(entry, middle)]))
        top += ROW + all_lines + (0 if measures.label else 22)
    height = top + 6
    grid = [tag("path", class_="grid", d="".join(f"M{r(x)} {r(below - 4)}V{r(height)}" for x, _ in axis))]
    grid += [one for x, lines in axis for one in lined("axis mid", x, 14 - SMALL, lines, SMALL)]
    return Drawing([*grid, *heads, *drawn], height)


def _group(entry: Lane | Count, parts: Iterable[Svg]) -> Svg:
    """The shapes of an entry, with its row numbers in the frame, or on the site its voices and a link to evidence."""
    inside = [tag("title", f"{entry.label}: {entry.said}"), *parts]
    look = f"lane {entry.kind if isinstance(entry, Lane) else 'count'}"
    if entry.rows:
        return tag("g", *inside, class_=look, data_rows=" ".join(map(str, entry.rows)))
    heard = entry.heard if isinstance(entry, Lane) else (entry.heard,)
    voices = dict(zip(("data_v", "data_first", "data_last"), heard, strict=False))
    return tag("a", *inside, href=entry.address, class_=look, **voices)


def _happened(lane: Lane, at: Callable[[dt.date], float], y: float) -> list[Svg]:
    early, late = lane.first
    if not lane.days:
        return []
    if early is None or late is None:
        x = at(*lane.days)
        first, last, tip = (x, x + STUB, x + STUB) if early else (x - STUB, x, x - STUB)
        return [bar("faint", first, last, y), head("arrow", tip, y, forward=early is not None)]
    begin, end = at(early), at(late)
    # An uncertain day is not marked: the middle of the range would be a day that nobody states.
    if end - begin > 8:
        return [bar("faint", begin, end, y)]
    return [tag("path", class_="sure", d=f"M{r((begin + end) / 2)} {r(y - 6)}l6 6l-6 6l-6 -6z")]  # a diamond


def _lasted(lane: Lane, last: Days, at: Callable[[dt.date], float], y: float, edge: float) -> list[Svg]:
    """A bar: solid from the last possible start to the first possible end, or without an end to the last documented
    day. It is faint before and after, as far as a list still prints it; or open. A post without a start goes back to
    the edge: it may have been held at any earlier event."""
    if not lane.days:
        return []
    early, late = lane.first
    start = at(early) if early else edge if lane.kind == "post" else min(map(at, lane.days)) - STUB
    # A bar without an end stops at the last day that a document mentions.
    stop = at(last[1]) if last[1] else max(at(day) for day in (*lane.days, lane.seen, lane.printed) if day)
    if lane.is_event and not last[1] and stop - start < STUB:  # it went on: a short arrow, since nobody says how long
        stop = start + STUB
    shown = last[0] or lane.seen
    if shown == early and late and at(late) - start < 8:  # documented on the first day only, as the axis shows it
        shown = late
    sure = _sure(at(late) if late else None, at(shown) if shown else None)
    is_short = last[1] is None and stop - sure[0] < 8  # no room for a mark beside the head: the head is solid instead
    begin, end = (stop, stop) if is_short or sure[0] >= sure[1] else sure
    drawn = [bar("faint", start, begin, y), bar("sure", begin, end, y), bar("faint", end, stop, y)]
    if early is None:
        drawn.append(head("arrow", start, y, forward=False))
    if last[1] is None:
        drawn.append(head("sure" if is_short else "arrow", stop, y, forward=True))
    return drawn


def _sure(begun: float | None, ended: float | None) -> tuple[float, float]:
    """The x range of the solid part: 3 pixels if only one end is known; empty (start >= stop) if no day is certain."""
    if begun is None:
        return (0, 0) if ended is None else (ended - 3, ended)
    return begun, begun + 3 if ended is None or ended == begun else ended


#: Comparators by the side on which the true number may lie.
_UP = frozenset({"at_least", "more_than"})
_DOWN = frozenset({"at_most", "as_many_as", "nearly", "less_than"})


def _number(at: Callable[[float], float], has_words: bool, count: Count, y: float) -> list[Svg]:
    value, upper, comparator = count.value, count.upper, count.comparator
    drawn, end = list[Svg](), at(value or 0)
    if value is not None and upper is not None:
        end = at(upper)
        drawn = [bar("sure", at(value), end, y)]
    elif value is not None:
        look = "faint" if comparator in ("about", *_UP, *_DOWN) else "sure"
        drawn = [tag("circle", class_=look, cx=at(value), cy=y, r=6)]
        if comparator in _UP:
            drawn.append(arrow(end, end + 26, y))
            end += 26
        elif comparator in _DOWN:
            drawn.append(arrow(end, max(end - 26, at(0)), y))  # never below zero
    return [*drawn, text("said", end + 10, y + 4, count.said)] if has_words else drawn


def text(look: str, x: float, y: float, *words: str) -> Svg:
    return tag("text", *words, class_=look, x=x, y=y)


def lined(look: str, x: float, y: float, lines: Iterable[str], high: float = LINE) -> list[Svg]:
    return [text(look, x, y + high * number, line) for number, line in enumerate(lines, 1)]


def bar(look: str, start: float, stop: float, middle: float) -> Svg:
    """A bar; empty markup if it would be too short to see."""
    if stop - start < 1:
        return Svg()
    return tag("rect", class_=look, x=start, y=middle - 6, width=stop - start, height=12, rx=2)


def arrow(start: float, stop: float, middle: float) -> Svg:
    """An arrow from a bound to the side where the number may lie."""
    fore = 6 if stop > start else -6
    return tag("path", class_="arrow", d=f"M{r(start)} {r(middle)}H{r(stop)}m{-fore} -5l{fore} 5l{-fore} 5")


def head(look: str, x: float, middle: float, *, forward: bool) -> Svg:
    """The arrow head at an open end of a bar."""
    back = -7 if forward else 7
    return tag("path", class_=look, d=f"M{r(x + back)} {r(middle - 9)}l{-back} 9l{back} 9")


def cut(words: str, letters: int, lines: int) -> list[str]:
    """Wrap words into lines; if they do not fit, the last line ends in ``…``."""
    whole = textwrap.wrap(words, letters, break_on_hyphens=False) or [""]
    kept = whole[:lines]
    return kept if kept == whole else [*kept[:-1], f"{kept[-1][: letters - 1].rstrip()}…"]
