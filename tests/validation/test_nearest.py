"""Did you mean: only what is near, and always the same."""

from __future__ import annotations

from typing import Any

import pytest

from mostanad.validation import nearest
from mostanad.validation.nearest import nearest as near


@pytest.mark.parametrize(
    ("word", "candidates", "found"),
    [
        ("ngoo", ["ngo", "media"], "ngo"),
        ("NGO", ["ngo", "media"], "ngo"),
        ("x", ["ngo", "media"], ""),
        ("dungeon", ["ngo", "media"], ""),
        ("", ["ngo"], ""),
        ("ngo", [], ""),
        ("x" * 10**6, ["x" * 100], ""),
        ("sesion", ["session", "mission"], "session"),
    ],
)
def test_words(word: str, candidates: list[str], found: str) -> None:
    assert near(word, candidates) == found
    assert near(word, candidates[::-1]) == found


def test_of_ids_much_is_asked_because_like_names_are_others() -> None:
    ids = [f"person-number-{number}" for number in range(300)] + ["ebrahim-raisi", "mohammad-reza-naqdi"]
    assert near("ebrahim-raissi", ids, 85) == "ebrahim-raisi"
    assert near("hamid-reza-emadi", ids, 85) == ""


def test_an_id_that_leads_nowhere(sample: Any) -> None:
    sample.edit("names", "bahram-nemuneh-fa,bahram-nemuneh,", "bahram-nemuneh-fa,bahram-nemune,")
    finding = next(one for one in sample.findings(("rules",)) if one.code == "MST303")
    assert finding.suggestion == "bahram-nemuneh"
    assert finding.message.endswith("; did you mean 'bahram-nemuneh'?")


def test_a_field_that_a_claim_cannot_name(sample: Any) -> None:
    sample.edit("claims", "date kind title", "date kind titel")
    finding = next(one for one in sample.findings(("rules",)) if one.code == "MST502")
    assert (finding.value, finding.suggestion) == ("titel", "title")


def test_an_id_of_another_sort_is_not_suggested(sample: Any) -> None:
    sample.edit("estimates", ",watch,,", ",session-2019-1,,")
    findings = [one for one in sample.findings(("rules",)) if one.code == "MST303"]
    assert [one.suggestion for one in findings] == [""]


def test_words_of_vocabularies_and_columns(sample: Any) -> None:
    sample.edit("parties", ",ngo,", ",ngoo,")
    sample.edit("events", ",date,", ",dates,")
    assert {one.suggestion for one in sample.findings(("text", "structure", "rows"))} == {"ngo", "date"}


@pytest.mark.slow
def test_who_mistyped_everything_is_answered_in_time(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    original = nearest.nearest
    monkeypatch.setattr(nearest, "nearest", lambda *args: asked.append(args) or original(*args))
    rows = [f"n-{n:03d},bahram-nemune{n},Name,,Latn,alias,\n" for n in range(100)]
    sample.write("names", sample.text("names") + "".join(rows))
    assert len([one for one in sample.findings(("rules",)) if one.code == "MST303"]) == 100
    assert len(asked) == 50
