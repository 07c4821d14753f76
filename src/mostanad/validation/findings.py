"""Findings: what is wrong, where it lies on disk, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        code: ``MST`` and three digits; see the catalogue.
        severity: an ``error`` stops a build, a ``warning`` does not.
        file: path relative to the package.
        line: 1-based, as the file lies on disk; 0 for the file as a whole.
        column: 1-based, in characters; 0 for the line as a whole.
        value: the cell, or what was found in its place.
        message: what is wrong.
        remedy: how to mend it.
    """

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    value: str
    message: str
    remedy: str

    def as_dict(self) -> dict[str, Any]:
        """The finding as JSON has it."""
        return asdict(self)


@dataclass(frozen=True)
class Report:
    """What a validation found.

    Attributes:
        findings: in order of file, line, column and code.
        not_checked: what could not be checked because something was not at hand (never counted as passed).
        not_run: checks that were not run because the tables that they need have errors.
    """

    findings: tuple[Finding, ...] = ()
    not_checked: tuple[str, ...] = ()
    not_run: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop a build."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    def as_dict(self) -> dict[str, Any]:
        """The report as ``--format json`` prints it."""
        return {
            "findings": [finding.as_dict() for finding in self.findings],
            "not_checked": list(self.not_checked),
            "not_run": list(self.not_run),
        }


@dataclass
class Collector:
    """Gathers findings and remembers which tables cannot be relied on any more."""

    findings: list[Finding] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def add(self, findings: Iterable[Finding], table: str | None = None) -> None:
        """Take findings in; an error in a table (named) keeps later layers off it."""
        for finding in findings:
            self.findings.append(finding)
            if table is not None and finding.severity == "error":
                self.broken.add(table)

    def report(self, not_checked: Iterable[str], not_run: Iterable[str]) -> Report:
        """The report, in order."""
        ordered = sorted(set(self.findings), key=lambda f: (f.file, f.line, f.column, f.code, f.message, f.value))
        return Report(tuple(ordered), tuple(not_checked), tuple(not_run))
