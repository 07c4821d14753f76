"""The reasons that authorities give for listings: each reason once, with all the listings that give it."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from mostanad.evidence.reasons import TOLD
from mostanad.files.grouping import grouped, key_of
from mostanad.loader.reasons import CLEARED, is_bare
from mostanad.models import TABLES
from mostanad.models.vocabularies import Modality, Stance
from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.roles import alike, graded, gravity, kind

#: Tables in order of how much their rows say about what was done.
_TABLES = ("participations", "events", "estimates", "statements", "affiliations", "positions")
#: Words by which a statement is about the gravest acts, whatever its kind.
_GRAVE = re.compile(r"(?i)\b(?:deaths?|execut\w+|kill\w*|hang\w*|tortur\w*)\b")
#: By table, the columns in which rows agree that are shown once: numbers, and parts whatever their standing.
_SAME = {"estimates": ("measure", "comparator", "value", "value_to", "population"),
         "participations": ("entity_id", "part", "basis")}  # fmt: skip


class Naming(NamedTuple):
    """A listing whose statement of reasons names something; if it was carried over, the former listing. ``source``: the
    first version held that names it. ``is_reason``: the authority alleges it, and it is not only a fact or a case that
    is over. ``is_later``: it began after the listing."""

    listing: Row
    source: Row
    is_reason: bool
    is_later: bool


class Given(NamedTuple):
    """A row, with its table, and the listings that name it."""

    table: str
    row: Row
    listings: list[Naming]


class Reason(NamedTuple):
    """The rows about one event, the gravest part first; or one row that is about no event. ``listings`` are all that
    name any of them, once for each authority and day."""

    event: str
    given: list[Given]
    listings: list[Naming]


def reasons(record: Record, listings: Sequence[Row], apart: Collection[str] = ()) -> list[Reason]:
    """The reasons for listings, without the rows in ``apart``, which are shown elsewhere. Conclusions of an authority,
    which their ids mark (see coding-reasons.md), come first; then the order of :func:`kind`."""
    by_row: dict[str, list[Row]] = defaultdict(list)
    for listing in listings:
        for reason in record.told.by_listing.get(listing["sanction_id"], ()):
            if reason["table_name"] in TOLD and reason["stance"] == Stance.ASSERTS:
                by_row[reason["row_id"]].append(reason)
    by_event: dict[str, list[str]] = defaultdict(list)
    for row_id in sorted(by_row):
        table, row = record.rows[row_id]
        about = row.get("event_id") or row.get("about_id") or ""
        is_event = record.rows.get(about, ("", {}))[0] == "events"
        by_event[row_id if table == "events" or not is_event else about].append(row_id)
    found = []
    for key, ids in by_event.items():
        event = key if record.rows[key][0] == "events" else ""
        given = [Given(*record.rows[one], namings(record, by_row[one])) for one in ids if one not in apart]
        all_of_it = [reason for one in ids for reason in by_row[one]]
        if given:
            found.append(Reason(event, sorted(_merged(record, given), key=_order), namings(record, all_of_it)))
    return sorted(
        found,
        key=lambda one: ("-reasons-" not in key_of(one.given[0].row), kind(record, one.event), _order(one.given[0])),
    )


def _merged(record: Record, given: Iterable[Given]) -> Iterator[Given]:
    """Equal numbers from several lists as one, and equal parts as one."""
    for table, some in grouped(given, lambda one: one.table).items():
        listings = {key_of(one.row): one.listings for one in some}
        own = [one.row for one in some]
        own = graded(record, own) if table == "participations" else own
        for rows in alike(own, *_SAME.get(table, [TABLES[table].key()])):
            yield Given(table, rows[0], [naming for row in rows for naming in listings[key_of(row)]])


def namings(record: Record, found: Iterable[Row]) -> list[Naming]:
    """The listings behind rows of ``reasons``, once for each authority and day, by date."""
    whole = [(record.row(reason["sanction_id"]), reason) for reason in found]
    by_day = [{**(record.told.former(listing) or listing), "reason": reason} for listing, reason in whole]
    made = []
    for rows in alike(record.told.by_listed(by_day), "authority_id", "listed"):
        told = [row["reason"] for row in rows]
        versions = [record.sources[reason["source_id"]] for reason in told]
        source = min(versions, key=lambda row: (str(row["published_min"] or "9"), row["source_id"]))
        begun = [_begun(record, reason["row_id"]) for reason in told]
        last = rows[-1]["listed_max"]
        is_later = bool(last) and all(day and day > last for day in begun)
        made.append(Naming(rows[-1], source, _alleges(record, rows[-1]["target_id"], told), is_later))
    return made


def _alleges(record: Record, target: str, told: Sequence[Row]) -> bool:
    """Whether a statement of reasons accuses in some claims, rather than only reports proceedings, or something of
    which a court cleared the target."""
    named = [(reason["modality"], record.row(reason["row_id"])) for reason in told]
    own = [row for _, row in named if "standing" in row and row["entity_id"] == target]
    is_over = bool(own) and all(row["standing"] in CLEARED or is_bare(row) for row in own)
    return not is_over and any(modality == Modality.ALLEGATION for modality, _ in named)


def _begun(record: Record, row_id: str) -> dt.date | None:
    """The first possible day of the event, post or tie that a row is about, not of a statement. None if it is not
    known, or if sources differ about the start."""
    row = record.row(row_id)
    table, event = record.rows.get(row.get("event_id") or row.get("about_id") or row_id, ("", {}))
    first = record.told.earliest(event) if table == "events" else dt.date.min
    if first != dt.date.min:
        return first
    return None if f"{row_id}/started" in record.told.disputed else row.get("started_min")


def of_rows(record: Record, row_ids: Collection[str], target: str) -> list[Naming]:
    """The listings of a target whose statements of reasons name any of some rows."""
    listings = record.naming(target, "sanctions", "target_id")
    given = (reason for one in listings for reason in record.told.by_listing.get(one["sanction_id"], ()))
    asserted = (one for one in given if one["row_id"] in row_ids and one["stance"] == Stance.ASSERTS)
    # Where an entry names a post otherwise, we only infer that this one is meant.
    inferred = ("positions", Modality.INFERENCE)
    return namings(record, [
        one for one in asserted if "title" in one["fields"] or (one["table_name"], one["modality"]) != inferred
    ])  # fmt: skip


def beside(record: Record, row_ids: Collection[str], target: str, others: Sequence[Naming] = ()) -> list[Naming]:
    """As :func:`of_rows`, or ``others`` if that gives none; but without listings whose authority asserts the rows
    itself, unless the rows are later than the listing."""
    if not (own := of_rows(record, row_ids, target)):
        return [*others]
    said = (item for key in row_ids for items in record.evidence.of(key).values() for item in items)
    who = {item["asserted_by"] for item in said if item["stance"] == Stance.ASSERTS}
    return [one for one in own if one.is_later or one.listing["authority_id"] not in who]


def _order(given: Given) -> tuple[int, bool, tuple[int, int, str]]:
    return _TABLES.index(given.table), not _GRAVE.search(given.row.get("gist") or ""), gravity(given.row)
