"""Pages about what happened: the list of events, and each event with the rival numbers side by side."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import Any

from mostanad.site import addresses
from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.page import Page
from mostanad.site.paging import Part, in_parts


def pages(record: Record) -> Iterator[Page]:
    """The list, and the events."""
    events = record.about_time(record.tables["events"], "date")
    for part in in_parts("events.html", events, lambda row: str(row["date"] or "")):
        yield Page(part.path, "events", part.title("Events"), partial(_list, record, part))
    for row in events:
        yield event(record, row)


def _list(record: Record, part: Part[Row]) -> dict[str, Any]:
    events = [
        {
            "row": row,
            "numbers": len(record.naming(row["event_id"], "estimates", "about_id")),
            "participants": len(record.naming(row["event_id"], "participations", "event_id")),
        }
        for row in part.items
    ]
    return {"part": part, "events": events}


def event(record: Record, row: Row) -> Page:
    """One event."""
    return Page(addresses.of_row(record, row["event_id"]), "event", row["title"], partial(_event, record, row))


def _event(record: Record, row: Row) -> dict[str, Any]:
    key = row["event_id"]
    participations = sorted(record.naming(key, "participations", "event_id"), key=lambda item: item["part"])
    return {
        "event": row,
        "parts": [(part, list(items)) for part, items in groupby(participations, key=lambda item: item["part"])],
        "numbers": numbers(record, key),
        "statements": record.about_time(
            [*record.naming(key, "statements", "event_id"), *record.naming(key, "statements", "about_id")], "made"
        ),
        "within": record.about_time(record.naming(key, "events", "part_of"), "date"),
        "description": f"{row['title']}: what happened, rival numbers side by side, and who says so.",
    }


def numbers(record: Record, about_id: str) -> list[tuple[str, list[Row]]]:
    """The numbers about an event, group or programme by measure, where there are most first; the greatest first."""
    rows = sorted(
        record.naming(about_id, "estimates", "about_id"),
        key=lambda row: (row["measure"], -(row["value"] or 0), row["estimate_id"]),
    )
    by_measure = [(measure, list(items)) for measure, items in groupby(rows, key=lambda row: row["measure"])]
    return sorted(by_measure, key=lambda item: -sum(row["value"] is not None for row in item[1]))
