"""What the pages of programmes, the boxes of listings that ended and the list of events say of listings."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from tests.site.reading import Element, read

from mostanad.loader.listings import plot_listings
from mostanad.models.language import speaking
from mostanad.models.words import when
from mostanad.site.builder import all_pages
from mostanad.site.contents import Record
from mostanad.site.evidence import Row


@pytest.fixture(scope="module")
def pages(real_record: Record) -> dict[str, Element]:
    wanted = re.compile(r"programmes/[^/]*|events|officials(?:/[^/]*)?|parts/officials/\\d+")
    with speaking(real_record.languages[0]):
        made = (page for page in all_pages(real_record) if wanted.fullmatch(page.path.removesuffix(".html")))
        return {page.path: read(page.html(real_record, "")) for page in made}


def _lead(page: Element) -> str:
    (found,) = page.all("p", class_="finding")
    return " ".join(found.text.split())


def _counted(record: Record, rows: Iterable[Row]) -> str:
    listed = {*_targets(rows)}
    people = sum(record.rows[key][1].get("kind", "person") == "person" for key in listed)
    bodies = len(listed) - people
    said = [f"{people} {'person' if people == 1 else 'people'}"] * bool(people)
    return " and ".join(said + [f"{bodies} organisation{'s' * (bodies != 1)}"] * bool(bodies))


def _targets(rows: Iterable[Row]) -> list[str]:
    return [row["target_id"] for row in rows]


def test_a_programme_that_ended_counts_all_whom_it_listed(pages: dict[str, Element], real_record: Record) -> None:
    over = [row for row in real_record.tables["programmes"] if row["ended"]]
    seen = 0
    for row in over:
        rows, lead = real_record.naming(row["programme_id"], "sanctions", "programme_id"), ""
        if rows:
            lead = _lead(pages[real_record.address(row["programme_id"])])
            assert f" listed {_counted(real_record, rows)} of this record " in lead, lead
            seen += any(one["delisted"] for one in rows)
    assert seen


def test_those_that_ended_say_how_many_are_listed_again(pages: dict[str, Element], real_record: Record) -> None:
    seen = 0
    for row in real_record.tables["programmes"]:
        rows = real_record.naming(row["programme_id"], "sanctions", "programme_id")
        again = sum(one["sanction_id"] in real_record.told.outlasted for one in rows if one["delisted"])
        if row["kind"] == "designation":
            lead = _lead(pages[real_record.address(row["programme_id"])])
            over = sum(bool(one["delisted"]) for one in rows)
            if row["ended"]:
                whole = real_record.naming(row["authority_id"], "sanctions", "authority_id")
                now = {one["target_id"] for one in real_record.told.standing(whole)}
                again = len(now & {one["target_id"] for one in rows})
                assert re.findall(r"; (\d+) of those listed under it (?:is|are) now", lead) == [str(again)], lead
            else:
                said = re.findall(r"\(((?:\d+|all) of them )?of (somebody|those) whom [^()]+ still lists\)", lead)
                number = "all" if again == over else again
                many = f"{number} of them " if (again, over) != (1, 1) else ""
                assert said == [(many, "somebody" if again == 1 else "those")] * bool(again), lead
            seen += bool(again)
    assert seen


def test_a_programme_carried_over_says_since_when(pages: dict[str, Element], real_record: Record) -> None:
    text = pages["programmes/uk-counter-terrorism-international.html"].text
    assert "their targets were listed before. The first was listed there on 17 October 2011." in " ".join(text.split())


def test_what_is_not_for_human_rights_is_not_set_beside_protests(real_record: Record) -> None:
    waves = 0
    with speaking(real_record.languages[0]):
        for row in real_record.tables["programmes"]:
            rows = real_record.naming(row["programme_id"], "sanctions", "programme_id")
            if rows:
                title = plot_listings(real_record.told, of=row["programme_id"]).finding
                is_wave = ", after the " in title
                waves += is_wave
                assert not is_wave or any(one["human_rights"] for one in rows), title
    assert waves


def test_the_box_of_a_listing_that_ended_names_its_own_list(pages: dict[str, Element], real_record: Record) -> None:
    box = next(box for box in pages["officials/mohammad-sarafraz.html"].all("li") if "no longer listed" in box.text)
    words = " ".join(box.text.split())
    last = real_record.told.named["european-union"].runs["eu-359-2011"][-1][1]
    assert "the listing from 12 March 2013 ended on a day between" in words
    assert words.endswith(f"not found on its list of {when(str(last))}"), words


def test_the_list_of_events_says_of_how_many_listings_it_has_reasons(
    pages: dict[str, Element], real_record: Record
) -> None:
    given = {row["sanction_id"] for row in real_record.tables["reasons"]}
    words = " ".join(pages["events.html"].text.split())
    for who in ("european-union", "united-kingdom", "united-states"):
        rows = real_record.naming(who, "sanctions", "authority_id")
        told = sum(row["sanction_id"] in given for row in rows)
        assert f"{told} listings by " in words, who


def test_two_parts_in_one_event_are_one_event(pages: dict[str, Element], real_record: Record) -> None:
    twice = 0
    for path, page in pages.items():
        for line in page.all("tr") if path.startswith(("officials.html", "parts/officials")) else ():
            cell = [one for one in line.all("td") if one.attributes.get("data-label") == "Events"]
            links = [one.attributes["href"] for one in line.all("a") if "officials/" in one.attributes.get("href", "")]
            if cell and links:
                key = links[0].rsplit("/", 1)[1].removesuffix(".html")
                rows = [
                    row for row in real_record.naming(key, "participations", "entity_id") if row["part"] != "target"
                ]
                events = {row["event_id"] for row in rows}
                assert cell[0].text.strip() == (str(len(events)) if events else ""), key
                twice += len(events) < len(rows)
    assert twice
