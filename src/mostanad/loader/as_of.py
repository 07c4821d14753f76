"""A release as of a day: what was in force when that day ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mostanad.loader.tables import Part, Tables

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class AsOf(Part):
    """The tables of a release as they stood at the end of one day; made by :meth:`Release.as_of`.

    A table has a time if its rows begin and end: ``sanctions`` and ``tags`` (``listed``, ``delisted``), and
    ``positions``, ``affiliations``, ``programmes`` and ``legal_bases`` (``started``, ``ended``). Of these, rows that
    were surely not in force are left out. The others have two more columns: ``last_documented``, the last day for
    which documents show that the row lasted, and ``in_force``:

    ===================  ==========================================================================================
    left out             surely not begun, or surely over
    ``in_force=yes``     surely begun, and documents show that it lasted on that day or longer
    ``in_force=unsure``  anything else: the start or the end straddles the day, the start is not known, or no document
                         speaks of so late a day
    ===================  ==========================================================================================

    - The table ``spans`` has the days by which this is decided; checks ask the same table.
    - The day's end decides. What began on the day was in force; what ended on it was not any more: the first list
      without an entry is the first day on which it is not in force.
    - A listing is documented until the last version of its list; it is left out before its programme can have begun,
      and after its programme was surely over: another listing may have taken its place.
    - A post is over when its holder dies, or somebody else starts in it. What a document says "up to" its own day
      shows that it had begun by then, and nothing about that day.
    - ``~`` and ``?`` mark a date and do not widen it, here as everywhere.

    All other tables are as in the release, events too (they happen, and are not in force), and so are facts and
    evidence, those of rows that are left out included.

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
    """The day on which the version was cut; of one that is not recorded yet, the last day that a document is of."""
    days = {row["version"]: row["date_max"] for row in release._rows_if_any("releases")}
    published = (row["published_max"] for row in release._rows("sources") if row["published_max"])
    return days.get(release.version) or max(published, default=dt.date(2000, 1, 1))
