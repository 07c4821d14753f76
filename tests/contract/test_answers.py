"""Who answers people who are named: the settings, and the sentence in which pages say them."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.cases import each

from mostanad.contract import ANSWERS, missing, sentence

FILLED = {"owner": "A. B.", "contact": "https://example.org", "form": "in Persian", "time": "within 30 days"}


def test_the_settings_are_those_that_are_read_and_stand_in_the_descriptor() -> None:
    assert list(ANSWERS) == list(FILLED)
    assert re.fullmatch(r"(https://|mailto:)\S+|", ANSWERS["contact"])
    root = Path(__file__).parents[2]
    assert json.loads((root / "datapackage.json").read_text("utf-8"))["answers"] == ANSWERS


@each("name", list(FILLED))
def test_while_one_is_missing_no_contact_is_set(name: str) -> None:
    answers = FILLED | {name: ""}
    assert missing(answers) == [name]
    assert sentence(answers) == f"No contact is set yet for people who are named here (missing: {name})."


def test_all_four_make_the_sentence() -> None:
    assert missing(FILLED) == []
    assert all(value in sentence(FILLED) for value in FILLED.values())
