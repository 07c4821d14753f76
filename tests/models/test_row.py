"""Rows and columns: what a CSV line becomes, and what is read off a model."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from pydantic import ValidationError
from tests.cases import each

from mostanad.models import COMPILED, TABLES, Row
from mostanad.models.cells import Integer, Role, SanctionMeasures, Slug, Text, column
from mostanad.models.fields import Note
from mostanad.models.row import Problems
from mostanad.models.vocabularies import Comparator, Part

ALL = {**TABLES, **COMPILED}


class Ship(Row):
    """A ship."""

    table = "ships"

    ship_id: Slug = column("key", "Its id.", "a-1")
    part: Part | None = column("coding", "Its part.", "chair")
    size: Integer | None = column("assertion", "How big.", "7", references=("events",))
    measures: SanctionMeasures | None = column("assertion", "What.", "travel_ban")
    name: Text = column("coding", "Its name.", "Ark", standard="none")
    note: Note


def errors(**cells: str) -> dict[str, str]:
    """The problems of a row: the column and the kind of each."""
    with pytest.raises(ValidationError) as caught:
        Ship.from_cells(cells)
    return {str(error["loc"][0]): error["type"] for error in caught.value.errors()}


def test_a_line_becomes_values() -> None:
    ship = Ship.from_cells({"ship_id": "a", "name": "Ark", "size": "7", "part": "chair", "measures": "travel_ban"})
    assert (ship.ship_id, ship.name, ship.size, ship.part, ship.measures) == (
        "a",
        "Ark",
        7,
        Part.CHAIR,
        ("travel_ban",),
    )
    assert ship.note is None


def test_an_empty_cell_is_no_value() -> None:
    ship = Ship.from_cells({"ship_id": "a", "name": "Ark", "size": "", "part": "", "measures": "", "note": ""})
    assert (ship.size, ship.part, ship.measures, ship.note) == (None, None, None, None)


def test_each_wrong_cell_is_named() -> None:
    assert errors(ship_id="A", name="", size="07", part="captain", measures="freeze") == {
        "ship_id": "value_error",
        "name": "missing",
        "size": "value_error",
        "part": "enum",
        "measures": "value_error",
    }


def test_a_cell_of_no_column_is_refused() -> None:
    assert errors(ship_id="a", name="Ark", colour="red") == {"colour": "extra_forbidden"}


def test_a_cell_never_changes_on_the_way() -> None:
    """Pydantic would make 7 of " 7 " and of "7.0", and True of "True"."""
    for size in (" 7", "7.0", "７", "True", "1e1"):
        assert errors(ship_id="a", name="Ark", size=size) == {"size": "value_error"}
    for part in ("Chair", "CHAIR", " chair", "chair\n"):
        assert errors(ship_id="a", name="Ark", part=part) == {"part": "enum"}


def test_a_row_cannot_be_changed() -> None:
    ship = Ship.from_cells({"ship_id": "a", "name": "Ark"})
    with pytest.raises(ValidationError, match="frozen"):
        ship.name = "Argo"


def test_columns_are_read_off_the_model_in_order() -> None:
    found = Ship.columns()
    assert [each.name for each in found] == ["ship_id", "part", "size", "measures", "name", "note"]
    assert [each.required for each in found] == [True, False, False, False, True, False]
    assert [each.role for each in found] == ["key", "coding", "assertion", "assertion", "coding", "meta"]
    assert [each.type.name for each in found] == ["text", "text", "integer", "list", "text", "text"]
    assert found[2].references == ("events",)
    assert (found[4].description, found[4].standard, found[4].example) == ("Its name.", "none", "Ark")
    assert found[1].type.vocabulary is Part
    assert found[1].type.expected.startswith("one of chair, ")
    assert Ship.key() == "ship_id"
    assert Ship.columns() is found


def test_a_field_without_a_column_is_a_mistake_of_ours() -> None:
    class Raft(Row):
        table = "rafts"
        raft_id: Slug

    with pytest.raises(AssertionError, match=r"Raft\.raft_id is not made with column"):
        Raft.columns()


@pytest.mark.parametrize(("role", "number"), [("coding", 0), ("kee", 0), ("key", 2)])
def test_a_table_has_one_key(role: Any, number: int) -> None:
    class Raft(Row):
        table = "rafts"
        raft_id: Slug = column(role, "Its id.", "a")
        other_id: Slug = column(role, "Its other id.", "b")

    with pytest.raises(AssertionError, match=rf"^Raft: one column must have the role key, not {number}"):
        Raft.key()


def test_the_first_problem_has_a_code_a_column_and_a_message_as_it_is() -> None:
    class Boat(Row):
        boat_id: Slug = column("key", "Its id.", "a-1")

        def problems(self) -> Problems:
            if self.boat_id == "b":
                yield "MST999", "boat_id", "{braces} and % stay"
                yield "MST998", "boat_id", "another"

    assert Boat.from_cells({"boat_id": "a"}).boat_id == "a"
    with pytest.raises(ValidationError) as caught:
        Boat.from_cells({"boat_id": "b"})
    (problem,) = caught.value.errors(include_url=False)
    assert (problem["type"], problem["msg"]) == ("MST999", "{braces} and % stay")
    assert problem["ctx"] == {"field": "boat_id", "message": "{braces} and % stay"}


@each("table", list(ALL))
def test_every_column_explains_itself(table: str) -> None:
    for found in ALL[table].columns():
        assert re.fullmatch(r"\S.*\.", found.description)
        assert found.role in get_args(Role)
        assert set(found.references) <= set(ALL)
        assert found.references == () or found.type.name in ("text", "list")
        assert found.type.parse(found.example) not in (None, "")
        if found.type.vocabulary is not None and found.type.name == "text":
            assert found.example in list(found.type.vocabulary)


@each("table", list(ALL))
def test_every_example_is_a_cell_of_its_column(table: str) -> None:
    """Not a row that makes sense: a column too many keeps rules about several cells out of it."""
    model = ALL[table]
    cells = {each.name: each.example for each in model.columns()}
    with pytest.raises(ValidationError) as caught:
        model.from_cells({**cells, "no_such_column": "x"})
    assert [error["type"] for error in caught.value.errors()] == ["extra_forbidden"]


def test_a_number_word_of_the_vocabulary_is_not_read_as_text() -> None:
    group = TABLES["groups"].from_cells({"group_id": "a", "description": "b", "comparator": "about", "size": "3"})
    assert group.comparator is Comparator.ABOUT  # type: ignore[attr-defined]
