"""What rows are called."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from mostanad.models import TABLES, words
from mostanad.site import search_files
from mostanad.site.contents import Record


def test_a_title_names_what_the_row_refers_to_and_no_id(record: Record) -> None:
    assert record.title("omid-faraz-warden") == "Omid Faraz: Warden"
    assert record.title("freedonia-p1-omid-faraz") == "Omid Faraz: listed by Freedonia Treasury, P1"
    assert (
        record.title("square-2020-omid-faraz-accused")
        == "Omid Faraz: said to have had a part in Protest on Lantern Square"
    )
    title = record.title("square-2020-killed-wire")
    assert title == "Protest on Lantern Square: killed counted by Lone Wire"
    assert record.title("blue-herald-organ-of-blue-front") == "Blue Herald: organ of Blue Front"


def test_the_title_of_a_statement_has_the_word_of_its_page_for_the_kind(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = record.rows["blue-front-on-kohan"][1]
    monkeypatch.setitem(record.rows, "blue-front-on-kohan", ("statements", {**row, "kind": "welcomes"}))
    assert record.title("blue-front-on-kohan") == "Blue Front supports: he was there"


def test_what_nobody_says_is_not_known(record: Record) -> None:
    assert record.title("utopia-omid-faraz") == "Omid Faraz: listed by Utopia Office, not known"


def test_every_row_has_a_title_and_a_label(record: Record) -> None:
    for row_id in record.rows:
        assert record.title(row_id).strip()
        assert record.label(row_id).strip()
        assert "{" not in record.title(row_id)


def test_a_text_of_the_data_is_not_taken_for_a_place_holder() -> None:
    row = dict.fromkeys(("event_id", "title"), "x") | {"title": "{event_id} {0} %s"}
    row |= dict.fromkeys(("kind", "date", "place", "body_id", "instrument", "part_of", "note"), "")
    assert TABLES["events"].caption(row, {}) == "{event_id} {0} %s"


def test_columns_and_words_are_written_as_people_write_them() -> None:
    assert words.heading("counted_by") == "Counted by"
    assert words.heading("target_id") == "Target"
    assert words.plain("more_than") == "more than"


@pytest.mark.parametrize("module", [words, search_files])
def test_the_examples_of_the_docstrings(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert found.failed == 0
    assert found.attempted > 1
