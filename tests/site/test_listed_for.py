"""What somebody was listed for, on the pages of persons, listings, events and bodies."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.releases.conftest import add_annex, make_world
from tests.site.conftest import VERSION
from tests.site.reading import Element, led_to, lines, read, read_file
from tests.site.test_hits import named_in

from mostanad.loader import Release
from mostanad.releases import build
from mostanad.site import build_site, dossiers, reasons
from mostanad.site.contents import Record
from mostanad.site.show import Shown


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a release with an act that says what two are listed for."""
    world = make_world()
    add_annex(world)
    next(row for row in world.rows["parties"] if row["party_id"] == "lantern-council")["kind"] = "court"
    folder = tmp_path_factory.mktemp("told")
    release = build(world.write(folder / "package"), folder / "out", layers=["text", "rows"], forms=())
    build_site(Release(release, VERSION), folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, and of one of them that a court acquitted him, as another version of the act has it."""
    world = make_world()
    add_annex(world)
    act, case = "annex-2024", {"entity_id": "omid-faraz", "standing": "acquitted", "standing_date": "2022-03-04"}
    world.source(act, "freedonia-treasury", "2024-06-01", "legal_act")
    world.claim(act, "lantern-council", "name")
    start = len(world.texts[act])
    world.backed("events", "acquittal-2022", act, kind="verdict", title="Acquittal of Faraz", date="2022-03-04")
    for event, part in (("beatings-2020", "accused"), ("acquittal-2022", "defendant")):
        world.backed("participations", f"{event}-faraz-acquitted", act, event_id=event, part=part, **case)
    world.entry(act, start, "freedonia-p1-omid-faraz", "9")
    folder = tmp_path_factory.mktemp("tried")
    release = build(world.write(folder / "package"), folder / "out", layers=["text", "rows"], forms=())
    build_site(Release(release, VERSION), folder / "site")
    return folder / "site"


def section(page: Element, heading: str) -> Element:
    """The part of a page under a heading; a KeyError if there is none."""
    for one in page.all("section"):
        if [head.text for head in one.all("h2")] == [heading]:
            return one
    raise KeyError(heading)


GIVEN = (
    "Given as a reason by the Freedonia Treasury (listed since 3 February 2021; as printed on its list of 1 June 2022)."
)
SAID = (
    "Lantern Council, said to have done it or taken part in it○{} at least 20○ injured (people beaten; according to "
    "the Freedonia Treasury)"
)


def test_a_listing_has_its_reasons_by_event_the_gravest_first(told: Path) -> None:
    part = section(read_file(told / "rows/freedonia-p1-omid-faraz.html"), "What the statement of reasons says")
    event, post = lines(part)
    both = SAID.format(" Omid Faraz, said to have commanded those who did it◍")
    assert event.text == f"Beatings on Lantern Square○, 2 May 2020 {both} {GIVEN}"
    assert post.text.startswith(
        "2019 – March 2021 Warden of the square, Lantern Council ○ stated by the Freedonia Treasury"
    )
    assert "../rows/beatings-2020-faraz.html#part" in [one.attributes["href"] for one in led_to(event)]
    assert all(one.attributes["data-v"] for one in part.all("a", class_="mark"))


def test_a_tie_of_others_that_reasons_name_stands_on_their_pages_only(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    ties = [{"affiliation_id": who, "from_id": who, "to_id": "lantern-council"} for who in ("omid-faraz", "guards")]
    given = [reasons.Reason("", [reasons.Given("affiliations", tie, [])], []) for tie in ties]
    monkeypatch.setattr(dossiers, "reasons", lambda *_: given)
    assert dossiers._reasons(record, "omid-faraz")[1].rows == given[:1]


def test_a_dossier_says_for_which_listings_something_is_a_reason(told: Path) -> None:
    page = read_file(told / "officials/omid-faraz.html")
    said = (
        "These are the reasons as printed on the list of the date given; this record does not show when they were first"
    )
    assert f"describe several events. {said} given." in page.by_id("accusations").all("p", class_="hint")[0].text
    graver, other = [one.text for one in lines(page.by_id("accusations"))]
    assert graver.startswith("Beatings on Lantern Square, 2 May 2020: said to have commanded those who did it")
    assert graver.endswith(SAID.format(""))
    by = "alleged by the Freedonia Treasury, as printed on the list of 1 June 2022"
    assert by in graver  # which says that it is a reason, and where
    assert other.endswith("alleged by Lone Paper, 2020")
    with pytest.raises(KeyError):
        section(page, "What else the statements of reasons say")  # of the one event all stands above
    (post,) = section(page, "Posts").all("li")
    assert post.text.endswith("stated by the Freedonia Treasury, as printed on the list of 1 June 2022")


def test_without_an_entry_there_is_no_such_part(told: Path) -> None:
    with pytest.raises(KeyError):
        section(read_file(told / "rows/utopia-omid-faraz.html"), "Listed for")


def test_an_event_has_parts_by_grade_with_posts_and_who_was_listed_for_it(told: Path) -> None:
    page = read_file(told / "events/beatings-2020.html")
    grades = section(page, "Who is said to have had which part").all("li")
    assert [one.text for one in grades[::2]] == [
        "Said to have done it or taken part in it",
        "Said to have commanded those who did it",
    ]
    first, second = [one.text for one in grades[1::2]]
    assert first.startswith("Lantern Council")
    assert "alleged by the Freedonia Treasury, as printed on the list of 1 June 2022" in second
    assert "alleged by Lone Wire" in second
    assert "(command according to the Freedonia Treasury)" in second
    assert second.endswith("Warden of the square (held then)")
    listed = [one.text for one in section(page, "Listings whose entries describe or mention it").all("li")]
    assert listed == [
        "Omid Faraz, listed by the Freedonia Treasury since 3 February 2021: said to have commanded "
        "those who did it alleged by the Freedonia Treasury",
        "In the reasons for listing. The entries mention it, and do not say outright whether, or how far, any of them "
        "was responsible for it. Entries often conclude that somebody is responsible for violations and name no event: "
        "see the page of each.",
        "Navid Kohan, listed by the Freedonia Treasury since 30 May 2022 alleged by the Freedonia Treasury",
    ]
    said = page.by_id("main").text
    assert "2 people are listed in entries that describe or mention it: both by the Freedonia Treasury. " in said
    accused = "Lantern Council as having done it or taken part in it, Omid Faraz as having commanded those who did it"
    assert f"{accused}, according to the Freedonia Treasury." in said
    assert "Omid Faraz: Warden of the square" in page.all("svg")[0].text
    whole = section(read_file(told / "events/square-2020.html"), "Listings whose entries describe or mention it").all(
        "li"
    )
    assert "said to have commanded those who did it, Beatings on Lantern Square" in whole[0].text


def test_a_body_has_its_people(told: Path) -> None:
    page = read_file(told / "parties/lantern-council.html")
    (post, member) = [one.text for one in section(page, "Who held a post in it").all("li")]
    assert post.startswith("2019 – March 2021 Omid Faraz, Warden of the square")
    assert "stated by the Freedonia Treasury, as printed on the list of 1 June 2022" in post
    assert post.endswith("listed by Freedonia Treasury, Utopia Office (whether for human rights is not shown)")
    assert "Navid Kohan, Member of the council" in member


def test_own_acts_for_which_somebody_is_listed_are_what_they_are_said_to_have_done(told: Path) -> None:
    page, heading = read_file(told / "officials/navid-kohan.html"), "What Navid Kohan is said to have done"
    (judge,) = [one.text for one in section(page, heading).all("li") if "judge" in one.text]
    assert judge.startswith("Trial of the beaten, September 2020: judge")
    assert "alleged by the Freedonia Treasury" in judge
    assert "says that Navid Kohan took part in an event" in page.all("p", class_="finding")[0].text
    event = read_file(told / "events/trial-2020.html").by_id("main").text
    assert "The same passages or reasons for listing also tell of: Beatings on Lantern Square" in event


ACQUITTED = "acquitted by a court on 4 March 2022"


def test_what_a_court_decided_stands_wherever_somebody_is_shown_as_accused(tried: Path) -> None:
    accused = f"said to have commanded those who did it; {ACQUITTED}"
    event = read_file(tried / "events/beatings-2020.html")
    assert f"about Omid Faraz the record also has: {ACQUITTED}." in event.all("p", class_="finding")[0].text
    (line,) = [
        one.text
        for one in section(event, "Listings whose entries describe or mention it").all("li")
        if "Faraz" in one.text
    ]
    assert accused in line
    dossier = read_file(tried / "officials/omid-faraz.html")
    beatings = [one.text for one in dossier.all("li") if one.text.startswith("Beatings on Lantern Square, 2 May 2020")]
    assert len(beatings) == 1  # in one section, with all standings
    assert accused in beatings[0]
    row = section(read_file(tried / "rows/freedonia-p1-omid-faraz.html"), "What the statement of reasons says")
    assert f"said to have commanded those who did it◍; {ACQUITTED}" in row.text
    alone = read_file(tried / "rows/beatings-2020-faraz.html").by_id("main").text
    assert f"About the same part this record also has: {ACQUITTED}." in alone


def test_each_person_stands_once_under_a_part_with_all_standings(tried: Path) -> None:
    lines = section(read_file(tried / "events/beatings-2020.html"), "Who is said to have had which part").all("li")
    assert [one.text.startswith(f"Omid Faraz; {ACQUITTED}") for one in lines if "Omid Faraz" in one.text] == [True]
    (verdict,) = section(read_file(tried / "events/acquittal-2022.html"), "Who is said to have had which part").all(
        "li"
    )[1:]
    assert verdict.text.startswith(f"Omid Faraz; {ACQUITTED}")


def test_a_dossier_says_first_what_a_court_decided_for_somebody(tried: Path, told: Path) -> None:
    def first(site: Path) -> str:
        return " ".join(one.text for one in read_file(site / "officials/omid-faraz.html").all("p", class_="finding"))

    assert f"Also on record: {ACQUITTED} (Acquittal of Faraz)." in first(tried)
    assert "Also on record" not in first(told)


def test_an_acquittal_is_no_reason_and_what_is_later_than_a_listing_says_so(tried: Path) -> None:
    page = read_file(tried / "officials/omid-faraz.html")
    (line,) = [one.text for one in page.all("li") if one.text.startswith("Acquittal of Faraz, 4 March 2022")]
    assert line.endswith(
        "Mentioned in the entry by the Freedonia Treasury "
        "(listed since 3 February 2021, before this began; as printed on its list of 1 June 2024)."
    )
    event = read_file(tried / "events/acquittal-2022.html")
    (listed,) = [one.text for one in section(event, "Listings whose entries describe or mention it").all("li")]
    assert listed.endswith("The event is later than the listing of 3 February 2021.")


@pytest.mark.slow
def test_a_post_that_a_document_calls_past_is_former_and_no_more(tmp_path: Path) -> None:
    world = make_world()
    past = {"holder_id": "navid-kohan", "title": "Guard", "body_id": "lantern-council", "ended": "[..2020-05-04]"}
    world.backed("positions", "navid-kohan-guard", "council-record", **past)
    release = Release(build(world.write(tmp_path / "package"), tmp_path / "out", forms=()), VERSION)
    build_site(release, tmp_path / "site")
    said = "former since a day not stated, already so on 4 May 2020"
    page = read_file(tmp_path / "site/officials/navid-kohan.html")
    assert f"{said} Guard" in section(page, "Posts").text
    assert "2020" not in page.all("svg")[0].text or "Guard" not in page.all("svg")[0].text
    assert f"{said} Navid Kohan, Guard" in read_file(tmp_path / "site/parties/lantern-council.html").by_id("main").text


@pytest.mark.slow
def test_a_post_in_the_entry_of_somebody_else_is_not_what_a_list_says_of_its_holder(tmp_path: Path) -> None:
    world = make_world()
    add_annex(world)
    act = "annex-2024"
    world.source(act, "freedonia-treasury", "2024-06-01", "legal_act")
    world.claim(act, "lantern-council", "name")
    start = len(world.texts[act])
    for who, title in (("omid-faraz", "Chief"), ("navid-kohan", "Captain")):
        world.backed("positions", f"{who}-open", act, holder_id=who, title=title, started="2022")
        world.rows["claims"][-1]["as_of"] = "[..2024-06-01]"
    world.entry(act, start, "freedonia-p1-omid-faraz", "9")
    release = Release(build(world.write(tmp_path / "package"), tmp_path / "out", forms=()), VERSION)
    assert release._days["omid-faraz-open"]["printed"] == dt.date(2024, 6, 1)
    assert (release._days["navid-kohan-open"]["printed"], release._days["omid-faraz-open"]["elsewhere"]) == (None, None)
    build_site(release, tmp_path / "site")
    first = read_file(tmp_path / "site/officials/omid-faraz.html").all("p", class_="finding")[0].text
    assert (
        "Chief, from 2022 (no document says until when; a list of 1 June 2024 prints it without “former”; deaths "
        in first
    )
    page = read_file(tmp_path / "site/officials/omid-faraz.html")
    assert "is not tracked: a list can go on printing it." in section(page, "Posts").text
    assert page.by_id("main").text.count("Nor does this record track deaths, criminal cases, ") == 1
    first = read_file(tmp_path / "site/officials/navid-kohan.html").all("p", class_="finding")[0].text
    assert (
        "Captain, from 2022 (no document says until when; named so in the entry of Omid Faraz on the list of" in first
    )


@pytest.mark.slow
def test_an_open_post_says_how_far_it_is_documented_and_that_no_document_says_more(tmp_path: Path) -> None:
    world = make_world()
    post = {"holder_id": "omid-faraz", "title": "Chief", "body_id": "lantern-council", "started": "2019"}
    world.backed("positions", "omid-faraz-chief", "council-record", **post)
    release = Release(build(world.write(tmp_path / "package"), tmp_path / "out", forms=()), VERSION)
    build_site(release, tmp_path / "site")
    first = read_file(tmp_path / "site/officials/omid-faraz.html").all("p", class_="finding")[0].text
    assert "no document says until when" in first
    page = read_file(tmp_path / "site/officials/omid-faraz.html")
    assert page.by_id("main").text.count("Nor does this record track deaths, criminal cases, ") == 1
    _, entities = named_in(tmp_path / "site")
    assert entities["officials/omid-faraz.html"][3].startswith("Chief, from 2019; last documented ")


def test_an_event_says_what_no_document_here_tells_of_it(told: Path) -> None:
    said = read_file(told / "events/beatings-2020.html").by_id("main").text
    assert "ordered it" not in said  # that nobody did so, no document says
    assert "No document here gives a number" not in said
    said = read_file(told / "events/trial-2020.html").by_id("main").text
    assert "ordered it" not in said  # a trial is nothing that somebody orders


def test_the_picture_of_an_event_has_the_listings_that_mention_it(told: Path) -> None:
    picture = read_file(told / "events/beatings-2020.html").all("figure", class_="chart")[0]
    assert picture.all("h2")[0].text == ("Omid Faraz is on record as listed with reasons that mention it")
    assert "Utopia" not in picture.all("svg")[0].text


def test_that_a_listing_is_for_human_rights_is_ours(record: Record) -> None:
    listings = [{**row, "human_rights": True} for row in record.tables["sanctions"]]
    programmes = [{**row, "title": "Serious Abuses"} for row in record.tables["programmes"]]
    held = replace(record, tables={**record.tables, "sanctions": listings, "programmes": programmes})
    (page,) = [one for one in dossiers.pages(held) if one.path == "officials/omid-faraz.html"]
    under, without = read(page.html(held, "")).by_id("listings").all("li")
    assert "is our classification; the authority calls the programme “Serious Abuses”." in under.text
    assert "That it is for human rights is our classification." in without.text
    # It is said once before, and leads to how we classify; where nothing is classed there is nothing to say.
    said = "“For human rights” is our classification of a programme, or of the reasons given: how we classify."
    assert [one.text for one in read(page.html(held, "")).all("p", class_="hint")].count(said) == 1
    (other,) = [one for one in dossiers.pages(record) if one.path == "officials/omid-faraz.html"]
    assert said not in read(other.html(record, "")).text


@pytest.mark.parametrize("path", ["officials.html", "bodies.html", "sanctions.html"])
def test_lists_say_that_human_rights_are_our_classification(path: str, site: Path) -> None:
    links = [one.attributes["href"] for one in led_to(read_file(site / path))]
    assert links.count("about.html#human-rights") == 1
    assert "class a programme as one for human rights" in read_file(site / "about.html").by_id("human-rights").text


def test_a_listing_that_was_carried_over_stands_in_one_line_with_the_one_from_which(record: Record) -> None:
    old = next(row for row in record.tables["sanctions"] if row["sanction_id"] == "freedonia-p1-omid-faraz")
    later = {"listed": "2021-12-31", "listed_min": dt.date(2021, 12, 31), "listed_max": dt.date(2021, 12, 31)}
    new = {**old, "sanction_id": "freedonia-p2-omid-faraz", "programme_id": None, **later}
    tables = {**record.tables, "sanctions": [*record.tables["sanctions"], new]}
    held = replace(record, tables=tables)
    held.told.__dict__["carried"] = {"freedonia-p2-omid-faraz": old["programme_id"]}
    unknown = {"begun_by": None, "last_documented": None, "latest": None}
    for one in (held.release, held.held, held.told):
        one.__dict__["_days"] = {**held.spans, "freedonia-p2-omid-faraz": unknown}
    held.told.__dict__["left_open"] = {old["sanction_id"]}  # its list is not kept any more
    (page,) = [one for one in dossiers.pages(held) if one.path == "officials/omid-faraz.html"]
    shown = read(page.html(held, ""))
    (line,) = [one.text for one in shown.by_id("listings").all("li") if "Freedonia" in one.text]
    (card,) = [one.text for one in shown.all("ul", class_="badges")[0].all("li") if "Freedonia" in one.text]
    for said in (line, card):
        assert "since 3 February 2021 (carried over on 31 December 2021)" in said


def test_a_passage_of_a_statement_of_reasons_stands_in_an_entry(told: Path) -> None:
    """Who opens the document finds the entry; nobody counts 10,000 characters."""
    row = read_file(told / "rows/beatings-2020-faraz.html")
    assert any("there, entry 7 (Omid Faraz), characters " in one.text for one in row.all("p", class_="hint"))


@pytest.mark.parametrize(
    ("documents", "said"),
    [
        (["sanctions_list/ofac_sdn", "sanctions_list/ofac_sdn"], "it falls between two versions of the list."),
        (["sanctions_list/ofac_sdn", "dataset/csv/2021-01-02"], "it falls between a list and a third party’s table of"),
        (["legal_act/text", "sanctions_list/ofac_sdn"], "it falls between the act and the first list here"),
        (["sanctions_list/ofac_sdn/2021-02-03"], "the first version of the list that we hold shows it."),
        (["sanctions_list/un_consolidated"], "the list of 2 August 2026 only shows that it is one of these."),
        (["sanctions_list/australia_dfat"], "the list of 2 August 2026 gives at most the year of the act, days of"),
    ],
)  # fmt: skip
def test_why_the_day_of_a_listing_is_not_known_is_said_by_its_documents(
    record: Record, documents: list[str], said: str
) -> None:
    sources, claims = {}, []
    for number, document in enumerate(documents):
        kind, form, day = (*document.split("/"), "2026-08-02")[:3]
        found = {"kind": kind, "format": form, "published": day, "published_max": dt.date.fromisoformat(day)}
        sources[f"list-{number}"] = found | {"published_min": found["published_max"]}
        claims.append({"source_id": f"list-{number}", "as_stated": None})
    key, row = "utopia-omid-faraz", dict(record.rows["utopia-omid-faraz"][1], listed="[..2021-02-03]")
    row |= {"listed_min": dt.date(2020, 2, 3), "listed_max": dt.date(2021, 2, 3)}
    held = replace(record)
    evidence = SimpleNamespace(of=lambda row_id: {"listed": claims})
    held.__dict__.update(evidence=evidence, sources=sources, rows={key: ("sanctions", row)})
    what = "from which day it stands" if "australia_dfat" in documents[0] else "the day"
    assert Shown(held, "").undated(key).startswith(f"No document here prints {what}: {said}")
    claims[0]["as_stated"] = "3.2.2021"
    printed = "The list prints “3.2.2021”; no document here shows that it began then and stood without a break."
    older = " It cannot be older than the act." if "legal_act" in documents[0] else ""
    assert Shown(held, "").undated(key) == printed + older


@pytest.mark.parametrize(
    ("listing", "said"),
    [
        ("us-iran-eo13876-ali-akbar-velayati", "it falls between the act “Executive Order 13876” and the first list"),
        ("us-iran-tra-ali-fazli", "between the act “Iran Threat Reduction and Syria Human Rights Act of 2012” and the"),
        (
            "ca-sema-1-part-2-amir-ali-hajizadeh",
            "than the act “Special Economic Measures (Iran) Regulations (SOR/2010-",
        ),
    ],
)
def test_the_act_than_which_a_listing_cannot_be_older_is_named_whoever_lists(
    real_record: Record, listing: str, said: str
) -> None:
    """An order of 2018 that speaks of a law of 2012 is not that law."""
    assert said in Shown(real_record, "").undated(listing)
