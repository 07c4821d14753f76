"""A page for each party: who led it, what it is said to have done, who lists it, its parts, statements and documents,
and how many facts rest on it alone. Also pages with the chain of command above officials and parties."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from mostanad.evidence.spans import in_force
from mostanad.loader.overlaps import BELOW
from mostanad.loader.reasons import accuses
from mostanad.models.language import say
from mostanad.models.vocabularies import EventKind, Part, PartyKind, Rank
from mostanad.models.words import meant
from mostanad.site import authorities, filters
from mostanad.site.contents import Record
from mostanad.site.dossiers import speakers
from mostanad.site.evidence import Row
from mostanad.site.filters import SOMEBODY, Asked, Field, by_authority, by_label, offering, parts, somebody
from mostanad.site.page import Page, listing, whole
from mostanad.site.posts import head_of_part, is_below, leads
from mostanad.site.reasons import reasons
from mostanad.site.roles import alike, in_events, kind, spoken_of
from mostanad.site.sections import GIVEN, Section, listings, page_with
from mostanad.site.timelines import timeline
from mostanad.site.titles import folded

#: A function from the id of a body to the posts at its head.
Led = Callable[[str], list[Row]]
#: How many initials the title of a page can have.
_INITIALS = 3
#: How many levels of the hierarchy a page shows above a body, and below it.
_UP, _DOWN = 6, 2
#: Kinds of bodies that have a head. Their pages say so if no document names one.
_LED = (PartyKind.PRISON, PartyKind.COURT, PartyKind.ARMED_FORCE, PartyKind.STATE_BODY, PartyKind.LEGISLATURE)
_PRINTED = "As we class the posts. A list can go on printing a post that somebody no longer holds."
#: Kinds of bodies that are in one place.
_PLACED = (PartyKind.PRISON, PartyKind.ARMED_FORCE)
#: Parts in which somebody decides over others. They count even without an accusation or a grade.
_DECIDING = (Part.JUDGE, Part.DECIDER, Part.COMMANDER)


def pages(record: Record) -> Iterator[Page]:
    named = [row for row in record.tables["parties"] if row["kind"] != PartyKind.UNNAMED]
    in_order = sorted(named, key=lambda row: (row["kind"], by_label(record, row["party_id"])))
    bodies = sorted(in_order, key=lambda row: row["kind"] == PartyKind.PERSON)  # people come last
    line, asked = partial(_line, record), partial(_asked, record)
    offers = offering(record, {**SOMEBODY, "kind": Field("own", 0)}, bodies, asked)
    title, by = say("Organisations and speakers"), lambda row: meant(row["kind"])
    kinds = Counter(map(by, bodies))
    yield from listing(
        "bodies.html", "bodies", title, bodies, by, line, lambda part: {**offers(part), "kinds": kinds}, asked=asked
    )
    for row in bodies:
        key, title = row["party_id"], record.label_with_initials(row["party_id"])
        title = title if title.count(",") < _INITIALS else record.label(key)
        yield from page_with(sections(record, key), record.address(key), "party", title, partial(_party, record, row))
    led = cache(partial(_led, record))
    for key in filter(partial(is_below, record), (*sorted(record.dossiers), *(row["party_id"] for row in named))):
        yield from _chains(record, led, key)


def _line(record: Record, row: Row) -> dict[str, Any]:
    key = row["party_id"]
    says, done = record.naming(key, "statements", "speaker_id"), parts(record, key)
    led = [one["entity_id"] for one in posts(record, key) if one["heads"]] if row["kind"] == PartyKind.PRISON else ()
    return {"row": row, "listed": by_authority(record, key), "parts": len(done), "there": len(_happened(record, key)),
            "says": len(says), "heads": [*dict.fromkeys(led)]}  # fmt: skip


def _asked(record: Record, row: Row) -> Asked:
    found = somebody(record, row["party_id"])
    order = {**found.order, "says": len(record.naming(row["party_id"], "statements", "speaker_id"))}
    return found._replace(groups={**found.groups, "own": [[row["kind"], *found.groups["own"][0][1:]]]}, order=order)


def _party(record: Record, row: Row, found: Mapping[str, Section]) -> dict[str, Any]:
    key, listed = row["party_id"], by_authority(record, row["party_id"])
    accused = [one for rows in found["parts"].rows for one in rows if accuses(one)]
    there = record.told.listed_for((one["event_id"] for one in found["happened"].rows), within=False)
    deeds = {one["event_id"] for rows in found["deeds"].rows for one in rows}
    staff = {one["entity_id"] for name in ("heads", "people") for one in found[name].rows if found["deeds"]}
    led = [tie for tie in found["ties"].rows if (tie["from_id"], tie["relation"]) == (key, "led_by")]
    return {
        "row": row,
        "key": key,
        "listed": listed,
        "shown": [(who, listed.get(who, [])) for who in sorted({*record.lists, *listed}, key=record.label)],
        "whole": sum(map(len, record.facts.values())),
        "sections": found,
        "timeline": timeline(record, key),
        "above": above(record, key),
        "below": [tie for tie in _ties(record, key, "to_id", "from_id", _DOWN) if not record.is_person(tie["id"])],
        "listed_for_it": sorted({one["target_id"] for one in there} - {key}, key=record.label),
        "accused": accused,
        "deeds_count": len(deeds),
        "more_deeds": any(row["event_id"] not in deeds for one in staff for row in _done(record, one)),
        "accusers": speakers(record, accused),
        "is_unled": row["kind"] in _LED and not led and not any(map(leads, record.naming(key, "positions", "body_id"))),
        "rests": record.resting.get(key),
        "authority": authorities.said(record, key),
        "names": record.naming(key, "names", "entity_id"),
        "identifiers": record.naming(key, "identifiers", "entity_id"),
        "description": say(
            "%(name)s: who led it, who lists it, what it is said to have done, and who says so.", name=record.label(key)
        ),
    }


def sections(record: Record, key: str) -> list[Section]:
    """The sections of a party's page that list rows."""
    name, timed = partial(record.naming, key), record.about_time
    held, events = posts(record, key), record.rows
    parts = sorted(name("participations", "entity_id"), key=lambda row: _newest(events[row["event_id"]][1]))
    done, suffered = ([row for row in parts if (row["part"] == Part.TARGET) is is_it] for is_it in (False, True))
    hurt, awarded = ([row for row in suffered if (events[row["event_id"]][1]["kind"] == EventKind.AWARD) is is_it]
                     for is_it in (False, True))  # fmt: skip
    deeds = _deeds(record, key, held)
    headed = any(row["heads"] for row in held)

    def of(person: str, body: str) -> str:
        return person if events[key][1]["kind"] == PartyKind.PERSON else body

    return [
        Section("heads", "Who led it", [row for row in held if row["heads"]], _PRINTED),
        Section("people", "Other posts in it" if headed else "Who held a post in it",
                [row for row in held if not row["heads"]], "" if headed else _PRINTED, first=5),
        Section("posts", "Posts", timed(name("positions", "holder_id"), "started", "ended")),
        Section("parts", of("What they are said to have done", "What it is said to have done"),
                alike(done, "event_id"),
                "A part is what a source says somebody did; an accusation is not a finding."),
        Section("targets", of("What was done to them", "What was done to it"),
                alike(hurt, "event_id")),
        Section("awards", of("What was given to them", "What was given to it"), alike(awarded, "event_id")),
        Section("happened", "What is said to have happened there",
                sorted(_happened(record, key), key=lambda row: kind(record, row["event_id"])), "The gravest first."),
        Section("deeds", "What those with a post there are said to have done", deeds,
                "Their parts in events there, or in events that the reasons for a listing mention beside the post. The "
                "documents do not always say that it was done there, or in that post.",
                first=6 if record.rows[key][1]["kind"] == PartyKind.PRISON else 0, weight=3),
        Section("acts", "What it did as a body", timed(name("events", "body_id"), "date")),
        Section("about", of("What is said of them", "What is said of it"),
                timed(spoken_of(record, key), "made"), first=6),
        Section("said", "Its stance, according to others" if events[key][1]["kind"] == PartyKind.PRISON
                else of("What they say", "What it says"), timed(name("statements", "speaker_id"), "made"), weight=2),
        Section("counted", of("Numbers that they give", "Numbers that it gives"), name("estimates", "counted_by")),
        Section("reasons",
                of("What authorities that list them give as reasons", "What authorities that list it give as reasons"),
                reasons(record, name("sanctions", "target_id"), {row["participation_id"] for row in parts}), GIVEN),
        Section("ties", "Other ties",
                [{**row, "listed": by_authority(record, row[far])}
                 for near, far in (("from_id", "to_id"), ("to_id", "from_id")) for row in name("affiliations", near)
                 if row["relation"] not in BELOW or (far == "from_id" and record.is_person(row[far]))], first=5),
        Section("documents", of("Documents that they published", "Documents that it published"),
                timed(record.publishing.get(key, []), "published")),
        listings(record, key),
    ]  # fmt: skip


