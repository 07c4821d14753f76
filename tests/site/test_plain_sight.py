"""What a page says of listings without a click: measures, what may be an entry, orders; and numbers in no version."""

from __future__ import annotations

import re

import pytest
from tests.site.reading import Element, read
from tests.site.test_events import main_of

from mostanad.models.language import speaking
from mostanad.site import programmes
from mostanad.site.builder import all_pages
from mostanad.site.contents import Record

_PATHS = (
    "parties/arvan-cloud.html",
    "parties/yaftar-pazhohan-pishtaz-rayanesh-limited-company.html",
    "parties/islamic-republic-of-iran-broadcasting.html",
    "officials/hassan-karami.html",
    "ended.html",
)


@pytest.fixture(scope="module")
def pages(real_record: Record) -> dict[str, Element]:
    with speaking(real_record.languages[0]):
        return {page.path: read(page.html(real_record, "")) for page in all_pages(real_record) if page.path in _PATHS}


def _plain(element: Element) -> str:
    """What stands there outside of what is folded."""
    if element.tag == "details":
        return ""
    return "".join(part if isinstance(part, str) else _plain(part) for part in element.parts)


def _lines(page: Element) -> list[str]:
    found = [one for one in page.all("li") if re.match(r"\s*(Listed|Last seen|Was listed) ", one.text)]
    return [_plain(one) for one in found]


def test_the_measures_of_each_listing_stand_in_plain_sight(pages: dict[str, Element]) -> None:
    lines = _lines(pages["officials/hassan-karami.html"])
    assert len(lines) == 5
    assert [line for line in lines if "asset freeze" not in line] == []
    assert any("asset freeze, director disqualification, travel ban" in line for line in lines)


def test_our_note_on_what_later_files_have_is_led_to_where_it_is_said_that_none_shows_a_listing(
    pages: dict[str, Element],
) -> None:
    arvan, yaftar, *_ = (pages[path] for path in _PATHS)
    for page in (arvan, yaftar):
        (box,) = (_plain(one) for one in page.all("li") if "last seen in a third party’s table" in one.text)
        assert "no list held here shows whether it still stands; our note says more" in box
    (line,) = (line for line in _lines(yaftar) if line.startswith("Last seen"))
    assert "the file of addresses of 2 August 2026 has an entry, 44921, with the address" in line
    (line,) = (line for line in _lines(arvan) if line.startswith("Last seen"))
    assert "Since 2 June 2023 the list has had two people" in line


def test_numbers_that_no_version_has_stand_with_the_listings_that_ended_and_below_no_badges(
    pages: dict[str, Element], real_record: Record
) -> None:
    gaps = programmes.unseen(real_record, real_record.rows["eu-359-2011"][1])
    (beside,) = gaps["organisations"].values()
    assert beside.startswith(
        "between entries listed on 14 November 2022 and on 12 December 2022; gone by the version of "
    )
    assert f"organisations 11 ({beside})" in pages["ended.html"].by_id("numbers").text
    (fold,) = pages["parties/arvan-cloud.html"].all("details", class_="missed")
    assert "the European Union" in fold.text
    for path in _PATHS[:4]:
        assert "in no version held" not in pages[path].text
        assert beside not in pages[path].text


def test_orders_on_which_a_programme_rests_by_inference_are_said_to_be_inferred(pages: dict[str, Element]) -> None:
    lines = _lines(pages["parties/islamic-republic-of-iran-broadcasting.html"])
    (line,) = (line for line in lines if "IRAN-TRA" in line)
    assert "IRAN-TRA, as we infer on Executive Orders 13628 (until 7 August 2018) and 13846" in line
    (line,) = (line for line in _lines(pages["officials/hassan-karami.html"]) if "IRAN-HR" in line)
    assert "IRAN-HR, Executive Order 13553" in line


@pytest.mark.slow
def test_our_note_on_a_post_stands_beside_it_also_if_it_names_nobody_else(real_record: Record) -> None:
    said = main_of(real_record, "officials/asadollah-jafari.html")
    assert said.count("how the two fit is not said") == 2
    assert said.count("Our note: The British list calls him head of the judicial administration of this province") == 1


@pytest.mark.slow
def test_a_tie_that_ended_is_a_former_one(real_record: Record) -> None:
    said = main_of(real_record, "parties/mostazafan-foundation.html")
    assert "formerly controlled by Ali Khamenei (former since a day not stated, already so on 24 July 2026)" in said
    assert "controlled by (former since a day not stated" in said  # where it stands under him
