"""Functions that users call without opening a release first. They are not in ``search``, ``tables`` and ``why``,
because type checkers would take these modules for the functions of the same names."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, Literal, ParamSpec, TypeVar, overload

from mostanad.loader import citation, fact_diff
from mostanad.loader.download.fetch_release import fetch_release
from mostanad.loader.frames import Form
from mostanad.loader.release import Release
from mostanad.loader.store import find
from mostanad.loader.superseded import warn_if_superseded

if TYPE_CHECKING:
    import pandas as pd

    from mostanad.loader.fact_diff import Diff

_Asked = ParamSpec("_Asked")
_Found = TypeVar("_Found")


def release(version: str | Path | None = None) -> Release:
    """Open a release; if newer ones corrected facts of it, a :class:`SupersededWarning` says so.

    Args:
        version: a version, which is downloaded if it is not on this machine and ``MOSTANAD_INDEX`` names an index that
            has it; or the directory of a release; or None for the newest version on this machine, or if there is none,
            the newest in the index.

    Returns:
        the release; none of its tables is read yet.

    Raises:
        ReleaseNotFound: if there is none; the message lists the versions on this machine.
        ReleaseNotSupported: a ReleaseNotFound, if it needs another version of mostanad.
        ReleaseWithdrawn: a ReleaseNotFound, if an index says that it was withdrawn; a directory elsewhere is opened all
            the same.
        DownloadError: an OSError, if the download fails.
    """
    return _open(version)


def _open(version: str | Path | None = None) -> Release:
    """Open a release; warnings show the line that called the caller of this function."""
    path, found = find(version)
    warn_if_superseded(path, found, stacklevel=3)
    return Release(path, found)


@overload
def load(table: str, version: str | None = None, as_: Literal["pandas"] = "pandas") -> pd.DataFrame: ...
@overload
def load(table: str, version: str | None = None, as_: Form = ...) -> Any: ...
def load(table: str, version: str | None = None, as_: Form = "pandas") -> Any:
    """A table of a release.

    Args:
        table: one of :func:`tables`, such as ``sanctions``.
        version: a version, which is downloaded if it is not on this machine, as by :func:`release`; None for the newest
            on this machine.
        as_: ``pandas``, ``arrow``, ``polars``, ``duckdb`` or ``records`` (a list of dictionaries).

    Returns:
        all its rows, in their order: a data frame of pandas or polars, an Arrow table, a relation of DuckDB, or a
        list of dictionaries. The codebook describes the columns.

    Raises:
        KeyError: if there is no such table; the message lists those there are.
        ValueError: if ``as_`` is none of these.
        ModuleNotFoundError: if polars is requested but not installed; the message says how to install it.
        ReleaseNotFound: if there is no such version, or it needs another version of mostanad.
        DownloadError: an OSError, if the download fails.
    """
    return _open(version).load(table, as_)


def download(
    version: str,
    dest: Path | str | None = None,
    forms: Iterable[str] | str = (),
    progress: bool | None = None,
    allow_unsigned: bool = False,
) -> Release:
    """Fetch a release into the cache, from the index that ``MOSTANAD_INDEX`` names and from mirrors.

    Every file is hashed before it is used; an interrupted download continues where it stopped.

    Args:
        version: a version of the index; if the cache has it, no index is needed.
        dest: a folder for a copy, ``dest/VERSION``; None: the release is only in the cache.
        forms: ``csv``, ``json`` and ``sqlite``, or ``all``, to fetch more than Parquet, the dossiers and the metadata.
        progress: whether to show a progress bar; None: only if the standard error is a terminal.
        allow_unsigned: whether to accept an index without a signature; an invalid signature is refused all the same.

    Returns:
        the release, opened; its ``path`` says where it is.

    Raises:
        ReleaseNotFound: if the index has no such version, or it needs another version of mostanad.
        DownloadError: an OSError, if it cannot be fetched or stored; IndexRefused and CacheError are kinds of it.
        ValueError: if there is no such form.
    """
    return Release(fetch_release(version, dest, forms, progress, allow_unsigned), version)


def diff(old: Release | str | Path, new: Release | str | Path) -> Diff:
    """Compare the facts of two releases: what changed, and why.

    Args:
        old: the older release: opened, or a version as :func:`release` takes it, or the directory of a release.
        new: the newer one.

    Returns:
        the facts that differ: prints as text; ``rows``, or ``to_frame()``.

    Raises:
        ReleaseNotFound: if there is no such release, or it needs another version of mostanad.
        DownloadError: an OSError, if a download fails.
    """
    first, second = (one if isinstance(one, Release) else Release(*find(one)) for one in (old, new))
    return fact_diff.diff(first, second)


def cite(
    what: Any, style: citation.Style = "bibtex", release: Release | None = None, accessed: dt.date | str | None = None
) -> str:
    """Cite the release and the documents behind exactly these rows.

    A document is behind a row if it contains a claim on one of its cells: one that asserts, approximates, denies,
    disputes or retracts. Behind a check are the claim that is checked and the rows that show the answers. Documents
    that only speak against the rows are cited too, and marked.

    Args:
        what: a frame of a release, filtered or not (pandas, polars, Arrow, a DuckDB relation, records); an id or a list
            of ids (of rows, facts, claims, passages, documents); or the answer of ``why``. The rows of a frame are
            identified by ``evidence_id``, ``fact_id`` or ``row_id`` if it has one, else by the key of its table
            (``sanction_id``); in a joined frame all keys count.
        style: ``bibtex`` (BibLaTeX), ``csl-json`` (CSL 1.0.2), or ``text`` (a line for each).
        release: the release to cite; by default the one that the frame names, else the newest.
        accessed: the day on which you visited the URLs, if you did: a date, or ``YYYY-MM-DD``.

    Returns:
        the release first, then the documents in order of id, each once.

    Raises:
        IdGone: a KeyError, if an id was merged or withdrawn; the message says so.
        KeyError: if there is no such id in the release.
        ValueError: for an unknown style, a frame of another version, or one without a column that identifies rows.
        ReleaseNotFound: if the version of the frame cannot be found.
    """
    return citation.cite(release or Release(*find(citation.version_of(what))), what, style, accessed)


def _of_newest(method: Callable[Concatenate[Release, _Asked], _Found]) -> Callable[_Asked, _Found]:
    """Turn a method into a function on the newest release on this machine."""

    def function(*args: _Asked.args, **kwargs: _Asked.kwargs) -> _Found:
        return method(_open(), *args, **kwargs)

    first, _, rest = inspect.cleandoc(method.__doc__ or "").partition("\n")
    first += "\n\nOf the newest release on this machine."
    function.__doc__ = f"{first}\n{rest}\n    ReleaseNotFound: if there is no release."
    function.__name__ = function.__qualname__ = method.__name__
    asked = inspect.signature(method)
    setattr(function, "__signature__", asked.replace(parameters=[*asked.parameters.values()][1:]))  # noqa: B010
    return function


why = _of_newest(Release.why)
listed = _of_newest(Release.listed)
dossier = _of_newest(Release.dossier)
search = _of_newest(Release.search)


def tables(version: str | None = None) -> list[str]:
    """The names of a release's tables.

    Args:
        version: a version, as :func:`release` takes it; None for the newest on this machine.

    Returns:
        the names, in alphabetical order; :func:`load` takes them.

    Raises:
        ReleaseNotFound: if there is no such version, or it needs another version of mostanad.
        DownloadError: an OSError, if the download fails.
    """
    return _open(version).tables()
