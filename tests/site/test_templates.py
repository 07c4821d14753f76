"""What templates say, each by itself: transcriptions, parts and standings in words, menus in groups; a phone's menu."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.site.browsing import PHONE, browser, needs_browser, visiting
from tests.site.macros import macros
from tests.site.reading import Element, read

from mostanad.models.vocabularies import Basis, Part, Standing


def said(macro: str, *given: Any) -> Element:
    """What a macro makes of what it is given."""
    return read(str(getattr(macros(), macro)(*given)))


def test_of_a_transcription_it_is_said_what_can_be_compared() -> None:
    source = {"derivation": "transcribed", "note": "by <somebody> else"}
    text = said("transcribed", source, True).text
    assert text.startswith("We hold a transcription. With the text at the address alone you can compare names,")
    assert text.endswith("By <somebody> else")
    assert "somebody" not in said("transcribed", source).text
    assert said("transcribed", {**source, "derivation": "original"}, True).text == ""


@pytest.mark.parametrize("part", list(Part))
def test_a_part_is_said_in_words_and_an_alleged_wrong_as_an_allegation(part: Part) -> None:
    words = said("part_words", {"part": part.value, "standing": "alleged"}).text
    assert words
    assert "_" not in words
    if part in (Part.ACCUSED, Part.ORGANISER, Part.DECIDER, Part.SPONSOR):
        assert words.startswith(("accused of", "said to have"))


def test_a_judge_of_a_verdict_is_said_to_have_passed_it() -> None:
    row = {"part": "judge", "standing": "alleged", "basis": "own_act"}
    assert said("part_words", row, {"kind": "verdict"}).text == "said to have passed the sentence"
    # Where no act is told, that it was this one is more than is said.
    for basis in (None, "office"):
        words = said("part_words", {**row, "basis": basis}, {"kind": "verdict"}).text
        assert words == "said to have acted as a judge in it"
    # A judge may have questioned somebody, or answer for a trial: that they judged it is more than is said.
    assert said("part_words", row).text == "said to have acted as a judge in it"


@pytest.mark.parametrize("basis", list(Basis))
def test_a_grade_of_responsibility_is_a_clause_and_never_a_finding(basis: Basis) -> None:
    words = said("basis_words", {"basis": basis.value}).text
    assert words != basis.value.replace("_", " ")
    assert words.startswith("said to ")


@pytest.mark.parametrize("standing", list(Standing))
def test_a_standing_is_said_in_words(standing: Standing) -> None:
    words = said("standing_words", {"standing": standing.value}).text
    assert words
    assert "_" not in words
    assert words != standing.value or standing in (Standing.CHARGED,)


def test_a_menu_of_several_groups_names_each_once() -> None:
    options = [("eu-1", "Human rights", "European Union"), ("us-1", "Terrorism", "United States"),
               ("us-2", "Human rights", "United States")]  # fmt: skip
    field = {"of": "listings", "at": 1}
    menu = said("choose", {"programme": (field, options)}, "programme", "Programme")
    groups = {one.attributes["label"]: [each.text for each in one.all("option")] for one in menu.all("optgroup")}
    assert groups == {"European Union": ["Human rights"], "United States": ["Terrorism", "Human rights"]}
    plain = said("choose", {"kind": (field, [("a", "A", ""), ("b", "B", "")])}, "kind", "Kind")
    assert plain.all("optgroup") == []
    assert [one.text for one in plain.all("option")] == ["any", "A", "B"]


@needs_browser
@pytest.mark.slow
def test_on_a_phone_the_whole_menu_is_in_reach_of_a_thumb(site: Path) -> None:
    with browser() as started, visiting(started, site.as_uri() + "/", viewport=PHONE, has_touch=True) as visit:
        for path in ("index.html", "fa/index.html"):
            links = visit.open(path).locator("header nav a")
            boxes = [one.bounding_box() for one in links.all()]
            assert len(boxes) == 10
            for box in boxes:
                assert box is not None
                assert box["height"] >= 24
                assert box["x"] >= 0
                assert box["x"] + box["width"] <= PHONE["width"]
            assert max(box["y"] + box["height"] for box in boxes if box) < 150  # of 740: the page itself is in sight
