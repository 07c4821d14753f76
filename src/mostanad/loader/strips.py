"""Acts over time, in strips: a dot for each act on its day; a bar for acts with only bounds of their dates."""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter

from mostanad.loader import drawings as draw
from mostanad.loader.drawings import LINE, SMALL, Drawing, Measures, Svg, cut, head, lined, r, tag, text
from mostanad.models.language import figure, say
from mostanad.models.words import on

#: The most dots in a column: further dots of a day go into columns beside it.
_HIGH = 40
#: The thickness of a bar for each of its acts, and the least; the height of the line for ends.
_THICK, _LEAST, _END = 0.6, 4.0, 13.0
#: A shorter bar becomes a tick with its number beside it; the height of a tick.
_SHORT, _TICK = 8.0, 11.0
#: The height up to which dots are enlarged if there are few on one day.
_TALL = 60
#: The margin at both sides; the greatest width of a small letter.
_MARGIN, _LETTER = 18.0, 7.2
At = Callable[[dt.date], float]


@dataclass(frozen=True)
class Acts:
    """Acts with the same first and last possible day."""

    days: draw.Days
    date: str | None  # as written (EDTF)
    filled: bool
    count: int

    @property
    def is_day(self) -> bool:
        return self.days[0] is not None and self.days[0] == self.days[1]


@dataclass(frozen=True)
class Strip(draw.Entry):
    """The acts of one authority or programme, those that ended, and the last day for which documents show any."""

    acts: Sequence[Acts]
    ended: Sequence[Acts]
    seen: dt.date | None


@dataclass(frozen=True)
class Mark(draw.Entry):
    """An event to mark: the first and last possible day of its start, and a short name."""

    days: draw.Days


def draw_strips(strips: Sequence[Strip], marks: Sequence[Mark], until: dt.date, measures: Measures) -> Drawing:
    """Draw strips over the years up to a day, with marks across all of them."""
    known = [day for strip in strips for acts in (*strip.acts, *strip.ended) for day in acts.days if day]
    known += [day for mark in marks for day in mark.days if day]
    lefts = [acts.days[1] for strip in strips for acts in (*strip.acts, *strip.ended) if not acts.days[0]]
    known += [day - dt.timedelta(days=730) for day in lefts if day]  # room for a bar without a start
    at, axis = draw.axis_of(known or [until], until, (_MARGIN, measures.width - _MARGIN), measures)
    words, top = _marked(marks, at, measures)
    begin, parts, low = top, list[Svg](), draw.begins_at(axis, 20)
    top += low + 2
    highest = max((acts.count for strip in strips for acts in strip.acts if acts.is_day), default=1)
    # If there are few dots, they are larger.
    pitch = round(min(3 * measures.pitch, max(measures.pitch, _TALL / highest)), 1)
    for strip in strips:
        drawn, top = _strip(strip, at, until, measures, pitch, top)
        parts.append(drawn)
    height = top + 8
    grid = [tag("path", class_="grid", d="".join(f"M{r(x)} {r(begin + low)}V{r(top - 8)}" for x, _ in axis))]
    written = partial(lined, "axis mid halo", high=SMALL)
    years = [one for x, lines in axis for y in (begin + 14, height) for one in written(x, y - SMALL, lines)]
    waves = [_wave(mark, at, begin + low, top - 8) for mark in marks]
    return Drawing([*grid, *waves, *words, *years, *parts], height + low - 14)


def _wave(mark: Mark, at: At, top: float, bottom: float) -> Svg:
    """A line on the day on which an event began, or a band over its possible days."""
    first, last = (at(day) for day in mark.days if day)
    if last - first < 2:
        return tag("line", class_="wave", x1=first, x2=first, y1=top, y2=bottom)
    return tag("rect", class_="wave", x=first, y=top, width=last - first, height=bottom - top)


