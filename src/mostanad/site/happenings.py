"""Pages about what happened: the list of events, and each event with the rival numbers side by side."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from mostanad.site import addresses
from mostanad.site.page import Page
from mostanad.site.record import Record, Row


def pages(record: Record) -> Iterator[Page]:
    """The list, and the events."""
    events = record.about_time(record.tables["events"], "date")
    listed = [
        {
            "row": row,
            "numbers": len(record.naming(row["event_id"], "estimates", "about_id")),
            "parts": len(record.naming(row["event_id"], "participations", "event_id")),
        }
        for row in events
    ]
    yield Page("events.html", "events", "Events", {"events": listed})
    for row in events:
        yield event(record, row)


def event(record: Record, row: Row) -> Page:
    """One event."""
    key = row["event_id"]
    participations = sorted(record.naming(key, "participations", "event_id"), key=lambda item: item["part"])
    said: dict[str, Any] = {
        "event": row,
        "parts": [(part, list(items)) for part, items in groupby(participations, key=lambda item: item["part"])],
        "numbers": numbers(record, key),
        "statements": record.about_time(
            [*record.naming(key, "statements", "event_id"), *record.naming(key, "statements", "about_id")], "made"
        ),
        "within": record.about_time(record.naming(key, "events", "part_of"), "date"),
    }
    return Page(addresses.of_row(record, key), "event", row["title"], said)


def numbers(record: Record, about_id: str) -> list[tuple[str, list[Row]]]:
    """The numbers about an event, group or programme, by measure; the greatest first, of one counter together."""
    rows = sorted(
        record.naming(about_id, "estimates", "about_id"),
        key=lambda row: (row["measure"], -(row["value"] or 0), row["estimate_id"]),
    )
    return [(measure, list(items)) for measure, items in groupby(rows, key=lambda row: row["measure"])]
