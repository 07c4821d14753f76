"""Text that is safe to show: characters that are invisible, or would act on a terminal, are escaped."""

import re
import unicodedata
from collections.abc import Iterator

from mostanad.models.language import counted
from mostanad.validation.canonical_text import is_invisible, joins_arabic
from mostanad.validation.findings import Finding, Report

# Characters that JSON does not escape: DEL and C1 controls, separators of lines and paragraphs, marks of direction.
_ACTING = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """Escape every character that is invisible or acts on a terminal.

    >>> visible("a\\u202eb\\x1b[2J")
    'a\\\\u202eb\\\\x1b[2J'
    """
    return text if text.isascii() and text.isprintable() else "".join(pieces(text))


def in_json(text: str) -> str:
    """Escape the characters in JSON that would act on a terminal, or turn the direction of its text.

    >>> print(in_json('"a' + chr(0x9B) + 'b"'))
    "a\\u009bb"
    """
    return _ACTING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def pieces(text: str) -> list[str]:
    """The characters of a text, each as it is shown."""
    return [_shown(text, position) for position in range(len(text))]


def _shown(text: str, position: int) -> str:
    letter = text[position]
    is_odd_space = letter != " " and unicodedata.category(letter) == "Zs"
    if is_odd_space or (is_invisible(letter) and not joins_arabic(text, position)):
        return letter.encode("unicode_escape").decode("ascii")
    return letter


def width(shown: str) -> int:
    """How many columns of a terminal a text takes."""
    narrow = (letter for letter in shown if unicodedata.category(letter) not in ("Mn", "Me", "Cf"))
    return sum(2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1 for letter in narrow)


def place(finding: Finding, prefix: str = "") -> str:
    """File, line and column of a finding, as far as they are known."""
    parts = [prefix + finding.file, *(str(number) for number in (finding.line, finding.column) if number)]
    return visible(":".join(parts))


def message(finding: Finding) -> str:
    """What is wrong, in one line."""
    return visible(" ".join(finding.message.split("\n")))


def others(finding: Finding, covered: list[Finding]) -> str:
    """The findings that a finding covers, in a few words; an empty string if there are none."""
    if not covered:
        return ""
    if finding.summary:
        return f"and {len(covered)} findings that follow from it"
    count = f"and {len(covered)} more"
    if {(one.file, one.line) for one in covered} == {(finding.file, finding.line)}:
        fields = {one.field for one in covered}
        if fields == {finding.field}:
            return f"{count} on this cell: {', '.join(sorted({one.code for one in covered}))}"
        return f"{count} on this row: {', '.join(sorted(fields - {''}))}"
    first = ", ".join(place(one) for one in covered[:3]) + (", ..." if len(covered) > 3 else "")
    what = "like it" if {one.code for one in covered} == {finding.code} else "that follow from it"
    return f"{count} {what}: {first}"


def left(report: Report) -> Iterator[str]:
    """Lines that say what was not checked, not run and not shown."""
    yield from (f"not checked: {visible(what)}" for what in report.not_checked)
    if report.not_run:
        why = " (correct the errors first)" if report.causes else ""
        yield f"not run{why}: {visible(', '.join(report.not_run))}"
    if report.left_out:
        yield f"{report.left_out} more findings are not shown"


def summary(report: Report) -> str:
    errors, warnings = report.counts()
    return f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