def _marked(marks: Sequence[Mark], at: At, measures: Measures) -> tuple[list[Svg], float]:
    """The names of the marks, in as many rows as needed, each with a line down to the strips; and their height."""
    drawn, placed = list[Svg](), list[tuple[Mark, float, list[str], int, bool, float, float]]()
    letters, tops = 36 if measures.width > 400 else 26, dict[int, int]()
    found = [(mark, at(mark.days[0] or dt.date.min), cut(mark.said, letters, 4)) for mark in marks]
    sided = [(mark, x, lines, x >= _LETTER * max(map(len, lines))) for mark, x, lines in found]
    # Names go left of their line if they fit. Of these the latest is placed first and highest, so that no line crosses
    # the name of another mark.
    for mark, x, lines, is_left in sorted(sided, key=lambda one: (one[3], -one[1] if one[3] else one[1])):
        wide = _LETTER * max(map(len, lines))
        first, last = (x - wide, x) if is_left else (x, x + wide)
        row = max((one + 1 for *_, one, _, low, high in placed if low < x < high), default=0)
        while any(one == row and first < high + 8 and low < last + 8 for *_, one, _, low, high in placed):
            row += 1
        tops[row] = max(len(lines), tops.get(row, 0))
        placed.append((mark, x, lines, row, is_left, first, last))
    heights = [sum(tops[one] for one in range(row)) * SMALL + row * 5 for row in range(len(tops) + 1)]
    for mark, x, lines, row, is_left, *_ in sorted(placed, key=itemgetter(1)):  # by time, for the Tab key
        place = (x - 4 if is_left else x + 4, heights[row])
        look = "axis halo end" if is_left else "axis halo"
        said = lined(look, *place, lines, SMALL)
        drop = _wave(mark, at, heights[row] + 4, heights[-1] + 20)
        linked = [tag("title", mark.label), *said]
        drawn += [drop, tag("a", *linked, href=mark.address) if mark.address else tag("g", *said)]
    return drawn, heights[-1]


def _strip(strip: Strip, at: At, until: dt.date, measures: Measures, pitch: float, top: float) -> tuple[Svg, float]:
    """A strip and its bottom y: the name, dots above the base line, and below it bars and ends."""
    is_broad = measures.width > 400
    letters = measures.width // 8 if is_broad else 50
    names, said = cut(strip.label, letters - 12, 2), cut(strip.said, letters, 6)
    name = lined("group halo", 0, top, names)
    parts = [tag("a", *name, href=strip.address)] if strip.address else name
    below = LINE * len(names) + SMALL * len(said)  # dots above these words start below them
    parts += lined("axis halo", 0, top + LINE * len(names), said, SMALL)
    columns = _columns([acts for acts in strip.acts if acts.is_day], at, pitch)
    words = _LETTER * max(map(len, [*said, *names]))
    high = [low + count * pitch + (below if x < words else 0) for _, count, x, low in columns]
    zero = top + max([below + 4, *high]) + pitch
    left, right = _MARGIN, at(until)
    sure = min(at(strip.seen), right) if strip.seen else left
    parts.append(tag("line", class_="base", x1=left, x2=sure, y1=zero, y2=zero))
    parts.append(tag("line", class_="base open", x1=sure, x2=right, y1=zero, y2=zero))
    parts += _dots(columns, zero - pitch * 0.8, pitch)
    bounded = _together([acts for acts in strip.acts if any(acts.days) and not acts.is_day], at)
    places = _packed([_size(some, at) for some in bounded], 2)
    bars = [
        _bar(some, _span(some, at), zero + 5 + low, high, is_broad)
        for some, (*_, low, high) in zip(bounded, places, strict=True)
    ]
    top = zero + 5 + max((low + high for *_, low, high in places), default=0)
    ended = sorted((acts for acts in strip.ended if any(acts.days)), key=_order)
    if ended:
        parts.append(_ended(ended, [_room(acts, at) for acts in ended], top + 3))
        top += 3 + _END
    return tag("g", *parts, *bars, class_="strip"), top + 12


