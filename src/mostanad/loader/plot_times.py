"""The picture of a timeline: a lane for each kind of row, a line for each row, and on it when it began and ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from matplotlib.dates import DateFormatter, MonthLocator, YearLocator

from mostanad.loader.last_seen import last_seen
from mostanad.loader.plot_bars import Line, Row, Span, bars_in, day_number, draw_bars
from mostanad.loader.plot_page import (
    FONT,
    FOOT,
    HAIR,
    INK,
    LEGEND_LINE,
    MARGIN,
    QUIET,
    WIDTH,
    Page,
    Picture,
    foot_words,
    height,
    legend_lines,
    mark,
    marks_in,
    width,
    wrap,
    write_foot,
)
from mostanad.loader.shown import _labelled
from mostanad.loader.timeline import Record

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mostanad.loader.release import Release

#: Where the columns begin, in inches: the words of a line, its dates, the axis; and where marks without a date stand.
_WORDS, _DATES, _AXIS, _END = MARGIN + 0.12, 4.35, 6.25, WIDTH - 1.15
_UNDATED = WIDTH - MARGIN - 0.3
_TITLE, _HEAD, _SIZE, _SMALL = 15.0, 9.5, 8.5, 7.8
#: What lines take beside their words, and a lane for its head and what is free above it.
_GAP, _LANE, _ABOVE = 0.085, 0.3, 0.1
_POSTS = frozenset({"post", "post began", "post ended"})
_LANES = ("Life", "Posts", "Ties", "Listed by ", "Events: ", "Standing in events", "Said", "Spoken of", "Spoken to")
_SPOKEN = {"said": "Said", "spoken of": "Spoken of", "spoken to": "Spoken to"}


def draw(release: Release, entity_id: str, found: list[Record]) -> Picture:
    """See :func:`mostanad.loader.plots.plot_timeline`."""
    rows = [Row(number, row) for number, row in enumerate(found)]
    labels = _labelled(release, ("officials", "parties", "events", "groups"))
    lines = _lines(release, rows, labels)
    legend = legend_lines([*marks_in(row.row for row in rows), *bars_in(lines)]) if rows else []
    title, persian = labels.get(entity_id, entity_id), _persian(release, entity_id)
    head = wrap(title, _TITLE, WIDTH - 2 * MARGIN - width(persian, _TITLE) - 0.4, 2, "bold")
    top = MARGIN + height(head, _TITLE) + (0.62 if rows else 0.4)
    body = sum(map(_height, lines)) + len({line.lane for line in lines}) * (_LANE + _ABOVE)
    page = Page.of(top + body + (0.34 if rows else 0) + LEGEND_LINE * len(legend) + FOOT)
    page.write(MARGIN, MARGIN, head, _TITLE, weight="bold")
    page.write(WIDTH - MARGIN, MARGIN, persian, _TITLE, ha="right")
    page.write(MARGIN, MARGIN + height(head, _TITLE) + 0.02, _about(rows, entity_id), 9, color=QUIET)
    if rows:
        _draw_lines(page, _axes(page, top, body, rows, lines), top, lines)
    write_foot(page, legend, foot_words(release.version, _sources(release, rows), "rows: timeline(), evidence: why()"))
    return page.picture


def _lines(release: Release, rows: list[Row], labels: dict[str, str]) -> list[Line]:
    """The lines in the order in which they are drawn."""
    same: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        same.setdefault((_lane(row.row, labels), row.row["row_id"]), []).append(row)
    seen = last_seen(release) if any(row.row["table_name"] == "sanctions" for row in rows) else {}
    lines = []
    for (lane, row_id), of_it in same.items():
        what = {row.row["what"] for row in of_it}
        still = seen.get(row_id) if "listed" in what and "delisted" not in what else None
        separate = [[row] for row in of_it] if lane in ("Life", "Standing in events") else [of_it]
        lines += [Line(lane, _words(one, labels), tuple(one), still) for one in separate]
    first: dict[str, int] = {}
    for number, line in enumerate(lines):
        first.setdefault(line.lane, number)
    return sorted(lines, key=lambda line: (_place(line.lane), first[line.lane]))


def _place(lane: str) -> int:
    return next(number for number, name in enumerate(_LANES) if lane.startswith(name))


def _lane(row: Record, labels: dict[str, str]) -> str:
    what, table = row["what"], row["table_name"]
    if table == "officials":
        return "Life"
    if table == "sanctions":
        return f"Listed by {labels.get(row['with_id'], row['with_id'])}"
    if table == "participations":
        return f"Events: {what.removeprefix('event: ')}" if what.startswith("event: ") else "Standing in events"
    if table == "statements":
        return _SPOKEN[what.partition(": ")[0]]
    return "Posts" if what in _POSTS else "Ties"


def _words(rows: list[Row], labels: dict[str, str]) -> str:
    """What a line says of its rows."""
    row = rows[0].row
    what, said = row["what"], row["said"] or ""
    other = labels.get(row["with_id"], row["with_id"] or "")
    disputed = " (disputed)" if any(one.row["disputed"] for one in rows) else ""
    if row["table_name"] == "affiliations":
        relation = said.replace("_", " ")
        words = f"{other}: {relation} it" if what.startswith("tie to it") else f"{relation} {other}"
    elif row["table_name"] == "statements":
        kind = what.partition(": ")[2].replace("_", " ")
        words = f"{kind}: {said}" if what.startswith("said") else f"{other} ({kind}): {said}"
    elif row["table_name"] == "participations":
        words = said if what.startswith("event: ") else f"{what.replace('_', ' ')}: {said}"
    elif row["table_name"] == "sanctions":
        words = said or "no programme is named"
    else:
        words = f"{said}, {other}" if said and other else said or what
    return words + disputed


def _wrapped(line: Line) -> str:
    return wrap(line.words, _SIZE, (_DATES if line.dates() else _AXIS) - _WORDS - 0.15, 3)


def _dates(line: Line) -> str:
    return wrap(line.dates(), _SMALL, _AXIS - _DATES - 0.2)


def _height(line: Line) -> float:
    return max(height(_wrapped(line), _SIZE), height(_dates(line), _SMALL)) + _GAP


def _about(rows: list[Row], entity_id: str) -> str:
    """The line below the title."""
    number = len(rows)
    if not rows:
        return f"{entity_id} · nothing is on record that has a place in a timeline"
    return f"{entity_id} · what is on record: {number} entr{'y' if number == 1 else 'ies'}"


def _persian(release: Release, entity_id: str) -> str:
    """The name in Persian, if it has one; in the picture its letters are joined and run from the right."""
    names = [row for row in release.load("names", "records") if row["entity_id"] == entity_id]
    found = [row["name"] for row in names if row["language"] == "fa" and row["kind"] == "primary"]
    return found[0] if found else ""


def _sources(release: Release, rows: list[Row]) -> Iterator[str]:
    """The documents on which the dates rest, and where there is none whose rows they are."""
    wanted = {row.row["fact_id"] for row in rows}
    for fact in release.load("facts", "records"):
        if fact["fact_id"] in wanted:
            yield from fact["source_ids"]


def _range(rows: list[Row], lines: list[Line]) -> tuple[dt.date, dt.date] | None:
    """From when to when the axis goes; a birth long before everything else does not stretch it."""
    spans = [(row.row["what"], day) for row in rows for day in Span(row.row["date_min"], row.row["date_max"]).days()]
    days = [day for what, day in spans if what != "born"] or [day for _, day in spans]
    days += [line.seen for line in lines if line.seen]
    if not days:
        return None
    first, last = min(days), max(days)
    pad = max((last - first) * 0.03, (dt.timedelta(365) - (last - first)) / 2, dt.timedelta(20))
    return max(first - pad, dt.date.min), min(last + pad, dt.date.max)


def _axes(page: Page, top: float, body: float, rows: list[Row], lines: list[Line]) -> Axes:
    """The axis of time; hidden if nothing has a date."""
    found = _range(rows, lines)
    axes = page.axes(_AXIS, top, _END - _AXIS, body)
    if any(not row.when.days() for row in rows):
        page.write(_UNDATED, top - 0.2, "no date", _SMALL, ha="center", color=QUIET)
    if found is None:
        axes.set_xlim(0, 1)
        axes.set_xticks([])
        return axes
    first, last = found
    axes.set_xlim(day_number(first), day_number(last))
    years = (last - first).days / 365.25
    step = next((step for step in (1, 2, 5, 10, 20, 50, 100) if years / step <= 8), 200)
    in_years = YearLocator(step)  # type: ignore[no-untyped-call]
    in_months = MonthLocator(interval=3 if years <= 1.5 else 6)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(in_years if years > 3 else in_months)
    axes.xaxis.set_major_formatter(DateFormatter("%Y" if years > 3 else "%Y-%m"))  # type: ignore[no-untyped-call]
    axes.tick_params(
        top=True, labeltop=True, bottom=True, labelbottom=body > 3, labelsize=_SMALL, labelcolor=QUIET, color=HAIR
    )
    axes.tick_params(labelfontfamily=FONT, pad=2, length=3, width=0.8)
    axes.grid(True, axis="x", color=HAIR, linewidth=0.7)
    axes.set_axisbelow(True)
    return axes


def _draw_lines(page: Page, axes: Axes, top: float, lines: list[Line]) -> None:
    y, lane = 0.0, ""
    for line in lines:
        if line.lane != lane:
            lane = line.lane
            y += _ABOVE
            page.rule(top + y + _LANE - 0.05, "#aab4bf")
            page.write(MARGIN, top + y + 0.05, wrap(lane, _HEAD, _AXIS - MARGIN - 0.2, 1, "bold"), _HEAD, weight="bold")
            y += _LANE
        page.write(_WORDS, top + y + _GAP / 2, _wrapped(line), _SIZE)
        page.write(_DATES, top + y + _GAP / 2 + 0.01, _dates(line), _SMALL, color=QUIET)
        middle = y + _GAP / 2 + height("x", _SIZE) / 2
        draw_bars(axes, middle, line)
        for row in line.rows:
            _draw_mark(page, axes, top, middle, row)
        y += _height(line)
        page.rule(top + y, left=_WORDS)


def _draw_mark(page: Page, axes: Axes, top: float, middle: float, row: Row) -> None:
    """The one mark of a row: in the middle of the days that it can have been, or at the one end that is known."""
    name = f"row-{row.number}"
    days = row.when.days()
    if not days:
        mark(page.sheet, _UNDATED, top + middle, row.row, name)
        return
    at = sum(map(day_number, days)) / len(days)
    first, last = axes.get_xlim()
    if at < first:  # a birth long before everything else
        axes.plot([first], [middle], marker="<", markersize=4, markeredgewidth=1, color=INK, clip_on=False)
        at = first + (last - first) * 0.03
    mark(axes, at, middle, row.row, name)
