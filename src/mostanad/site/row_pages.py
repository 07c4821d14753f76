"""The evidence of every row: who says so, in which document, where in it, for or against, and how to check it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from mostanad.models import TABLES
from mostanad.models.words import heading, when
from mostanad.site import addresses
from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.page import Page

#: How many rows that name a row its page lists; the others stand in the tables.
_LISTED = 200


def pages(record: Record) -> Iterator[Page]:
    """A page for each row that a claim can be on, and one for each that is gone."""
    cited = dict(_citations(record))
    for row_id in record.rows:
        yield evidence(record, row_id, cited)
    yield from _gone(record)


def _citations(record: Record) -> Iterator[tuple[str, str]]:
    """A line of text for each document, as `mostanad cite` gives it."""
    ids = sorted(record.sources)
    _, *lines = record.release.cite(ids, "text").splitlines()
    yield from zip(ids, lines, strict=True)


def evidence(record: Record, row_id: str, cited: dict[str, str]) -> Page:
    """The page of one row; ``cited`` has a line for each document."""
    said = partial(_evidence, record, row_id, cited)
    return Page(addresses.of_evidence(row_id), "row", record.title(row_id), said)


def _evidence(record: Record, row_id: str, cited: dict[str, str]) -> dict[str, Any]:
    table, row = record.rows[row_id]
    backed = record.evidence.of(row_id)
    cells = [
        {
            "column": column,
            "fact": record.facts.get(row_id, {}).get(column.name),
            "evidence": backed.get(column.name, []),
        }
        for column in TABLES[table].columns()
        if column.role in ("assertion", "coding") and row[column.name] not in (None, "", [])
    ]
    naming = record.referring.get(row_id, [])
    return {
        "table": table,
        "row": row,
        "row_id": row_id,
        "cells": cells,
        "is_own": addresses.of_row(record, row_id) == addresses.of_evidence(row_id),
        "naming": naming[:_LISTED],
        "more": max(0, len(naming) - _LISTED),
        "cite": partial(_cite, record, cited),
    }


def _cite(record: Record, cited: dict[str, str], fact_id: str, items: list[Row]) -> str:
    """How to cite a fact: as a footnote, then the release and each document behind it once, with its hash."""
    documents = dict.fromkeys(item["source_id"] for item in items)
    notes = "; ".join(_footnote(record, name, items) for name in documents)
    row_id, _, field = fact_id.rpartition("/")
    said = f"{record.title(row_id)}, {heading(field).lower()} {items[0]['value']}"
    lines = [
        f"{said}: {notes} (mostanad {record.version}, {fact_id}).",
        "",
        f"mostanad, version {record.version}, {fact_id}.",
    ]
    return "\n".join([*lines, *(cited[name] for name in documents)])


def _footnote(record: Record, source_id: str, items: list[Row]) -> str:
    row = record.sources[source_id]
    day = when(row["published"])
    places = ", ".join(dict.fromkeys(item["selector"] for item in items if item["source_id"] == source_id))
    dated = "" if not day or day in row["title"] else f", {day}"
    url = f", {row['url']}" if row["url"] else ""
    return f"{record.label(row['author'] or row['publisher_id'])}, {row['title']}{dated}, {places}{url}"


def _gone(record: Record) -> Iterator[Page]:
    """Tombstones: an address that was ever given leads to what became of the row."""
    frame = record.release.tombstones()
    ids = {str(fact).partition("/")[0] for fact in frame["fact_id"]} | {
        row["old_id"] for row in record.tables["redirects"]
    }
    for row_id in sorted(ids - set(record.rows)):
        said = partial(dict[str, Any], row_id=row_id, resolved=record.release.resolve(row_id))
        for folder in ("rows", "officials", "events"):  # of what is gone nobody knows what it was
            yield Page(f"{folder}/{row_id}.html", "gone", row_id, said)
