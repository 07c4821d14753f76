"""The findings of timelines: each is counted again here from the tables of the release, by the words of the finding."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from mostanad.files.grouping import key_of
from mostanad.loader.reasons import accuses
from mostanad.models.language import speaking
from mostanad.models.words import when
from mostanad.site.contents import Record
from mostanad.site.persian import Persian, messages
from mostanad.site.timelines import timeline

_INFERRED = ", inferred"


class Recount:
    """What a release has about somebody or an event, read from its tables alone."""

    def __init__(self, record: Record, key: str) -> None:
        self.record, self.key, tables = record, key, record.tables
        self.is_event = record.rows[key][0] == "events"
        self.above = {row["event_id"]: row["part_of"] for row in tables["events"]}
        parts = tables["participations"]
        if self.is_event:
            self.parts = [row for row in parts if key in self.line(row["event_id"])]
            acting = {row["entity_id"] for row in self.parts if row["part"] not in ("target", "defendant")}
            reasons = {row["sanction_id"] for one in self.within() for row in record.told.listed_for(one, within=False)}
            listings = [one for one in tables["sanctions"] if one["target_id"] in acting]
            self.listings = [one for one in listings if one["sanction_id"] in reasons]
            self.posts = [
                row for row in tables["positions"] if row["holder_id"] in {one["entity_id"] for one in self.parts}
            ]
        else:
            self.parts = [row for row in parts if row["entity_id"] == key]
            self.listings = [row for row in tables["sanctions"] if row["target_id"] == key]
            self.posts = [
                row for row in tables["positions"] if key in (row["holder_id"], row["body_id"]) and row["title"]
            ]
        # What was carried over to another programme is one listing, since the day of the older one.
        under = {(row["target_id"], row["programme_id"]): row for row in self.listings}
        carried = record.told.carried
        older = {key: under.get((row["target_id"], carried.get(key))) for key, row in self.by_id().items()}
        gone = [row for row in older.values() if row]
        days = ("listed", "listed_min", "listed_max")
        self.once = [
            {**row, **{name: (older[key] or row)[name] for name in days}}
            for key, row in self.by_id().items()
            if row not in gone
        ]

    def by_id(self) -> dict[str, dict[str, Any]]:
        return {row["sanction_id"]: row for row in self.listings}

    def line(self, event_id: str) -> list[str]:
        """An event and all of which it is part."""
        return [event_id, *(self.line(self.above[event_id]) if self.above[event_id] else [])]

    def within(self) -> list[str]:
        return [one for one in self.above if self.key in self.line(one)]

    def on(self, said: str) -> list[dict[str, Any]]:
        """The listings of an authority and a day, as a finding names them."""
        said = said.removesuffix(_INFERRED)
        found = [row for row in self.once if said.endswith(f", {when(row['listed'])}")]
        return [row for row in found if self.record.label(row["authority_id"]) in said]


def _listed_first(it: Recount, found: re.Match[str]) -> bool:
    """All other listings came later, those of the day are as many as it says, and so are the authorities."""
    first = it.on(found["time"])
    last = max(row["listed_max"] for row in first)
    later = [row for row in it.once if not (row["listed_max"] and row["listed_max"] <= last)]
    numbers = {"only": 1, "both": 2, "all": len(it.once), "first": int(found["first"] or 1)}
    word = next(word for word in numbers if word in found[0].casefold()[: found[0].index("listing")])
    number, whole = numbers[word], int(found["whole"] or numbers[word])
    others = {row["authority_id"] for row in it.once} - {row["authority_id"] for row in first}
    return (
        len(it.once) == whole
        and whole - len(later) == number
        and all(row["listed_min"] and row["listed_min"] > last for row in later)
        and len(others) == int(found["others"] or 0)
        and _came(it, found["came"], first)
    )


def _came(it: Recount, came: str, first: list[dict[str, Any]]) -> bool:
    """What it says of how the first listings came."""
    early, late = first[0]["listed_min"], first[0]["listed_max"]
    if came.startswith("during the post of "):
        held = [row for row in it.posts if came.endswith(f" {row['title']}") and row["holder_id"] == it.key]
        days = (it.record.spans[row["position_id"]] for row in held)
        return any(one["begun_by"] <= early and one["last_documented"] >= late for one in days if one["begun_by"])
    grounds = {row["human_rights"] for row in first}
    said = {"on human-rights grounds": True, "on grounds that this record does not class as human rights": False}
    return grounds == {said.get(came)}


def _rights(it: Recount, found: re.Match[str]) -> bool:
    grounds, many = [row["human_rights"] for row in it.once], found["many"]
    whole = 2 if many == "Both" else int(found["whole"])
    number = {"Both": whole, "All": whole, "None of": 0}.get(many)
    number = int(many.split()[-2]) if number is None else number
    if "under a human" in found[0] or not (many.startswith("At least") or "is shown" in found[0]):
        return whole == len(grounds) and number == grounds.count(True) and None not in grounds
    return whole == len(grounds) and number == grounds.count(True) and None in grounds


def _earliest(it: Recount, found: re.Match[str]) -> bool:
    first = it.on(found["time"])
    others = [row for row in it.once if row not in first]
    is_before = all(row["listed_min"] > first[0]["listed_max"] for row in others)
    return _rights(it, found) and bool(first) and bool(others) and is_before


def _later_posts(it: Recount, found: re.Match[str]) -> bool:
    day = max(row["listed_max"] for row in it.on(found["time"]))
    later = [row for row in it.posts if row["started_min"] and row["started_min"] > day]
    later = [row for row in later if not it.record.facts[row["position_id"]]["started"].disputed]
    if "post" in found.groupdict() and found["post"]:
        return found["post"] in [row["title"] for row in later]
    is_bound = found[0].startswith("At least")  # others began after it by a day that is inferred, or have no day
    number = int(found["number"])
    return (number <= len(later) if is_bound else number == len(later)) and len(it.posts) == int(found["whole"])


def _one_wave(it: Recount, found: re.Match[str]) -> bool:
    acts = {row["event_id"] for row in it.parts if accuses(row)}
    return len(acts) == int(found["number"]) and {it.record.label(it.line(one)[-1]) for one in acts} == {found["wave"]}


def _people(it: Recount, found: re.Match[str]) -> bool:
    people = {row["holder_id"] for row in it.posts if it.record.rows[row["holder_id"]][0] != "groups"}
    listed = {row["target_id"] for row in it.record.tables["sanctions"]} & people
    whole = int(found["whole"] or 1)
    return len(people) == whole and len(listed) == int(found["number"] or whole)


def _is_of_whole(it: Recount, said: str) -> bool:
    """Whether a finding names the parts in what was part of an event exactly if some had no part but there."""
    acting = [row for row in it.parts if row["part"] not in ("target", "defendant")]
    only_within = {row["entity_id"] for row in acting} - {
        row["entity_id"] for row in acting if row["event_id"] == it.key
    }
    return _PART not in said or ("or in what was part of it" in said) == bool(only_within)


def _listed_for_it(it: Recount, found: re.Match[str]) -> bool:
    targets = {row["target_id"] for row in it.listings}
    if not _is_of_whole(it, found[0]) or (found["number"] and len(targets) != int(found["number"])):
        return False
    return not found["who"] or {it.record.label(one) for one in targets} == {found["who"]}


def _only_post(it: Recount, found: re.Match[str]) -> bool:
    return len(it.posts) == 1 and found["post"].startswith(it.posts[0]["title"])


def _events(it: Recount, found: re.Match[str]) -> bool:
    keys = {*it.within()} - {it.key} if it.is_event else {row["event_id"] for row in it.parts}
    events = [it.record.rows[key][1] for key in keys]
    first = min(events, key=lambda row: (row["date_max"] is None, str(row["date_max"])))
    return len(keys) == int(found["number"] or 1) and found["event"].startswith(it.record.label(first["event_id"]))


def _entries(it: Recount, found: re.Match[str]) -> bool:
    """No other rule can say something sure: there is no listing, and no post or event that stands out."""
    return not it.once


def _only_listing(it: Recount, found: re.Match[str]) -> bool:
    """One whose day no document gives."""
    (row,) = it.once
    return (
        it.record.label(row["authority_id"]) == found["who"] and not row["listed"] and _came(it, found["came"], [row])
    )


_TIME = r"\((?P<time>[^()]+)\)"
_PART = "who are said to have had a part in it"
_OF = rf"Of those (?:{_PART}(?: or in what was part of it)?|who are named in proceedings over it), "
#: What a finding says, and how it is counted again.
COUNTS: dict[str, Callable[[Recount, re.Match[str]], bool]] = {
    rf"(?:The only|Both|All|The first(?: (?P<first>\d+))? of|All) ?(?P<whole>\d+)? ?listings? on record {_TIME} "
    r"came (?P<came>.+?)(?:; (?P<others>\d+) more authorit(?:y|ies) followed)?": _listed_first,
    r"(?P<many>Both|All|None of|(?:At least )?\d+ of) ?(?P<whole>\d+)? ?listings on record (?:is|are) "
    r"(?:shown to be )?(?:for human rights|under a human-rights programme)": _rights,
    r"(?P<many>Both|All) ?(?P<whole>\d+)? ?listings on record are for human rights; "
    r"the earliest: (?P<time>.+)": _earliest,
    r"The only listing on record \((?P<who>[^()]+)\) came (?P<came>.+)": _only_listing,
    rf"The post of (?P<post>.+) began after a listing {_TIME}": _later_posts,
    rf"(?:At least )?(?P<number>\d+) of (?P<whole>\d+) posts on record began after a listing {_TIME}": _later_posts,
    r"All (?P<number>\d+) events in which a part is alleged on record belong to one: (?P<wave>.+)": _one_wave,
    r"(?:The only|All|(?P<number>\d+) of) ?(?P<whole>\d+)? ?(?:person|people) on record with a post in it "
    r"ha(?:s|ve) been listed(?:: .+)?": _people,
    rf"(?:{_OF})?(?:(?P<number>\d+) are|(?P<who>.+?) is) on record as listed with reasons that "
    r"mention it(?:; that this is meant .+)?": _listed_for_it,
    r"The only post on record is (?P<post>.+)": _only_post,
    r"The only event on record(?: that is part of it| that followed from it)?: (?P<event>.+)(?P<number>)": _events,
    r"(?P<number>\d+) events (?:are on record|on record are part of it|on record followed from it), the first with a "
    r"date: (?P<event>.+)": _events,
    "What is on record, in order of time": _entries,
    "Nothing is on record": lambda it, _: not it.once and not it.posts and not it.parts,
}


def _of(record: Record) -> dict[str, str]:
    """By somebody or event with a page the finding of its timeline."""
    tables = ("officials", "parties", "events")
    keys = [key_of(row) for table in tables for row in record.tables[table] if row.get("kind") != "unnamed"]
    return {key: timeline(record, key).finding for key in keys}


def test_each_finding_is_what_the_tables_of_the_release_say(real_record: Record) -> None:
    used, wrong = dict.fromkeys(COUNTS, 0), list[str]()
    for key, said in _of(real_record).items():
        how = next((how for how in COUNTS if re.fullmatch(how, said)), "")
        found = re.fullmatch(how, said) if how else None
        if found is None or not COUNTS[how](Recount(real_record, key), found):
            wrong.append(f"{key}: {said}")
        else:
            used[how] += 1
    assert wrong == []
    assert sum(map(bool, used.values())) >= len(COUNTS) - 3  # as the data are now, some rules never come in turn


def test_findings_are_in_persian_too(real_record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = set[str]()

    def message(_: Persian, text: str) -> str:
        missing.update({text} - messages().keys())
        return messages().get(text, text)

    monkeypatch.setattr(Persian, "message", message)
    with speaking(real_record.languages[1]):
        said = _of(real_record)
    assert {one for one in missing if "%(" in one} == set()
    assert not [one for one in said.values() if re.match("[A-Za-z]", one)]