def _deeds(record: Record, key: str, held: Sequence[Row]) -> list[list[Row]]:
    """The parts of post holders, by person and event, that the reasons for a listing name beside the post. The post
    must surely have been held then, or be in the only body that they name. In a prison or armed force any time will do,
    and events placed there count too if the post may have been held then."""
    is_place, found = record.rows[key][1]["kind"] in _PLACED, dict[str, Row]()
    there = {row["event_id"] for row in _happened(record, key)} if is_place else set()
    for post in held:
        told, span = record.told.beside(record.rows[post["row_id"]][1]), record.spans[post["row_id"]]
        bodies = {row["body_id"] for one in told if (row := record.rows[one][1]).get("holder_id")}
        for row in _done(record, post["entity_id"]):
            event = record.rows[row["event_id"]][1]
            is_held = in_force(span, event["date_min"] or dt.date.min, event["date_max"] or dt.date.max)
            if (is_held != "no" and row["event_id"] in there) or (
                {row["event_id"], row["participation_id"]} & told and (is_place or is_held == "yes" or bodies == {key})
            ):
                found[row["participation_id"]] = row
    return [some for rows in alike(found.values(), "entity_id") for some in in_events(record, rows)]


def _done(record: Record, key: str) -> list[Row]:
    """Somebody's parts that are accusations, have a grade, or are those of a judge, decider or commander."""
    return [row for row in parts(record, key) if row["basis"] or row["part"] in _DECIDING or accuses(row)]


