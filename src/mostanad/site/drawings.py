"""Pictures as SVG, drawn when the site is built: what is certain is solid, what is not is faint, nothing is averaged.

All looks come from the style sheet by classes (a strict Content-Security-Policy forbids style attributes), so pictures
follow light, dark and print. Every shape has a title, and leads to its evidence; the same is in the tables beside it.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, LABEL, ROW, TOP = 960, 300, 26, 24
#: Letters of a label that find room.
_LETTERS = 34


@dataclass(frozen=True)
class Lane:
    """A line of a timeline: something that lasted, or happened.

    Attributes:
        label: what it says; ``kind``: the class of its look (post, listing, event, tie).
        address: where its evidence is.
        first: the days on which it can have begun; ``last``: on which it can have ended; None: nobody says.
        when: the time in words.
    """

    label: str
    kind: str
    address: str
    first: tuple[dt.date | None, dt.date | None]
    last: tuple[dt.date | None, dt.date | None] | None
    when: str


@dataclass(frozen=True)
class Count:
    """A number of a picture of rival numbers.

    Attributes:
        label: who counted what; ``said``: the number in words.
        address: where its evidence is.
        comparator: as in the vocabulary Comparator.
        value: the number; ``upper``: the upper number of a range, or None.
    """

    label: str
    said: str
    address: str
    comparator: str
    value: float
    upper: float | None


def timeline(lanes: Sequence[Lane], until: dt.date) -> Markup:
    """Lanes over the years.

    Args:
        lanes: what is drawn; those without any day are left out.
        until: the right end: the day of the release.

    Returns:
        the picture; empty if no lane has a day.
    """
    dated = [lane for lane in lanes if _days(lane)]
    if not dated:
        return Markup("")
    years = sorted(day.year for lane in dated for day in _days(lane))
    left = dt.date(years[0], 1, 1)
    right = max(until, dt.date(years[-1] + 1, 1, 1))
    right = right if (right - left).days > 700 else dt.date(left.year + 2, 1, 1)

    def at(day: dt.date) -> float:
        return LABEL + (WIDTH - LABEL - 12) * (day - left).days / (right - left).days

    rows = [_lane(lane, TOP + number * ROW, at, right) for number, lane in enumerate(dated)]
    height = TOP + ROW * len(dated) + 6
    return _picture("Timeline", height, [*_years(left, right, at, height), *rows])


def _days(lane: Lane) -> list[dt.date]:
    return [day for day in (*lane.first, *(lane.last or ())) if day is not None]


def _years(left: dt.date, right: dt.date, at: Callable[[dt.date], float], height: int) -> Iterable[Markup]:
    step = next(step for step in (1, 2, 5, 10, 20, 50) if (right.year - left.year) / step <= 12)
    for year in range(-(-left.year // step) * step, right.year + 1, step):
        x = at(dt.date(year, 1, 1))
        if LABEL <= x <= WIDTH - 36:  # where its number has room
            yield Markup('<line class="grid" x1="{x}" x2="{x}" y1="{y}" y2="{h}"/>').format(
                x=_r(x), y=TOP - 4, h=height
            )
            yield Markup('<text class="axis" x="{}" y="14">{}</text>').format(_r(x + 2), year)


def _lane(lane: Lane, y: int, at: Callable[[dt.date], float], right: dt.date) -> Markup:
    early, late = lane.first
    begins = early or late
    shapes = []
    if lane.last is None:  # it happened
        first, last = at(early) if early else float(LABEL), at(late or right)
        # Of a day that is not known none is drawn: the middle of what is possible would be one that nobody says.
        shapes.append(_bar("faint", first, last, y) if last - first > 8 else _diamond((first + last) / 2, y))
    else:
        start = at(begins) if begins else float(LABEL)
        stop = at(lane.last[1] or right)
        sure_from = at(late) if late else stop
        sure_to = at(lane.last[0]) if lane.last[0] else sure_from
        if sure_to > sure_from:
            shapes += [_bar("faint", start, sure_from, y), _bar("sure", sure_from, sure_to, y)]
            shapes.append(_bar("faint", sure_to, stop, y))
        else:
            shapes.append(_bar("faint", start, stop, y))
            shapes.append(_bar("sure", at(late), at(late) + 3, y) if late else Markup(""))
    said = f"{lane.label}: {lane.when}"
    return Markup(
        '<a href="{}" class="lane {}"><title>{}</title><text class="label" x="{}" y="{}">{}</text>{}</a>'
    ).format(lane.address, lane.kind, said, LABEL - 8, y + 16, _short(lane.label), Markup("").join(shapes))


def counts(numbers: Sequence[Count]) -> Markup:
    """Rival numbers over one axis from zero: a dot for a number, an arrow for a bound, a bar for a range.

    Returns:
        the picture; empty if there are fewer than two numbers.
    """
    if len(numbers) < 2:
        return Markup("")
    most = max(count.upper or count.value for count in numbers)
    step = _step(most)
    right = step * math.ceil(most * 1.08 / step) or step

    def at(value: float) -> float:
        return LABEL + (WIDTH - LABEL - 150) * value / right

    height = TOP + ROW * len(numbers) + 6
    grid = []
    for number in range(round(right / step) + 1):
        x = _r(at(number * step))
        grid.append(Markup('<line class="grid" x1="{x}" x2="{x}" y1="{y}" y2="{h}"/>').format(x=x, y=TOP - 4, h=height))
        text = f"{number * step:,.0f}" if step >= 1 else f"{number * step:g}"
        grid.append(Markup('<text class="axis mid" x="{}" y="14">{}</text>').format(x, text))
    rows = [_count(count, TOP + number * ROW, at) for number, count in enumerate(numbers)]
    return _picture("Rival numbers", height, [*grid, *rows])


def _step(most: float) -> float:
    """A round step of the axis, so that there are five to ten."""
    size = 10 ** math.floor(math.log10(most)) if most > 0 else 1
    return next(size * part for part in (0.1, 0.2, 0.5, 1, 2) if most / (size * part) <= 8)


#: To which side the truth may lie, as the words say.
_UP = frozenset({"at_least", "more_than"})
_DOWN = frozenset({"at_most", "as_many_as", "nearly", "less_than"})


def _count(count: Count, y: int, at: Callable[[float], float]) -> Markup:
    x, middle = at(count.value), y + 12
    shapes = [_dot(x, middle, "faint" if count.comparator in ("about", *_UP, *_DOWN) else "sure")]
    end = x
    if count.upper is not None:
        end = at(count.upper)
        shapes = [_bar("sure", x, end, y)]
    elif count.comparator in _UP:
        end = x + 26
        shapes.append(_arrow(x, end, middle))
    elif count.comparator in _DOWN:
        shapes.append(_arrow(x, max(x - 26, LABEL), middle))  # not over the label
    return Markup(
        '<a href="{}" class="lane count"><title>{}: {}</title><text class="label" x="{}" y="{}">{}</text>'
        '{}<text class="said" x="{}" y="{}">{}</text></a>'
    ).format(
        count.address, count.label, count.said, LABEL - 8, y + 16, _short(count.label), Markup("").join(shapes),
        _r(end + 10), y + 16, count.said,
    )  # fmt: skip


def growth(series: Sequence[tuple[str, Sequence[tuple[int, int]]]]) -> Markup:
    """How many listings there were by the end of each year, a line for each series.

    Args:
        series: a label, and pairs of a year and the number by its end.
    """
    years = sorted({year for _, points in series for year, _ in points})
    if len(years) < 2:
        return Markup("")
    height, left, right = 360, 60, WIDTH - 330
    most = max(number for _, points in series for _, number in points)
    step = _step(most)

    def x(year: float) -> float:
        return left + (right - left) * (year - years[0]) / (years[-1] - years[0])

    def y(number: float) -> float:
        return height - 30 - (height - 60) * number / (step * math.ceil(most / step))

    parts = [
        Markup(
            '<line class="grid" x1="{}" x2="{}" y1="{y}" y2="{y}"/><text class="axis end" x="{}" y="{t}">{}</text>'
        ).format(left, right, left - 6, f"{number * step:,.0f}", y=_r(y(number * step)), t=_r(y(number * step) + 4))
        for number in range(math.ceil(most / step) + 1)
    ]
    every = max(1, (years[-1] - years[0]) // 8)
    parts += [
        Markup('<text class="axis mid" x="{}" y="{}">{}</text>').format(_r(x(year)), height - 10, year)
        for year in range(years[0], years[-1] + 1, every)
    ]
    labels = _apart([y(points[-1][1]) for _, points in series])
    for number, ((label, points), label_y) in enumerate(zip(series, labels, strict=True)):
        path, last = "", y(points[0][1])
        for year, count in points:  # a step at each year's end
            path += f"{'L' if path else 'M'}{_r(x(year))} {_r(last)}L{_r(x(year))} {_r(y(count))}"
            last = y(count)
        said = f"{label}: {points[-1][1]:,} by the end of {points[-1][0]}"
        parts.append(
            Markup(
                '<g class="series s{}"><title>{}</title><path d="{}"/><text class="said" x="{}" y="{}">{}</text></g>'
            ).format(number % 6, said, path, right + 8, _r(label_y + 4), f"{_short(label)} {points[-1][1]:,}")
        )
    return _picture("Listings by the end of each year", height, parts)


def _apart(places: Sequence[float], least: float = 17) -> list[float]:
    """The places of labels, moved down as little as needed so that none covers another."""
    found = [0.0] * len(places)
    last = -math.inf
    for number in sorted(range(len(places)), key=lambda number: places[number]):
        found[number] = last = max(places[number], last + least)
    return found


def _picture(title: str, height: float, parts: Iterable[Markup]) -> Markup:
    return Markup(
        '<div class="wide picture" tabindex="0" role="region" aria-label="{t}">'
        '<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="group" aria-label="{t}">{p}</svg></div>'
    ).format(t=title, w=WIDTH, h=_r(height), p=Markup("").join(parts))


def _bar(look: str, start: float, stop: float, y: int) -> Markup:
    if stop - start < 1:
        return Markup("")
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="12" rx="2"/>').format(
        look, _r(start), y + 6, _r(stop - start)
    )


def _diamond(x: float, y: int) -> Markup:
    return Markup('<path class="sure" d="M{} {}l6 6l-6 6l-6 -6z"/>').format(_r(x), y + 6)


def _dot(x: float, y: int, look: str) -> Markup:
    return Markup('<circle class="{}" cx="{}" cy="{}" r="6"/>').format(look, _r(x), y)


def _arrow(start: float, stop: float, y: int) -> Markup:
    back = -6 if stop > start else 6
    return Markup('<path class="arrow" d="M{a} {y}H{b}m{back} -5l{fore} 5l{back} 5"/>').format(
        a=_r(start), b=_r(stop), y=y, back=back, fore=-back
    )


def _short(label: str) -> str:
    return label if len(label) <= _LETTERS else f"{label[: _LETTERS - 1].rstrip()}…"


def _r(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
