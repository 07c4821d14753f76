"""Reports as Markdown: for job summaries and comments on pull requests."""

import re
from collections.abc import Iterable, Iterator

from mostanad.validation.findings import Finding, Report
from mostanad.validation.formats.text import statistics
from mostanad.validation.formats.visible import left, message, others, place, summary, visible

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~])")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;", ":": "&#58;"})


def escaped(text: str) -> str:
    """Text of the data as it stands in Markdown: it marks nothing up, links nowhere and calls nobody.

    >>> escaped("<b>|@all")
    '&lt;b&gt;\\\\|&#64;all'
    """
    return _SPECIAL.sub(r"\\\1", visible(text)).translate(_ENTITIES)


def as_markdown(report: Report, prefix: str = "", *, with_statistics: bool = False) -> str:
    """The report: a heading with the count, a table of the findings that stand, and what was not checked."""
    lines = [f"### mostanad: {summary(report)}"]
    lines += ["", *table(report, report.causes, prefix)] if report.causes else []
    for remark in left(report):
        lines += ["", escaped(remark)]
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
