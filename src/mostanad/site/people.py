"""Pages about people: the list of officials, and a dossier of each who holds or held a named post."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from mostanad.site import addresses
from mostanad.site.page import Page
from mostanad.site.record import Record, Row

#: The parts of a dossier: table, column that names the official, heading, columns by which it is in order of time.
_PARTS = (
    ("positions", "holder_id", "Posts", ("started", "ended")),
    ("sanctions", "target_id", "Listings", ("listed", "delisted")),
    ("affiliations", "from_id", "Ties", ("started", "ended")),
    ("group_members", "entity_id", "Named as one of", ()),
)


def pages(record: Record) -> Iterator[Page]:
    """The list, and the dossiers."""
    yield Page("officials.html", "officials", "Officials", {"officials": list(_listed(record))})
    for official_id in sorted(record.dossiers):
        yield dossier(record, official_id)
    # Who had a dossier in an earlier release, and no named post any more, keeps the address of it.
    for row in record.tables["officials"]:
        if row["official_id"] not in record.dossiers:
            path = f"officials/{row['official_id']}.html"
            yield Page(path, "without_post", row["name"], {"row_id": row["official_id"]})


def _listed(record: Record) -> Iterator[dict[str, Any]]:
    for row in record.tables["officials"]:
        key = row["official_id"]
        listings = record.naming(key, "sanctions", "target_id")
        posts = record.naming(key, "positions", "holder_id")
        yield {
            "id": key,
            "row": row,
            "names": [name for name in record.naming(key, "names", "entity_id") if name["script"] == "Arab"][:1],
            "posts": record.about_time(posts, "started", "ended"),
            "authorities": sorted({record.label(item["authority_id"]) for item in listings}),
            "programmes": sorted({record.label(item["programme_id"]) for item in listings if item["programme_id"]}),
            "supports": sorted({fact["support"] for fact in _facts(record, [*posts, *listings])}),
        }


def _facts(record: Record, rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        yield from record.facts.get(next(iter(row.values())), {}).values()


def dossier(record: Record, official_id: str) -> Page:
    """What is on record about one official.

    Raises:
        KeyError: if there is no such official.
    """
    _, row = record.rows[official_id]
    said: dict[str, Any] = {
        "official": row,
        "names": record.naming(official_id, "names", "entity_id"),
        "identifiers": record.naming(official_id, "identifiers", "entity_id"),
        "parts": [
            (table, heading, record.about_time(record.naming(official_id, table, column), *days))
            for table, column, heading, days in _PARTS
        ],
        "participations": record.naming(official_id, "participations", "entity_id"),
        "statements": record.about_time(record.naming(official_id, "statements", "speaker_id"), "made"),
        "spoken_of": record.about_time(record.naming(official_id, "statements", "about_id"), "made"),
    }
    data = {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": row["name"],
        "alternateName": sorted({name["name"] for name in said["names"]}),
    }
    return Page(addresses.of_row(record, official_id), "official", row["name"], said, data)
