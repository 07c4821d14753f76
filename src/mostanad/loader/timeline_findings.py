"""The finding of a timeline: the most telling thing that its rows show for certain, in one sentence.

The rules are tried in order; the first that applies gives the finding. A day is later only if all its bounds are later.
"""

import datetime as dt
import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from mostanad.evidence.lineage import root
from mostanad.evidence.spans import in_force
from mostanad.loader.reasons import Told, accuses, ground, is_bare
from mostanad.loader.tables import Record
from mostanad.models.language import say, say_many, spoken, together
from mostanad.models.vocabularies import EventKind, Part
from mostanad.models.words import lasting, when

#: The fewest events that make a wave.
_WAVE = 3
#: A year in a title, which then needs no date.
_YEAR = re.compile(r"(?:19|20)\d\d|[\u06f0-\u06f9]{4}")
#: Sentences on the grounds of a first listing, by the keys of :data:`mostanad.loader.reasons.GROUNDS`.
_CAME = {
    "rights": "%(head)s came on human-rights grounds",
    "other": "%(head)s came on grounds that this record does not class as human rights",
    "unknown": "%(head)s came on grounds that no document here shows",
}


class _Finding:
    """The rows of a timeline, prepared for the rules."""

    def __init__(self, told: Told, rows: Sequence[Record], entity_id: str) -> None:
        self.told, self.rows, self.key, self.days = told, rows, entity_id, told.release._days
        self.posts = [row for row in self.of("positions") if row["title"]]
        parts, events = told.by("participations", "event_id"), self.of("events")
        # The parts of somebody; for an event, those that anybody had in it or in an event that was part of it.
        within = (one for row in events for one in parts.get(row["event_id"], ()))
        self.parts = [*within] if events else self.of("participations")
        self.accused = [row for row in self.parts if accuses(row)]
        self.acting = [row for row in self.parts if row["part"] not in (Part.TARGET, Part.DEFENDANT)]
        people = {row["entity_id"] for row in self.acting}
        listings = told.once(self.of("sanctions"))
        self.listings = [row for row in listings if not events or row["target_id"] in people]

    def of(self, table: str) -> list[Record]:
        """The rows of a table that have entries in the timeline, each once."""
        keys = dict.fromkeys(row["row_id"] for row in self.rows if row["table_name"] == table)
        return [self.told.row(key) for key in keys]

    def is_inferred(self, key: str, *fields: str) -> bool:
        return any(f"{key}/{name}" in self.told.inferred for name in fields)

    @cached_property
    def first(self) -> list[Record]:
        """The listings of one date that certainly came before all others; empty if there are none."""
        last = min((row["listed_max"] for row in self.listings if row["listed_max"]), default=None)
        found = [row for row in self.listings if last and row["listed_max"] == last]
        later = [row for row in self.listings if row not in found]
        is_first = len({row["listed"] for row in found}) == 1
        return found if is_first and all(row["listed_min"] and row["listed_min"] > last for row in later) else []

    def time(self, listings: Sequence[Record]) -> str:
        """The authorities and the date, marked if the date or the target of a listing is inferred."""
        who = sorted({self.told.label(row["authority_id"]) for row in listings})
        mark = any(self.is_inferred(row["sanction_id"], "listed", "target_id") for row in listings)
        said = "%(who)s, %(day)s, inferred" if mark else "%(who)s, %(day)s"
        return say(said, who=together(who), day=when(listings[0]["listed"]))

    @property
    def head(self) -> str:
        """The first listings as the subject of a sentence."""
        time, number, whole = self.time(self.first), len(self.first), len(self.listings)
        if whole == 1:
            return say("The only listing on record (%(time)s)", time=time)
        if number == whole == 2:
            return say("Both listings on record (%(time)s)", time=time)
        if number == whole:
            return say("All %(whole)s listings on record (%(time)s)", whole=whole, time=time)
        if number == 1:
            return say("The first of %(whole)s listings on record (%(time)s)", whole=whole, time=time)
        of = {"number": number, "whole": whole}
        return say("The first %(number)s of %(whole)s listings on record (%(time)s)", time=time, **of)

    def came(self, said: str, **values: Any) -> str:
        """A sentence on the first listings, with the number of other authorities that followed."""
        others = {row["authority_id"] for row in self.listings} - {row["authority_id"] for row in self.first}
        said = say(said, head=self.head, **values)
        one, several = "%(said)s; %(num)s more authority followed", "%(said)s; %(num)s more authorities followed"
        return say_many(one, several, len(others), said=said) if others else said

    def post(self, row: Record) -> str:
        """The title of a post, and its holder unless the page is the holder's."""
        title = spoken().label(row["position_id"], row["title"])
        who = "" if row["holder_id"] == self.key else self.told.label(row["holder_id"])
        return say(", ").join(filter(None, (title, who)))

    def later_posts(self, day: dt.date) -> list[Record]:
        """The posts that began after a day, by documents that nobody disputes and without inference."""
        later = [row for row in self.posts if row["started_min"] and row["started_min"] > day]
        later = [row for row in later if f"{row['position_id']}/started" not in self.told.disputed]
        return [row for row in later if not self.is_inferred(row["position_id"], "started", "title", "holder_id")]

    def is_own(self) -> bool:
        return all(row["holder_id"] == self.key for row in self.posts)


