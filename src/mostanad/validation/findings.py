"""Findings: what is wrong, where, and how to fix it; and the catalogue of their codes. The codes of rules across tables
are not in it, but in the headers of ``validators/*.sql``."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, NamedTuple

from mostanad.files import limits
from mostanad.files.grouping import grouped
from mostanad.files.resources import toml

Severity = Literal["error", "warning"]
#: Where a finding lies: its code, file and line.
Spot = tuple[str, str, int]

# Line numbers and suggestions in a message: they can change while the finding stays the same.
_PASSING = re.compile(r":\d+|; did you mean .*", re.S)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        code: ``MST`` and three digits; see the catalogue.
        severity: an ``error`` stops a build, a ``warning`` does not.
        file: path relative to the package.
        line: 1-based, in the file on disk; 0 for the file as a whole.
        column: 1-based, in characters; 0 for the line as a whole.
        value: the cell, or what was found in its place.
        message: what is wrong.
        remedy: how to fix it.
        end_column: the column after the last character, the same as ``column`` for an empty cell; 0 if not known.
        row_id: the key of the row, if the finding is in one.
        field: the column's name, if the finding is in a cell.
        suggestion: the nearest valid value, if there is one.
        id: unique in a report, and the same wherever the line moves.
        covered_by: the id of the finding that this one follows from; empty if there is none.
        summary: whether it only represents the findings that it covers.
    """

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    value: str
    message: str
    remedy: str
    end_column: int = 0
    row_id: str = ""
    field: str = ""
    suggestion: str = ""
    id: str = ""
    covered_by: str = ""
    summary: bool = False

    @property
    def spot(self) -> Spot:
        """Its code, file and line, which do not change when other attributes are filled in."""
        return self.code, self.file, self.line


class Excerpt(NamedTuple):
    """A part of a line, as on disk, and the 0-based position in the line at which it begins."""

    text: str
    start: int


@dataclass(frozen=True)
class Report:
    """What a validation found.

    Attributes:
        findings: in order of file, line, column and code.
        not_checked: what could not be checked because something was missing (never counted as passed).
        not_run: checks that were not run because the tables that they need have errors.
        unfinished: the codes of these checks: nobody looked for them everywhere, and they never count as clean.
        blocking: the places of the findings that kept these checks from running.
        left_out: how many findings were left out: a report lists only so many of one code in one file.
        excerpts: the text around findings, by their ids; there is none where reports must not show it.
    """

    findings: tuple[Finding, ...] = ()
    not_checked: tuple[str, ...] = ()
    not_run: tuple[str, ...] = ()
    left_out: int = 0
    unfinished: frozenset[str] = field(default=frozenset(), repr=False)
    blocking: frozenset[Spot] = field(default=frozenset(), repr=False)
    excerpts: Mapping[str, Excerpt] = field(default_factory=dict, compare=False, repr=False)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop a build."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def causes(self) -> tuple[Finding, ...]:
        """The findings that no other finding covers."""
        return tuple(finding for finding in self.findings if not finding.covered_by)

    def covered(self) -> dict[str, list[Finding]]:
        """The covered findings, grouped by the id of the finding that covers them."""
        return grouped((one for one in self.findings if one.covered_by), lambda one: one.covered_by)

    def counts(self) -> tuple[int, int]:
        """The numbers of errors and warnings, without summaries."""
        found = Counter(finding.severity for finding in self.findings if not finding.summary)
        return found["error"], found["warning"]

    def as_dict(self) -> dict[str, Any]:
        """The report as ``--format json`` prints it."""
        found: dict[str, Any] = {"findings": [asdict(finding) for finding in self.findings]}
        found |= {"not_checked": list(self.not_checked), "not_run": list(self.not_run)}
        return found | ({"left_out": self.left_out} if self.left_out else {})


