"""The common interface of tables with evidence: of a release, of a part of one, or of an earlier version."""

from __future__ import annotations

import atexit
import datetime as dt
import os
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, overload

from mostanad.files.grouping import grouped, keyed
from mostanad.loader.citation import Style, cite
from mostanad.loader.frames import Form, convert
from mostanad.loader.ids import raise_if_gone
from mostanad.loader.why import FactEvidence, Why

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

    from mostanad.contract import About

#: A row of a table, by column.
Record = dict[str, Any]
Made = TypeVar("Made")
Support = Literal["single", "one_camp", "unplaced", "corroborated", "official"]
#: The support that a fact can have, weakest first (mostanad.evidence.support.ORDER; a test compares).
SUPPORTS: tuple[Support, ...] = get_args(Support)
#: The limits of a query: seconds, and memory.
SECONDS, MEMORY = 60.0, "2GB"
#: New names for columns of ``evidence`` that ``facts`` has too, for joining the two.
_RENAMED = {"value": "claimed_value", "asserted_by": "claimed_by"}


def rows_of(answer: duckdb.DuckDBPyConnection) -> list[Record]:
    names = [name for name, *_ in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


@cache
def _connection(_: int) -> duckdb.DuckDBPyConnection:
    """One connection for each process; a fork gets another. DuckDB needs it closed before Python ends."""
    from mostanad.evidence.sandbox import connect

    atexit.register(_connection.cache_clear)
    return connect(temp_directory="")  # no temporary files beside those of the user


class Tables(ABC):
    """A release, a part of one, or an earlier version. Subclasses define how to read a table, and share all else."""

    if TYPE_CHECKING:  # a field in some subclasses, a property in others

        @property
        def version(self) -> str: ...

    @abstractmethod
    def tables(self) -> list[str]:
        """The names of its tables, in alphabetical order."""

    @abstractmethod
    def _read(self, table: str) -> pa.Table:
        """Read a table as Parquet has it. Raises a KeyError that lists the tables if there is no such table."""

    @property
    def _whole(self) -> Tables:
        """The release itself, which knows all ids."""
        return self

    @property
    def about(self) -> About:
        """What the dataset says about itself: its title, authors, licence, how to cite it."""
        return self._whole.about

    @property
    def _left_out(self) -> tuple[str, ...]:
        """The parties and documents whose claims were dropped."""
        return ()

    def _rows(self, table: str) -> list[Record]:
        return self._read(table).to_pylist()  # type: ignore[no-any-return]

    def _rows_if_any(self, table: str) -> list[Record]:
        """The rows of a table; none if an old release lacks it."""
        return self._rows(table) if table in self.tables() else []

    def _where(self, table: str, column: str, values: Iterable[str]) -> list[Record]:
        """The rows whose cell is one of these values, or a list with one of them, in the order of the table."""
        from mostanad.models import MODELS

        wanted = [*dict.fromkeys(values)]
        among = ", ".join("?" for _ in wanted)  # with one list parameter DuckDB would skip no row group
        columns = MODELS[table].columns() if table in MODELS else ()
        is_list = any(one.name == column and one.type.name == "list" for one in columns)
        any_of = f'list_has_any("{column}", [{among}])' if is_list else f'"{column}" IN ({among})'
        return self._select(table, any_of, *wanted) if wanted else []

    def _select(self, table: str, condition: str, *given: str) -> list[Record]:
        """The rows that meet an SQL condition, in the order of the table. Raises KeyError like :meth:`_read`."""
        from mostanad.models import MODELS

        with self._asking() as cursor:
            place = self._offer(cursor, table)
            order = ", ".join(MODELS[table].order())  # from several files DuckDB may answer in any order
            return rows_of(cursor.execute(f"SELECT * FROM {place} WHERE {condition} ORDER BY {order}", given))

    def _ask(self, name: str, **given: Any) -> list[Record]:
        """The rows of the query in ``sql/NAME.sql``."""
        with self._asking() as cursor:
            return rows_of(cursor.execute(self._query(cursor, name), given))

    def _query(self, cursor: duckdb.DuckDBPyConnection, name: str) -> str:
        """The text of a query, once its tables (empty if an old release lacks one) and ``our_NAME`` queries exist."""
        from mostanad.files.typed import arrow_schema
        from mostanad.models import MODELS

        query, known = (files("mostanad.loader") / "sql" / f"{name}.sql").read_text("utf-8"), self.tables()
        for other in {*re.findall(r"\bour_(\w+)", query)}:
            cursor.execute(f"CREATE OR REPLACE TEMP VIEW our_{other} AS {self._query(cursor, other)}")
        for table in MODELS.keys() & {*re.findall(r"\w+", query)}:
            if table not in known:
                cursor.register(table, arrow_schema(MODELS[table]).empty_table())
            elif (place := self._offer(cursor, table)) != table:
                cursor.execute(f"CREATE OR REPLACE TEMP VIEW {table} AS FROM {place}")
        return query

    def _offer(self, cursor: duckdb.DuckDBPyConnection, table: str) -> str:
        """Make a table available to queries, and return its name for FROM. Raises KeyError like :meth:`_read`."""
        cursor.register(table, self._read(table))
        return table

    @contextmanager
    def _asking(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for one query. A damaged file raises ValueError, as it does when tables are read whole."""
        import duckdb

        try:
            with _connection(os.getpid()).cursor() as cursor:
                yield cursor
        except duckdb.OutOfMemoryException as error:
            raise MemoryError(str(error)) from None
        except duckdb.Error as error:
            raise ValueError(str(error).partition("\n")[0]) from None

    @cached_property
    def _spans(self) -> dict[str, Record]:
        """The days of each row in ``spans``, as dates or None."""
        days = ("earliest", "begun_by", "last_documented", "latest")
        return {
            row["row_id"]: {name: row[name] and dt.date.fromisoformat(row[name]) for name in days}
            for row in self._rows("spans")
        }

    @cached_property
    def _days(self) -> dict[str, Record]:
        """The same; posts and ties also have the days of the documents that name them (``sql/named.sql``)."""
        named = keyed(self._ask("named"))
        return {row_id: span | named.get(row_id, {}) for row_id, span in self._spans.items()}

    @overload
    def load(self, table: str, as_: Literal["pandas"] = "pandas") -> pd.DataFrame: ...
    @overload
    def load(self, table: str, as_: Form = ...) -> Any: ...
    def load(self, table: str, as_: Form = "pandas") -> Any:
        """A table.

        Args:
            table: one of :meth:`tables`, such as ``sanctions``.
            as_: ``pandas``, ``arrow``, ``polars``, ``duckdb`` or ``records`` (a list of dictionaries).

        Returns:
            all its rows, or those that are left, in their order: a data frame of pandas or polars, an Arrow table,
            a relation of DuckDB, or a list of dictionaries. The codebook describes the columns. In pandas the first and
            last days of dates are ``datetime64``, and columns with a vocabulary are categories.
        Raises:
            KeyError: if there is no such table; the message lists those there are.
            ValueError: if ``as_`` is none of these.
            OnlyInOlderRelease: if an earlier version is neither on this machine nor in the index.
            ModuleNotFoundError: if polars is requested but not installed; the message says how to install it.
        """
        return convert(self._read(table), as_, table)

    def facts(
        self, row_id: str | None = None, min_support: Support | None = None, evidence: bool = False
    ) -> pd.DataFrame:
        """The facts of a row, or of all rows: value, support, and how many claims and origins it rests on.

        Args:
            row_id: the row whose facts to return; None for all rows.
            min_support: leave out facts with less support: ``single``, ``one_camp``, ``unplaced``, ``corroborated``,
                ``official``, from the weakest to the strongest. Disputed facts stay. In a release without some parties,
                facts that do not survive are left out too.
            evidence: whether to return a row for each fact and claim on it, with the columns of ``evidence`` after
                those of ``facts`` (its ``value`` as ``claimed_value``, its ``asserted_by`` as ``claimed_by``).

        Returns:
            a frame with a row for each fact, as the table ``facts`` has it; empty if the row has none. A release
            without some parties also has ``survives``, ``support_before`` and ``echo``.

        Raises:
            IdGone: a KeyError, if the row was merged or withdrawn; the message says so.
            ValueError: if there is no such ``min_support``.
        """
        if min_support is not None and min_support not in SUPPORTS:
            raise ValueError(f"min_support={min_support!r} is not one of {', '.join(SUPPORTS)}")
        found = self.load("facts")
        if row_id is not None:
            found = found[found["row_id"] == row_id]
        if min_support is not None:
            found = found[found["support"].isin(SUPPORTS[SUPPORTS.index(min_support) :])]
        if row_id is not None and found.empty:
            raise_if_gone(self._whole, row_id)
        found = found.reset_index(drop=True)
        if evidence:  # a fact without any claim left keeps its row
            about, claims = found.attrs, self.load("evidence").rename(columns=_RENAMED)
            found = found.merge(claims, on="fact_id", how="left", validate="one_to_many", sort=False)
            found.attrs = about
        return found

    def why(self, row_id: str, field: str | None = None) -> Why:
        """Every claim behind a row or a cell.

        Args:
            row_id: the id of a row of any table with facts, or of a fact (ROW/FIELD).
            field: a column; None for all cells of the row. The name of an official or a party is our label and not a
                fact, but the evidence that identifies them is shown.

        Returns:
            :class:`Why`: prints as text, in a notebook as a table; its ``facts`` have the claims as dictionaries. Its
            ``without`` says whose claims were dropped, if any.

        Raises:
            IdGone: a KeyError, if the row or the fact was merged into another or withdrawn; the message says so.
            KeyError: if the cell has no evidence, or no claim on it is left.
            OnlyInOlderRelease: if an earlier version is neither on this machine nor in the index.
        """
        if field is None and "/" in row_id:
            row_id, field = row_id.split("/", 1)
        what = f"{row_id}/{field}" if field else row_id
        cells = self._evidenced(row_id)
        found = tuple(item for item in cells if field in (None, item.fact["field"]))
        if not found:
            raise_if_gone(self._whole, what)
            known = ", ".join(item.fact["field"] for item in cells)
            hint = f"it has {known}" if known else "no row with evidence has this id"
            raise KeyError(f"no fact {what!r} in release {self.version}; {hint}")
        if self._left_out and not any(item.evidence for item in found):
            raise KeyError(f"nothing of {what!r} is left in release {self.version} without {', '.join(self._left_out)}")
        return Why(row_id, found, self.version, self._left_out)

    def _evidenced(self, row_id: str) -> list[FactEvidence]:
        """The facts of a row with their evidence, and the cells that have evidence but are our labels, not facts."""
        of_row = ("fact_id >= ? AND fact_id < ?", f"{row_id}/", f"{row_id}0")
        evidence = grouped(self._select("evidence", *of_row), lambda row: row["fact_id"])
        facts = keyed(self._select("facts", *of_row))
        found = []
        for fact_id in dict.fromkeys([*facts, *evidence]):
            label = {"fact_id": fact_id, "row_id": row_id, "field": fact_id.split("/")[1], "support": None}
            found.append(FactEvidence(facts.get(fact_id, label), tuple(evidence.get(fact_id, ()))))
        return found

    def cite(self, what: Any, style: Style = "bibtex", accessed: dt.date | str | None = None) -> str:
        """Cite the release and the documents behind exactly these rows.

        Args:
            what: a frame of this release, ids, or the answer of :meth:`why` (see :func:`mostanad.cite`).
            style: ``bibtex`` (BibLaTeX), ``csl-json`` (CSL 1.0.2), or ``text`` (a line for each).
            accessed: the day on which you visited the URLs, if you did: a date, or ``YYYY-MM-DD``.

        Returns:
            the release first, then the documents in order of id, each once.

        Raises:
            IdGone: a KeyError, if an id was merged or withdrawn; the message says so.
            KeyError: if there is no such id in the release.
            ValueError: for an unknown style, a frame of another release, or one without a column that identifies rows.
        """
        return cite(self, what, style, accessed)

    def sql(self, query: str, as_: Form = "pandas") -> Any:
        """Run one SELECT over all tables in DuckDB.

        The query reads these tables and nothing else: no files, no network, no variables of your program. It changes
        nothing, and is stopped after a minute.

        Args:
            query: the SELECT; the tables have their usual names.
            as_: ``pandas``, ``arrow``, ``polars``, ``duckdb`` or ``records``.

        Returns:
            the result of the query, in the form that ``as_`` names.

        Raises:
            ValueError: if the query is not one SELECT, or ``as_`` is none of these.
            duckdb.Error: if the query cannot be parsed, names something unknown, or needs forbidden access.
            mostanad.evidence.sandbox.TooLong: if the query was stopped.
        """
        from mostanad.evidence.sandbox import bounded, connect, lock, one_select, read_only

        with connect(memory_limit=MEMORY, temp_directory="") as connection:  # a large query does not spill to disk
            for name in self.tables():
                connection.register(name, self._read(name))
            lock(connection)
            statement = one_select(connection, query)
            with bounded(connection, SECONDS), read_only(connection):
                found: pa.Table = connection.sql(statement.query).to_arrow_table()
        return convert(found.replace_schema_metadata({"mostanad": f"a query of release {self.version}"}), as_)


@dataclass(frozen=True)
class Part(Tables):
    """A part of ``release``, which may itself be a part of one."""

    release: Tables

    @property
    def version(self) -> str:
        """The version of the release."""
        return self.release.version

    def tables(self) -> list[str]:
        """The names of its tables, in alphabetical order: all those of the release."""
        return self.release.tables()

    @property
    def _whole(self) -> Tables:
        return self.release._whole

    @property
    def _left_out(self) -> tuple[str, ...]:
        return self.release._left_out


@dataclass(frozen=True)
class Held(Part):
    """A release that keeps its tables after the first reading, for callers that look up many rows and facts."""

    _known: dict[Any, Any] = field(default_factory=dict, repr=False)

    def _read(self, table: str) -> pa.Table:
        return self._once(table, lambda: self.release._read(table))

    def _rows(self, table: str) -> list[Record]:
        return self._once((table, "rows"), lambda: self._read(table).to_pylist())

    def _where(self, table: str, column: str, values: Iterable[str]) -> list[Record]:
        if (table, column) != ("facts", "fact_id"):
            return super()._where(table, column, values)
        from mostanad.files.columns import rows_at

        facts = self._read("facts")
        numbers = self._once("numbers", lambda: {key: at for at, key in enumerate(facts["fact_id"].to_pylist())})
        asked = sorted(numbers[one] for one in {*values} & numbers.keys())
        return rows_at(facts, asked).to_pylist()  # type: ignore[no-any-return]

    def _once(self, key: Any, make: Callable[[], Made]) -> Made:
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]  # type: ignore[no-any-return]
