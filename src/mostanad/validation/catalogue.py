"""The catalogue of codes, but for those of rules across tables: these stand in the headers of ``validators/*.sql``."""

from dataclasses import dataclass
from functools import cache

from mostanad.files.resources import toml
from mostanad.validation.findings import Finding, Severity

#: What looks at a package; what looks at releases, and at what is published, has codes in the same file.
_OF_PACKAGES = ("text", "structure", "frictionless", "rows", "fact_checks", "seals", "history", "passages")


@dataclass(frozen=True)
class Code:
    """What a code means."""

    code: str  # ``MST`` and three digits
    title: str  # what is wrong, in a few words
    why: str  # why it matters
    remedy: str  # how to fix it
    severity: Severity = "error"
    layer: str = "rules"  # that of the validation which looks for it; ``rules`` for the files in ``validators/``

    def at(self, file: str, line: int, column: int, value: str, message: str) -> Finding:
        """A finding of this code at a place."""
        return Finding(self.code, self.severity, file, line, column, value, message, self.remedy)


def codes(*layers: str) -> dict[str, Code]:
    """The codes that these layers look for, in order."""
    return {name: code for name, code in _read().items() if code.layer in layers}


def of_layer(layer: str) -> frozenset[str]:
    """The names of the codes that a layer looks for."""
    return frozenset(codes(layer))


@cache
def _read() -> dict[str, Code]:
    return {name: Code(code=name, **cells) for name, cells in sorted(toml("validation/codes.toml").items())}


CODES: dict[str, Code] = codes(*_OF_PACKAGES)
