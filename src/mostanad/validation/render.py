"""Reports as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from mostanad.validation.findings import Finding, Report


def as_json(report: Report) -> str:
    """The report as one JSON object: ``{"findings": [...], "not_checked": [...], "not_run": [...]}``."""
    return json.dumps(report.as_dict(), ensure_ascii=False, indent=2)


def as_text(report: Report) -> str:
    """The report for people: a paragraph for each finding, then what was not checked, then the count."""
    return "\n".join(_text(report))


def _text(report: Report) -> Iterator[str]:
    for finding in report.findings:
        yield _place(finding) + f": {finding.code} {finding.severity}: {finding.message}"
        if finding.value and finding.value not in finding.message:
            yield f"    value: {finding.value}"
        yield f"    mend:  {finding.remedy}"
    for what in report.not_checked:
        yield f"not checked: {what}"
    if report.not_run:
        yield f"not run (mend the errors above first): {', '.join(report.not_run)}"
    errors, warnings = len(report.errors), len(report.findings) - len(report.errors)
    yield f"{errors} {'error' if errors == 1 else 'errors'}, {warnings} {'warning' if warnings == 1 else 'warnings'}"


def _place(finding: Finding) -> str:
    parts = [finding.file, *(str(number) for number in (finding.line, finding.column) if number)]
    return ":".join(parts)
