"""Pages about people: the list of officials, and a dossier of each who holds or held a named post."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from mostanad.models import FACT_TABLES, TABLES
from mostanad.site import addresses
from mostanad.site.contents import Fact, Record
from mostanad.site.evidence import Row
from mostanad.site.page import Page
from mostanad.site.paging import Part, in_parts

#: Tables of which a dossier has a part of its own, made by hand.
_OWN = ("names", "identifiers", "participations", "statements")
#: What the description of a dossier counts, and what comes first in it.
_COUNTED = ("positions", "sanctions")


def _parts(record: Record, official_id: str) -> Iterator[tuple[str, str, list[Row]]]:
    """The other rows about an official: table, heading, rows in order of time."""
    for table in sorted(FACT_TABLES, key=lambda table: table not in _COUNTED):
        words = TABLES[table].words()
        if words.subject and table not in _OWN:
            rows = record.naming(official_id, table, words.subject)
            yield table, words.plural.capitalize(), record.about_time(rows, *words.times or ())


def pages(record: Record) -> Iterator[Page]:
    """The list, and the dossiers."""
    officials = sorted(record.tables["officials"], key=lambda row: (row["name"].casefold(), row["official_id"]))
    for part in in_parts("officials.html", officials, lambda row: str(row["name"])):
        yield Page(part.path, "officials", part.title("Officials"), partial(_list, record, part))
    for official_id in sorted(record.dossiers):
        yield dossier(record, official_id)
    # Who had a dossier in an earlier release, and no named post any more, keeps the address of it.
    for row in record.tables["officials"]:
        if row["official_id"] not in record.dossiers:
            path = f"officials/{row['official_id']}.html"
            yield Page(path, "without_post", row["name"], partial(dict[str, Any], row_id=row["official_id"]))


def _list(record: Record, part: Part[Row]) -> dict[str, Any]:
    return {"part": part, "officials": [_listed(record, row) for row in part.items]}


def _listed(record: Record, row: Row) -> dict[str, Any]:
    key = row["official_id"]
    listings = record.naming(key, "sanctions", "target_id")
    posts = record.naming(key, "positions", "holder_id")
    return {
        "id": key,
        "row": row,
        "names": [name for name in record.naming(key, "names", "entity_id") if name["script"] == "Arab"][:1],
        "posts": record.about_time(posts, "started", "ended"),
        "authorities": sorted({record.label(item["authority_id"]) for item in listings}),
        "programmes": sorted({record.label(item["programme_id"]) for item in listings if item["programme_id"]}),
        "supports": sorted({fact.support for fact in _facts(record, [*posts, *listings])}),
    }


def _facts(record: Record, rows: Sequence[Row]) -> Iterator[Fact]:
    for row in rows:
        yield from record.facts.get(next(iter(row.values())), {}).values()


def dossier(record: Record, official_id: str) -> Page:
    """What is on record about one official."""
    _, row = record.rows[official_id]
    return Page(addresses.of_row(record, official_id), "official", row["name"], partial(_dossier, record, row))


def _dossier(record: Record, row: Row) -> dict[str, Any]:
    official_id = row["official_id"]
    listings = record.naming(official_id, "sanctions", "target_id")
    said: dict[str, Any] = {
        "official": row,
        "posts": _latest_posts(record, official_id),
        "listed": [(who, _of(record, listings, who), record.lists[who]) for who in record.lists],
        "elsewhere": [item for item in listings if item["authority_id"] not in record.lists],
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


#: How many posts a dossier names at its head.
_POSTS = 3


def _latest_posts(record: Record, official_id: str) -> list[Row]:
    """The posts that began last, those whose end nobody gives first; of posts with the same words one."""
    posts = [row for row in record.naming(official_id, "positions", "holder_id") if row["title"]]
    in_time = reversed(record.about_time(posts, "started", "ended"))
    order = {(True, False): 0, (True, True): 1, (False, True): 2, (False, False): 3}  # begun, over; undated at the end
    dated = sorted(in_time, key=lambda row: order[bool(row["started"]), bool(row["ended"])])
    by_words: dict[str, Row] = {}
    for row in dated:
        by_words.setdefault(row["title"].casefold(), row)
    return list(by_words.values())[:_POSTS]


def _of(record: Record, listings: Sequence[Row], authority: str) -> list[Row]:
    """The listings by an authority, in order of time."""
    return record.about_time([row for row in listings if row["authority_id"] == authority], "listed", "delisted")
