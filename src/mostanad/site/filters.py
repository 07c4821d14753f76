"""Filters of lists: the values that ``static/lists.js`` compares and sorts by, and the choices in form fields.

A row has groups of records, such as its listings. All conditions on a group must hold for one record of it: a search
for the European Union and 2022 finds those whom it listed in 2022, not those whom it listed in another year.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from mostanad.files.grouping import grouped
from mostanad.loader.overlaps import BELOW
from mostanad.loader.reasons import accuses, ground
from mostanad.matching import folding
from mostanad.matching.texts import SUFFERED, bench
from mostanad.models.language import spoken
from mostanad.models.vocabularies import PartyKind
from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.persian import ORDER
from mostanad.site.titles import span


class Asked(NamedTuple):
    """Filter and sort values of a row: groups of records (ids, words, places, first and last possible day, empty if
    unknown), a value for each sort order, and search words in addition to those on the page."""

    groups: Mapping[str, Sequence[Sequence[Any]]]
    order: Mapping[str, str | int]
    more: str = ""


class Field(NamedTuple):
    """A form field: it offers the values at place ``at`` in group ``of`` that at least ``least`` rows have."""

    of: str
    at: int
    least: int = 1


#: The field for an authority; and all fields for people and organisations: their listings and parts in events.
AUTHORITY = Field("listed", 0)
SOMEBODY = {"authority": AUTHORITY, "programme": Field("listed", 1), "event": Field("part", 0, 2),
            "place": Field("part", 1, 2), "deed": Field("part", 3, 2)}  # fmt: skip
#: Cities with the same name as their province.
CITIES = {"Ardabil", "Bushehr", "Hamadan", "Ilam", "Isfahan", "Kerman", "Kermanshah", "Qazvin", "Qom", "Semnan",
          "Tehran", "Yazd", "Zanjan"}  # fmt: skip


def by_label(record: Record, key: str) -> tuple[str, str]:
    """Sort key: the label, in the alphabetical order of the language, then the id."""
    return record.label(key).casefold().translate(ORDER), key


def by_authority(record: Record, key: str) -> dict[str, list[Row]]:
    """The listings of somebody by authority, those in force first, then the oldest first."""
    rows = record.told.by_listed(record.naming(key, "sanctions", "target_id"))
    rows.sort(key=lambda row: (record.label(row["authority_id"]), row["delisted"] is not None))
    return grouped(rows, lambda row: row["authority_id"])


def somebody(record: Record, key: str) -> Asked:
    """Filter values of a person or organisation: listings, parts in events, which of both it is, and spellings."""
    rows = record.naming(key, "sanctions", "target_id")
    own = parts(record, key)
    known = sorted(str(row["listed_min"]) for row in rows if row["listed_min"])
    order: dict[str, str | int] = {"many": len({row["authority_id"] for row in rows}), "parts": events_of(own)}
    order |= {"first": known[0], "last": known[-1]} if known else {}
    called = sorted({name["name"] for name in record.naming(key, "names", "entity_id")})
    who = "person" if record.is_person(key) else "organisation"
    unsure = record.once("unsure", lambda: _unsure(record)).get(key, [])
    groups = {"listed": listed(record, key), "part": [_part(record, row) for row in own], "unsure": unsure}
    state = "now" if record.told.standing(rows) else "no"
    return Asked({**groups, "own": [[who, state]]}, order, " ".join(called))


def titles(record: Record, key: str) -> list[str]:
    """The words for somebody's posts by which every list finds them."""
    posts = record.naming(key, "positions", "holder_id")
    kinds = (record.kind(post["body_id"]) for post in posts)
    judges = {bench(post["title"], kind) for post, kind in zip(posts, kinds, strict=True)}
    words = {*(post["title"] for post in posts), *judges} - {None, ""}
    return sorted(words | {spoken().label("", one) for one in words})


def listed(record: Record, key: str) -> list[list[Any]]:
    """Filter values of somebody's listings."""
    return [_listing(record, row) for row in record.naming(key, "sanctions", "target_id")]


def listed_for(record: Record, event_id: str) -> list[list[str]]:
    """The authorities that listed somebody for an event, as filter values. If all these listings of an authority ended,
    it is marked as ended."""
    listings = (record.row(one["sanction_id"]) for one in record.told.listed_for(event_id, within=True))
    found = sorted(grouped(listings, itemgetter("authority_id")).items())
    return [[who, "", "", "", "", "ended"] if all(one["delisted"] for one in some) else [who] for who, some in found]


def within(record: Record, posts: Iterable[Row]) -> list[list[str]]:
    """For each post, its body and the bodies above, without states."""
    found = (sorted({post["body_id"], *above(record, post["body_id"])} if post["body_id"] else ()) for post in posts)
    return [[one for one in some if record.kind(one) != PartyKind.STATE] for some in found]


