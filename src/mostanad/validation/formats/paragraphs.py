"""Reports for people: a paragraph for each cause, with its line and carets under the cell."""

from collections.abc import Iterator
from itertools import accumulate

from mostanad.validation.findings import Excerpt, Finding, Report
from mostanad.validation.formats.visible import left, message, others, pieces, place, summary, visible, width
from mostanad.validation.private import signs

WIDTH = 120
_LEAST = 20
_RED, _YELLOW, _BLUE, _BOLD, _OFF = "\x1b[1;31m", "\x1b[1;33m", "\x1b[34m", "\x1b[1m", "\x1b[0m"


def as_text(report: Report, *, width: int = WIDTH, is_coloured: bool = False) -> str:
    """A paragraph for each finding that none covers, what was not checked, and the counts."""
    covered = report.covered()
    lines: list[str] = []
    for finding in report.causes:
        lines += _finding(finding, report.excerpts.get(finding.id), covered.get(finding.id, []), width, is_coloured)
    return "\n".join([*lines, *left(report), summary(report)])


def _finding(
    finding: Finding, excerpt: Excerpt | None, covered: list[Finding], width: int, is_coloured: bool
) -> Iterator[str]:
    colour = _RED if finding.severity == "error" else _YELLOW

    def painted(text: str, how: str) -> str:
        return f"{how}{text}{_OFF}" if is_coloured else text

    code = painted(f"{finding.code} {finding.severity}", colour)
    yield f"{painted(place(finding), _BOLD)}: {code}: {message(finding)}"
    number = f"{finding.line:5} | "
    if shown := excerpt and cut(excerpt, finding, width - len(number)):
        line, before, carets = shown
        yield painted(number, _BLUE) + line
        yield painted(f"{'':5} | ", _BLUE) + before + painted(carets, colour)
    elif finding.value and finding.value not in finding.message:
        yield f"    value: {visible(finding.value)}"
    yield f"    fix:   {finding.remedy}"
    if more := others(finding, covered):
        yield f"    {more}"


def cut(excerpt: Excerpt, finding: Finding, room: int) -> tuple[str, str, str] | None:
    """The shown part of a line, the white space before the carets, and the carets.

    None if even the cell alone looks private, because reports end up in public logs.

    >>> cut(Excerpt("a,bcd,e", 0), Finding("", "error", "", 2, 3, "bcd", "", "", 6), 80)
    ('a,bcd,e', '  ', '^^^')
    """
    start = finding.column - 1 - excerpt.start
    end = max(start, finding.end_column - 1 - excerpt.start)
    letters = excerpt.text
    if signs(letters):
        letters, start, end = letters[start:end], 0, end - start
        if not letters or signs(letters):
            return None
    shown = pieces(letters)
    first, last = _window([width(one) for one in shown], start, max(room, _LEAST))
    head = "…" if first > 0 or (letters is excerpt.text and excerpt.start > 0) else ""
    tail = "…" if last < len(shown) else ""
    before = width("".join(shown[first:start])) + len(head)
    carets = width("".join(shown[max(start, first) : min(end, last)]))
    return head + "".join(shown[first:last]) + tail, " " * before, "^" * max(carets, 1)


def _window(widths: list[int], start: int, room: int) -> tuple[int, int]:
    """The first and the end of the pieces of a line to show: a third of the room goes before the cell."""
    if sum(widths) <= room:
        return 0, len(widths)
    room -= 2
    before = max(room // 3, room - sum(widths[start:]))
    first = min(start, len(widths)) - sum(used <= before for used in accumulate(reversed(widths[:start])))
    return first, first + sum(used <= room for used in accumulate(widths[first:]))
