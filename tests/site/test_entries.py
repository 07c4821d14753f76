"""What entries of lists print of somebody: a name, years of birth, a post that is past elsewhere; and on which act a
programme stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cases import quick
from tests.releases.conftest import make_world
from tests.site.macros import macros
from tests.site.reading import read

from mostanad.loader import Release
from mostanad.models.words import when
from mostanad.releases import build
from mostanad.site import authorities, bodies, dossiers, persian, programmes, search_files
from mostanad.site.contents import Record
from mostanad.site.show import Shown


@pytest.mark.parametrize("also", quick(1, ["O. Farraz", "Omid Faraz", "Omid’Faráz"]))
def test_a_listing_has_the_names_of_its_entry_if_ours_is_none_of_them(tmp_path: Path, also: str) -> None:
    world = make_world()
    for number, name in enumerate(filter(None, ("Umeed Farraz", also))):
        world.backed("names", f"omid-faraz-{number}", "mirror-list", entity_id="omid-faraz", name=name)
        world.rows["names"][-1] |= {"script": "Latn", "kind": "alias"}
    path = build(world.write(tmp_path / "package"), tmp_path / "out", layers=["text", "rows"], forms=())
    record = Record.of(Release(path, path.name))
    page = next(page for page in dossiers.pages(record) if page.path == "officials/omid-faraz.html")
    lines = [line.text for line in read(page.html(record, "")).by_id("listings").all("li")]
    assert sum("on its list as Umeed Farraz, O. Farraz" in line for line in lines) == (also == "O. Farraz")
    assert sum("on its list as" in line for line in lines) == (also == "O. Farraz")
    assert [line for line in lines if "Treasury" in line and "on its list as" in line] == []


def test_an_act_on_which_a_programme_stands_by_inference_is_said_to(tmp_path: Path) -> None:
    world = make_world()
    world.add("legal_bases", "freedonia-p1-act-8", programme_id="freedonia-p1", act="Act 8", measures="export_ban")
    world.claim("treasury-act", "freedonia-p1-act-8", "act measures")
    world.claim("treasury-act", "freedonia-p1-act-8", "programme_id", modality="inference", hedge="likely")
    path = build(world.write(tmp_path / "package"), tmp_path / "out", layers=["text", "rows"], forms=())
    record = Record.of(Release(path, path.name))
    page = next(page for page in authorities.pages(record) if page.path == "programmes/freedonia-p1.html")
    said = read(page.html(record, "")).all("p", class_="finding")[0].text
    assert "It rests on Act 7 (○ stated by " in said or "It rests on Act 7 (◆ stated by " in said
    assert "; it appears to rest on Act 8 (said to be likely) (our inference)." in said
    assert "export ban" not in programmes.measures(record, "freedonia-p1", "omid-faraz")


def test_years_that_one_entry_gives_as_alternatives_are_one_value_and_no_dispute(tmp_path: Path) -> None:
    world = make_world()
    (row,) = (row for row in world.rows["officials"] if row["official_id"] == "omid-faraz")
    listing = next(row for row in world.rows["sanctions"] if row["target_id"] == "omid-faraz")
    row["born"], listing["entry"] = "1959", "77"
    world.claim("wire-story", listing["sanction_id"], "entry")
    for line, claimed in ((1, {}), (2, {"stance": "disputes", "value": "1960"})):
        world.claim("wire-story", "omid-faraz", "born", **claimed)
        world.rows["passages"][-1]["selector"] = f"record=77/{line}"
    path = build(world.write(tmp_path / "package"), tmp_path / "out", layers=["text", "rows"], forms=())
    record = Record.of(Release(path, path.name))
    assert record.facts["omid-faraz"]["born"].disputed
    pages = {page.path: page for page in dossiers.pages(record)}
    text = read(pages["officials/omid-faraz.html"].html(record, "")).by_id("main").text
    assert "1959 (Freedonia Gazette); 1959 or 1960 (" in text
    assert not Shown(record, "").is_disputed("omid-faraz", "born")
    assert "≠" not in Shown(record, "").quiet("omid-faraz", "born")


@pytest.mark.slow
def test_rival_values_of_a_person_stand_side_by_side_and_are_no_dispute(tmp_path: Path) -> None:
    world = make_world()
    (row,) = (row for row in world.rows["officials"] if row["official_id"] == "omid-faraz")
    row["born"] = "[1962..1963]"
    for source in ("wire-story", "paper-story"):
        world.claim(source, "omid-faraz", "born", stance="disputes", value="1967")
    path = build(world.write(tmp_path / "package"), tmp_path / "out", layers=["text", "rows"], forms=())
    record = Record.of(Release(path, path.name))
    pages = {page.path: page for page in dossiers.pages(record)}
    text = read(pages["officials/omid-faraz.html"].html(record, "")).text
    assert "Bornbetween 1962 and 1963≠ (Freedonia Gazette); 1967 (" in text
    said = read(pages["rows/omid-faraz.html"].html(record, "")).text
    assert "Another value, given by Lone Wire" in said
    assert "isputed by" not in said


@pytest.mark.slow
def test_a_year_of_birth_that_only_an_entry_of_an_ended_listing_has_comes_last(tmp_path: Path) -> None:
    world = make_world()
    (row,) = (row for row in world.rows["officials"] if row["official_id"] == "omid-faraz")
    listing = next(row for row in world.rows["sanctions"] if row["target_id"] == "omid-faraz")
    row["born"], listing["entry"], listing["delisted"] = "1959", "77", "2021-03-04"
    world.claim("wire-story", listing["sanction_id"], "delisted entry")
    (born,) = (claim for claim in world.rows["claims"] if claim["target_id"] == "omid-faraz")
    next(one for one in world.rows["passages"] if one["passage_id"] == born["passage_id"])["selector"] = "record=77/1"
    other = next(row for row in world.rows["sanctions"] if row["target_id"] == "omid-faraz" and row is not listing)
    other["entry"] = "78"
    world.claim("mirror-list", other["sanction_id"], "entry")
    world.claim("mirror-list", "omid-faraz", "born", stance="disputes", value="[1959,1962]")
    world.rows["passages"][-1]["selector"] = "record=78/1"
    path = build(world.write(tmp_path / "package"), tmp_path / "out", layers=["text", "rows"], forms=())
    record = Record.of(Release(path, path.name))
    pages = {page.path: page for page in dossiers.pages(record)}
    card = read(pages["officials/omid-faraz.html"].html(record, "")).all("dl", class_="card")[0].text
    assert "Born1959 or 1962 (" in card
    assert "; 1959 (Freedonia Gazette in the past)" in card


@pytest.mark.parametrize(("day", "field", "is_told"), quick(1, [
    ("2020-06-01", "title", True), ("2019-06-01", "title", True), ("2018-06-01", "title", False),
    ("2020-06-01", "inferred", False), ("2020-06-01", "ended", False),
]))  # fmt: skip
def test_a_post_that_is_past_in_one_document_stands_with_the_list_that_prints_it_as_held(
    tmp_path: Path, day: str, field: str, is_told: bool
) -> None:
    """Unless the list is much older, calls it past too, or the post is only inferred from it."""
    world = make_world()
    past = {"holder_id": "navid-kohan", "title": "Guard", "body_id": "lantern-council", "ended": "[..2020-05-04]"}
    world.backed("positions", "navid-kohan-guard", "council-record", **past)
    world.source("list-of-guards", "freedonia-treasury", day, "sanctions_list")
    fields = "body_id ended holder_id title" if field == "ended" else "body_id holder_id title"
    more = {"modality": "inference"} if field == "inferred" else {}
    world.claim("list-of-guards", "navid-kohan-guard", fields, as_of=f"[..{day}]", **more)
    path = build(world.write(tmp_path / "package"), tmp_path / "out", layers=["text", "rows"], forms=())
    record = Record.of(Release(path, path.name))
    said = f"the list of {when(day)} (Freedonia Treasury) prints it without “former”"
    assert Shown(record, "").documented("navid-kohan-guard") == (said if is_told else "")
    pages = {page.path: page for page in dossiers.pages(record)}
    text = read(pages["officials/navid-kohan.html"].html(record, "")).by_id("main").text
    assert (f"former since a day not stated, already so on 4 May 2020 {said}" in text) == is_told
    names = dict(search_files.files(record))["search/names.js"]
    assert ("formerly; printed without “former” on lists of the Freedonia Treasury" in names) == is_told


@pytest.mark.parametrize(("more", "said"), quick(1, [
    ({"as_of": "2019"}, "documented for 2019"), ({"as_of": "[..2019-05-04]"}, ""), ({}, ""),
    ({"as_of": "2019-05-04", "modality": "inference"}, "inferred for 4 May 2019"),
]))  # fmt: skip
def test_a_post_that_is_past_stands_with_the_day_for_which_a_document_shows_it(
    tmp_path: Path, more: dict[str, str], said: str
) -> None:
    """The day of the document that calls it past shows nothing."""
    world = make_world()
    past = {"holder_id": "navid-kohan", "title": "Guard", "body_id": "lantern-council", "ended": "[..2020-05-04]"}
    world.source("list-of-guards", "freedonia-treasury", "2020-05-04", "sanctions_list")
    world.backed("positions", "navid-kohan-guard", "list-of-guards", **past)
    world.claim("wire-2021", "navid-kohan-guard", "holder_id", **more)
    path = build(world.write(tmp_path / "package"), tmp_path / "out", layers=["text", "rows"], forms=())
    assert Shown(Record.of(Release(path, path.name)), "").documented("navid-kohan-guard") == said


def test_beside_the_numbers_of_entries_a_page_says_what_is_left_out(real_record: Record) -> None:
    said = "Where lists print days of birth, or numbers of documents and registers, they are left out here."
    pages = {page.path: page for page in dossiers.pages(real_record)}
    for key, has in (("asghar-mir-hejazi", True), ("hamid-noury", False)):
        main = read(pages[f"officials/{key}.html"].html(real_record, "")).by_id("main")
        assert (said in main.text) == has == bool(real_record.naming(key, "identifiers", "entity_id")), key


def test_a_person_who_is_no_official_has_the_persian_name_of_an_entry_in_the_order_in_which_people_say_it() -> None:
    person = {"c": ("parties", {"name": "Abbas Azarpendar", "kind": "person"})}
    name = {"entity_id": "c", "language": "fa", "script": "Arab", "kind": "alias", "name": "آذرپندار عباس"}
    assert persian.printed([name], person) == {"c": "عباس آذرپندار"}
    person["c"][1]["name"], name["name"] = "Isa Bayat", "بیات عیسی"  # a final y that is said as an a
    assert persian.printed([name], person) == {"c": "عیسی بیات"}


def test_a_programme_has_one_name_with_its_order(real_record: Record) -> None:
    named = {
        key: read(macros().programme(Shown(real_record, ""), key)).text for key in ("us-iran-eo13876", "us-iran-hr")
    }
    assert named["us-iran-eo13876"] == "Office of the Supreme Leader IRAN-EO13876"
    assert named["us-iran-hr"] == "Human rights in Iran IRAN-HR, Executive Order 13553"


def test_who_was_listed_before_under_another_entry_was_listed_earlier(real_record: Record) -> None:
    page = next(one for one in bodies.pages(real_record) if one.path == "parties/ghavamin-bank.html")
    first = read(page.html(real_record, "")).all("p", class_="finding")[0].text
    assert "15 January 2019 (and earlier under another entry, whether for human rights is not shown)" in first
    page = next(one for one in bodies.pages(real_record) if one.path == "parties/babak-zanjani.html")
    first = read(page.html(real_record, "")).all("p", class_="finding")[0].text
    assert "since 2 February 2026 (and earlier under another entry, not for human rights)" in first


@pytest.mark.parametrize(
    ("event", "target", "words"),
    [
        ("death-girl-protester-16", "seyyed-majid-mirahmadi", ("allegation", "likely")),
        ("killings-zahedan-2022-09-30", "hossein-modarres-khiabani", ("allegation", "none")),
        ("ill-treatment-european-hostages-shiraz-central-prison", "mehdi-nemati", ("allegation", "none")),
        ("killing-schoolgirl-ardabil", "shakar-abdi", ("allegation", "reported")),
        ("killings-bukan-2022-11", "habib-shahsavari", ("allegation", "reported")),
    ],
)
def test_who_is_mentioned_is_told_of_in_the_words_for_the_event_not_for_its_place_or_number(
    event: str, target: str, words: tuple[str, str], real_record: Record
) -> None:
    told = [row for row in real_record.told.listed_for(event, within=False) if row["target_id"] == target]
    assert [(row["modality"], row["hedge"], row["part"]) for row in told] == [(*words, None)]


def test_whom_an_act_names_and_no_list_has_was_not_seen_on_a_list(real_record: Record) -> None:
    (page,) = (page for page in bodies.pages(real_record) if page.path == "parties/supreme-leaders-office.html")
    said = read(page.html(real_record, "")).by_id("main").text
    assert "It was named in an act of the United States of 24 June 2019 itself, without an entry of its own on" in said
    assert "; in the act as Iranian Supreme Leader's Office" in said
    assert "last seen on" not in said


def test_what_an_authority_says_in_an_entry_of_a_post_or_a_body_is_its_reason(real_record: Record) -> None:
    pages = {page.path: page for page in dossiers.pages(real_record)}
    hojati = read(pages["officials/mohsen-hojati.html"].html(real_record, ""))
    (tile,) = (one.text for one in hojati.all("ul", class_="badges")[0].all("li") if one.text.startswith("United N"))
    assert "listed (for something else)" in tile
    assert "its reasons are not" not in tile
    namjoo = read(pages["officials/majid-namjoo.html"].html(real_record, "")).text
    assert "The United Kingdom says: the Supreme National Security Council works out" in namjoo
    assert "it has no reasons for the listings" not in namjoo


@pytest.mark.parametrize(("path", "words"), [
    ("officials/abolghassem-salavati.html",
     "More name the post Judge, Head of Tehran Revolutionary Court, Branch 15, former on some "
     "lists."),
    ("officials/ali-akbar-yasaghi.html",  # a single document, but the newest
     "Documents name him as Head of Branch 26 of Iran's Supreme Court, and in 5 other posts."),
    ("officials/mahmoud-salarkia.html",  # of posts that are past without days the one that most documents name
     "Documents name him as Deputy Prosecutor-General of Tehran for Prison Affairs, "),
    ("officials/hossein-ashtari-fard.html", ", and as Member of the National Security Council."),
    ("officials/qasem-soleimani.html", "long after its end. This record does not track deaths."),
    ("officials/eskandar-momeni.html", "suspect; no answer by him is held here; none was sought elsewhere."),
])  # fmt: skip
def test_a_lead_says_what_lists_still_print_and_what_is_not_tracked(real_record: Record, path: str, words: str) -> None:
    (page,) = (page for page in dossiers.pages(real_record) if page.path == path)
    (lead,) = read(page.html(real_record, "")).all("p", class_="finding")
    assert words in lead.text
    if "momeni" in path:  # which event and which part are meant
        ways = {link.text: link.attributes["href"] for link in lead.all("a")}
        assert ways["one of these events"].startswith("../events/")
        assert ways["1 part"].startswith("../events/")


@pytest.mark.parametrize(("path", "words"), [
    ("parties/irgc.html", "All 60 (59 of them are accusations)"),
    ("parties/irgc.html", " people are on record at its head, not necessarily all."),
    ("parties/babak-zanjani.html", "Our note: The British list of 2 April 2014 says that the European Union listed"),
    ("parties/babak-zanjani.html", "1971 or 1974 (United Kingdom, OFAC in the past); 1971 (United Kingdom in"),
    ("parties/bob-blackman.html", "of which parliament it does not say"),
])  # fmt: skip
def test_a_page_of_a_body_or_speaker_says_what_goes_with_its_numbers(
    real_record: Record, path: str, words: str
) -> None:
    (page,) = (page for page in bodies.pages(real_record) if page.path == path)
    assert words in read(page.html(real_record, "")).text


def test_the_gravest_that_reasons_quote_comes_first_and_each_has_our_note(real_record: Record) -> None:
    pages = {page.path: page for page in dossiers.pages(real_record)}
    page = read(pages["officials/mohammad-taghi-naghdali.html"].html(real_record, ""))
    (lead,) = page.all("p", class_="finding")
    assert "Mohammad Taghi Naghdali demands: arrested protesters should be executed" in lead.text
    said = page.text.rpartition("What the statements of reasons say")[2]
    assert said.index("should be executed") < said.index("the free press")
    assert "the free press ○ alleged by the European Union, as printed on the list of 24 July 2026 Our note: " in said
    # Nothing stands before them on this page.
    assert "What else the statements of reasons say" not in page.text
