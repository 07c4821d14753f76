"""Until which day what has no end is known to have lasted: of a listing, that of the last version of its list."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from mostanad.loader.tables import Tables

#: The tables whose rows are on a list from one day to another.
LISTED = ("sanctions", "tags")


def last_seen(release: Tables) -> dict[str, dt.date]:
    """The day of the last document that could have shown the end of each listing or tag.

    Versions of a list are the sources that are derived from it. A version that shows any entry of a list speaks for all
    of its entries, and so does a log of versions: had a listing ended, there would be a row that says so.

    Returns:
        the day by ``sanction_id`` or ``tag_id``; a listing whose documents have no date is not in it.
    """
    import pyarrow.compute as pc

    sources = {row["source_id"]: row for row in release._rows("sources")}
    there = set(release.tables()) & set(LISTED)
    listings = {key for table in there for key in release._read(table)[0].to_pylist()}
    evidence = release._where("evidence", "stance", ["asserts"])
    wanted = evidence.filter(pc.match_substring_regex(evidence["fact_id"], "/(entry|listed)$"))
    shown: defaultdict[str, set[str]] = defaultdict(set)
    for fact_id, source_id in zip(wanted["fact_id"].to_pylist(), wanted["source_id"].to_pylist(), strict=True):
        if (sanction := fact_id.rpartition("/")[0]) in listings and source_id in sources:
            shown[sanction].add(source_id)
    lists = {one: {_list(sources[name]) for name in names} - {""} or {one} for one, names in shown.items()}
    last: dict[str, dt.date] = {}
    for sanction, names in shown.items():
        days = [day for name in names if (day := sources[name]["published_max"])]
        for one in lists[sanction] if days else ():
            last[one] = max(last.get(one, dt.date.min), *days)
    known = {sanction: [last[one] for one in of if one in last] for sanction, of in lists.items()}
    return {sanction: max(days) for sanction, days in known.items() if days}


def _list(source: dict[str, object]) -> str:
    """The list of which a source is a version; empty if it is none."""
    return str(source["derived_from"] or "") if source["kind"] == "sanctions_list" else ""


def last_documented(evidence: Iterable[Mapping[str, Any]], sources: Mapping[str, Mapping[str, Any]]) -> dt.date | None:
    """The last day of which a document says that a row holds; none speaks of a day after its publication."""
    found = set()
    for item in evidence:
        published = sources.get(item["source_id"], {}).get("published_max")
        if item["stance"] != "disputes" and (item["as_of_max"] or published):
            found.add(min(filter(None, (item["as_of_max"], published))))
    return max(found, default=None)


def last_day(release: Tables) -> dt.date:
    """The day on which the version was cut; of one that is not recorded yet, the last day that a document is of."""
    cut = release._rows("releases") if "releases" in release.tables() else []
    days = {row["version"]: row["date_max"] for row in cut}
    published = (row["published_max"] for row in release._rows("sources") if row["published_max"])
    return days.get(release.version) or max(published, default=dt.date(2000, 1, 1))
