"""Parts of a page that can be long: the page shows the first rows, and pages of their own show all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from mostanad.models.language import say
from mostanad.site.page import SHOWN, Page, listing, whole

#: What stands above the reasons for listings.
GIVEN = (
    "In our words: deaths first, then torture and other ill-treatment, then sentences and detention. What an authority "
    "alleges is not a finding. Reasons stand here as the list of a day prints them; when they were first given is not "
    "in this record."
)


@dataclass(frozen=True)
class Section:
    """A part of a page: ``name`` is that of the macro of lines.html that shows its rows, and of its own page; one of
    its rows is as long as ``weight`` others."""

    name: str
    heading: str
    rows: Sequence[Any]
    hint: str = ""
    weight: int = 1

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def shown(self) -> Sequence[Any]:
        """The rows that the page shows: all, if few more would be left."""
        return self.rows if len(self.rows) <= SHOWN * 1.2 else self.rows[:SHOWN]

    @property
    def is_long(self) -> bool:
        return len(self.shown) < len(self.rows)


def rest(path: str, title: str, sections: Sequence[Section]) -> Iterator[Page]:
    """The own pages of the parts of a page that are too long for it."""
    for section in sections:
        if section.is_long:
            own = f"{path.removesuffix('.html')}/{section.name}.html"
            part = say(section.heading)
            heading = say("%(title)s: %(part)s", title=title, part=part[:1].lower() + part[1:])
            said = {"section": section, "whole": (path, title)}
            more, weight = partial(_each, said), partial(_each, section.weight)
            yield from listing(own, "section", heading, section.rows, whole, lambda row: row, more, weight)


def _each(same: Any, of: object) -> Any:
    return same
