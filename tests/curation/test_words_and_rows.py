"""What the words of documents say is in the rows, and no more than that."""

from __future__ import annotations

import csv
import re
from itertools import combinations
from pathlib import Path

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
BRITISH = "uk-sanctions-list-2026-03-26"


def table(name: str) -> list[dict[str, str]]:
    with (DATASETS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_number_without_a_counter_stands_beside_the_same_of_another_only_on_a_voice_that_the_note_describes() -> None:
    """An estimate that an authority also gives as its own is one number."""
    one = ("about_id", "measure", "comparator", "value")
    twins = [
        (row if row["counted_by"] == "unnamed" else other)
        for row, other in combinations((row for row in table("estimates") if row["value"]), 2)
        if all(row[field] == other[field] for field in one) and "unnamed" in (row["counted_by"], other["counted_by"])
    ]
    assert twins
    for row in twins:
        assert re.match("according to independent sources|by estimates of NGOs", row["note"]), row["estimate_id"]


def test_words_of_the_council_that_stand_outside_the_reasons_have_its_origin() -> None:
    (entry,) = (row for row in table("claims") if row["target_id"] == "mohammad-bagher-bagheri-admits-executions"
                and row["passage_id"].startswith(BRITISH))  # fmt: skip
    assert entry["passage_id"].startswith(f"{BRITISH}-carried-over.")
    origins: dict[str, set[str]] = {}
    for row in table("claims"):
        if row["passage_id"].startswith(BRITISH) and row["target_id"].startswith("executions-south-khorasan-2010-03"):
            origins.setdefault(row["target_id"], set()).add(row["passage_id"].partition(".")[0])
    assert set().union(*origins.values()) == {f"{BRITISH}-carried-over"}


def test_an_occupation_is_no_post() -> None:
    assert not [row["position_id"] for row in table("positions") if re.match(r"lawyer\b", row["title"], re.I)]


def test_a_programme_does_not_rest_on_a_section_on_abuses_if_its_ground_is_open() -> None:
    is_open = {row["programme_id"] for row in table("programmes") if not row["human_rights"]}
    acts = {row["act"] for row in table("legal_bases") if row["programme_id"] in is_open}
    on_abuses = {row["instrument"] for row in table("events") if "human rights abuses" in row["title"]}
    assert "22 U.S.C. 9405" in on_abuses
    assert not acts & on_abuses


def test_who_oversees_efforts_has_a_part_in_them_and_who_has_a_duty_has_none() -> None:
    parts = {(row["entity_id"], row["basis"]) for row in table("participations") if row["part"] == "accused"}
    assert ("moslem-moein", "oversight") in parts
    notes = {row["about_id"]: row["note"] for row in table("statements") if row["statement_id"].endswith("-lef")}
    for official in ("ahmad-vahidi", "hossein-modarres-khiabani"):
        assert notes[official].startswith("a duty of the post, not an act: ")