def _columns(acts: Iterable[Acts], at: At, pitch: float) -> list[tuple[Acts, int, float, float]]:
    """Columns of dots that do not overlap: the acts, the number of dots, x, and the height of the lowest dot."""
    found = list[tuple[Acts, int, float]]()
    for one in sorted(acts, key=_order):
        many = math.ceil(one.count / _HIGH)
        for number in range(many):
            x = at(one.days[0] or dt.date.min) + (number - (many - 1) / 2) * pitch
            found.append((one, (one.count + number) // many, x))
    places = _packed([(x - pitch / 2, x + pitch / 2, count * pitch) for _, count, x in found], 0)
    return [(*column, low) for column, (*_, low, _) in zip(found, places, strict=True)]


def _dots(columns: Sequence[tuple[Acts, int, float, float]], zero: float, pitch: float) -> list[Svg]:
    """The dots of a strip: paths with dashes of length zero, which round caps turn into dots."""
    drawn = list[Svg]()
    for filled in (True, False):
        path = "".join(
            f"M{r(x)} {r(zero - low)}v-{r((count - 1) * pitch + 0.1)}"
            for acts, count, x, low in columns
            if acts.filled == filled
        )
        dashes = {"d": path, "stroke_dasharray": f"0 {r(pitch)}"}
        if path:
            drawn.append(tag("path", class_="dots" if filled else "dots other", stroke_width=pitch * 0.88, **dashes))
        if path and not filled:
            drawn.append(tag("path", class_="dots hole", stroke_width=pitch * 0.4, **dashes))
    return drawn


def _order(acts: Acts) -> tuple[dt.date, dt.date, bool]:
    first, last = acts.days
    return first or last or dt.date.max, last or dt.date.max, acts.filled


def _room(acts: Acts, at: At) -> tuple[float, float]:
    """The start and stop of a bar: its two days, or a short distance from the only known one."""
    first, last = acts.days
    start = at(first) if first else at(last or dt.date.max) - draw.STUB
    stop = at(last) if last else start + draw.STUB
    more = max(0.0, 3 - (stop - start)) / 2
    return start - more, stop + more


def _together(bounded: Iterable[Acts], at: At) -> list[list[Acts]]:
    """Group acts into bars: short bars of the same kind that lie side by side become one."""
    found = list[list[Acts]]()
    for one in sorted(bounded, key=_order):
        near = (some for some in found if some[0].filled == one.filled and _span([*some, one], at)[1] < _SHORT)
        beside = next(near, None)
        if beside is None:
            found.append(beside := [])
        beside.append(one)
    return found


def _span(some: Iterable[Acts], at: At) -> tuple[float, float]:
    """The start and the length of a bar."""
    starts, stops = zip(*(_room(acts, at) for acts in some), strict=True)
    return min(starts), max(stops) - min(starts)


def _size(some: Sequence[Acts], at: At) -> tuple[float, float, float]:
    """The start, stop and height of a bar, or of a tick with its number."""
    (start, long), count = _span(some, at), sum(acts.count for acts in some)
    if long < _SHORT:
        return start, start + long + 3 + _LETTER * len(figure(count)), _TICK
    return start, start + long, max(_LEAST, count * _THICK)


def _packed(sizes: Iterable[tuple[float, float, float]], gap: float) -> list[tuple[float, float, float, float]]:
    """Place bars (start, stop, height) as close to zero as they fit; the place is added before the height."""
    found = list[tuple[float, float, float, float]]()
    for start, stop, high in sizes:
        free = 0.0
        for left, right, low, tall in sorted(found, key=lambda one: one[2]):
            if left < stop + gap - 0.05 and start < right + gap - 0.05 and low < free + high + gap - 0.05:
                free = max(free, low + tall + gap)
        found.append((start, stop, free, high))
    return found


def _bar(some: Sequence[Acts], span: tuple[float, float], y: float, high: float, is_titled: bool) -> Svg:
    """A bar over its days, or a tick; its title says what it counts, except in the narrow layout."""
    (start, long), (acts, *more), said = span, some, figure(sum(acts.count for acts in some))
    days = say("; ").join(f"{figure(one.count)} {on(one.date)}" for one in some) if more else on(acts.date)
    parts = [tag("title", f"{said}: {days}")] if is_titled else []
    stop, look = start + long, "tick" if long < _SHORT else "faint"
    parts.append(tag("rect", class_=look + " other" * (not acts.filled), x=start, y=y, width=long, height=high))
    if long < _SHORT:
        return tag("g", *parts, text("axis halo", stop + 3, y + 10, said))
    for edge, forward in ((acts.days[0], False), (acts.days[1], True)):
        if edge is None:
            parts.append(head("arrow", stop if forward else start, y + high / 2, forward=forward))
    if high >= 11 and long > 8 * len(said) + 4:
        parts.append(text("axis mid halo", (start + stop) / 2 + (0 if acts.days[0] else 6), y + high / 2 + 4, said))
    return tag("g", *parts)


def _ended(ended: Sequence[Acts], rooms: Sequence[tuple[float, float]], y: float) -> Svg:
    """A line between the possible days of ends, after their number."""
    middle, up, down = r(y + _END / 2), r(y + 3), r(y + _END - 3)
    known = [(x, day) for acts, room in zip(ended, rooms, strict=True) for x, day in zip(room, acts.days, strict=True)]
    edges = "".join(f"M{x} {up}V{down}" for x in dict.fromkeys(r(x) for x, day in known if day))
    first, last = min(start for start, _ in rooms), max(stop for _, stop in rooms)
    said = [say("%(number)s ended: %(day)s", number=acts.count, day=on(acts.date)) for acts in ended]
    number = text("axis halo end", first - 3, y + _END / 2 + 4, f"\u2212{figure(sum(acts.count for acts in ended))}")
    path = tag("path", class_="ended", d=f"{edges}M{r(first)} {middle}H{r(last)}")
    return tag("g", tag("title", say("; ").join(said)), path, number)
