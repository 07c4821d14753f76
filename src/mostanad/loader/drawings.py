"""Timelines and rival numbers as SVG: what is certain is solid, what is not is faint, nothing is averaged.

Every shape has a title, and leads to its evidence on the site; the same is in the tables beside it, or in the frames of
a release. Looks come from style sheets by classes: that of the site (its Content-Security-Policy forbids style
attributes), and that of :mod:`mostanad.loader.charts` for pictures that stand alone.
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

#: The height of a bar with its gap, of a line of text, of small text; where rows begin; what a heading takes above it.
ROW, LINE, SMALL, TOP, HEAD = 26, 17, 15, 24, 14
#: How long a bar is whose begin or end is open.
STUB = 36
Days = tuple[dt.date | None, dt.date | None]


class Svg(str):
    """Markup, for templates too: what stands in it is escaped."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def tag(name: str, *inside: str, **attributes: str | float) -> Svg:
    """An element: texts are escaped, places are told to a tenth of a pixel; ``data_x`` is the attribute ``data-x``."""
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
    """A layout."""

    look: str  # its class
    width: int
    label: int  # the room for labels at the left; none: they stand above what they are of
    letters: int  # of a line of a label
    said: int  # the room for numbers at the right of dots; none: they stand with the label
    years: int  # how many of them an axis has at most
    steps: int  # how many numbers an axis has at most
    pitch: float  # how far dots that stand for one thing each are from each other


#: As wide as the main column of a page, and as the place on a phone of 360 pixels: wider ones would shrink their text.
WIDE = Measures("broad", 760, 250, 30, 130, 11, 6, 2.6)
NARROW = Measures("narrow", 328, 0, 41, 0, 5, 5, 2.4)
#: The two of the site: each picture is drawn in both, and the style sheet shows the one for which there is room.
LAYOUTS = (WIDE, NARROW)
#: That of a picture that stands alone. Its labels have more room: fonts of notebooks and of PNG files may be wider.
SHEET = Measures("mostanad", 960, 410, 46, 170, 12, 6, 3.2)
#: So many lanes a page draws twice; a longer picture scrolls on narrow screens.
_BOTH = 18


def has_room(measures: Measures, lanes: int) -> bool:
    """Whether a picture of so many lanes is drawn in a layout."""
    return measures is not NARROW or lanes <= _BOTH


@dataclass(frozen=True)
class Entry:
    """What has a line of a picture: a label, its time or number in words, and on the site where its evidence is.

    Where it stands alone also a heading, small words below the label, and the numbers of the rows of a frame it shows.
    """

    label: str
    said: str
    address: str
    head: str = field(default="", kw_only=True)
    note: str = field(default="", kw_only=True)
    rows: Sequence[int] = field(default=(), kw_only=True)


@dataclass(frozen=True)
class Lane(Entry):
    """A line of a timeline: something that lasted, or happened."""

    kind: str  # the class of its look (post, listing, event, tie)
    first: Days  # on which it can have begun; None: nobody says
    last: Days | None  # on which it can have ended
    heard: tuple[str, str, str] = ("", "", "")  # the voices (mostanad.site.voices) of it, its start and its end
    seen: dt.date | None = None  # until when documents show it
    printed: dt.date | None = None  # the last list that still prints it

    @property
    def is_event(self) -> bool:
        return self.kind == "event"

    @property
    def days(self) -> list[dt.date]:
        return [day for day in (*self.first, *(self.last or ())) if day is not None]


@dataclass(frozen=True)
class Count(Entry):
    """A number of a picture of rival numbers; its label is who counted what."""

    comparator: str
    value: float | None
    upper: float | None  # of a range
    heard: str = ""  # the voices of the number


class Drawing(NamedTuple):
    """What is drawn, and how high it is."""

    parts: Sequence[Svg]
    height: float


