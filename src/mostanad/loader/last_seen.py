"""Until which day what has no end is known to have lasted: of a listing, that of the last version of its list."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mostanad.loader.tables import Tables

#: The cells of a listing that a version of a list bears out as long as it has the entry.
_SHOWN_BY_A_LIST = ("/entry", "/listed")


def last_seen(release: Tables) -> dict[str, dt.date]:
    """The day of the last document that could have shown the end of each listing.

    Versions of a list are the sources that are derived from it. Whatever version bears out any entry of a list speaks
    for all of its entries, and so does a log of versions: had a listing ended, there would be a row that says so.

    Returns:
        the day by ``sanction_id``; a listing whose documents have no date is not in it.
    """
    sources = {row["source_id"]: row for row in release._rows("sources")}
    shown: defaultdict[str, set[str]] = defaultdict(set)
    for fact_id, source_id in _evidence(release):
        if source_id in sources:
            shown[fact_id.rpartition("/")[0]].add(source_id)
    lists = {sanction: {_list(sources[name]) for name in names} - {""} for sanction, names in shown.items()}
    days: defaultdict[str, set[dt.date]] = defaultdict(set)
    for sanction, names in shown.items():
        known = {day for name in names if (day := sources[name]["published_max"])}
        for whose in lists[sanction] or {sanction}:
            days[whose] |= known
    last = {whose: max(known) for whose, known in days.items() if known}
    found = {sanction: [last[whose] for whose in lists[sanction] or {sanction} if whose in last] for sanction in shown}
    return {sanction: max(known) for sanction, known in found.items() if known}


def _list(source: dict[str, object]) -> str:
    """The list of which a source is a version; empty if it is none."""
    return str(source["derived_from"] or "") if source["kind"] == "sanctions_list" else ""


def _evidence(release: Tables) -> list[tuple[str, str]]:
    """The facts on listings that a list bears out, and the sources that do."""
    import pyarrow.compute as pc

    listings = set(release._read("sanctions")["sanction_id"].to_pylist())
    evidence = release._read("evidence").select(["fact_id", "source_id", "stance"])
    ends = [pc.ends_with(evidence["fact_id"], pattern) for pattern in _SHOWN_BY_A_LIST]
    wanted = evidence.filter(pc.and_(pc.or_(*ends), pc.equal(evidence["stance"], "asserts")))
    pairs = zip(wanted["fact_id"].to_pylist(), wanted["source_id"].to_pylist(), strict=True)
    return [(fact, source) for fact, source in pairs if fact.rpartition("/")[0] in listings]


def last_documented(evidence: Iterable[Mapping[str, Any]], sources: Mapping[str, Mapping[str, Any]]) -> dt.date | None:
    """The last day of which a document says that a row holds; none speaks of a day after its publication.

    Args:
        evidence: that of the row.
        sources: the documents, by id.
    """
    found = set()
    for item in evidence:
        published = sources[item["source_id"]]["published_max"]
        if item["stance"] != "disputes" and (item["as_of_max"] or published):
            found.add(min(filter(None, (item["as_of_max"], published))))
    return max(found, default=None)


def last_day(release: Tables) -> dt.date:
    """The day on which the version was cut; of one that is not recorded yet, the last day that a document is of."""
    cut = release._rows("releases") if "releases" in release.tables() else []
    days = {row["version"]: row["date_max"] for row in cut}
    published = (row["published_max"] for row in release._rows("sources") if row["published_max"])
    return days.get(release.version) or max(published, default=dt.date(2000, 1, 1))
