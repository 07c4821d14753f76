"""One release: its tables, and the evidence behind them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mostanad.loader.as_of import AsOf, day
from mostanad.loader.checks import Check, look_up
from mostanad.loader.frames import Form, read
from mostanad.loader.search import Hits, find
from mostanad.loader.why import FactEvidence, Why

if TYPE_CHECKING:
    import pandas as pd

    from mostanad.validation import Report


@dataclass(frozen=True)
class Release:
    """A release on disk.

    Attributes:
        path: its directory.
        version: its version (CalVer, ``YYYY.M.N``).
    """

    path: Path
    version: str

    def tables(self) -> list[str]:
        """The names of its tables."""
        return sorted(path.stem for path in (self.path / "parquet").glob("*.parquet"))

    def load(self, table: str, as_: Form = "pandas") -> Any:
        """A table.

        Args:
            table: one of :meth:`tables`.
            as_: ``pandas``, ``arrow``, ``polars``, ``duckdb`` or ``records``.

        Raises:
            KeyError: if there is no such table; the message lists those there are.
        """
        path = self.path / "parquet" / f"{table}.parquet"
        if table not in self.tables():
            raise KeyError(f"no table {table!r} in release {self.version}; there are {', '.join(self.tables())}")
        return read(path, as_)

    def as_of(self, *, valid: dt.date | str) -> AsOf:
        """The release as of a day: what was in force at the end of it, and where that is unsure (see :class:`AsOf`).

        Args:
            valid: a day, as a date or as ``YYYY-MM-DD``.

        Raises:
            ValueError: if it is no single day.
        """
        return AsOf(self, day(valid))

    def facts(self, row_id: str | None = None) -> pd.DataFrame:
        """The facts of a row, or of the whole release: value, support, and how many claims and origins it rests on."""
        frame: pd.DataFrame = self.load("facts")
        return frame if row_id is None else frame[frame["row_id"] == row_id].reset_index(drop=True)

    def why(self, row_id: str, field: str | None = None) -> Why:
        """Every claim behind a row or a cell.

        Args:
            row_id: the id of a row of any table with facts, or of a fact (ROW/FIELD).
            field: a column; None for all cells of the row. The name of an official or a party is our label and no
                fact, but what identifies them is evidence, and is shown.

        Raises:
            KeyError: if nothing backs such a cell.
        """
        if field is None and "/" in row_id:
            row_id, field = row_id.split("/", 1)
        cells = [cell for cell in self._by_row.get(row_id, []) if field in (None, cell["field"])]
        if not cells:
            what = f"{row_id}/{field}" if field else row_id
            known = ", ".join(cell["field"] for cell in self._by_row.get(row_id, []))
            hint = f"; it has {known}" if known else "; no row with evidence has this id"
            raise KeyError(f"no fact {what!r} in release {self.version}{hint}")
        return Why(row_id, tuple(FactEvidence(cell, tuple(self._evidence.get(cell["fact_id"], ()))) for cell in cells))

    def dossier(self, official_id: str) -> dict[str, Any]:
        """Everything about one official, with its evidence (see schema/dossier.schema.json).

        Raises:
            KeyError: if there is no such official.
        """
        known = {path.stem: path for path in (self.path / "json" / "officials").glob("*.json")}
        if official_id not in known:
            parties = self.load("parties", "arrow")["party_id"].to_pylist() if "parties" in self.tables() else []
            hint = f"; it is a party, see why({official_id!r})" if official_id in parties else ""
            raise KeyError(f"no official {official_id!r} in release {self.version}{hint}")
        dossier: dict[str, Any] = json.loads(known[official_id].read_text("utf-8"))
        return dossier

    def check(self, check_id: str) -> Check:
        """A claim held against the record: who says it, the question, and the answers with the rows that show them.

        Args:
            check_id: the id of a row of the table ``checks``.

        Raises:
            CheckNotFound: a KeyError, if there is no such check, or none at all; the message says which there are.
        """
        return look_up(self, check_id)

    def search(self, text: str, limit: int | None = 10, min_score: float = 60) -> Hits:
        """People and organisations by any spelling of their names, best first; see :func:`mostanad.search`."""
        return find(self, text, limit, min_score)

    def verify(self) -> Report:
        """Check the release's hashes, schemas, counts and evidence (needs the extra ``validate``)."""
        from mostanad.releases import verify

        return verify(self.path)

    @cached_property
    def _by_row(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        facts = {fact["fact_id"]: fact for fact in self.load("facts", "records")}
        for fact_id in dict.fromkeys([*facts, *self._evidence]):
            row_id, field = fact_id.split("/")
            name = {"fact_id": fact_id, "row_id": row_id, "field": field, "support": None}
            found.setdefault(row_id, []).append(facts.get(fact_id) or name)
        return found

    @cached_property
    def _evidence(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self.load("evidence", "records"):
            found.setdefault(row["fact_id"], []).append(row)
        return found
