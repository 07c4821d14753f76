"""The queries of fact-checks on numbers: who makes a claim, or is tied to who does, does not count as a witness."""

from __future__ import annotations

import duckdb
import pytest
from tests.shared import ROOT

CHECKS = {"killed-november-2019": "killed", "killed-1988": "killed", "arrested-november-2019": "arrested"}
ALONE = [("front", "exactly", 1500)]


def verdict(check_id: str, counts: list[tuple[str, str, int]], ties: list[tuple[str, str, str]], kind: str) -> str:
    """What the query of a check says of numbers that parties give; the first makes the claim."""
    with duckdb.connect() as db:
        db.execute("CREATE TABLE fact_checks AS SELECT ? AS check_id, 'c0' AS claim_id", [check_id])
        db.execute("CREATE TABLE claims (claim_id TEXT, passage_id TEXT, target_id TEXT)")
        db.execute("CREATE TABLE passages AS SELECT 'p' AS passage_id, 's' AS source_id")
        db.execute("CREATE TABLE sources AS SELECT 's' AS source_id, ? AS kind, NULL AS derived_from", [kind])
        db.execute("CREATE TABLE affiliations (from_id TEXT, to_id TEXT, relation TEXT)")
        db.execute(
            "CREATE TABLE estimates (estimate_id TEXT, about_id TEXT, counted_by TEXT, measure TEXT, comparator TEXT, "
            "value DOUBLE, subset_of TEXT, supersedes TEXT)"
        )
        for number, (who, comparator, value) in enumerate(counts):
            row = [f"e{number}", who, CHECKS[check_id], comparator, value]
            db.execute("INSERT INTO estimates VALUES (?, 'event', ?, ?, ?, ?, NULL, NULL)", row)
            db.execute("INSERT INTO claims VALUES (?, 'p', ?)", [f"c{number}", f"e{number}"])
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
    assert verdict(check_id, ALONE + others, ties, kind) == expected
