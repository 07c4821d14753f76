"""Releases: which there are, at hand or elsewhere, and opening one."""

from __future__ import annotations

import json
import os
import re
import warnings
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from mostanad.files.resources import releases_root
from mostanad.loader.cache import Cache
from mostanad.loader.faults import CacheError, DownloadError, StaleIndexWarning
from mostanad.loader.release import Release

if TYPE_CHECKING:
    from mostanad.loader.indexes import Published

#: The major version of the contract that this loader reads; a test holds it against mostanad.contract.
SCHEMA_MAJOR = "2"
_VERSION = re.compile(r"[0-9]{4}\.[1-9][0-9]?\.(?:0|[1-9][0-9]*)", re.ASCII)


class ReleaseNotFound(LookupError):
    """There is no such release, neither at hand nor in the index; the message says which there are, and what to do."""


class ReleaseNotSupported(ReleaseNotFound):
    """A release of a version of the contract that this mostanad does not know."""


class ReleaseWithdrawn(ReleaseNotFound):
    """A release that was taken back by those who published it; the message says why, and what to use instead."""


def versions(at_hand: bool = False) -> list[str]:
    """The versions at hand and, if ``MOSTANAD_INDEX`` names an index, those that can be downloaded; oldest first.

    At hand is what came with mostanad, was built in its checkout, or was downloaded into the cache. An index that
    cannot be had or is refused is a warning, and then what is at hand is all. What an index calls withdrawn is left
    out, wherever it lies.

    Args:
        at_hand: only those at hand; then no address is opened.

    Returns:
        the versions, as :func:`release` takes them; none if there is no release.
    """
    found, gone = set(_at_hand()), set(_withdrawn())
    if not at_hand:
        try:
            if (there := _published()) is not None:
                found.update(there.versions)
                gone.update(there.withdrawn)
        except DownloadError as error:
            warnings.warn(f"only what is at hand is listed: {error}", StaleIndexWarning, 2)
    return _in_order(found - gone)


def release(version: str | Path | None = None) -> Release:
    """Open a release.

    Args:
        version: a version: one at hand is opened, any other is downloaded if ``MOSTANAD_INDEX`` names an index that
            has it; or the directory of a release; or None for the newest version at hand, and if there is none, the
            newest of the index.

    Returns:
        the release; nothing of its tables is read yet.

    Raises:
        ReleaseNotFound: if there is none; the message says which there are.
        ReleaseNotSupported: one of them, if it needs a newer mostanad.
        ReleaseWithdrawn: one of them, if an index says that it was withdrawn; a directory of the user's own is opened
            all the same.
        DownloadError: an OSError, if it must be downloaded, and cannot be.
    """
    paths, gone = _at_hand(), _withdrawn()
    known = _in_order(paths.keys() - gone.keys())
    name = str(version) if version is not None else (known or _elsewhere() or [""])[-1]
    refuse_withdrawn(_version_in(name), gone)
    if not name:
        for at_hand in reversed(_in_order(paths)):  # there are some, and all of them were withdrawn
            refuse_withdrawn(at_hand, gone)
        raise ReleaseNotFound(f"no release in {releases_root()}; in a checkout run `make release`, or {_advice()}")
    if name in paths:
        return _opened(_whole(name, paths[name]))
    if (Path(name) / "datapackage.json").is_file():
        return _opened(Path(name))
    if _VERSION.fullmatch(name) and _has_index():
        from mostanad.loader.downloads import download

        return _opened(download(name).path)
    raise ReleaseNotFound(f"no release {name!r}; at hand: {', '.join(known) or 'none'}; {_advice()}")


def refuse_unknown_schema(version: str, schema_version: str, min_loader: str | None = None) -> None:
    """Refuse a release whose contract this loader does not know.

    Args:
        version: that of the release.
        schema_version: that of its contract.
        min_loader: the first mostanad that can read it, if that is known.

    Raises:
        ReleaseNotSupported: if the major version is another; the message says what to do.
    """
    if schema_version.partition(".")[0] == SCHEMA_MAJOR:
        return
    needed = f"mostanad {min_loader} or newer" if min_loader else "another version of mostanad"
    raise ReleaseNotSupported(
        f"release {version} follows version {schema_version} of the contract, and this mostanad reads "
        f"{SCHEMA_MAJOR}.x; it needs {needed}: run `pip install -U mostanad`"
    )


