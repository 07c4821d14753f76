"""The parts of which pictures are made, as SVG: what is escaped, layouts, labels in lines, shapes.

Looks come from style sheets by classes: that of the site (its Content-Security-Policy forbids style attributes), and
that of :mod:`mostanad.loader.picture` for pictures that stand alone.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

#: The height of a bar with its gap, of a line of text; where rows begin; what a heading takes above its first line.
ROW, LINE, TOP, HEAD = 26, 17, 24, 14
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"})


class Svg(str):
    """Markup: what is put into it is escaped, unless it is markup too."""

    __slots__ = ()

    def format(self, *parts: Any, **named: Any) -> Svg:
        """As of any string; texts are escaped."""
        return Svg(super().format(*map(_safe, parts), **{name: _safe(part) for name, part in named.items()}))

    def __html__(self) -> str:
        """For templates: it is escaped already."""
        return str(self)


def _safe(part: Any) -> Any:
    return part.translate(_ESCAPED) if isinstance(part, str) and not isinstance(part, Svg) else part


@dataclass(frozen=True)
class Measures:
    """A layout.

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
    plot: tuple[int, int] = (0, 0)
    high: int = 0


WIDE = Measures("broad", 960, 350, 46, 2, 150, 12, 8, (60, 590), 360)
#: As wide as the place in which it stands on a phone of 360 pixels: larger ones would shrink its text.
NARROW = Measures("narrow", 328, 0, 44, 3, 0, 5, 5, (48, 308), 260)
#: The two of the site: each picture is drawn in both, and the style sheet shows the one for which there is room.
LAYOUTS = (WIDE, NARROW)
#: That of a picture that stands alone. Its labels have more room: fonts of notebooks and of PNG files may be wider.
SHEET = Measures("mostanad", 960, 410, 46, 3, 170, 10, 6)


@dataclass(frozen=True)
class Entry:
    """What has a line of a picture.

    Attributes:
        label: what it says; ``said``: its time or its number in words.
        address: where its evidence is; empty where it stands alone.
        head: the heading under which it stands; ``note``: small words below the label; both only where it stands alone.
        rows: the numbers of the rows of a frame that it shows, likewise.
    """

    label: str
    said: str
    address: str
    head: str = field(default="", kw_only=True)
    note: str = field(default="", kw_only=True)
    rows: Sequence[int] = field(default=(), kw_only=True)


@dataclass(frozen=True)
class Drawing:
    """What is drawn, and how high it is."""

    parts: Sequence[Svg]
    height: float


@dataclass(frozen=True)
class Places:
    """Where entries stand.

    Attributes:
        heads: the headings, drawn.
        entries: of each its label, drawn, and the middle of its bar.
        height: where the last one ends.
    """

    heads: Sequence[Svg]
    entries: Sequence[tuple[Svg, float]]
    height: float

    @classmethod
    def of(cls, entries: Sequence[Entry], labels: Sequence[Sequence[str]], measures: Measures) -> Places:
        """The places of entries with these labels (in lines), one below the other."""
        heads: list[Svg] = []
        found, top, head = [], float(TOP), ""
        x = max(measures.label - 8, 2)
        for entry, lines in zip(entries, labels, strict=True):
            if entry.head != head:
                head, above = entry.head, cut(entry.head, 100, 3)
                heads += [text("group", 0, top + HEAD + LINE * number, line) for number, line in enumerate(above, 1)]
                top += HEAD + LINE * len(above) + 6
            more = LINE * (len(lines) - 1)
            texts = [text("label", x, top + LINE * number, line) for number, line in enumerate(lines, 1)]
            notes = cut(entry.note, measures.letters + 8, 4) if entry.note else []
            texts += [text("label note", x, top + LINE * n, line) for n, line in enumerate(notes, len(lines) + 1)]
            # A label above its bar is nearer to it than to the bar before.
            found.append((join(texts), top + ((ROW + more) / 2 if measures.label else 30 + more)))
            top += ROW + more + LINE * len(notes) + (0 if measures.label else 22)
        return cls(heads, found, top + 6)


