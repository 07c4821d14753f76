"""docs/scope.md names tables, columns, words and checks that there are."""

from __future__ import annotations

import re
from pathlib import Path

from tests.descriptor import OWN

from mostanad.models import TABLES, vocabularies
from mostanad.validation.catalogue import CODES
from mostanad.validation.rules import rules

PAGE = (Path(__file__).parents[2] / "docs" / "scope.md").read_text("utf-8")
#: Words that are codes of lists, or code.
OTHERS = {"IRAN-HR", "HRIT-IR", "IRAN-TRA", "CAATSA - IRAN", "Iran (human rights)", "mostanad validate"}
OTHERS |= {"1737 (Iran)", "Autonomous (Iran)", "Autonomous (Thematic - Human Rights)"}


def test_every_word_in_code_is_one_of_the_dataset() -> None:
    classes = [value for value in vars(vocabularies).values() if isinstance(value, type)]
    words = {str(word) for kind in classes if issubclass(kind, vocabularies.Vocabulary) for word in kind}
    names = {name for table, model in TABLES.items() for name in (table, *(column.name for column in model.columns()))}
    found = {word for word in re.findall(r"`([^`]+)`", PAGE) if not re.fullmatch(r"MST\d{3}", word)}
    assert found - words - names - OTHERS == set()


def test_it_says_who_answers() -> None:
    assert f"**Who answers.** {OWN.answers}\n" in PAGE, "put the sentence that About.answers makes into the page"


def test_the_checks_that_it_names_are_those_for_private_data() -> None:
    first, last = re.findall(r"`(MST\d{3})`", PAGE)
    known = sorted({*CODES, *(rule.code.code for rule in rules())})
    named = [code for code in known if first <= code <= last]
    assert len(named) == 7
    assert not [code for code in known if code[:5] == first[:5] and code not in named]
