"""A picture of a whole release, before it is drawn: with its finding as its title, and its data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from mostanad.files import csvtext
from mostanad.loader.drawings import LAYOUTS, SHEET, Drawing, Measures, Svg, in_layouts
from mostanad.loader.picture import Picture, sheet
from mostanad.loader.reasons import Told
from mostanad.loader.tables import Record, Tables
from mostanad.models.language import say, speaking, spoken

#: Where a row is read, on the site; of a picture that stands alone nowhere.
Address = Callable[[str], str]


@dataclass(frozen=True)
class Chart:
    """A picture, before it is drawn.

    Attributes:
        finding: what it shows, as a sentence made of the data.
        note: what its shapes mean.
        rows: its data.
        table: what it shows in words: the heads of columns, and rows; none if the page has it in words.
        draw: draws it in a layout; nothing if there is nothing to draw.
        name: what it is about, and the same in Persian: the title of the picture that stands alone, if not the finding.
        rests: on what it rests.
    """

    finding: str
    note: str
    rows: Sequence[Record]
    table: tuple[Sequence[str], Sequence[Sequence[str | int]]]
    draw: Callable[[Measures], Drawing | None]
    name: tuple[str, str] = ("", "")
    rests: str = ""

    @cached_property
    def inline(self) -> Svg:
        """For a page; empty if there is nothing to show."""
        with speaking(spoken().brief()):
            return in_layouts(self.finding, self._drawn(*LAYOUTS), self.note)

    def picture(self, release: Tables) -> Picture:
        """It alone."""
        said = [f"{release.about.name} {release.version} · {licence_of(release)}", self.rests]
        foot = " · ".join(filter(None, said))
        name, persian = self.name
        head, notes = (
            ((name, persian, self.finding), [self.note, foot]) if name else ((self.finding, "", foot), [self.note])
        )
        drawn = [("", drawing) for drawing in self._drawn(SHEET).values()]
        return sheet(head, drawn, filter(None, notes), as_csv(self.rows))

    def _drawn(self, *layouts: Measures) -> dict[Measures, Drawing]:
        drawn = ((one, self.draw(one)) for one in layouts if self.rows)
        return {one: drawing for one, drawing in drawn if drawing}


def licence_of(release: Tables) -> str:
    return say("licence %(licence)s", licence=release.about.licence)


def as_csv(rows: Sequence[Record]) -> str:
    """Rows as CSV, with a header."""
    lines = [[*row] for row in rows[:1]] + [*([*row.values()] for row in rows)]
    return "".join(f"{csvtext.join(['' if cell is None else str(cell) for cell in line])}\n" for line in lines)


def held(told: Told, listings: Sequence[Record]) -> str:
    """That the record holds less than all of the lists on which some listings stand; empty if it holds all."""
    scopes = {told.rows[row["programme_id"]][1]["scope"] for row in listings if row["programme_id"]}
    some = "Of some lists this record holds only those who stand in it for another reason."
    return say(some) if scopes - {"whole"} else ""


def nowhere(_: str) -> str:
    return ""


def rows_of(told: Told, table: str) -> list[Record]:
    return [row for name, row in told.rows.values() if name == table]
