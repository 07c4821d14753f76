"""Pages of organisations, authorities, programmes and speakers: what they say first is what the release says."""

from __future__ import annotations

import csv
import datetime as dt
import doctest
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from tests.conftest import Bench
from tests.releases.conftest import make_world
from tests.site.macros import macros
from tests.site.reading import Element, led_to, read, read_file

from mostanad.loader import Release
from mostanad.matching.folding import is_persian
from mostanad.models.language import speaking
from mostanad.models.words import meant
from mostanad.releases import build
from mostanad.site import bodies, build_site, page, sections, titles
from mostanad.site.builder import all_pages
from mostanad.site.contents import Record
from mostanad.site.page import Page, anchor
from mostanad.site.persian import Persian
from mostanad.site.show import Shown

#: A number and a noun that do not go together.
WRONG = re.compile(r"\b1 (?:people|bodies|events|statements|numbers|facts|programmes|parts|listings|others)\b"
                   r"|\b(?:[02-9]|\d[\d,]*\d) (?:person|body|event|statement|number|fact|programme)\b"
                   r"|\b(?:is|are) (?:is|are)\b|[ ,]\.|\b(\w+) \1\b")  # fmt: skip


@pytest.fixture(scope="module")
def norland(bench_template: Bench, tmp_path_factory: pytest.TempPathFactory) -> Record:
    """The release of Norland."""
    path = build(bench_template.root, tmp_path_factory.mktemp("norland"), layers=["text", "rows"], forms=())
    record = Record.of(Release(path, path.name))
    posts = [{**row, "rank": "head"} for row in record.tables["positions"]]
    return replace(record, tables={**record.tables, "positions": posts})


def made(record: Record, *folders: str) -> Iterator[tuple[str, Element]]:
    """The pages in some folders, but for the later ones of long lists."""
    for one in all_pages(record):
        if one.path.split("/")[0] in folders and one.path.count("/") == 1 and one.template != "gone":
            yield one.path, read(one.html(record, ""))


def finding(page: Element) -> str:
    (found,) = page.all("p", class_="finding")
    return found.text


def brief(page: Element) -> str:
    """What a page says in brief below its lead."""
    return next((one.text for one in page.all("section") if one.all("h2", id="brief")), "")


def read_page(record: Record, path: str) -> Element:
    (found,) = (one for one in all_pages(record) if one.path == path)
    return read(found.html(record, ""))


@pytest.mark.parametrize("which", ["record", "norland"])
@pytest.mark.slow
def test_each_page_says_its_finding_in_words_that_go_together(which: str, request: pytest.FixtureRequest) -> None:
    record = request.getfixturevalue(which)
    pages = dict(made(record, "parties", "programmes", "events"))
    unnamed = {row["party_id"] for row in record.tables["parties"] if row["kind"] == "unnamed"}
    for table in ("parties", "programmes", "events"):
        ids = {next(iter(row.values())) for row in record.tables[table]} - unnamed
        assert {f"{table}/{key}.html" for key in ids} == {path for path in pages if path.startswith(table)}
    for path, one in pages.items():
        assert len(finding(one)) > 15, path
        assert not WRONG.search(finding(one)), (path, finding(one))


@pytest.mark.parametrize("which", ["norland", pytest.param("real_record", marks=pytest.mark.slow)])
def test_a_lead_has_at_most_five_sentences_each_with_a_link(which: str, request: pytest.FixtureRequest) -> None:
    for path, one in made(request.getfixturevalue(which), "parties", "events", "programmes"):
        (lead,) = one.all("p", class_="finding")
        sentences = re.split(r"(?<=[^A-Z][.])(?<!No[.]) (?=[A-Z0-9])", " ".join(lead.text.split()))
        assert len(sentences) <= 5, (path, sentences)
        known = [
            one for one in sentences if one != "No document here says who led it."
        ]  # of which there is nothing to see
        assert len(led_to(lead)) >= len(known), (path, sentences)