def in_layouts(title: str, drawn: Mapping[Measures, Drawing]) -> Svg:
    """A picture of the site; empty if there is nothing."""
    layouts = [
        tag("svg", *parts, class_=one.look, viewBox=f"0 0 {one.width} {r(height)}", width=one.width, height=height)
        for one, (parts, height) in drawn.items()
    ]
    if not layouts:
        return Svg()
    return tag("div", *layouts, class_="wide picture", tabindex="0", role="region", aria_label=title)


def counts(numbers: Sequence[Count]) -> Svg:
    """Rival numbers over one axis from zero, in both layouts; nothing if there are fewer than two numbers."""
    drawn = {one: draw_counts(numbers, one) for one in LAYOUTS if len(numbers) > 1}
    return in_layouts(say("Rival numbers"), drawn)


def draw_timeline(lanes: Sequence[Lane], until: dt.date, measures: Measures) -> Drawing:
    """Lanes in one layout; those without any day stand there without a shape."""
    days = [day for lane in lanes for day in (*lane.days, lane.seen, lane.printed) if day] or [until]
    # Nothing is drawn outside: there is room for open bars.
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
    """Where a day lies between two places, so that all of these have room; and the years of the axis, each in lines."""
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
    return at, [(x, lines) for x, lines in years if x <= measures.width - 20]  # where its number has room


def begins_at(axis: Sequence[tuple[float, list[str]]], top: float) -> float:
    """What stands below the words of an axis begins there: below one line at ``top``."""
    return top + SMALL * (max((len(lines) for _, lines in axis), default=1) - 1)


