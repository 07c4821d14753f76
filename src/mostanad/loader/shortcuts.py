"""What users call without opening a release first; not in ``search``, ``tables`` and ``why``, which type checkers would
take for the functions of these names."""

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
        version: a version: one that is on this machine is opened, any other is downloaded if ``MOSTANAD_INDEX`` names
            an index that has it; or the directory of a release; or None for the newest version on this machine, and if
            there is none, the newest of the index.

    Returns:
        the release; nothing of its tables is read yet.

    Raises:
        ReleaseNotFound: if there is none; the message says which there are.
        ReleaseNotSupported: one of them, if it needs a newer mostanad.
        ReleaseWithdrawn: one of them, if an index says that it was withdrawn; a directory of the user's own is opened
            all the same.
        DownloadError: an OSError, if it must be downloaded, and cannot be.
    """
    return _opened(version)


def _opened(version: str | Path | None = None) -> Release:
    """A release, opened; what warns is shown with the line that called the function that calls this one."""
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
        version: a version; None for the newest on this machine. One that is not there is downloaded, as
            :func:`release` does.
        as_: ``pandas``, ``arrow``, ``polars``, ``duckdb`` or ``records`` (a list of dictionaries).

    Returns:
        all its rows, in their order: a data frame of pandas or polars, an Arrow table, a relation of DuckDB, or a
        list of dictionaries. The codebook has its columns.

    Raises:
        KeyError: if there is no such table; the message lists those there are.
        ValueError: for another form.
        ModuleNotFoundError: if polars is asked for and not installed; the message says how to install it.
        ReleaseNotFound: if there is no such version, or it needs a newer mostanad.
        DownloadError: an OSError, if it must be downloaded, and cannot be.
    """
    return _opened(version).load(table, as_)


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
        dest: a folder that gets a copy, as ``dest/VERSION``; None: the release stays in the cache.
        forms: ``csv``, ``json`` and ``sqlite``, or ``all``, beside Parquet, the dossiers and what describes them.
        progress: whether a bar is shown; None: if the standard error is a terminal.
        allow_unsigned: whether the index need not be signed; one that is wrongly signed is refused all the same.

    Returns:
        the release, opened; its ``path`` says where it is.

    Raises:
        ReleaseNotFound: if the index has no such version, or it needs a newer mostanad.
        DownloadError: an OSError, if it cannot be fetched or kept; IndexRefused and CacheError are kinds of it.
        ValueError: if there is no such form.
    """
    return Release(fetch_release(version, dest, forms, progress, allow_unsigned), version)


def diff(old: Release | str | Path, new: Release | str | Path) -> Diff:
    """What became of each fact between two releases, and why.

    Args:
        old: the older release: opened, or a version on this machine, or the directory of a release.
        new: the newer one.

    Returns:
        the facts that differ: prints as text; ``rows``, or ``to_frame()``.

    Raises:
        ReleaseNotFound: if there is no such release, or it needs a newer mostanad.
        DownloadError: an OSError, if one must be downloaded, and cannot be.
    """
    first, second = (one if isinstance(one, Release) else Release(*find(one)) for one in (old, new))
    return fact_diff.diff(first, second)


def cite(
    what: Any, style: citation.Style = "bibtex", release: Release | None = None, accessed: dt.date | str | None = None
) -> str:
    """Cite the release and the documents behind exactly these rows.

    A document is behind a row if a claim on one of its cells is in it: a claim that asserts, approximates, denies,
    disputes or retracts. Behind a check are the claim that is checked and the rows that show the answers. Documents
    that speak against the rows and for none of them are cited too, and marked.

    Args:
        what: a frame of a release, filtered or not (pandas, polars, Arrow, a DuckDB relation, records); an id or a list
            of ids (of rows, facts, claims, passages, documents); or the answer of ``why``. The rows of a frame are
            known by ``evidence_id``, ``fact_id`` or ``row_id`` if it has one, else by the key of its table
            (``sanction_id``); of a joined frame all keys count.
        style: ``bibtex`` (BibLaTeX), ``csl-json`` (CSL 1.0.2), or ``text`` (a line for each).
        release: the release to cite; by default that of which the frame says it is, else the newest.
        accessed: the day on which you looked at the addresses, if you did: a date, or ``YYYY-MM-DD``.

    Returns:
        the release first, then the documents in order of id, each once.

    Raises:
        IdGone: a KeyError, if an id was merged or withdrawn; the message says so.
        KeyError: if there is no such id in the release.
        ValueError: for another style, a frame without a column that names its rows, or a frame of another version.
        ReleaseNotFound: if the version of the frame is not on this machine.
    """
    known = citation.about_what(what)
    if "without" in known:
        raise ValueError(f"these rows are of a release without {known['without']}: use its own method, cite(...)")
    return citation.cite(release or Release(*find(known.get("version"))), what, style, accessed)


def _of_newest(method: Callable[Concatenate[Release, _Asked], _Found]) -> Callable[_Asked, _Found]:
    """A method of the newest release on this machine, as a function."""

    def function(*args: _Asked.args, **kwargs: _Asked.kwargs) -> _Found:
        return method(_opened(), *args, **kwargs)

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
        ReleaseNotFound: if there is no such version, or it needs a newer mostanad.
        DownloadError: an OSError, if it must be downloaded, and cannot be.
    """
    return _opened(version).tables()
