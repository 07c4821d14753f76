"""Who was on whose lists: on which days that is known, and what shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import pairwise

import pytest
from tests.evidence.test_spans import Rows, absent, made, shown, source, timed

JUDGE = {"officials": [{"official_id": "judge", "name": "Omid Faraz"}, {"official_id": "clerk", "name": "Navid Kohan"}]}
LIST = (
    *(
        source("list-1", "2021-01-01", "list"),
        source("list-2", "2022-01-01", "list"),
        source("list-3", "2023-01-01", "list"),
    ),
    {"sanctions": [timed("sanctions", "judge-hr", "[2021-01-02..2022-01-01]", human_rights="true")]},
    shown("list-3", "judge-hr", "entry"),
)


def answers(who: str, how: str, *parts: Mapping[str, Rows]) -> list[tuple[str, str, list[str]]]:
    """For one authority: the first day of each stretch, the answer, and what shows it."""
    found = made(JUDGE, *LIST, *parts)["on_lists"].to_pylist()
    for key in {(row["entity_id"], row["authority_id"], row["human_rights"]) for row in found}:
        stretches = sorted(
            (row["first_day"], row["last_day"])
            for row in found
            if (row["entity_id"], row["authority_id"], row["human_rights"]) == key
        )
        assert (stretches[0][0], stretches[-1][1]) == ("0001-01-01", "9999-12-31")
        assert [row for row in found if row["shown_by"] == []] == [], "a cell without items is empty"
        for (_, last), (first, _) in pairwise([*map(dt.date.fromisoformat, days)] for days in stretches):
            assert first - last == dt.timedelta(1)
    wanted = sorted(
        (row for row in found if row["stretch_id"].startswith(f"{who}/treasury/{how}/")),
        key=lambda row: row["first_day"],
    )
    return [(row["first_day"], row["answer"], row["shown_by"] or []) for row in wanted]


def test_who_is_listed_is_known_as_far_as_the_list_goes_and_unsure_after_its_last_version() -> None:
    assert answers("judge", "human-rights") == [
        ("0001-01-01", "unsure", ["judge-hr"]),
        ("2021-01-01", "no", ["judge-hr"]),
        ("2021-01-02", "unsure", ["judge-hr"]),
        ("2022-01-01", "yes", ["judge-hr"]),
        ("2023-01-02", "unsure", ["judge-hr"]),
    ]


def test_who_is_listed_in_another_way_is_listed_but_not_for_human_rights() -> None:
    other = {"sanctions": [timed("sanctions", "clerk-other", "2020-01-01", target_id="clerk", human_rights="false")]}
    parts = (other, shown("list-1", "clerk-other", "entry"))
    assert [row[:2] for row in answers("clerk", "any", *parts)] == [
        *(("0001-01-01", "unsure"), ("2020-01-01", "yes"), ("2023-01-02", "unsure")),
    ]
    assert [row[:2] for row in answers("clerk", "human-rights", *parts)] == [
        *(("0001-01-01", "unsure"), ("2021-01-01", "no"), ("2023-01-02", "unsure")),
    ]


def test_who_is_on_no_list_is_so_only_where_their_name_is_absent() -> None:
    assert answers("clerk", "human-rights") == []
    one = answers("clerk", "human-rights", absent("list-1", "Navid Kohan"))
    assert [row[:2] for row in one] == [("0001-01-01", "unsure"), ("2021-01-01", "no"), ("2021-01-02", "unsure")]
    both = answers("clerk", "human-rights", absent("list-1", "Navid Kohan"), absent("list-2", "Navid Kohan"))
    assert both == [
        ("0001-01-01", "unsure", []),
        ("2021-01-01", "no", ["list-1.absent-navid-kohan", "list-2.absent-navid-kohan"]),
        ("2022-01-02", "unsure", []),
    ]
    apart = answers("clerk", "human-rights", absent("list-1", "Navid Kohan"), absent("list-3", "Navid Kohan"))
    assert [row[:2] for row in apart if row[1] == "no"] == [("2021-01-01", "no"), ("2023-01-01", "no")]


@pytest.mark.parametrize(("begun", "known"), [("2020-06-01", True), ("[2020-06-01..2020-12-01]", True), ("", False)])
def test_nobody_is_listed_under_a_programme_that_has_not_begun(begun: str, known: bool) -> None:
    programme = {"programmes": [timed("programmes", "hr", begun)]}
    under = {"sanctions": [timed("sanctions", "judge-hr", "2021-06-01", human_rights="true", programme_id="hr")]}
    before = ("0001-01-01", "no", ["hr", "judge-hr"]) if known else ("0001-01-01", "unsure", ["judge-hr"])
    found = answers("judge", "human-rights", programme, under)
    assert found[0] == before
    assert found[1] == (("2020-06-01", "unsure", ["judge-hr"]) if known else ("2021-01-01", "no", ["judge-hr"]))
    undated = {"sanctions": [timed("sanctions", "clerk-hr", "", target_id="clerk", human_rights="true")]}
    assert answers("judge", "human-rights", programme, under, undated)[0] == ("0001-01-01", "unsure", ["judge-hr"])


def test_another_list_of_the_authority_leaves_it_open() -> None:
    other = {"sanctions": [timed("sanctions", "judge-other", "2020-01-01")]}
    parts = (other, source("other-1", "2021-01-01", "other"), shown("other-1", "judge-other", "entry"))
    found = answers("clerk", "any", *parts, absent("list-1", "Navid Kohan"), absent("list-2", "Navid Kohan"))
    assert {row[1] for row in found} == {"unsure"}
    found = answers("clerk", "human-rights", *parts, absent("list-1", "Navid Kohan"), absent("list-2", "Navid Kohan"))
    assert {row[1] for row in found} == {"unsure", "no"}


def test_a_list_of_which_no_day_is_known_from_which_on_it_existed_covers_nothing() -> None:
    undated = {"sanctions": [timed("sanctions", "clerk-hr", "2020", target_id="clerk", human_rights="true")]}
    parts = (undated, source("log-1", "[..2021-06-01]", "log"), shown("log-1", "clerk-hr", "entry"))
    assert answers("clerk", "any", *parts) == [("0001-01-01", "unsure", ["clerk-hr"])]