@dataclass
class Collector:
    """Collects findings, and remembers the tables with errors, which later layers skip.

    It keeps only ``most`` findings of one code in one file and counts the rest: errors must not fill the memory.
    """

    findings: list[Finding] = field(default_factory=list)  # those that are kept
    broken: set[str] = field(default_factory=set)  # the tables with errors
    blocking: set[Spot] = field(default_factory=set)  # the place of the first error of each of these
    most: int | None = limits.FINDINGS  # how many of one code in one file are kept; None: all
    _counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    _unlisted: dict[tuple[str, str], Finding] = field(default_factory=dict)
    _cut: dict[tuple[str, str], Finding] = field(default_factory=dict)

    def add(self, findings: Iterable[Finding], table: str | None = None) -> bool:
        """Add findings; an error marks ``table``, if given, as broken. Returns False after :data:`limits.LOOKED`."""
        for number, finding in enumerate(findings, 1):
            kind = (finding.code, finding.file)
            self._counts[kind] += 1
            if self.most is None or self._counts[kind] <= self.most:
                self.findings.append(finding)
            else:
                self._unlisted.setdefault(kind, finding)
            if table is not None and finding.severity == "error":
                self.blocking |= set() if table in self.broken else {finding.spot}
                self.broken.add(table)
            if self.most is not None and number >= limits.LOOKED:
                self._cut[kind] = finding
                self.broken |= {table} if table else set()
                self.blocking.add((*kind, 0))
                return False
        return True

    def add_or_note(self, results: Iterable[Finding | str], note: Callable[[str], object]) -> None:
        """Add findings; a result that is text names something that was not checked, and goes to ``note``."""
        for result in results:
            if isinstance(result, str):
                note(result)
            else:
                self.add([result])

    def report(self, not_checked: Iterable[str], not_run: Iterable[str]) -> Report:
        """The sorted report, which counts findings that are not listed, and names files not looked at to the end."""
        found, left_out = list(self.findings), 0
        for kind, finding in self._unlisted.items():
            left_out += self._counts[kind] - (self.most or 0)
            message = f"{self._counts[kind]:,} findings of this code in this file, of which {self.most:,} are listed"
            found.append(replace(finding, line=0, column=0, value="", message=message, summary=True, id=""))
        for finding in self._cut.values():
            message = f"after {limits.LOOKED:,} findings, checking of this file stopped"
            found.append(replace(finding, severity="error", line=0, column=0, value="", message=message, id=""))
        return Report(tuple(identified(in_order(found))), tuple(not_checked), tuple(not_run), left_out)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by place, and drop duplicates."""
    return sorted(set(findings), key=lambda f: (f.file, f.line, f.column, f.code, f.message, f.value))


def identified(findings: Iterable[Finding]) -> list[Finding]:
    """Give findings their ids: hashes of the code, message, file, row and cell, never of the line."""
    seen: Counter[str] = Counter()
    found = []
    renamed: dict[str, str] = {}
    for finding in findings:
        message = _PASSING.sub("", finding.message)
        content = [finding.code, finding.file, finding.row_id, finding.field, finding.value, message]
        name = hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]
        seen[name] += 1
        name += f"-{seen[name]}" if seen[name] > 1 else ""
        if finding.id:
            renamed[finding.id] = name
        found.append(replace(finding, id=name))
    return [replace(one, covered_by=renamed.get(one.covered_by, "")) if one.covered_by else one for one in found]


#: The layers that check packages; the file of codes also has layers that check releases and published files.
_OF_PACKAGES = ("text", "structure", "frictionless", "rows", "fact_checks", "seals", "history", "passages")


@dataclass(frozen=True)
class Code:
    """What a code means."""

    code: str  # ``MST`` and three digits
    title: str  # what is wrong, in a few words
    why: str  # why it matters
    remedy: str  # how to fix it
    severity: Severity = "error"
    layer: str = "rules"  # the layer that looks for it; ``rules`` for the files in ``validators/``

    def at(self, file: str, line: int, column: int, value: str, message: str) -> Finding:
        return Finding(self.code, self.severity, file, line, column, value, message, self.remedy)


def without_documents(passages: int) -> str:
    """The note about this number of passages if no folder of documents is given."""
    return f"{passages} passages against their documents (no folder of documents given)"


_ALL = {name: Code(code=name, **cells) for name, cells in sorted(toml("validation/codes.toml").items())}


def codes(*layers: str) -> dict[str, Code]:
    """The codes that these layers look for, in order."""
    return {name: code for name, code in _ALL.items() if code.layer in layers}


CODES: dict[str, Code] = codes(*_OF_PACKAGES)
