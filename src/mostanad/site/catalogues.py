"""Pages that list: sanctions, claims that were checked, and documents."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from mostanad.site import addresses, drawings
from mostanad.site.page import Page
from mostanad.site.record import Record, Row


def pages(record: Record) -> Iterator[Page]:
    """All of them."""
    yield sanctions(record)
    yield checks(record)
    yield Page("sources.html", "sources", "Sources", {"sources": list(_listed(record))})
    for row in record.tables["sources"]:
        yield source(record, row)


def sanctions(record: Record) -> Page:
    """Who listed whom, and when: a matrix of those who are listed by authority."""
    authorities = sorted({row["authority_id"] for row in record.tables["sanctions"]})
    cells: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in record.about_time(record.tables["sanctions"], "listed"):
        cells[row["target_id"]][row["authority_id"]].append(row)
    targets = sorted(cells, key=lambda target: (record.label(target).casefold(), target))
    said = {"authorities": authorities, "targets": targets, "cells": cells, "growth": drawings.growth(_grown(record))}
    return Page("sanctions.html", "sanctions", "Sanctions", said)


def checks(record: Record) -> Page:
    """Claims held against the record."""
    claims = {row["claim_id"]: row for row in record.tables["claims"]}
    evidence = {row["claim_id"]: row for row in record.tables["evidence"]}
    items: dict[str, list[Row]] = defaultdict(list)
    for row in record.tables["check_items"]:
        items[row["check_id"]].append(row)
    found = [
        {
            "row": row,
            "claim": claims[row["claim_id"]],
            "said": evidence[row["claim_id"]],
            "items": items[row["check_id"]],
        }
        for row in record.tables["checks"]
    ]
    return Page("checks.html", "checks", "Claims checked", {"checks": found}, _reviews(record, found))


#: How many programmes the picture has; the smaller ones stand in the table only.
_DRAWN = 6


def _grown(record: Record) -> list[tuple[str, list[tuple[int, int]]]]:
    """Of the largest programmes, how many listings there were by the end of each year."""
    years: dict[str, Counter[int]] = defaultdict(Counter)
    for row in record.tables["sanctions"]:
        if row["programme_id"] and row["listed_max"]:
            years[row["programme_id"]][row["listed_max"].year] += 1
    largest = sorted(years, key=lambda name: (-years[name].total(), name))[:_DRAWN]
    last = max((year for counted in years.values() for year in counted), default=0)
    grown = []
    for name in largest:
        authority = record.label(record.rows[name][1]["authority_id"])
        totals = accumulate(years[name][year] for year in range(min(years[name]), last + 1))
        points = list(zip(range(min(years[name]), last + 1), totals, strict=True))
        grown.append((f"{record.label(name)}, {authority}", points))
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


def _listed(record: Record) -> Iterator[dict[str, Any]]:
    counted: dict[str, set[str]] = defaultdict(set)
    for row in record.tables["evidence"]:
        counted[row["source_id"]].add(row["fact_id"])
    for row in record.about_time(record.tables["sources"], "published"):
        yield {"row": row, "facts": len(counted[row["source_id"]])}


def source(record: Record, row: Row) -> Page:
    """One document, with its lineage and the facts that rest on it."""
    key = row["source_id"]
    rest: dict[str, list[str]] = defaultdict(list)
    for row_id, fields in record.evidence.items():
        for field, items in fields.items():
            if any(item["source_id"] == key for item in items):
                rest[row_id].append(field)
    copies = [other for other in record.tables["sources"] if other["derived_from"] == key]
    said = {"source": row, "copies": copies, "rest": sorted(rest.items())}
    return Page(addresses.of_row(record, key), "source", row["title"], said)
