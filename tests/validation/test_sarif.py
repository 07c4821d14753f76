"""SARIF: valid, and with fingerprints by which a service knows a finding again.

The official schema is not at hand offline under terms that let us copy it in; ``sarif-2.1.0-subset.schema.json`` has
been written by hand after the standard. It is closed, so that what passes uses nothing that the standard does not have.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from mostanad.validation import Finding, Report
from mostanad.validation.findings import identified
from mostanad.validation.formats.sarif import FINGERPRINT, as_sarif

QUICK = ("text", "structure", "rows", "rules", "seals")
VALIDATOR = Draft7Validator(
    json.loads(Path(__file__).with_name("sarif-2.1.0-subset.schema.json").read_text("utf-8")),
    format_checker=Draft7Validator.FORMAT_CHECKER,
)


def run_of(report: Report, **more: Any) -> dict[str, Any]:
    log = json.loads(as_sarif(report, **more))
    VALIDATOR.validate(log)
    (run,) = log["runs"]
    return dict(run)


def test_the_schema_is_one_and_refuses_what_is_no_sarif() -> None:
    Draft7Validator.check_schema(VALIDATOR.schema)
    good = json.loads(as_sarif(Report()))
    assert VALIDATOR.is_valid(good)
    assert not VALIDATOR.is_valid(good | {"version": "2.0.0"})
    assert not VALIDATOR.is_valid(good | {"more": 1})


def test_a_clean_report() -> None:
    run = run_of(Report((), ("3 passages",), ("seals",)))
    assert run["results"] == []
    said = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    assert said == ["not checked: 3 passages", "not run: seals"]


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("parties", ",ngo,", ",ngoo,"),
        ("parties", ",ngo,", ",,"),
        ("parties", ",ngo,,", ",ngo,,,"),
        ("parties", "Watch", "Wa\u200btch"),
        ("sources", ",watch,", ",bahram-nemuneh,"),
        ("names", "bahram-nemuneh-fa,bahram-nemuneh,", "bahram-nemuneh-fa,nobody,"),
    ],
)
def test_results_of_a_package(sample: Any, table: str, old: str, new: str) -> None:
    sample.edit(table, old, new)
    report = sample.report(QUICK)
    run = run_of(report, prefix="data/", with_statistics=True)
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(report.causes)
    for result, finding in zip(run["results"], report.causes, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
        assert result["level"] == finding.severity
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == f"data/{finding.file}"
        assert place["region"]["startLine"] == finding.line
        assert place["region"].get("startColumn", 0) == finding.column
    assert all(rule["fullDescription"]["text"] and rule["help"]["text"] for rule in rules)


def test_a_file_as_a_whole_has_no_region_and_odd_names_are_quoted() -> None:
    whole = Finding("MST202", "error", "a b\ud800é.csv", 0, 0, "v", "m", "r")
    release = Finding("MST601", "error", "x", 0, 0, "v", "m", "r")
    first, _ = run_of(Report(tuple(identified([whole, release]))))["results"]
    assert first["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "a%20b%3F%C3%A9.csv"}}}]


def fingerprints(report: Report) -> set[str]:
    return {result["partialFingerprints"][FINGERPRINT] for result in run_of(report)["results"]}


def test_fingerprints_survive_another_order_and_other_rows(sample: Any) -> None:
    sample.edit("parties", ",ngo,", ",ngoo,")
    sample.edit("events", ",2019-11,", ",2019-13,")
    sample.add("parties", party_id="other", name="Other", kind="person ")
    before = fingerprints(sample.report(("text", "structure")))
    assert before
    rows_before = fingerprints(sample.report(("structure", "rows")))
    sample.add("parties", party_id="aaa", name="First", kind="ngo")
    sample.add("events", event_id="aaa", kind="session", title="First")
    assert fingerprints(sample.report(("text", "structure"))) == before
    assert fingerprints(sample.report(("structure", "rows"))) == rows_before
    header, *rows = sample.text("parties").splitlines(keepends=True)
    sample.write("parties", header + "".join(rows[::-1]))
    assert before < fingerprints(sample.report(("text", "structure")))  # and that it is not in order


def test_a_broken_seal_keeps_its_fingerprint_when_its_row_moves(sample: Any) -> None:
    sample.edit("events", "A session", "Another session")
    before = fingerprints(sample.report(("seals",)))
    sample.add("events", event_id="aaa", kind="session", title="First")
    assert fingerprints(sample.report(("seals",))) == before
    assert len(before) == 1
