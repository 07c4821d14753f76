"""Pages with lists: officials, posts, events, sanctions, overlaps, statements, grades and documents."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import Any

from mostanad.evidence.spans import in_force
from mostanad.files.grouping import grouped
from mostanad.loader.lists_held import is_list
from mostanad.loader.overlaps import combined, plot_overlaps
from mostanad.matching.texts import SUFFERED
from mostanad.models.edtf import parse
from mostanad.models.language import say, spoken
from mostanad.models.vocabularies import Answer, Basis, EventKind, Rank
from mostanad.models.words import grade, when
from mostanad.site import filters, provinces
from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.filters import AUTHORITY, SOMEBODY, Asked, Field, by_label
from mostanad.site.page import Page, Part, anchor, in_parts, listing
from mostanad.site.posts import latest_posts
from mostanad.site.programmes import reach, years

#: Paths of two pages: who is listed by exactly which authorities, and which listings ended.
_NAMED, _ENDED = "overlaps.html", "ended.html"
#: How many of the newest listings the sanctions page shows.
_NEWEST = 10
#: How many waves of events get a link; how many events a year needs for links to its months; accusers with a column.
_WAVES, _MANY, _ACCUSERS = 5, 40, 4
_EVENT = {"kind": Field("own", 0), "place": Field("own", 1, 2), "authority": AUTHORITY, "whom": Field("whom", 0, 5)}
_OF_POST = {"post": Field("post", 1), "province": Field("post", 2)}
_POST = {"body": Field("post", 0), "authority": AUTHORITY, **_OF_POST}
#: The order of posts in a body; those without a rank come last.
_RANKS = [*Rank, None]
#: A statement longer than this many characters takes another line of the list.
_LONG = 120
_STATEMENT = {"speaker": Field("own", 0, 2), "kind": Field("own", 1), "about": Field("own", 2, 4)}
_DOCUMENT = {"kind": Field("own", 0), "publisher": Field("own", 1, 2)}


def pages(record: Record) -> Iterator[Page]:
    officials = sorted(record.tables["officials"], key=lambda row: by_label(record, row["official_id"]))
    events = sorted(record.about_time(record.tables["events"], "date"), key=partial(_year, "date"))
    documents = sorted(record.about_time(record.tables["sources"], "published"), key=partial(_year, "published"))
    official, event = partial(_official, record), partial(_event, record)
    asked, letters = partial(_of_official, record), lambda row: letter(record.label(row["official_id"]))
    fields = {**SOMEBODY, "event": Field("part", 0, 5), "body": Field("post", 0, 5), **_OF_POST}
    offers = filters.offering(record, fields, officials, asked)
    yield from listing(
        "officials.html", "officials", say("Officials"), officials, letters, official, offers, lambda row: 2, asked
    )  # each counts as two rows: names in two scripts, and posts
    yield from _posts(record)
    asked, year, ways = partial(_of_event, record), partial(_year, "date"), _ways(record, events)
    choices = filters.offering(record, _EVENT, events, asked)
    lines, said = partial(_lines, record), lambda part: {**choices(part), **ways}
    yield from listing("events.html", "events", say("Events"), events, year, event, said, lines, asked)
    yield from sanctions(record)
    yield from _ended(record)
    yield from _statements(record)
    yield from _grades(record)
    title, by = say("Who is listed by which authorities and no others"), (itemgetter(0), itemgetter(1))
    counts = {" ".join(key): len(some) for key, some in combined(record.told).items()}
    top = {"counts": counts, "picture": plot_overlaps(record.told, combinations(record).__getitem__)}
    authorities = sorted({row["authority_id"] for row in record.tables["sanctions"]})
    top |= {"authorities": authorities, "years": years(record, authorities)}
    yield from listing(_NAMED, "overlaps", title, _combined(record), *by, lambda part: top)
    asked, year = partial(_of_document, record), partial(_year, "published")
    offers = filters.offering(record, _DOCUMENT, documents, asked)
    yield from listing("sources.html", "sources", say("Sources"), documents, year, dict, offers, asked=asked)


def letter(name: str) -> str:
    """The section of a name: its first letter, without an accent.

    >>> letter("Évin"), letter("15th court")
    ('E', '0-9')
    """
    first = unicodedata.normalize("NFD", name)[:1].upper()
    return first if first.isalpha() else "0-9"


def _year(column: str, row: Row) -> str:
    """The section of a day: the first year that is possible; if only the last day is known, its year."""
    day = row[f"{column}_min"] or row[f"{column}_max"]
    begun = parse(row[column].partition("/")[0]).latest if row[f"{column}_min"] else None
    return spoken().year(day, begun or day) if day else say("no date")


def _official(record: Record, row: Row) -> dict[str, Any]:
    key = row["official_id"]
    listed = filters.by_authority(record, key)
    every = [one for some in listed.values() for one in some]
    dated = record.told.by_listed(one for one in every if one["listed"])
    begun = str(dated[0]["listed_min"] or "") if dated else ""
    names = sorted(record.naming(key, "names", "entity_id"), key=lambda name: name["kind"] != "primary")
    return {
        "id": key,
        "names": [name for name in names if name["script"] == "Arab" and name["kind"] != "misprint"][:1],
        "posts": latest_posts(record, key),
        "listed": listed,
        "first": dated[0] if dated else None,
        "is_sure": all(str(one["listed_min"] or "") >= begun for one in every),
        "events": filters.events_of(filters.parts(record, key)),
    }


def _of_official(record: Record, row: Row) -> Asked:
    posts = record.naming(row["official_id"], "positions", "holder_id")
    found = filters.somebody(record, row["official_id"])
    groups = {**found.groups, "post": _of_kind(record, posts)}
    return found._replace(groups=groups, more=" ".join((*filters.titles(record, row["official_id"]), found.more)))


def _posts(record: Record) -> Iterator[Page]:
    """The page of posts: by body, its heads first, then by date."""

    def place(row: Row) -> tuple[Any, ...]:
        span = record.spans[row["position_id"]]
        of = by_label(record, _held_in(row))
        return of, _RANKS.index(row.get("rank")), str(span["earliest"] or span["begun_by"] or ""), row["position_id"]

    in_order = sorted(record.tables["positions"], key=place)
    asked, letters = partial(_of_post, record), lambda row: letter(record.label(_held_in(row)))
    offers = filters.offering(record, _POST, in_order, asked)
    yield from listing(
        "posts.html", "posts", say("Posts"), in_order, letters,
        lambda row: {"row": row, "listed": filters.by_authority(record, row["holder_id"])},
        offers, lambda row: 3 + bool(row["note"]), asked,
    )  # fmt: skip


def _of_post(record: Record, row: Row) -> Asked:
    """Filter values of a post: its possible and its certain time, and when its holder began their latest post."""
    span = record.spans[row["position_id"]]
    days = [str(span[name] or "") for name in ("earliest", "latest", "begun_by", "last_documented")]
    names = [one for key in (row["holder_id"], row["body_id"]) for one in record.naming(key, "names", "entity_id")]
    others = [one for one in record.naming(row["holder_id"], "positions", "holder_id") if one["started_min"]]
    begun = [(str(one["started_min"]), when(one["started"])) for one in others]
    own = [row.get("rank") or "other", *days, *max(begun, default=())]  # the holder's latest post
    dated: dict[str, str | int] = {"last": day} if (day := days[0] or days[2]) else {}
    facts = record.facts.get(row["position_id"], {})
    dated |= {"differ": 1} if any(facts[name].disputed for name in ("started", "ended") if name in facts) else {}
    words = dict.fromkeys(" ".join(one["name"] for one in names).split())
    groups = {"own": [own], "post": _of_kind(record, [row]), "listed": filters.listed(record, row["holder_id"])}
    return Asked(groups, dated, " ".join(words))


def _of_kind(record: Record, posts: Sequence[Row]) -> list[list[Any]]:
    """For each post: its body and the bodies above, its kind as its words say it, and its provinces."""
    bodies = filters.within(record, posts)
    return [[within, provinces.kind(record, post), [*provinces.where(record, post)]]
            for within, post in zip(bodies, posts, strict=True)]  # fmt: skip


def _held_in(post: Row) -> str:
    """The id of the body of a post, or of the holder if no body is named."""
    return str(post["body_id"] or post["holder_id"])


def _lines(record: Record, row: Row) -> int:
    """How many lines the title of an event takes in the language in which it is longest."""
    called = record.called(row["event_id"])
    return 1 + max(len(one.label(row["event_id"], called)) for one in record.languages) // 80


def _ways(record: Record, events: Sequence[Row]) -> dict[str, Any]:
    """Links into the list: the countrywide events with most parts, and the months of years with many events."""
    whole = [row["event_id"] for row in events if row["place"] == record.about.text("country") and not row["part_of"]]
    parts = Counter({key: len(record.told.events(key, True)) - 1 for key in whole})
    years = Counter(str(row["date_min"].year) for row in events if row["date_min"])
    months = sorted({row["date"][:7] for row in events if re.match(r"\d{4}-\d\d", row["date"] or "")})
    waves = [key for key, number in parts.most_common(_WAVES) if number]
    return {"waves": waves, "months": [one for one in months if years[one[:4]] >= _MANY]}


def _event(record: Record, row: Row) -> dict[str, Any]:
    key = row["event_id"]
    numbers = sum(one["value"] is not None for one in record.naming(key, "estimates", "about_id"))
    return {"row": row, "numbers": numbers, "participants": len(record.naming(key, "participations", "event_id"))}


def _of_event(record: Record, row: Row) -> Asked:
    it = _event(record, row)
    first, _, last = (row["date"] or "").partition("/")  # it had begun by the first, and not ended before the last
    lasted = [(str(parse(first).latest), str(parse(last.strip(".") or first).earliest))] if last else []
    larger = [one for one in record.larger(row) if one["date"] and not row["date"]][-1:]  # it bounds an undated event
    lasted += [("9999", "0000")] * len(larger)  # but on none of them for sure
    said = [f"{record.label(one['event_id'])} ({record.day(one)})" for one in larger]
    own = [row["kind"], filters.placed(row["place"]), *filters.days_of(record, [*larger, row][0]), *lasted, *said]
    groups = {"own": [own], "listed": filters.listed_for(record, row["event_id"])}
    order = {**filters.dated(row, "date"), "numbers": it["numbers"], "parts": it["participants"]}
    people = record.naming(row["event_id"], "participations", "event_id")
    whom = {part["entity_id"] for part in people if part["part"] in SUFFERED}
    groups["whom"] = [[one] for one in sorted(whom) if record.rows[one][0] == "groups"]
    named = {part["entity_id"]: record.row(part["entity_id"])["name"] for part in people
             if part["entity_id"] in record.dossiers}  # fmt: skip
    title = "" if record.label(row["event_id"]) == row["title"] else row["title"]
    done_to = [record.label(one) for some in groups["whom"] for one in some]
    return Asked(groups, order, " ".join(filter(None, (title, *sorted(named.values()), *done_to))))


def _statements(record: Record) -> Iterator[Page]:
    """The page of statements: by speaker, then by date."""
    in_time = record.about_time(record.tables["statements"], "made")
    in_order = sorted(in_time, key=lambda row: by_label(record, row["speaker_id"]))
    asked, letters = partial(_of_statement, record), lambda row: letter(record.label(row["speaker_id"]))
    offers = filters.offering(record, _STATEMENT, in_order, asked)
    yield from listing(
        "statements.html", "statements", say("Statements"), in_order, letters,
        lambda row: {"row": row, "about": _about(row)}, offers, lambda row: 2 + (len(row["gist"]) > _LONG), asked,
    )  # fmt: skip


def _grades(record: Record) -> Iterator[Page]:
    """The page of grades: parts in events by grade, in the order of the vocabulary, then by person or body and date."""
    parts = [{**record.row(row["event_id"]), **row} for row in record.tables["participations"]]
    # To order an appointment is not an accusation.
    parts = [row for row in parts if (row["kind"], row["basis"]) != (EventKind.APPOINTMENT, Basis.ORDER)]
    in_time = record.about_time(parts, "date")
    by_grade, whose = ({key: some for key, some in grouped(in_time, of).items() if key[0]} for of in
                       (lambda row: (row["basis"],), lambda row: (row["basis"], row["entity_id"])))  # fmt: skip
    grades = [*dict.fromkeys([*map(str, Basis), *sorted(one for (one,) in by_grade)])]
    counts = {one: (len(by_grade.get((one,), ())), [who for basis, who in whose if basis == one]) for one in grades}
    orders = {row["event_id"] for row in parts if (row["kind"], row["basis"]) == (EventKind.DECREE, Basis.OWN_ACT)}
    decrees = sum(table == "events" and row["kind"] == EventKind.DECREE for table, row in record.rows.values())
    ungraded = sum(not row["basis"] for row in in_time)
    said = {"decrees": decrees, "grades": counts, "ungraded": ungraded, "orders": len(orders), **_accusations(record)}
    in_order = sorted(whose, key=lambda one: (grades.index(one[0]), by_label(record, one[1])))
    yield from listing(
        "grades.html", "grades", say("Grades of responsibility"), in_order, lambda one: grade(one[0]),
        lambda one: (one[1], whose[one]), lambda _: said, lambda one: 1 + len(whose[one]),
    )  # fmt: skip


def _accusations(record: Record) -> dict[str, Any]:
    """Accusations by kind of event: how many in all, and by each main accuser. Several accusers can share one."""
    made = [(record.kind(row["event_id"]),
             {one["asserted_by"] for one in record.evidence.asserting(row["participation_id"], "part")})
            for row in record.tables["participations"] if row["part"] == "accused"]  # fmt: skip
    who = [one for one, _ in Counter(sorted(chain.from_iterable(by for _, by in made))).most_common(_ACCUSERS)]
    counts = [(kind, len(some), [sum(one in by for _, by in some) for one in who])
              for kind, some in grouped(made, itemgetter(0)).items()]  # fmt: skip
    return {"accusers": who, "accusations": sorted(counts, key=lambda one: (-one[1], one[0]))}


def _about(row: Row) -> list[str]:
    return [*dict.fromkeys(filter(None, (row["event_id"], row["about_id"])))]


def _of_statement(record: Record, row: Row) -> Asked:
    own = [row["speaker_id"], row["kind"], _about(row), *filters.days(row, "made")]
    return Asked({"own": [own]}, filters.dated(row, "made"), row["gist"])


def _of_document(record: Record, row: Row) -> Asked:
    groups = {"own": [[row["kind"], row["publisher_id"], *filters.days(row, "published")]]}
    return Asked(groups, {**filters.dated(row, "published"), "facts": record.facts_in(row["source_id"])})


def sanctions(record: Record) -> Iterator[Page]:
    """Who listed whom, and when: a matrix of targets and authorities."""
    listed = {row["target_id"] for row in record.tables["sanctions"]}
    targets = sorted(listed, key=partial(by_label, record))

    def asked(target: str) -> Asked:
        found = filters.somebody(record, target)
        by = {record.label(row["authority_id"]) for row in record.naming(target, "sanctions", "target_id")}
        return found._replace(more=" ".join((found.more, *sorted({*by, *filters.titles(record, target)}))))

    offers = filters.offering(record, SOMEBODY, targets, asked)
    yield from listing(
        "sanctions.html", "sanctions", say("Sanctions"), targets,
        lambda target: letter(record.label(target)),
        lambda target: {"id": target, "listed": filters.by_authority(record, target)},
        lambda part: {**_first(record, part), **offers(part)},
        lambda target: 2 + len(record.naming(target, "sanctions", "target_id")),  # two lines more than listings
        asked, 50,  # the top of the first page takes so many rows
    )  # fmt: skip


def _ended(record: Record) -> Iterator[Page]:
    """The page of listings that ended: by authority, latest end first. Listings whose target the authority still lists
    by another entry come last."""
    by, rows = partial(by_label, record), [row for row in record.tables["sanctions"] if row["delisted"]]
    still = record.told.outlasted
    rows.sort(key=lambda row: (by(row["authority_id"]), -row["delisted_max"].toordinal(), by(row["target_id"])))
    rows.sort(key=lambda row: row["sanction_id"] in still)
    asked, gone = partial(_of_end, record), sum(row["sanction_id"] not in still for row in rows)
    offers = filters.offering(record, {"authority": Field("own", 0), "programme": Field("own", 1)}, rows, asked)
    yield from listing(_ENDED, "ended", say("Listings that ended"), rows, partial(_ending, record), dict,
                       lambda part: {**offers(part), "gone": gone}, lambda row: 2, asked)  # fmt: skip


def _of_end(record: Record, row: Row) -> Asked:
    """Filter values of a listing that ended: authority, programme, and the first and last possible day of the end."""
    own = [row["authority_id"], row["programme_id"], *filters.days(row, "delisted")]
    return Asked({"own": [own]}, filters.dated(row, "delisted"), filters.somebody(record, row["target_id"]).more)


def _ending(record: Record, row: Row) -> str:
    """The section of a listing that ended."""
    who = record.label(row["authority_id"])
    is_listed = row["sanction_id"] in record.told.outlasted
    return say("%(who)s, which still lists them under another entry", who=who) if is_listed else who


def ended_of(record: Record, key: str) -> str:
    """The link to an authority's section on the page of listings that ended."""
    part: Part[Row] = record.once(_ENDED, lambda: next(_ended(record)).said()["part"])
    rows = record.naming(key, "sanctions", "authority_id")
    rows.sort(key=lambda row: row["sanction_id"] in record.told.outlasted)
    return next(filter(None, (part.sections.get(_ending(record, row)) for row in rows)), _ENDED)


