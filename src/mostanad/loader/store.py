"""Releases: which there are, at hand or elsewhere, and opening one."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path

from mostanad.loader.cache import Cache
from mostanad.loader.faults import CacheError, DownloadError, StaleIndexWarning
from mostanad.loader.release import Release
from mostanad.resources import releases_root

#: The major version of the contract that this loader reads; a test holds it against mostanad.contract.
SCHEMA_MAJOR = "1"
_VERSION = re.compile(r"[0-9]{4}\.[1-9][0-9]?\.(?:0|[1-9][0-9]*)", re.ASCII)


class ReleaseNotFound(LookupError):
    """There is no such release here."""


class ReleaseNotSupported(ReleaseNotFound):
    """A release of a version of the contract that this mostanad does not know."""


def versions(at_hand: bool = False) -> list[str]:
    """The versions at hand and, if ``MOSTANAD_INDEX`` names an index, those that can be downloaded; oldest first.

    At hand is what came with mostanad, was built in its checkout, or was downloaded into the cache. An index that
    cannot be had or is refused is a warning, and then what is at hand is all.

    Args:
        at_hand: only those at hand; then no address is opened.
    """
    found = set(_at_hand())
    if not at_hand:
        try:
            found.update(_elsewhere())
        except DownloadError as error:
            warnings.warn(f"only what is at hand is listed: {error}", StaleIndexWarning, 2)
    return _in_order(found)


def release(version: str | Path | None = None) -> Release:
    """Open a release.

    Args:
        version: a version: one at hand is opened, any other is downloaded if ``MOSTANAD_INDEX`` names an index that
            has it; or the directory of a release; or None for the newest version at hand, and if there is none, the
            newest of the index.

    Raises:
        ReleaseNotFound: if there is none; the message says which there are.
        ReleaseNotSupported: one of them, if it needs a newer mostanad.
        DownloadError: an OSError, if it must be downloaded, and cannot be.
    """
    paths = _at_hand()
    known = _in_order(paths)
    name = str(version) if version is not None else (known or _in_order(_elsewhere()) or [""])[-1]
    if not name:
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


def _in_order(found: set[str] | dict[str, Path] | list[str]) -> list[str]:
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


def _elsewhere() -> list[str]:
    """The versions that can be downloaded."""
    if not _has_index():
        return []
    from mostanad.loader.indexes import published

    found = published(Cache.at_hand())
    return found.versions if found else []


def _advice() -> str:
    """What would bring other releases."""
    from mostanad.loader import places

    if places.is_offline():
        return f"{places.OFFLINE} is set, so that none is downloaded"
    return f"to download others, put the address of an index, or a folder, into {places.INDEX}"


def _whole(version: str, path: Path) -> Path:
    """The directory of a release at hand; one from the cache is hashed first, and mended if it is damaged."""
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
        said = json.loads(descriptor.read_text("utf-8"))
        version, schema_version = str(said["version"]), said.get("schemaVersion")
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ReleaseNotFound(
            f"{descriptor} is not the descriptor of a release; run `mostanad verify {path}`"
        ) from None
    except FileNotFoundError:
        raise ReleaseNotFound(f"no release in {path}: it has no {descriptor.name}") from None
    if schema_version is not None:
        refuse_unknown_schema(version, str(schema_version))
    return Release(path, version)
