"""Which other events the page of an event leads to: those of its time, its place and its people that are not recorded
as part of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import product
from operator import itemgetter

from mostanad.files.grouping import key_of
from mostanad.matching import folding
from mostanad.models.vocabularies import Basis, EventKind
from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.titles import folded, span

#: Through which a country goes as a whole; and what is done to people, which can belong to it.
_WAVES = (EventKind.PROTEST, EventKind.UPRISING)
_DONE = (EventKind.KILLING, EventKind.DEATH, EventKind.EXECUTION, EventKind.VERDICT, EventKind.TRIAL,
         EventKind.DETENTION, EventKind.TORTURE, EventKind.ILL_TREATMENT, EventKind.SEXUAL_VIOLENCE,
         EventKind.REPRESSION)  # fmt: skip
#: So many days after an order it can still have led to something.
_YEAR = 366
#: What is done to those who protest: of two such in one place, one without a day can belong to the time of the other.
_FORCE = {EventKind.KILLING, EventKind.REPRESSION}


def told_with(record: Record, event: Row) -> list[str]:
    """The orders of which a passage tells that tells of an event too, or of a nearest part of it, unless one is part of
    the other; of an order these events."""

    def near(row: Row) -> list[str]:
        return [row["event_id"], *(one["event_id"] for one in record.naming(row["event_id"], "events", "part_of"))]

    is_order = event["kind"] == EventKind.DECREE
    return [
        row["event_id"]
        for row in record.tables["events"]
        if (row["kind"] == EventKind.DECREE) is not is_order
        and any(record.evidence.tells_of_both(*both) for both in product(near(event), near(row)))
        and row not in record.larger(event)
        and event not in record.larger(row)
    ]


def see_also(record: Record, event: Row, there: Mapping[str, list[str]]) -> list[str]:
    """What was at the same time in the same place, in order of time, if somebody had a part in both or it is a prison;
    and what others tell of the same kind and wave, of the whole country. Where one has no day, both are of one wave, or
    killings or repression in one place."""
    key, country = event["event_id"], folded(record.about.text("country"))

    def told(row: Row) -> tuple[set[str], ...]:
        parts = record.naming(row["event_id"], "participations", "event_id")
        said, larger = record.evidence.asserting(row["event_id"], "title"), record.larger(row)
        return {*map(itemgetter("entity_id"), parts)}, {*map(key_of, larger)}, {one["asserted_by"] for one in said}

    def is_near(row: Row) -> bool:
        (whose, waves, by), (theirs, others, so) = told(event), told(row)
        places = [folded(one["place"] or country) for one in (event, row)]
        named = [f" {folded(one['place'] or one['title'] or '')} " for one in (row, event)]
        if any(place != country and f" {place} " in words for place, words in zip(places, named, strict=True)):
            return bool(whose & theirs or {key, row["event_id"]} & there.keys())
        return row["kind"] == event["kind"] and {*places} == {country} and bool(waves & others) and not by & so

    waves = {*map(key_of, record.larger(event))}

    def is_then(row: Row) -> bool:
        days = event["date_min"], event["date_max"], row["date_min"], row["date_max"]
        if not all(days):
            is_force, is_kept = ({event["kind"], row["kind"]} <= some for some in (_FORCE, {EventKind.DETENTION}))
            return (
                is_force
                or (is_kept and {key, row["event_id"]} <= there.keys())
                or not waves.isdisjoint(map(key_of, record.larger(row)))
            )
        return bool(days[2] <= days[1] and days[0] <= days[3])

    known = {*record.told.events(key, True), *waves}
    found = [row for row in record.tables["events"] if row["event_id"] not in known and is_then(row) and is_near(row)]
    return [row["event_id"] for row in record.about_time(found, "date")]


def same_reasons(record: Record, event: Row) -> list[str]:
    """What all those who are listed for an event are also listed for, by what the reasons say, in order of time."""
    key, by = event["event_id"], dict[str, set[str]]()
    for one in record.told.listed_for([key], within=False):
        rows = (record.rows[it["row_id"]][1] for it in record.told.by_listing[one["sanction_id"]])
        by.setdefault(one["target_id"], set()).update(row["event_id"] for row in rows if row.get("event_id"))
    known = {*record.told.events(key, True), *map(key_of, record.larger(event))}
    found = set.intersection(*by.values()) - known if by else set()
    return [row["event_id"] for row in record.about_time([record.rows[one][1] for one in sorted(found)], "date")]


def orders(record: Record, event: Row, near: Sequence[str], same: Sequence[str]) -> list[str]:
    """Which of some events are orders, or were ordered, and by their days can have led to another: of those ``near`` to
    it, and of those of which the ``same`` reasons tell in which somebody had a part who is listed for it."""
    listed = {one["target_id"] for one in record.told.listed_for([event["event_id"]], within=False)}
    first, last = _days(record, event)

    def can_have_led(key: str) -> bool:
        row, parts = record.rows[key][1], record.naming(key, "participations", "event_id")
        is_order = row["kind"] == EventKind.DECREE or any(part["basis"] == Basis.ORDER for part in parts)
        is_theirs = key in near or any(part["entity_id"] in listed for part in parts)
        begun, ended = _days(record, row)
        return is_order and is_theirs and begun <= last and (first - ended).days <= _YEAR

    return [*filter(can_have_led, dict.fromkeys((*near, *same)))]


def _days(record: Record, event: Row) -> tuple[dt.date, dt.date]:
    first, last = span(event, lambda key: record.rows[key][1])
    return max(event["date_min"] or first, first), min(event["date_max"] or last, last)


def same_time(record: Record, event: Row) -> list[str]:
    """What was done to people in the time of a wave of protests through the country, in order of time, and is not
    recorded as part of it."""
    if event["kind"] not in _WAVES or event["place"] != record.about.text("country") or not event["date_max"]:
        return []
    known = record.told.events(event["event_id"], True)
    found = [
        row for row in record.tables["events"]
        if row["kind"] in _DONE and row["event_id"] not in known and row["date_min"] and row["date_max"]
        and event["date_min"] <= row["date_min"] <= row["date_max"] <= event["date_max"]
        and not any(one in record.larger(event) or one["kind"] in (*_WAVES, *_DONE) for one in record.larger(row))
    ]  # fmt: skip
    return [row["event_id"] for row in record.about_time(found, "date")]


def same_wave(record: Record, event: Row) -> list[str]:
    """The killings in the wave of those in the whole country, in order of time, that are not recorded as part of it."""
    if event["kind"] != EventKind.KILLING or event["place"] != record.about.text("country"):
        return []
    known, waves = record.told.events(event["event_id"], True), {*map(key_of, record.larger(event))}
    rows = (row for row in record.tables["events"] if row["kind"] == event["kind"] and row["event_id"] not in known)
    found = [row for row in rows if not waves.isdisjoint(map(key_of, record.larger(row)))]
    return [row["event_id"] for row in record.about_time(found, "date")]


def in_province(record: Record, event: Row) -> list[str]:
    """The killings and the suppression of protests in towns of the province in which an event was one of these, that
    began in its time, in order of time, and are not recorded as part of it; since a day means after it. Which towns
    these are, the words of the search tell."""
    province = folding.fold((event["place"] or "").removesuffix(" Province"))
    if event["kind"] not in _FORCE or province not in folding.provinces() or not event["date_min"]:
        return []
    within, known = folding.asked()["within"], record.told.events(event["event_id"], True)
    others = {*known, *(one["event_id"] for one in record.larger(event))}
    found = [
        row for row in record.tables["events"]
        if row["kind"] in _FORCE and row["event_id"] not in others and row["date_min"]
        and event["date_min"] <= row["date_min"] <= (event["date_max"] or dt.date.max)
        and (row["date_max"] != event["date_min"] or not event["date"].endswith("/.."))
        and any(within.get(word) == province for word in folding.fold(row["place"] or "").split())
    ]  # fmt: skip
    return [row["event_id"] for row in record.about_time(found, "date")]
