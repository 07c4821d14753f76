"""What a code of findings means."""

from __future__ import annotations

from dataclasses import dataclass

from mostanad.validation.findings import Finding, Severity


@dataclass(frozen=True)
class Code:
    """What a code means.

    Attributes:
        code: ``MST`` and three digits.
        title: what is wrong, in a few words.
        why: why it matters.
        remedy: how to fix it.
        severity: ``error`` or ``warning``.
        layer: the layer of the validation that looks for it; ``rules`` for the files in ``validators/``.
    """

    code: str
    title: str
    why: str
    remedy: str
    severity: Severity = "error"
    layer: str = "rules"

    def at(self, file: str, line: int, column: int, value: str, message: str) -> Finding:
        """A finding of this code at a place."""
        return Finding(self.code, self.severity, file, line, column, value, message, self.remedy)
