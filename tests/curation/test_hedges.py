"""Hedges of the dataset's claims: a threshold of law in a statement of reasons is coded as one."""

from __future__ import annotations

import csv
import json
import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATASETS = ROOT / "datasets"
SHARED = Path(os.environ.get("MOSTANAD_DOCUMENTS") or ROOT.parent / "shared")
THRESHOLD = re.compile(r"\breasonable (?:grounds )?to suspect\b")
SOURCE = "uk-sanctions-list-2026-03-26"
FILE = SHARED / "documents" / f"{SOURCE}-iran.jsonl"
#: Sentences of their own in such statements, which say something without the threshold.
PLAIN = {"uk-asserts-basij-involved", "uk-asserts-irgc-responsible"}
#: Words of a note on how a passage is read, and words by which a text holds back.
READING = re.compile(r"\btaken as\b|\bwords are read\b|\bread from the sentence\b|\bby a like name\b|\bas a judge by\b")
HOLDS_BACK = re.compile(
    r"indicat|report|alleged|point to|appear|seem|believed|presumabl|denounced|according to|claim|named as|accused"
    r"|it is estimated|investigation held|have described|are found to have",
    re.IGNORECASE,
)
REASONS = SHARED / "documents" / "eu-32011R0359-2026-07-24.csv"


def table(name: str) -> list[dict[str, str]]:
    with (DATASETS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_a_note_calls_the_threshold_is_coded_so() -> None:
    noted = [claim for claim in table("claims") if THRESHOLD.search(claim["note"])]
    assert len(noted) > 30
    assert [claim["claim_id"] for claim in noted if claim["hedge"] != "suspected"] == []


@pytest.mark.skipif(not FILE.is_file(), reason="not checked: the documents are not in the repository")
def test_each_accusation_under_the_threshold_has_the_hedge() -> None:
    passages = {row["passage_id"]: row["selector"] for row in table("passages")}
    placed = [
        (int(passages[claim["passage_id"]][5:].split(",")[0]), claim)
        for claim in table("claims")
        if claim["claim_id"].startswith(f"{SOURCE}.c") and claim["modality"] == "allegation"
    ]
    begin, found, bare = 0, 0, []
    for line in FILE.read_text(encoding="utf-8").splitlines(keepends=True):
        if THRESHOLD.search(json.loads(line)["reasons"]):
            inside = [claim for at, claim in placed if begin <= at < begin + len(line)]
            accused = [
                claim for claim in inside if "part" in claim["fields"].split() or "gist" in claim["fields"].split()
            ]
            found += len(accused)
            bare += [
                one["target_id"] for one in accused if one["hedge"] != "suspected" and one["target_id"] not in PLAIN
            ]
        begin += len(line)
    assert found > 30
    assert bare == []


def test_a_doubt_about_our_reading_is_no_hedge_of_who_asserts() -> None:
    read = [claim for claim in table("claims") if READING.search(claim["note"])]
    assert len(read) > 80
    wrong = [claim["claim_id"] for claim in read if claim["hedge"] and claim["modality"] != "inference"]
    assert wrong == []


@pytest.mark.skipif(not REASONS.is_file(), reason="not checked: the documents are not in the repository")
def test_the_words_of_the_eu_hold_back_where_the_hedge_says_so() -> None:
    text, flat, found = REASONS.read_bytes().decode(), [], 0
    for claim in table("claims"):
        if claim["hedge"] in {"appears", "reported"} and claim["claim_id"].startswith("eu-359-2011-2026-07-24.c"):
            begin, end = map(int, claim["claim_id"].split(".")[1][1:].split("-"))
            found += 1
            if not HOLDS_BACK.search(text[text.rfind(". ", 0, begin) : end]):  # anywhere in the sentence before
                flat.append(claim["claim_id"])
    assert found > 80
    assert flat == []
