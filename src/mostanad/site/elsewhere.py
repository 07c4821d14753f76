"""Related events to which the page of an event links: those in the same documents, and those at the same time and
place. Its own parts, and the events of which it is part, are left out."""

import datetime as dt
from itertools import product

from mostanad.files.grouping import key_of
from mostanad.matching import folding
from mostanad.models.vocabularies import EventKind
from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.titles import folded


def told_too(record: Record, event: Row) -> list[str]:
    """Other events, by date: those in the reasons for every target listed for this event, and decrees that share a
    passage with it. For a decree, events that share a passage. Passages about direct parts count too."""
    key, by = event["event_id"], dict[str, set[str]]()
    for one in record.told.listed_for([key], within=False):
        rows = (record.row(it["row_id"]) for it in record.told.by_listing[one["sanction_id"]])
        by.setdefault(one["target_id"], set()).update(row["event_id"] for row in rows if row.get("event_id"))
    found = set.intersection(*by.values()) if by else set()

    def near(row: Row) -> list[str]:
        return [row["event_id"], *(one["event_id"] for one in record.naming(row["event_id"], "events", "part_of"))]

    is_order = event["kind"] == EventKind.DECREE
    found |= {
        row["event_id"]
        for row in record.tables["events"]
        if (row["kind"] == EventKind.DECREE) is not is_order
        and any(record.evidence.tells_of_both(*both) for both in product(near(event), near(row)))
    }
    others = [record.row(one) for one in sorted(found - _known(record, event))]
    return [row["event_id"] for row in record.about_time(others, "date")]


def orders(record: Record, event: Row) -> list[str]:
    """The decrees in the same larger event as a countrywide event, by date; none for an event in one place."""
    if event["place"] != record.about.text("country"):
        return []
    whole, known = {*map(key_of, record.larger(event))}, _known(record, event)
    rows = [row for row in record.tables["events"] if row["kind"] == EventKind.DECREE and row["event_id"] not in known]
    found = [row for row in rows if not whole.isdisjoint(map(key_of, record.larger(row)))]
    return [row["event_id"] for row in record.about_time(found, "date")]


def same_place(record: Record, event: Row) -> list[str]:
    """Events, by date, that may have been on the same days in the same place or, if that is a province, in one of its
    towns. An event without an end counts on its first day. The country as a whole is not a place."""
    country, where = folded(record.about.text("country")), folded(event["place"] or "")
    province = folding.fold((event["place"] or "").removesuffix(" Province"))
    within = folding.asked()["within"] if province in folding.provinces() else {}

    def is_there(row: Row) -> bool:
        there = folded(row["place"] or "")
        is_town = any(within.get(word) == province for word in folding.fold(row["place"] or "").split())
        return there not in ("", country) and (is_town or f" {where} " in f" {there} " or f" {there} " in f" {where} ")

    def is_then(row: Row) -> bool:
        begun, ended = row["date_min"], row["date_max"] or row["date_min"]
        return bool(begun) and begun <= last and first <= ended

    first, last = event["date_min"], event["date_max"] or dt.date.max
    if where in ("", country) or not first:
        return []
    known = _known(record, event)
    rows = [row for row in record.tables["events"] if row["event_id"] not in known and is_there(row) and is_then(row)]
    return [row["event_id"] for row in record.about_time(rows, "date")]


def _known(record: Record, event: Row) -> set[str]:
    """The ids of an event, of all its parts, and of the larger events of which it was part."""
    return {*record.told.events(event["event_id"], True), *map(key_of, record.larger(event))}