def test_a_court_says_who_led_it_and_of_what_it_is_part(norland: Record) -> None:
    court = read_page(norland, "parties/harbour-court.html")
    assert finding(court) == (
        "The Harbour Court is a court, part of the Coastal Authority. "
        "Documents name 1 person at its head, not necessarily all: Bahram Nikpour (from March 2017; "
        "last documented on 20 December 2019; no document says until when)."
    )
    assert "The record has 1 number of its own." in brief(court)
    hrefs = [one.attributes["href"] for one in led_to(court.all("p", class_="finding")[0])]
    assert hrefs[:2] == ["../rows/harbour-court-part-of-coastal-authority.html#relation", "coastal-authority.html"] or (
        "../parties/coastal-authority.html" in hrefs
    )
    assert "../rows/bahram-nikpour-head.html" in hrefs
    above = read_page(norland, "parties/coastal-authority.html")
    assert "1 body of this record is directly under it; there may be others." in brief(above)
    assert "Harbour Court" in above.all("ul", class_="tree")[0].text


def test_the_list_of_bodies_leads_to_each_kind_with_its_number(norland: Record) -> None:
    (found,) = (one for one in bodies.pages(norland) if one.path == "bodies.html")
    bar = read(found.html(norland, "")).all("nav", class_="bar")[0]
    kinds = Counter(row["kind"] for row in norland.tables["parties"] if row["kind"] != "unnamed")
    links = led_to(bar)
    assert {one.text for one in links} == {meant(kind).capitalize() for kind in kinds}
    assert "Non-governmental organisation (2)" in bar.text
    assert all(f"{meant(kind).capitalize()} ({number})" in bar.text for kind, number in kinds.items())
    assert "prison" not in kinds or links[0].text == "Prison"
    assert {one.attributes["href"] for one in links} == {f"bodies.html#{anchor(meant(kind))}" for kind in kinds}


def test_a_country_is_named_and_not_by_its_code(record: Record) -> None:
    rows = [{**row, "country": "TR"} if row["party_id"] == "lone-wire" else row for row in record.tables["parties"]]
    held = replace(record, tables={**record.tables, "parties": rows})
    names = []
    for language in held.languages:
        with speaking(language):
            for path in ("parties/lone-wire.html", "rows/lone-wire.html"):
                text = read_page(held, path).by_id("main").text
                assert not re.search(r"\bTR\b", text), path
                names += re.findall("Türkiye|ترکیه", text)
    assert names == ["Türkiye", "Türkiye", "ترکیه", "ترکیه"]


