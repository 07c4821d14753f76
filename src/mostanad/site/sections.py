"""Parts of a page that can be long: the page shows the first rows, and pages of their own show all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from mostanad.site.evidence import Row
from mostanad.site.page import Page, listing

#: How many rows of a part stand on the page of which it is a part.
SHOWN = 25


@dataclass(frozen=True)
class Section:
    """A part of a page: ``name`` is that of the macro of lines.html that shows its rows, and of its own page."""

    name: str
    heading: str
    rows: Sequence[Row]
    hint: str = ""

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def shown(self) -> Sequence[Row]:
        """The rows that the page shows: all, if few more would be left."""
        return self.rows if len(self.rows) <= SHOWN * 1.2 else self.rows[:SHOWN]

    @property
    def is_long(self) -> bool:
        return len(self.shown) < len(self.rows)


def rest(path: str, title: str, sections: Sequence[Section]) -> Iterator[Page]:
    """The own pages of the parts of a page that are too long for it."""
    for section in sections:
        if section.is_long:
            said = {"section": section, "whole": (path, title)}
            rows = list(enumerate(section.rows, 1))
            own = f"{path.removesuffix('.html')}/{section.name}.html"
            name = f"{title}: {section.heading.lower()}"
            yield from listing(own, "section", name, rows, lambda row: str(row[0]), itemgetter(1), lambda part, said=said: said)
