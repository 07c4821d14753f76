"""Pages that list: officials, events, sanctions and documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import Any

from mostanad.documents.lists import formats
from mostanad.evidence.spans import in_force
from mostanad.models.vocabularies import Answer, SourceKind
from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.page import Page, Part, listing

#: How many listings the page of sanctions names as the newest.
_NEWEST = 10


def pages(record: Record) -> Iterator[Page]:
    officials = sorted(record.tables["officials"], key=lambda row: (row["name"].casefold(), row["official_id"]))
    events = record.about_time(record.tables["events"], "date")
    documents = record.about_time(record.tables["sources"], "published")
    official, event, document = (partial(line, record) for line in (_official, _event, _document))
    yield from listing("officials.html", "officials", "Officials", officials, itemgetter("name"), official, weight=_two)
    yield from listing("events.html", "events", "Events", events, lambda row: row["date"] or "", event)
    yield from sanctions(record)
    yield from listing("sources.html", "sources", "Sources", documents, lambda row: row["published"] or "", document)


def _two(row: Row) -> int:
    """An official takes the room of two: they have a name in two scripts, posts and programmes."""
    return 2


def _official(record: Record, row: Row) -> dict[str, Any]:
    key = row["official_id"]
    listings = record.naming(key, "sanctions", "target_id")
    posts = record.naming(key, "positions", "holder_id")
    facts = chain.from_iterable(record.facts.get(next(iter(row.values())), {}).values() for row in [*posts, *listings])
    return {
        "id": key,
        "names": [name for name in record.naming(key, "names", "entity_id") if name["script"] == "Arab"][:1],
        "posts": record.about_time(posts, "started", "ended"),
        "authorities": sorted({record.label(item["authority_id"]) for item in listings}),
        "programmes": _programmes(record, listings),
        "supports": sorted({fact.support for fact in facts}),
    }


def _programmes(record: Record, listings: Sequence[Row]) -> list[str]:
    return sorted({record.label(row["programme_id"]) for row in listings if row["programme_id"]})


def _event(record: Record, row: Row) -> dict[str, Any]:
    key = row["event_id"]
    numbers = len(record.naming(key, "estimates", "about_id"))
    return {"row": row, "numbers": numbers, "participants": len(record.naming(key, "participations", "event_id"))}


def _document(record: Record, row: Row) -> dict[str, Any]:
    return {"row": row, "facts": len(record.evidence.facts_on(row["source_id"]))}


def sanctions(record: Record) -> Iterator[Page]:
    """Who listed whom, and when: a matrix of those who are listed by authority."""
    listed = {row["target_id"] for row in record.tables["sanctions"]}
    targets = sorted(listed, key=lambda target: (record.label(target).casefold(), target))
    line, first = partial(_target, record), partial(_first, record)
    weight = partial(_weight, record)
    yield from listing("sanctions.html", "sanctions", "Sanctions", targets, record.label, line, first, weight)


def _weight(record: Record, target: str) -> int:
    """How many lines the matrix has for somebody, who has one more."""
    return 1 + len(record.naming(target, "sanctions", "target_id"))


def _target(record: Record, target: str) -> dict[str, Any]:
    """Whom the matrix lists: the listings by authority, and by what they are filtered."""
    rows = record.about_time(record.naming(target, "sanctions", "target_id"), "listed")
    cells = {key: [row for row in rows if row["authority_id"] == key] for key in _authorities(rows)}
    authorities = sorted(map(record.label, cells))
    return {"id": target, "cells": cells, "authorities": authorities, "programmes": _programmes(record, rows)}


def _authorities(rows: Sequence[Row]) -> list[str]:
    return sorted({row["authority_id"] for row in rows})


def _first(record: Record, part: Part[str]) -> dict[str, Any]:
    """The columns of the matrix, and what only its first page has."""
    authorities = _authorities(record.tables["sanctions"])
    if part.number > 1:
        return {"authorities": authorities}
    in_order = newest(record, record.tables["sanctions"])
    shown, rest = in_order[:_NEWEST], in_order[_NEWEST:]
    return {
        "authorities": authorities,
        "newest": shown,
        "more": sum(row["listed_min"] == shown[-1]["listed_min"] for row in rest),
        "lists": lists(record),
    }


def newest(record: Record, listings: Sequence[Row]) -> list[Row]:
    """Listings by the first day on which they can have been made, the newest first; none of which it is not known."""
    dated = [row for row in listings if row["listed_min"]]
    by_name = sorted(dated, key=lambda row: (record.label(row["target_id"]).casefold(), row["sanction_id"]))
    return sorted(by_name, key=itemgetter("listed_min"), reverse=True)


def lists(record: Record) -> list[dict[str, Any]]:
    """Of each authority the lists we hold with their versions, in order of time; or that there is none."""
    documents: dict[str, list[Row]] = defaultdict(list)
    for row in record.about_time(record.tables["sources"], "published"):
        is_annex = row["kind"] == SourceKind.LEGAL_ACT and row["format"] in formats()
        if row["kind"] == SourceKind.SANCTIONS_LIST or is_annex:
            documents[row["derived_from"] or row["source_id"]].append(row)
    found = [(whose, key) for key, rows in documents.items() for whose in _listing(record, rows)]
    without = set(_authorities(record.tables["sanctions"])) - {whose for whose, _ in found}
    found += [(whose, "") for whose in without]
    found.sort(key=lambda one: (record.label(one[0]).casefold(), one))
    return [_reach(record, whose, key, documents.get(key, [])) for whose, key in found]


def _reach(record: Record, whose: str, key: str, rows: Sequence[Row]) -> dict[str, Any]:
    """How far a list reaches, and how many of its entries stood on the day of its last version."""
    versions = [row for row in rows if row["published"]]
    listings = {row["sanction_id"]: row for document in rows for row in record.listings_on(document)}
    day = versions[-1]["published_max"] if versions else None
    stood = [row for one, row in listings.items() if day and in_force(record.spans[one], day, day) == Answer.YES]
    return {
        "authority_id": whose,
        "list_id": key,
        "versions": versions,
        "until": record.list_ends.get(whose, {}).get(key),
        "entries": versions[-1].get("entries") if versions else None,
        "stood": len({row["entry"] for row in stood}),
        "reach": record.reach(listings.values()),
    }


def _listing(record: Record, rows: Sequence[Row]) -> set[str]:
    """Whose listings rest on these documents; if none do, who published them, or for whom that office acts."""
    found = {listed["authority_id"] for row in rows for listed in record.listings_on(row)}
    offices = {row["office_id"]: row["authority_id"] for row in record.tables["programmes"]}
    return found or {offices.get(row["publisher_id"], row["publisher_id"]) for row in rows}
