"""What the pictures of a release have in common: the page, its words, the marks and their legend."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D

if TYPE_CHECKING:
    from matplotlib.axes import Axes


#: In inches: how wide a page is, and what is left free around it.
WIDTH, MARGIN = 11.5, 0.35
#: It comes with matplotlib and has Latin and Persian letters, so that a page is the same on every machine.
FONT = "DejaVu Sans"
#: What a line of text of a size (in points) takes, in inches.
LINE = 1.3 / 72
#: How far below the top of its line the letters stand, likewise.
_BASE = 0.91 / 72
INK, QUIET, HAIR = "#16212e", "#5b6773", "#dfe3e8"
#: On what a fact rests: the shape of its mark, whether it is filled, and its words. Shape tells them apart, not colour.
SUPPORT: dict[str | None, tuple[str, bool, str]] = {
    "official": ("s", True, "the acting authority's own record (official)"),
    "corroborated": ("o", True, "two or more camps (corroborated)"),
    "unplaced": ("D", False, "several origins, camps not known (unplaced)"),
    "one_camp": ("^", False, "several origins of one camp (one_camp)"),
    "single": ("o", False, "one origin (single)"),
    None: ("|", True, "no claim is left"),
}
_LEGEND = 7.8
_SAMPLE = 0.45
Sample = Callable[["Axes", float, float], None]


class Picture(Figure):
    """A figure that belongs to no window and shows itself in a notebook; ``savefig`` writes it as PNG, SVG or PDF."""

    def _repr_png_(self) -> bytes:
        file = io.BytesIO()
        self.savefig(file, format="png", dpi=110)
        return file.getvalue()


@dataclass(frozen=True)
class Page:
    """A picture of which all places are given in inches from its top left corner.

    Attributes:
        picture: the picture.
        sheet: axes over all of it, on which the words stand.
        height: how high it is.
    """

    picture: Picture
    sheet: Axes
    height: float

    @classmethod
    def of(cls, height: float) -> Page:
        """An empty page."""
        picture = Picture(figsize=(WIDTH, height), dpi=110, facecolor="white")
        picture.set_layout_engine("none")
        sheet = picture.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(height, 0), facecolor="none")
        sheet.set_axis_off()
        return cls(picture, sheet, height)

    def axes(self, left: float, top: float, width: float, height: float, **options: Any) -> Axes:
        """Axes of which y is inches from their top."""
        place = (left / WIDTH, 1 - (top + height) / self.height, width / WIDTH, height / self.height)
        made = self.picture.add_axes(place, ylim=(height, 0), facecolor="none", **options)
        made.set_yticks([])
        made.grid(False)
        for side in made.spines.values():
            side.set_visible(False)
        return made

    def write(self, x: float, y: float, words: str, size: float, **options: Any) -> None:
        """Lines of words below y, each a text of its own, never read as a formula."""
        style = {"color": INK, "va": "baseline", "family": FONT, "weight": "normal", **options}
        for number, line in enumerate(words.split("\n")):
            base = y + size * (LINE * number + _BASE)
            text = self.sheet.text(x, base, line, fontsize=size, parse_math=False, **style)
            text.set_usetex(False)

    def rule(self, y: float, colour: str = HAIR, left: float = MARGIN) -> None:
        """A thin line across the page."""
        self.sheet.add_line(Line2D([left, WIDTH - MARGIN], [y, y], color=colour, linewidth=0.7, zorder=0))


@cache
def _renderer() -> RendererAgg:
    return RendererAgg(1, 1, 72)  # type: ignore[no-untyped-call]


@lru_cache(4096)
def width(words: str, size: float, weight: str = "normal") -> float:
    """How wide a line is, in inches."""
    font = FontProperties(family=FONT, size=size, weight=weight)
    found = _renderer().get_text_width_height_descent(words, font, False)  # type: ignore[no-untyped-call]
    return float(found[0]) / 72


def wrap(words: str, size: float, inches: float, lines: int = 2, weight: str = "normal") -> str:
    """Words in lines that fit a width; what does not fit the last line ends in ``…``."""
    left = words.split()
    done: list[str] = []
    while left and len(done) < lines:
        line = left.pop(0)
        while left and width(f"{line} {left[0]}", size, weight) <= inches:
            line = f"{line} {left.pop(0)}"
        done.append(line)
    if left:
        done[-1] += " …"
    return "\n".join(_cut(line, size, inches, weight) for line in done)


def _cut(line: str, size: float, inches: float, weight: str) -> str:
    """A line, shortened until it fits."""
    if width(line, size, weight) <= inches:
        return line
    words = line.removesuffix(" …").split()
    while len(words) > 1 and width(f"{' '.join(words)} …", size, weight) > inches:
        words.pop()
    kept = " ".join(words)
    while kept and width(f"{kept} …", size, weight) > inches:  # one word that is longer than a line
        kept = kept[:-1]
    return f"{kept} …"


def height(words: str, size: float) -> float:
    """How high lines are, in inches."""
    return len(words.split("\n")) * size * LINE


def date_words(date: str | None) -> str:
    """A date of the dataset in plain words; empty for none.

    >>> date_words("[..2021-08-18]"), date_words("2019-11/.."), date_words("[2017..2019-08]"), date_words("2019~")
    ('by 2021-08-18', 'from 2019-11 on', 'between 2017 and 2019-08', 'about 2019')
    """
    text = re.sub(r"([0-9-]+)~", r"about \1", re.sub(r"([0-9-]+)\?", r"perhaps \1", date or ""))
    if text.startswith("[.."):
        return f"by {text[3:-1]}"
    if text.startswith("["):
        first, among, last = re.split(r"(\.\.|,(?=[^,]*$))", text[1:-1])
        return f"between {first} and {last}" if among == ".." else f"{first.replace(',', ', ')} or {last}"
    if text.endswith("/.."):
        return f"from {text[:-3]} on"
    return text.replace("/", " to ")


def mark(axes: Axes, x: float, y: float, row: Mapping[str, Any], name: str | None = None) -> None:
    """The mark of a fact: its shape says on what it rests, and a ring that it is disputed.

    Args:
        axes: where it is drawn.
        x: the place on the axis; y: the line, in inches.
        row: with ``support`` and ``disputed``.
        name: an id of the mark, in the picture and in its SVG.
    """
    shape, filled, _ = SUPPORT.get(row["support"], SUPPORT[None])
    face = INK if filled else "white"
    style: dict[str, Any] = {"linestyle": "none", "color": INK, "markeredgewidth": 1, "clip_on": False}
    axes.plot([x], [y], marker=shape, markersize=6, markerfacecolor=face, zorder=5, gid=name, **style)
    if row["disputed"]:
        ring = f"disputed-{name}" if name else None
        axes.plot([x], [y], marker="o", markersize=12.5, markerfacecolor="none", zorder=5, gid=ring, **style)


def sample_of(support: str | None, disputed: bool = False) -> Sample:
    """How the mark of a fact looks, for the legend."""
    return lambda axes, x, y: mark(axes, x, y, {"support": support, "disputed": disputed})


def marks_in(rows: Iterable[Mapping[str, Any]]) -> list[tuple[Sample, str]]:
    """What the legend says of the marks of these rows."""
    rows = list(rows)
    used = {row["support"] for row in rows}
    found = [(sample_of(support), words) for support, (_, _, words) in SUPPORT.items() if support in used]
    disputed = [(sample_of("single", True), "with a ring: disputed")] if any(row["disputed"] for row in rows) else []
    return found + disputed


def legend_lines(items: Iterable[tuple[Sample, str]]) -> list[list[tuple[float, Sample, str]]]:
    """The legend in lines that fit the page: each item with its place from the left."""
    lines: list[list[tuple[float, Sample, str]]] = [[]]
    x = MARGIN
    for sample, words in items:
        needed = _SAMPLE + width(words, _LEGEND) + 0.28
        if lines[-1] and x + needed > WIDTH - MARGIN:
            lines.append([])
            x = MARGIN
        lines[-1].append((x, sample, words))
        x += needed
    return lines


#: What a line of the legend takes, and what the foot takes below it.
LEGEND_LINE, FOOT = 0.24, 0.42


def write_foot(page: Page, legend: list[list[tuple[float, Sample, str]]], words: str) -> None:
    """The legend, and below it from which release the picture is."""
    y = page.height - FOOT - LEGEND_LINE * len(legend)
    for number, line in enumerate(legend):
        middle = y + LEGEND_LINE * (number + 0.5)
        for x, sample, said in line:
            sample(page.sheet, x + _SAMPLE / 2 - 0.05, middle)
            page.write(x + _SAMPLE, middle - height(said, _LEGEND) / 2, said, _LEGEND, color=QUIET)
    page.rule(page.height - FOOT + 0.05)
    page.write(MARGIN, page.height - FOOT + 0.13, words, 7.5, color=QUIET)


def foot_words(version: str, sources: Iterable[str], then: str) -> str:
    """From which release and on how many documents a picture rests, under which licence, and where to read on."""
    from mostanad.exports.release_about import LICENCE

    number = len(set(sources))
    rests = f"rests on {number} document{'' if number == 1 else 's'}"
    return " · ".join(part for part in (f"mostanad {version}", f"licence {LICENCE}", rests, then) if part)
