"""The picture of rival numbers: a panel for each population, a line for each who counted, never a sum or a mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from matplotlib.path import Path
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator
from matplotlib.transforms import Affine2D

from mostanad.loader.plot_page import (
    FONT,
    FOOT,
    HAIR,
    INK,
    LEGEND_LINE,
    LINE,
    MARGIN,
    QUIET,
    WIDTH,
    Page,
    Picture,
    Sample,
    date_words,
    foot_words,
    height,
    legend_lines,
    wrap,
    write_foot,
)
from mostanad.loader.shown import _labelled
from mostanad.models.vocabularies import Measure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mostanad.loader.release import Release

Record = dict[str, Any]
#: Where the columns begin, in inches: who counted, the number in words, the axis.
_WORDS, _NUMBERS, _AXIS, _END = MARGIN + 0.12, 4.35, 5.95, WIDTH - MARGIN - 0.25
_TITLE, _HEAD, _SIZE, _SMALL = 15.0, 10.5, 8.5, 7.5
_GAP, _TICKS, _ABOVE = 0.12, 0.2, 0.14
#: From which factor between the largest and the smallest number on the axis is logarithmic.
FACTOR = 50
#: How long an arrow is, in inches: it says in which direction the number may lie, and not how far.
_ARROW = 0.62
_SAID = {
    "exactly": "{}",
    "about": "about {}",
    "at_least": "at least {}",
    "more_than": "more than {}",
    "as_many_as": "as many as {}",
    "at_most": "at most {}",
    "nearly": "nearly {}",
    "between": "{} to {}",
    "unquantified": "no number given",
}
_UP, _DOWN, _OPEN = frozenset({"at_least", "more_than"}), frozenset({"at_most", "as_many_as"}), {"more_than", "nearly"}
_LEGEND = {
    "exactly": "the number, plainly given",
    "about": "blurred: about",
    "at_least": "at least",
    "more_than": "open: more than",
    "as_many_as": "as many as, at most",
    "nearly": "nearly",
    "between": "from … to …",
    "unquantified": "dotted: no number given",
}
#: How wide the rings are (in points) that make a mark look blurred, and how dark.
_BLURS = ((34, "#e3e8ed"), (26, "#c9d1d9"), (18, "#a5b1bd"), (10, "#76869a"))
_BLUR = Path.unit_circle().transformed(Affine2D().scale(1.0, 0.42))


@dataclass(frozen=True)
class Line:
    """One number, on one line of its panel.

    Attributes:
        number: its place in the frame.
        row: the row of the frame.
        words: who counted; ``notes``: as of when, and on what it rests.
    """

    number: int
    row: Record
    words: str
    notes: str

    @property
    def high(self) -> float:
        """What it takes, in inches."""
        return height(self.words, _SIZE) + height(self.notes, _SMALL) + _GAP


@dataclass(frozen=True)
class Scale:
    """The axis of a measure: all its panels have the same.

    Attributes:
        low: where it begins; ``high``: where it ends.
        is_log: whether it is logarithmic.
    """

    low: float
    high: float
    is_log: bool

    def moved(self, value: float, inches: float) -> float:
        """The value that lies so far to the right of another; on an axis from 0 never below 0."""
        part = inches / (_END - _AXIS)
        if self.is_log:
            return value * float((self.high / self.low) ** part)
        return max(value + part * (self.high - self.low), 0.0)


def draw(release: Release, about_id: str, rows: list[Record]) -> Picture:
    """See :func:`mostanad.loader.plots.plot_compare`."""
    labels = _labelled(release, ("officials", "parties", "events", "groups", "programmes"))
    lines = [_line(number, row, rows, labels) for number, row in enumerate(rows)]
    title = wrap(labels.get(about_id, about_id), _TITLE, WIDTH - 2 * MARGIN, 2, "bold")
    legend = legend_lines(_samples(rows))
    blocks = [list(found) for _, found in groupby(lines, key=lambda line: line.row["measure"])]
    first = MARGIN + height(title, _TITLE) + 0.35
    page = Page.of(first + sum(map(_block_height, blocks)) + 0.12 + LEGEND_LINE * len(legend) + FOOT)
    page.write(MARGIN, MARGIN, title, _TITLE, weight="bold")
    about = f"{about_id} · who counted how many; no number here is a sum or a mean of others"
    page.write(MARGIN, MARGIN + height(title, _TITLE) + 0.02, wrap(about, 9, WIDTH - 2 * MARGIN, 1), 9, color=QUIET)
    top = first
    for block in blocks:
        _draw_block(page, top, block)
        top += _block_height(block)
    sources = [source for row in rows for source in row["source_ids"] or ()]
    write_foot(page, legend, foot_words(release.version, sources, "rows: compare(), evidence: why()"))
    return page.picture


def _line(number: int, row: Record, rows: list[Record], labels: dict[str, str]) -> Line:
    room = _NUMBERS - _WORDS - 0.15
    words = wrap(str(labels.get(row["counted_by"], row["counted_by"])), _SIZE, room)
    notes = "\n".join(wrap(note, _SMALL, room) for note in _notes(row, rows, labels))
    return Line(number, row, words, notes)


def _notes(row: Record, rows: list[Record], labels: dict[str, str]) -> Iterator[str]:
    """What stands below who counted: on what it rests and as of when, and how it is tied to other numbers here."""
    as_of = f" · as of {date_words(row['as_of'])}" if row["as_of"] else ""
    yield f"support: {row['support'] or 'none'}{as_of}"
    if row["disputed"]:
        said = ", ".join(row["disputed_values"])
        yield f"disputed: others say {said}" if said else "disputed"
    for column, words in (("subset_of", "a part of"), ("supersedes", "takes the place of")):
        for other in rows:
            if row[column] and other["estimate_id"] == row[column]:
                whose = labels.get(other["counted_by"], other["counted_by"])
                number = "an uncounted number" if other["value"] is None else number_words(other)
                yield f"{words} {number} ({other['measure'].replace('_', ' ')}, {whose})"


def number_words(row: Record) -> str:
    """The number in the words of the one who counted."""
    unit = " %" if row["measure"] == "share" else ""
    given = [f"{value:,.10g}{unit}" for value in (row["value"], row["value_to"]) if value is not None]
    return _SAID[row["comparator"]].format(*given)


def scale_of(rows: list[Record]) -> Scale | None:
    """The axis on which these numbers lie; None if there is no number.

    It begins at 0; it is logarithmic if the largest number is more than :data:`FACTOR` times the smallest.
    """
    values = [value for row in rows for value in (row["value"], row["value_to"]) if value is not None]
    if not values:
        return None
    low, high = min(values), max(values)
    if low > 0 and high / low > FACTOR:
        room = (high / low) ** (1.4 * _ARROW / (_END - _AXIS - 2.8 * _ARROW))
        return Scale(low / room, high * room, True)
    return Scale(0.0, (high or 1.0) / (1 - 1.3 * _ARROW / (_END - _AXIS)), False)


def _panels(block: list[Line]) -> list[list[Line]]:
    return [list(found) for _, found in groupby(block, key=lambda line: line.row["population"])]


def _population(panel: list[Line]) -> str:
    return wrap(panel[0].row["population"], _SIZE, WIDTH - 2 * MARGIN - 0.3, 3)


def _panel_height(panel: list[Line]) -> float:
    return height(_population(panel), _SIZE) + 0.14 + sum(line.high for line in panel)


def _block_height(block: list[Line]) -> float:
    panels = _panels(block)
    ticks = _TICKS if scale_of([line.row for line in block]) else 0.08
    return _ABOVE + _HEAD * LINE + 0.1 + sum(_panel_height(panel) + 0.08 for panel in panels) + ticks


def _draw_block(page: Page, top: float, block: list[Line]) -> None:
    """All numbers of a measure: the same axis, a panel for each population."""
    measure = block[0].row["measure"]
    scale = scale_of([line.row for line in block])
    log = "; logarithmic axis" if scale and scale.is_log else ""
    head = f"{measure.replace('_', ' ').capitalize()}"
    page.write(MARGIN, top + _ABOVE, head, _HEAD, weight="bold")
    page.write(WIDTH - MARGIN, top + _ABOVE + 0.03, f"{Measure(measure).meaning}{log}", _SMALL, ha="right", color=QUIET)
    y = top + _ABOVE + _HEAD * LINE + 0.1
    panels = _panels(block)
    for panel in panels:
        page.rule(y, "#aab4bf")
        words = _population(panel)
        page.write(_WORDS, y + 0.07, words, _SIZE, style="italic")
        under = height(words, _SIZE) + 0.14
        high = _panel_height(panel) - under
        axes = page.axes(_AXIS, y + under, _END - _AXIS, high)
        _ticks(axes, scale, is_last=panel is panels[-1])
        _draw_panel(page, axes, y + under, panel, scale)
        y += under + high + 0.08


def _draw_panel(page: Page, axes: Axes, top: float, panel: list[Line], scale: Scale | None) -> None:
    y = 0.0
    for line in panel:
        page.write(_WORDS, top + y + _GAP / 2, line.words, _SIZE, weight="bold")
        page.write(_WORDS, top + y + _GAP / 2 + height(line.words, _SIZE), line.notes, _SMALL, color=QUIET)
        page.write(_NUMBERS, top + y + _GAP / 2, wrap(number_words(line.row), _SIZE, _AXIS - _NUMBERS - 0.1), _SIZE)
        draw_number(axes, y + _GAP / 2 + height("x", _SIZE) / 2, line.row, scale, f"row-{line.number}")
        y += line.high


def _ticks(axes: Axes, scale: Scale | None, *, is_last: bool) -> None:
    if scale is None:
        axes.set_xlim(0, 1)
        axes.set_xticks([])
        return
    if scale.is_log:
        axes.set_xscale("log")
    axes.set_xlim(scale.low, scale.high)
    axes.xaxis.set_major_locator(LogLocator() if scale.is_log else MaxNLocator(5, integer=True, steps=[1, 2, 5, 10]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axes.tick_params(labelbottom=is_last, labelsize=_SMALL, labelcolor=QUIET, color=HAIR, pad=2, length=3, width=0.8)
    axes.tick_params(labelfontfamily=FONT)
    axes.grid(True, axis="x", color=HAIR, linewidth=0.7)
    axes.set_axisbelow(True)


def draw_number(axes: Axes, y: float, row: Record, scale: Scale | None, name: str | None = None) -> None:
    """The one mark of a number; what it is said to be more or less than is an arrow from it.

    Args:
        axes: where it is drawn.
        y: the line, in inches.
        row: with ``comparator``, ``value`` and ``value_to``.
        scale: the axis; None if there is none.
        name: an id of the mark, in the picture and in its SVG.
    """
    value, comparator = row["value"], row["comparator"]
    if scale is None or value is None:
        ends = axes.get_xlim()
        axes.plot(ends, [y, y], linestyle=(0, (1, 3)), color=QUIET, linewidth=1.4, gid=name)
        return
    style: dict[str, Any] = {
        "linestyle": "none",
        "markeredgecolor": INK,
        "markeredgewidth": 1,
        "clip_on": False,
        "zorder": 5,
    }
    if comparator == "about":
        for size, colour in _BLURS:
            blur = style | {"markeredgecolor": "none", "zorder": 4}
            axes.plot([value], [y], marker=_BLUR, markersize=size, markerfacecolor=colour, **blur)
        axes.plot([value], [y], marker="|", markersize=5, gid=name, **style)
    elif comparator == "between":
        bar = {"linestyle": "-", "linewidth": 4, "solid_capstyle": "butt", "color": INK, "marker": "|", "markersize": 9}
        axes.plot([value, row["value_to"]], [y, y], gid=name, **style | bar)
    else:
        _draw_arrow(axes, y, value, comparator, scale)
        face = "white" if comparator in _OPEN else INK
        axes.plot([value], [y], marker="o", markersize=6.5, markerfacecolor=face, gid=name, **style)


def _draw_arrow(axes: Axes, y: float, value: float, comparator: str, scale: Scale) -> None:
    if comparator in _UP | _DOWN:
        to = scale.moved(value, _ARROW if comparator in _UP else -_ARROW)
        arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 1.3, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 9}
        axes.annotate("", (to, y), (value, y), arrowprops=arrow, annotation_clip=False)
    elif comparator == "nearly":
        axes.plot([scale.moved(value, -0.22), value], [y, y], color=INK, linewidth=1.3, zorder=4)


def _samples(rows: list[Record]) -> Iterator[tuple[Sample, str]]:
    """What the legend says of the marks of these rows."""
    used = {"as_many_as" if row["comparator"] in _DOWN else row["comparator"] for row in rows}
    for comparator, words in _LEGEND.items():
        if comparator in used:
            yield _sample(comparator), words


def _sample(comparator: str) -> Sample:
    def drawn(axes: Axes, x: float, y: float) -> None:
        at = x + (0.1 if comparator in _DOWN else -0.12 if comparator in _UP | {"between"} else 0)
        row = {"comparator": comparator, "value": at, "value_to": x + 0.12}
        if comparator == "unquantified":
            axes.plot([x - 0.14, x + 0.14], [y, y], linestyle=(0, (1, 3)), color=QUIET, linewidth=1.4)
        else:
            draw_number(axes, y, row, Scale(0, (_END - _AXIS) * 0.4, False))

    return drawn
