"""A release as of a day: the rows in force at the end of that day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mostanad.loader.tables import Part, Tables

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class AsOf(Part):
    """The tables of a release as they were at the end of one day; made by :meth:`Release.as_of`.

    Six tables have rows with a start and an end: ``sanctions`` and ``tags`` (``listed``, ``delisted``), and
    ``positions``, ``affiliations``, ``programmes`` and ``legal_bases`` (``started``, ``ended``). Their rows that were
    certainly not in force are left out. The other rows have two more columns: ``last_documented``, the last day on
    which documents show them in force, and ``in_force``:

    ===================  ==========================================================================================
    left out             certainly not begun, or certainly over
    ``in_force=yes``     certainly begun, and documents show it in force on that day or later
    ``in_force=unsure``  all other rows: the start or the end may fall before or after the day, the start is unknown,
                         or no document covers so late a day
    ===================  ==========================================================================================

    - The days that decide this are in the table ``spans``; fact checks query the same table.
    - The end of the day decides: a row that began on the day was in force, one that ended on it was not. A listing
      ends on the day of the first list without it.
    - A listing is documented up to the last version of its list. It is left out before its programme can have begun,
      and after its programme was certainly over: another listing may have replaced it.
    - A post is over when its holder dies or a successor starts. A statement "up to" the day of its own document shows
      that the post had begun by then; it does not show that the post was held on that day.
    - The EDTF signs ``~`` and ``?`` qualify a date but do not widen it, here as elsewhere.

    All other tables are unchanged. These include events, which happen rather than being in force, and all facts and
    evidence, even those of rows that are left out.

    Attributes:
        valid: the day.
    """

    valid: dt.date

    def _read(self, table: str) -> pa.Table:
        import pyarrow as pa

        from mostanad.evidence.spans import TIMED, in_force

        whole = self.release._read(table)
        if table not in TIMED:
            return whole
        spans = [self.release._spans[key] for key in whole[0].to_pylist()]
        answers = pa.array([in_force(span, self.valid, self.valid) for span in spans], pa.string())
        lasted = pa.array([span["last_documented"] for span in spans], pa.date32())
        told = {"description": f"Whether it was in force at the end of {self.valid}: yes or unsure."}
        seen = {"description": "The last day for which documents show that it lasted."}
        found = whole.append_column(pa.field("last_documented", pa.date32(), metadata=seen), lasted)
        found = found.append_column(pa.field("in_force", pa.string(), nullable=False, metadata=told), answers)
        return found.filter(pa.array([answer != "no" for answer in answers.to_pylist()], pa.bool_()))


def last_day(release: Tables) -> dt.date:
    """The day of the version; if ``releases`` does not record it yet, the last day on which a source was published."""
    days = {row["version"]: row["date_max"] for row in release._rows_if_any("releases")}
    published = (row["published_max"] for row in release._rows("sources") if row["published_max"])
    return days.get(release.version) or max(published, default=dt.date(2000, 1, 1))
