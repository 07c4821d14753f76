"""Listings that the United Kingdom carried over from the law of the EU say so: nobody counts them as new ones."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
#: The day that the list prints for what was carried over, and from which programme to which it was.
DAY = "2020-12-31"
FORMER = {
    "uk-iran-2023": "uk-iran-human-rights",
    "uk-iran-nuclear-inu": "uk-iran-nuclear",
    "uk-counter-terrorism-international": "uk-terrorism-and-terrorist-financing",
}


def test_a_listing_that_was_carried_over_names_the_day_of_the_listing_before() -> None:
    with (DATASETS / "sanctions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    before = {(row["programme_id"], row["target_id"]): row["listed"] for row in rows if not row["delisted"]}
    carried = [row for row in rows if (row["authority_id"], row["listed"]) == ("united-kingdom", DAY)]
    days = {
        row["sanction_id"]: dt.date.fromisoformat(before[FORMER[row["programme_id"]], row["target_id"]])
        for row in carried
    }
    said = {
        key: f"carried over from the listing of {day.day} {day:%B %Y}: not a new listing" for key, day in days.items()
    }
    table = "only a table by somebody else shows it; the version of the list with the entry is not held; "
    assert {row["programme_id"] for row in carried} == set(FORMER)
    assert {row["sanction_id"]: row["note"].removeprefix(table) for row in carried} == said
