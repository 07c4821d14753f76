"""The environment variables for downloads: the index, mirrors, keys, unsigned indexes and offline mode."""

import os
from pathlib import Path

from mostanad.loader.download.faults import DownloadError

INDEX, MIRRORS, OFFLINE = "MOSTANAD_INDEX", "MOSTANAD_MIRRORS", "MOSTANAD_OFFLINE"
KEYS, ALLOW_UNSIGNED = "MOSTANAD_KEYS", "MOSTANAD_ALLOW_UNSIGNED"


def is_set(variable: str) -> bool:
    return os.environ.get(variable, "").strip().lower() not in ("", "0", "false", "no")


def is_address(place: str) -> bool:
    return place.lower().startswith(("http://", "https://"))


def may_be_opened(place: str) -> bool:
    return not (is_set(OFFLINE) and is_address(place))


def index() -> str | None:
    """The folder or URL of the index, without a trailing slash; None if unset, a DownloadError if not valid."""
    named = os.environ.get(INDEX, "").strip()
    return _place(INDEX, named.removesuffix("index.json")) if named else None


def open_index() -> str | None:
    """Like :func:`index`, but also None for a URL in offline mode."""
    place = index()
    return place if place is not None and may_be_opened(place) else None


def mirrors() -> list[str]:
    """Other folders or URLs with the same tree, in the given order; raises like :func:`index`."""
    return [_place(MIRRORS, named) for named in os.environ.get(MIRRORS, "").split()]


def _place(variable: str, named: str) -> str:
    if not is_address(named):
        if "://" in named:
            raise DownloadError(f"{variable}: {named!r} is not a URL; give http(s)://HOST/PATH, or a folder")
        return str(Path(named).expanduser().absolute())
    from mostanad.publishing.index import mirror

    try:
        return mirror(named)
    except ValueError as error:
        raise DownloadError(f"{variable}: {error}") from None
