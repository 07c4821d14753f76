"""What users import: tables, and the evidence behind every cell. Never imports validation or release to load."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mostanad.loader.as_of import AsOf
from mostanad.loader.checks import Check, CheckAnswer, CheckedClaim, CheckNotFound
from mostanad.loader.citation import STYLES, Style, cite
from mostanad.loader.earlier import Earlier, OnlyInOlderRelease
from mostanad.loader.fact_diff import Diff
from mostanad.loader.fact_diff import diff as _diff
from mostanad.loader.faults import CacheError, DownloadError, IndexRefused, StaleIndexWarning
from mostanad.loader.frames import FORMS, Form
from mostanad.loader.gone import IdGone, Resolved
from mostanad.loader.release import Release
from mostanad.loader.search import Hit, Hits
from mostanad.loader.shown import ShownListing, ShownNumber, ShownRow
from mostanad.loader.store import ReleaseNotFound, ReleaseNotSupported, release, versions
from mostanad.loader.why import FactEvidence, Why
from mostanad.loader.without import Without


def tables(version: str | None = None) -> list[str]:
    """The names of a release's tables (the newest release by default)."""
    return release(version).tables()


def load(table: str, version: str | None = None, as_: Form = "pandas") -> Any:
    """A table of a release.

    Args:
        table: one of :func:`tables`.
        version: a version; None for the newest at hand. One that is not at hand is downloaded, as :func:`release` does.
        as_: ``pandas``, ``arrow``, ``polars``, ``duckdb`` or ``records`` (a list of dictionaries).

    Raises:
        KeyError: if there is no such table.
        ReleaseNotFound: if there is no such version.
    """
    return release(version).load(table, as_)


def download(
    version: str, dest: Path | str | None = None, forms: Iterable[str] | str = (), progress: bool | None = None
) -> Release:
    """Fetch a release into the cache, from the index that ``MOSTANAD_INDEX`` names and from mirrors.

    Every file is hashed before it is used; a download that was cut off goes on where it was.

    Args:
        version: a version of the index; if the cache has it, no index is needed.
        dest: a folder that gets a copy, as ``dest/VERSION``; None: the release stays in the cache.
        forms: ``csv``, ``json`` and ``sqlite``, or ``all``, beside Parquet, the dossiers and what describes them.
        progress: whether a bar is shown; None: if the standard error is a terminal.

    Raises:
        ReleaseNotFound: if the index has no such version, or it needs a newer mostanad.
        DownloadError: an OSError, if it cannot be had or kept; of it IndexRefused and CacheError.
        ValueError: if there is no such form.
    """
    from mostanad.loader.downloads import download as fetch

    return fetch(version, dest, forms, progress)


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
    "STYLES",
    "AsOf",
    "CacheError",
    "Check",
    "CheckAnswer",
    "CheckNotFound",
    "CheckedClaim",
    "Diff",
    "DownloadError",
    "Earlier",
    "FactEvidence",
    "Form",
    "Hit",
    "Hits",
    "IdGone",
    "IndexRefused",
    "OnlyInOlderRelease",
    "Release",
    "ReleaseNotFound",
    "ReleaseNotSupported",
    "Resolved",
    "ShownListing",
    "ShownNumber",
    "ShownRow",
    "StaleIndexWarning",
    "Style",
    "Why",
    "Without",
    "cite",
    "diff",
    "dossier",
    "download",
    "load",
    "release",
    "search",
    "tables",
    "versions",
    "why",
]
