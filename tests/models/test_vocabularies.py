"""Words that a dataset adds: they count as words of theirs, and nothing else changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mostanad.models import TABLES, vocabularies
from mostanad.models.vocabularies import EventKind, Stance

OWN = {"EventKind": {"border-closure": "a border was closed"}, "SanctionMeasure": {"port_ban": "ports are closed"}}


@pytest.fixture
def extended() -> Iterator[None]:
    vocabularies.extend(OWN)
    yield
    vocabularies.extend(None)


def test_a_word_of_a_dataset_is_a_word_as_long_as_it_is_opened(extended: None) -> None:
    cells = {"event_id": "gate", "kind": "border-closure", "title": "The gate"}
    assert TABLES["events"].from_cells(cells).kind == "border-closure"
    assert EventKind("border-closure").meaning == EventKind.words()["border-closure"] == "a border was closed"
    (measures,) = [column for column in TABLES["sanctions"].columns() if column.name == "measures"]
    assert measures.type.parse("asset_freeze port_ban") == ("asset_freeze", "port_ban")
    vocabularies.extend(None)
    with pytest.raises(ValueError, match="border-closure"):
        TABLES["events"].from_cells(cells)
    with pytest.raises(ValueError, match="port_ban"):
        measures.type.parse("port_ban")


def test_our_words_stay_first_and_as_they_are(extended: None) -> None:
    assert [*EventKind.words()] == [*map(str, EventKind), "border-closure"]
    assert Stance.words() == {word.value: word.meaning for word in Stance}


@pytest.mark.parametrize(
    ("own", "where"),
    [
        ("words", ""),
        ({"Stance": {"doubts": "is not sure"}}, "Stance"),
        ({"Nothing": {}}, "Nothing"),
        ({"EventKind": ["gate"]}, "EventKind"),
        ({"EventKind": {f"gate{number}": "a gate" for number in range(201)}}, "EventKind"),
        ({"EventKind": {"g" * 61: "a gate"}}, f"EventKind/{'g' * 61}"),
        ({"EventKind": {"protest": "another meaning"}}, "EventKind/protest"),
        ({"EventKind": {"Gate|.*": "a pattern"}}, "EventKind/Gate|.*"),
        ({"EventKind": {"gate": ""}}, "EventKind/gate"),
        ({"EventKind": {"gate": "two\nlines"}}, "EventKind/gate"),
        ({"EventKind": {"gate": 7}}, "EventKind/gate"),
    ],
)
def test_what_is_wrong_is_told_and_counts_for_nothing(own: object, where: str) -> None:
    assert [place for place, _ in vocabularies.problems(own)] == [where]
    assert not any(vocabularies.sound(own).values())
