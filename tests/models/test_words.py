"""What rows are called, and dates, quantities and rows in words."""

from __future__ import annotations

import doctest
from typing import Any

import pytest

from mostanad.models import COMPILED, TABLES, words
from mostanad.models.cells import Integer, Moment, Slug, Text, column
from mostanad.models.row import Row, Words

ALL = {**TABLES, **COMPILED}


@pytest.mark.parametrize("table", ALL)
def test_words_name_columns_of_the_table(table: str) -> None:
    said, names = ALL[table].words(), {column.name for column in ALL[table].columns()}
    named = [said.label, said.says, said.subject, said.other, said.searched, *said.indexed, *said.followed, *said.times]
    assert {name for name in named if name} <= names
    assert said.caption.format_map(dict.fromkeys(names, "x"))
    assert said.caption != said.said or not said.caption.startswith(f"{{{said.subject}}}")


class _Prize(Row):
    """A prize of nobody: a table that says nothing of its words."""

    table = "town_prizes"

    prize_id: Slug = column("key", "The prize.", "a")
    winner_id: Slug = column("assertion", "Who won it.", "b", references=("officials",))
    giver_id: Slug = column("assertion", "Who gave it.", "c", references=("parties",))
    worth: Integer | None = column("assertion", "How much.", "1")
    reason: Text = column("assertion", "What for.", "d")
    given: Moment | None = column("assertion", "When.", "2020")


def test_what_a_model_leaves_out_follows_from_its_columns() -> None:
    assert _Prize.words() == Words(
        noun="town prize",
        plural="town prizes",
        caption="{winner_id}: {reason}",
        says="reason",
        subject="winner_id",
        other="giver_id",
        times=("given",),
        searched="reason",
        indexed=("winner_id", "giver_id"),
    )
    row = {"prize_id": "a", "winner_id": "b", "giver_id": "c", "worth": None, "reason": "a {giver_id}", "given": None}
    assert _Prize.caption(row, {"winner_id": "Bee", "giver_id": "Cee"}) == "Bee: a {giver_id}"
    assert _Prize.said(row, {}) == "a {giver_id}"


def test_what_lasts_has_a_begin_and_an_end() -> None:
    lasting = {name: model.words().lasting for name, model in TABLES.items() if model.words().lasting}
    assert lasting["sanctions"] == ("listed", "delisted")
    assert {"positions", "affiliations", "programmes"} <= lasting.keys()
    assert {"events", "estimates", "statements"}.isdisjoint(lasting)


@pytest.mark.parametrize(
    ("date", "said", "behind_a_verb"),
    [
        ("2019-12-19", "19 December 2019", "on 19 December 2019"),
        ("2019-03", "March 2019", "in March 2019"),
        ("2019", "2019", "in 2019"),
        ("2019~", "about 2019", "about 2019"),
        ("2019-03?", "perhaps March 2019", "perhaps March 2019"),
        ("2019~/..", "from about 2019 on", "from about 2019 on"),
        ("[..2021-08-18]", "18 August 2021 or earlier", "on 18 August 2021 or earlier"),
        ("[2021-08-01..2021-08-18]", "between 1 and 18 August 2021", "between 1 and 18 August 2021"),
        ("[1988-06..1988-09]", "between June and September 1988", "between June and September 1988"),
        (
            "[2016-01-17..2026-08-01]",
            "between 17 January 2016 and 1 August 2026",
            "between 17 January 2016 and 1 August 2026",
        ),
        ("[2021-08..2021-08-18]", "between August 2021 and 18 August 2021", "between August 2021 and 18 August 2021"),
        ("[1972,1973]", "1972 or 1973", "in 1972 or 1973"),
        ("[2019-05-01,2019-05-02]", "1 May 2019 or 2 May 2019", "on 1 May 2019 or 2 May 2019"),
        ("1988-07/1988-09", "from July to September 1988", "from July to September 1988"),
        ("2021-06-18/..", "from 18 June 2021 on", "from 18 June 2021 on"),
        (None, "a day that is not known", "on a day that is not known"),
    ],
)
def test_days_for_readers(date: Any, said: str, behind_a_verb: str) -> None:
    assert (words.when(date), words.on(date)) == (said, behind_a_verb)


def test_the_examples_of_the_docstrings() -> None:
    assert doctest.testmod(words) == (0, 21)
