"""SARIF: valid by the schema of the standard, and with fingerprints by which a service knows a finding again.

The schema is a copy; where it comes from says README.md beside it.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker
from tests.cases import each, quick
from tests.validation.test_examples import found, write

from mostanad.documents.folder import sha256
from mostanad.releases import codes as of_releases
from mostanad.validation import Finding, Report, explain, rules, validate
from mostanad.validation.findings import CODES, identified
from mostanad.validation.formats.sarif import FINGERPRINT, SCHEMA, as_sarif

QUICK = ("text", "structure", "rows", "rules", "seals")
SCHEMA_FILE = Path(__file__).with_name("sarif-2.1.0.schema.json")
VALIDATOR = Draft7Validator(json.loads(SCHEMA_FILE.read_text("utf-8")), format_checker=FormatChecker())
RULES = {rule.code.code: rule for rule in rules.rules()}


def run_of(report: Report, **more: Any) -> dict[str, Any]:
    log = json.loads(as_sarif(report, **more))
    VALIDATOR.validate(log)
    (run,) = log["runs"]
    return dict(run)


def test_the_schema_is_the_one_that_logs_name_and_its_copy_has_not_been_touched() -> None:
    Draft7Validator.check_schema(VALIDATOR.schema)
    assert VALIDATOR.schema["$id"].rsplit("/", 1)[1] == SCHEMA.rsplit("/", 1)[1]
    assert sha256(SCHEMA_FILE.read_bytes()) in SCHEMA_FILE.with_name("README.md").read_text("utf-8")


#: What is done to a log that is valid, so that it is none.
SPOILT: dict[str, Callable[[Any], Any]] = {
    "another version": lambda log: log.update(version="2.0.0"),
    "no version": lambda log: log.pop("version"),
    "a property of a log that SARIF does not know": lambda log: log.update(more=1),
    "a run without a tool": lambda log: log["runs"][0].pop("tool"),
    "no name of the tool": lambda log: log["runs"][0]["tool"]["driver"].pop("name"),
    "columns counted in bytes": lambda log: log["runs"][0].update(columnKind="bytes"),
    "a rule without an id": lambda log: log["runs"][0]["tool"]["driver"]["rules"][0].pop("id"),
    "a rule twice": lambda log: log["runs"][0]["tool"]["driver"]["rules"].append(
        copy.copy(log["runs"][0]["tool"]["driver"]["rules"][0])
    ),
    "a result without a message": lambda log: log["runs"][0]["results"][0].pop("message"),
    "a message that is a text": lambda log: log["runs"][0]["results"][0].update(message="wrong"),
    "a level that is none": lambda log: log["runs"][0]["results"][0].update(level="grave"),
    "a property of a result that SARIF does not know": lambda log: log["runs"][0]["results"][0].update(row="x"),
    "line 0": lambda log: _region(log).update(startLine=0),
    "column 0": lambda log: _region(log).update(startColumn=0),
    "a fingerprint that is a number": lambda log: log["runs"][0]["results"][0].update(partialFingerprints={"a/v1": 1}),
}


def _region(log: Any) -> Any:
    return log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]


@each("spoil", SPOILT)
def test_the_schema_refuses_what_is_no_sarif(spoil: Callable[[Any], Any]) -> None:
    finding = Finding("MST202", "error", "x.csv", 2, 3, "v", "m", "r", 4)
    log = json.loads(as_sarif(Report((finding,))))
    assert VALIDATOR.is_valid(log)
    spoil(log)
    assert not VALIDATOR.is_valid(log)


@pytest.mark.slow
@each("code", [*CODES, *RULES])
def test_the_failing_example_of_every_code_makes_a_valid_log(code: str, tmp_path: Path, monkeypatch: Any) -> None:
    if code in CODES:
        example = explain.of_codes()[code]
        findings = found(code, example, example.fails, tmp_path, monkeypatch)
    else:
        write(explain.of_rule(RULES[code].name).fails, "", tmp_path)
        findings = validate(tmp_path, layers=QUICK).findings
    assert code in {finding.code for finding in findings}
    assert run_of(Report(findings))["results"]


def test_a_log_of_all_codes_is_valid() -> None:
    codes = [*CODES.values(), *(rule.code for rule in RULES.values()), *of_releases.CODES.values()]
    made = [code.at("a/b.csv", number, 1, "v", f"wrong {number}") for number, code in enumerate(codes)]
    run = run_of(Report(tuple(identified(made))))
    assert len(run["results"]) == len(codes) > 100
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == sorted(code.code for code in codes)


def test_a_clean_report() -> None:
    run = run_of(Report((), ("3 passages",), ("seals",)))
    assert run["results"] == []
    said = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    assert said == ["not checked: 3 passages", "not run: seals"]


@pytest.mark.parametrize(
    ("table", "old", "new"),
    quick(
        2,
        [
            ("parties", ",ngo,", ",ngoo,"),
            ("parties", ",ngo,", ",,"),
            ("parties", ",ngo,,", ",ngo,,,"),
            ("parties", "Watch", "Wa\u200btch"),
            ("sources", ",watch,", ",bahram-nemuneh,"),
            ("names", "bahram-nemuneh-fa,bahram-nemuneh,", "bahram-nemuneh-fa,nobody,"),
        ],
    ),
)
def test_results_of_a_package(sample: Any, table: str, old: str, new: str) -> None:
    sample.edit(table, old, new)
    report = sample.report(QUICK)
    run = run_of(report, prefix="data/")
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
