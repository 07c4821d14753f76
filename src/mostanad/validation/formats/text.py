"""Reports for people: a paragraph for each cause, with the line as it lies on disk and carets under the cell."""

from __future__ import annotations

from collections.abc import Iterator

from mostanad.validation.findings import Excerpt, Finding, Report
from mostanad.validation.formats.visible import message, others, pieces, place, visible, width
from mostanad.validation.private import signs

WIDTH = 120
_LEAST = 20
_RED, _YELLOW, _BLUE, _BOLD, _OFF = "\x1b[1;31m", "\x1b[1;33m", "\x1b[34m", "\x1b[1m", "\x1b[0m"


def as_text(report: Report, *, width: int = WIDTH, is_coloured: bool = False) -> str:
    """A paragraph for each finding that stands, what was not checked, and the count."""
    covered = report.covered()
    lines: list[str] = []
    for finding in report.causes:
        lines += _finding(finding, report.excerpts.get(finding.id), covered.get(finding.id, []), width, is_coloured)
    lines += [f"not checked: {visible(what)}" for what in report.not_checked]
    if report.not_run:
        why = " (correct the errors above first)" if report.causes else ""
        lines.append(f"not run{why}: {visible(', '.join(report.not_run))}")
    if report.left_out:
        lines.append(f"{report.left_out} more findings are not shown")
    return "\n".join([*lines, summary(report)])


def summary(report: Report) -> str:
    """How many errors and warnings there are."""
    errors, warnings = report.counts()
    return f"{errors} {'error' if errors == 1 else 'errors'}, {warnings} {'warning' if warnings == 1 else 'warnings'}"


def statistics(report: Report) -> Iterator[str]:
    """How many findings each code has, the most frequent first, and where the time went."""
    content = report.statistics()
    if content["codes"]:
        yield "\nfindings by code"
        for code, count in sorted(content["codes"].items(), key=lambda item: (-item[1], item[0])):
            yield f"{count:8}  {code}"
    yield "\nseconds by layer"
    for name, seconds in content["seconds"].items():
        yield f"{seconds:8.3f}  {name}"
    yield f"{sum(content['seconds'].values()):8.3f}  in all"


def _finding(
    finding: Finding, excerpt: Excerpt | None, covered: list[Finding], width: int, is_coloured: bool
) -> Iterator[str]:
    colour = _RED if finding.severity == "error" else _YELLOW

    def painted(text: str, how: str) -> str:
        return f"{how}{text}{_OFF}" if is_coloured else text

    code = painted(f"{finding.code} {finding.severity}", colour)
    yield f"{painted(place(finding), _BOLD)}: {code}: {message(finding)}"
    number = f"{finding.line:5} | "
    shown = excerpt and cut(excerpt, finding, width - len(number))
    if shown:
        line, before, carets = shown
        yield painted(number, _BLUE) + line
        yield painted(f"{'':5} | ", _BLUE) + before + painted(carets, colour)
    elif finding.value and finding.value not in finding.message:
        yield f"    value: {visible(finding.value)}"
    yield f"    fix:   {finding.remedy}"
    if more := others(finding, covered):
        yield f"    {more}"


def cut(excerpt: Excerpt, finding: Finding, room: int) -> tuple[str, str, str] | None:
    """What of a line is shown: its text, the white space before the carets, and the carets.

    Nothing, if even the cell alone looks private: reports end up in public logs.

    >>> cut(Excerpt("a,bcd,e", 0), Finding("", "error", "", 2, 3, "bcd", "", "", 6), 80)
    ('a,bcd,e', '  ', '^^^')
    """
    start = finding.column - 1 - excerpt.start
    end = max(start, finding.end_column - 1 - excerpt.start)
    letters = excerpt.text
    if signs(letters):
        letters, end = letters[start:end], end - start
        start = 0
        if not letters or signs(letters):
            return None
    shown = pieces(letters)
    first, last = _window([width(one) for one in shown], start, end, max(room, _LEAST))
    head = "…" if first > 0 or (letters is excerpt.text and excerpt.start > 0) else ""
    tail = "…" if last < len(shown) else ""
    before = width("".join(shown[first:start])) + len(head)
    carets = width("".join(shown[max(start, first) : min(end, last)]))
    return head + "".join(shown[first:last]) + tail, " " * before, "^" * max(carets, 1)


def _window(widths: list[int], start: int, end: int, room: int) -> tuple[int, int]:
    """From where to where the pieces of a line are shown: the cell, or its beginning, and what fits around it."""
    if sum(widths) <= room:
        return 0, len(widths)
    room -= 2
    first = min(start, len(widths))
    last, used = first, 0
    while last < min(end, len(widths)) and used + widths[last] <= room:
        used += widths[last]
        last += 1
    # A third of what is left goes before the cell, the rest behind it, and what is not needed there before it again.
    for share in ((room - used) // 3, room):
        left = used + share
        while first > 0 and used + widths[first - 1] <= min(left, room):
            first -= 1
            used += widths[first]
        while last < len(widths) and used + widths[last] <= room:
            used += widths[last]
            last += 1
    return first, last
