"""Reports for GitHub: Markdown for job summaries and for comments on pull requests; and workflow commands, which GitHub
shows as annotations beside the lines, also in diffs.

GitHub shows ten errors and ten warnings of a step and silently drops the rest, which the job summary must hold. Text
from the data is escaped: no cell can give a command, add markup or mention anybody.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate

from mostanad.validation.findings import Finding, Report
from mostanad.validation.formats.visible import left, message, others, place, summary, visible

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~])")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;", ":": "&#58;"})


def escaped(text: str) -> str:
    """Escape text of the data for Markdown: it adds no markup, links nowhere and mentions nobody.

    >>> escaped("<b>|@all")
    '&lt;b&gt;\\\\|&#64;all'
    """
    return _SPECIAL.sub(r"\\\1", visible(text)).translate(_ENTITIES)


def as_markdown(report: Report, prefix: str = "") -> str:
    """The report: a heading with the counts, a table of the findings that none covers, and what was not checked."""
    lines = [f"### mostanad: {summary(report)}"]
    lines += ["", *table(report, report.causes, prefix)] if report.causes else []
    for remark in left(report):
        lines += ["", escaped(remark)]
    return "\n".join(lines)


def table(report: Report, findings: Iterable[Finding], prefix: str = "") -> Iterator[str]:
    covered = report.covered()
    yield "| | where | what is wrong | how to fix it |"
    yield "| --- | --- | --- | --- |"
    for finding in findings:
        what = escaped(message(finding))
        if more := others(finding, covered.get(finding.id, [])):
            what += f"<br>*{escaped(more)}*"
        where = escaped(place(finding, prefix))
        yield f"| {finding.code} {finding.severity} | {where} | {what} | {escaped(finding.remedy)} |"


#: How many annotations of each severity GitHub shows for one step.
LIMIT = 10
#: How many bytes a step may add to the summary of its job.
SUMMARY_BYTES = 1_000_000
# GitHub understands the older form of a command anywhere in a line.
_OLD_COMMAND = ("##[", "# #[")


def as_commands(report: Report, prefix: str = "", *, has_summary: bool = False) -> str:
    """Workflow commands, as many as GitHub shows; the rest follows in plain lines, or is left to the job summary."""
    covered = report.covered()
    kinds = ([one for one in report.causes if one.severity == severity] for severity in ("error", "warning"))
    shown = [finding for kind in kinds for finding in kind[:LIMIT]]
    lines = [_command(finding, covered.get(finding.id, []), prefix) for finding in shown]
    rest = [finding for finding in report.causes if finding not in shown]
    if rest and has_summary:
        lines.append(f"{len(rest)} more findings are in the summary of the job")
    elif rest:
        lines += [_harmless(f"- {place(one, prefix)}: {one.code} {one.severity}: {message(one)}") for one in rest]
    lines += map(_harmless, left(report))
    return "\n".join([*lines, summary(report)])


def as_summary(report: Report, prefix: str = "") -> str:
    """The Markdown for the job summary: all findings that none covers, up to the size that GitHub accepts."""
    text = as_markdown(report, prefix)
    if _bytes(text) <= SUMMARY_BYTES:
        return text + "\n"
    rows = list(table(report, report.causes, prefix))
    used = accumulate(_bytes(row) + 1 for row in rows)
    rows = rows[: sum(size <= SUMMARY_BYTES - 1000 for size in used)]
    left = len(report.causes) - (len(rows) - 2)
    return "\n".join([f"### mostanad: {summary(report)}", "", *rows, "", f"{left} more findings are in the log.", ""])


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", errors="replace"))


def _command(finding: Finding, covered: list[Finding], prefix: str) -> str:
    where = {"file": visible(prefix + finding.file)}
    if finding.line:
        where |= {"line": str(finding.line), "endLine": str(finding.line)}
        if finding.column:
            where["col"] = str(finding.column)
            where["endColumn"] = str(max(finding.column, finding.end_column - 1))
    where["title"] = finding.code
    properties = (f"{name}={_data(value).replace(':', '%3A').replace(',', '%2C')}" for name, value in where.items())
    text = "\n".join(filter(None, [message(finding), f"fix: {finding.remedy}", others(finding, covered)]))
    return f"::{finding.severity} {','.join(properties)}::{_data(text)}"


def _data(text: str) -> str:
    """Escape the text of a command; GitHub decodes these three characters."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").replace(*_OLD_COMMAND)


def _harmless(text: str) -> str:
    return visible(text).replace(*_OLD_COMMAND)
