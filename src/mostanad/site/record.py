"""A release held in memory as pages need it: every row, fact and piece of evidence by its id."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mostanad.evidence.support import official_claims
from mostanad.loader import Release
from mostanad.models import TABLES
from mostanad.models.fields import FACT_TABLES
from mostanad.site import titles
from mostanad.site.voices import Voices

Row = Mapping[str, Any]
#: Tables whose rows are people and organisations.
ENTITIES = ("officials", "parties")
#: By table, the column that says whose a row is: it stands with them.
WHOSE = {
    "names": "entity_id",
    "identifiers": "entity_id",
    "positions": "holder_id",
    "sanctions": "target_id",
    "participations": "entity_id",
    "statements": "speaker_id",
    "affiliations": "from_id",
    "group_members": "entity_id",
}
#: What the support of a fact needs beside the evidence.
_ACTS = ("evidence", "sources", "sanctions", "programmes", "programme_bases", "events", "affiliations")


@dataclass(frozen=True)
class Record:
    """A release by ids.

    Attributes:
        release: the release.
        tables: the rows of each curated table, and of ``facts``, ``evidence`` and ``changes``, in order of the key.
    """

    release: Release
    tables: Mapping[str, Sequence[Row]]

    @classmethod
    def of(cls, release: Release) -> Record:
        """Read a release."""
        return cls(release, {name: release.load(name, "records") for name in release.tables()})

    @property
    def version(self) -> str:
        """The version of the release."""
        return self.release.version

    @property
    def date(self) -> dt.date:
        """The day on which the version was cut; of one that is not recorded yet, the last day that a row speaks of."""
        days = {row["version"]: row["date_max"] for row in self.tables["releases"]}
        published = (row["published_max"] for row in self.tables["sources"] if row["published_max"])
        return days.get(self.version) or max(published, default=dt.date(2000, 1, 1))

    @cached_property
    def rows(self) -> dict[str, tuple[str, Row]]:
        """The table and the row of each id that a claim can be on."""
        return {row[TABLES[name].key()]: (name, row) for name in FACT_TABLES for row in self.tables[name]}

    @cached_property
    def sources(self) -> dict[str, Row]:
        """Documents by id."""
        return {row["source_id"]: row for row in self.tables["sources"]}

    @cached_property
    def facts(self) -> dict[str, dict[str, Row]]:
        """Facts by row and column."""
        found: dict[str, dict[str, Row]] = defaultdict(dict)
        for fact in self.tables["facts"]:
            found[fact["row_id"]][fact["field"]] = fact
        return dict(found)

    @cached_property
    def evidence(self) -> dict[str, dict[str, list[Row]]]:
        """Evidence by row and column; also on cells that are no facts, such as the label of an official."""
        found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for item in self.tables["evidence"]:
            row_id, _, field = item["fact_id"].rpartition("/")
            found[row_id][field].append(item)
        return {row_id: dict(fields) for row_id, fields in found.items()}

    @cached_property
    def voices(self) -> Voices:
        """Who speaks in the release; see :class:`Voices`."""
        official = official_claims({name: list(map(dict, self.tables[name])) for name in _ACTS})
        return Voices.of(self.tables, official)

    @cached_property
    def referring(self) -> dict[str, list[tuple[str, str, Row]]]:
        """By id, the rows that name it: table, column, row; in order of table and key."""
        found: dict[str, list[tuple[str, str, Row]]] = defaultdict(list)
        for name in FACT_TABLES:
            columns = [column.name for column in TABLES[name].columns() if column.references]
            for row in self.tables[name]:
                for column in columns:
                    if row[column] and isinstance(row[column], str):
                        found[row[column]].append((name, column, row))
        return dict(found)

    def naming(self, row_id: str, table: str, column: str) -> list[Row]:
        """The rows of a table that name an id in a column."""
        return [row for name, by, row in self.referring.get(row_id, ()) if (name, by) == (table, column)]

    @cached_property
    def dossiers(self) -> set[str]:
        """The officials with a page of their own: those who hold or held a named post."""
        officials = {row["official_id"] for row in self.tables["officials"]}
        return officials & {row["holder_id"] for row in self.tables["positions"] if row["title"]}

    def label(self, row_id: str) -> str:
        """What a row is called: a name, a title, a code."""
        if row_id in self.sources:
            return str(self.sources[row_id]["title"])
        if row_id not in self.rows:
            return row_id
        table, row = self.rows[row_id]
        return titles.label(table, row) or self.title(row_id)

    def title(self, row_id: str) -> str:
        """A row in one line, with whom it is about."""
        table, row = self.rows[row_id]
        return titles.title(table, row, lambda other: self.label(other) if other != row_id else other)

    def about_time(self, rows: Sequence[Row], *columns: str) -> list[Row]:
        """Rows in order of the first day of the first of these columns that is filled; undated ones at the end."""
        return sorted(rows, key=lambda row: min(map(str, self._days(row, columns)), default="9"))

    @staticmethod
    def _days(row: Row, columns: Sequence[str]) -> Iterator[Any]:
        for column in columns:
            if row[column]:
                yield row[f"{column}_min"] or row[f"{column}_max"]
                return
