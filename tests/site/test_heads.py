"""Who led a body, by the rank of posts."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.site.test_posts import holding, post

from mostanad.site import bodies
from mostanad.site.contents import Record
from mostanad.site.posts import leads


def test_the_rank_of_a_post_says_who_led_a_body_and_no_word_of_its_title(record: Record) -> None:
    titles = (("In charge of it", "head"), ("Head of the Lantern Council", None),
              ("Head of the secretariat", "head_of_part"), ("Deputy head", "deputy"))  # fmt: skip
    rows = [post("navid-kohan", title, 2019 - number, rank) for number, (title, rank) in enumerate(titles)]
    held = holding(record, *rows)
    assert [(one["title"], one["heads"]) for one in bodies.posts(held, "lantern-council")] == [
        (title, rank == "head") for title, rank in titles
    ]
    assert [leads(row) for row in rows] == [True, False, True, False]
    found = {one.name: [row["title"] for row in one.rows] for one in bodies.sections(held, "lantern-council")
             if one.name in ("heads", "people")}  # fmt: skip
    assert found == {"heads": ["In charge of it"], "people": [title for title, _ in titles[1:]]}
    assert bodies._led(held, "lantern-council") == rows[:1]


@pytest.mark.parametrize(("rank", "is_unled"), [(None, True), ("deputy", True), ("head_of_part", False)])
def test_nobody_is_said_to_be_known_at_the_head_unless_a_post_can_be_there(
    record: Record, rank: str | None, is_unled: bool
) -> None:
    held = holding(record, post("navid-kohan", "Head of the Lantern Council", 2019, rank))
    found = {one.name: one for one in bodies.sections(held, "lantern-council")}
    assert bodies._party(held, held.rows["lantern-council"][1], found)["is_unled"] is is_unled


@pytest.mark.slow
def test_heads_of_bodies_of_one_place_are_found_and_no_page_denies_them(real_record: Record) -> None:
    def heads(key: str) -> set[str]:
        return {row["entity_id"] for row in bodies.posts(real_record, key) if row["heads"]}

    assert heads("diesel-abad-prison") == {"ali-ashraf-rashidi-aghdam"}
    assert "mohammad-esmail-kowsari" in heads("irgc-sarallah-headquarters")
    assert "haj-ahmad-mirzaei" not in heads("irans-morality-police")
    assert "mohammad-movahedi-azad" in heads("prosecutor-general-of-iran")
    assert heads("organisation-for-islamic-propaganda") == set()


def test_of_two_heads_the_one_of_whom_only_the_end_is_known_came_first() -> None:
    former, later = {"ended_min": dt.date(2014, 11, 1)}, {"started_min": dt.date(2014, 1, 1)}
    assert sorted([former, later], key=bodies._begun) == [later, former]
