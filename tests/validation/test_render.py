"""Reports for people and for programs."""

from __future__ import annotations

import json
from dataclasses import fields

from mostanad.validation import Finding, Report
from mostanad.validation.render import as_json, as_text

ERROR = Finding("MST212", "error", "datasets/events.csv", 3, 7, "2019-13", "not a date", "write it so")
WHOLE = Finding("MST201", "warning", "datasets/names.csv", 0, 0, "names", "names: missing", "restore it")


def test_text_has_the_place_the_value_and_the_remedy() -> None:
    assert as_text(Report((ERROR,))).split("\n") == [
        "datasets/events.csv:3:7: MST212 error: not a date",
        "    value: 2019-13",
        "    mend:  write it so",
        "1 error, 0 warnings",
    ]


def test_text_leaves_out_what_has_no_number_or_was_said() -> None:
    assert as_text(Report((WHOLE, WHOLE))).split("\n") == [
        *["datasets/names.csv: MST201 warning: names: missing", "    mend:  restore it"] * 2,
        "0 errors, 2 warnings",
    ]


def test_text_says_what_was_not_checked_and_not_run() -> None:
    assert as_text(Report((), ("3 passages",), ("MST303 a", "seals"))).split("\n") == [
        "not checked: 3 passages",
        "not run (mend the errors above first): MST303 a, seals",
        "0 errors, 0 warnings",
    ]


def test_text_of_a_clean_report() -> None:
    assert as_text(Report()) == "0 errors, 0 warnings"
    assert as_text(Report((WHOLE,))).endswith("\n0 errors, 1 warning")


def test_json_is_one_object_with_eight_fields_to_a_finding() -> None:
    report = json.loads(as_json(Report((ERROR, WHOLE), ("x",), ("y",))))
    assert report == {"findings": [ERROR.as_dict(), WHOLE.as_dict()], "not_checked": ["x"], "not_run": ["y"]}
    assert set(report["findings"][0]) == {field.name for field in fields(Finding)}


def test_json_keeps_letters_as_they_are() -> None:
    finding = Finding("MST106", "error", "f", 1, 1, "علي", "m", "r")
    assert "علي" in as_json(Report((finding,)))
