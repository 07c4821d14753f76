"""Listings that the United Kingdom carried over from the law of the EU say so: nobody counts them as new ones."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
#: The day that the list prints for what was carried over, and the programme from which it was.
DAY, FORMER = "2020-12-31", "uk-iran-human-rights"


def test_a_listing_that_was_carried_over_names_the_day_of_the_listing_before() -> None:
    with (DATASETS / "sanctions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    before = {row["target_id"]: row["listed"] for row in rows if row["programme_id"] == FORMER and not row["delisted"]}
    carried = [row for row in rows if (row["authority_id"], row["listed"]) == ("united-kingdom", DAY)]
    days = {row["sanction_id"]: dt.date.fromisoformat(before[row["target_id"]]) for row in carried}
    said = {
        key: f"carried over from the listing of {day.day} {day:%B %Y}: not a new listing" for key, day in days.items()
    }
    assert carried
    assert {row["sanction_id"]: row["note"] for row in carried} == said
