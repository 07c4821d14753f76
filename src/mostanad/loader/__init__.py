"""What users import: tables, and the evidence behind every cell. Never imports validation or release to load."""

from __future__ import annotations

from typing import Any

from mostanad.loader.as_of import AsOf
from mostanad.loader.frames import FORMS, Form
from mostanad.loader.release import Release
from mostanad.loader.store import ReleaseNotFound, release, versions
from mostanad.loader.why import FactEvidence, Why


def tables(version: str | None = None) -> list[str]:
    """The names of a release's tables (the newest release by default)."""
    return release(version).tables()


def load(table: str, version: str | None = None, as_: Form = "pandas") -> Any:
    """A table of a release.

    Args:
        table: one of :func:`tables`.
        version: a version that is at hand; None for the newest.
        as_: ``pandas``, ``arrow``, ``polars``, ``duckdb`` or ``records`` (a list of dictionaries).

    Raises:
        KeyError: if there is no such table.
        ReleaseNotFound: if there is no such version.
    """
    return release(version).load(table, as_)


def why(row_id: str, field: str | None = None) -> Why:
    """Every claim behind a row or a cell of the newest release; see :meth:`Release.why`."""
    return release().why(row_id, field)


def dossier(official_id: str) -> dict[str, Any]:
    """Everything about one official in the newest release; see :meth:`Release.dossier`."""
    return release().dossier(official_id)


__all__ = [
    "FORMS",
    "AsOf",
    "FactEvidence",
    "Form",
    "Release",
    "ReleaseNotFound",
    "Why",
    "dossier",
    "load",
    "release",
    "tables",
    "versions",
    "why",
]
