"""Which findings are wanted."""

from __future__ import annotations

from typing import Any

from mostanad.validation import Finding, Report
from mostanad.validation.findings import identified
from mostanad.validation.finish import mark_causes, selected
from mostanad.validation.rules import all_codes, unknown


def report_of(*codes: str) -> Report:
    findings = [Finding(code, "error", "a.csv", 2, 3, code, code, "r", field="name") for code in codes]
    return Report(tuple(mark_causes(identified(findings))))


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


def test_codes_and_their_beginnings() -> None:
    report = report_of("MST101", "MST108", "MST213", "MST303")
    assert codes(selected(report)) == ["MST101", "MST108", "MST213", "MST303"]
    assert codes(selected(report, ["MST1"])) == ["MST101", "MST108"]
    assert codes(selected(report, ["MST213", "MST30"])) == ["MST213", "MST303"]
    assert codes(selected(report, (), ["MST1", "MST3"])) == ["MST213"]
    assert codes(selected(report, ["MST"], ["MST101"])) == ["MST108", "MST213", "MST303"]


def test_what_was_covered_by_a_finding_that_is_not_wanted_stands() -> None:
    report = report_of("MST101", "MST213", "MST303")
    assert [one.code for one in report.causes] == ["MST101"]
    left = selected(report, (), ["MST1"])
    assert [one.code for one in left.causes] == ["MST213"]


def test_unknown_codes() -> None:
    known = {*all_codes()}
    assert {"MST101", "MST303", "MST522"} <= known
    assert unknown(["MST1", "MST303", "MST"], known) == []
    assert unknown(["MST9", "mst1", "", "E"], known) == ["MST9", "mst1", "", "E"]


def test_a_whole_report_keeps_the_rest(sample: Any) -> None:
    sample.edit("parties", ",ngo,", ",ngoo,")
    report = sample.report()
    left = selected(report, ["MST1"])
    assert (left.findings, left.not_run) == ((), report.not_run)
