"""A matrix with bars: what has which of some marks, and how many there are; also as a tree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from mostanad.loader.drawings import LINE, Drawing, Entry, Measures, Svg, bar, cut, lined, r, tag, text
from mostanad.models.language import figure

#: How far columns are from each other, how high a line is, how far a child is indented;
#: the room for a number, and for one with a note.
_COLUMN, _HIGH, _INDENT, _NUMBER, _NOTE = 26.0, 24.0, 14.0, 56, 480
#: Where columns begin if the labels stand above them: right of the branches of a tree.
_ASIDE = 30.0
#: How many letters the name of a column has at most, and how wide one is; names are turned by so much.
_LETTERS, _LETTER, _TURN = 34, 6.4, 50
#: The look of a mark in a column.
MARKED, HALF, NONE = "sure", "other", "none"


@dataclass(frozen=True)
class Line(Entry):
    """A line: the look of its mark in each column, how many it stands for, and how deep it is in a tree.

    Its note stands behind the number where there is room.
    """

    marks: tuple[str, ...]
    value: int
    depth: int = field(default=0, kw_only=True)


def draw_matrix(lines: Sequence[Line], columns: Sequence[str], measures: Measures) -> Drawing:
    """Lines one below the other; those without a label have a line through their marks instead."""
    is_labelled = any(line.label for line in lines)
    room = (measures.label or _ASIDE) if is_labelled else 0.0
    places = [room + _COLUMN * (number + 0.5) for number in range(len(columns))]
    names = [cut(name, _LETTERS, 1)[0] for name in columns]
    turned = math.radians(_TURN)
    top = 8 + max((len(name) * _LETTER * math.sin(turned) for name in names), default=0.0)
    parts = [_name(name, x, top) for name, x in zip(names, places, strict=True)]
    start = room + _COLUMN * len(columns) + 10
    beside = any(line.note for line in lines) and bool(measures.label)
    most = max((line.value for line in lines), default=0) or 1
    scale = (measures.width - start - (_NOTE if beside else _NUMBER)) / most
    top, above = top + 6, dict[int, float]()
    for line in lines:
        words = cut(line.label, measures.letters - 2 * line.depth, 2) if line.label else []
        x = 2 + _INDENT * line.depth
        drawn = lined("row", x, top, words)
        is_low = not measures.label and bool(words)
        middle = top + (LINE * len(words) + 13 if is_low else _HIGH / 2)
        if line.depth:
            y = top + 12
            path = f"M{r(x - _INDENT + 3)} {r(above.get(line.depth - 1, top))}V{r(y)}H{r(x - 2)}"
            drawn.append(tag("path", class_="branch", d=path))
        above[line.depth] = top + LINE * len(words) + 2
        drawn += _marks(line, places, middle, is_joined=not is_labelled)
        drawn += [bar("sure", start, start + line.value * scale, middle)] if line.value else []
        note = [tag("tspan", f"\u00a0\u00a0{line.note}", class_="axis")] if beside else []
        drawn.append(text("said", start + line.value * scale + 6, middle + 5, figure(line.value), *note))
        inside = [tag("title", f"{line.label}: {line.said}".removeprefix(": ")), *drawn]
        look = {"class_": "lane listing"}
        parts.append(tag("a", *inside, href=line.address, **look) if line.address else tag("g", *inside, **look))
        top += LINE * len(words) + 28 if is_low else max(_HIGH, LINE * len(words) + 6)
    return Drawing(parts, top + 6)


def _name(name: str, x: float, y: float) -> Svg:
    """The name of a column, turned; its end is above the column."""
    return tag("text", name, class_="axis", x=x, y=y, transform=f"rotate(-{_TURN} {r(x)} {r(y)})")


def _marks(line: Line, places: Sequence[float], middle: float, *, is_joined: bool) -> list[Svg]:
    marked = [(x, look) for x, look in zip(places, line.marks, strict=True) if look != NONE]
    drawn = [tag("line", class_="joins", x1=marked[0][0], x2=marked[-1][0], y1=middle, y2=middle)] if is_joined else []
    absent = "".join(f"M{r(x)} {r(middle)}h0" for x, look in zip(places, line.marks, strict=True) if look == NONE)
    drawn += [tag("path", class_=NONE, d=absent)] if absent else []
    return [*drawn, *(tag("circle", class_=look, cx=x, cy=middle, r=6) for x, look in marked)]