def refuse_withdrawn(version: str, gone: Mapping[str, str]) -> None:
    """Refuse a version that was withdrawn.

    Args:
        version: a version.
        gone: what says of each version that was withdrawn why.

    Raises:
        ReleaseWithdrawn: if it is one of them.
    """
    if version in gone:
        raise ReleaseWithdrawn(gone[version])


def _in_order(found: Iterable[str]) -> list[str]:
    return sorted(found, key=lambda version: [int(part) for part in version.split(".")])


def _at_hand() -> dict[str, Path]:
    """The directories of the versions at hand; what came with mostanad before what was downloaded."""
    cache = Cache.at_hand()
    with cache.told():
        downloaded = {name: cache.release(name) for name in cache.versions() if _VERSION.fullmatch(name)}
    with_it = {path.name: path for path in releases_root().glob("*") if path.is_dir() and _VERSION.fullmatch(path.name)}
    return downloaded | with_it


def _has_index() -> bool:
    from mostanad.loader import places

    place = places.index()
    return place is not None and not (places.is_offline() and places.is_address(place))


def _version_in(name: str) -> str:
    """The version of a directory that lies where versions at hand do; anything else as it is."""
    folder = Path(os.path.abspath(name))
    is_at_hand = folder in (releases_root().absolute() / folder.name, Cache.at_hand().release(folder.name))
    return folder.name if is_at_hand else name


def _published() -> Published | None:
    """The index, if one is named."""
    if not _has_index():
        return None
    from mostanad.loader.indexes import published

    return published(Cache.at_hand())


def _elsewhere() -> list[str]:
    """The versions that can be downloaded, in order."""
    found = _published()
    return found.versions if found else []


def _withdrawn() -> dict[str, str]:
    """The versions that were withdrawn, as far as it is known without opening an address; each with a sentence."""
    cache = Cache.at_hand()
    if not (cache.root / "seen").exists():
        return {}
    from mostanad.loader.indexes import withdrawn

    with cache.told():
        return withdrawn(cache)


def _advice() -> str:
    """What would bring other releases."""
    from mostanad.loader import places

    if places.is_offline():
        return f"{places.OFFLINE} is set, so that none is downloaded"
    return f"to download others, put the address of an index, or a folder, into {places.INDEX}"


def _whole(version: str, path: Path) -> Path:
    """The directory of a release at hand; one from the cache is hashed first, and fixed if it is damaged."""
    cache = Cache.at_hand()
    if path != cache.release(version):
        return path
    try:
        with cache.told():
            wrong = cache.damaged(version)
    except CacheError:
        wrong = [cache.manifest(version).name]
    if wrong and not _has_index():
        raise CacheError(
            f"{path}: {wrong[0]} is not as it was downloaded; run `mostanad download {version}`; {_advice()}"
        )
    if wrong:
        from mostanad.loader.downloads import download

        return download(version).path
    return path


def _opened(path: Path) -> Release:
    descriptor = path / "datapackage.json"
    try:
        state = descriptor.stat()
        version, schema_version = _versions_in(descriptor.absolute(), state.st_mtime_ns, state.st_size)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ReleaseNotFound(
            f"{descriptor} is not the descriptor of a release; run `mostanad verify {path}`"
        ) from None
    except FileNotFoundError:
        raise ReleaseNotFound(f"no release in {path}: it has no {descriptor.name}") from None
    if schema_version is not None:
        refuse_unknown_schema(version, str(schema_version))
    return Release(path, version)


@lru_cache(maxsize=16)
def _versions_in(descriptor: Path, _changed: int, _size: int) -> tuple[str, str | None]:
    """The versions of a release and of its contract, parsed once for each state of the file: it is a long one."""
    said = json.loads(descriptor.read_text("utf-8"))
    return str(said["version"]), said.get("schemaVersion")
