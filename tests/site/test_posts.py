"""Who is on record in a post like one of which no document says until when it was held, from a later day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from copy import copy
from dataclasses import replace
from itertools import chain
from typing import Any

import pytest
from tests.site.macros import macros
from tests.site.reading import read

from mostanad.evidence.spans import in_force
from mostanad.site import bodies, dossiers, events
from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.posts import also_printed, later_holders, latest, latest_posts
from mostanad.site.show import Shown


def post(who: str, title: str, year: int | None, rank: str | None = "head_of_part", **cells: Any) -> Row:
    day = dt.date(year, 1, 1) if year else None
    days = {"started": year and str(year), "started_min": day, "started_max": day, "ended": None}
    return {"position_id": f"{who}-{title}", "holder_id": who, "title": title, "rank": rank,
            "body_id": "lantern-council", **days, **cells}  # fmt: skip


def holding(record: Record, *rows: Row, **printed: str) -> Record:
    """The record with these posts only in the council; ``printed``: by holder when a list last prints it."""
    others = [one for one in record.referring["lantern-council"] if one[0] != "positions"]
    named = [("positions", "body_id", row) for row in rows]
    held = replace(record)
    rows_by_id = {**record.rows, **{row["position_id"]: ("positions", row) for row in rows}}
    days = {"last_documented": None, "begun_by": None, "latest": None, "last_named": None}
    spans = {row["position_id"]: {**days, "printed": printed.get(row["holder_id"].replace("-", "_"))} for row in rows}
    release = copy(record.release)
    release.__dict__["_days"] = {**record.spans, **spans}
    own = {"referring": {**record.referring, "lantern-council": [*others, *named]}, "rows": rows_by_id,
           "release": release}  # fmt: skip
    held.__dict__.update(record.__dict__ | own)
    return held


@pytest.mark.parametrize(
    ("title", "year", "rank", "is_later"),
    [
        ("Police commander of Greater Norville", 2023, "head_of_part", True),  # one word for a head is as another
        ("Head of LC in Norville", 2023, "head_of_part", True),
        ("Head of the Lantern Council in Norville", 2023, "head_of_part", True),
        ("Head of the Lantern Council in Norville", 2023, "head", False),  # of the whole
        ("Head of the Lantern Council in Norville", 2023, None, False),  # its rank decides, not its words
        ("Head of the Lantern Council in Southport", 2023, "head_of_part", False),  # of another place
        ("Deputy head in Norville", 2023, "deputy", False),
        ("Clerk in Norville", 2023, None, False),  # of several clerks nobody follows another
        ("Secretary in Norville", 2023, "head_of_part", False),
        ("Head in Norville", 2016, "head_of_part", False),  # earlier
        ("Head in Norville", None, "head_of_part", False),
    ],
)
def test_a_post_of_the_same_role_that_began_later_is_named(
    record: Record, title: str, year: int | None, rank: str | None, is_later: bool
) -> None:
    first = post("omid-faraz", "Head of the Lantern Council in Norville", 2017)
    other = post("navid-kohan", title, year, rank)
    held = holding(record, first, other)
    assert later_holders(held, first) == [other] * is_later
    assert later_holders(held, {**first, "ended": "2020"}) == []  # then a document says until when
    assert later_holders(held, {**first, "started_max": None}) == []
    assert later_holders(held, {**first, "body_id": None}) == []


def test_of_the_heads_of_a_whole_body_one_follows_another_whatever_their_titles_say(record: Record) -> None:
    first, other = post("omid-faraz", "Warden", 2017, "head"), post("navid-kohan", "In charge of it", 2023, "head")
    assert later_holders(holding(record, first, other), first) == [other]
    part = {**other, "rank": "head_of_part"}
    assert later_holders(holding(record, first, part), first) == []


def test_who_is_on_record_later_stands_beside_the_post_and_leads_to_their_page(record: Record) -> None:
    first, other = post("omid-faraz", "Head in Norville", 2017), post("navid-kohan", "Commander in Norville", 2023)
    said = read(macros().later(Shown(holding(record, first, other), "../"), first))
    assert said.text == "Another person, Navid Kohan, is named as Commander in Norville, from 2023."
    assert said.all("a")[0].attributes["href"] == "../officials/navid-kohan.html"
    assert read(macros().later(Shown(holding(record, first), "../"), first)).text == ""


@pytest.mark.parametrize(
    ("title", "printed", "cells", "is_printed"),
    [
        ("Commander of the Lantern Council in Norville", "2026-08", {}, True),
        ("Commander of the Lantern Council in Norville", "2026-08", {"rank": "head"}, False),  # of the whole
        ("Commander of the Lantern Councils in Norville", "2026-03", {}, True),  # the same list prints both
        ("Commander of the Lantern Council in Norville", "2026-02", {}, False),  # older: one may follow the other
        ("Commander of the Lantern Council in Norville", "", {}, False),
        ("Commander of the Lantern Council in Norville", "2026-08", {"ended": "[..2026-08]"}, False),  # as “former”
        ("Commander of the Lantern Council in Southport", "2026-08", {}, False),
        ("Member of the Lantern Council in Norville", "2026-08", {"rank": None}, False),
        ("Deputy commander in Norville", "2026-08", {"rank": "deputy"}, False),
    ],
)
def test_another_whom_a_list_prints_in_the_same_post_is_named(
    record: Record, title: str, printed: str, cells: dict[str, Any], is_printed: bool
) -> None:
    first, other = post("omid-faraz", "Head in Norville", None), post("navid-kohan", title, None, **cells)
    held = holding(record, first, other, omid_faraz="2026-03", navid_kohan=printed)
    assert also_printed(held, first) == [(printed, other)] * is_printed
    assert also_printed(held, {**first, "ended": "2020"}) == []
    said = read(macros().later(Shown(held, "../"), first)).text
    assert said.startswith("A list of ") == is_printed
    assert said.endswith(f"also names Navid Kohan as {title}; a list can print a post long after its end.") == (
        is_printed
    )


def test_judges_that_preside_over_one_branch_are_named_and_other_judges_not(record: Record) -> None:
    first, other = (post(who, "Presiding judge, branch 1", None) for who in ("omid-faraz", "navid-kohan"))
    held = holding(record, first, other, omid_faraz="2026-03", navid_kohan="2026-03")
    assert also_printed(held, first) == [("2026-03", other)]
    assert also_printed(held, other) == [("2026-03", first)]
    first, other = (post(who, "Judge of branch 1", None, None) for who in ("omid-faraz", "navid-kohan"))
    assert also_printed(holding(record, first, other, omid_faraz="2026-03", navid_kohan="2026-03"), first) == []


@pytest.mark.slow
def test_what_documents_do_not_say_of_who_led_a_body_stands_beside_the_names(real_record: Record) -> None:
    path = "parties/special-units-of-irans-law-enforcement-forces.html"
    (page,) = (one for one in bodies.pages(real_record) if one.path == path)
    text = " ".join(read(page.html(real_record, "")).text.split())
    key = "hassan-karami-commander-of-the-special-units-of-the-iranian-police"
    assert "whether that is the same post" in real_record.rows[key][1]["note"]
    note = real_record.rows[key][1]["note"]
    assert f"Our note: {note[0].upper()}{note[1:]}" in text


def test_a_spokesman_and_a_spokesperson_of_one_body_are_one_post() -> None:
    rows = [
        {"position_id": key, "title": title, "rank": None, "body_id": "council", "started": started, "ended": None}
        for key, title, started in (("a", "Spokesperson", "2010"), ("b", "Spokesman", None), ("c", "Human", None))
    ]
    assert [row["position_id"] for row in latest(rows, {}, {})] == ["a", "c"]


def test_a_post_that_a_document_shows_when_all_others_had_ended_stands_first() -> None:
    ended = {
        "position_id": "a",
        "title": "Head",
        "rank": "head",
        "started": None,
        "ended": "2020-05",
        "ended_max": dt.date(2020, 5, 31),
    }
    title = "Deputy head of another office"
    other = {"position_id": "b", "title": title, "rank": "deputy", "started": None, "ended": None}
    for day, first in ((dt.date(2021, 9, 14), "b"), (dt.date(2020, 5, 31), "a"), (None, "a")):
        assert latest([ended, other], {}, {"b": day})[0]["position_id"] == first


def shown(record: Record, path: str) -> str:
    (found,) = (one for one in chain(dossiers.pages(record), bodies.pages(record)) if one.path == path)
    return read(found.html(record, "")).text


def test_a_post_of_which_another_is_named_as_the_holder_says_so_and_what_a_listing_does(real_record: Record) -> None:
    words = shown(real_record, "officials/ali-al-qasi-mehr.html")
    assert "also names Ali Salehi as Public Prosecutor of Tehran; a list can print a post long after its end." in words
    assert "some perhaps added later: asset freeze, director disqualification, travel ban." in words
    assert "No legal act that we hold says what the programme does." not in words


@pytest.mark.parametrize("path", ["officials/mohammad-karami.html", "parties/mohammad-karami-2.html"])
def test_a_note_on_namesakes_stands_once_and_ends_with_one_stop(real_record: Record, path: str) -> None:
    words = shown(real_record, path)
    assert words.count("1960 as the year of birth") + words.count("prints as 1960") == 1
    assert ".." not in words


@pytest.mark.parametrize("path", ["parties/parviz-khaki.html", "officials/seyyed-mahdi-farahi.html"])
def test_our_note_tells_of_a_namesake_who_has_no_page_and_no_card_does(real_record: Record, path: str) -> None:
    (found,) = (one for one in chain(dossiers.pages(real_record), bodies.pages(real_record)) if one.path == path)
    page = read(found.html(real_record, ""))
    cards = [one for some in page.all("ul", class_="badges") for one in some.all("li")]
    (card,) = (one for one in cards if one.text.startswith("United States"))
    assert "not found in what we hold of its lists" in card.text
    assert "somebody of the same or a similar name" not in page.text
    assert page.text.count("The United States has listed a ") == 1
    if path.startswith("officials"):
        assert page.by_id("note").text.startswith("Our note: The United States has listed a ")


def test_a_police_force_is_one_in_its_card_too(real_record: Record) -> None:
    assert "Kindpolice force" in shown(real_record, "parties/irans-morality-police.html")


def test_a_post_at_the_head_that_ended_after_an_open_one_began_comes_first(real_record: Record) -> None:
    assert latest_posts(real_record, "seyyed-ali-reza-avaee")[0]["title"] == "Minister of Justice"
    assert latest_posts(real_record, "sadegh-amoli-larijani")[0]["title"].startswith(
        "Chairman"
    )  # it followed on a post


def test_what_we_note_on_a_part_stands_with_the_person_and_with_the_event(real_record: Record) -> None:
    note = "Our note: Both texts call his part a leading one; what it was they do not say."
    assert shown(real_record, "officials/ebrahim-raisi.html").count(note) == 1
    (event,) = (page for page in events.pages(real_record) if page.path == "events/massacre-1988.html")
    assert read(event.html(real_record, "")).text.count(note) == 1


def test_who_gives_the_days_of_a_post_is_named_if_others_who_name_it_do_not(real_record: Record) -> None:
    assert shown(real_record, "officials/hossein-salami.html").count("(days according to Wikidata)") == 1
    stated, dated = Shown(real_record, ""), []
    for row in real_record.tables["positions"]:
        said = real_record.evidence.of(row["position_id"])
        who = {name: {item["asserted_by"] for item in said.get(name, ()) if item["stance"] == "asserts"
                      and (name == "title" or item["modality"] != "inference")}
               for name in ("title", "started", "ended")}  # fmt: skip
        given = who["started"] | who["ended"]
        shown_by = stated.dated_by(row["position_id"], "title", ("started", "ended"))
        expected = given if given and who["title"] - given else ()
        assert sorted(shown_by) == sorted(stated.the(one) for one in expected)
        dated += shown_by
    assert dated


def test_a_post_that_stands_in_an_entry_is_not_said_to_be_in_the_reasons(real_record: Record) -> None:
    posts = shown(real_record, "officials/ali-al-qasi-mehr.html").partition("Prosecutor General of Tehran")[2]
    assert "stated by the United Kingdom" in posts
    assert "Mentioned in the statement of reasons" not in posts


def test_all_years_that_lists_print_of_a_birth_stand_beside_each_other(real_record: Record) -> None:
    assert "1964 (Canada); 1964 or 1965 (" in shown(real_record, "officials/gholamreza-soleimani.html")


def test_a_body_is_listed_since_the_oldest_listing_that_stands(real_record: Record) -> None:
    said = shown(real_record, "parties/execution-of-imam-khomeinis-order.html")
    since = "It is listed by the United States since 17 January 2015 or earlier"
    assert f"{since} (whether for human rights is not shown)." in said


def test_a_day_that_only_we_conclude_is_said_to_be_inferred(real_record: Record) -> None:
    """The last day for which documents show a post, from its claims with a day: all inferred, or one that says so."""
    inferred = {key for key, days in real_record.spans.items() if days.get("inferred_for")}
    dated = defaultdict[str, dict[object, set[str]]](lambda: defaultdict(set))
    for row in real_record.tables["positions"]:
        for items in real_record.evidence.of(row["position_id"]).values():
            for item in items:
                if item["stance"] == "asserts" and item["as_of"] and not item["as_of"].startswith("[.."):
                    dated[row["position_id"]][str(item["as_of"])].add(item["modality"])
    alone = {key for key, found in dated.items() if found[max(found)] == {"inference"}}
    assert alone & inferred
    assert {key for key in inferred if key in dated} <= alone


def test_of_ended_posts_the_one_that_ended_last_stands_first(real_record: Record) -> None:
    """Two weeks as acting minister in 2011 are not what a president until 2013 is called by."""
    assert latest_posts(real_record, "ahmadinejad")[0]["title"] == "President of Iran"


def test_who_commanded_those_who_did_it_held_the_post_then(real_record: Record) -> None:
    for key, day in (("ali-azadi-head-of-lef-in-kurdistan", dt.date(2022, 9, 20)),
                     ("mohammad-pakpour-commander-of-irgc-ground-forces", dt.date(2019, 11, 15))):  # fmt: skip
        assert in_force(real_record.spans[key], day, day) == "yes", key
