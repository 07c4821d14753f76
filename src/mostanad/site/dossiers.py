"""A page for each thing: a dossier for each official with a named post, each event, each document; and for every row
its evidence: who says so, in which document, where in it, for or against, and how to check it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from mostanad.models import FACT_TABLES, TABLES
from mostanad.models.words import heading, when
from mostanad.site.contents import Record, of_evidence
from mostanad.site.evidence import Row
from mostanad.site.page import Page, listing

#: Tables of which a dossier has a part of its own, made by hand.
_OWN = ("names", "identifiers", "participations", "statements")
#: What the description of a dossier counts, and what comes first in it.
_COUNTED = ("positions", "sanctions")
#: How many posts a dossier names at its head.
_POSTS = 3
#: From how many posts and listings on the picture of an event would be too long.
_DRAWN = 60
#: How many rows that name a row its page lists; the others stand in the tables.
_LISTED = 200


def pages(record: Record) -> Iterator[Page]:
    for official_id in sorted(record.dossiers):
        _, row = record.rows[official_id]
        yield Page(record.address(official_id), "official", row["name"], partial(_official, record, row))
    # Who had a dossier in an earlier release, and no named post any more, keeps the address of it.
    for row in record.tables["officials"]:
        if row["official_id"] not in record.dossiers:
            path = f"officials/{row['official_id']}.html"
            yield Page(path, "without_post", row["name"], partial(dict[str, Any], row_id=row["official_id"]))
    for row in record.tables["events"]:
        yield Page(record.address(row["event_id"]), "event", row["title"], partial(_event, record, row))
    for row in record.tables["sources"]:
        yield from _document(record, row)
    # A line of text for each document, as `mostanad cite` gives it.
    ids = sorted(record.sources)
    cited = dict(zip(ids, record.release.cite(ids, "text").splitlines()[1:], strict=True))
    for row_id in record.rows:
        yield Page(of_evidence(row_id), "row", record.title(row_id), partial(_evidence, record, row_id, cited))
    yield from _gone(record)


def _official(record: Record, row: Row) -> dict[str, Any]:
    official_id = row["official_id"]
    listings = record.naming(official_id, "sanctions", "target_id")
    said: dict[str, Any] = {
        "official": row,
        "posts": record.latest_posts(official_id)[:_POSTS],
        "listed": [(who, _of(record, listings, who), record.lists[who]) for who in record.lists],
        "elsewhere": [item for item in listings if item["authority_id"] not in record.lists],
        "reasoned": [item for item in listings if record.told.by_listing.get(item["sanction_id"])],
        "checked": record.checked.get(official_id, []),
        "names": record.naming(official_id, "names", "entity_id"),
        "identifiers": record.naming(official_id, "identifiers", "entity_id"),
        "parts": list(_parts(record, official_id)),
        "participations": record.naming(official_id, "participations", "entity_id"),
        "statements": record.about_time(record.naming(official_id, "statements", "speaker_id"), "made"),
        "spoken_of": record.about_time(record.naming(official_id, "statements", "about_id"), "made"),
    }
    counted = [(len(rows), heading.lower()) for table, heading, rows in said["parts"] if table in _COUNTED]
    counted.append((len(said["participations"]), "parts in events"))
    found = ", ".join(f"{number} {what}" for number, what in counted)
    said["description"] = f"{row['name']}: {found} on record; who says so, in which document, and who disagrees."
    said["data"] = {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": row["name"],
        "alternateName": sorted({name["name"] for name in said["names"]}),
        "url": "#",
    }
    return said


def _parts(record: Record, official_id: str) -> Iterator[tuple[str, str, list[Row]]]:
    """The other rows about an official: table, heading, rows in order of time."""
    for table in sorted(FACT_TABLES, key=lambda table: table not in _COUNTED):
        words = TABLES[table].words()
        if words.subject and table not in _OWN:
            rows = record.naming(official_id, table, words.subject)
            yield table, words.plural.capitalize(), record.about_time(rows, *words.times or ())


def _of(record: Record, listings: Sequence[Row], authority: str) -> list[Row]:
    """The listings by an authority, in order of time."""
    return record.about_time([row for row in listings if row["authority_id"] == authority], "listed", "delisted")


def _event(record: Record, row: Row) -> dict[str, Any]:
    key = row["event_id"]
    participations = record.naming(key, "participations", "event_id")
    statements = [*record.naming(key, "statements", "event_id"), *record.naming(key, "statements", "about_id")]
    people = {one["entity_id"] for one in participations}
    lasting = [(name, "", _of_all(record, name, people)) for name in ("positions", "sanctions")]
    is_readable = 0 < sum(len(rows) for *_, rows in lasting) < _DRAWN
    return {
        "event": row,
        "parts": _parts_by_kind(record, key),
        "listed_for": record.told.listed_for(key, within=True),
        "lanes": [("events", "", [row]), *lasting] if is_readable else [],
        "numbers": numbers(record, key),
        "statements": record.about_time(statements, "made"),
        "within": record.about_time(record.naming(key, "events", "part_of"), "date"),
        "listings": [row for name in ("sanctions", "tags") for row in record.naming(key, name, "action_id")],
        "description": f"{row['title']}: what happened, rival numbers side by side, and who says so.",
    }


def _parts_by_kind(record: Record, event_id: str) -> list[tuple[str, list[tuple[str, list[Row]]]]]:
    """The parts in an event by what part it is: of each its id, and a line for each who says so, by grade."""
    said = sorted(record.told.parts(event_id, within=False), key=itemgetter("part"))
    return [
        (part, [(key, list(rows)) for key, rows in groupby(items, key=itemgetter("participation_id"))])
        for part, items in groupby(said, key=itemgetter("part"))
    ]


def _of_all(record: Record, table: str, people: set[str]) -> list[Row]:
    """The rows of a table about some people, in order of time."""
    words = TABLES[table].words()
    rows = [row for who in sorted(people) for row in record.naming(who, table, words.subject)]
    return record.about_time(rows, *words.times or ())


def numbers(record: Record, about_id: str) -> list[tuple[str, list[Row]]]:
    """The numbers about an event, group or programme by measure, where there are most first; the greatest first."""
    rows = sorted(
        record.naming(about_id, "estimates", "about_id"),
        key=lambda row: (row["measure"], -(row["value"] or 0), row["estimate_id"]),
    )
    by_measure = [(measure, list(items)) for measure, items in groupby(rows, key=itemgetter("measure"))]
    return sorted(by_measure, key=lambda item: -sum(row["value"] is not None for row in item[1]))


def _document(record: Record, row: Row) -> Iterator[Page]:
    """One document, with its lineage and the facts that rest on it."""
    key = row["source_id"]
    facts = [fact.rpartition("/") for fact in record.evidence.facts_on(key)]
    rest = [(row_id, [field for *_, field in fields]) for row_id, fields in groupby(facts, key=itemgetter(0))]
    copies = [other for other in record.tables["sources"] if other["derived_from"] == key]
    said = {"source": row, "copies": copies}
    path, title = record.address(key), row["title"]
    yield from listing(path, "source", title, rest, lambda item: record.title(item[0]), tuple, lambda part: said)


def _evidence(record: Record, row_id: str, cited: dict[str, str]) -> dict[str, Any]:
    """The page of one row; ``cited`` has a line for each document."""
    table, row = record.rows[row_id]
    backed, facts = record.evidence.of(row_id), record.facts.get(row_id, {})
    cells = [
        {"column": column, "fact": facts.get(column.name), "evidence": backed.get(column.name, [])}
        for column in TABLES[table].columns()
        if column.role in ("assertion", "coding") and row[column.name] not in (None, "", [])
    ]
    naming = record.referring.get(row_id, [])
    is_body = table == "parties" and row["kind"] not in ("person", "unnamed")
    posts = record.about_time(record.naming(row_id, "positions", "body_id"), "started", "ended") if is_body else []
    listings = [row] if table == "sanctions" else record.naming(row_id, "sanctions", "target_id")
    return {
        "table": table,
        "row": row,
        "row_id": row_id,
        "cells": cells,
        "is_own": record.address(row_id) == of_evidence(row_id),
        "naming": naming[:_LISTED],
        "listings": [one for one in listings if record.told.by_listing.get(one["sanction_id"])],
        "people": record.told.people(row_id) if is_body else [],
        "lanes": [("positions", "", posts), ("sanctions", "", listings)] if is_body else [],
        "participations": record.naming(row_id, "participations", "entity_id") if is_body else [],
        "more": max(0, len(naming) - _LISTED),
        "cite": partial(_cite, record, cited),
    }


def _cite(record: Record, cited: dict[str, str], fact_id: str, items: list[Row]) -> str:
    """How to cite a fact: as a footnote, then the release and each document behind it once, with its hash."""
    documents = dict.fromkeys(item["source_id"] for item in items)
    notes = "; ".join(_footnote(record, name, items) for name in documents)
    row_id, _, field = fact_id.rpartition("/")
    said = f"{record.title(row_id)}, {heading(field).lower()} {items[0]['value']}"
    release = f"{record.about.name}, version {record.version}, {fact_id}."
    lines = [f"{said}: {notes} ({record.about.name} {record.version}, {fact_id}).", "", release]
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
    ids = {str(fact).partition("/")[0] for fact in record.release.tombstones()["fact_id"]}
    ids |= {row["old_id"] for row in record.tables["redirects"]}
    for row_id in sorted(ids - set(record.rows)):
        said = partial(dict[str, Any], row_id=row_id, resolved=record.release.resolve(row_id))
        for folder in ("rows", "officials", "events"):  # of what is gone nobody knows what it was
            yield Page(f"{folder}/{row_id}.html", "gone", row_id, said)
