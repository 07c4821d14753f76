"""Sections of a page that can be long: the page shows the first rows, and separate pages show all of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from mostanad.models.language import say
from mostanad.site.contents import Record
from mostanad.site.page import SHOWN, Page, Said, listing, whole

#: The note above the reasons for listings.
GIVEN = (
    "In our words: what the authority concludes first, then deaths, torture and other ill-treatment, then sentences "
    "and detention. What an authority alleges is not a finding. These are the reasons as printed on the list of the "
    "date given; this record does not show when they were first given."
)


@dataclass(frozen=True)
class Section:
    """A section of a page. ``name`` is that of the macro in lines.html that shows its rows, and of its own page. Each
    row takes as much room as ``weight`` rows. If there are many rows, the page shows the ``first``."""

    name: str
    heading: str
    rows: Sequence[Any]
    hint: str = ""
    weight: int = 1
    first: int = SHOWN

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def shown(self) -> Sequence[Any]:
        """The rows that the page shows: all, if only a few would be left out."""
        return self.rows if len(self.rows) <= SHOWN * 1.2 else self.rows[: min(self.first, SHOWN)]

    @property
    def is_long(self) -> bool:
        return len(self.shown) < len(self.rows)

    def pages(self, path: str, title: str) -> Iterator[Page]:
        """The separate pages of the section, if it is too long for its main page."""
        if self.is_long:
            own = f"{path.removesuffix('.html')}/{self.name}.html"
            part = say(self.heading)
            heading = say("%(title)s: %(part)s", title=title, part=part[:1].lower() + part[1:])
            more, weight = (lambda _: {"section": self, "whole": (path, title)}), (lambda _: self.weight)
            yield from listing(own, "section", heading, self.rows, whole, lambda row: row, more, weight)


def listings(record: Record, key: str) -> Section:
    """The listings of somebody, those for human rights first. One that was carried over replaces the former."""
    in_order = record.told.by_listed(record.naming(key, "sanctions", "target_id"))
    rows = [record.row(row["sanction_id"]) for row in record.told.once(in_order)]
    return Section("sanctions", "Listings", sorted(rows, key=lambda row: not row["human_rights"]))


def page_with(
    sections: Sequence[Section], path: str, template: str, title: str, said: Callable[[Mapping[str, Section]], Said]
) -> Iterator[Page]:
    """A page, which gets its sections by name; and the separate pages of sections that are too long for it."""
    yield Page(path, template, title, partial(said, {section.name: section for section in sections}))
    yield from chain(*(section.pages(path, title) for section in sections))
