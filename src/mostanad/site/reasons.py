"""What authorities give as reasons for listings: each reason once, with all the listings that give it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from mostanad.evidence.reasons import TOLD
from mostanad.models.vocabularies import Basis, Part, Stance
from mostanad.site.contents import Record
from mostanad.site.evidence import Row

#: Parts by how grave it is to have had them, and grades; what has none comes behind.
_PARTS, _GRADES = list(Part), list(Basis)
#: Tables by how much their rows say of what was done.
_TABLES = ("participations", "events", "estimates", "statements", "affiliations", "positions")


class Given(NamedTuple):
    """A row, with its table, and the listings for which it is a reason."""

    table: str
    row: Row
    listings: list[Row]


class Reason(NamedTuple):
    """What is given of an event, the gravest part first; or a row that speaks of none. ``listings`` are all for which
    any of it is a reason, each authority and day once."""

    event: str
    given: list[Given]
    listings: list[Row]


def reasons(record: Record, listings: Sequence[Row], apart: Collection[str] = ()) -> list[Reason]:
    """The reasons of listings, but for the rows ``apart``, which stand elsewhere; the gravest first."""
    by_row: dict[str, dict[str, Row]] = defaultdict(dict)
    for listing in record.about_time(listings, "listed", "delisted"):
        for reason in record.told.by_listing.get(listing["sanction_id"], ()):
            if reason["table_name"] in TOLD and reason["stance"] == Stance.ASSERTS:
                by_row[reason["row_id"]][listing["sanction_id"]] = listing
    by_event: dict[str, list[Given]] = defaultdict(list)
    for row_id in by_row.keys() - apart:
        table, row = record.rows[row_id]
        about = row.get("event_id") or row.get("about_id") or ""
        is_event = record.rows.get(about, ("", {}))[0] == "events"
        by_event[row_id if table == "events" or not is_event else about].append(
            Given(table, row, once(by_row[row_id].values()))
        )
    found = [
        Reason(
            key if record.rows[key][0] == "events" else "",
            sorted(given, key=_order),
            once(record.about_time([one for each in given for one in each.listings], "listed", "delisted")),
        )
        for key, given in by_event.items()
    ]
    return sorted(found, key=lambda reason: _order(reason.given[0]))


def of_row(record: Record, row_id: str, target: str) -> list[Row]:
    """The listings of somebody for which a row is a reason."""
    rows = [record.rows[key][1] for key in record.told.naming.get(row_id, ())]
    return once(record.about_time([row for row in rows if row["target_id"] == target], "listed", "delisted"))


def once(listings: Iterable[Row]) -> list[Row]:
    """Listings of an authority on one day under several programmes once."""
    return list({(row["authority_id"], row["listed"]): row for row in listings}.values())


def gravity(row: Row) -> tuple[int, int, str]:
    """By this the gravest part in an event comes first: by its grade, then by what part it is."""
    grade = _GRADES.index(row["basis"]) if row.get("basis") else len(_GRADES)
    part = _PARTS.index(row["part"]) if row.get("part") else len(_PARTS)
    return grade, part, next(iter(row.values()))


def _order(given: Given) -> tuple[int, tuple[int, int, str]]:
    return _TABLES.index(given.table), gravity(given.row)
