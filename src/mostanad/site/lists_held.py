"""Lists of authorities of which the record holds versions, and what can have been looked for on them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable

from mostanad.documents.lists import formats
from mostanad.models.vocabularies import Coverage, SourceKind
from mostanad.site.evidence import Row


def is_list(source: Row) -> bool:
    """Whether a document is a list of sanctions: one by its kind, or an act of which the annex is read as one."""
    is_annex = source["kind"] == SourceKind.LEGAL_ACT and source["format"] in formats()
    return source["kind"] == SourceKind.SANCTIONS_LIST or is_annex


def prints_names(source: Row) -> bool:
    """Whether it is a list of some day on which entries have names: a file of addresses has only their numbers."""
    form = formats().get(source["format"])
    return is_list(source) and source["published"] is not None and (form is None or form.lists_targets)


def last_that_print_names(
    sources: Iterable[Row], listings_on: Callable[[Row], list[Row]]
) -> dict[str, tuple[list[dt.date], dt.date | None]]:
    """By authority the day of the last whole version of each list in which names are printed, in order; and that of the
    last excerpt, if it is later than all of these. ``listings_on``: the listings that rest on a document."""
    whole: dict[str, dict[str, dt.date]] = defaultdict(dict)
    excerpts: dict[str, dt.date] = {}
    for row in filter(prints_names, sources):
        for who in {listed["authority_id"] for listed in listings_on(row)}:
            is_excerpt = row["coverage"] == Coverage.EXCERPT
            days, key = (excerpts, who) if is_excerpt else (whole[who], row["derived_from"] or row["source_id"])
            days[key] = max(row["published_max"], days.get(key, dt.date.min))
    found = {who: sorted(set(whole[who].values())) for who in {*whole, *excerpts}}
    later = {who: day for who, day in excerpts.items() if day > max(found[who], default=dt.date.min)}
    return {who: (days, later.get(who)) for who, days in found.items()}


def first_versions(sources: Iterable[Row], listings_on: Callable[[Row], list[Row]]) -> dict[str, dt.date]:
    """By programme the day of the first version of a list on which the record has somebody under it; what ended before
    cannot show."""
    found: dict[str, dt.date] = {}
    for row in filter(prints_names, sources):
        for key in {listed["programme_id"] for listed in listings_on(row)} - {None}:
            found[key] = min(row["published_max"], found.get(key, dt.date.max))
    return found
