"""Titles of the dataset's events: a wrong that somebody alleges is not told as one that was."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

import pytest

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
#: Words that judge, and words of weapons and violence: whoever reads them without a hedge reads a finding.
WRONG = re.compile(
    r"\b(?:abduct\w*|abuses?|ammunition|arbitrary|attack\w*|coerc\w+|deadly|denial|depriv\w+|disappearances?|excessive"
    r"|extraction|extrajudicial|fire|forced|harass\w*|ill-treat\w+|inhuman\w*|intimidation|lethal|lur\w+|mal?treat\w*"
    r"|mass executions|mistreat\w*|persecution|poor|rape|refusal of|sexual|shooting\w*|shots?|tortur\w*|threats?|unfair"
    r"|unjust|violations?|violen\w+|weapons?|without (?:charge|(?:a )?fair trial))\b",
    re.IGNORECASE,
)
HEDGE = re.compile(
    r"\b(?:accused|alleged|attributed?|believed|call(?:s|ed)|held|said|told)\b|reasons (?:call|speak)", re.IGNORECASE
)


def table(name: str) -> list[dict[str, str]]:
    with (DATASETS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told_as_fact(events: Iterable[dict[str, str]], claims: Iterable[dict[str, str]]) -> list[str]:
    """Titles with a word that judges and no hedge, of events whose titles rest on allegations alone."""
    said = defaultdict[str, set[str]](set)
    for claim in claims:
        if "title" in claim["fields"].split():
            said[claim["target_id"]].add(claim["modality"])
    alleged = [
        row["title"] for row in events if said[row["event_id"]] and said[row["event_id"]] <= {"allegation", "inference"}
    ]
    return [title for title in alleged if WRONG.search(title) and not HEDGE.search(title)]


def test_no_title_tells_as_a_fact_a_wrong_that_is_only_alleged() -> None:
    assert told_as_fact(table("events"), table("claims")) == []


@pytest.mark.parametrize(
    ("title", "modality", "is_told"),
    [
        ("Torture of fountain keepers", "allegation", True),
        ("Alleged torture of fountain keepers", "allegation", False),
        ("Torture of fountain keepers attributed to Nemuneh", "allegation", False),
        ("Live fire at fountain keepers", "allegation", True),
        ("Alleged live fire at fountain keepers", "allegation", False),
        ("Torture of fountain keepers", "", False),  # a fact, as its source puts it
        ("Suppression of the protests in Nowhereabad", "allegation", False),  # a neutral title of what befell a protest
    ],
)
def test_a_word_that_judges_needs_a_hedge_or_a_fact(title: str, modality: str, is_told: bool) -> None:
    claim = {"target_id": "e", "fields": "kind title", "modality": modality}
    assert told_as_fact([{"event_id": "e", "title": title}], [claim]) == [title] * is_told


#: The day on which an act of which a title speaks was made, where the year in its name is too coarse: acts that the
#: record does not hold, by their own text.
MADE = {"Iran (Sanctions) Regulations 2023": "2023-12-14"}
#: "Listings of DAY under ACT", which names the act as that of the day; "on the list of DAY under ACT" does not.
UNDER = re.compile(r"[Ll]istings of \d{4}-\d\d-\d\d under (?:the )?(?P<act>.+)")


def listed_before_the_act(events: Iterable[dict[str, str]]) -> list[str]:
    """Titles that name an act as that by which somebody was listed on a day on which it was not made yet."""
    found = []
    for row in events:
        if act := UNDER.search(row["title"]):
            years = re.findall(r"\b(?:19|20)\d\d\b", act["act"])
            made = MADE.get(act["act"], max(years, default=""))
            if row["date"] < made:
                found.append(row["title"])
    return found


def test_no_title_names_an_act_that_was_not_made_yet() -> None:
    assert listed_before_the_act(table("events")) == []


@pytest.mark.parametrize(
    ("title", "day", "is_told"),
    [
        ("UK listings of 2022-12-08 under the Iran (Sanctions) Regulations 2023", "2022-12-08", True),
        ("UK listings of 2023-12-07 under the Iran (Sanctions) Regulations 2023", "2023-12-07", True),
        ("UK listings of 2024-01-29 under the Iran (Sanctions) Regulations 2023", "2024-01-29", False),
        ("Listings of 2019-03-01 under the Fountains Act 2020", "2019-03-01", True),
        ("Listings of 2020-03-01 under Regulation (EU) 2020/1998", "2020-03-01", False),
        ("UK listings of 2022-12-08, on the list of 2026-03-26 under the Iran (Sanctions) Regulations 2023", "", False),
    ],
)
def test_a_title_that_names_a_later_act_is_found(title: str, day: str, is_told: bool) -> None:
    assert listed_before_the_act([{"title": title, "date": day}]) == [title] * is_told


#: Words that say of people why they are held, which a state disputes; and before them, that somebody calls them so.
HELD = re.compile(
    r"(?P<calls>\bcall(?:s|ed) (?:political prisoners and )?)?\b(?:political (?:prisoners|detainees)|hostages)",
    re.IGNORECASE,
)
#: "That is called arbitrary", where a title could name the one who calls it so.
PASSIVE = re.compile(r"\b(?:is|are) called\b|\bwhose \w+ is called\b")


def in_our_voice(rows: Iterable[dict[str, str]], column: str) -> list[str]:
    """Texts that say that people are political prisoners or hostages, and not that somebody calls them so."""
    return [row[column] for row in rows if any(not found["calls"] for found in HELD.finditer(row[column]))]


def test_nobody_is_a_political_prisoner_in_our_own_voice() -> None:
    for name, column in (("events", "title"), ("groups", "description"), ("estimates", "population")):
        assert in_our_voice(table(name), column) == []


def test_who_is_called_a_political_prisoner_is_so_in_nobody_elses_voice() -> None:
    texts = ["Arrest of four political prisoners", "Arrest of four people whom the EU calls political prisoners"]
    assert in_our_voice([{"title": text} for text in texts], "title") == texts[:1]


def unnamed_callers(events: Iterable[dict[str, str]], said_by: dict[str, set[str]]) -> list[str]:
    """Titles with what is called something by one party alone, which they do not name."""
    return [row["title"] for row in events if PASSIVE.search(row["title"]) and len(said_by[row["event_id"]]) == 1]


def title_speakers() -> dict[str, set[str]]:
    """Of each event who says that it was what its title calls it."""
    sources = {row["source_id"]: row["author"] or row["publisher_id"] for row in table("sources")}
    source_of = {row["passage_id"]: row["source_id"] for row in table("passages")}
    said_by = defaultdict[str, set[str]](set)
    for claim in table("claims"):
        if {"kind", "title"}.intersection(claim["fields"].split()):
            said_by[claim["target_id"]].add(claim["asserted_by"] or sources[source_of[claim["passage_id"]]])
    return said_by


def test_a_title_names_the_only_one_who_calls_it_so() -> None:
    assert unnamed_callers(table("events"), title_speakers()) == []
    title = "Trials that are called unfair"
    assert unnamed_callers([{"event_id": "e", "title": title}], {"e": {"union"}}) == [title]
    assert unnamed_callers([{"event_id": "e", "title": title}], {"e": {"union", "office"}}) == []


def test_uprising_is_a_word_of_the_opposition() -> None:
    official = {"european-union", "united-kingdom", "united-states", "canada", "australia", "un-security-council"}
    said_by = title_speakers()
    assert [row for row in table("events") if "prising" in row["title"] and said_by[row["event_id"]] <= official] == []


def bare_surnames(titles: Iterable[str], people: Iterable[str]) -> list[str]:
    """Titles with a surname that several people of the record have, and no word before it of a name that has it."""
    names = {name: name.split() for name in people}
    shared = {surname for surname, times in Counter(words[-1] for words in names.values()).items() if times > 1}
    beside = {surname: {word for words in names.values() if surname in words for word in words} for surname in shared}
    pairs = {title: pairwise(["", *re.findall(r"[\w’-]+", title)]) for title in titles}
    return [
        title
        for title, words in pairs.items()
        if any(word in shared and before not in beside[word] for before, word in words)
    ]


def test_no_title_leaves_open_which_of_several_people_of_one_surname_it_means() -> None:
    people = [row["name"] for row in table("officials")]
    people += [row["name"] for row in table("parties") if row["kind"] == "person"]
    assert bare_surnames((row["title"] for row in table("events")), people) == []


def test_a_surname_of_several_people_needs_a_first_name() -> None:
    people = ["Ali Nemuneh", "Reza Nemuneh", "Reza Tanha"]
    assert bare_surnames(["Trials under Nemuneh"], people) == ["Trials under Nemuneh"]
    assert bare_surnames(["Trials under Ali Nemuneh", "Trials under Tanha"], people) == []


def other_spellings(
    titles: Iterable[tuple[str, set[str]]], people: Mapping[str, str], names: Iterable[tuple[str, str]]
) -> list[str]:
    """Titles that spell a name of somebody with a part in it as another of their names does, and no label."""
    labelled = {word for label in people.values() for word in label.split()}
    aliases = defaultdict[str, set[str]](set)
    for key, name in names:
        aliases[key] |= set(name.split()[-1:]) - labelled
    return [
        title
        for title, parts in titles
        if any(aliases[key] & set(re.findall(r"[\w’'-]+", title)) for key in parts & people.keys())
    ]


def test_a_title_spells_a_surname_as_the_label_of_the_person_is_spelled() -> None:
    people = {row["official_id"]: row["name"] for row in table("officials")}
    parts = defaultdict[str, set[str]](set)
    for row in table("participations"):
        parts[row["event_id"]].add(row["entity_id"])
    titles = [(row["title"], parts[row["event_id"]]) for row in table("events")]
    names = [(row["entity_id"], row["name"]) for row in table("names")]
    assert other_spellings(titles, people, names) == []


def test_another_spelling_of_a_surname_is_found() -> None:
    people, names = {"n": "Ali Nemuneh"}, [("n", "Ali Nemooneh"), ("n", "Ali Nemuneh")]
    titles = ["Trials attributed to Nemooneh", "Trials attributed to Nemuneh"]
    assert other_spellings([(title, {"n"}) for title in titles], people, names) == titles[:1]
