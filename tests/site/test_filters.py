"""By what lists are filtered."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from mostanad.site import catalogues, filters
from mostanad.site.contents import Record


def test_a_province_takes_in_its_towns_and_prisons_and_has_one_name(record: Record) -> None:
    """As the words of the search have them; a city is not its province."""
    province = "Sistan and Baluchestan Province"
    places = {"Sistan and Baluchestan": [province], province: [province], "Zahedan": ["Zahedan", province],
              "Zahedan Prison": ["Zahedan Prison", province], "Kurdistan": ["Kurdistan Province"],
              "Iraqi Kurdistan": ["Iraqi Kurdistan"], "Khorasan Razavi Province": ["Razavi Khorasan Province"],
              "Tehran": ["Tehran", "Tehran Province"], "Ahwaz": ["Ahwaz", "Khuzestan Province"],
              "Shahr-e Qods": ["Shahr-e Qods", "Tehran Province"], "Markazi Province": ["Markazi Province"],
              "South Khorasan": ["South Khorasan Province"], "Norland": ["Norland"], None: []}  # fmt: skip
    assert {place: filters.placed(place) for place in places} == places
    event = {**record.tables["events"][0], "place": "Saqqez"}
    groups, *_ = catalogues._of_event(record, event)
    assert groups["own"][0][1] == ["Saqqez", "Kurdistan Province"]


def test_what_lasted_has_behind_its_days_those_of_which_one_must_fit(record: Record) -> None:
    """Else what went on from December to January would perhaps have been in January."""
    event = record.tables["events"][0]
    dates = {"2025-12/2026-01": [("2025-12-31", "2026-01-01")], "2022-09/..": [("2022-09-30", "2022-09-01")],
             "[..1988]": [], "2019-11": [], None: []}  # fmt: skip
    assert {date: catalogues._of_event(record, {**event, "date": date}).groups["own"][0][4:] for date in dates} == dates


def test_an_authority_of_which_all_listings_over_an_event_ended_is_marked() -> None:
    listings = {"a": ("eu", "2020"), "b": ("eu", None), "c": ("uk", "2021")}
    rows = {key: ("sanctions", {"authority_id": who, "delisted": end}) for key, (who, end) in listings.items()}
    told = SimpleNamespace(listed_for=lambda event_id, within: [{"sanction_id": key} for key in rows])
    record: Any = SimpleNamespace(row=lambda key: rows[key][1], told=told)
    assert filters.listed_for(record, "event") == [["eu"], ["uk", "", "", "", "", "ended"]]
