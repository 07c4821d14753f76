"""The list of officials, and their dossiers."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.cases import quick
from tests.releases.conftest import make_world
from tests.site.macros import macros
from tests.site.reading import Element, led_to, read, read_file

from mostanad.files.grouping import grouped
from mostanad.loader import Release
from mostanad.releases import build
from mostanad.site import catalogues, dossiers, programmes, sections, timelines
from mostanad.site.contents import Record
from mostanad.site.posts import latest_posts
from mostanad.site.show import Shown


@pytest.mark.parametrize(
    ("kinds", "shown"), [(("primary",), "primary"), (("misprint",), ""), (("misprint", "alias"), "alias")]
)
def test_a_misprint_does_not_stand_for_a_name(record: Record, kinds: tuple[str, ...], shown: str) -> None:
    others = [one for one in record.referring["omid-faraz"] if one[0] != "names"]
    name = next(row for row in record.tables["names"] if row["script"] == "Arab")
    held = replace(record)
    spelt = [("names", "entity_id", dict(name, kind=kind)) for kind in kinds]
    held.__dict__.update(record.__dict__ | {"referring": {**record.referring, "omid-faraz": [*spelt, *others]}})
    names = catalogues._official(held, record.rows["omid-faraz"][1])["names"]
    assert [one["kind"] for one in names] == [shown] * bool(shown)


def test_the_list_has_everybody_once_with_names_and_listings(record: Record, site: Path) -> None:
    page = read_file(site / "officials.html")
    lines = {led_to(line)[0].text: line for line in page.by_id("list").all("tr") if line.all("td")}
    assert sorted(lines) == ["Navid Kohan", "Omid Faraz"]
    line = lines["Omid Faraz"]
    posts, listed, first, parts = line.all("td")
    assert posts.text == "Warden, Lantern CouncilClerk, Lantern Council"
    assert listed.text == "listed by Freedonia Treasury, Utopia Office (whether for human rights is not shown)"
    assert [first.text, parts.text] == ["3 February 2021 or before", "1"]  # the other listing has no day
    assert "امید فراز" in line.text


def test_a_dossier_shows_every_row_of_the_record_about_somebody(record: Record, site: Path) -> None:
    page = read_file(site / "officials/omid-faraz.html")
    places = Counter(one.attributes.get("href") or one.attributes.get("data-at") for one in page.walk())
    for row_id, fields in {
        "omid-faraz-name-fa": ("name",),
        "omid-faraz": ("born",),
        "omid-faraz-warden": ("title", "started", "ended", "body_id"),
        "omid-faraz-clerk": ("title", "ended"),
        "freedonia-p1-omid-faraz": ("listed", "target_id"),
        "utopia-omid-faraz": ("target_id",),
        "square-2020-omid-faraz-accused": ("part", "event_id"),
        "wire-on-lists": ("gist",),
    }.items():
        for field in fields:
            assert places[f"../rows/{row_id}.html#{field}"] >= 1, (row_id, field)
    picture = page.all("svg", class_="broad")[0]
    lanes = [one.attributes["href"] for one in picture.all("a", class_="lane")]
    assert lanes == [
        "../rows/omid-faraz-clerk.html#title",
        "../rows/omid-faraz-warden.html#title",
        "../rows/freedonia-p1-omid-faraz.html#listed",
        "../rows/square-2020-omid-faraz-accused.html#part",
    ]


def test_each_line_has_one_mark_and_names_who_says_so(real_record: Record, real_site: Path) -> None:
    page = read_file(real_site / "officials/abolghassem-salavati.html")
    lines = [line for part in page.all("ul", class_="rows") for line in part.parts if isinstance(line, Element)]
    folded = {mark for line in lines for box in line.all("details") for mark in map(id, box.all("a", class_="mark"))}
    # What is said of one event stands together, each with its own mark behind that of the line.
    (deeds,) = [part for part in page.all("section") if any("said to have done" in one.text for one in part.all("h2"))]
    several = {id(line) for line in deeds.all("li")}
    marks = {id(line): len({*map(id, line.all("a", class_="mark"))} - folded) for line in lines}
    assert {marks[id(line)] for line in lines if id(line) not in several} == {0, 1}
    assert min(marks[id(line)] for line in lines if id(line) in several) == 1
    marked = [line.text for line in lines]
    (said,) = [text for text in marked if text.startswith("Trials said to be unfair of journalists")]
    assert said.endswith("alleged by Mike Pompeo, according to Iran Focus, 2019")


def test_posts_stand_in_order_of_time(record: Record) -> None:
    parts = {table: rows for table, _, rows in dossiers._parts(record, "omid-faraz")}
    assert [row["position_id"] for row in parts["positions"]] == ["omid-faraz-clerk", "omid-faraz-warden"]
    assert [row["sanction_id"] for row in parts["sanctions"]] == ["freedonia-p1-omid-faraz", "utopia-omid-faraz"]


def test_machines_read_whom_a_dossier_is_about(site: Path) -> None:
    (script,) = read_file(site / "officials/omid-faraz.html").all("script", type="application/ld+json")
    data = json.loads(script.text)
    assert (data["@type"], data["name"], data["alternateName"]) == ("Person", "Omid Faraz", ["امید فراز"])


def test_a_dossier_is_under_100_kilobytes(real_record: Record, real_site: Path) -> None:
    sizes = {path.stem: path.stat().st_size for path in (real_site / "officials").iterdir()}
    assert real_record.dossiers <= sizes.keys()  # the others are addresses of what is gone
    assert len(real_record.dossiers) > 300
    assert {name: size for name, size in sizes.items() if size >= 100_000} == {}


VERDICTS = {"supported", "contradicted", "partly", "missing_context", "undecidable"}


def test_a_dossier_leads_to_the_checks_about_somebody(real_record: Record, real_site: Path) -> None:
    checked = grouped(real_record.tables["fact_check_answers"], itemgetter("entity_id"))
    assert len(checked) > 5
    for who in checked.keys() & real_record.dossiers:
        page = read_file(real_site / f"officials/{who}.html")
        hrefs = [one.attributes["href"] for one in led_to(page) if "/checks/" in one.attributes["href"]]
        assert sorted(hrefs) == sorted({f"../{real_record.address(item['check_id'])}" for item in checked[who]})
        assert all(one.attributes["class"].split()[1] in VERDICTS for one in page.all("span", class_="verdict"))


def test_a_listing_is_a_sentence_with_its_programme_in_words_and_what_its_acts_do(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lines_with(*measures: str) -> list[Element]:
        acts = [{**row, "measures": measures} for row in record.tables["legal_bases"]]
        held = replace(record, tables={**record.tables, "legal_bases": acts})
        (page,) = [page for page in dossiers.pages(held) if page.path == "officials/omid-faraz.html"]
        return read(page.html(held, "")).by_id("listings").all("li")

    assert "list prints, some perhaps added later: asset freeze, travel ban." in lines_with("y")[0].text
    for row in record.naming("omid-faraz", "sanctions", "target_id"):
        monkeypatch.setitem(row, "measures", None)
    assert "No legal act that we hold says what the programme does." in lines_with()[0].text
    monkeypatch.setitem(record.tables["legal_bases"][0], "started", "2020-02-03")
    assert "For what the acts behind it do, as far as that is known, see" in lines_with()[0].text
    lines = lines_with("y", "x_y")
    assert "What the programme does: x y, y." in lines[0].text
    assert lines[0].text.startswith("Listed on human-rights grounds by Freedonia Treasury") or lines[0].text
    act = {**record.tables["legal_bases"][0], "measures": ("asset_freeze", "travel_ban")}
    held = replace(record, tables={**record.tables, "legal_bases": [act]})
    said = [programmes.measures(held, act["programme_id"], target) for target in ("omid-faraz", "blue-front")]
    assert said == ["asset freeze, travel ban", "asset freeze"]  # entry can be refused to people only


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("Human rights in Iran (IRAN-HR)", "IRAN-HR", "Human rights in Iran IRAN-HR"),
        ("Human rights, entities (Part 1.1)", "1, Part 1.1", "Human rights, entities Part 1.1"),
        ("Iran (human rights)", "Iran (human rights)", "Iran (human rights)"),
        ("Iran (Sanctions) Act 2023", "The Iran (Sanctions) Act 2023", "Iran (Sanctions) Act 2023"),
        ("Harbour", "HARBOUR", "Harbour"),
    ],
)  # fmt: skip
def test_a_programme_stands_in_words_with_its_code_small(record: Record, name: str, code: str, said: str) -> None:
    held = replace(record)
    held.__dict__["rows"] = {"x": ("programmes", {"programme_id": "x", "name": name, "code": code})}
    assert read(macros().programme(Shown(held, ""), "x")).text == said
    # It has one name on all pages; what the authority itself calls it stands on its own.
    held.__dict__["rows"]["x"][1]["title"] = "Act of 2012"
    assert read(macros().programme(Shown(held, ""), "x")).text == said


def test_of_posts_with_the_same_words_the_last_one_is_named(record: Record) -> None:
    post = {"started": "", "ended": "", "started_max": None, "ended_min": None, "ended_max": None}
    ranks = {"f": "head_of_part", "g": "deputy"}
    rows = [
        {
            "position_id": key,
            **post,
            "title": title,
            "rank": ranks.get(key),
            "started": began,
            "started_min": began or None,
        }
        for key, title, began in (
            ("a", "Clerk", "2001"),
            ("b", "clerk", "2005"),
            ("c", "Judge", "2003"),
            ("d", "Guard", "1990"),
            ("e", "Cook", ""),
            ("f", "Commander of the guards", ""),
            ("g", "Deputy commander", ""),
        )
    ]
    held = replace(record)
    held.__dict__["referring"] = {"x": [("positions", "holder_id", row) for row in rows]}
    assert [row["position_id"] for row in latest_posts(held, "x")] == ["b", "c", "d", "f", "g", "e"]


def test_a_person_with_the_name_of_another_is_said_to_have_it_on_the_pages_of_both(record: Record) -> None:
    spelled = {"name_id": "kohan-faraz", "entity_id": "navid-kohan", "name": "Faraz, Omid", "language": None,
               "script": "Latn", "kind": "alias", "note": None}  # fmt: skip
    officials = record.tables["officials"]
    rows = [row | {"note": "kept apart" * (row["official_id"] == "omid-faraz")} for row in officials]
    names = [*record.tables["names"], spelled]
    both = replace(record, tables={**record.tables, "names": names, "officials": rows})
    said = {}
    for page in dossiers.pages(both):
        if page.path in ("officials/omid-faraz.html", "officials/navid-kohan.html"):
            shown = read(page.html(both, ""))
            cards = [one.text for some in shown.all("ul", class_="badges") for one in some.all("li")]
            named = any("not found; somebody of the same or a similar name is listed" in one for one in cards)
            assert named == ("navid" in page.path), cards
            (line,) = shown.all("p", class_="namesake")
            note = "Our note on Omid Faraz: kept apart." if "navid" in page.path else "Our note: Kept apart."
            assert line.text.endswith(f"No document here says that the two are one person. {note}")
            said[page.path] = line.text.partition("like it: ")[2].partition(". ")[0]
            assert led_to(line)[0].attributes["href"].startswith("../officials/")
    assert said["officials/navid-kohan.html"] == "Omid Faraz, listed by the Freedonia Treasury and the Utopia Office"
    assert said["officials/omid-faraz.html"].startswith("Navid Kohan")
    assert all(
        "namesake" not in page.html(record, "") for page in dossiers.pages(record) if page.template == "official"
    )


@pytest.mark.slow
def test_whose_word_is_known_only_through_another_does_not_count_beside_who_says_so(tmp_path: Path) -> None:
    """Of an admission the reader learns at once that only somebody else reports it."""
    world, part = make_world(), "square-2020-omid-faraz-accused"
    fields = "entity_id event_id part standing"
    world.claim("wire-story", part, fields, asserted_by="blue-front", modality="allegation")
    said = {"speaker_id": "blue-front", "kind": "admits", "polarity": "affirmative", "about_id": "omid-faraz"}
    world.backed("statements", "blue-front-admits", "wire-story", gist="he did it", **said)
    path = build(world.write(tmp_path / "package"), tmp_path / "out", layers=["text", "rows"], forms=())
    record = Record.of(Release(path, path.name))
    (accused,) = (row for row in record.tables["participations"] if row["participation_id"] == part)
    own, reported, events, *_ = dossiers.speakers(record, [accused])
    assert events == 1
    assert "blue-front" not in own
    assert reported == (("blue-front", ("lone-wire",), 1),)
    (page,) = (page for page in dossiers.pages(record) if page.path == "officials/omid-faraz.html")
    text = read(page.html(record, "")).text
    assert (
        "According to Lone Wire, the Blue Front also says that Omid Faraz had a part in an event, or answers for it; "
        "those words themselves are not held here." in text
    )
    assert "alleged by the Blue Front, according to Lone Wire" in text
    assert "Blue Front says, according to Lone Wire: he did it" in text


@pytest.mark.parametrize("own", quick(2, ["", "denied", "denies", "other"]))
def test_who_is_accused_has_an_answer_on_record_or_the_page_says_that_there_is_none(tmp_path: Path, own: str) -> None:
    world = make_world()
    if own == "denied":
        part = {"event_id": "square-2020", "entity_id": "omid-faraz", "part": "accused", "standing": "denied"}
        world.add("participations", "omid-faraz-denied", **part)
        world.claim("wire-story", "omid-faraz-denied", "entity_id event_id part standing")
    if own in ("denies", "other"):
        said = {"speaker_id": "omid-faraz", "kind": "denies", "polarity": "negative", "event_id": "square-2020"}
        said |= {"about_id": "lantern-council"} if own == "other" else {}
        world.backed("statements", "omid-faraz-denies", "wire-story", gist="he was there", **said)
    path = build(world.write(tmp_path / "package"), tmp_path / "out", layers=["text", "rows"], forms=())
    record = Record.of(Release(path, path.name))
    (page,) = (page for page in dossiers.pages(record) if page.path == "officials/omid-faraz.html")
    text = read(page.html(record, "")).text
    assert ("No answer by Omid Faraz is held here; none was sought elsewhere." in text) == (own == "")
    told = re.search(r"only a denial [(]of: [^()]+[)] as told by Lone Wire; none was sought", text)
    assert bool(told) == (own in ("denied", "denies"))
    assert ("No answer to this by Omid Faraz is held here; none was sought elsewhere." in text) == (own == "other")
    assert ("denies the following" in text) == (own in ("denies", "other"))
    places = {"": "about.html#answers", "denied": "rows/omid-faraz-denied.html#standing"}
    assert f'href="../{places.get(own, "rows/omid-faraz-denies.html#gist")}"' in page.html(record, "")


@pytest.mark.slow
def test_who_is_only_mentioned_is_said_to_have_no_part_on_their_own_page(real_record: Record) -> None:
    """Of Ziaei the annex tells deaths at a place of which it says that he was in charge."""
    pages = {page.path: page for page in dossiers.pages(real_record)}
    text = read(pages["officials/gholamreza-ziaei.html"].html(real_record, "")).text
    responsible = "The United Kingdom says: Gholamreza Ziaei has been involved in committing serious violations"
    assert text.index(responsible) < text.index("The reasons mention these events")
    said = "and do not say outright what Gholamreza Ziaei did in them;"
    assert text.count(f"The reasons mention these events, {said}") == 1
    assert "ascribe" not in text
    assert "2009 at least 5" in text


def test_who_only_repeats_another_is_no_second_witness(tmp_path: Path) -> None:
    world, part = make_world(), "square-2020-navid-kohan-accused"
    row = {"event_id": "square-2020", "entity_id": "navid-kohan", "part": "accused", "standing": "alleged"}
    world.add("participations", part, **row)
    for source in ("blue-story", "blue-copy"):
        world.claim(source, part, "entity_id event_id part standing", modality="allegation")
    path = build(world.write(tmp_path / "package"), tmp_path / "out", layers=["text", "rows"], forms=())
    record = Record.of(Release(path, path.name))
    (page,) = (page for page in dossiers.pages(record) if page.path == "officials/navid-kohan.html")
    text = read(page.html(record, "")).text
    assert "had a part in an event (Protest on Lantern Square). No answer by" in text
    assert "alleged by Lone Paper, taken from Blue Herald" in text
    witnesses = [{**one, "origin": one["asserted_by"]} for one in record.evidence.of(part)["part"]]
    evidence: Any = SimpleNamespace(
        of=lambda row_id: {"part": witnesses}, is_inferred=lambda *_: False, asserting=lambda *_: witnesses
    )
    heard = dossiers.speakers(replace(record, evidence=evidence), [record.rows[part][1]])
    assert heard.own == ("blue-herald", "lone-paper")
    whose = {"origin": "freedonia-treasury"}  # authorities that list somebody put their name to it, in whose words ever
    witnesses = [{**witnesses[0], **whose, "asserted_by": who, "published_by": who} for who in record.lists]
    assert {*dossiers.speakers(replace(record, evidence=evidence), [record.rows[part][1]]).own} == {*record.lists}


def test_a_listing_for_human_rights_stands_before_one_of_unknown_ground(record: Record) -> None:
    (first,) = [row for row in record.tables["sanctions"] if row["sanction_id"] == "freedonia-p1-omid-faraz"]
    later = {**first, "sanction_id": "freedonia-p1-omid-faraz-later", "human_rights": True}
    unknown = {**first, "human_rights": None}
    held = replace(record, tables={**record.tables, "sanctions": [unknown, later]})
    held.told._by["listed_in", "source_id"] = {}
    held.release.__dict__["_days"] = {**held.spans, later["sanction_id"]: held.spans[first["sanction_id"]]}
    rows = sections.listings(held, "omid-faraz").rows
    lines = [one.text for one in read(macros().listings_of(Shown(held, ""), held, rows)).all("li")]
    assert lines[0].startswith("Listed on human-rights grounds by ")
    assert "No document here shows whether it is for human rights." in lines[1]


def test_of_two_listings_under_a_programme_that_ended_only_the_one_that_was_carried_over_is_not_told_twice(
    record: Record,
) -> None:
    """The other ended by itself: somebody who looks for it finds it."""
    (old,) = [row for row in record.tables["sanctions"] if row["sanction_id"] == "freedonia-p1-omid-faraz"]
    new = {**old, "sanction_id": "freedonia-p2-omid-faraz", "programme_id": None}
    day = dt.date(2022, 1, 1)
    ended = {**old, "sanction_id": "second", "delisted": str(day), "delisted_min": day, "delisted_max": day}
    rows = [old, ended, new]
    held = replace(record, tables={**record.tables, "sanctions": rows})
    held.told.__dict__["carried"] = {new["sanction_id"]: old["programme_id"]}
    held.told._by["listed_in", "source_id"] = {}
    more = dict.fromkeys(("second", new["sanction_id"]), held.spans[old["sanction_id"]])
    held.release.__dict__["_days"] = {**held.spans, **more}
    shown = sections.listings(held, "omid-faraz").rows
    lines = [one.text for one in read(macros().listings_of(Shown(held, ""), held, shown)).all("li")]
    assert len(lines) == 2
    assert sum("until" in line and "2022" in line for line in lines) == 1
    assert read(macros().ended(held, rows)).text == "1"


def test_who_is_not_accused_has_a_page_that_says_so_and_whether_reasons_are_held(record: Record) -> None:
    listings = [row for row in record.tables["sanctions"] if row["target_id"] == "omid-faraz"]
    held = replace(record)
    held.told.__dict__["reasoned"] = set()

    def said(listings: list[Any], key: str = "freedonia-treasury") -> str:
        return read(macros().unaccused(Shown(held, ""), key, "Omid Faraz", listings)).text

    assert said(listings) == (
        "This record does not show what Omid Faraz is accused of: it has no reasons for the listings."
    )
    assert said(listings[:1]).endswith("it has no reasons for the listing.")
    assert said([]) == "No accusation against Omid Faraz is in this record."
    held.told.__dict__["reasoned"] = {listings[0]["sanction_id"]}
    assert said(listings) == "No accusation against Omid Faraz is in this record."
    assert said(listings, "navid-kohan") == ""  # somebody says something of him
    (page,) = [page for page in dossiers.pages(record) if page.path == "officials/omid-faraz.html"]
    assert "No accusation against" not in read(page.html(record, "")).text  # he is accused


def test_a_page_says_that_no_document_gives_a_birth(record: Record) -> None:
    (known,) = [row for row in record.tables["officials"] if row["born"]]
    for row in (known, {**known, "born": None, "born_min": None, "born_max": None}):
        rows = [row if one["official_id"] == row["official_id"] else one for one in record.tables["officials"]]
        held = replace(record, tables={**record.tables, "officials": rows})
        (page,) = [one for one in dossiers.pages(held) if one.path == f"officials/{row['official_id']}.html"]
        card = read(page.html(held, "")).all("dl", class_="card")[0].text
        assert ("no document here says" in card) == (row["born"] is None)
        assert card.count("Born") == 1


def test_a_dossier_has_all_that_documents_say_of_a_birth_beside_each_other(real_record: Record) -> None:
    pages = {one.path: one for one in dossiers.pages(real_record) if one.template == "official"}
    page = read(pages["officials/hedayat-farzadi.html"].html(real_record, ""))
    assert "Kermanshah Province, Iran≠ (OFAC); Basht, Iran (EU)" in page.all("dl", class_="card")[0].text


def test_a_listing_that_was_carried_over_counts_once_in_the_finding_of_a_picture(real_record: Record) -> None:
    chart = timelines.timeline(real_record, "seyed-mohammad-bagher-moussavi")
    assert chart.finding.startswith("Both listings on record (European Union and United Kingdom, 12 March 2013) came")


def test_lists_say_that_a_listing_is_not_for_human_rights_by_its_reasons(real_record: Record) -> None:
    pages = [one for one in catalogues.pages(real_record) if one.template == "officials"]
    (kazemi,) = [row.text for page in pages for row in read(page.html(real_record, "")).all("tr")
                 if row.text.startswith("Mohammad Kazemi")]  # fmt: skip
    assert "listed by United Kingdom, not for human rights by the reasons given" in kazemi
