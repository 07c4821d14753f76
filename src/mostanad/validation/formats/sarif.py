"""Reports in SARIF 2.1.0 (OASIS Static Analysis Results Interchange Format), as code scanning services read it."""

import json
from typing import Any
from urllib.parse import quote

import mostanad
from mostanad.validation.findings import Code, Finding, Report
from mostanad.validation.formats.visible import in_json, message, others
from mostanad.validation.rules import all_codes

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: The name of the fingerprint; its number rises when fingerprints are computed in another way.
FINGERPRINT = "mostanad/v1"
_RELATED = 10


def as_sarif(report: Report, prefix: str = "") -> str:
    """The report as a SARIF log, with one result for each finding that none covers."""
    codes = sorted({finding.code for finding in report.causes})
    covered = report.covered()
    driver = {"name": "mostanad", "version": mostanad.__version__, "rules": [_rule(code, report) for code in codes]}
    results = [_result(one, codes, covered.get(one.id, []), prefix) for one in report.causes]
    said = [("note", f"not checked: {what}") for what in report.not_checked]
    said += [("error" if report.unfinished else "note", f"not run: {what}") for what in report.not_run]
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                # Otherwise a service counts findings that were not looked for as fixed.
                "executionSuccessful": not report.unfinished,
                "toolExecutionNotifications": [{"level": level, "message": {"text": what}} for level, what in said],
            }
        ],
        "results": results,
    }
    return in_json(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2))


def _rule(name: str, report: Report) -> dict[str, Any]:
    finding = next(one for one in report.causes if one.code == name)
    found = Code(name, finding.message, finding.message, finding.remedy, finding.severity)
    code = all_codes().get(name, found)
    return {
        "id": name,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.why},
        "help": {"text": code.remedy},
        "defaultConfiguration": {"level": code.severity},
    }


def _result(finding: Finding, codes: list[str], covered: list[Finding], prefix: str) -> dict[str, Any]:
    text = "\n".join(filter(None, [message(finding), f"Fix: {finding.remedy}", others(finding, covered)]))
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": finding.severity,
        "message": {"text": text},
        "locations": [_location(finding, prefix)],
        "partialFingerprints": {FINGERPRINT: finding.id},
        "properties": {"value": finding.value, "row_id": finding.row_id, "field": finding.field},
    }
    if covered:
        result["relatedLocations"] = [
            _location(one, prefix) | {"id": number, "message": {"text": message(one)}}
            for number, one in enumerate(covered[:_RELATED], 1)
        ]
    return result


def _location(finding: Finding, prefix: str) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(prefix + finding.file, errors="replace")}}
    if finding.line:
        region = {"startLine": finding.line}
        if finding.column:
            region["startColumn"] = finding.column
            region["endColumn"] = max(finding.column, finding.end_column)
        physical["region"] = region
    return {"physicalLocation": physical}
