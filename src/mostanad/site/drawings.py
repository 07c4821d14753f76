"""Pictures as SVG, drawn when the site is built: what is certain is solid, what is not is faint, nothing is averaged.

All looks come from the style sheet by classes (a strict Content-Security-Policy forbids style attributes), so pictures
follow light, dark and print. Every shape has a title, and leads to its evidence; the same is in the tables beside it.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup

#: The height of a bar with its gap, of a line of text; where rows begin; how long a bar is whose begin or end is open.
ROW, LINE, TOP, STUB = 26, 17, 24, 36


@dataclass(frozen=True)
class Measures:
    """A layout: each picture is drawn in both, and the style sheet shows the one for which there is room.

    Attributes:
        look: its class; ``width``: how wide it is.
        label: the room for labels at the left; none: they stand above what they are of.
        letters: of a line of a label; ``lines``: of a label; what is longer is cut.
        said: the room for numbers at the right of dots; none: they stand with the label.
        years: how many of them an axis has at most; ``steps``: how many numbers.
        plot: from where to where lines of growth go; ``high``: how high their picture is without labels below.
    """

    look: str
    width: int
    label: int
    letters: int
    lines: int
    said: int
    years: int
    steps: int
    plot: tuple[int, int]
    high: int


WIDE = Measures("broad", 960, 350, 46, 2, 150, 12, 8, (60, 590), 360)
#: As wide as the place in which it stands on a phone of 360 pixels: larger ones would shrink its text.
NARROW = Measures("narrow", 328, 0, 44, 3, 0, 5, 5, (48, 308), 260)
LAYOUTS = (WIDE, NARROW)


@dataclass(frozen=True)
class Lane:
    """A line of a timeline: something that lasted, or happened.

    Attributes:
        label: what it says; ``kind``: the class of its look (post, listing, event, tie).
        address: where its evidence is.
        first: the days on which it can have begun; ``last``: on which it can have ended; None: nobody says.
        when: the time in words.
        heard: the voices (see :mod:`mostanad.site.voices`) of what it says; of its begin; of its end.
        seen: the last day of which a document says it: as far as it goes if nobody says its end.
    """

    label: str
    kind: str
    address: str
    first: tuple[dt.date | None, dt.date | None]
    last: tuple[dt.date | None, dt.date | None] | None
    when: str
    heard: tuple[str, str, str] = ("", "", "")
    seen: dt.date | None = None


@dataclass(frozen=True)
class Count:
    """A number of a picture of rival numbers.

    Attributes:
        label: who counted what; ``said``: the number in words.
        address: where its evidence is.
        comparator: as in the vocabulary Comparator.
        value: the number; ``upper``: the upper number of a range, or None.
        heard: the voices of the number.
    """

    label: str
    said: str
    address: str
    comparator: str
    value: float
    upper: float | None
    heard: str = ""


@dataclass(frozen=True)
class Series:
    """A line of a picture of growth.

    Attributes:
        label: what grew.
        years: by year, in order and without a gap, how many came in it, by the voices that say so.
    """

    label: str
    years: Sequence[tuple[int, Mapping[str, int]]]

    @property
    def points(self) -> list[tuple[int, int]]:
        """By year, how many there were by its end."""
        totals = accumulate(sum(came.values()) for _, came in self.years)
        return [(year, total) for (year, _), total in zip(self.years, totals, strict=True)]


def timeline(lanes: Sequence[Lane], until: dt.date) -> Markup:
    """Lanes over the years.

    Args:
        lanes: what is drawn; those without any day are left out.
        until: the right end: the day of the release.

    Returns:
        the picture in both layouts; empty if no lane has a day.
    """
    dated = [lane for lane in lanes if _days(lane)]
    return _picture("Timeline", [_timeline(dated, until, measures) for measures in LAYOUTS] if dated else [])


def _days(lane: Lane) -> list[dt.date]:
    return [day for day in (*lane.first, *(lane.last or ())) if day is not None]


def _timeline(lanes: Sequence[Lane], until: dt.date, measures: Measures) -> Markup:
    days = [day for lane in lanes for day in (*_days(lane), lane.seen) if day]
    begin, right = min(days).year, max(until, dt.date(max(days).year + 1, 1, 1))
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (right.year - begin) / step <= measures.years)
    left = dt.date(max(begin // step * step, 1), 1, 1)
    right = right if (right - left).days > 700 else dt.date(left.year + 2, 1, 1)
    # Nothing is drawn outside: there is room for open bars.
    zero = measures.label + (STUB + 4 if any(lane.first[0] is None for lane in lanes) else 18)
    end = measures.width - (STUB + 4 if any(lane.last is None and lane.first[1] is None for lane in lanes) else 12)

    def at(day: dt.date) -> float:
        return zero + (end - zero) * (day - left).days / (right - left).days

    labels = [_lines(lane.label, measures) for lane in lanes]
    rows, height = _rows(labels, measures)
    drawn = [_lane(lane, label, middle, at) for lane, (label, middle) in zip(lanes, rows, strict=True)]
    years = [(at(dt.date(year, 1, 1)), str(year)) for year in range(left.year, right.year + 1, step)]
    grid = [_line(x, year, height) for x, year in years if x <= measures.width - 20]  # where its number has room
    return _layout(measures, "Timeline", height, [*grid, *drawn])


def _line(x: float, text: str, height: float) -> Markup:
    return Markup(
        '<line class="grid" x1="{x}" x2="{x}" y1="{y}" y2="{h}"/><text class="axis mid" x="{x}" y="14">{t}</text>'
    ).format(x=_r(x), y=TOP - 4, h=_r(height), t=text)


def _rows(labels: Sequence[Sequence[str]], measures: Measures) -> tuple[list[tuple[Markup, float]], float]:
    """By row its label, drawn, and the middle of its bar; and where the last row ends."""
    found, top = [], float(TOP)
    for lines in labels:
        more, x = LINE * (len(lines) - 1), max(measures.label - 8, 2)
        texts = [_text("label", x, top + LINE * number, line) for number, line in enumerate(lines, 1)]
        # A label above its bar is nearer to it than to the bar before.
        found.append((Markup("").join(texts), top + ((ROW + more) / 2 if measures.label else 30 + more)))
        top += ROW + more + (0 if measures.label else 22)
    return found, top + 6


def _lane(lane: Lane, label: Markup, middle: float, at: Callable[[dt.date], float]) -> Markup:
    shapes = _happened(lane, middle, at) if lane.last is None else _lasted(lane, lane.last, middle, at)
    return Markup(
        '<a href="{}" class="lane {}" data-v="{}" data-first="{}" data-last="{}"><title>{}</title>{}{}</a>'
    ).format(lane.address, lane.kind, *lane.heard, f"{lane.label}: {lane.when}", label, Markup("").join(shapes))


def _happened(lane: Lane, middle: float, at: Callable[[dt.date], float]) -> list[Markup]:
    early, late = lane.first
    if early is None or late is None:
        x = at(*_days(lane))
        first, last, tip = (x, x + STUB, x + STUB) if early else (x - STUB, x, x - STUB)
        return [_bar("faint", first, last, middle), _head("arrow", tip, middle, forward=early is not None)]
    first, last = at(early), at(late)
    # Of a day that is not known none is drawn: the middle of what is possible would be one that nobody says.
    return [_bar("faint", first, last, middle) if last - first > 8 else _diamond((first + last) / 2, middle)]


def _lasted(
    lane: Lane, last: tuple[dt.date | None, dt.date | None], middle: float, at: Callable[[dt.date], float]
) -> list[Markup]:
    """A bar: solid from the last day of the begin to the first day of the end, faint before and after; or open."""
    early, late = lane.first
    start = at(early) if early else min(map(at, _days(lane))) - STUB
    # What nobody says to have ended goes on no further than somebody speaks of it.
    stop = at(last[1]) if last[1] else max(at(day) for day in (*_days(lane), lane.seen) if day)
    sure = _sure(at(late) if late else None, at(last[0]) if last[0] else None)
    is_short = last[1] is None and stop - sure[0] < 8  # no room for a mark beside the head, which is solid then
    if is_short or sure[0] >= sure[1]:
        sure = stop, stop
    shapes = [_bar("faint", start, sure[0], middle), _bar("sure", *sure, middle), _bar("faint", sure[1], stop, middle)]
    if early is None:
        shapes.append(_head("arrow", start, middle, forward=False))
    if last[1] is None:
        shapes.append(_head("sure" if is_short else "arrow", stop, middle, forward=True))
    return shapes


def _sure(begun: float | None, ended: float | None) -> tuple[float, float]:
    """From where to where it lasted for certain: of one known end a mark only; nowhere if it may have ended before."""
    if begun is None:
        return (0, 0) if ended is None else (ended - 3, ended)
    return begun, begun + 3 if ended is None or ended == begun else ended


def counts(numbers: Sequence[Count]) -> Markup:
    """Rival numbers over one axis from zero: a dot for a number, an arrow for a bound, a bar for a range.

    Returns:
        the picture in both layouts; empty if there are fewer than two numbers.
    """
    return _picture("Rival numbers", [_counts(numbers, one) for one in LAYOUTS] if len(numbers) > 1 else [])


def _counts(numbers: Sequence[Count], measures: Measures) -> Markup:
    most = max(count.upper or count.value for count in numbers)
    step = _step(most, measures.steps)
    right = step * math.ceil(most * 1.08 / step) or step
    zero = measures.label + 8

    def at(value: float) -> float:
        return zero + (measures.width - zero - max(measures.said, 28)) * value / right

    labels = [_lines(count.label, measures) for count in numbers]
    if not measures.said:
        whole = [f"{' '.join(lines)}: {count.said}" for lines, count in zip(labels, numbers, strict=True)]
        labels = [textwrap.wrap(text, measures.letters) for text in whole]
    rows, height = _rows(labels, measures)
    ticks = [number * step for number in range(round(right / step) + 1)]
    grid = [_line(at(tick), f"{tick:,.0f}" if step >= 1 else f"{tick:g}", height) for tick in ticks]
    drawn = [_count(count, *row, at, measures) for count, row in zip(numbers, rows, strict=True)]
    return _layout(measures, "Rival numbers", height, [*grid, *drawn])


def _step(most: float, steps: int) -> float:
    """A round step of an axis with about so many of them."""
    size = 10 ** math.floor(math.log10(most)) if most > 0 else 1
    return next(size * part for part in (0.1, 0.2, 0.5, 1, 2, 5) if most / (size * part) <= steps)


#: To which side the truth may lie, as the words say.
_UP = frozenset({"at_least", "more_than"})
_DOWN = frozenset({"at_most", "as_many_as", "nearly", "less_than"})


def _count(count: Count, label: Markup, middle: float, at: Callable[[float], float], measures: Measures) -> Markup:
    x = end = at(count.value)
    shapes = [_dot(x, middle, "faint" if count.comparator in ("about", *_UP, *_DOWN) else "sure")]
    if count.upper is not None:
        end = at(count.upper)
        shapes = [_bar("sure", x, end, middle)]
    elif count.comparator in _UP:
        end = x + 26
        shapes.append(_arrow(x, end, middle))
    elif count.comparator in _DOWN:
        shapes.append(_arrow(x, max(x - 26, at(0)), middle))  # none is less than zero
    said = _text("said", end + 10, middle + 4, count.said) if measures.said else ""
    return Markup('<a href="{}" class="lane count" data-v="{}"><title>{}: {}</title>{}{}{}</a>').format(
        count.address, count.heard, count.label, count.said, label, Markup("").join(shapes), said
    )


def growth(series: Sequence[Series]) -> Markup:
    """How many listings there were by the end of each year, a line for each series, that can be drawn again.

    Of a line the page has by year its place (``data-steps``: x, and pairs of voices and how many came), the place of
    zero and the height of one (``data-zero``, ``data-one``).
    """
    years = sorted({year for line in series for year, _ in line.years})
    title = "Listings by the end of each year"
    return _picture(title, [_growth(series, years, one, title) for one in LAYOUTS] if len(years) > 1 else [])


def _growth(series: Sequence[Series], years: Sequence[int], measures: Measures, title: str) -> Markup:
    left, right = measures.plot
    most = max(number for line in series for _, number in line.points)
    step = _step(most, measures.steps)
    zero = measures.high - 30
    one = (measures.high - 60) / (step * math.ceil(most / step))

    def x(year: float) -> float:
        return left + (right - left) * (year - years[0]) / (years[-1] - years[0])

    parts = []
    for number in range(math.ceil(most / step) + 1):
        y = zero - one * number * step
        grid = Markup('<line class="grid" x1="{}" x2="{}" y1="{y}" y2="{y}"/>').format(left, right, y=_r(y))
        parts += [grid, _text("axis end", left - 6, y + 4, f"{number * step:,.0f}")]
    every = -(-(years[-1] - years[0]) // measures.steps)
    parts += [_text("axis mid", x(year), zero + 20, str(year)) for year in range(years[0], years[-1] + 1, every)]
    labels = [_lines(line.label, measures, 5 + len(f"{line.points[-1][1]:,}")) for line in series]
    ends = [zero - one * line.points[-1][1] + 4 if measures.label else measures.high + 16.0 for line in series]
    tops = _apart(ends, [LINE * len(lines) for lines in labels])
    for number, (line, lines, top) in enumerate(zip(series, labels, tops, strict=True)):
        label = _named(lines, line.points[-1][1], right + 8 if measures.label else 0, top)
        parts.append(_series(line, f"s{number % 6}", x, (zero, one), label))
    bottoms = [top + LINE * len(lines) for top, lines in zip(tops, labels, strict=True)]
    return _layout(measures, title, max(measures.high, *bottoms), parts)


def _named(lines: Sequence[str], total: int, x: float, y: float) -> Markup:
    """The label of a line of growth, with a piece of the line and its number."""
    said = [*lines[:-1], Markup("{} <tspan>{:,}</tspan>").format(lines[-1], total)]
    texts = [_text("said", x + 30, y + LINE * number, line) for number, line in enumerate(said)]
    key = Markup('<line x1="{}" x2="{}" y1="{y}" y2="{y}"/>').format(_r(x), _r(x + 24), y=_r(y - 4))
    return Markup("").join([key, *texts])


def _series(line: Series, look: str, x: Callable[[float], float], scale: tuple[float, float], label: Markup) -> Markup:
    zero, one = scale
    path, last = "", zero - one * line.points[0][1]
    for year, count in line.points:  # a step at each year's end
        path += f"{'L' if path else 'M'}{_r(x(year))} {_r(last)}L{_r(x(year))} {_r(zero - one * count)}"
        last = zero - one * count
    steps = json.dumps([[_r(x(year)), sorted(came.items())] for year, came in line.years], separators=(",", ":"))
    end, total = line.points[-1]
    return Markup(
        '<g class="series {}" data-zero="{}" data-one="{}" data-steps="{}"><title>{}: {:,} by the end of {}</title>'
        '<path d="{}"/>{}</g>'
    ).format(look, zero, one, steps, line.label, total, end, path, label)


def _apart(places: Sequence[float], heights: Sequence[float]) -> list[float]:
    """The places of labels, moved down as little as needed so that none covers another."""
    found = [0.0] * len(places)
    free = -math.inf
    for number in sorted(range(len(places)), key=lambda number: places[number]):
        found[number] = max(places[number], free)
        free = found[number] + heights[number]
    return found


def _picture(title: str, layouts: Sequence[Markup]) -> Markup:
    """A picture in its layouts; empty if there are none."""
    frame = Markup('<div class="wide picture" tabindex="0" role="region" aria-label="{}">{}</div>')
    return frame.format(title, Markup("").join(layouts)) if layouts else Markup("")


def _layout(measures: Measures, title: str, height: float, parts: Iterable[Markup]) -> Markup:
    return Markup(
        '<svg class="{c}" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="group" aria-label="{t}">{p}</svg>'
    ).format(c=measures.look, t=title, w=measures.width, h=_r(height), p=Markup("").join(parts))


def _text(look: str, x: float, y: float, text: str) -> Markup:
    return Markup('<text class="{}" x="{}" y="{}">{}</text>').format(look, _r(x), _r(y), text)


def _bar(look: str, start: float, stop: float, middle: float) -> Markup:
    if stop - start < 1:
        return Markup("")
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="12" rx="2"/>').format(
        look, _r(start), _r(middle - 6), _r(stop - start)
    )


def _diamond(x: float, middle: float) -> Markup:
    return Markup('<path class="sure" d="M{} {}l6 6l-6 6l-6 -6z"/>').format(_r(x), _r(middle - 6))


def _dot(x: float, middle: float, look: str) -> Markup:
    return Markup('<circle class="{}" cx="{}" cy="{}" r="6"/>').format(look, _r(x), _r(middle))


def _arrow(start: float, stop: float, middle: float) -> Markup:
    fore = 6 if stop > start else -6
    path = f"M{_r(start)} {_r(middle)}H{_r(stop)}m{-fore} -5l{fore} 5l{-fore} 5"
    return Markup('<path class="arrow" d="{}"/>').format(path)


def _head(look: str, x: float, middle: float, *, forward: bool) -> Markup:
    """The head of an arrow at the end of a bar: it goes on, nobody says how far."""
    back = -7 if forward else 7
    return Markup('<path class="{}" d="M{} {}l{} 9l{} 9"/>').format(look, _r(x + back), _r(middle - 9), -back, back)


def _lines(label: str, measures: Measures, taken: int = 0) -> list[str]:
    """A label in lines; ``taken``: how many letters of each are for something else."""
    letters = measures.letters - taken
    lines = textwrap.wrap(label, letters, break_on_hyphens=False) or [""]
    kept = lines[: measures.lines]
    return kept if kept == lines else [*kept[:-1], f"{kept[-1][: letters - 1].rstrip()}…"]


def _r(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
