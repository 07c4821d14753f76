"""Facts of versions replayed from history, and what became of each between two states."""

from __future__ import annotations

from mostanad.evidence import merkle
from mostanad.evidence.published import (
    Difference,
    Published,
    Reasons,
    by_version,
    differences,
    last_published,
    root,
    value_digest,
)
from mostanad.models.vocabularies import Change


def entry(fact: str, version: str, change: str, digest: str = "", value: str = "") -> dict[str, str]:
    return {"fact_id": fact, "version": version, "change": change, "digest": digest, "value_digest": value}


HISTORY = [
    entry("a/date", "2026.10.0", "added", "d1", "v1"),
    entry("b/date", "2026.10.0", "added", "d2", "v2"),
    entry("a/date", "2026.9.0", "added", "d0", "v1"),  # in no order: numbers decide, not letters
    entry("b/date", "2026.11.0", "retraction"),
    entry("c/date", "2026.11.0", "added", "d3", "v3"),
]


def test_each_version_has_the_facts_that_it_had() -> None:
    found = [sorted(state) for state in by_version(HISTORY, ["2026.9.0", "2026.10.0", "2026.11.0"])]
    assert found == [["a/date"], ["a/date", "b/date"], ["a/date", "c/date"]]


def test_the_last_version_is_that_of_the_greatest_number() -> None:
    assert last_published(HISTORY) == {"a/date": Published("d1", "v1"), "c/date": Published("d3", "v3")}
    assert last_published([]) == {}


def test_the_root_is_over_facts_and_their_digests() -> None:
    leaves = [merkle.leaf(b"a/date 11"), merkle.leaf(b"b/date 22")]
    assert root([("a/date", "11"), ("b/date", "22")]) == merkle.root(leaves).hex()


def state(**values: str) -> dict[str, Published]:
    """Facts whose digest is their value's."""
    return {f"{name}/date": Published(value_digest(value), value_digest(value)) for name, value in values.items()}


def correction(row: str, before: str, after: str, kind: str = "correction") -> dict[str, str]:
    name = f"{row}-{kind}-{after or 'gone'}"
    return {"correction_id": name, "target_id": row, "field": "date", "before": before, "after": after, "kind": kind}


def became(before: dict[str, Published], after: dict[str, Published], *reasons: dict[str, str]) -> list[Difference]:
    return list(differences(before, after, Reasons(reasons, [{"old_id": "merged"}])))


def test_what_is_as_it_was_is_no_difference() -> None:
    assert became(state(a="1"), state(a="1")) == []


def test_a_new_fact() -> None:
    assert became({}, state(a="1")) == [Difference("a/date", Change.ADDED)]


def test_a_corrected_value_has_the_correction_that_leads_from_the_one_to_the_other() -> None:
    wrong = correction("a", "0", "2"), correction("a", "1", "3"), correction("b", "1", "2")
    right = correction("a", "1", "2")
    assert became(state(a="1"), state(a="2"), *wrong) == [Difference("a/date", Change.CORRECTION)]
    assert became(state(a="1"), state(a="2"), *wrong, right) == [
        Difference("a/date", Change.CORRECTION, "a-correction-2")
    ]


def test_a_value_that_is_only_written_otherwise() -> None:
    reason = correction("a", "1", "2", "format")
    assert became(state(a="1"), state(a="2"), reason) == [Difference("a/date", Change.FORMAT, "a-format-2")]


def test_the_same_value_on_other_evidence() -> None:
    now = {"a/date": Published("other", value_digest("1"))}
    assert became(state(a="1"), now) == [Difference("a/date", Change.RE_SOURCED)]


def test_facts_that_are_gone() -> None:
    then = state(merged="1", private="1", withdrawn="1", silent="1")
    reasons = correction("private", "", "", "privacy"), correction("withdrawn", "1", "", "retraction")
    assert became(then, {}, *reasons, correction("silent", "2", "", "retraction")) == [
        Difference("merged/date", Change.MERGE, "merged"),
        Difference("private/date", Change.PRIVACY, "private-privacy-gone"),
        Difference("silent/date", Change.RETRACTION),
        Difference("withdrawn/date", Change.RETRACTION, "withdrawn-retraction-gone"),
    ]
