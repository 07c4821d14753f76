"""The queries of fact-checks on numbers: a witness is not who makes the claim, nor of its side; it speaks in a document
of its own, and a passage shows on whose side it is."""

from __future__ import annotations

import duckdb
import pytest
from tests.shared import ROOT

CHECKS = {"killed-november-2019": "killed", "killed-1988": "killed", "arrested-november-2019": "arrested"}
ALONE = [("front", "exactly", 1500)]


#: On whose side the others are.
PLACED = [("tower", "norland", "organ_of"), ("wing", "wings", "part_of")]


def verdict(
    check_id: str,
    counts: list[tuple[str, str, int]],
    ties: list[tuple[str, str, str]],
    kind: str,
    reported: bool = False,
) -> str:
    """What the query of a check says of numbers that parties give; the first makes the claim. ``reported``: its
    document gives the numbers of the others too."""
    with duckdb.connect() as db:
        db.execute("CREATE TABLE fact_checks AS SELECT ? AS check_id, 'c0' AS claim_id", [check_id])
        db.execute("CREATE TABLE claims (claim_id TEXT, passage_id TEXT, target_id TEXT)")
        db.execute("CREATE TABLE passages (passage_id TEXT, source_id TEXT)")
        db.execute("CREATE TABLE sources (source_id TEXT, kind TEXT, publisher_id TEXT, derived_from TEXT)")
        db.execute("CREATE TABLE affiliations (from_id TEXT, to_id TEXT, relation TEXT)")
        db.execute(
            "CREATE TABLE estimates (estimate_id TEXT, about_id TEXT, counted_by TEXT, measure TEXT, comparator TEXT, "
            "value DOUBLE, subset_of TEXT, supersedes TEXT)"
        )
        for number, (who, comparator, value) in enumerate(counts):
            row = [f"e{number}", who, CHECKS[check_id], comparator, value]
            db.execute("INSERT INTO estimates VALUES (?, 'event', ?, ?, ?, ?, NULL, NULL)", row)
            db.execute("INSERT INTO claims VALUES (?, ?, ?)", [f"c{number}", f"p{number}", f"e{number}"])
            publisher = counts[0][0] if reported else who
            db.execute("INSERT INTO passages VALUES (?, ?)", [f"p{number}", f"s-{publisher}"])
            if publisher == who:
                db.execute("INSERT INTO sources VALUES (?, ?, ?, NULL)", [f"s-{who}", kind, who])
        for tie in ties:
            db.execute("INSERT INTO affiliations VALUES (?, ?, ?)", tie)
        query = (ROOT / f"validators/fact_checks/{check_id}.sql").read_text("utf-8")
        found = {row[4] for row in db.execute(query).fetchall()}
    (one,) = found
    return str(one)


@pytest.mark.parametrize("check_id", CHECKS)
@pytest.mark.parametrize(
    ("others", "ties", "kind", "expected"),
    [
        ([], [], "news", "undecidable"),
        ([], [], "official_record", "undecidable"),  # its own record proves nothing of its own claim
        ([("tower", "exactly", 1000)], [], "news", "undecidable"),  # only the claimant itself says so
        ([("wing", "exactly", 1600)], [], "news", "supported"),
        ([("wing", "exactly", 1600)], [("wing", "front", "part_of")], "news", "undecidable"),
        ([("wing", "exactly", 1600)], [("front", "wing", "organ_of")], "news", "undecidable"),
        ([("wing", "exactly", 1600)], [("wing", "front", "member_of")], "news", "supported"),
        ([("tower", "exactly", 1000), ("wing", "exactly", 1600)], [], "news", "partly"),
        ([("tower", "exactly", 1000), ("wing", "exactly", 1600)], [("wing", "front", "led_by")], "news", "undecidable"),
        ([("tower", "exactly", 1000)], [], "official_record", "contradicted"),
    ],
)
def test_a_claim_rests_on_others(
    check_id: str, others: list[tuple[str, str, int]], ties: list[tuple[str, str, str]], kind: str, expected: str
) -> None:
    assert verdict(check_id, ALONE + others, PLACED + ties, kind) == expected


@pytest.mark.parametrize("check_id", CHECKS)
def test_who_is_heard_only_in_the_claimants_document_is_no_witness(check_id: str) -> None:
    others = [*ALONE, ("tower", "exactly", 1000), ("wing", "exactly", 1600)]
    assert verdict(check_id, others, PLACED, "news") == "partly"
    assert verdict(check_id, others, PLACED, "news", reported=True) == "undecidable"


@pytest.mark.parametrize("check_id", CHECKS)
@pytest.mark.parametrize("tie", [("wing", "wings", "member_of"), ("somebody", "wings", "part_of")])
def test_whom_no_passage_places_is_no_witness(check_id: str, tie: tuple[str, str, str]) -> None:
    assert verdict(check_id, [*ALONE, ("wing", "exactly", 1600)], [tie], "news") == "undecidable"
