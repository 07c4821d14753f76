"""The picture of growth: how many listings there were by the end of each year."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from mostanad.loader.drawings import LAYOUTS, LINE, Drawing, Measures, Svg, cut, in_layouts, join, r, step_of, tag, text


@dataclass(frozen=True)
class Series:
    """A line of a picture of growth: by year, in order and without a gap, how many came, by the voices that say so."""

    label: str
    years: Sequence[tuple[int, Mapping[str, int]]]

    @property
    def points(self) -> list[tuple[int, int]]:
        """By year, how many there were by its end."""
        totals = accumulate(sum(came.values()) for _, came in self.years)
        return [(year, total) for (year, _), total in zip(self.years, totals, strict=True)]


def growth(series: Sequence[Series]) -> Svg:
    """How many listings there were by the end of each year, a line for each series, that can be drawn again.

    Of a line the page has by year its place (``data-steps``: x, and pairs of voices and how many came), the place of
    zero and the height of one (``data-zero``, ``data-one``).
    """
    years = sorted({year for line in series for year, _ in line.years})
    drawn = {one: _growth(series, years, one) for one in LAYOUTS} if len(years) > 1 else {}
    return in_layouts("Listings by the end of each year", drawn)


def _growth(series: Sequence[Series], years: Sequence[int], measures: Measures) -> Drawing:
    left, right = measures.plot
    most = max(number for line in series for _, number in line.points)
    step = step_of(most, measures.steps)
    zero = measures.high - 30
    one = (measures.high - 60) / (step * math.ceil(most / step))

    def x(year: float) -> float:
        return left + (right - left) * (year - years[0]) / (years[-1] - years[0])

    parts = []
    for number in range(math.ceil(most / step) + 1):
        y = zero - one * number * step
        grid = tag("line", class_="grid", x1=left, x2=right, y1=y, y2=y)
        parts += [grid, text("axis end", left - 6, y + 4, f"{number * step:,.0f}")]
    every = -(-(years[-1] - years[0]) // measures.steps)
    parts += [text("axis mid", x(year), zero + 20, str(year)) for year in range(years[0], years[-1] + 1, every)]
    labels = [cut(line.label, measures.letters - 5 - len(f"{line.points[-1][1]:,}"), measures.lines) for line in series]
    ends = [zero - one * line.points[-1][1] + 4 if measures.label else measures.high + 16.0 for line in series]
    tops = _apart(ends, [LINE * len(lines) for lines in labels])
    for number, (line, lines, top) in enumerate(zip(series, labels, tops, strict=True)):
        label = _named(lines, line.points[-1][1], right + 8 if measures.label else 0, top)
        parts.append(_series(line, f"s{number % 6}", x, (zero, one), label))
    bottoms = [top + LINE * len(lines) for top, lines in zip(tops, labels, strict=True)]
    return Drawing(parts, max(measures.high, *bottoms))


def _named(lines: Sequence[str], total: int, x: float, y: float) -> Svg:
    """The label of a line of growth, with a piece of the line and its number."""
    said = [*lines[:-1], join([f"{lines[-1]} ", tag("tspan", f"{total:,}")])]
    texts = [text("said", x + 30, y + LINE * number, line) for number, line in enumerate(said)]
    return join([tag("line", x1=x, x2=x + 24, y1=y - 4, y2=y - 4), *texts])


def _series(line: Series, look: str, x: Callable[[float], float], scale: tuple[float, float], label: Svg) -> Svg:
    zero, one = scale
    path, last = "", zero - one * line.points[0][1]
    for year, count in line.points:  # a step at each year's end
        path += f"{'L' if path else 'M'}{r(x(year))} {r(last)}L{r(x(year))} {r(zero - one * count)}"
        last = zero - one * count
    steps = json.dumps([[r(x(year)), sorted(came.items())] for year, came in line.years], separators=(",", ":"))
    end, total = line.points[-1]
    inside = (tag("title", f"{line.label}: {total:,} by the end of {end}"), tag("path", d=path), label)
    return tag("g", *inside, class_=f"series {look}", data_zero=str(zero), data_one=str(one), data_steps=steps)


def _apart(places: Sequence[float], heights: Sequence[float]) -> list[float]:
    """The places of labels, moved down as little as needed so that none covers another."""
    found = [0.0] * len(places)
    free = -math.inf
    for number in sorted(range(len(places)), key=lambda number: places[number]):
        found[number] = max(places[number], free)
        free = found[number] + heights[number]
    return found