def _post_after_listing(it: _Finding) -> str:
    """A post that began after its holder was listed."""
    sure = [row for row in it.listings if row["listed_max"] and not it.is_inferred(row["sanction_id"], "target_id")]
    listed = min(sure, key=lambda row: row["listed_max"], default=None)
    later = it.later_posts(listed["listed_max"]) if listed and it.is_own() else []
    if not listed or not later:
        return ""
    time, whole = it.time([listed]), len(it.posts)
    if len(later) == 1:
        said = "The post of %(post)s began after a listing (%(time)s)"
        return say(said, post=it.post(later[0]), time=time)
    spans = (it.days[row["position_id"]]["begun_by"] for row in it.posts if row not in later)
    is_known = all(day and day <= (listed["listed_min"] or dt.date.min) for day in spans)
    said = "%(num)s of %(whole)s posts on record began after a listing (%(time)s)"
    said = said if is_known else f"At least {said}"
    return say_many(said, said, len(later), whole=whole, time=time)


def _listed_in_post(it: _Finding) -> str:
    """A post that its holder certainly had at the first listing."""
    if not it.first or not it.first[0]["listed_min"] or not it.is_own():
        return ""
    days = it.first[0]["listed_min"], it.first[0]["listed_max"]
    held = [row for row in it.posts if in_force(it.days[row["position_id"]], *days) == "yes"]
    held = [row for row in held if not it.days[row["position_id"]]["inferred_for"]]
    held = [row for row in held if not it.is_inferred(row["position_id"], "title", "holder_id", "started", "ended")]
    if not held:
        return ""
    last = max(held, key=lambda row: (it.days[row["position_id"]]["begun_by"], row["position_id"]))
    return it.came("%(head)s came during the post of %(post)s", post=it.post(last))


def _one_wave(it: _Finding) -> str:
    """Whether all events in which a part is alleged belong to one."""
    acts = {row["event_id"] for row in it.accused}
    waves = {root(act, it.told.wholes) for act in acts}
    is_ours = any(it.is_inferred(row["participation_id"], "event_id", "entity_id") for row in it.accused)
    if len(acts) < _WAVE or len(waves) > 1 or acts & waves or is_ours:
        return ""
    said = "All %(number)s events in which a part is alleged on record belong to one: %(wave)s"
    return say(said, number=len(acts), wave=it.told.label(waves.pop()))


def _listed_first(it: _Finding) -> str:
    if 0 < len(it.first) < len(it.listings) and all(row["human_rights"] for row in it.listings):
        return say("%(said)s; the earliest: %(time)s", said=_for_rights(it), time=it.time(it.first))
    is_alike = len({row["human_rights"] for row in it.first}) == 1
    return it.came(_CAME[ground(it.first)]) if is_alike else ""


def _for_rights(it: _Finding) -> str:
    """How many of the listings are for human rights, if it is not certain which came first."""
    if not it.listings:
        return ""
    whole, grounds = len(it.listings), [row["human_rights"] for row in it.listings]
    rights, is_known = grounds.count(True), None not in grounds
    if whole == 1:
        who, said = it.told.label(it.listings[0]["authority_id"]), _CAME[ground(it.listings)]
        return say(said, head=say("The only listing on record (%(time)s)", time=who))
    if rights == whole == 2:
        return say("Both listings on record are for human rights")
    if rights == whole:
        return say("All %(whole)s listings on record are for human rights", whole=whole)
    if not rights:
        none = "None of %(whole)s listings on record is under a human-rights programme"
        none = none if is_known else "None of %(whole)s listings on record is shown to be for human rights"
        return say(none, whole=whole)
    said = "%(num)s of %(whole)s listings on record are for human rights"
    several = said if is_known else f"At least {said}"
    return say_many(several.replace(" are ", " is "), several, rights, whole=whole)


