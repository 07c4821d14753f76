"""Which other events the page of an event leads to: those of which the same documents tell, and those of its time and
place, that are not recorded as part of it."""

import datetime as dt
from itertools import product

from mostanad.files.grouping import key_of
from mostanad.matching import folding
from mostanad.models.vocabularies import EventKind
from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.titles import folded


def told_too(record: Record, event: Row) -> list[str]:
    """Of what else the reasons tell for which all those are listed who are listed for an event; and the orders of which
    a passage tells that tells of it too, or of a nearest part of it; of an order these events; in order of time."""
    key, by = event["event_id"], dict[str, set[str]]()
    for one in record.told.listed_for([key], within=False):
        rows = (record.rows[it["row_id"]][1] for it in record.told.by_listing[one["sanction_id"]])
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
    others = [record.rows[one][1] for one in sorted(found - _known(record, event))]
    return [row["event_id"] for row in record.about_time(others, "date")]


def orders(record: Record, event: Row) -> list[str]:
    """The orders that were part of the same larger event as one in the whole country, in order of time."""
    if event["place"] != record.about.text("country"):
        return []
    whole, known = {*map(key_of, record.larger(event))}, _known(record, event)
    rows = [row for row in record.tables["events"] if row["kind"] == EventKind.DECREE and row["event_id"] not in known]
    found = [row for row in rows if not whole.isdisjoint(map(key_of, record.larger(row)))]
    return [row["event_id"] for row in record.about_time(found, "date")]


def same_place(record: Record, event: Row) -> list[str]:
    """What can have been on the same days in the same place, or in a town of the same province, in order of time; of
    others without an end what began then. The country as a whole is no place."""
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
    """An event, what was part of it, and of what it was part."""
    return {*record.told.events(event["event_id"], True), *map(key_of, record.larger(event))}
