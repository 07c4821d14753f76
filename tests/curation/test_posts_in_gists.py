"""Gists of the United Kingdom's reasons: a post in or through which somebody is held to be involved is not left out."""

from __future__ import annotations

import csv
import json
import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("MOSTANAD_DOCUMENTS") or ROOT.parent / "shared")
SOURCE = "uk-sanctions-list-2026-03-26"
FILE = SHARED / "documents" / f"{SOURCE}-iran.jsonl"
POST = re.compile(r"\b(?:in|through) (?:his|her|this|that) (?:\w+ )?(?:role|position|capacity)\b", re.IGNORECASE)
IN_THE_GIST = re.compile(r"\b(?:role|posts?|position|capacity)\b|\bas (?:the |a )?\w+")


@pytest.mark.skipif(not FILE.is_file(), reason="not checked: the documents are not in the repository")
def test_a_gist_keeps_the_post_of_its_sentence() -> None:
    text, found, lost = FILE.read_text(encoding="utf-8"), 0, set()
    entries = [(json.loads(line)["reasons"] or "") for line in text.splitlines()]
    assert any(POST.search(reasons) for reasons in entries)
    with (ROOT / "datasets" / "statements.csv").open(encoding="utf-8", newline="") as file:
        gists = {row["statement_id"]: row["gist"] for row in csv.DictReader(file)}
    with (ROOT / "datasets" / "claims.csv").open(encoding="utf-8", newline="") as file:
        claims = [row for row in csv.DictReader(file) if row["target_id"].startswith("uk-reasons-")]
    for claim in claims:
        place = re.search(rf"^{SOURCE}(?:-carried-over)?\.c(\d+)-(\d+)\.", claim["claim_id"])
        if place is None or "gist" not in claim["fields"].split():
            continue
        begin, end = int(place[1]), int(place[2])
        starts = (text.rfind(". ", 0, begin), text.rfind("\\n", 0, begin), text.rfind('"reasons": "', 0, begin))
        ends = (at for at in (text.find(". ", end), text.find('", "', end)) if at >= 0)
        if POST.search(text[max(starts) : min(ends)]):
            found += 1
            if not IN_THE_GIST.search(gists[claim["target_id"]]):
                lost.add(claim["target_id"])
    assert found > 40
    assert lost == set()
