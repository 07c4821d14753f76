"""Lists of authorities of which the record holds versions, and what can have been looked for on them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import NamedTuple

from mostanad.documents.lists import formats
from mostanad.models.vocabularies import Coverage, Scope, SourceKind
from mostanad.site.evidence import Row


def is_list(source: Row) -> bool:
    """Whether a document is a list of sanctions: one by its kind, or an act of which the annex is read as one."""
    is_annex = source["kind"] == SourceKind.LEGAL_ACT and source["format"] in formats()
    return source["kind"] == SourceKind.SANCTIONS_LIST or is_annex


def prints_names(source: Row) -> bool:
    """Whether it is a list of some day on which entries have names: a file of addresses has only their numbers."""
    form = formats().get(source["format"])
    return is_list(source) and source["published"] is not None and (form is None or form.lists_targets)


class Versions(NamedTuple):
    """Which versions are held of the lists of an authority on which entries have names.

    Attributes:
        whole: of each list the day of its last whole version, in order.
        part: the last excerpt, if it is later than all of these.
        under: the programmes in force under which the excerpt shows listings.
        taken_in: the human-rights programmes in force of which the record has everybody.
        since: the first version that shows somebody under a programme of which the record has everybody; without such
            a programme, under any. What ended before cannot show.
    """

    whole: list[dt.date]
    part: Row | None
    under: list[str]
    taken_in: list[str]
    since: dt.date


def versions(
    sources: Iterable[Row], listings_on: Callable[[Row], list[Row]], programmes: Mapping[str, Row]
) -> dict[str, Versions]:
    """By authority what is held of its lists. ``listings_on``: the listings that rest on a document."""
    days: dict[str, dict[str, dt.date]] = defaultdict(dict)
    last: dict[str, Row] = {}
    sources = sorted(filter(prints_names, sources), key=itemgetter("published_max"))
    for row in sources:
        for who in {listed["authority_id"] for listed in listings_on(row)}:
            if row["coverage"] == Coverage.EXCERPT:
                last[who] = row
            else:
                last.setdefault(who, row)
                days[who][row["derived_from"] or row["source_id"]] = row["published_max"]
    first, found = first_versions(sources, listings_on), {}
    for who, source in last.items():
        whole = sorted(set(days[who].values()))
        is_part = source["coverage"] == Coverage.EXCERPT and source["published_max"] > max(whole, default=dt.date.min)
        own = [row for row in programmes.values() if row["authority_id"] == who and row["programme_id"] in first]
        everybody = [row for row in own if row["scope"] == Scope.WHOLE]
        now = [row for row in own if not row["ended"]]
        shown = {listed["programme_id"] for listed in listings_on(source)} if is_part else set()
        found[who] = Versions(
            whole,
            source if is_part else None,
            [row["programme_id"] for row in now if row["programme_id"] in shown],
            [row["programme_id"] for row in now if row in everybody and row["human_rights"]],
            min((first[row["programme_id"]] for row in everybody or own), default=source["published_max"]),
        )
    return found


def first_versions(sources: Iterable[Row], listings_on: Callable[[Row], list[Row]]) -> dict[str, dt.date]:
    """By programme the day of the first version of a list on which the record has somebody under it; what ended before
    cannot show."""
    found: dict[str, dt.date] = {}
    for row in filter(prints_names, sources):
        for key in {listed["programme_id"] for listed in listings_on(row)} - {None}:
            found[key] = min(row["published_max"], found.get(key, dt.date.max))
    return found