def posts(record: Record, key: str) -> list[Row]:
    """The posts in a body with their holders and the listings of these; latest first, those without a date last."""
    held = record.naming(key, "positions", "body_id")
    in_order = sorted(held, key=lambda post: (*_begun(post), record.label(post["holder_id"])))
    return [{"row_id": post["position_id"], "entity_id": post["holder_id"], "title": post["title"],
             "heads": post.get("rank") == Rank.HEAD, "listed": by_authority(record, post["holder_id"])}
            for post in in_order]  # fmt: skip


def _begun(row: Row) -> tuple[bool, int]:
    """Sort key of posts by start, as :func:`_newest`. One with only an end follows those begun in the year of it."""
    day, end = row.get("started_min"), row.get("ended_min")
    return _newest({"date_min": day or (end and dt.date(end.year - 1, 12, 31)) or row.get("date_min")})


def _newest(row: Row) -> tuple[bool, int]:
    """Sort key: latest first; rows without a first possible day come last."""
    day = row.get("date_min")
    return day is None, -day.toordinal() if day else 0


def _ties(
    record: Record, key: str, near: str, far: str, deep: int, seen: tuple[str, ...] = ()
) -> Iterator[dict[str, Any]]:
    """The bodies directly below or above a body (``near`` is its side of the tie), each with those further on."""
    rows = [row for row in record.naming(key, "affiliations", near) if row["relation"] in BELOW]
    by_other = groupby(sorted(rows, key=lambda row: by_label(record, row[far])), key=itemgetter(far))
    for other, ties in by_other:
        if other not in seen and len(seen) < deep:
            deeper = list(_ties(record, other, near, far, deep, (*seen, key)))
            yield {"id": other, "ties": list(ties), "listed": by_authority(record, other), "more": deeper}


def above(record: Record, key: str) -> list[dict[str, Any]]:
    """The bodies directly above a body or person, each with its ties and the bodies above it in turn."""
    return _nearest(record, [*_ties(record, key, "from_id", "to_id", _UP)])


def _chains(record: Record, led: Led, key: str) -> Iterator[Page]:
    """Pages with the chain of command: above each of a person's posts, latest first; or above each dated head of a
    body. Without either, the chain above the body alone."""
    path, name = record.address(key), record.label(key)
    own = record.about_time(record.naming(key, "positions", "holder_id"), "started", "ended")
    held = [(row["body_id"], row) for row in reversed(own) if row["body_id"] and is_below(record, row["body_id"])]
    dated = [(key, row) for row in led(key) if not held and _days(record, row)]
    bottom: list[tuple[str, Row | None]] = [*held, *dated] or [(key, None)]
    personal = above(record, key) if held else []
    rows = [_chain(record, led, one, post, personal) for one, post in bottom]
    title = say("Chain of command above %(name)s", name=name)
    yield from listing(f"{path.removesuffix('.html')}/chain.html", "chain", title, rows, whole, dict,
                       lambda _: {"whole": (path, name)}, _lines)  # fmt: skip


