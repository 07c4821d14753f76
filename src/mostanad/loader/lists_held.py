"""The versions that the record holds of each authority's lists, and what can be looked up on them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from mostanad.documents.lists import formats
from mostanad.models.vocabularies import Coverage, Scope, SourceKind

Row = Mapping[str, Any]
Runs = Sequence[tuple[dt.date, dt.date]]
#: Versions farther apart than this leave a gap that pages mention.
_YEARS = dt.timedelta(days=3 * 365)


def is_list(source: Row) -> bool:
    """Whether a document is a list of sanctions, by its kind or as a legal act whose annex is parsed as one."""
    is_annex = source["kind"] == SourceKind.LEGAL_ACT and source["format"] in formats()
    return source["kind"] == SourceKind.SANCTIONS_LIST or is_annex


def is_version(source: Row) -> bool:
    """Whether a document is a version of a list, by its kind or as an official record that is parsed as one."""
    is_part = source["kind"] == SourceKind.OFFICIAL_RECORD and source["format"] in formats()
    return source["kind"] == SourceKind.SANCTIONS_LIST or is_part


def prints_names(source: Row) -> bool:
    """Whether a document is a list with a date whose entries have names; a file of addresses has only their numbers."""
    form = formats().get(source["format"])
    return is_list(source) and source["published"] is not None and (form is None or form.lists_targets)


class Versions(NamedTuple):
    """The versions that are held of an authority's lists whose entries have names."""

    whole: list[dt.date]  # the day of the last whole version of each list, sorted
    part: Row | None  # the last excerpt, if it is later than all of these
    under: list[str]  # the programmes in force under which the excerpt shows listings
    taken_in: list[str]  # the human-rights programmes in force that the record has completely
    covered: dt.date | None  # the day of the last version before the excerpt, which need not be complete
    #: By programme, runs of versions from the first with an entry under it: the first and last day of each. A gap of
    #: years starts a new run.
    runs: Mapping[str | None, Runs]
    #: The first version under a programme that the record has completely, or if there is none, under any programme.
    #: Listings that ended earlier cannot show.
    since: dt.date
    table: Row | None = None  # the last whole one with names by somebody else, if later than all of these
    gaps: Runs = ()  # the days of the versions before and after each gap of years
    held: Runs = ()  # runs of all programmes that the record has completely; if there are none, of all

    @property
    def leaves_open(self) -> bool:
        """Whether somebody who is not found may still be listed: the excerpt says nothing about other programmes."""
        return bool(self.part and self.whole)

    def until(self, programme_id: str | None) -> dt.date | None:
        """The day of the last list that shows new listings under a programme, if a later one is held only in part and
        has no listings under it, or has no exact day; else None."""
        if not self.part or (programme_id in self.under and self.part["published_min"] == self.part["published_max"]):
            return None
        is_covered = not self.taken_in or programme_id in self.taken_in
        last = self.covered if is_covered else max(self.whole, default=None)
        return max(filter(None, (last, self.table and self.table["published_max"])), default=None)


def versions(
    sources: Sequence[Row],
    listings_on: Callable[[Row], Sequence[Row]],
    entries_of: Callable[[Row], Sequence[Row]],
    programmes: Mapping[str, Row],
) -> dict[str, Versions]:
    """By authority, the versions held of its lists. ``listings_on`` returns the listings that rest on a document;
    ``entries_of`` those whose entry it has."""
    dated = defaultdict[str, dict[str | None, set[tuple[dt.date, dt.date]]]](dict)
    last, excerpts, found = defaultdict[str, dict[str, dt.date]](dict), dict[str, Row](), dict[str, Versions]()
    tables, entered = dict[str, Row](), defaultdict[str, set[str | None]](set)
    named = [key for key, form in formats().items() if form.lists_targets]
    tabled = [row for row in sources if row["kind"] == SourceKind.DATASET and row["format"] in named]
    held = [*filter(prints_names, sources), *(row for row in tabled if row["coverage"] == Coverage.WHOLE)]
    for row in sorted(held, key=lambda row: (row["published_max"], row["coverage"] == Coverage.WHOLE)):
        of = row["derived_from"] or row["source_id"]
        entered[of] |= {listed["programme_id"] for listed in entries_of(row)}
        for listed in listings_on(row):
            who, day = listed["authority_id"], row["published_max"]
            if row["kind"] == SourceKind.DATASET:
                tables[who] = row
                continue
            if listed["programme_id"] in entered[of]:
                dated[who].setdefault(listed["programme_id"], set()).add((row["published_min"], day))
            if row["coverage"] == Coverage.EXCERPT:
                excerpts[who] = row
            else:
                last[who][of] = day
                excerpts.pop(who, None)  # an excerpt no later than a whole version is not needed
                tables.pop(who, None)
    for who, days in dated.items():
        whole, part = sorted(set(last[who].values())), excerpts.get(who)
        own = [programmes[key] for key in sorted(filter(None, days))]
        everybody = [row["programme_id"] for row in own if row["scope"] == Scope.WHOLE]
        shown = {listed["programme_id"] for listed in listings_on(part)} if part else set()
        now = [row for row in own if not row["ended"]]
        under = [row["programme_id"] for row in now if row["programme_id"] in shown]
        taken_in = [row["programme_id"] for row in now if row["human_rights"] and row["programme_id"] in everybody]
        every = {day for some in days.values() for day in some}
        covered = max((day for _, day in every if part and day < part["published_max"]), default=None)
        reach = _runs(day for key in everybody or days for day in days[key])
        gaps = [(before[-1][1], after[0][0]) for before, after in pairwise(_together(every))]
        runs = {key: _runs(some) for key, some in days.items()}
        found[who] = Versions(whole, part, under, taken_in, covered, runs, reach[0][0], tables.get(who), gaps, reach)
    return found


def _together(days: Iterable[tuple[dt.date, dt.date]]) -> list[list[tuple[dt.date, dt.date]]]:
    """Group versions, given by their first and last possible day, into runs without a gap of years."""
    found = list[list[tuple[dt.date, dt.date]]]()
    for first, last in sorted(days, key=itemgetter(1)):
        if not found or first - found[-1][-1][1] > _YEARS:
            found.append([])
        found[-1].append((first, last))
    return found


def _runs(days: Iterable[tuple[dt.date, dt.date]]) -> Runs:
    return [(some[0][1], some[-1][1]) for some in _together(days)]
