"""The pages around the record: start, releases and downloads, what this is, search."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

from mostanad.releases.release_about import LICENCE_URL, TITLE
from mostanad.site import catalogues
from mostanad.site.page import Page
from mostanad.site.record import Record

#: Changes by which a published value was not any more.
_ENDED = ("correction", "retraction", "merge", "privacy")
#: How many listings the start page names.
_NEWEST = 5
#: Where the site has the Parquet files of the release.
DOWNLOADS = "downloads"


def pages(record: Record) -> Iterator[Page]:
    """All of them."""
    yield Page("index.html", "start", "mostanad", partial(_start, record))
    yield Page("releases.html", "releases", "Releases", partial(_releases, record))
    yield Page("about.html", "about", "About")
    yield Page("search.html", "search", "Search", partial(_search, record))


def _start(record: Record) -> dict[str, Any]:
    facts = [fact for fields in record.facts.values() for fact in fields.values()]
    counts = _counts(record, "officials", "sanctions", "events", "sources", "fact_checks")
    return {
        "facts": Counter(fact.support for fact in facts),
        "counts": counts | {"facts": len(facts)},
        "disputed": sum(fact.disputed for fact in facts),
        "checks": catalogues.claimed(record),
        "newest": catalogues.newest(record)[:_NEWEST],
        "data": _dataset(record),
    }


def _search(record: Record) -> dict[str, Any]:
    return {"counts": _counts(record, "officials", "sources")}


def _counts(record: Record, *tables: str) -> dict[str, int]:
    return {name: len(record.tables[name]) for name in tables}


def _releases(record: Record) -> dict[str, Any]:
    ends = [row for row in record.tables["changes"] if row["change"] in _ENDED]
    return {"files": _files(record), "changes": _changes(record), "ends": ends, "downloads": DOWNLOADS}


def _dataset(record: Record) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": TITLE,
        "description": json.loads((record.release.path / "datapackage.json").read_text("utf-8"))["description"],
        "version": record.version,
        "license": LICENCE_URL,
        "creator": {"@type": "Organization", "name": "mostanad maintainers"},
    }


def _files(record: Record) -> list[dict[str, Any]]:
    descriptor = json.loads((record.release.path / "datapackage.json").read_text("utf-8"))
    return [
        {"path": item["path"], "bytes": item["bytes"], "hash": item["hash"]}
        for item in descriptor["resources"]
        if item["path"].startswith(("parquet/", "csv/")) or item["path"].endswith(".sqlite")
    ]


def _changes(record: Record) -> list[tuple[str, dict[str, int]]]:
    """By version, newest first, how many facts were added, corrected, withdrawn."""
    counted: dict[str, Counter[str]] = {}
    for row in record.tables["changes"]:
        counted.setdefault(row["version"], Counter())[row["change"]] += 1
    in_order = sorted(counted, key=lambda version: [int(part) for part in version.split(".")], reverse=True)
    return [(version, dict(counted[version])) for version in in_order]