def _chain(record: Record, led: Led, key: str, post: Row | None, ties: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The chain above a post, and above its holder. A deputy's chain includes the head of the same part of the body."""
    over, body = head_of_part(record, post) if post else (), {"id": key, "more": above(record, key)}
    personal, dated = [_then(record, led, one, post) for one in ties], bool(post and _days(record, post))
    return {"post": post, "is_dated": dated, "personal": personal, **_then(record, led, body, post, over)}


def _then(record: Record, led: Led, body: Row, post: Row | None, over: Sequence[Row] = ()) -> dict[str, Any]:
    """A body and all bodies above it, each with its other heads at the time of a post. ``heads`` surely led it then:
    the documented times overlap, or one passage names both. ``maybe`` may have led it. For ``unknown`` no date tells;
    each has the first date on record if that is later. Above an undated post, heads whose term ended before a document
    first names the post are left out. So are predecessors and successors in the post itself."""
    sure, maybe, unknown = list[Row](), list[Row](), list[tuple[Row, dt.date | None]]()
    days, heads, known = post and _days(record, post), led(body["id"]), set[str]()
    named = post and record.spans[post["position_id"]]["begun_by"]
    first, last = days[2:] if days else (named or dt.date.min, dt.date.max)
    rows = [*(one for one in over if one not in heads), *(heads if post not in heads else ())]
    for row in (one for one in rows if not post or one["holder_id"] != post["holder_id"]):
        span, then = record.spans[row["position_id"]], days and _days(record, row)
        if in_force(span, first, last) == "no" or (not then and row["holder_id"] in known):
            continue
        known.add(row["holder_id"])
        shown = min(filter(None, (span["begun_by"], span["last_documented"])), default=None)
        is_named = post and then and record.evidence.tells_of_both(post["position_id"], row["position_id"])
        if is_named or (days and then and days[0] <= then[1] and then[0] <= days[1]):
            sure.append(row)
        elif days and (span["earliest"] or (shown and shown <= last)):
            maybe.append(row)
        else:
            unknown.append((row, shown if days and shown and shown <= (span["latest"] or shown) else None))
    more = [_then(record, led, one, post) for one in body["more"]]
    return {"ties": (), **body, "heads": sure, "maybe": maybe, "unknown": unknown, "more": more}


def _led(record: Record, key: str) -> list[Row]:
    """The posts at the head of a body."""
    people = posts(record, key) if record.rows[key][0] == "parties" else []
    return [record.rows[one["row_id"]][1] for one in people if one["heads"]]


def _days(record: Record, post: Row) -> tuple[dt.date, dt.date, dt.date, dt.date] | None:
    """The documented time of a post (begun by, lasted to), then its possible time (first and last day). Where the start
    is unknown, only documented days count; where the end is, days up to the last document that names the post."""
    days = ("earliest", "begun_by", "last_documented", "latest", "last_named")
    earliest, begun, last, latest, named = map(record.spans[post["position_id"]].get, days)
    lasted = max(filter(None, (earliest, last)), default=None)
    if not begun or not lasted:
        return None
    begun = min(begun, latest or begun)
    until = latest or max(filter(None, (begun, lasted, named if post["started"] else None)))
    return begun, lasted, earliest or min(begun, lasted), until


def _lines(body: Mapping[str, Any]) -> int:
    own = len(body["heads"]) + len(body["maybe"]) + len(body["unknown"])
    return 1 + own + sum(map(_lines, (*body["more"], *body.get("personal", ()))))


def _nearest(record: Record, items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep only the bodies directly above. A body that is also above another of them appears above that one."""
    farther = {other for one in items for other in filters.above(record, one["id"])}
    return [{**one, "more": _nearest(record, one["more"])} for one in items if one["id"] not in farther]


def scenes(record: Record) -> dict[str, list[str]]:
    """By event, the bodies where it happened and for which the record names a head."""
    found = defaultdict[str, list[str]](list)
    for row in record.tables["parties"]:
        events = _happened(record, row["party_id"])
        if events and any(post["heads"] for post in posts(record, row["party_id"])):
            for event in events:
                found[event["event_id"]].append(row["party_id"])
    return found


def _happened(record: Record, key: str) -> list[Row]:
    """Events whose place is a name of the body; for a prison, also its town if the title names it. Newest first."""
    if record.rows[key][1]["kind"] in (PartyKind.STATE, PartyKind.PERSON):
        return []
    names = record.spellings(key)
    found = [row for name in names for row in record.places.get(name, ())]
    if record.rows[key][1]["kind"] == PartyKind.PRISON:
        towns = [row for word in " ".join(names).split() for row in record.places.get(word, ())]
        found += [row for row in towns if any(f" {name} " in f" {folded(row['title'])} " for name in names)]
    return sorted({row["event_id"]: row for row in found}.values(), key=_newest)
