"""What became of each fact between two versions, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mostanad.evidence.published import State, value_digest
from mostanad.models.vocabularies import Change, CorrectionKind

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """A fact that is not as it was.

    Attributes:
        fact_id: the fact.
        change: what became of it.
        reason_id: the correction, or of a merged row its redirect, that says why; empty if none does or none need.
    """

    fact_id: str
    change: Change
    reason_id: str = ""


def differences(before: State, after: State, reasons: Reasons) -> Iterator[Difference]:
    """What became of each fact, in order of their ids; of what stayed as it was nothing.

    Args:
        before: the facts of the older version.
        after: those of the newer one.
        reasons: why cells changed.
    """
    for name in sorted(before.keys() | after.keys()):
        if name not in before:
            yield Difference(name, Change.ADDED)
        elif name not in after:
            yield reasons.of_gone(name, before[name].value_digest)
        elif before[name].value_digest != after[name].value_digest:
            yield reasons.of_changed(name, before[name].value_digest, after[name].value_digest)
        elif before[name].digest != after[name].digest:
            yield Difference(name, Change.RE_SOURCED)


class Reasons:
    """Corrections and redirects, by the facts that they speak of."""

    def __init__(self, corrections: Iterable[Cells], redirects: Iterable[Cells]) -> None:
        self._corrections: dict[str, list[Cells]] = {}
        for row in corrections:
            self._corrections.setdefault(f"{row['target_id']}/{row['field']}", []).append(row)
        self._merged = {row["old_id"] for row in redirects}

    def of_gone(self, fact_id: str, digest: str) -> Difference:
        """What became of a fact that is no more: its row was merged, it was removed for privacy, or withdrawn."""
        row_id = fact_id.rpartition("/")[0]
        if row_id in self._merged:
            return Difference(fact_id, Change.MERGE, row_id)
        for row in self._corrections.get(fact_id, ()):
            if row["kind"] == CorrectionKind.PRIVACY:
                return Difference(fact_id, Change.PRIVACY, row["correction_id"])
            if not row["after"] and value_digest(row["before"]) == digest:
                return Difference(fact_id, Change.RETRACTION, row["correction_id"])
        return Difference(fact_id, Change.RETRACTION)

    def of_changed(self, fact_id: str, before: str, after: str) -> Difference:
        """What became of a fact whose value is another: only its writing changed, or it was wrong."""
        for row in self._corrections.get(fact_id, ()):
            if (value_digest(row["before"]), value_digest(row["after"])) == (before, after):
                is_format = row["kind"] == CorrectionKind.FORMAT
                return Difference(fact_id, Change.FORMAT if is_format else Change.CORRECTION, row["correction_id"])
        return Difference(fact_id, Change.CORRECTION)