def above(record: Record, body_id: str) -> set[str]:
    """All bodies above a body, now or once, directly or indirectly."""
    found: set[str] = set()
    rest = [body_id]
    while rest:
        ties = record.naming(rest.pop(), "affiliations", "from_id")
        rest += {row["to_id"] for row in ties if row["relation"] in BELOW} - found
        found.update(rest)
    return found - {body_id}


def parts(record: Record, key: str) -> list[Row]:
    """Somebody's parts in events, without those in which something was done to them."""
    return [row for row in record.naming(key, "participations", "entity_id") if row["part"] not in SUFFERED]


def events_of(parts: Iterable[Row]) -> int:
    """The number of events of some participations."""
    return len({row["event_id"] for row in parts})


def _listing(record: Record, row: Row) -> list[Any]:
    """Filter values of a listing, with the times when it may have been and when it surely was in force."""
    what, state = ground([row]), "ended" if row["delisted"] else "now"
    span = record.spans[row["sanction_id"]]
    can = (str(span[end] or "") for end in ("earliest", "latest", "begun_by", "last_documented"))
    return [row["authority_id"], row["programme_id"], what, *days(row, "listed"), state, *can]


def _unsure(record: Record) -> dict[str, list[list[str]]]:
    """By person or body, the authorities and days for which lists leave open whether the authority listed them."""
    rows = [row for row in record.tables.get("on_lists", ()) if row["answer"] == "unsure"]
    found = defaultdict[str, list[list[str]]](list)
    for (who, by, is_rights), some in grouped(rows, itemgetter("entity_id", "authority_id", "human_rights")).items():
        days = (row[name] for row in some for name in ("first_day", "last_day"))
        found[who].append([by, "rights" if is_rights else "any", *days])
    return found


@cache
def placed(place: str | None) -> list[str]:
    """A place and the provinces in which it is, as the menu names them; for a province, only its name there."""
    own, rules = folding.fold(place or "").removesuffix(" province"), folding.asked()
    names = {**rules["within"], **{name: folding.fold(province) for name, province in rules["lies"].items()}}
    names |= {name: name for name in folding.provinces()}
    words = {*map(folding.plain, own.split())} if "iraqi" not in own else set()
    found = {province for name, province in names.items() if {*map(folding.plain, name.split())} <= words}
    provinces = [f"{label} Province" for name, label in folding.provinces().items() if name in found]
    is_one = {*own.split()} in [{*name.split()} for name in found] and place not in CITIES
    return provinces if is_one else [*filter(None, [place]), *provinces]


def _part(record: Record, row: Row) -> list[Any]:
    event = record.row(row["event_id"])
    larger = [one["event_id"] for one in record.larger(event)]
    how = "alleged" if accuses(row) else "stated"
    return [[*larger, row["event_id"]], placed(event["place"]), how, event["kind"], record.label(row["event_id"])]


def days(row: Row, column: str) -> list[str]:
    """The first and the last possible day; empty if unknown."""
    return [str(row[f"{column}_{end}"] or "") for end in ("min", "max")]


def days_of(record: Record, event: Row) -> list[str]:
    """The first and the last possible day of an event; in another calendar, larger events narrow them."""
    found = days(event, "date")
    if spoken().code == "en" or not all(found):
        return found
    begun, ended = span(event, record.row)
    return [max(found[0], str(begun)), min(found[1], str(ended))]


def dated(row: Row, column: str) -> dict[str, str]:
    """The sort value of a date: its first possible day, else its last; empty if neither is known."""
    return {"last": day} if (day := next(filter(None, days(row, column)), "")) else {}


def offering(
    record: Record, fields: Mapping[str, Field], rows: Iterable[Any], asked: Callable[[Any], Asked]
) -> Callable[[Any], dict[str, Any]]:
    """Return a function for the choices in the fields of a list, with labels: the same on all its pages."""

    @cache
    def found() -> dict[str, Any]:
        have = {name: defaultdict[str, int](int) for name in fields}
        for row in rows:
            groups = asked(row).groups
            for name, (of, at, _) in fields.items():
                cells = (one[at] if isinstance(one[at], list) else [one[at]] for one in groups[of])
                for value in {value for some in cells for value in some if value}:
                    have[name][value] += 1
        return {name: (field, _called(record, have[name], field.least)) for name, field in fields.items()}

    return lambda part: {"offers": found()}


def _called(record: Record, have: Mapping[str, int], least: int) -> list[tuple[str, str, str]]:
    """The values that at least ``least`` rows have: with labels and, for a programme, its authority."""
    label = spoken().label
    found = []
    for value in (value for value in have if have[value] >= least):
        table, row = record.rows.get(value, ("", {}))
        whose = record.label(row["authority_id"]) if table == "programmes" else ""
        found.append((value, record.label(value) if table else label("", value.replace("_", " ")), whose))
    return sorted(found, key=lambda one: (*(text.casefold().translate(ORDER) for text in one[2:0:-1]), one[0]))
