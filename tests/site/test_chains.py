"""The chain of command above a post and above a body: only heads whom documents show at the same time stand in it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from tests.site.conftest import VERSION, rich_world
from tests.site.reading import Element, led_to, read

from mostanad.evidence.spans import in_force
from mostanad.loader import Release
from mostanad.releases import build
from mostanad.site import bodies, dossiers
from mostanad.site.contents import Record
from mostanad.site.page import Page
from mostanad.site.show import Shown

#: By whose post at the head of the ministry above the council, when they held it: Faraz was warden from 2019 to 2020.
ABOVE = {
    "earlier-head": {"started": "2010", "ended": "2018"},
    "other-head": {"started": "2019-06", "ended": "2020-01"},
    "later-head": {},
    "open-head": {"started": "2019-12"},
    "perhaps-head": {"started": "[2019-12..2021-12]"},
}


@pytest.fixture(scope="module")
def chained(tmp_path_factory: pytest.TempPathFactory) -> Record:
    world, folder = rich_world(), tmp_path_factory.mktemp("chained")
    for key in ("ministry", "realm"):
        world.add("parties", key, name=f"The {key.title()}", kind="state_body")
    for who, days in ABOVE.items():
        world.add("officials", who, name=who.replace("-", " ").title())
        post = {"holder_id": who, "body_id": "ministry", "title": "Head of the Ministry", "rank": "head", **days}
        world.backed("positions", f"{who}-ministry", "council-record", **post)
    for one, other in (("lantern-council", "ministry"), ("ministry", "realm")):
        tie = {"from_id": one, "to_id": other, "relation": "part_of"}
        world.backed("affiliations", f"{one}-{other}", "council-record", **tie)
    release = build(world.write(folder / "package"), folder / "out", layers=["text", "rows"], forms=())
    return Record.of(Release(release, VERSION))


def _chain(record: Record, path: str) -> Element:
    (page,) = (page for page in bodies.pages(record) if page.path == path)
    return read(page.html(record, "")).by_id("main")


def test_above_a_post_stand_those_who_led_at_the_same_time_up_to_the_top(chained: Record) -> None:
    main = _chain(chained, "officials/omid-faraz/chain.html")
    sections = {section.all("h2")[0].text: section for section in main.all("section")}
    assert [*sections] == ["Warden", "Clerk"]
    text = sections["Warden"].text
    assert (
        text.index("Lantern Council") < text.index("The Ministry") < text.index("Other Head") < text.index("The Realm")
    )
    assert "Earlier Head" not in text
    later = [one.text for one in sections["Warden"].all("li") if "Later Head" in one.text and len(one.all("li")) == 1]
    start = "head at some time, perhaps not then: documented only from "
    assert [one.startswith(start) for one in later] == [True], "no document gives a start, and none speaks of that time"
    marks = [one.attributes["href"] for one in sections["Warden"].all("a", class_="mark")]
    for row in ("omid-faraz-warden.html#title", "lantern-council-ministry.html#relation",
                "other-head-ministry.html#title", "ministry-realm.html#relation"):  # fmt: skip
        assert f"../../rows/{row}" in marks
    assert "from June 2019" in text or "June 2019 – " in text
    assert "Open Head" in text, "on the first day, in 2019 whichever it was"
    maybe = [one.text for one in sections["Warden"].all("li") if one.text.startswith("perhaps then:")]
    assert ["Perhaps Head" in one for one in maybe] == [True]
    # Until March 2018 he was a clerk, nobody says since when: who led the ministry at the end of that stands above him.
    clerk = [one.text for one in sections["Clerk"].all("li") if len(one.all("li")) == 1]
    assert ["Earlier Head" in one for one in clerk if "Head of the Ministry" in one and start not in one] == [True]


def test_above_a_body_the_chain_goes_from_each_of_its_heads(chained: Record) -> None:
    main = _chain(chained, "parties/ministry/chain.html")
    headings = [heading.text for heading in main.all("h2")]
    # Of the last a document says only that they held the post on its day, after Faraz.
    assert sorted(headings) == [
        f"Head of the Ministry, {who} Head" for who in ("Earlier", "Later", "Open", "Other", "Perhaps")
    ]
    assert all("The Realm" in section.text for section in main.all("section"))
    assert [page.path for page in bodies.pages(chained) if page.path == "parties/realm/chain.html"] == []


def test_a_page_leads_to_its_chain_if_documents_show_one(chained: Record, record: Record) -> None:
    def leads(pages: list[Page], path: str, of: Record) -> list[str]:
        (page,) = (page for page in pages if page.path == path)
        links = (one.attributes["href"] for one in led_to(read(page.html(of, "")).by_id("main")))
        return [link for link in links if link.endswith("chain.html")]

    officials, parties = ([*room.pages(chained)] for room in (dossiers, bodies))
    assert leads(officials, "officials/omid-faraz.html", chained) == ["../officials/omid-faraz/chain.html"]
    assert leads(parties, "parties/ministry.html", chained) == ["../parties/ministry/chain.html"]
    assert leads(parties, "parties/realm.html", chained) == []


#: Posts on a list of 2024: of whom, in what, by what words, of what rank, when.
POSTS = {
    "old-head": ("ministry", "Head of the Ministry", {"rank": "head", "started": "2000", "ended": "2010"}),
    "first-head": ("ministry", "Head of the Ministry", {"rank": "head", "started": "2015-03", "ended": "2019-04"}),
    "second-head": ("ministry", "Head, the Ministry", {"rank": "head", "started": "2019-04"}),
    "local-chief": (
        "lantern-council",
        "Chief of the Council in Northmark",
        {"rank": "head_of_part", "started": "2018-12"},
    ),
    "their-deputy": (
        "lantern-council",
        "Deputy Chief of the Council in Northmark",
        {"rank": "deputy", "started": "2020-02"},
    ),
    "on-a-day": ("lantern-council", "Clerk of a day", {}),
    "without-a-day": ("lantern-council", "Clerk of no day", {}),
    "named-beside": ("ministry", "Advisor to the Minister", {"started": "2023"}),
}


@pytest.fixture(scope="module")
def open_ended(tmp_path_factory: pytest.TempPathFactory) -> Record:
    world, folder = rich_world(), tmp_path_factory.mktemp("open")
    world.source("list-2024", "freedonia-treasury", "2024-06-01", "sanctions_list")
    for key in ("ministry", "realm"):
        world.add("parties", key, name=f"The {key.title()}", kind="state_body")
    ties = [("ministry", "realm", "part_of"), ("lantern-council", "ministry", "part_of"),
            ("local-chief", "realm", "subordinate_to")]  # fmt: skip
    for who, (body, title, cells) in POSTS.items():
        world.add("officials", who, name=who.replace("-", " ").title())
        world.backed("positions", f"{who}-post", "list-2024", holder_id=who, body_id=body, title=title, **cells)
    said = {"modality": "inference", "as_of": "2017-11"}
    world.claim("list-2024", "on-a-day-post", "body_id holder_id title", **said)
    world.claim(
        "list-2024", "second-head-post", "body_id holder_id title", modality="inference", as_of="[..2024-06-01]"
    )
    both = world.rows["claims"][-1]["passage_id"]
    words = {"passage_id": both, "fields": "body_id holder_id title"}
    world.add("claims", f"{both}.named-beside-post", target_id="named-beside-post", **words)
    for one, other, relation in ties:
        tie = {"from_id": one, "to_id": other, "relation": relation}
        world.backed("affiliations", f"{one}-{other}", "list-2024", **tie)
    passage = world.rows["claims"][-1]["passage_id"]
    about = {
        "speaker_id": "freedonia-treasury",
        "kind": "asserts",
        "polarity": "affirmative",
        "about_id": "local-chief",
    }
    for key, gist in (("in-it", "the chief is directly under the realm"), ("elsewhere", "the chief is elsewhere")):
        world.add("statements", key, gist=gist, **about)
    fields = "about_id gist kind polarity speaker_id"
    world.add("claims", f"{passage}.in-it", passage_id=passage, target_id="in-it", fields=fields)
    world.claim("list-2024", "elsewhere", fields)
    release = build(world.write(folder / "package"), folder / "out", layers=["text", "rows"], forms=())
    return Record.of(Release(release, VERSION))


def _heads(record: Record, who: str) -> dict[str, list[str]]:
    """Who stands above the post of somebody: plainly, as perhaps, and as one of whom that is not known."""
    (section,) = _chain(record, f"officials/{who}/chain.html").all("section")
    held = [one.text for one in section.all("li") if one.all("span", class_="times") and len(one.all("li")) == 1]
    starts = {"perhaps then:": "perhaps", "head at some time, perhaps not then:": "at some time", "": "then"}
    found: dict[str, list[str]] = {"then": [], "perhaps": [], "at some time": []}
    for line in held:
        names = [one for one in POSTS if one.replace("-", " ").title() in line]
        found[next(how for start, how in starts.items() if line.startswith(start))] += names
    return found


def test_above_an_open_post_stand_all_whose_time_can_overlap_with_it(open_ended: Record) -> None:
    assert _heads(open_ended, "local-chief") == {"then": ["first-head"], "perhaps": ["second-head"], "at some time": []}
    text = _chain(open_ended, "officials/local-chief/chain.html").text
    assert all(day in text for day in ("March 2015", "April 2019", "from April 2019"))


def test_above_a_post_that_is_dated_by_inference_stand_those_of_that_day(open_ended: Record) -> None:
    assert _heads(open_ended, "on-a-day") == {"then": ["first-head"], "perhaps": [], "at some time": []}
    assert _heads(open_ended, "without-a-day") == {"then": [], "perhaps": [], "at some time": ["second-head"]}
    said = "No document shows a day on which this post was held"
    assert said in _chain(open_ended, "officials/without-a-day/chain.html").text
    assert said not in _chain(open_ended, "officials/on-a-day/chain.html").text


def test_above_a_deputy_stands_the_head_of_the_same_part(open_ended: Record) -> None:
    assert _heads(open_ended, "their-deputy") == {
        "then": [],
        "perhaps": ["local-chief", "second-head"],
        "at some time": [],
    }
    assert "their-deputy" not in str(_heads(open_ended, "local-chief"))


def test_those_who_held_the_same_post_never_stand_above_its_holder(open_ended: Record) -> None:
    for page in (page for page in bodies.pages(open_ended) if page.path == "parties/ministry/chain.html"):
        for section in read(page.html(open_ended, "")).all("section"):
            assert sum(name.replace("-", " ").title() in section.text for name in POSTS) == 1


def test_whom_a_passage_names_beside_a_post_led_then(open_ended: Record) -> None:
    assert _heads(open_ended, "named-beside") == {"then": ["second-head"], "perhaps": [], "at some time": []}


def test_a_tie_of_somebody_themselves_stands_in_the_chain_with_what_its_passage_says(open_ended: Record) -> None:
    main = _chain(open_ended, "officials/local-chief/chain.html")
    assert "subordinate to The Realm, no document says since when" in main.text
    assert "the chief is directly under the realm" in main.text
    assert "elsewhere" not in main.text
    marks = [one.attributes["href"] for one in main.all("a", class_="mark")]
    assert "../../rows/local-chief-realm.html#relation" in marks


def test_a_body_stands_under_the_nearest_alone(record: Record) -> None:
    pairs = [("office", "state"), ("office", "court"), ("court", "state"), ("office", "union")]
    ties = [
        {"affiliation_id": "-".join(one), "from_id": one[0], "to_id": one[1], "relation": "part_of"} for one in pairs
    ]
    changed = replace(record, tables={**record.tables, "affiliations": ties})
    found = {one["id"]: [more["id"] for more in one["more"]] for one in bodies.above(changed, "office")}
    assert found == {"court": ["state"], "union": []}


#: The posts below and those at the head of the bodies above them, of which the site must say what the release says.
WARDENS = ("farajollah-sedaqat", "hojatollah-khodaei-souri", "ali-ashraf-rashidi-aghdam", "gholamreza-ziaei")


@pytest.mark.slow
def test_who_was_head_above_a_term_is_as_on_the_list_of_posts(real_record: Record) -> None:
    """Above each warden, on both pages, whom the release leaves in the post on some day of the term, and nobody else:
    for certain, perhaps, or with the first day on which a document shows them."""
    said = {}
    for section in _chain(real_record, "parties/evin-prison/chain.html").all("section"):
        (who,) = (one for one in WARDENS if one.split("-")[-1].title() in section.all("h2")[0].text)
        lines = [one.text for one in section.all("li") if len(one.all("li")) == 1]
        said[who] = {name: line.split(name)[0] for line in lines for name in ("Esmaili", "Mohammadi") if name in line}
    assert said.keys() == {*WARDENS}
    for who in WARDENS:
        assert "perhaps not then: documented only from 15 September 2023; " in said[who]["Mohammadi"]
    for who in WARDENS[:2]:
        assert "perhaps not then: documented only from 2 April 2014; " in said[who]["Esmaili"]
    for who in WARDENS[2:]:
        assert said[who]["Esmaili"].startswith("perhaps then:")
    own = _chain(real_record, "officials/ali-ashraf-rashidi-aghdam/chain.html").all("section")
    (evin,) = (section for section in own if section.all("h2")[0].text == "Head of Evin Prison")
    lines = [one.text for one in evin.all("li") if len(one.all("li")) == 1]
    assert [line.split("Gholam-Hossein Esmaili")[0] for line in lines if "Gholam-Hossein Esmaili" in line] == [
        said["ali-ashraf-rashidi-aghdam"]["Esmaili"].removesuffix("Gholam-Hossein ")
    ]


@pytest.mark.slow
def test_no_chain_leaves_out_who_can_have_led_then(real_record: Record) -> None:
    """Above each post with a day: each head of a body above it whom ``in_force``, as ``as_of`` and the list of posts
    have it, leaves in some day of the term; nobody else; and as certain only who was in post on a day of it."""
    led = partial(bodies._led, real_record)
    for post in real_record.tables["positions"]:
        days = bodies._days(real_record, post) if post["body_id"] else None
        if not days or not bodies.is_below(real_record, post["body_id"]):
            continue
        chain = bodies._chain(real_record, led, post["body_id"], post, ())
        for body in _flat(chain["more"]):
            sure, maybe = ({row["holder_id"] for row in body[how]} for how in ("heads", "maybe"))
            later = {row["holder_id"]: since for row, since in body["unknown"]}
            spans = [(row["holder_id"], real_record.spans[row["position_id"]]) for row in led(body["id"])]
            left = {who for who, span in spans if in_force(span, days[2], days[3]) != "no"} - {post["holder_id"]}
            if post not in led(body["id"]):
                assert sure | maybe | {*later} == left, (post["position_id"], body["id"])
            for who, since in later.items():
                assert since is None or since > days[3], (post["position_id"], who)


def _flat(some: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for body in some for one in (body, *_flat(body["more"]))]


@pytest.mark.slow
def test_heads_without_days_stand_in_the_chain_as_such(real_record: Record) -> None:
    said = _chain(real_record, "officials/seyed-sadegh-hosseini/chain.html").text
    assert re.search(
        r"head at some time, perhaps not then: from 2019 documents still show it in 2022; .*\s+"
        r"Hossein Salami, Commander-in-Chief",
        said,
    )
    assert "Yahya Safavi" not in said  # his term was over before a document named the post


@pytest.mark.slow
def test_who_held_the_same_post_stands_in_no_chain(real_record: Record) -> None:
    for key, other in (("eskandar-momeni", "Ahmad Vahidi"), ("ali-salehi", "Ali Al-Qasi Mehr")):
        assert other not in _chain(real_record, f"officials/{key}/chain.html").text


def test_a_secretary_does_not_head_a_council_that_has_a_head(real_record: Record) -> None:
    council = bodies.posts(real_record, "iran-national-security-council")
    assert [row["entity_id"] for row in council if row["heads"]] == ["eskandar-momeni"]


def test_a_time_without_versions_of_a_list_is_told(real_record: Record) -> None:
    shown = Shown(real_record, "")
    rows = {
        key: real_record.rows[key][1]
        for key in ("us-iran-execution-of-imam-khomeinis-order", "us-iran-hr-hassan-karami")
    }
    begin, end = dt.date(2015, 1, 17), dt.date(2018, 11, 27)
    assert [shown.unseen(row) for row in rows.values()] == [[(begin, end)], []]
