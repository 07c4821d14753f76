"""Reports as Markdown: for job summaries and comments on pull requests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mostanad.validation.findings import Finding, Report
from mostanad.validation.formats.text import statistics, summary
from mostanad.validation.formats.visible import message, others, place, visible

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;", ":": "&#58;"}


def escaped(text: str) -> str:
    """Text of the data as it stands in Markdown: it marks nothing up, links nowhere and calls nobody.

    >>> escaped("<b>|@all")
    '&lt;b&gt;\\\\|&#64;all'
    """
    plain = _SPECIAL.sub(r"\\\1", visible(text))
    return "".join(_ENTITIES.get(letter, letter) for letter in plain)


def as_markdown(report: Report, prefix: str = "", *, with_statistics: bool = False) -> str:
    """The report: a heading with the count, a table of the findings that stand, and what was not checked."""
    lines = [f"### mostanad: {summary(report)}"]
    if report.causes:
        lines += ["", *table(report, report.causes, prefix)]
    if report.left_out:
        lines += ["", f"{report.left_out} more findings are not shown."]
    if report.not_run:
        lines += ["", f"Not run (correct the errors first): {escaped(', '.join(report.not_run))}"]
    lines += [line for what in report.not_checked for line in ("", f"Not checked: {escaped(what)}")]
    if with_statistics:
        lines += ["", "```", "\n".join(statistics(report)).strip("\n"), "```"]
    return "\n".join(lines)


def table(report: Report, findings: Iterable[Finding], prefix: str = "") -> Iterator[str]:
    """A table with a row for each of these findings."""
    covered = report.covered()
    yield "| | where | what is wrong | how to fix it |"
    yield "| --- | --- | --- | --- |"
    for finding in findings:
        what = escaped(message(finding))
        if more := others(finding, covered.get(finding.id, [])):
            what += f"<br>*{escaped(more)}*"
        where = escaped(place(finding, prefix))
        yield f"| {finding.code} {finding.severity} | {where} | {what} | {escaped(finding.remedy)} |"
