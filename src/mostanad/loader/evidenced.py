"""What can be asked of tables with evidence: of a release, and of what is left of one without some parties."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Literal, get_args

from mostanad.loader.citation import Style, cite
from mostanad.loader.frames import Form
from mostanad.loader.ids import raise_if_gone
from mostanad.loader.sql import sql
from mostanad.loader.tables import Tables
from mostanad.loader.why import Why

if TYPE_CHECKING:
    import pandas as pd

Support = Literal["single", "one_camp", "unplaced", "corroborated", "official"]
#: On what a fact can rest, from the weakest to the strongest (mostanad.evidence.support.ORDER; a test compares).
SUPPORTS: tuple[Support, ...] = get_args(Support)
#: Columns of ``evidence`` beside those of ``facts``: where both have one, under which name.
_RENAMED = {"value": "claimed_value", "asserted_by": "claimed_by"}


class Evidenced(Tables):
    """Tables among which are ``facts``, and the ``evidence`` on each of them."""

    @property
    @abstractmethod
    def _whole(self) -> Tables:
        """The release itself, which knows all ids."""

    @abstractmethod
    def _why(self, row_id: str, field: str | None) -> Why:
        """See :meth:`why`, whose docstring all share."""

    def facts(
        self, row_id: str | None = None, min_support: Support | None = None, evidence: bool = False
    ) -> pd.DataFrame:
        """The facts of a row, or of all rows: value, support, and how many claims and origins it rests on.

        Args:
            row_id: of one row only; None for all.
            min_support: leave out those that rest on less: ``single``, ``one_camp``, ``unplaced``, ``corroborated``,
                ``official``, from the weakest to the strongest. That a fact is disputed says nothing about this. Of a
                release without some parties what does not survive is left out too.
            evidence: one row for each fact and claim on it, with the columns of ``evidence`` behind those of ``facts``
                (its ``value`` as ``claimed_value``, its ``asserted_by`` as ``claimed_by``).

        Returns:
            a frame with a row for each fact, as the table ``facts`` has it; empty if the row has none. Of a release
            without some parties also ``survives``, ``support_before`` and ``echo``.

        Raises:
            IdGone: a KeyError, if the row was merged or withdrawn; the message says so.
            ValueError: for another ``min_support``.
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
        if evidence:  # a fact that no claim speaks of any more keeps its row
            about, claims = found.attrs, self.load("evidence").rename(columns=_RENAMED)
            found = found.merge(claims, on="fact_id", how="left", validate="one_to_many", sort=False)
            found.attrs = about
        return found

    def why(self, row_id: str, field: str | None = None) -> Why:
        """Every claim behind a row or a cell.

        Args:
            row_id: the id of a row of any table with facts, or of a fact (ROW/FIELD).
            field: a column; None for all cells of the row. The name of an official or a party is our label and no
                fact, but what identifies them is evidence, and is shown.

        Returns:
            :class:`Why`: prints as text, in a notebook as a table; its ``facts`` have the claims as dictionaries. Its
            ``without`` says whose claims were dropped, if any.

        Raises:
            IdGone: a KeyError, if the row or the fact was merged into another or withdrawn; the message says so.
            KeyError: if nothing backs such a cell, or no claim on it is left.
        """
        return self._why(row_id, field)

    def cite(self, what: Any, style: Style = "bibtex", accessed: dt.date | None = None) -> str:
        """The release, and the documents behind exactly these rows, as far as they are left.

        Args:
            what: a frame of this release, ids, or the answer of :meth:`why` (see :func:`mostanad.cite`).
            style: ``bibtex`` (BibLaTeX), ``csl-json`` (CSL 1.0.2), or ``text`` (a line for each).
            accessed: the day on which you looked at the addresses, if you did.

        Returns:
            the release first, then the documents in order of id, each once.

        Raises:
            IdGone: a KeyError, if an id was merged or withdrawn; the message says so.
            KeyError: if there is no such id in the release.
            ValueError: for another style, a frame without a column that names its rows, or one of another version.
        """
        return cite(self, what, style, accessed, self._whole)

    def sql(self, query: str, as_: Form = "pandas") -> Any:
        """One SELECT over all tables, run by DuckDB (needs the extra ``duckdb``).

        It reads these tables and nothing else: no files, no network, no variables of your program; it changes nothing,
        and is stopped after a minute.

        Args:
            query: the SELECT; the tables have their names.
            as_: ``pandas``, ``arrow``, ``polars``, ``duckdb`` or ``records``.

        Returns:
            what the query gives, in the form that ``as_`` names.

        Raises:
            ValueError: if it is not one SELECT; for another form.
            duckdb.Error: if it does not parse, names what is not there, or needs what it may not have.
            mostanad.evidence.sandbox.TooLong: if it was stopped.
            ModuleNotFoundError: if duckdb is not installed; the message says how to install it.
        """
        return sql(self, query, as_)