def _combined(record: Record) -> list[tuple[str, str]]:
    """Each target with the ids of exactly the authorities that list it, joined by spaces; in order of name."""
    by = partial(by_label, record)
    return [(" ".join(key), one) for key, some in combined(record.told).items() for one in sorted(some, key=by)]


def combinations(record: Record) -> dict[str, str]:
    """By the ids of authorities, the link to the section with the targets that exactly these list."""
    items = _combined(record)
    sections = next(in_parts(_NAMED, items, itemgetter(0))).sections
    return {key: sections.get(key) or f"{_NAMED}#{anchor(key)}" for key, _ in items}


def _first(record: Record, part: Part[str]) -> dict[str, Any]:
    """The columns of the matrix; for its first page also the newest listings and the lists held."""
    listings = record.tables["sanctions"]
    gone = (row for row in listings if row["delisted"] and row["sanction_id"] not in record.told.outlasted)
    ended = {(row["authority_id"], row["target_id"]) for row in gone}
    left = {(row["authority_id"], row["target_id"]) for row in listings if row["sanction_id"] in record.told.outlasted}
    found = {
        "authorities": sorted({row["authority_id"] for row in listings}),
        "standing": len({row["target_id"] for row in record.told.standing(listings)}),
        "ended": len({target for _, target in ended}),
        "ended_by": Counter(who for who, _ in sorted(ended)),
        "left_one": Counter(who for who, _ in left),
        "ended_of": partial(ended_of, record),
    }
    if part.number > 1:
        return found
    in_order = newest(record, listings)
    shown, rest = in_order[:_NEWEST], in_order[_NEWEST:]
    more = sum(row["listed_min"] == shown[-1]["listed_min"] for row in rest)
    return {**found, "newest": shown, "more": more, "lists": lists(record)}


