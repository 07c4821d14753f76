"""Titles of the dataset's events: a wrong that somebody alleges is not told as one that was."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
#: Words that judge, and words of weapons and violence: whoever reads them without a hedge reads a finding.
WRONG = re.compile(
    r"\b(?:abduct\w*|abuses?|ammunition|arbitrary|attack\w*|coerc\w+|deadly|denial|depriv\w+|disappearances?|excessive"
    r"|extraction|extrajudicial|fire|forced|harass\w*|ill-treat\w+|inhuman\w*|intimidation|lethal|lur\w+|mal?treat\w*"
    r"|mass executions|mistreat\w*|persecution|poor|rape|refusal of|sexual|shooting\w*|shots?|tortur\w*|threats?|unfair"
    r"|unjust|violations?|violen\w+|weapons?|without (?:charge|(?:a )?fair trial))\b",
    re.IGNORECASE,
)
HEDGE = re.compile(
    r"\b(?:accused|alleged|attributed?|believed|called|held|said|told)\b|reasons (?:call|speak)", re.IGNORECASE
)


def table(name: str) -> list[dict[str, str]]:
    with (DATASETS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told_as_fact(events: Iterable[dict[str, str]], claims: Iterable[dict[str, str]]) -> list[str]:
    """Titles with a word that judges and no hedge, of events whose titles rest on allegations alone."""
    said = defaultdict[str, set[str]](set)
    for claim in claims:
        if "title" in claim["fields"].split():
            said[claim["target_id"]].add(claim["modality"])
    alleged = [
        row["title"] for row in events if said[row["event_id"]] and said[row["event_id"]] <= {"allegation", "inference"}
    ]
    return [title for title in alleged if WRONG.search(title) and not HEDGE.search(title)]


def test_no_title_tells_as_a_fact_a_wrong_that_is_only_alleged() -> None:
    assert told_as_fact(table("events"), table("claims")) == []


@pytest.mark.parametrize(
    ("title", "modality", "is_told"),
    [
        ("Torture of fountain keepers", "allegation", True),
        ("Alleged torture of fountain keepers", "allegation", False),
        ("Torture of fountain keepers attributed to Nemuneh", "allegation", False),
        ("Live fire at fountain keepers", "allegation", True),
        ("Alleged live fire at fountain keepers", "allegation", False),
        ("Torture of fountain keepers", "", False),  # a fact, as its source puts it
        ("Suppression of the protests in Nowhereabad", "allegation", False),  # a neutral title of what befell a protest
    ],
)
def test_a_word_that_judges_needs_a_hedge_or_a_fact(title: str, modality: str, is_told: bool) -> None:
    claim = {"target_id": "e", "fields": "kind title", "modality": modality}
    assert told_as_fact([{"event_id": "e", "title": title}], [claim]) == [title] * is_told
