"""Days on which listings began or ended: what a version that is held shows of them."""

import csv
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

DATASETS = Path(__file__).resolve().parents[2] / "datasets"


def table(name: str) -> list[dict[str, str]]:
    with (DATASETS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def too_wide(ended: Mapping[str, str], shown: Iterable[tuple[str, str]]) -> list[str]:
    """Listings that may have ended on a day on which, or before which, a version shows them still."""
    last: dict[str, dt.date] = {}
    for listing, day in shown:
        last[listing] = max(dt.date.fromisoformat(day), last.get(listing, dt.date.min))
    days = {one: re.match(r"\[(\d{4}-\d\d-\d\d)\.\.", day) for one, day in ended.items()}
    return [
        one for one, found in days.items() if found and one in last and dt.date.fromisoformat(found[1]) <= last[one]
    ]


def test_no_listing_ends_before_the_last_version_that_shows_it() -> None:
    listings = table("sanctions") + table("tags")
    ended = {row.get("sanction_id") or row["tag_id"]: row["delisted"] for row in listings if row["delisted"]}
    published = {row["source_id"]: row["published"] for row in table("sources")}
    passages = {row["passage_id"]: row for row in table("passages")}
    shown = []
    for claim in table("claims"):
        passage = passages.get(claim["passage_id"], {})
        day = published.get(passage.get("source_id", ""), "")
        is_day = re.fullmatch(r"\d{4}-\d\d-\d\d", day)
        if claim["target_id"] in ended and passage["selector"].startswith("record=") and is_day:
            shown.append((claim["target_id"], day))
    assert len(shown) > len(ended)
    assert too_wide(ended, shown) == []


def test_a_bound_that_a_version_narrows_is_too_wide() -> None:
    shown = [("a", "2018-04-13"), ("a", "2025-08-11"), ("b", "2018-04-13")]
    ended = {"a": "[2018-04-14..2026-05-13]", "b": "[2018-04-14..2026-05-13]"}
    assert too_wide(ended, shown) == ["a"]
    assert too_wide({"a": "[2025-08-12..2026-05-13]"}, shown) == []


def worked_out(claims: Iterable[Mapping[str, str]], kinds: Mapping[str, str], days: Mapping[str, str]) -> list[str]:
    """Listings whose day lies between two versions of the US list, of which a version states it all the same."""
    of_day = [claim for claim in claims if claim["target_id"] in days and "listed" in claim["fields"].split()]
    between = {claim["target_id"] for claim in of_day if claim["modality"] == "inference" and not claim["stance"]}
    return [
        claim["target_id"]
        for claim in of_day
        if claim["target_id"] in between
        and (claim["modality"], claim["stance"]) == ("", "")
        and kinds[claim["passage_id"]] == "sanctions_list"
    ]


def test_no_version_states_a_day_that_lies_between_two() -> None:
    listings = [row for row in table("sanctions") + table("tags") if row["authority_id"] == "united-states"]
    days = {row.get("sanction_id") or row["tag_id"]: row["listed"] for row in listings}
    kind = {row["source_id"]: row["kind"] for row in table("sources")}
    kinds = {row["passage_id"]: kind[row["source_id"]] for row in table("passages")}
    assert worked_out(table("claims"), kinds, days) == []
    claim = {"target_id": "a", "fields": "entry listed", "modality": "", "stance": "", "passage_id": "later"}
    before = {**claim, "fields": "listed", "modality": "inference"}
    found = {"later": "sanctions_list"}, {"a": "[2021-01-02..2021-02-01]"}
    assert worked_out([claim, before], *found) == ["a"]
    assert worked_out([{**claim, "stance": "approximates"}, before], *found) == []
    assert worked_out([claim], *found) == []
