"""Why entries are taken for one person: a year of birth that is given as a reason is shown in both entries."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
#: A reason that rests on a year of birth: "both born 1964", "the year of birth agrees: 1964".
YEAR = re.compile(r"\bboth born (?:in |about )*\[?1[89]\d\d|year of birth agrees")


def table(name: str) -> list[dict[str, str]]:
    with (DATASETS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def not_shown(
    identifiers: Iterable[dict[str, str]], officials: Iterable[dict[str, str]], claims: Iterable[dict[str, str]]
) -> list[str]:
    """Entries of officials that are joined on a year of birth, where no passage of the entry is claimed for a year."""
    people = {row["official_id"] for row in officials}
    passages: dict[str, set[str]] = {}
    born: set[tuple[str, str]] = set()
    for claim in claims:
        passages.setdefault(claim["target_id"], set()).add(claim["passage_id"])
        if "born" in claim["fields"].split():
            born.add((claim["target_id"], entry(claim["passage_id"])))
    return [
        row["identifier_id"]
        for row in identifiers
        if row["entity_id"] in people
        and YEAR.search(row["note"])
        and not any((row["entity_id"], entry(one)) in born for one in passages.get(row["identifier_id"], ()))
    ]


def entry(passage_id: str) -> str:
    """The entry of a list, in any version of it; the British list of 2018 has a record for each name of one target."""
    list_id, _, key = re.sub(r"-\d{4}-\d\d-\d\d(?=\.r-)", "", passage_id).partition(".r-")
    return f"{list_id} {key.split('-')[0] if list_id == 'uk-conlist' else key}"


def test_a_year_that_joins_two_entries_is_shown_in_each() -> None:
    assert not_shown(table("identifiers"), table("officials"), table("claims")) == []


@pytest.mark.parametrize(
    ("note", "fields", "is_found"),
    [
        ("same name, both born 1964", "name", True),
        ("same name, both born 1964", "born name", False),
        ("same full name; the year of birth agrees: 1964", "name", True),
        ("same full and rare name", "name", False),  # the reason does not rest on a year
    ],
)
def test_a_year_that_no_passage_shows_is_found(note: str, fields: str, is_found: bool) -> None:
    claims = [
        {"passage_id": "isles-2021.r-7", "target_id": "mina-farzi-isles-7", "fields": "entity_id value"},
        {"passage_id": "isles-2021.r-7", "target_id": "mina-farzi", "fields": fields},
    ]
    row = {"identifier_id": "mina-farzi-isles-7", "entity_id": "mina-farzi", "note": note}
    assert not_shown([row], [{"official_id": "mina-farzi"}], claims) == ["mina-farzi-isles-7"] * is_found
