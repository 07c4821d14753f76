"""One release: its tables, and the evidence behind them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from mostanad.loader.as_of import AsOf, day
from mostanad.loader.checks import Check, look_up
from mostanad.loader.citation import Style, cite_from
from mostanad.loader.compare import compare
from mostanad.loader.earlier import Earlier, known_version
from mostanad.loader.facts import facts
from mostanad.loader.frames import Form, read
from mostanad.loader.gone import Resolved, raise_if_gone, resolve, tombstones
from mostanad.loader.search import Hits, find
from mostanad.loader.sql import sql
from mostanad.loader.timeline import timeline
from mostanad.loader.why import FactEvidence, Why
from mostanad.loader.without import Without, without

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

    @overload
    def as_of(self, *, valid: dt.date | str, known: dt.date | str | None = None) -> AsOf: ...
    @overload
    def as_of(self, *, known: dt.date | str) -> Earlier: ...
    def as_of(self, *, valid: dt.date | str | None = None, known: dt.date | str | None = None) -> AsOf | Earlier:
        """The release as of a day in the world, as of an earlier version of the release, or as of both.

        Args:
            valid: a day, as a date or as ``YYYY-MM-DD``: what was in force at the end of it, and where that is unsure
                (see :class:`AsOf`).
            known: an earlier version, or a day, which stands for the last version of it or before: what the project
                knew then (see :class:`Earlier`).

        Returns:
            :class:`AsOf`; with ``known`` alone :class:`Earlier`. With both, what was in force as the older release has
            it, which must be at hand.

        Raises:
            ValueError: if ``valid`` is no single day, or ``known`` no version that is recorded.
        """
        then = None if known is None else Earlier(self, known_version(self, known))
        if valid is None and then is not None:
            return then
        return AsOf(then or self, day(valid))

    def without(self, parties: Iterable[str], affiliates: bool = True, origins: bool = False) -> Without:
        """The release without what some parties assert or publish, everything counted again (see :class:`Without`).

        Args:
            parties: ids of parties or officials.
            affiliates: whether what their documented affiliates assert or publish goes too.
            origins: whether also what others print and which goes back to them.

        Raises:
            KeyError: if there is no such party.
            ValueError: if none is named.
        """
        return without(self, parties, affiliates, origins)

    def facts(self, row_id: str | None = None, min_support: str | None = None, evidence: bool = False) -> pd.DataFrame:
        """The facts of a row, or of the whole release: value, support, and how many claims and origins it rests on.

        Args:
            row_id: of one row only.
            min_support: leave out those that rest on less: ``single``, ``one_camp``, ``unplaced``, ``corroborated``,
                ``official``, from the weakest to the strongest. That a fact is disputed says nothing about this.
            evidence: one row for each fact and claim on it, with the columns of ``evidence`` behind those of ``facts``
                (its ``value`` as ``claimed_value``, its ``asserted_by`` as ``claimed_by``).

        Raises:
            IdGone: a KeyError, if the row was merged or withdrawn; the message says so.
            ValueError: for another ``min_support``.
        """
        found = facts(self, row_id, min_support, evidence)
        if row_id is not None and found.empty:
            raise_if_gone(self, row_id)
        return found

    def why(self, row_id: str, field: str | None = None) -> Why:
        """Every claim behind a row or a cell.

        Args:
            row_id: the id of a row of any table with facts, or of a fact (ROW/FIELD).
            field: a column; None for all cells of the row. The name of an official or a party is our label and no
                fact, but what identifies them is evidence, and is shown.

        Raises:
            IdGone: a KeyError, if the row or the fact was merged into another or withdrawn; the message says so.
            KeyError: if nothing backs such a cell.
        """
        if field is None and "/" in row_id:
            row_id, field = row_id.split("/", 1)
        cells = [cell for cell in self._by_row.get(row_id, []) if field in (None, cell["field"])]
        if not cells:
            what = f"{row_id}/{field}" if field else row_id
            raise_if_gone(self, what)
            known = ", ".join(cell["field"] for cell in self._by_row.get(row_id, []))
            hint = f"; it has {known}" if known else "; no row with evidence has this id"
            raise KeyError(f"no fact {what!r} in release {self.version}{hint}")
        found = tuple(FactEvidence(cell, tuple(self._evidence.get(cell["fact_id"], ()))) for cell in cells)
        return Why(row_id, found, self.version)

    def dossier(self, official_id: str) -> dict[str, Any]:
        """Everything about one official, with its evidence (see schema/dossier.schema.json).

        Raises:
            IdGone: a KeyError, if the official was merged into another or withdrawn; the message says so.
            KeyError: if there is no such official.
        """
        known = {path.stem: path for path in (self.path / "json" / "officials").glob("*.json")}
        if official_id not in known:
            raise_if_gone(self, official_id)
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

    def cite(self, what: Any, style: Style = "bibtex", accessed: dt.date | None = None) -> str:
        """The documents behind rows of this release; see :func:`mostanad.cite`."""
        return cite_from(self, what, style, accessed)

    def sql(self, query: str, as_: Form = "pandas") -> Any:
        """One SELECT over all tables, run by DuckDB (needs the extra ``duckdb``).

        It reads the tables of the release and nothing else: no files, no network, no variables of your program; it
        changes nothing, and is stopped after a minute.

        Args:
            query: the SELECT; the tables have their names.
            as_: ``pandas``, ``arrow``, ``polars``, ``duckdb`` or ``records``.

        Raises:
            ValueError: if it is not one SELECT.
            duckdb.Error: if it does not parse, names what is not there, or needs what it may not have.
            mostanad.evidence.sandbox.TooLong: if it was stopped.
            ModuleNotFoundError: if duckdb is not installed; the message says how to install it.
        """
        return sql(self, query, as_)

    def timeline(self, entity_id: str) -> pd.DataFrame:
        """What is on record about a person or organisation, in the order of time.

        Returns:
            a frame with a row for each begin, end or event: ``date`` (EDTF), ``date_min``, ``date_max``, ``what``
            (such as ``listed``, ``post began``, ``event: attendee``), ``with_id`` (the authority, body, event or other
            party), ``said`` (the title, code or gist), ``table_name`` and ``row_id`` of the row, ``fact_id`` of the
            date, and on what that rests: ``support``, ``disputed``, ``origins``. Without a date it stands at the end;
            its ``fact_id`` and ``support`` are then those of who it is about.

        Raises:
            IdGone: a KeyError, if the id was merged or withdrawn; the message says so.
            KeyError: if there is no such official or party.
        """
        return timeline(self, entity_id)

    def compare(self, about_id: str, measure: str | None = None) -> pd.DataFrame:
        """Rival numbers: who counted how many of the same event, group or programme.

        Args:
            about_id: the event, group or programme.
            measure: what is counted, a word of the vocabulary Measure; None for all.

        Returns:
            a frame with a row for each estimate, in order of measure, population and value: ``estimate_id``,
            ``measure``, ``population`` (numbers of different populations are no rivals), ``counted_by``,
            ``comparator``, ``value``, ``value_to``, ``at_least`` and ``at_most`` (between what the words surely put it;
            of ``about`` and ``nearly`` they say neither), ``as_of``, ``subset_of``, ``supersedes``; ``support``,
            ``disputed``, ``claims``, ``origins``, ``camps`` and ``source_ids`` of the number; ``disputed_values``.

        Raises:
            IdGone: a KeyError, if the id was merged or withdrawn; the message says so.
            KeyError: if nobody counted that; the message says what was counted.
        """
        return compare(self, about_id, measure)

    def resolve(self, id_: str) -> Resolved:
        """What an id stands for: a row or fact that is here, another that it was merged into, or one withdrawn.

        Raises:
            KeyError: if no such id was ever published, as far as this release knows.
        """
        return resolve(self, id_)

    def tombstones(self) -> pd.DataFrame:
        """The facts that were published and are no more; see :func:`mostanad.loader.gone.tombstones`."""
        return tombstones(self)

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
