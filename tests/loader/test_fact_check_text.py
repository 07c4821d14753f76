"""The table of a check, in a terminal of a hundred columns."""

from __future__ import annotations

import pytest

from mostanad.loader import Release
from mostanad.loader.fact_check_text import WIDTH, laid_out

LONG = "unsure: listed 2021-08-18 or earlier by the Council of the Coast under 359/2011-HARBOUR and N-HR"
HEAD = ["", "Treasury", "Council of the Coast", "Federation", "Kingdom"]


def words(lines: list[str]) -> list[str]:
    return sorted(" ".join(lines).split())


def test_a_narrow_table_is_as_wide_as_its_cells() -> None:
    rows = [["", "Treasury", "Council"], ["A Chief", "yes", "no"], ["The Judge", "-", "unsure"]]
    assert laid_out(rows) == ["           Treasury  Council", "A Chief    yes       no", "The Judge  -         unsure"]


def test_a_table_that_just_fits_is_not_wrapped() -> None:
    text = "x " * 48 + "y"
    assert len(f"A  {text}") == WIDTH
    assert laid_out([["", "Answer"], ["A", text]]) == ["   Answer", f"A  {text}"]
    assert laid_out([["", "Answer"], ["A", f"{text}z"]]) == ["   Answer", "", f"A  {text[:-2]}", "   yz"]


def test_a_table_without_answers_is_empty() -> None:
    assert laid_out([[""]]) == []


@pytest.mark.parametrize("columns", [1, 2, 3, 4])
def test_cells_of_a_wide_table_go_on_below(columns: int) -> None:
    head = HEAD[: columns + 1]
    rows = [head, ["A Chief", *[LONG] * columns], ["The Judge of the Harbour", *["no"] * columns]]
    lines = laid_out(rows)
    assert max(map(len, lines)) <= WIDTH
    assert words(lines) == words([cell for row in rows for cell in row]), "no word is broken or lost"
    body = lines[next(number for number, line in enumerate(lines) if line.startswith("A Chief ")) :]
    blank = body.index("")
    start = body[0].index("unsure:")
    assert {line[:start].strip() for line in body[1:blank]} == {""}
    assert body[blank + 1].startswith("The Judge")
    assert body[blank + 1].index("no") == start


def test_in_a_table_of_too_many_columns_words_are_broken_and_none_is_lost() -> None:
    head = ["", *(f"Authority-{number}" for number in range(9))]
    rows = [head, ["A Chief", LONG, *["no"] * 8], ["The Judge", *["-"] * 8, "yes"]]
    lines = laid_out(rows)
    assert max(map(len, lines)) <= WIDTH
    letters = sorted("".join(cell for row in rows for cell in row).replace(" ", ""))
    assert sorted("".join(lines).replace(" ", "")) == letters


@pytest.mark.parametrize("check_id", ["all-three", "some-day", "how-many", "who-spoke"])
def test_the_table_of_a_check_is_not_wider(checked: Release, check_id: str) -> None:
    lines = str(checked.check(check_id)).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("Result: ")) + 1
    assert max(map(len, lines[start : lines.index("Passages")])) <= WIDTH
