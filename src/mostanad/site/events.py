"""A page for each event: rival numbers side by side, who is listed for it, who is said to have had which part in it,
its parts, and what was said about it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache, partial
from itertools import chain
from operator import itemgetter
from typing import Any

from mostanad.files.grouping import grouped, key_of
from mostanad.loader.fact_check_text import prose
from mostanad.loader.reasons import is_bare
from mostanad.matching.texts import SUFFERED
from mostanad.models.language import say, say_many
from mostanad.models.vocabularies import Basis, EventKind, Measure, Part, PartyKind
from mostanad.models.words import plain, when
from mostanad.site import elsewhere
from mostanad.site.bodies import scenes
from mostanad.site.contents import Record
from mostanad.site.dossiers import Speakers, speakers
from mostanad.site.evidence import Row
from mostanad.site.page import Page
from mostanad.site.roles import NEUTRAL, alike, graded, spoken_of
from mostanad.site.sections import Section, page_with
from mostanad.site.show import PRESS, UNNAMED
from mostanad.site.speech import sentence
from mostanad.site.timelines import timeline

#: Measures of people who were harmed.
_HARM = ("killed", "killed_or_injured", "died", "executed", "injured", "injured_or_arrested", "arrested",
         "affected")  # fmt: skip
#: The order of measures.
_MEASURES = {measure: place for place, measure in enumerate(Measure)}
#: Measures that count people without the word, such as “killed”.
_PEOPLE = {*_HARM, "held", "indicted", "sentenced", "identified"}
#: Words of a population that is only some of the people affected.
_NARROWER = re.compile(r"\b(?:among the (?:people|charges)|attributed to)\b")
#: How many levels of parts the page of an event shows.
_DEEP = 4


def pages(record: Record) -> Iterator[Page]:
    there = cache(partial(scenes, record))
    for row in record.tables["events"]:
        path, title = record.address(row["event_id"]), record.label(row["event_id"])
        said = partial(_event, record, row, there)
        yield from page_with(sections(record, row["event_id"]), path, "event", title, said)


def _event(
    record: Record, row: Row, there: Callable[[], Mapping[str, list[str]]], found: Mapping[str, Section]
) -> dict[str, Any]:
    key = row["event_id"]
    listed, had_part = found["listed_for"].rows, found["had_part"].rows
    # Groups have no name; what only unnamed sources say comes further down the page.
    known = [one for one in had_part if {said["asserted_by"] for said in one["voices"]} != {UNNAMED}]
    acting = [one for one in known if one["part"] not in SUFFERED and not one["is_bare"]
              and record.rows[one["entity_id"]][0] != "groups"]  # fmt: skip
    given = numbers(record, key)
    measures = {measure for measure, _ in given}
    is_counted = any(one["value"] is not None for _, rows in given for one in rows)
    whom = {(row["target_id"], one["authority_id"]): None for row in listed for one in row["listings"]}
    named = {one["target_id"]: record.naming(one["target_id"], "sanctions", "target_id") for one in listed}
    by_listing = record.told.by_listing
    too = {(who, row["authority_id"]) for who, rows in named.items() for row in record.told.standing(rows)} - {*whom}
    naming = {part["asserted_by"] for one in listed for part in one["parts"] if part["event_id"] == key}
    suffered = (record.rows[row["entity_id"]] for row in had_part if row["part"] in SUFFERED)
    return {
        "event": row,
        "sections": found,
        "listed_by": Counter(who for _, who in whom),
        "listed_too": too,
        "is_shared": not given and _shares_number(record, key),
        "reasoning": {one["authority_id"] for one in chain(*named.values()) if one["sanction_id"] in by_listing},
        "says": sentence,
        "is_named": _is_neutral(record, key, acting),
        "of_measure": of_measure,
        "foremost": foremost,
        "is_alone": _is_alone(record, key, naming),
        "targets": len({row["target_id"] for row in listed}),
        "acting": acting,
        "doers": dict.fromkeys(one["entity_id"] for one in had_part if one["part"] not in SUFFERED),
        "parts": _graded(record, acting),
        "timeline": timeline(record, key),
        "numbers": given,
        "rivals": rivals,
        "counted_by": (by := _counted_by(record, key)),
        "counted_elsewhere": _counted_elsewhere(record, key, by) if by or not is_counted else [],
        "uncounted_by": _uncounted_by(record, key),
        "within": list(_within(record, key)),
        "harm": partial(_harm, record),
        "acting_within": _acting_within(record, key, {row["entity_id"] for row in acting}),
        "is_uncounted": any(table == "groups" and group["size"] is None for table, group in suffered),
        "there": there().get(key, []),
        "told_too": elsewhere.told_too(record, row),
        "orders": elsewhere.orders(record, row),
        "same_place": elsewhere.same_place(record, row),
        "same_people": _of_same_people(record, key),
        "passed": _passed(record, key),
        "larger": (larger := list(record.larger(row))),
        "counted_whole": [one["event_id"] for one in larger if _is_counted(record, one["event_id"], row, measures)],
        "verdicts": _verdicts(record, key),
        "members_within": any(row["part"] == Part.MEMBER for row in record.told.parts(key, True)),
        "description": say(
            "%(event)s: what happened, rival numbers side by side, and who says so.", event=record.label(key)
        ),
    }


def _is_neutral(record: Record, key: str, parts: Sequence[Row]) -> bool:
    """Whether these parts in an event accuse nobody."""
    is_act = record.kind(key) in NEUTRAL and not record.evidence.is_alleged(key, "title")
    return is_act and all(one["part"] != Part.ACCUSED for one in parts)


def of_measure(row: Mapping[str, Any]) -> str:
    """The words behind a number: what it counts."""
    measure, count = row["measure"], 1 if row["value"] == 1 else 2
    if measure == "affected" or (measure == "occurrences" and count > 1):  # words that do not say what was done
        return prose(row["population"])
    if measure in _PEOPLE:
        return say_many("person %(what)s", "people %(what)s", count, what=plain(measure))
    return plain(measure).removesuffix("s" if count == 1 else "\0")


def foremost(numbers: Iterable[tuple[str, list[Row]]]) -> list[tuple[str, list[Row]]]:
    """The measures at the top of a page, with their numbers; not “died” if all who count it count “killed” too."""
    given = dict(numbers)
    killed = {row["counted_by"] for row in given.get("killed", ()) if row["value"] is not None}
    given["died"] = [row for row in given.get("died", ()) if row["counted_by"] not in killed]
    return [(measure, rows) for measure, rows in given.items() if any(row["value"] is not None for row in rows)]


def sections(record: Record, key: str) -> list[Section]:
    """The sections of the page of an event that list rows."""
    said = alike((*record.naming(key, "statements", "event_id"), *spoken_of(record, key)), "statement_id")
    given = graded(record, record.told.listed_for(key, within=True))
    listed = [{**_listed(record, rows), "own": key} for rows in alike(given, "target_id")]
    told = [{**row, "grade": record.row(row["participation_id"])["basis"]} for row in record.told.parts(key, False)]
    by_grade = alike(graded(record, told), "entity_id", "part", "grade")
    bare = [all(is_bare(record.row(row["participation_id"])) for row in rows) for rows in by_grade]
    parts = [{**rows[0], "voices": rows, "is_bare": it} for rows, it in zip(by_grade, bare, strict=True)]
    marked = [row for name in ("sanctions", "tags") for row in record.naming(key, name, "action_id")]
    return [
        Section("had_part", "Who is said to have had which part", parts,
                "" if _is_neutral(record, key, parts)
                else "A part is what a source says somebody did; an accusation is not a finding."),
        Section("listed_for", "Listings whose entries describe or mention it", listed,
                (say("With what was part of it; the gravest part comes first, then by name.") + " ") * (len(listed) > 1)
                + say("Not counted: reasons that name it only to date something else, such as protests that followed, "
                    "and listings whose reasons are not in this record: on lists without reasons%(such)s or ended "
                    "before the lists with reasons that we hold.",
                    such=say(", such as that of the United States,") if "united-states" in record.rows else ""), 4),
        Section("designated", "What was listed or marked by it", marked, _since(record, key, marked)),
        Section("sayings", "What was said about it",
                record.about_time(sorted((some[0] for some in said), key=partial(_in_text, record)), "made")),
    ]  # fmt: skip


def _in_text(record: Record, statement: Row) -> list[tuple[str, int]]:
    """The documents that have a statement, and the positions in them."""
    items = record.evidence.asserting(statement["statement_id"], "gist")
    return sorted((one["source_id"], int("".join(re.findall(r"=(\d+)", one["selector"])) or 0)) for one in items)


def _since(record: Record, key: str, marked: Sequence[Row]) -> str:
    """A note that only later lists show whom an act listed; empty if a document of its day does."""
    items = [item for row in marked for item in record.evidence.asserting(key_of(row), "target_id")]
    first = min(filter(None, (record.sources[item["source_id"]]["published_max"] for item in items)), default=None)
    said = "Those on a list of %(day)s or later; anybody taken off before is not here."
    return say(said, day=when(str(first))) if first and first > record.row(key)["date_max"] else ""


def _listed(record: Record, rows: Sequence[Row]) -> Row:
    """A target with its rows of ``listed_for``: each part once, with the listings older than the event."""
    parts = []
    for some in alike(rows, "event_id", "part", "basis"):
        begun = record.told.earliest(record.row(some[0]["event_id"]))
        older = [one for one in _listings(record, some) if one["listed_max"] and one["listed_max"] < begun]
        alike_said = [row for row in some if (row["modality"], row["hedge"]) == (some[0]["modality"], some[0]["hedge"])]
        parts.append({**some[0], "older": older, "by": [*dict.fromkeys(row["asserted_by"] for row in alike_said)]})
    beside = [] if any(row["part"] for row in rows) else [one for row in parts for one in _beside(record, row)]
    return {"target_id": rows[0]["target_id"], "listings": _listings(record, rows), "parts": parts, "beside": beside}


def _beside(record: Record, mentioned: Row) -> list[Row]:
    """The parts that reasons give the target in another event of the same place and wave, such as killings there."""
    event = record.row(mentioned["event_id"])
    wave = next(record.larger(event), None) if event["place"] not in (None, record.about.text("country")) else None
    given = graded(record, record.told.listed_for(wave["event_id"], within=True)) if wave else []
    there = [row for row in given if row["target_id"] == mentioned["target_id"] and row["part"]]
    return [{**row, "older": []} for row in there if record.row(row["event_id"])["place"] == event["place"]]


def _listings(record: Record, rows: Sequence[Row]) -> list[Row]:
    """The listings behind rows of ``listed_for``, once for each authority and day, by date."""
    whole = (record.row(row["sanction_id"]) for row in rows)
    named = [record.told.former(listing) or listing for listing in whole]  # the target has been listed since the former
    return [some[0] for some in alike(record.told.by_listed(named), "authority_id", "listed")]


def _graded(record: Record, parts: Sequence[Row]) -> list[tuple[str, str | None, list[Row], Speakers]]:
    """Parts in groups with the same part, grade and asserters, in order of first appearance."""

    def told(row: Row) -> tuple[str, str | None]:
        return row["part"], next(filter(None, map(itemgetter("basis"), row["voices"])), None)

    def heard(row: Row) -> Speakers:
        basis = told(row)[1]
        given = {said["asserted_by"] for said in row["voices"] if not basis or said["basis"] == basis}
        own, reported, *_ = speakers(record, row["voices"])
        return Speakers(tuple(sorted(given.intersection(own))), tuple(one for one in reported if one[0] in given))

    graded_by = grouped(parts, told).items()
    return [(*how, some, who) for how, rows in graded_by for who, some in grouped(rows, heard).items()]


def _within(record: Record, key: str, depth: int = 1) -> Iterator[dict[str, Any]]:
    """The parts of an event by date, each with its own parts."""
    for row in record.about_time(record.naming(key, "events", "part_of"), "date"):
        yield {"row": row, "more": list(_within(record, row["event_id"], depth + 1)) if depth < _DEEP else []}


def _shares_number(record: Record, key: str) -> bool:
    """Whether the words behind an event also give a number of another event."""
    told = {item["passage_id"] for item in record.evidence.asserting(key, "title")}
    counts = (record.evidence.asserting(row["estimate_id"], "measure") for row in record.tables["estimates"])
    return any(item["passage_id"] in told for items in counts for item in items)


def _harm(record: Record, key: str, is_whole: bool = False) -> list[Row]:
    """The greatest and the least number harmed, by the first measure with numbers; ``is_whole``: also words."""
    told = ((rows, rivals(rows)) for measure, rows in numbers(record, key) if measure in _HARM)
    rows, counts = next((one for one in told if one[1]), ([], []))
    words = [row for row in rows if row["value"] is None and not row["subset_of"]] if is_whole else []
    return counts[-1:] + counts[:-1][:1] + words


def _acting_within(record: Record, key: str, acting: Set[str]) -> list[str]:
    """Named people and bodies who had none of these parts, but are said to have acted in smaller events within it."""
    within = record.told.events(key, True) - {key}
    parts = (row for one in within for row in record.naming(one, "participations", "event_id"))
    found = {row["entity_id"]: None for row in parts if row["part"] not in SUFFERED and not is_bare(row)}
    named = [one for one in found if record.rows[one][0] != "groups" and one != UNNAMED and one not in acting]
    return sorted(named, key=record.label)


def _is_alone(record: Record, key: str, naming: Set[str]) -> bool:
    """Whether one party alone asserts an event as a fact, gives it as a reason, and alone speaks about it."""
    who = {item[name] for item in record.evidence.asserting(key, "title") for name in ("asserted_by", "origin")}
    who |= record.evidence.told_less(key)
    said = (row for column in ("about_id", "event_id") for row in record.naming(key, "statements", column))
    spoken = {row["speaker_id"] for row in said}
    return len(who) == 1 and who == naming and spoken <= who and not record.evidence.is_alleged(key, "title")


def _counted_by(record: Record, key: str) -> list[str]:
    """Who published the numbers about an event, if all come from the press or parties, or from one publisher."""
    rows = [row for row in record.naming(key, "estimates", "about_id") if row["value"] is not None]
    behind = [item for row in rows for item in _behind(record, row)]
    is_press = {record.sources[item["source_id"]]["kind"] for item in behind} <= PRESS
    who = {item["published_by"] for item in behind}
    return sorted(who, key=record.label) if is_press or len(who) == 1 else []


def _uncounted_by(record: Record, key: str) -> str:
    """The state that the dataset is about, if there are numbers of people harmed in an event or its parts, and none of
    them is by an authority or official of that state."""
    found = [row for one in record.told.events(key, True) for row in record.naming(one, "estimates", "about_id")]
    by = {row["counted_by"] for row in found if row["measure"] in _HARM}
    named = record.about.text("country")
    states = [row for row in record.tables["parties"] if row["kind"] == PartyKind.STATE and row["name"] == named]
    own = {row["party_id"] for row in record.tables["parties"] for one in states if row["country"] == one["country"]}
    return states[0]["party_id"] if states and by and not by & {*own, *record.dossiers} else ""


def _behind(record: Record, number: Row) -> list[Row]:
    """The evidence on a number, or on the words in its place."""
    return record.evidence.of(number["estimate_id"]).get("comparator" if number["value"] is None else "value", [])


def rivals(rows: Sequence[Row]) -> list[Row]:
    """The rival numbers of one measure, least first. Left out are numbers that were revised, and those that count only
    some of the people in another number."""
    revised = {row["supersedes"] for row in rows}
    known = [row for row in reversed(rows) if row["value"] is not None and row["estimate_id"] not in revised]
    whole = [row for row in known if not _NARROWER.search(row["population"] or "")]
    ids, most = {row["estimate_id"] for row in known}, {row["counted_by"]: row["value"] for row in whole}
    return [row for row in known if row["subset_of"] not in ids
            and (row in whole or row["value"] >= most.get(row["counted_by"], 0))]  # fmt: skip


def _is_counted(record: Record, key: str, of: Row, measures: Set[str]) -> bool:
    """Whether an event has numbers in these measures. For a killing or repression (``of``), words for people killed
    count too."""
    told = numbers(record, key)
    counted = any(row["value"] is not None for measure, rows in told if measure in measures for row in rows)
    return counted or (
        of["kind"] in (EventKind.KILLING, EventKind.REPRESSION) and any("killed" in measure for measure, _ in told)
    )


def _counted_elsewhere(record: Record, key: str, press: Sequence[str]) -> list[Row]:
    """The estimates about parts of an event: in its own measures if others than ``press`` publish them, then numbers in
    other measures of harm. Each event and counter has one number, or all words. Within a measure, the same place comes
    first, then the larger number, then the nearer part."""
    own = [measure for measure, _ in numbers(record, key)]
    measures = [*own, *(measure for measure in _HARM if measure not in own)]
    events = [record.row(one) for one in record.told.events(key, True) if one != key]
    found = []
    where, above = record.row(key)["place"], {one["event_id"]: len(list(record.larger(one))) for one in events}

    def is_new(row: Row) -> bool:
        if row["measure"] in own:
            return not {item["published_by"] for item in _behind(record, row)} <= {*press}
        return not own or row["value"] is not None

    for event in sorted(events, key=lambda row: (above[row["event_id"]], row["event_id"])):
        given = [(name, rows) for name, rows in numbers(record, event["event_id"]) if name in measures]
        rows = [row for _, rows in sorted(given, key=lambda one: measures.index(one[0])) for row in rows]
        named = {row["value"] for row in rows if row["counted_by"] != UNNAMED}  # a source that cites it gives it too
        rows = [row for row in rows if row["counted_by"] != UNNAMED or row["value"] not in named]
        found += alike(filter(is_new, rows), "measure", "counted_by")

    def order(row: Row) -> tuple[int, bool, float]:
        is_elsewhere = where != record.about.text("country") and record.row(row["about_id"])["place"] != where
        kind = measures.index(row["measure"]) if not own or row["measure"] in own else len(own)
        return kind, is_elsewhere, -(row["value"] or 0)

    return sorted((row for rows in found for row in rows if row is rows[0] or rows[0]["value"] is None), key=order)


def _of_same_people(record: Record, key: str) -> list[str]:
    """Other events that befell groups of known size, by date; not its own parts or, for an execution, its verdicts."""
    whom = [row["entity_id"] for row in _parts(record, key, SUFFERED)]
    sized = [one for one in whom if record.rows[one][0] == "groups" and record.row(one)["size"] is not None]
    shown = {key, *(_verdicts(record, key)[0] if record.kind(key) == EventKind.EXECUTION else ())}
    shown |= {row["event_id"] for row in record.naming(key, "events", "part_of")}
    told = {row["event_id"]: None for one in sized for row in record.naming(one, "participations", "entity_id")
            if row["part"] in SUFFERED and row["event_id"] not in shown}  # fmt: skip
    return [row["event_id"] for row in record.about_time([record.row(one) for one in told], "date")]


def _verdicts(record: Record, key: str) -> tuple[list[str], bool]:
    """The verdicts behind an event that name who judged, and True; else all verdicts and trials behind it, and False.
    They are larger events, direct parts, events whose numbers include its own, events of its affected groups of known
    size, and events in which one of its actors judged the same people."""
    estimates = (row["subset_of"] for row in record.naming(key, "estimates", "about_id"))
    found = [record.row(whole)["about_id"] for whole in estimates if whole]
    found += [it["event_id"] for it in (*record.larger(record.row(key)), *record.naming(key, "events", "part_of"))]
    parts = record.naming(key, "participations", "event_id")
    suffered = {row["entity_id"] for row in parts if row["part"] in SUFFERED}
    for row in parts:
        table, group = record.rows[row["entity_id"]]
        own = record.naming(row["entity_id"], "participations", "entity_id")
        if row["entity_id"] not in suffered:
            found += [one["event_id"] for one in own if one["part"] == Part.JUDGE and suffered
                      & {other["entity_id"] for other in _parts(record, one["event_id"], SUFFERED)}]  # fmt: skip
        elif table == "groups" and group["size"] is not None:
            found += [one["event_id"] for one in own]
    kinds = {one: record.kind(one) for one in found}
    passed = [one for one in kinds if kinds[one] == EventKind.VERDICT
              and any(row["basis"] != Basis.OFFICE for row in _parts(record, one, (Part.JUDGE,)))]  # fmt: skip
    every = [one for kind in (EventKind.VERDICT, EventKind.TRIAL) for one in kinds if kinds[one] == kind]
    return passed or every, bool(passed)


def _passed(record: Record, key: str) -> bool | None:
    """Whether somebody is said to have passed the sentence; None unless it is a verdict, or a trial with a verdict."""
    verdicts = {one for one in record.told.events(key, True) if record.kind(one) == EventKind.VERDICT}
    if not verdicts or record.kind(key) not in (EventKind.TRIAL, EventKind.VERDICT):
        return None
    acts = (Basis.OWN_ACT, Basis.ORDER)
    return any((row["part"] in (Part.JUDGE, Part.DECIDER) and row["basis"] != Basis.OFFICE)
               or (row["basis"] in acts and row["event_id"] in verdicts)
               for row in record.told.parts(key, True))  # fmt: skip


def _parts(record: Record, key: str, parts: Sequence[Part]) -> list[Row]:
    """The participations in an event with one of these parts."""
    return [row for row in record.naming(key, "participations", "event_id") if row["part"] in parts]


def numbers(record: Record, about_id: str) -> list[tuple[str, list[Row]]]:
    """The estimates about an event, group or programme by measure, greatest number first. The measure with most numbers
    comes first, then the order of the vocabulary."""
    above = {"more_than": -1, "at_least": -1, "at_most": 1, "nearly": 1}  # among equals, what says more comes first

    def order(row: Row) -> tuple[int, str, float, int, str]:
        measure, place = row["measure"], _MEASURES.get(row["measure"], len(_MEASURES))
        return place, measure, -(row["value"] or 0), above.get(row["comparator"], 0), row["estimate_id"]

    rows = sorted(record.naming(about_id, "estimates", "about_id"), key=order)
    by_measure = grouped(rows, itemgetter("measure")).items()
    return sorted(by_measure, key=lambda item: -sum(row["value"] is not None for row in item[1]))
