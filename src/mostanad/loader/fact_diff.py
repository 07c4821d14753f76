"""The differences between the facts of two releases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from mostanad.loader.tables import Tables

#: The most facts of each kind of change that are printed.
_SHOWN = 20
_COLUMNS = ["fact_id", "change", "before", "after", "reason_id", "reason"]


@dataclass(frozen=True)
class Diff:
    """The facts that differ between two releases.

    Attributes:
        old: the version of the older one.
        new: the version of the newer one.
        rows: one for each fact, ordered by id: ``fact_id``; ``change``, a word of the vocabulary Change; ``before`` and
            ``after``, the values, None if the release has none; ``reason_id`` and ``reason``, from the corrections and
            redirects of the newer release.
    """

    old: str
    new: str
    rows: list[dict[str, str | None]]

    def to_frame(self) -> pd.DataFrame:
        """The rows as a data frame."""
        import pandas as pd

        return pd.DataFrame(self.rows, columns=_COLUMNS)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        if not self.rows:
            yield f"{self.old} and {self.new} have the same facts"
            return
        counts = Counter(row["change"] for row in self.rows)
        yield f"{self.old} to {self.new}: " + ", ".join(f"{number} {kind}" for kind, number in counts.most_common())
        for kind, count in counts.items():
            yield f"\n{kind} ({count})"
            for row in [row for row in self.rows if row["change"] == kind][:_SHOWN]:
                yield f"  {row['fact_id']}{_values(row)}"
                if row["reason"]:
                    yield f"      because: {row['reason']}"
            if count > _SHOWN:
                yield f"  and {count - _SHOWN} more"


def diff(old: Tables, new: Tables) -> Diff:
    """See :func:`mostanad.diff`."""
    from mostanad.evidence.published import Reasons, State, differences, state
    from mostanad.evidence.support import texts

    def read(release: Tables) -> tuple[dict[str, str], State]:
        tables = {name: release._read(name) for name in ("facts", "evidence")}
        values = dict(zip(*(tables["facts"][name].to_pylist() for name in ("fact_id", "value")), strict=True))
        return values, state(tables)

    corrections, redirects = (texts(new._rows(table)) for table in ("corrections", "redirects"))
    reasons = {row["correction_id"]: row["reason"] for row in corrections}
    reasons |= {row["old_id"]: row["reason"] for row in redirects}
    (before, was), (after, now) = read(old), read(new)
    rows = []
    for one in differences(was, now, Reasons(corrections, redirects)):
        values = (before.get(one.fact_id), after.get(one.fact_id))
        cells = (one.fact_id, str(one.change), *values, one.reason_id or None, reasons.get(one.reason_id) or None)
        rows.append(dict(zip(_COLUMNS, cells, strict=True)))
    return Diff(old.version, new.version, rows)


def _values(row: dict[str, str | None]) -> str:
    if row["before"] == row["after"]:
        return ""
    if row["before"] is None:
        return f": {row['after']}"
    return f": {row['before']} -> {row['after']}" if row["after"] is not None else f": was {row['before']}"