def test_each_country_of_the_dataset_has_a_name_in_each_language() -> None:
    with (Path(__file__).parents[2] / "datasets/parties.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["country"] for row in csv.DictReader(file)} - {""}
    assert {"EU", "IR", "TR"} <= codes
    assert [code for code in codes if meant(code) == code] == []
    with speaking(Persian({})):
        assert [code for code in codes if not is_persian(meant(code))] == []


def test_bodies_above_in_one_way_are_named_with_one_word(norland: Record) -> None:
    """Only where nothing stands behind them: a day of one is not that of the other."""
    own, other, *rest = norland.tables["affiliations"]
    tie = {"from_id": "harbour-court", "relation": "subordinate_to", "started": None, "ended": None}
    first, last = ({**own, **tie, "to_id": "coastal-authority"}, {**other, **tie, "to_id": "norland-treasury"})
    said = {}
    for started in (None, "2019"):
        ties = [first, {**last, "started": started}, *(row for row in rest if row["from_id"] != "harbour-court")]
        held = replace(norland, tables={**norland.tables, "affiliations": ties})
        said[started] = finding(read_page(held, "parties/harbour-court.html")).split(". ")[0]
    court, over = "The Harbour Court is a court", "subordinate to the Coastal Authority"
    assert said[None] == f"{court}, {over} and the Treasury of Norland"
    assert said["2019"] == f"{court}, {over} and subordinate to the Treasury of Norland, from 2019"


@pytest.mark.slow
def test_a_body_has_no_heading_above_names_that_are_not_there(record: Record) -> None:
    name = {
        **record.tables["names"][0],
        "entity_id": "lone-wire",
        "name": "Lone Wire",
        "kind": "alias",
        "script": "Latn",
    }
    for names, said in (
        ([name], False),
        ([{**name, "name": "The Grey Wire"}], True),
        ([{**name, "kind": "primary"}], True),
    ):
        held = replace(record, tables={**record.tables, "names": names})
        assert ("Names" in [one.text for one in read_page(held, "parties/lone-wire.html").all("h2")]) is said


def test_our_note_on_a_post_at_the_head_of_a_body_says_that_it_is_ours(norland: Record) -> None:
    posts = [{**row, "note": "two documents differ"} for row in norland.tables["positions"]]
    held = replace(norland, tables={**norland.tables, "positions": posts})
    (line,) = read_page(held, "parties/harbour-court.html").by_id("heads").parent.all("li")  # type: ignore[union-attr]
    assert line.text.endswith("Our note: Two documents differ.")


def test_an_authority_says_what_it_lists_and_a_programme_on_what_it_stands(norland: Record) -> None:
    treasury = read_page(norland, "parties/norland-treasury.html")
    assert "It lists 1 person of this record under 1 programme; no version that we hold shows" in finding(treasury)
    assert [one.text for one in treasury.by_id("programmes").parent.all("th", scope="row")] == [  # type: ignore[union-attr]
        "HARBOUR"
    ]
    programme = read_page(norland, "programmes/norland-harbour.html")
    assert programme.all("h1")[0].text == "HARBOUR, Treasury of Norland"
    assert "lists 1 person of this record under the programme HARBOUR" in finding(programme)
    assert "Its name here is ours, not the authority’s." in programme.by_id("main").text
    assert "It rests on Harbour Act (○ stated by Norland Gazette, 2019). We class it as a prog" in finding(programme)
    listed = programme.by_id("listed").parent
    assert listed is not None
    assert [one.text for one in listed.all("li")] == ["19 December 2019≠ Bahram Nikpour◆"]  # the Herald says Wednesday


def test_listings_that_ended_stand_apart_with_the_word_and_the_sentence_leads_there(record: Record) -> None:
    """So many are listed as stand there, and nobody takes who was taken off for one of them."""
    day = dt.date(2022, 1, 1)
    end = {"delisted": str(day), "delisted_min": day, "delisted_max": day}
    (old,) = [row for row in record.tables["sanctions"] if row["programme_id"] == "freedonia-p1"]
    other = {**old, "sanction_id": "utopia-omid-faraz", "target_id": "navid-kohan"}
    held = replace(record, tables={**record.tables, "sanctions": [{**old, **end}, other]})
    programme = read_page(held, "programmes/freedonia-p1.html")
    assert "lists 1 person of this record" in finding(programme)
    assert "; 1 listing under it has ended." in finding(programme)
    links = [one.attributes["href"] for one in led_to(programme.all("p", class_="finding")[0])]
    assert {"#listed", "#ended"} <= set(links)
    listed, ended = (programme.by_id(name).parent.all("li") for name in ("listed", "ended"))  # type: ignore[union-attr]
    assert [one.text[:-1] for one in listed] == ["3 February 2021 Navid Kohan"]
    assert [one.text[:-1] for one in ended] == ["3 February 2021 – 1 January 2022, ended Omid Faraz"]


def test_people_and_organisations_are_counted_apart(record: Record) -> None:

    def counted(*ids: str) -> str:
        return read(macros().counted(record, ids)).text

    assert counted("omid-faraz", "navid-kohan") == "2 people"
    assert counted("omid-faraz", "lantern-council") == "1 person and 1 organisation"
    assert counted("lantern-council", "blue-front") == "2 organisations"


def test_of_a_body_that_is_no_source_it_is_not_said_that_it_asserts_nothing(record: Record) -> None:
    silent = {key for key, counts in record.resting.items() if not (counts["asserts"] or counts["publishes"])}
    assert silent  # those tied to a speaker: facts rest on them too
    for path, shown in made(record, "parties"):
        is_there = any(one.attributes.get("id") == "rests" for one in shown.all("h2"))
        key = Path(path).stem
        assert is_there == (key in record.resting and key not in silent), path


def test_a_speaker_says_how_much_rests_on_it_alone(record: Record) -> None:
    whole = len(record.release.facts())
    for party, counts in record.resting.items():
        without = record.release.without([party], origins=True).facts()
        assert int((~without["survives"]).sum()) == counts["alone"], party
    assert any(counts["alone"] for counts in record.resting.values())
    front = read_page(record, "parties/blue-front.html")
    rests = front.by_id("rests").parent
    assert rests is not None
    counts = record.resting["blue-front"]
    assert f"of the {whole:,} in this record" in rests.text
    assert f"Blue Front asserts {counts['asserts']} fact" in rests.text
    assert f"{counts['alone']} facts rest on it and those tied to it alone: all that supports them" in rests.text


def test_an_authority_says_of_a_prison_what_the_prison_is_said_to_say(record: Record) -> None:
    (said,) = [row for row in record.tables["statements"] if row["statement_id"] == "blue-front-on-kohan"]
    body = record.rows[said["speaker_id"]][1]
    of_others = {**said, "speaker_id": "harbour-jail"}
    jail = {**body, "party_id": "harbour-jail", "name": "Harbour Jail", "kind": "prison"}
    tables = {**record.tables, "parties": [*record.tables["parties"], jail]}
    tables["statements"] = [of_others if row is said else row for row in tables["statements"]]
    page = read_page(replace(record, tables=tables), "parties/harbour-jail.html")
    assert "Its stance, according to others" in page.by_id("main").text
    assert re.search(r"According to Lone Paper, Harbour Jail \w+: he was there", page.by_id("main").text)
    assert "of its own" not in finding(page)


def test_what_happened_in_a_prison_is_found_by_its_town_if_the_title_names_it(record: Record) -> None:
    """The place of an event can be the town, of which a prison has its name."""
    (event, *_), key = record.tables["events"], "lantern-council"
    events = [
        {**event, "event_id": "there", "place": "Lantern", "title": "Deaths at the Lantern Council in 2009"},
        {**event, "event_id": "beside", "place": "Lantern", "title": "Deaths at Lantern in 2009"},
    ]
    for kind, there in (("prison", ["there"]), ("armed_force", [])):
        parties = [{**row, "kind": kind} if row["party_id"] == key else row for row in record.tables["parties"]]
        held = replace(record, tables={**record.tables, "events": events, "parties": parties})
        assert [row["event_id"] for row in bodies._happened(held, key)] == there


def test_what_is_tied_in_a_circle_ends(norland: Record) -> None:
    tie = {"affiliation_id": "x", "relation": "part_of"}
    rows = [{**tie, "from_id": "harbour-court", "to_id": "coastal-authority"},
            {**tie, "from_id": "coastal-authority", "to_id": "harbour-court"}]  # fmt: skip
    looped = Record(norland.release, {**norland.tables, "affiliations": rows}, norland.evidence)
    (below,) = bodies._ties(looped, "harbour-court", "to_id", "from_id", 6)
    assert (below["id"], [one["id"] for one in below["more"]]) == ("coastal-authority", [])


@pytest.mark.slow
def test_long_parts_of_a_page_have_pages_of_their_own(
    invented: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site(invented, tmp_path / "whole")
    monkeypatch.setattr(sections, "SHOWN", 1)
    monkeypatch.setattr(page, "MOST", 1)
    build_site(invented, tmp_path / "site")
    whole = read_file(tmp_path / "whole/parties/lantern-council.html")
    cut = read_file(tmp_path / "site/parties/lantern-council.html")
    for name in ("people",):
        all_rows, first = (one.by_id(name).parent for one in (whole, cut))
        assert all_rows is not None
        assert first is not None
        assert len(first.all("li")) == 1 < len(all_rows.all("li"))
        assert led_to(first)[-1].attributes["href"] == f"../parties/lantern-council/{name}.html"
        many = len(all_rows.all("li"))
        paths = [f"parties/lantern-council/{name}.html"]
        paths += [f"parts/parties/lantern-council/{name}/{number}.html" for number in range(2, many + 1)]
        rows = [read_file(tmp_path / "site" / path).all("ul", class_="rows")[0].all("li") for path in paths]
        # Who lists somebody stands once where several posts of one person follow each other on a page.
        both = [
            [row.text.partition(" listed by ")[0] for row in some] for some in ([*chain(*rows)], all_rows.all("li"))
        ]
        assert both[0] == both[1]


@pytest.mark.parametrize("module", [page, titles])
def test_the_examples_of_the_docstrings(module: object) -> None:
    found = doctest.testmod(module)  # type: ignore[arg-type]
    assert found.failed == 0
    assert found.attempted


def test_no_sentence_of_the_real_site_has_a_number_and_a_noun_that_do_not_go_together(
    real_record: Record, real_site: Path
) -> None:
    counted = Counter[str]()
    for folder in ("parties", "programmes", "events"):
        ids = {next(iter(row.values())) for row in real_record.tables[folder]} - {"unnamed"}
        for key in ids:
            text = (real_site / folder / f"{key}.html").read_text("utf-8")
            (said,) = re.findall(r'<p class="finding">(.*?)</p>', text, re.DOTALL)
            words = read(f"<p>{said}</p>").text
            assert len(words) > 15, key
            assert not WRONG.search(words), (key, words)
            counted[folder] += 1
    assert min(counted.values()) > 20


@pytest.mark.slow
def test_a_court_whose_head_no_document_names_says_so(tmp_path: Path) -> None:
    world = make_world()
    kinds = {"court": "court", "gaol": "prison", "shop": "company", "ministry": "state_body", "senate": "legislature"}
    for key, kind in ((f"lantern-{key}", kind) for key, kind in kinds.items()):
        world.add("parties", key, name=key.replace("-", " ").title(), kind=kind)
    world.backed("positions", "omid-faraz-head", "council-record", holder_id="omid-faraz", title="Head of the gaol",
                 rank="head", body_id="lantern-gaol")  # fmt: skip
    path = build(world.write(tmp_path / "package"), tmp_path / "out", forms=())
    record = Record.of(Release(path, path.name))
    pages = {key: read_page(record, f"parties/lantern-{key}.html") for key in kinds}
    unled = [key for key, page in pages.items() if "No document here says who led it." in page.text]
    assert unled == ["court", "ministry", "senate"]
    for key in unled:  # before all else, where its heads would stand
        assert "No document here says who led it." in pages[key].all("p", class_="finding")[0].text


@pytest.mark.parametrize(
    ("kind", "name", "is_said"),
    [
        ("ngo", "People's Tribunal of Norland", True),
        ("ngo", "Court of Conscience", True),
        ("ngo", "Friends of Courtesy", False),
        ("court", "Court of Norville", False),
    ],
)
def test_an_organisation_that_calls_itself_a_tribunal_is_no_court_of_a_state(
    record: Record, kind: str, name: str, is_said: bool
) -> None:
    party = {**record.rows["blue-front"][1], "kind": kind, "name": name}
    held = replace(record)
    held.__dict__["rows"] = {**record.rows, "blue-front": ("parties", party)}
    _, said = record.rows["blue-front-on-kohan"]
    assert ("(not a court of a state)" in read(macros().statement(Shown(held, ""), said, True)).text) == is_said
    parts = {section.name: section for section in bodies.sections(held, "blue-front")}
    context = bodies._party(held, party, parts)
    made = Page("parties/blue-front.html", "party", name, lambda: context)
    lead = read(made.html(held, "")).all("p", class_="finding")[0].text
    assert (", not a court of a state" in lead) == is_said


@pytest.mark.slow
def test_a_listed_person_has_a_year_of_birth_and_who_gives_it(tmp_path: Path) -> None:
    world = make_world()
    for key, born in (("otto-post", "1961"), ("ada-vox", "")):
        world.add("parties", key, name=key, kind="person", born=born)
        listed = {"target_id": key, "authority_id": "freedonia", "programme_id": "freedonia-p1"}
        world.backed("sanctions", f"freedonia-p1-{key}", "gazette-list", **listed)
    world.claim("gazette-list", "otto-post", "born")
    world.claim("wire-story", "otto-post", "born", stance="disputes", value="1967")
    path = build(world.write(tmp_path / "package"), tmp_path / "out", layers=["text", "rows"], forms=())
    record = Record.of(Release(path, path.name))
    known, unknown = (read_page(record, f"parties/{key}.html") for key in ("otto-post", "ada-vox"))
    assert "Born1961≠ (Freedonia Gazette); 1967 (Lone Wire)" in known.all("dl", class_="card")[0].text
    assert "Bornno document here says" in unknown.all("dl", class_="card")[0].text
