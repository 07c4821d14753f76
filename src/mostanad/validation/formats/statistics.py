"""How many findings each code has, and where the time went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from mostanad.validation.findings import Report


def as_dict(report: Report) -> dict[str, Any]:
    """Counts by code and seconds by layer; what only stands for other findings is not counted."""
    codes = Counter(finding.code for finding in report.findings if not finding.summary)
    return {
        "codes": dict(sorted(codes.items())),
        "seconds": {name: round(seconds, 3) for name, seconds in report.seconds.items()},
    }


def as_lines(report: Report) -> Iterator[str]:
    """The same for people: the most frequent codes first, the layers as they ran."""
    content = as_dict(report)
    if content["codes"]:
        yield "\nfindings by code"
        for code, count in sorted(content["codes"].items(), key=lambda item: (-item[1], item[0])):
            yield f"{count:8}  {code}"
    yield "\nseconds by layer"
    for name, seconds in content["seconds"].items():
        yield f"{seconds:8.3f}  {name}"
    yield f"{sum(content['seconds'].values()):8.3f}  in all"
