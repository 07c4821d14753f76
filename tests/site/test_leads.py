"""Leads of persons and bodies: how long they are, and that what does not fit stands below; and what follows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from jinja2.utils import Namespace
from markupsafe import Markup
from tests.site.browsing import needs_browser, visiting
from tests.site.macros import macros
from tests.site.reading import Element, read

from mostanad.models.language import speaking
from mostanad.site import bodies, dossiers, roles
from mostanad.site.contents import Record
from mostanad.site.show import Shown

#: How many letters a lead has at most.
MOST = {"en": 660, "fa": 710}  # days of both calendars are longer


def pages(record: Record) -> Iterator[tuple[str, Element]]:
    """Of each official and each party the page."""
    for room, template in ((dossiers, "official"), (bodies, "party")):
        for page in room.pages(record):
            if page.template == template:
                yield page.path, read(page.html(record, ""))


def one(record: Record, path: str) -> Element:
    rooms = (*dossiers.pages(record), *bodies.pages(record))
    return read(next(page for page in rooms if page.path == path).html(record, ""))


@pytest.mark.parametrize("which", ["record", pytest.param("real_record", marks=pytest.mark.slow)])
def test_no_lead_is_longer_than_a_reader_takes_in_and_what_does_not_fit_stands_below(
    which: str, request: pytest.FixtureRequest
) -> None:
    record: Record = request.getfixturevalue(which)
    for language in record.languages:
        with speaking(language):
            found = macros(language.code)
            for path, page in pages(record):
                (lead,) = page.all("p", class_="finding")
                assert len(lead.text) <= MOST[language.code], (language.code, path, len(lead.text), lead.text)
                key = path.rpartition("/")[2].removesuffix(".html")
                said, text = narrowing(record, key, found), page.by_id("main").text
                assert all(sentence in text for sentence in said), (language.code, path, said)


def narrowing(record: Record, key: str, found: Any) -> list[str]:
    """What narrows an accusation: who speaks of how many parts only with a reservation, without the first word."""
    accused = [row for row in record.naming(key, "participations", "entity_id") if roles.accuses(row)]
    own = dossiers.speakers(record, accused).own
    held = roles.held_back(record, [row["participation_id"] for row in accused], own)
    is_suspected = len(own) == len(held) == 1 and (held[0][1], len(held[0][2])) == ("suspected", len(accused))
    told = [] if is_suspected else read(str(found.reserves(Shown(record, ""), held))).text.split(". ")
    return [" ".join(line.rstrip(".").split(" ")[1:]) for line in told if line]


def test_what_fits_takes_room_and_what_does_not_is_kept() -> None:
    room, fit = Namespace(left=12, rest=[]), macros().fit
    assert [str(fit(room, said)).strip() for said in map(Markup, ("<b>Twelve</b> letters", "Ten letter", "a", ""))] == [
        "", "Ten letter", "", "",
    ]  # fmt: skip
    assert [str(said) for said in room.rest] == ["<b>Twelve</b> letters", "a"]


def test_what_somebody_is_said_to_have_done_stands_before_the_lists(record: Record) -> None:
    for path in ("officials/omid-faraz.html", "officials/navid-kohan.html"):
        text = one(record, path).by_id("main").text
        if "Who lists" in text:
            assert text.index("is said to have done") < text.index("Who lists"), path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("officials/saeed-mortazavi.html", "convicted by a court in 2017 (Prison sentence of Saeed Mortazavi in 2017); "
         "a higher court set that decision aside in August 2021 (that this event is meant is inferred)."),
        ("officials/ali-shamkhani.html", ". Another person, Ali Akbar Ahmadian, is named as Secretary of the Supreme"),
        ("officials/asadollah-jafari.html", "Asadollah Jafari as Prosecutor of Mazandaran Province, 2006 to 2017, and"),
        ("officials/mohammad-ali-jafari.html", "More name the post Commander-in-Chief, Islamic Rev"),
        ("officials/mohammad-pakpour.html", ", from March 2010 (by inference, still held on 30 November 2019; no "
         "document says until when; a list of 24 July 2026 prints it without “former”; deaths are not tracked)."),
        ("officials/mohammad-karami.html", "as Governor of Sistan and Baluchestan province, and in one other post."),
        ("officials/mohammad-moghisseh.html", "The European Union and the United Kingdom say that he had a "
         "part in several events, and is responsible for what may be another event. Of one of these events we "
         "infer that the source means it"),
        ("officials/ali-khamenei.html", "had a part in an event (Presidential election of June 2021 in Iran)."),
        ("parties/press-tv.html", "; the name was last seen in a third party’s table of the list of the United States, "
         "of about 25 May 2025, and whether it still stands is not shown."),
        ("parties/irgc.html", "; and by 4 other authorities, not for human rights as far as the grounds are shown."),
    ],
)  # fmt: skip
def test_a_lead_reads_in_plain_sentences(real_record: Record, path: str, words: str) -> None:
    (lead,) = one(real_record, path).all("p", class_="finding")
    assert words in lead.text


@pytest.mark.slow
def test_below_the_badges_all_lists_that_are_not_followed_stand_behind_a_closed_sentence(real_record: Record) -> None:
    assert any("terrorist" in each for each in real_record.about.not_followed)
    for path in ("parties/irgc.html", "officials/ali-khamenei.html"):
        page = one(real_record, path)
        folds = page.all("details")
        (fold,) = [each for each in folds if each.all("summary")[0].text == "Which lists are not followed"]
        assert "open" not in fold.attributes
        assert all(each in fold.text for each in real_record.about.not_followed), path
        order = [*page.walk()]
        assert order.index(page.all("ul", class_="badges")[0]) < order.index(fold) < order.index(page.by_id("listings"))


@pytest.mark.slow
def test_what_the_reasons_say_of_somebody_else_is_no_reason_on_a_page(real_record: Record) -> None:
    """The entry of Hosseini names Raisi by his post."""
    assert "What else the statements of reasons say" not in one(real_record, "officials/mohammad-hosseini.html").text


@pytest.mark.slow
def test_an_authority_names_human_rights_by_the_code_of_a_programme_too(real_record: Record) -> None:
    said = (
        "The authority itself names human rights in the title of the programme: “Autonomous (Thematic - Human Rights)”"
    )
    assert said in one(real_record, "officials/abbas-nilforushan.html").text


@pytest.mark.slow
def test_what_a_body_is_said_to_have_done_stands_before_the_lists_and_after_the_badges(real_record: Record) -> None:
    page = one(real_record, "parties/irgc.html")
    order = [each.attributes.get("id") or each.attributes.get("class") for each in page.walk()]
    assert order.index("badges") < order.index("parts") < order.index("listings") < order.index("brief")


def test_a_value_says_who_prints_it(record: Record) -> None:
    given = macros().given_by
    card = one(record, "officials/omid-faraz.html").all("dl", class_="card")[0]
    names = [row for row in record.tables["names"] if row["entity_id"] == "omid-faraz"]
    for row in names:
        who = {item["asserted_by"] for item in record.evidence.asserting(row["name_id"], "name")}
        said = read(str(given(Shown(record, ""), row["name_id"], "name"))).text
        labels = {record.label(one) for one in who}
        assert re.fullmatch(r"\(.+\)", said)
        assert len(who) > 1 or said == f"({labels.pop()})", said
        assert said in card.text


def test_a_long_note_on_a_listing_is_folded_behind_its_first_sentence(record: Record) -> None:
    notes = [each for row in record.tables["sanctions"] for each in _notes(record, row)]
    assert notes
    for each in notes:
        assert (each.tag == "details") == (len(each.text) > 220), each.text
        if each.tag == "details":
            (opening,) = each.all("summary")
            assert opening.text.endswith(".")
            assert len(opening.text) < len(each.text)


def _notes(record: Record, row: Mapping[str, Any]) -> Iterator[Element]:
    long = {**row, "listed": row["listed"], "note": "the list prints another name. " + "and so on " * 30}
    for each in (row, {**long, "human_rights": None}):
        said = read(str(macros().listing(Shown(record, ""), each)))
        yield next(one for one in said.walk() if "note" in one.attributes.get("class", "").split())


@pytest.mark.slow
def test_a_picture_has_what_its_shapes_mean_above_it(real_record: Record) -> None:
    (figure,) = one(real_record, "officials/hossein-salami.html").all("figure", class_="chart")
    order = [each.tag for each in figure.walk()]
    assert order.index("p") < order.index("svg")


def test_a_fact_check_says_that_its_title_is_a_claim(record: Record) -> None:
    from mostanad.site import fact_checks

    page = next(page for page in fact_checks.pages(record) if page.template == "check")
    (above,) = read(page.html(record, "")).all("div", class_="title")
    assert re.match("Claim ?[A-Z0-9“]", above.text)
    (title,) = above.all("h1")
    assert not title.text.startswith("Claim")


@needs_browser
@pytest.mark.slow
@pytest.mark.parametrize("key", ["officials/gholamreza-soleimani", "parties/irgc", "fa/officials/asadollah-jafari"])
def test_on_a_phone_accusations_begin_on_the_second_screen_and_the_menu_takes_two_lines(
    chromium: Any, real_site: Any, key: str
) -> None:
    screen = {"width": 390, "height": 844}
    with visiting(chromium, real_site.as_uri() + "/", viewport=screen) as visit:
        page = visit.open(f"{key}.html")
        top = page.locator("#accusations, #parts").first.bounding_box()
        assert top
        assert top["y"] < 2 * screen["height"]
        inline = "[...menu.children].filter(each => getComputedStyle(each).position !== 'absolute')"
        tops = page.locator("header nav ul").evaluate(f"menu => {inline}.map(each => each.offsetTop)")
        assert len(tops) > 5
        assert len(set(tops)) <= 2
