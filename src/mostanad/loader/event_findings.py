"""The finding of the timeline of an event; see :mod:`mostanad.loader.timeline_findings`."""

from mostanad.loader.reasons import is_bare
from mostanad.loader.timeline_findings import Finding, counted, first_event
from mostanad.models.language import say, say_many


def _sides(it: Finding) -> list[tuple[set[str], str]]:
    """Who had a part in an event or in what was part of it, and whom it concerned; and what these are called."""
    said = "those who are said to have had a part in it"
    if it.acting and all(map(is_bare, it.acting)):
        said = "those who are named in proceedings over it"
    others = {row["entity_id"] for row in it.parts if row not in it.acting}
    return [({row["entity_id"] for row in it.acting}, say(said)), (others, say("those whom it concerned"))]


def _listed_for_it(it: Finding) -> str:
    """Who of those with a part was listed first with reasons that mention the event."""
    (people, whose), _ = _sides(it)
    targets = {row["target_id"] for row in it.listings}
    if not targets:
        return ""
    one = "Of %(whose)s, %(num)s is on record as listed with reasons that mention it"
    said = say_many(one, one.replace(" is ", " are "), len(targets), whose=whose)
    if len(targets) == 1:
        said = "Of %(whose)s, %(who)s alone is on record as listed with reasons that mention it"
        said = "%(who)s is on record as listed with reasons that mention it" if len(people) == 1 else said
        said = say(said, who=it.told.label(*targets), whose=whose)
    ours = [row for row in it.parts if row["entity_id"] in targets]
    if any(it.is_inferred(row["participation_id"], "event_id", "entity_id") for row in ours):
        return say("%(said)s; that this is meant is in part our inference", said=said)
    return _with_first(it, said, targets)


def _with_first(it: Finding, said: str, targets: set[str]) -> str:
    """That, and who of the listed was listed first; unless the reasons speak of what came later."""
    since = it.told.rows[it.key][1]["date_min"]
    if not it.first or (since and it.first[0]["listed_max"] < since):
        return said
    time, first = it.time(it.first), {row["target_id"] for row in it.first}
    if len(it.first) == len(it.listings) == 1:
        return say("%(said)s (%(time)s)", said=said, time=time)
    if len(targets) == 1:
        return say("%(said)s (first: %(time)s)", said=said, time=time)
    if len(first) == 1:
        return say("%(said)s, %(who)s first (%(time)s)", said=said, who=it.told.label(*first), time=time)
    is_one_day = len(it.first) == len(it.listings) and it.first[0]["listed_min"] == it.first[0]["listed_max"]
    return say("%(said)s, all on one day (%(time)s)", said=said, time=time) if is_one_day else said


def _posts_later(it: Finding) -> str:
    """Who of them began a post when the event was over."""
    event = it.told.rows[it.key][1]
    if not event["date_max"] or str(event["date"]).endswith("..") or it.is_inferred(it.key, "date"):
        return ""
    later = {row["holder_id"] for row in it.later_posts(event["date_max"], it.posts)}
    one = "Of %(whose)s, %(who)s has a post on record that began after it"
    return _of_sides(it, later, one, "Of %(whose)s, %(num)s have a post on record that began after it")


def _posts_of_them(it: Finding) -> str:
    """Who of them has a post, where nothing is known to be later."""
    one = "Of %(whose)s, %(who)s has a post on record"
    return _of_sides(it, {row["holder_id"] for row in it.posts}, one, "Of %(whose)s, %(num)s have a post on record")


def _of_sides(it: Finding, people: set[str], one: str, several: str) -> str:
    """Who they are, of those with a part; else of those whom the event concerned."""
    found = next(((people & some, whose) for some, whose in _sides(it) if people & some), None)
    if not found:
        return ""
    return say_many(one, several, len(found[0]), whose=found[1], who=it.told.label(min(found[0])))


def _within(it: Finding) -> str:
    """The only event that was part of an event, or the one that surely came first."""
    found = [row for row in it.of("events") if row["event_id"] != it.key]
    return first_event(
        it,
        found,
        "%(num)s events on record are part of it, the first with a date: %(event)s",
        "The only event on record that is part of it: %(event)s",
    )


#: The rules for an event.
OF_EVENT = (_listed_for_it, _posts_later, _within, _posts_of_them, counted)