def group(entry: Entry, look: str, heard: Mapping[str, str], parts: Iterable[Svg]) -> Svg:
    """All of an entry: with its rows of a frame, or (on the site) a link to its evidence with those who say it."""
    inside = Svg("<title>{}: {}</title>{}").format(entry.label, entry.said, join(parts))
    if entry.rows:
        return Svg('<g class="lane {}" data-rows="{}">{}</g>').format(look, " ".join(map(str, entry.rows)), inside)
    voices = join(Svg(' data-{}="{}"').format(name, numbers) for name, numbers in heard.items())
    return Svg('<a href="{}" class="lane {}"{}>{}</a>').format(entry.address, look, voices, inside)


def in_layouts(title: str, drawn: Mapping[Measures, Drawing]) -> Svg:
    """A picture of the site; empty if there is nothing."""
    frame = Svg('<div class="wide picture" tabindex="0" role="region" aria-label="{}">{}</div>')
    layout = Svg(
        '<svg class="{c}" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="group" aria-label="{t}">{p}</svg>'
    )
    layouts = [
        layout.format(c=measures.look, t=title, w=measures.width, h=r(drawing.height), p=join(drawing.parts))
        for measures, drawing in drawn.items()
    ]
    return frame.format(title, join(layouts)) if layouts else Svg("")


def join(parts: Iterable[str]) -> Svg:
    """Parts, one behind the other."""
    return Svg("".join(map(_safe, parts)))


def text(look: str, x: float, y: float, words: str) -> Svg:
    """A line of text."""
    return Svg('<text class="{}" x="{}" y="{}">{}</text>').format(look, r(x), r(y), words)


def bar(look: str, start: float, stop: float, middle: float) -> Svg:
    """A bar; nothing if it is too short to be seen."""
    if stop - start < 1:
        return Svg("")
    return Svg('<rect class="{}" x="{}" y="{}" width="{}" height="12" rx="2"/>').format(
        look, r(start), r(middle - 6), r(stop - start)
    )


def diamond(x: float, middle: float) -> Svg:
    """What happened on one day."""
    return Svg('<path class="sure" d="M{} {}l6 6l-6 6l-6 -6z"/>').format(r(x), r(middle - 6))


def dot(x: float, middle: float, look: str) -> Svg:
    """A number."""
    return Svg('<circle class="{}" cx="{}" cy="{}" r="6"/>').format(look, r(x), r(middle))


def arrow(start: float, stop: float, middle: float) -> Svg:
    """From a bound to where the number may lie."""
    fore = 6 if stop > start else -6
    path = f"M{r(start)} {r(middle)}H{r(stop)}m{-fore} -5l{fore} 5l{-fore} 5"
    return Svg('<path class="arrow" d="{}"/>').format(path)


def head(look: str, x: float, middle: float, *, forward: bool) -> Svg:
    """The head of an arrow at the end of a bar: it goes on, nobody says how far."""
    back = -7 if forward else 7
    return Svg('<path class="{}" d="M{} {}l{} 9l{} 9"/>').format(look, r(x + back), r(middle - 9), -back, back)


def step_of(most: float, steps: int) -> float:
    """A round step of an axis with about so many of them."""
    size = 10 ** math.floor(math.log10(most)) if most > 0 else 1
    return next(size * part for part in (0.1, 0.2, 0.5, 1, 2, 5) if most / (size * part) <= steps)


def cut(words: str, letters: int, lines: int) -> list[str]:
    """Words in lines; what does not fit the last one ends in ``…``."""
    whole = textwrap.wrap(words, letters, break_on_hyphens=False) or [""]
    kept = whole[:lines]
    return kept if kept == whole else [*kept[:-1], f"{kept[-1][: letters - 1].rstrip()}…"]


def r(number: float) -> str:
    """A place, to a tenth of a pixel."""
    return f"{number:.1f}".removesuffix(".0")