def newest(record: Record, listings: Sequence[Row]) -> list[Row]:
    """Listings by their first possible day, newest first; those without one are left out."""
    dated = [row for row in listings if row["listed_min"]]
    by_name = sorted(dated, key=lambda row: (*by_label(record, row["target_id"]), row["sanction_id"]))
    return sorted(by_name, key=itemgetter("listed_min"), reverse=True)


def lists(record: Record) -> list[dict[str, Any]]:
    """For each authority, the lists held with their versions by date; for one without a list, an empty entry."""
    in_time = filter(is_list, record.about_time(record.tables["sources"], "published"))
    documents = grouped(in_time, lambda row: row["derived_from"] or row["source_id"])
    found = [(whose, key) for key, rows in documents.items() for whose in _listing(record, rows)]
    without = {row["authority_id"] for row in record.tables["sanctions"]} - {whose for whose, _ in found}
    found += [(whose, "") for whose in without]
    found.sort(key=lambda one: (by_label(record, one[0]), one))
    return [_reach(record, whose, key, documents.get(key, [])) for whose, key in found]


def _reach(record: Record, whose: str, key: str, rows: Sequence[Row]) -> dict[str, Any]:
    """How much of a list is held, and how many of its own entries were in force on the day of its last version."""
    versions = [row for row in rows if row["published"]]
    listings = {row["sanction_id"]: row for one in rows for row in record.told.listings_on(one, entries=True)}
    day = versions[-1]["published_max"] if versions else None
    stood = [row for one, row in listings.items() if day and in_force(record.spans[one], day, day) == Answer.YES]
    return {
        "authority_id": whose,
        "list_id": key,
        "versions": versions,
        "until": record.list_ends.get(whose, {}).get(key),
        "entries": versions[-1].get("entries") if versions else None,
        "stood": len({row["entry"] for row in stood}),
        "reach": reach(record, stood or listings.values()),
    }


def _listing(record: Record, rows: Sequence[Row]) -> set[str]:
    """The authorities whose listings rest on these documents; else the publishers, or whom those offices act for."""
    found = {listed["authority_id"] for row in rows for listed in record.told.listings_on(row)}
    offices = {row["office_id"]: row["authority_id"] for row in record.tables["programmes"]}
    return found or {offices.get(row["publisher_id"], row["publisher_id"]) for row in rows}
