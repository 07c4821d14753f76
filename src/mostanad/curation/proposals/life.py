"""Birth and gender: what a list says of them beside what the dataset has."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from mostanad.curation.proposals.desk import Desk, Version, record
from mostanad.documents.lists import Record, Stated
from mostanad.documents.lists.dates import year_only
from mostanad.matching import folding
from mostanad.models import edtf

#: A country is no place of birth.
_NOWHERE = frozenset({"iran", "islamic republic of iran"})
#: Places more alike than this (0 to 100) are one, spelled in two ways.
_SAME_PLACE = 75.0


def add_life(desk: Desk, version: Version, listed: Record, entity_id: str) -> None:
    """Add year and place of birth and gender of an official; what differs from what is there is a dispute."""
    if entity_id not in desk.rows["officials"]:
        return
    row = desk.rows["officials"][entity_id]
    for year, key in _years(listed):
        _born(desk, version, row, year, key)
    for place in listed.birth_places[:1]:
        _birth_place(desk, version, row, place)
    if listed.gender is not None:
        row["gender"] = row["gender"] or listed.gender.text
        if row["gender"] == listed.gender.text:
            desk.claim(version, record(listed.gender.key), entity_id, ["gender"])
        else:
            _dispute(desk, version, entity_id, "gender", listed.gender.text, listed.gender.key)


def _born(desk: Desk, version: Version, row: dict[str, str], year: str, key: str) -> None:
    """One date of birth: it fills the cell, agrees with it, says less than it, or disputes it."""
    if not year:
        return
    entity_id = row["official_id"]
    row["born"] = row["born"] or year
    if row["born"] == year:
        desk.claim(version, record(key), entity_id, ["born"])
    elif _within(row["born"], year):
        desk.claim(version, record(key), entity_id, ["born"], stance="approximates", value=year)
    elif _within(year, row["born"]):
        desk.tell(f"{entity_id}: born {row['born']}; the list is more precise: {year}; correct the cell if you agree")
    else:
        _dispute(desk, version, entity_id, "born", year, key)


def _within(one: str, other: str) -> bool:
    inner, outer = edtf.parse(one), edtf.parse(other)
    bounds = (inner.earliest, inner.latest, outer.earliest, outer.latest)
    early, late, from_day, to_day = bounds
    starts = from_day is None or (early is not None and early >= from_day)
    return starts and (to_day is None or (late is not None and late <= to_day))


def _dispute(desk: Desk, version: Version, entity_id: str, field: str, value: str, key: str) -> None:
    desk.claim(version, record(key), entity_id, [field], stance="disputes", value=value)


def _birth_place(desk: Desk, version: Version, row: dict[str, str], place: Stated) -> None:
    """A place fills the cell or agrees with it; another spelling, or a place around it, is neither."""
    if place.text.casefold() in _NOWHERE:
        return
    row["birth_place"] = row["birth_place"] or place.text
    known, printed = (_parts(text) for text in (row["birth_place"], place.text))
    if known[0] == printed[0]:
        desk.claim(version, record(place.key), row["official_id"], ["birth_place"])
    elif not any(_alike(one, other) for one in known for other in printed):
        _dispute(desk, version, row["official_id"], "birth_place", place.text, place.key)


def _alike(one: str, other: str) -> bool:
    """Whether two parts of places are one, spelled in two ways, or the one with a word more."""
    return one in other or other in one or fuzz.ratio(one, other) > _SAME_PLACE


def _parts(place: str) -> list[str]:
    """The parts of a place, the smallest first, without the country, by their sounds."""
    parts = (part.strip() for part in re.split(r"[,()/]", place))
    found = ["".join(map(folding.plain, folding.words(folding.fold(part)))) for part in parts if part]
    return [part for part in found if part != "iran"] or found or [""]


def _years(listed: Record) -> list[tuple[str, str]]:
    """Years of birth and the records that print them.

    Several years of one record are alternatives: one date, if there is a way to write it, else the first.
    """
    printed = [(year_only(stated.text), stated.key) for stated in listed.born if stated.text]
    years = sorted({year for year, _ in printed})
    if len(years) < 2 or len({key for _, key in printed}) > 1:
        return list(dict(printed).items())
    one_date = [(f"[{','.join(years)}]", printed[0][1])]
    return one_date if all(map(str.isdigit, years)) else printed[:1]
