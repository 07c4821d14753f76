"""What users call without opening a release first.

In a module of its own, and not beside the modules ``search``, ``tables`` and ``why``: type checkers would take the
functions for these.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mostanad.loader import fact_diff
from mostanad.loader.forms import Form, load_of_version
from mostanad.loader.release import Release
from mostanad.loader.store import release

if TYPE_CHECKING:
    from mostanad.loader.fact_diff import Diff
    from mostanad.loader.search import Hits
    from mostanad.loader.why import Why


def tables(version: str | None = None) -> list[str]:
    """The names of a release's tables.

    Args:
        version: a version, as :func:`release` takes it; None for the newest at hand.

    Returns:
        the names, in order of the alphabet; :func:`load` takes them.

    Raises:
        ReleaseNotFound: if there is no such version, or it needs a newer mostanad.
        DownloadError: an OSError, if it must be downloaded, and cannot be.
    """
    return release(version).tables()


@load_of_version
def load(table: str, version: str | None = None, as_: Form = "pandas") -> Any:
    """A table of a release.

    Args:
        table: one of :func:`tables`, such as ``sanctions``.
        version: a version; None for the newest at hand. One that is not at hand is downloaded, as :func:`release` does.
        as_: ``pandas``, ``arrow``, ``polars``, ``duckdb`` or ``records`` (a list of dictionaries).

    Returns:
        all its rows, in order of its key: a data frame of pandas or polars, an Arrow table, a relation of DuckDB, or a
        list of dictionaries. The codebook has its columns.

    Raises:
        KeyError: if there is no such table; the message lists those there are.
        ValueError: for another form.
        ModuleNotFoundError: if polars or duckdb is asked for and not installed; the message says how to install it.
        ReleaseNotFound: if there is no such version, or it needs a newer mostanad.
        DownloadError: an OSError, if it must be downloaded, and cannot be.
    """
    return release(version).load(table, as_)


def download(
    version: str,
    dest: Path | str | None = None,
    forms: Iterable[str] | str = (),
    progress: bool | None = None,
    allow_unsigned: bool = False,
) -> Release:
    """Fetch a release into the cache, from the index that ``MOSTANAD_INDEX`` names and from mirrors.

    Every file is hashed before it is used; a download that was cut off goes on where it was.

    Args:
        version: a version of the index; if the cache has it, no index is needed.
        dest: a folder that gets a copy, as ``dest/VERSION``; None: the release stays in the cache.
        forms: ``csv``, ``json`` and ``sqlite``, or ``all``, beside Parquet, the dossiers and what describes them.
        progress: whether a bar is shown; None: if the standard error is a terminal.
        allow_unsigned: whether the index need not be signed; one that is wrongly signed is refused all the same.

    Returns:
        the release, opened; its ``path`` says where it lies.

    Raises:
        ReleaseNotFound: if the index has no such version, or it needs a newer mostanad.
        DownloadError: an OSError, if it cannot be had or kept; of it IndexRefused and CacheError.
        ValueError: if there is no such form.
    """
    from mostanad.loader.download.fetch_release import fetch_release

    return Release(fetch_release(version, dest, forms, progress, allow_unsigned), version)


def diff(old: Release | str | Path, new: Release | str | Path) -> Diff:
    """What became of each fact between two releases, and why.

    Args:
        old: the older release: opened, or a version at hand, or the directory of a release.
        new: the newer one.

    Returns:
        the facts that differ: prints as text; ``rows``, or ``to_frame()``.

    Raises:
        ReleaseNotFound: if there is no such release, or it needs a newer mostanad.
        DownloadError: an OSError, if one must be downloaded, and cannot be.
    """
    first, second = (one if isinstance(one, Release) else release(one) for one in (old, new))
    return fact_diff.diff(first, second)


def why(row_id: str, field: str | None = None) -> Why:
    """Every claim behind a row or a cell of the newest release at hand.

    Args:
        row_id: the id of a row of any table with facts, or of a fact (ROW/FIELD).
        field: a column; None for all cells of the row.

    Returns:
        :class:`Why`: prints as text, in a notebook as a table; its ``facts`` have the claims as dictionaries.

    Raises:
        IdGone: a KeyError, if the row or the fact was merged into another or withdrawn; the message says so.
        KeyError: if nothing backs such a cell.
        ReleaseNotFound: if there is no release.
    """
    return release().why(row_id, field)


def dossier(official_id: str) -> dict[str, Any]:
    """Everything about one official in the newest release at hand, with its evidence.

    Args:
        official_id: the id of a row of ``officials``; :func:`search` finds it.

    Returns:
        what JSON can hold, as schema/dossier.schema.json describes it: ``version``; ``official``, the row; ``rows`` by
        table; ``facts`` by id, each with its evidence; ``sources`` by id.

    Raises:
        IdGone: a KeyError, if the official was merged into another or withdrawn; the message says so.
        KeyError: if there is no such official.
        ReleaseNotFound: if there is no release.
    """
    return release().dossier(official_id)


def search(text: str, limit: int | None = 10, min_score: float = 60) -> Hits:
    """Find people and organisations of the newest release at hand by any spelling of their names, Latin or Persian.

    Args:
        text: a name, or part of one: capitals, accents, titles, the order of its parts and how they are joined do not
            matter, nor which transliteration it is.
        limit: how many at most; None for all.
        min_score: from which score on; below 75 it is a guess.

    Returns:
        One :class:`Hit` for each person or organisation, best first: ``entity_id``, ``name`` (the spelling that
        matched best), ``label``, ``kind`` (its table), ``score`` (100 only for the spelling itself), ``why``.

    Raises:
        ValueError: if ``limit`` is negative.
        ReleaseNotFound: if there is no release.
    """
    return release().search(text, limit, min_score)
