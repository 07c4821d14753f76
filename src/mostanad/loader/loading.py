"""What ``load`` gives for each table and form.

Written by ``mostanad schema --write``; do not edit. For editors and type checkers only: at run time the
functions are those that are decorated.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast, overload

from mostanad.loader.forms import Form

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from mostanad.loader.columns.affiliations import AffiliationRow
    from mostanad.loader.columns.changes import FactChangeRow
    from mostanad.loader.columns.check_items import CheckItemRow
    from mostanad.loader.columns.checks import CheckRow
    from mostanad.loader.columns.claims import ClaimRow
    from mostanad.loader.columns.corrections import CorrectionRow
    from mostanad.loader.columns.estimates import EstimateRow
    from mostanad.loader.columns.events import EventRow
    from mostanad.loader.columns.evidence import EvidenceRow
    from mostanad.loader.columns.facts import FactRow
    from mostanad.loader.columns.group_members import GroupMemberRow
    from mostanad.loader.columns.groups import GroupRow
    from mostanad.loader.columns.history import HistoryEntryRow
    from mostanad.loader.columns.identifiers import IdentifierRow
    from mostanad.loader.columns.names import NameRow
    from mostanad.loader.columns.officials import OfficialRow
    from mostanad.loader.columns.participations import ParticipationRow
    from mostanad.loader.columns.parties import PartyRow
    from mostanad.loader.columns.passages import PassageRow
    from mostanad.loader.columns.positions import PositionRow
    from mostanad.loader.columns.programme_bases import ProgrammeBasisRow
    from mostanad.loader.columns.programmes import ProgrammeRow
    from mostanad.loader.columns.redirects import RedirectRow
    from mostanad.loader.columns.releases import ReleaseEntryRow
    from mostanad.loader.columns.sanctions import SanctionRow
    from mostanad.loader.columns.seals import SealRow
    from mostanad.loader.columns.sources import SourceRow
    from mostanad.loader.columns.statements import StatementRow

#: The tables of a release.
TableName = Literal[
    "affiliations",
    "changes",
    "check_items",
    "checks",
    "claims",
    "corrections",
    "estimates",
    "events",
    "evidence",
    "facts",
    "group_members",
    "groups",
    "history",
    "identifiers",
    "names",
    "officials",
    "participations",
    "parties",
    "passages",
    "positions",
    "programme_bases",
    "programmes",
    "redirects",
    "releases",
    "sanctions",
    "seals",
    "sources",
    "statements",
]


class Load(Protocol):
    """``release.load(table, as_)``."""

    @overload
    def __call__(self, table: str, as_: Literal["pandas"] = "pandas") -> pd.DataFrame: ...
    @overload
    def __call__(self, table: str, as_: Literal["arrow"]) -> pa.Table: ...
    @overload
    def __call__(self, table: str, as_: Literal["polars"]) -> pl.DataFrame: ...
    @overload
    def __call__(self, table: str, as_: Literal["duckdb"]) -> duckdb.DuckDBPyRelation: ...
    @overload
    def __call__(self, table: Literal["affiliations"], as_: Literal["records"]) -> list[AffiliationRow]: ...
    @overload
    def __call__(self, table: Literal["changes"], as_: Literal["records"]) -> list[FactChangeRow]: ...
    @overload
    def __call__(self, table: Literal["check_items"], as_: Literal["records"]) -> list[CheckItemRow]: ...
    @overload
    def __call__(self, table: Literal["checks"], as_: Literal["records"]) -> list[CheckRow]: ...
    @overload
    def __call__(self, table: Literal["claims"], as_: Literal["records"]) -> list[ClaimRow]: ...
    @overload
    def __call__(self, table: Literal["corrections"], as_: Literal["records"]) -> list[CorrectionRow]: ...
    @overload
    def __call__(self, table: Literal["estimates"], as_: Literal["records"]) -> list[EstimateRow]: ...
    @overload
    def __call__(self, table: Literal["events"], as_: Literal["records"]) -> list[EventRow]: ...
    @overload
    def __call__(self, table: Literal["evidence"], as_: Literal["records"]) -> list[EvidenceRow]: ...
    @overload
    def __call__(self, table: Literal["facts"], as_: Literal["records"]) -> list[FactRow]: ...
    @overload
    def __call__(self, table: Literal["group_members"], as_: Literal["records"]) -> list[GroupMemberRow]: ...
    @overload
    def __call__(self, table: Literal["groups"], as_: Literal["records"]) -> list[GroupRow]: ...
    @overload
    def __call__(self, table: Literal["history"], as_: Literal["records"]) -> list[HistoryEntryRow]: ...
    @overload
    def __call__(self, table: Literal["identifiers"], as_: Literal["records"]) -> list[IdentifierRow]: ...
    @overload
    def __call__(self, table: Literal["names"], as_: Literal["records"]) -> list[NameRow]: ...
    @overload
    def __call__(self, table: Literal["officials"], as_: Literal["records"]) -> list[OfficialRow]: ...
    @overload
    def __call__(self, table: Literal["participations"], as_: Literal["records"]) -> list[ParticipationRow]: ...
    @overload
    def __call__(self, table: Literal["parties"], as_: Literal["records"]) -> list[PartyRow]: ...
    @overload
    def __call__(self, table: Literal["passages"], as_: Literal["records"]) -> list[PassageRow]: ...
    @overload
    def __call__(self, table: Literal["positions"], as_: Literal["records"]) -> list[PositionRow]: ...
    @overload
    def __call__(self, table: Literal["programme_bases"], as_: Literal["records"]) -> list[ProgrammeBasisRow]: ...
    @overload
    def __call__(self, table: Literal["programmes"], as_: Literal["records"]) -> list[ProgrammeRow]: ...
    @overload
    def __call__(self, table: Literal["redirects"], as_: Literal["records"]) -> list[RedirectRow]: ...
    @overload
    def __call__(self, table: Literal["releases"], as_: Literal["records"]) -> list[ReleaseEntryRow]: ...
    @overload
    def __call__(self, table: Literal["sanctions"], as_: Literal["records"]) -> list[SanctionRow]: ...
    @overload
    def __call__(self, table: Literal["seals"], as_: Literal["records"]) -> list[SealRow]: ...
    @overload
    def __call__(self, table: Literal["sources"], as_: Literal["records"]) -> list[SourceRow]: ...
    @overload
    def __call__(self, table: Literal["statements"], as_: Literal["records"]) -> list[StatementRow]: ...
    @overload
    def __call__(self, table: str, as_: Literal["records"]) -> list[Any]: ...
    @overload
    def __call__(self, table: str, as_: Form = "pandas") -> Any: ...


def load_of_release(method: Callable[..., Any]) -> Load:
    """The method, with the types of what it gives."""
    return cast("Load", method)


class LoadVersion(Protocol):
    """``mostanad.load(table, version, as_)``."""

    @overload
    def __call__(self, table: str, version: str | None = None, as_: Literal["pandas"] = "pandas") -> pd.DataFrame: ...
    @overload
    def __call__(self, table: str, version: str | None = None, *, as_: Literal["arrow"]) -> pa.Table: ...
    @overload
    def __call__(self, table: str, version: str | None = None, *, as_: Literal["polars"]) -> pl.DataFrame: ...
    @overload
    def __call__(
        self, table: str, version: str | None = None, *, as_: Literal["duckdb"]
    ) -> duckdb.DuckDBPyRelation: ...
    @overload
    def __call__(
        self, table: Literal["affiliations"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[AffiliationRow]: ...
    @overload
    def __call__(
        self, table: Literal["changes"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[FactChangeRow]: ...
    @overload
    def __call__(
        self, table: Literal["check_items"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[CheckItemRow]: ...
    @overload
    def __call__(
        self, table: Literal["checks"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[CheckRow]: ...
    @overload
    def __call__(
        self, table: Literal["claims"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[ClaimRow]: ...
    @overload
    def __call__(
        self, table: Literal["corrections"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[CorrectionRow]: ...
    @overload
    def __call__(
        self, table: Literal["estimates"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[EstimateRow]: ...
    @overload
    def __call__(
        self, table: Literal["events"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[EventRow]: ...
    @overload
    def __call__(
        self, table: Literal["evidence"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[EvidenceRow]: ...
    @overload
    def __call__(
        self, table: Literal["facts"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[FactRow]: ...
    @overload
    def __call__(
        self, table: Literal["group_members"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[GroupMemberRow]: ...
    @overload
    def __call__(
        self, table: Literal["groups"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[GroupRow]: ...
    @overload
    def __call__(
        self, table: Literal["history"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[HistoryEntryRow]: ...
    @overload
    def __call__(
        self, table: Literal["identifiers"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[IdentifierRow]: ...
    @overload
    def __call__(
        self, table: Literal["names"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[NameRow]: ...
    @overload
    def __call__(
        self, table: Literal["officials"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[OfficialRow]: ...
    @overload
    def __call__(
        self, table: Literal["participations"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[ParticipationRow]: ...
    @overload
    def __call__(
        self, table: Literal["parties"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[PartyRow]: ...
    @overload
    def __call__(
        self, table: Literal["passages"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[PassageRow]: ...
    @overload
    def __call__(
        self, table: Literal["positions"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[PositionRow]: ...
    @overload
    def __call__(
        self, table: Literal["programme_bases"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[ProgrammeBasisRow]: ...
    @overload
    def __call__(
        self, table: Literal["programmes"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[ProgrammeRow]: ...
    @overload
    def __call__(
        self, table: Literal["redirects"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[RedirectRow]: ...
    @overload
    def __call__(
        self, table: Literal["releases"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[ReleaseEntryRow]: ...
    @overload
    def __call__(
        self, table: Literal["sanctions"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[SanctionRow]: ...
    @overload
    def __call__(
        self, table: Literal["seals"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[SealRow]: ...
    @overload
    def __call__(
        self, table: Literal["sources"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[SourceRow]: ...
    @overload
    def __call__(
        self, table: Literal["statements"], version: str | None = None, *, as_: Literal["records"]
    ) -> list[StatementRow]: ...
    @overload
    def __call__(self, table: str, version: str | None = None, *, as_: Literal["records"]) -> list[Any]: ...
    @overload
    def __call__(self, table: str, version: str | None = None, as_: Form = "pandas") -> Any: ...


def load_of_version(function: Callable[..., Any]) -> LoadVersion:
    """The function, with the types of what it gives."""
    return cast("LoadVersion", function)