def _people_listed(it: _Finding) -> str:
    """How many of those with a post in a body are listed."""
    people = {who for row in it.posts if it.told.rows[who := row["holder_id"]][0] != "groups"} - {it.key}
    listed = people & it.told.by("sanctions", "target_id").keys()
    if not listed:
        return ""
    if len(people) == 1:
        return say("The only person on record with a post in it has been listed: %(who)s", who=it.told.label(*people))
    if listed == people:
        return say("All %(whole)s people on record with a post in it have been listed", whole=len(people))
    said = "%(num)s of %(whole)s people on record with a post in it have been listed"
    return say_many(said.replace("have", "has"), said, len(listed), whole=len(people))


def _only_post(it: _Finding) -> str:
    if len(it.posts) != 1:
        return ""
    (row,) = it.posts
    time = lasting(row["started"], row["ended"], it.days[row["position_id"]])
    is_ours = it.is_inferred(row["position_id"], "started", "ended", "title", "holder_id")
    time = say("%(time)s; inferred", time=time) if is_ours else time
    return say("The only post on record is %(post)s: %(time)s", post=it.post(row), time=time)


def _events(it: _Finding) -> str:
    """The only event, or the one that certainly came first."""
    found = [it.told.row(key) for key in dict.fromkeys(row["event_id"] for row in it.parts)]
    several = "%(num)s events are on record, the first with a date: %(event)s"
    return _first_event(it, found, several, "The only event on record: %(event)s")


def _first_event(it: _Finding, events: Sequence[Record], several: str, one: str) -> str:
    dated = sorted((row for row in events if row["date_max"]), key=lambda row: row["date_max"])
    is_first = dated and all((row["date_min"] or dt.date.min) > dated[0]["date_max"] for row in dated[1:])
    if len(events) != 1 and not is_first:
        return ""
    row = events[0] if len(events) == 1 else dated[0]
    title = it.told.label(row["event_id"])
    said = "%(event)s (%(day)s, inferred)" if it.is_inferred(row["event_id"], "date") else "%(event)s (%(day)s)"
    is_told = not row["date"] or _YEAR.search(title)
    said = title if is_told else say(said, event=title, day=when(row["date"]))
    return say_many(one, several, len(events), event=said)


def _listed_for_it(it: _Finding) -> str:
    """Which participants are listed with reasons that mention the event. The date of the listing does not count: the
    reasons are from the list that is held, and may be about later events."""
    targets = {row["target_id"] for row in it.listings}
    if not targets:
        return ""
    whose = "those who are said to have had a part in it"
    if {row["entity_id"] for row in it.acting} - {row["entity_id"] for row in it.acting if row["event_id"] == it.key}:
        whose = "those who are said to have had a part in it or in what was part of it"
    if it.acting and all(map(is_bare, it.acting)):
        whose = "those who are named in proceedings over it"
    if len(targets) == 1:
        said = say("%(who)s is on record as listed with reasons that mention it", who=it.told.label(*targets))
    else:
        several = "Of %(whose)s, %(number)s are on record as listed with reasons that mention it"
        said = say(several, whose=say(whose), number=len(targets))
    ours = [row for row in it.parts if row["entity_id"] in targets]
    if any(it.is_inferred(row["participation_id"], "event_id", "entity_id") for row in ours):
        return say("%(said)s; that this is meant is in part our inference", said=said)
    return said


def _within(it: _Finding) -> str:
    """The only event that was part of an event, or the one that certainly came first."""
    found = [row for row in it.of("events") if row["event_id"] != it.key]
    if it.told.row(it.key)["kind"] == EventKind.VERDICT and {row["kind"] for row in found} == {EventKind.EXECUTION}:
        several = "%(num)s events on record followed from it, the first with a date: %(event)s"
        return _first_event(it, found, several, "The only event on record that followed from it: %(event)s")
    several = "%(num)s events on record are part of it, the first with a date: %(event)s"
    return _first_event(it, found, several, "The only event on record that is part of it: %(event)s")


#: The rules for a person or a body.
_OF_SOMEBODY = (
    _post_after_listing,
    _listed_in_post,
    _one_wave,
    _listed_first,
    _for_rights,
    _people_listed,
    _only_post,
    _events,
)
#: The rules for an event.
_OF_EVENT = (_listed_for_it, _within)


def finding(told: Told, rows: Sequence[Record], entity_id: str) -> str:
    """The sentence of the first rule that applies to the rows of a timeline."""
    found = _Finding(told, rows, entity_id)
    rules = _OF_EVENT if told.rows[entity_id][0] == "events" else _OF_SOMEBODY
    other = say("What is on record, in order of time" if rows else "Nothing is on record")
    return next(filter(None, (rule(found) for rule in rules)), other)
