"""Reads a picture as a browser would: where its lanes, bars, arrows and years are."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from tests.site.reading import Element, read

from mostanad.loader.drawings import LAYOUTS, WIDE, Lane, Measures, draw_timeline, in_layouts

Day = dt.date | None


def day(year: int, month: int = 1, date: int = 1) -> dt.date:
    return dt.date(year, month, date)


def lane(label: str, first: tuple[Day, Day], last: tuple[Day, Day] | None, kind: str = "post", **until: Day) -> Lane:
    """``until``: until when it was seen, or is still printed."""
    return Lane(label, f"when {label} was", f"rows/{label}.html#title", kind, first, last, **until)


def timeline(lanes: Sequence[Lane], until: dt.date) -> str:
    """Lanes in both layouts of a page."""
    return in_layouts("Timeline", {one: draw_timeline(lanes, until, one) for one in LAYOUTS})


def laid(picture: str, measures: Measures = WIDE) -> Element:
    """One of the layouts of a picture."""
    (found,) = read(picture).all("svg", class_=measures.look)
    return found


def drawn(picture: str, measures: Measures = WIDE) -> dict[str, Element]:
    """The lanes of a picture by their label."""
    return {one.all("title")[0].text.split(":")[0]: one for one in laid(picture, measures).all("a", class_="lane")}


def places(path: str) -> list[tuple[float, float]]:
    """The points of a path, of the commands that pictures use."""
    found, x, y = [], 0.0, 0.0
    for command, numbers in re.findall(r"([MHLmlz])([^MHLmlz]*)", path):
        values = [float(value) for value in numbers.split()]
        if command == "H":
            x = values[0]
        elif command != "z":
            x, y = values if command in "ML" else (x + values[0], y + values[1])
        found.append((x, y))
    return found


def covered(one: Element) -> list[tuple[float, float]]:
    """The corners of what is drawn of a lane beside its texts."""
    found = [place for path in one.all("path") for place in places(path.attributes["d"])]
    for bar in one.all("rect"):
        x, y, width, height = (float(bar.attributes[name]) for name in ("x", "y", "width", "height"))
        found += [(x, y), (x + width, y + height)]
    for dot in one.all("circle"):
        x, y, radius = (float(dot.attributes[name]) for name in ("cx", "cy", "r"))
        found += [(x - radius, y - radius), (x + radius, y + radius)]
    return found


def tip(one: Element, look: str) -> tuple[float, int]:
    """The only head of an arrow of a look: where it points to, and whether to the right (1) or the left (-1)."""
    (head,) = [places(path.attributes["d"]) for path in one.all("path", class_=look)]
    *_, (back, _), (found, _), _ = head
    return found, 1 if found > back else -1


def bars(one: Element, look: str) -> list[tuple[float, float]]:
    """From where to where the bars of a look go."""
    found = [(float(bar.attributes["x"]), float(bar.attributes["width"])) for bar in one.all("rect", class_=look)]
    return [(x, x + width) for x, width in found]


def grid(picture: str, measures: Measures = WIDE) -> list[float]:
    """Where the lines of an axis are."""
    (lines,) = laid(picture, measures).all("path", class_="grid")
    return [float(x) for x in re.findall(r"M([\d.]+)", lines.attributes["d"])]


def years(picture: str) -> dict[int, float]:
    """Where the lines of the years are."""
    return dict(zip((int(one.text) for one in laid(picture).all("text", class_="axis")), grid(picture), strict=True))
