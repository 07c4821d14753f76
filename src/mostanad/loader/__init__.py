"""What users import: tables, and the evidence behind every cell. Never imports validation or release to load."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mostanad.loader.as_of import AsOf
from mostanad.loader.checks import Check, CheckAnswer, CheckedClaim, CheckNotFound
from mostanad.loader.fact_diff import Diff
from mostanad.loader.fact_diff import diff as _diff
from mostanad.loader.frames import FORMS, Form
from mostanad.loader.release import Release
from mostanad.loader.search import Hit, Hits
from mostanad.loader.shown import ShownListing, ShownNumber, ShownRow
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


def diff(old: Release | str | Path, new: Release | str | Path) -> Diff:
    """What became of each fact between two releases, and why.

    Args:
        old: the older release: opened, or a version at hand, or the directory of a release.
        new: the newer one.

    Raises:
        ReleaseNotFound: if there is no such release.
    """
    first, second = (one if isinstance(one, Release) else release(one) for one in (old, new))
    return _diff(first, second)


def why(row_id: str, field: str | None = None) -> Why:
    """Every claim behind a row or a cell of the newest release; see :meth:`Release.why`."""
    return release().why(row_id, field)


def dossier(official_id: str) -> dict[str, Any]:
    """Everything about one official in the newest release; see :meth:`Release.dossier`."""
    return release().dossier(official_id)


def search(text: str, limit: int | None = 10, min_score: float = 60) -> Hits:
    """Find people and organisations of the newest release by any spelling of their names, Latin or Persian.

    Args:
        text: a name, or part of one: capitals, accents, titles, the order of its parts and how they are joined do not
            matter, nor which transliteration it is.
        limit: how many at most; None for all.
        min_score: from which score on; below 75 it is a guess.

    Returns:
        One :class:`Hit` for each person or organisation, best first: ``entity_id``, ``name`` (the spelling that
        matched best), ``label``, ``kind`` (its table), ``score`` (100 only for the spelling itself), ``why``.
    """
    return release().search(text, limit, min_score)


__all__ = [
    "FORMS",
    "AsOf",
    "Check",
    "CheckAnswer",
    "CheckNotFound",
    "CheckedClaim",
    "Diff",
    "FactEvidence",
    "Form",
    "Hit",
    "Hits",
    "Release",
    "ReleaseNotFound",
    "ShownListing",
    "ShownNumber",
    "ShownRow",
    "Why",
    "diff",
    "dossier",
    "load",
    "release",
    "search",
    "tables",
    "versions",
    "why",
]