def draw_counts(numbers: Sequence[Count], measures: Measures) -> Drawing:
    """Rival numbers in one layout: a dot for a number, an arrow for a bound, a bar for a range, nothing for none."""
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
    """Entries one below the other, with their labels in lines, their headings and the lines of an axis; ``shapes`` are
    those of an entry, by the middle of its line."""
    below = begins_at(axis, TOP)
    heads, drawn, top, head = list[Svg](), list[Svg](), below, ""
    x = max(measures.label - 8, 2)
    for entry in entries:
        lines = cut(entry.label, measures.letters, 3)
        if isinstance(entry, Count) and not measures.said:
            # In a language that runs to the left also a line that begins with a Latin name does.
            start = "\u200f" if spoken().direction == "rtl" else ""
            lines = [start + line for line in textwrap.wrap(f"{' '.join(lines)}: {entry.said}", measures.letters)]
        if entry.head != head:
            head, above = entry.head, cut(entry.head, min(measures.width // 8, 100), 3)
            heads += lined("group", 0, top + HEAD, above)
            top += HEAD + LINE * len(above) + 6
        notes = cut(entry.note, measures.letters + 4, 4) if entry.note else []
        words = [*lined("label", x, top, lines), *lined("label note", x, top + LINE * len(lines), notes)]
        more, all_lines = LINE * (len(lines) - 1), LINE * (len(lines) - 1 + len(notes))
        # A label above its bar is nearer to it than to the bar before.
        middle = top + ((ROW + more) / 2 if measures.label else 30 + all_lines)
        drawn.append(_group(entry, [*words, *shapes(entry, middle)]))
        top += ROW + all_lines + (0 if measures.label else 22)
    height = top + 6
    grid = [tag("path", class_="grid", d="".join(f"M{r(x)} {r(below - 4)}V{r(height)}" for x, _ in axis))]
    grid += [one for x, lines in axis for one in lined("axis mid", x, 14 - SMALL, lines, SMALL)]
    return Drawing([*grid, *heads, *drawn], height)


def _group(entry: Lane | Count, parts: Iterable[Svg]) -> Svg:
    """All of an entry: with its rows of a frame, or (on the site) a link to its evidence with those who say it."""
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
    # Of a day that is not known none is drawn: the middle of what is possible would be one that nobody says.
    if end - begin > 8:
        return [bar("faint", begin, end, y)]
    return [tag("path", class_="sure", d=f"M{r((begin + end) / 2)} {r(y - 6)}l6 6l-6 6l-6 -6z")]  # a diamond


def _lasted(lane: Lane, last: Days, at: Callable[[dt.date], float], y: float, edge: float) -> list[Svg]:
    """A bar: solid from the last possible day of its start to the first of its end, or if nobody says its end as far as
    documents show it; faint before and after, there as far as a list still prints it; or open. A post whose start
    nobody says goes back to the edge: it may have been held at any event before."""
    if not lane.days:
        return []
    early, late = lane.first
    start = at(early) if early else edge if lane.kind == "post" else min(map(at, lane.days)) - STUB
    # What nobody says to have ended goes on no further than somebody speaks of it.
    stop = at(last[1]) if last[1] else max(at(day) for day in (*lane.days, lane.seen, lane.printed) if day)
    if lane.is_event and not last[1] and stop - start < STUB:  # it went on: a short arrow, as nobody says how far
        stop = start + STUB
    shown = last[0] or lane.seen
    if shown == early and late and at(late) - start < 8:  # on its first day, as near as the axis shows
        shown = late
    sure = _sure(at(late) if late else None, at(shown) if shown else None)
    is_short = last[1] is None and stop - sure[0] < 8  # no room for a mark beside the head, which is solid then
    begin, end = (stop, stop) if is_short or sure[0] >= sure[1] else sure
    drawn = [bar("faint", start, begin, y), bar("sure", begin, end, y), bar("faint", end, stop, y)]
    if early is None:
        drawn.append(head("arrow", start, y, forward=False))
    if last[1] is None:
        drawn.append(head("sure" if is_short else "arrow", stop, y, forward=True))
    return drawn


def _sure(begun: float | None, ended: float | None) -> tuple[float, float]:
    """From where to where it lasted for certain: of one known end a mark only; nowhere if it may have ended before."""
    if begun is None:
        return (0, 0) if ended is None else (ended - 3, ended)
    return begun, begun + 3 if ended is None or ended == begun else ended


#: To which side the truth may lie, as the words say.
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
            drawn.append(arrow(end, max(end - 26, at(0)), y))  # none is less than zero
    return [*drawn, text("said", end + 10, y + 4, count.said)] if has_words else drawn


def text(look: str, x: float, y: float, *words: str) -> Svg:
    return tag("text", *words, class_=look, x=x, y=y)


def lined(look: str, x: float, y: float, lines: Iterable[str], high: float = LINE) -> list[Svg]:
    return [text(look, x, y + high * number, line) for number, line in enumerate(lines, 1)]


def bar(look: str, start: float, stop: float, middle: float) -> Svg:
    """A bar; nothing if it is too short to be seen."""
    if stop - start < 1:
        return Svg()
    return tag("rect", class_=look, x=start, y=middle - 6, width=stop - start, height=12, rx=2)


def arrow(start: float, stop: float, middle: float) -> Svg:
    """From a bound to where the number may lie."""
    fore = 6 if stop > start else -6
    return tag("path", class_="arrow", d=f"M{r(start)} {r(middle)}H{r(stop)}m{-fore} -5l{fore} 5l{-fore} 5")


def head(look: str, x: float, middle: float, *, forward: bool) -> Svg:
    """The head of an arrow at the end of a bar: it goes on, nobody says how far."""
    back = -7 if forward else 7
    return tag("path", class_=look, d=f"M{r(x + back)} {r(middle - 9)}l{-back} 9l{back} 9")


def cut(words: str, letters: int, lines: int) -> list[str]:
    """Words in lines; what does not fit the last one ends in ``…``."""
    whole = textwrap.wrap(words, letters, break_on_hyphens=False) or [""]
    kept = whole[:lines]
    return kept if kept == whole else [*kept[:-1], f"{kept[-1][: letters - 1].rstrip()}…"]
