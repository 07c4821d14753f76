"""Who is on record in a post like one of which no document says until when it was held, from a later day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from tests.site.reading import read

from mostanad.site.contents import Record
from mostanad.site.evidence import Row
from mostanad.site.page import _environment
from mostanad.site.posts import later_holders
from mostanad.site.show import Shown


def post(who: str, title: str, year: int | None, **cells: Any) -> Row:
    day = dt.date(year, 1, 1) if year else None
    days = {"started": year and str(year), "started_min": day, "started_max": day, "ended": None}
    return {"position_id": f"{who}-{title}", "holder_id": who, "title": title, "body_id": "lantern-council",
            **days, **cells}  # fmt: skip


def holding(record: Record, *rows: Row) -> Record:
    """The record with these posts only in the council."""
    others = [one for one in record.referring["lantern-council"] if one[0] != "positions"]
    named = [("positions", "body_id", row) for row in rows]
    held = replace(record)
    rows_by_id = {**record.rows, **{row["position_id"]: ("positions", row) for row in rows}}
    own = {"referring": {**record.referring, "lantern-council": [*others, *named]}, "rows": rows_by_id}
    held.__dict__.update(record.__dict__ | own)
    return held


@pytest.mark.parametrize(
    ("title", "year", "is_later"),
    [
        ("Police commander of Greater Norville", 2023, True),  # one word for the head stands for another
        ("Head of LC in Norville", 2023, True),
        ("Head of the Lantern Council in Norville", 2023, True),
        ("Head of the Lantern Council in Southport", 2023, False),  # of another place
        ("Deputy head in Norville", 2023, False),
        ("Clerk in Norville", 2023, False),  # of several clerks nobody follows another
        ("Secretary in Norville", 2023, False),
        ("Head in Norville", 2016, False),  # earlier
        ("Head in Norville", None, False),
    ],
)
def test_a_post_of_the_same_role_that_began_later_is_named(
    record: Record, title: str, year: int | None, is_later: bool
) -> None:
    first, other = post("omid-faraz", "Head of the Lantern Council in Norville", 2017), post("navid-kohan", title, year)
    held = holding(record, first, other)
    assert later_holders(held, first) == [other] * is_later
    assert later_holders(held, {**first, "ended": "2020"}) == []  # then a document says until when
    assert later_holders(held, {**first, "started_max": None}) == []
    assert later_holders(held, {**first, "body_id": None}) == []


def test_who_is_on_record_later_stands_beside_the_post_and_leads_to_their_page(record: Record) -> None:
    first, other = post("omid-faraz", "Head in Norville", 2017), post("navid-kohan", "Commander in Norville", 2023)
    macros: Any = _environment().get_template("parts.html").module
    said = read(macros.later(Shown(holding(record, first, other), "../"), first))
    assert said.text == "Navid Kohan is on record as Commander in Norville, from 2023."
    assert said.all("a")[0].attributes["href"] == "../officials/navid-kohan.html"
    assert read(macros.later(Shown(holding(record, first), "../"), first)).text == ""
