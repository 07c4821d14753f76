"""Pages that list: sanctions, claims that were checked, and documents."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from markupsafe import Markup

from mostanad.site import addresses
from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.growth import Series, growth
from mostanad.site.page import Page
from mostanad.site.paging import Part, in_parts


def pages(record: Record) -> Iterator[Page]:
    """All of them."""
    yield from sanctions(record)
    yield Page("checks.html", "checks", "Claims checked", partial(checks, record))
    documents = record.about_time(record.tables["sources"], "published")
    for part in in_parts("sources.html", documents, lambda row: str(row["published"] or "")):
        yield Page(part.path, "sources", part.title("Sources"), partial(_documents, record, part))
    for row in record.tables["sources"]:
        yield from source(record, row)


def sanctions(record: Record) -> Iterator[Page]:
    """Who listed whom, and when: a matrix of those who are listed by authority."""
    listed = {row["target_id"] for row in record.tables["sanctions"]}
    targets = sorted(listed, key=lambda target: (record.label(target).casefold(), target))
    for part in in_parts("sanctions.html", targets, record.label):
        yield Page(part.path, "sanctions", part.title("Sanctions"), partial(_matrix, record, part))


def _matrix(record: Record, part: Part[str]) -> dict[str, Any]:
    found = {
        "part": part,
        "authorities": _authorities(record.tables["sanctions"]),
        "targets": [_target(record, target) for target in part.items],
        "growth": "",
    }
    return found if part.number > 1 else found | _first(record)


def _target(record: Record, target: str) -> dict[str, Any]:
    """Whom the matrix lists: the listings by authority, and by what they are filtered."""
    rows = record.about_time(record.naming(target, "sanctions", "target_id"), "listed")
    cells = {key: [row for row in rows if row["authority_id"] == key] for key in _authorities(rows)}
    return {
        "id": target,
        "cells": cells,
        "authorities": sorted(map(record.label, cells)),
        "programmes": sorted({record.label(row["programme_id"]) for row in rows if row["programme_id"]}),
    }


def _authorities(rows: Sequence[Row]) -> list[str]:
    return sorted({row["authority_id"] for row in rows})


#: How many listings the page of sanctions names as the newest.
_NEWEST = 10


def _first(record: Record) -> dict[str, Any]:
    """What only the first page of the matrix has."""
    in_order = newest(record)
    shown, rest = in_order[:_NEWEST], in_order[_NEWEST:]
    return {
        "newest": shown,
        "more": sum(row["listed_min"] == shown[-1]["listed_min"] for row in rest),
        "lists": _lists(record),
        "growth": growth(_grown(record)),
    }


def newest(record: Record) -> list[Row]:
    """Listings by the first day on which they can have been made, the newest first; none of which it is not known."""
    dated = [row for row in record.tables["sanctions"] if row["listed_min"]]
    by_name = sorted(dated, key=lambda row: (record.label(row["target_id"]).casefold(), row["sanction_id"]))
    return sorted(by_name, key=itemgetter("listed_min"), reverse=True)


def _lists(record: Record) -> list[dict[str, Any]]:
    """Of each authority the lists at hand with their versions, in order of time; or that there is none."""
    documents: dict[str, list[Row]] = defaultdict(list)
    for row in record.about_time(record.tables["sources"], "published"):
        if row["kind"] == "sanctions_list":
            documents[row["derived_from"] or row["source_id"]].append(row)
    found = [(whose, key) for key, rows in documents.items() for whose in _listing(record, rows)]
    without = set(_authorities(record.tables["sanctions"])) - {whose for whose, _ in found}
    found += [(whose, "") for whose in without]
    found.sort(key=lambda one: (record.label(one[0]).casefold(), one))
    return [
        {"authority_id": whose, "list_id": key, "versions": [row for row in documents.get(key, ()) if row["published"]]}
        for whose, key in found
    ]


def _listing(record: Record, rows: Sequence[Row]) -> set[str]:
    """Whose listings these documents bear out; if they bear out none, who published them."""
    facts = chain.from_iterable(record.evidence.facts_on(row["source_id"]) for row in rows)
    tables = (record.rows.get(row_id, ("", {})) for row_id in {fact.rpartition("/")[0] for fact in facts})
    found = {row["authority_id"] for table, row in tables if table == "sanctions"}
    return found or {row["publisher_id"] for row in rows}


def checks(record: Record) -> dict[str, Any]:
    """Claims held against the record."""
    items: dict[str, list[Row]] = defaultdict(list)
    for row in record.tables["fact_check_answers"]:
        items[row["check_id"]].append(row)
    readings = {row["check_id"]: row["reading"] for row in record.tables["fact_checks"]}
    found = claimed(record)
    for check in found:
        row = check["row"]
        check["items"] = items[row["check_id"]]
        check |= {name: _linked(row[name] or "", readings) for name in ("needs", "note")}
    return {"checks": found, "data": _reviews(record, found)}


def claimed(record: Record) -> list[dict[str, Any]]:
    """For each check its ``row``, the ``claim``, its evidence (``said``), and when that was ``published``."""
    found = []
    for row in record.tables["fact_checks"]:
        claim = record.claims[row["claim_id"]]
        evidence = chain.from_iterable(record.evidence.of(claim["target_id"]).values())
        said = next(item for item in evidence if item["claim_id"] == row["claim_id"])
        published = record.sources[said["source_id"]]["published"]
        found.append({"row": row, "claim": claim, "said": said, "published": published})
    return found


def _linked(text: str, readings: Mapping[str, str]) -> Markup:
    """A text in which an id of a check becomes its reading, that leads to it."""
    link = Markup('<a href="#{}"><bdi>{}</bdi></a>')
    words = re.split(r"([\w-]+)", text)
    return Markup("").join(link.format(word, readings[word]) if word in readings else word for word in words)


#: How many programmes the picture has; the smaller ones stand in the table only.
_DRAWN = 6


def _grown(record: Record) -> list[Series]:
    """Of the largest programmes, how many listings came in each year."""
    years: dict[str, dict[int, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for row in record.tables["sanctions"]:
        if row["programme_id"] and row["listed_max"]:
            heard = record.heard(row["sanction_id"], "listed")
            years[row["programme_id"]][row["listed_max"].year][heard] += 1
    sizes = {name: sum(came.total() for came in by.values()) for name, by in years.items()}
    largest = sorted(years, key=lambda name: (-sizes[name], name))[:_DRAWN]
    last = max((year for by in years.values() for year in by), default=0)
    grown = []
    for name in largest:
        authority = record.label(record.rows[name][1]["authority_id"])
        lists = record.lists.get(record.rows[name][1]["authority_id"])
        ends = max(lists[-1].year, *years[name]) if lists else last  # after the last list nobody knows of any
        came = [(year, years[name][year]) for year in range(min(years[name]), ends + 1)]
        grown.append(Series(f"{record.label(name)}, {authority}", came))
    return grown


#: What a verdict says of the claim as it was read, in the words of ClaimReview.
_RATED = {"supported": 5, "partly": 3, "contradicted": 1}


def _reviews(record: Record, found: list[dict[str, Any]]) -> dict[str, Any]:
    reviews = []
    for check in found:
        row, said = check["row"], check["said"]
        rating: dict[str, Any] = {"@type": "Rating", "alternateName": row["verdict"]}
        if row["verdict"] in _RATED:
            rating |= {"ratingValue": _RATED[row["verdict"]], "bestRating": 5, "worstRating": 1}
        reviews.append(
            {
                "@type": "ClaimReview",
                "claimReviewed": row["reading"],
                "itemReviewed": {
                    "@type": "Claim",
                    "author": {"@type": "Organization", "name": record.label(said["asserted_by"])},
                },
                "reviewRating": rating,
                "author": {"@type": "Organization", "name": "mostanad maintainers"},
                "url": f"#{row['check_id']}",
            }
        )
    return {"@context": "https://schema.org", "@graph": reviews}


def _documents(record: Record, part: Part[Row]) -> dict[str, Any]:
    listed = [{"row": row, "facts": len(record.evidence.facts_on(row["source_id"]))} for row in part.items]
    return {"part": part, "sources": listed}


def source(record: Record, row: Row) -> Iterator[Page]:
    """One document, with its lineage and the facts that rest on it."""
    facts = [fact.rpartition("/") for fact in record.evidence.facts_on(row["source_id"])]
    rest = [(row_id, [field for *_, field in fields]) for row_id, fields in groupby(facts, key=itemgetter(0))]
    for part in in_parts(addresses.of_row(record, row["source_id"]), rest, lambda item: record.title(item[0])):
        yield Page(part.path, "source", part.title(row["title"]), partial(_source, record, row, part))


def _source(record: Record, row: Row, part: Part[tuple[str, list[str]]]) -> dict[str, Any]:
    copies = [other for other in record.tables["sources"] if other["derived_from"] == row["source_id"]]
    return {"source": row, "copies": copies, "part": part}
