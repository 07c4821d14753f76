"""Killings, arrests and torture of a wave of protest are parts of those of the whole wave, where that is an event."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from mostanad.models import edtf

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
KINDS = {"killing", "detention", "torture"}


def events() -> list[dict[str, str]]:
    with (DATASETS / "events.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def days(row: dict[str, str]) -> tuple[dt.date, dt.date]:
    return edtf.parse(row["date"], span=True).days


def too_wide(rows: Iterable[dict[str, str]]) -> list[str]:
    """Dated events that hang on a repression of the whole country, though the killings, arrests or torture of that
    repression, in the whole country and all its time, are an event too."""
    known = {row["event_id"]: row for row in rows}
    waves = {key for key, row in known.items() if row["kind"] == "repression" and row["place"] == "Iran"}
    found = list[str]()
    for key, row in known.items():
        for other, whole in known.items():
            if (
                key != other
                and row["kind"] == whole["kind"]
                and row["kind"] in KINDS
                and row["date"]
                and whole["place"] == "Iran"
                and row["place"] != "Iran"
                and row["part_of"] == whole["part_of"]
                and row["part_of"] in waves
                and days(whole)[0] <= days(row)[0]
                and days(row)[1] <= days(whole)[1]
            ):
                found.append(key)
    return found


def test_what_was_done_in_a_wave_is_part_of_the_narrowest_event_that_holds_it() -> None:
    assert too_wide(events()) == []


def test_a_killing_beside_those_of_its_wave_is_found() -> None:
    wave = {"event_id": "wave", "kind": "repression", "place": "Iran", "date": "2021", "part_of": ""}
    killings = {"event_id": "all", "kind": "killing", "place": "Iran", "date": "2021", "part_of": "wave"}
    town = killings | {"event_id": "town", "place": "Nowhereabad", "date": "2021-05"}
    assert too_wide([wave, killings, town]) == ["town"]
    assert too_wide([wave, killings, town | {"part_of": "all"}]) == []
    assert too_wide([wave, killings, town | {"date": "2022"}]) == []
