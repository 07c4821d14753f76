"""Camps: which ties join, when they hold, and what the camps are called."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases import each

from mostanad.evidence.camps import JOINING, Tie, camps, table, ties
from mostanad.models.vocabularies import Relation


def tie(one: str, other: str, relation: str = "organ_of", started: str = "", ended: str = "") -> dict[str, str]:
    """A row of affiliations."""
    return {"from_id": one, "to_id": other, "relation": relation, "started": started, "ended": ended}


def at(date: str, *rows: dict[str, str]) -> dict[str, str]:
    """The camps at a date."""
    return camps(ties(rows), date)


@pytest.mark.parametrize("relation", sorted(JOINING))
def test_a_joining_tie_makes_a_camp(relation: str) -> None:
    head = "b" if relation == "led_by" else "a"
    assert at("", tie("b", "a", relation)) == {"a": head, "b": head}


def test_every_relation_is_sorted() -> None:
    assert set(Relation) - JOINING == {"member_of", "subordinate_to", "controlled_by", "linked_to"}


def test_a_member_keeps_a_will_of_its_own() -> None:
    assert at("", tie("a", "b", "member_of")) == {}
    assert at("", tie("a", "b", "member_of"), tie("b", "c")) == {"b": "c", "c": "c"}


def test_who_has_no_tie_has_no_camp() -> None:
    assert "c" not in at("", tie("a", "b"))
    assert at("2019") == {}
    assert at("", tie("a", "a", "led_by")) == {"a": "a"}


def test_camps_grow_together_in_any_order() -> None:
    rows = [tie("d", "c"), tie("b", "a"), tie("f", "e"), tie("c", "b", "led_by"), tie("e", "f", "part_of")]
    for seed in range(20):
        random.Random(seed).shuffle(rows)
        assert at("", *rows) == {"a": "a", "b": "a", "c": "a", "d": "a", "e": "e", "f": "e"}


@each(
    ("started", "ended", "date", "holds"),
    [
        ("", "", "2019", True),
        ("", "", "", True),
        ("2019", "2020", "", True),
        ("2019", "", "2018", False),
        ("2019", "", "2018-12-31", False),
        ("2019", "", "2019-01-01", True),
        ("2019", "", "2030", True),
        ("2019-06", "", "2019", True),
        ("2019-06", "", "2019-05", False),
        ("", "2019", "2019-12-31", True),
        ("", "2019", "2020-01-01", False),
        ("", "2019", "1900", True),
        ("", "[..2019-08]", "2019-08-31", True),
        ("", "[..2019-08]", "2019-09", False),
        ("2019-06~", "", "2019-05", False),
        ("[2018-01..2019-06]", "", "2018-03", True),
        ("[2018-01..2019-06]", "", "2017-12", False),
        ("[..2019-06]", "", "1900", True),
        ("2017", "2018", "[2016..2017]", True),
        ("2017", "2018", "[2015..2016]", False),
        ("2017", "2018", "[..2016]", False),
        ("2017", "2018", "[..2030]", True),
        ("2017", "2018", "2019", False),
    ],
)
def test_a_tie_holds_unless_it_is_excluded(started: str, ended: str, date: str, holds: bool) -> None:
    assert at(date, tie("a", "b", "organ_of", started, ended)) == ({"a": "b", "b": "b"} if holds else {})


def test_camps_part_and_meet_with_time() -> None:
    rows = [tie("paper", "party", ended="2010"), tie("paper", "state", started="2011"), tie("army", "state")]
    assert at("2009", *rows) == {"paper": "party", "party": "party", "army": "state", "state": "state"}
    assert at("2012", *rows) == {"paper": "state", "army": "state", "state": "state"}
    assert len(set(at("", *rows).values())) == 1, "without a date nothing is excluded"


def test_the_days_of_a_tie() -> None:
    (found,) = ties([tie("a", "b", "part_of", "2019-03", "[2020-01..2020-02]")])
    assert found == Tie("a", "b", found.head, found.first, found.last)
    assert (str(found.first), str(found.last)) == ("2019-03-01", "2020-02-29")
    (found,) = ties([tie("a", "b", "part_of")])
    assert (found.first, found.last) == (None, None)


def test_a_table_of_camps_has_who_was_asked_for_and_has_one() -> None:
    rows = [tie("b", "a", started="2019"), tie("c", "d", "member_of")]
    asked = [("b", "2019"), ("b", "2018"), ("c", ""), ("nobody", "2019"), ("a", "")]
    assert table(iter(rows), asked) == {("b", "2019"): "a", ("a", ""): "a"}
    assert table(rows, []) == {}


NODES = st.sampled_from("abcdefgh")


@given(st.lists(st.tuples(NODES, NODES), max_size=12), st.randoms(use_true_random=False))
def test_camps_are_the_connected_parts(pairs: list[tuple[str, str]], rng: random.Random) -> None:
    found = at("", *(tie(one, other) for one, other in pairs))
    sides: dict[str, frozenset[str]] = {}
    for node in {node for pair in pairs for node in pair}:
        reached = {node}
        for _ in pairs:
            reached |= {x for pair in pairs if set(pair) & reached for x in pair}
        sides[node] = frozenset(reached)
    assert found.keys() == sides.keys()
    assert all(
        found[node] in side and {found[member] for member in side} == {found[node]} for node, side in sides.items()
    )
    rng.shuffle(pairs)
    assert at("", *(tie(one, other) for one, other in pairs)) == found
    turned = at("", *(tie(other, one) for one, other in pairs))
    assert all(turned[node] in side for node, side in sides.items())


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        ([tie("b-office", "a-state")], "a-state"),
        ([tie("a-office", "b-state")], "b-state"),
        ([tie("a-unit", "b-office", "part_of"), tie("b-office", "c-state")], "c-state"),
        ([tie("b-state", "a-president", "led_by")], "b-state"),
        ([tie("c-office", "b-state"), tie("b-state", "a-president", "led_by")], "b-state"),
        ([tie("a", "b"), tie("b", "a")], "a"),
        ([tie("x", "b-head"), tie("x", "a-head")], "a-head"),
    ],
)
def test_a_camp_is_named_after_its_head_and_never_after_a_leader(rows: list[dict[str, str]], name: str) -> None:
    assert set(at("", *rows).values()) == {name}


def test_a_camp_that_a_member_joins_later_is_one_camp_at_all_dates() -> None:
    """A herald in May and the front in July are one side, whatever the front itself joined in June."""
    rows = [tie("herald", "front"), tie("alliance", "front", started="2020-06")]
    asked = [("herald", "2020-05"), ("front", "2020-07")]
    assert {*table(rows, asked).values()} == {"front"}
    rows.append(tie("front", "union", started="2020-06"))
    assert {*table(rows, asked).values()} == {"union"}
    assert [*table(rows, asked, lasting=False).values()] == ["front", "union"]


def test_who_had_no_tie_at_the_date_has_no_camp_then() -> None:
    assert table([tie("alliance", "front", started="2020-06")], [("front", "2020-05")]) == {}
