"""Proceedings over an event, and the sentences and executions that followed from them."""

from __future__ import annotations

import pytest
from tests.site.conftest import rich_world
from tests.site.reading import led_to, read
from tests.site.test_events import main_of, page_of

from mostanad.loader import Release
from mostanad.releases import build
from mostanad.site import dossiers, events
from mostanad.site.contents import Record
from mostanad.site.timelines import timeline


def test_who_is_only_named_in_proceedings_is_not_said_to_have_had_a_part(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    world, folder = rich_world(), tmp_path_factory.mktemp("proceedings")
    cells = {"kind": "torture", "title": "Beating of a Clerk", "date": "2019-06"}
    world.backed("events", "beating-clerk", "council-record", **cells)
    part = {"event_id": "beating-clerk", "entity_id": "omid-faraz", "part": "accused", "standing": "investigated"}
    world.add("participations", "beating-clerk-omid", **part)
    fields = "entity_id event_id part standing"
    world.claim("council-record", "beating-clerk-omid", fields, modality="allegation")
    release = build(world.write(folder / "package"), folder / "out", layers=["text", "rows"], forms=())
    record = Record.of(Release(release, "2026.11.0"))
    page = next(one for one in dossiers.pages(record) if one.path == "officials/omid-faraz.html")
    main = read(page.html(record, "")).by_id("main")
    assert (
        "Beating of a Clerk, June 2019: named in proceedings over it; under investigation" in main.by_id("others").text
    )
    assert all("Beating" not in one.text for one in main.all("section") if one.attributes.get("id") == "accusations")
    (event,) = (one for one in events.pages(record) if one.path == "events/beating-clerk.html")
    said = read(event.html(record, "")).by_id("main").text
    assert "Omid Faraz is on record with proceedings over it: under investigation." in said
    assert "is said to have had a part in it" not in said
    assert "without a grade of responsibility" not in said
    title = timeline(record, "beating-clerk").finding
    assert title == "What is on record, in order of time"


def test_a_suspension_after_proceedings_is_reported_and_no_deed_is_alleged(real_record: Record) -> None:
    pages = {page.path: page for page in dossiers.pages(real_record) if page.template == "official"}
    main = read(pages["officials/hamid-reza-emadi.html"].html(real_record, "")).by_id("main")
    assert "The European Union and the United Kingdom say that he is responsible for several events" in main.text
    assert "harassment" not in main.by_id("accusations").text
    path = "events/suspension-hamid-reza-emadi.html"
    (event,) = (page for page in events.pages(real_record) if page.path == path)
    said = read(event.html(real_record, "")).by_id("main").text
    assert "The European Union says so" in said
    assert "The European Union reports: Emadi underwent disciplinary proceedings in 2016" in said
    assert not [words for words in ("alleg", "without a grade of responsibility", "had a part") if words in said]


def test_an_execution_leads_to_the_verdict_and_acquits_nobody(real_record: Record) -> None:
    page = page_of(real_record, "events/executions-musa-asif-al-hosseini.html")
    (first,) = page.all("ul", class_="beside")
    assert "For who is said to have passed the sentence, see " in first.text
    assert "../events/verdicts-death-musa-asif-al-hosseini-2022.html" in [
        one.attributes["href"] for one in led_to(first)
    ]
    said = main_of(real_record, "events/executions-kachui-prison.html")
    assert "This page does not say who passed the sentence." in said
    lead = "For who is said to have passed the sentence, see Summary death sentences attributed to the death commi"
    assert lead in main_of(real_record, "events/massacre-1988.html")
    said = main_of(real_record, "officials/mostafa-pour-mohammadi.html")
    told = "Summary death sentences attributed to the death commissions of 1988, 1988: said to have belonged to it"
    assert told in said.replace(" ,", ",").replace(" :", ":")


def test_a_judge_who_answers_by_virtue_of_office_did_not_pass_the_sentence(real_record: Record) -> None:
    said, nobody = (
        main_of(real_record, "events/verdicts-death-mashhad.html"),
        "nobody on this page is said to have passed",
    )
    assert "Ali-Akbar Yasaghi (judge, by virtue of office, as we read it)" in said
    assert said.count("passed the sentence") == said.count(f"{nobody} the sentence.") == 1
    said = main_of(real_record, "events/trials-ali-akbar-yasaghi.html")
    assert "is said to have had a part in it: as judge, by virtue of office, according to" in said


def test_an_execution_leads_to_who_passed_the_sentence_only_where_a_page_says_it(real_record: Record) -> None:
    lead = "For who is said to have passed the sentence, see "
    for key in ("qazi-ghannad", "seyyed-mahmoud-sadati"):
        assert lead in main_of(real_record, f"events/executions-{key}.html")
    said = main_of(real_record, "events/executions-isfahan-2023-05.html")
    assert lead not in said
    assert "No page here says who passed the sentence; for the case, see Death sentences of " in said
    for row in real_record.tables["events"]:
        found, is_passed = events._verdicts(real_record, row["event_id"])
        if row["kind"] == "execution" and is_passed:
            parts = [real_record.naming(one, "participations", "event_id") for one in found]
            assert all(any(part["part"] == "judge" for part in some) for some in parts), row["event_id"]


def test_an_execution_is_no_smaller_event_of_its_verdict_but_followed_from_it(real_record: Record) -> None:
    verdict, execution = "verdicts-death-musa-asif-al-hosseini-2022", "executions-musa-asif-al-hosseini"
    said = page_of(real_record, f"events/{verdict}.html")
    assert f"What followed from it: {real_record.label(execution)} (executed: 2" in said.text
    assert "part of it" not in said.all("p", class_="finding")[0].text
    assert "What followed from it" in [one.text for one in said.all("h2")]
    terms = [one.text for one in page_of(real_record, f"events/{execution}.html").all("dt")]
    assert {"Followed from", "Part of"} <= {*terms}


def test_a_day_of_proceedings_is_printed_as_it_is_known(real_record: Record) -> None:
    said = main_of(real_record, "officials/saeed-mortazavi.html")
    assert "under investigation in August 2010 or earlier" in said
    assert "under investigation on" not in said
    assert "on trial on a day between 5 and 6 January 2022" in main_of(real_record, "officials/hamid-noury.html")
