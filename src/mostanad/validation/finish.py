"""From what the layers found to what is reported: spans, suggestions, ids, causes, and the lines to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mostanad.files.tables import Table
from mostanad.validation.causes import folded, said_once
from mostanad.validation.findings import Excerpt, Finding, Report, identified, in_order
from mostanad.validation.nearest import suggested
from mostanad.validation.private import WITHHELD
from mostanad.validation.spans import Spans


def finished(report: Report, tables: Mapping[str, Table], lines: Mapping[str, list[str]]) -> Report:
    """The report with all that can be said of each finding.

    Args:
        report: what the layers found, in order.
        tables: the tables as text.
        lines: the lines of each table's file.
    """
    if not report.findings:
        return report
    spans = Spans(tables, lines)
    found = identified(in_order(suggested(spans.located(said_once(report.findings)), tables)))
    found = folded(found)
    return replace(report, findings=tuple(found), excerpts=_excerpts(found, spans))


def _excerpts(findings: list[Finding], spans: Spans) -> dict[str, Excerpt]:
    """The lines of the findings that stand; not those in which something private was found."""
    withheld = {(one.file, one.line) for one in findings if one.code in WITHHELD}
    standing = (one for one in findings if not one.covered_by and (one.file, one.line) not in withheld)
    return {one.id: excerpt for one in standing if (excerpt := spans.excerpt(one))}
