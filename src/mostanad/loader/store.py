"""Finding releases, on this machine or in the index, and opening one."""

import json
import os
import re
import warnings
from collections.abc import Iterable
from pathlib import Path

from mostanad.files.resources import releases_root
from mostanad.loader.download import environment
from mostanad.loader.download.cache import Cache
from mostanad.loader.download.faults import (
    CacheError,
    DownloadError,
    ReleaseNotFound,
    StaleIndexWarning,
    refuse_unknown_schema,
    refuse_withdrawn,
)
from mostanad.loader.download.fetch_release import fetch_release
from mostanad.loader.download.trusted_index import published, withdrawn

_DESCRIPTOR = "datapackage.json"
_VERSION = re.compile(r"[0-9]{4}\.[1-9][0-9]?\.(?:0|[1-9][0-9]*)", re.ASCII)


def versions(local: bool = False) -> list[str]:
    """The versions on this machine and, if ``MOSTANAD_INDEX`` names an index, those in it; oldest first.

    Those on this machine came with mostanad, were built in its checkout, or were downloaded into the cache. If the
    index cannot be fetched or is refused, there is a warning, and only those on this machine are listed. Withdrawn
    versions are left out.

    Args:
        local: list only those on this machine, without access to the network.

    Returns:
        the versions, as :func:`release` takes them; empty if there is no release.
    """
    found, gone = set(_on_this_machine()), set(withdrawn(Cache.named()))
    if not local:
        try:
            if (there := published(Cache.named())) is not None:
                found.update(there.versions)
                gone.update(there.withdrawn)
        except DownloadError as error:
            warnings.warn(f"listing only releases on this machine: {error}", StaleIndexWarning, 2)
    return _in_order(found - gone)


def find(version: str | Path | None = None) -> tuple[Path, str]:
    """The directory and version of a release, which is downloaded if necessary. See :func:`mostanad.release`."""
    paths, gone = _on_this_machine(), withdrawn(Cache.named())
    known = _in_order(paths.keys() - gone.keys())
    if version is None:
        elsewhere = None if known else published(Cache.named())
        version = (known or (elsewhere.versions if elsewhere else []) or [""])[-1]
    name = str(version)
    refuse_withdrawn(_version_in(name), gone)
    if not name:
        for one in reversed(_in_order(paths)):  # if there are any, all of them were withdrawn
            refuse_withdrawn(one, gone)
        raise ReleaseNotFound(f"no release in {releases_root()}; in a checkout run `make release`, or {_advice()}")
    if name in paths:
        return _located(_whole(name, paths[name]))
    if (Path(name) / _DESCRIPTOR).is_file():
        return _located(Path(name))
    if _VERSION.fullmatch(name) and environment.open_index():
        return _located(fetch_release(name))
    raise ReleaseNotFound(f"no release {name!r}; on this machine: {', '.join(known) or 'none'}; {_advice()}")


def _in_order(found: Iterable[str]) -> list[str]:
    return sorted(found, key=lambda version: [int(part) for part in version.split(".")])


def _on_this_machine() -> dict[str, Path]:
    """The directories of the versions here. A release that came with mostanad replaces a downloaded one; it is left out
    if all downloads are of another dataset."""
    cache = Cache.named()
    with cache.explained():
        downloaded = {name: cache.release(name) for name in cache.versions() if _VERSION.fullmatch(name)}
    with_it = {path.name: path for path in releases_root().glob("*") if path.is_dir() and _VERSION.fullmatch(path.name)}
    own, others = ({_dataset(path) for path in some.values()} - {None} for some in (with_it, downloaded))
    return downloaded if others and own and not own & others else downloaded | with_it


def _dataset(release: Path) -> str | None:
    """The name of the dataset of a release; None if it cannot be read."""
    try:
        return str(json.loads((release / _DESCRIPTOR).read_bytes())["name"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _version_in(name: str) -> str:
    """The version, if this is the directory of a release on this machine; any other name is returned unchanged."""
    folder = Path(os.path.abspath(name))
    is_here = folder in (releases_root().absolute() / folder.name, Cache.named().release(folder.name))
    return folder.name if is_here else name


def _advice() -> str:
    if environment.is_set(environment.OFFLINE):
        return f"{environment.OFFLINE} is set, so nothing is downloaded"
    return f"to download others, set {environment.INDEX} to the URL or folder of an index"


def _whole(version: str, path: Path) -> Path:
    """The directory of a release on this machine. One in the cache is hashed first, and if damaged fetched again."""
    cache = Cache.named()
    if path != cache.release(version):
        return path
    try:
        with cache.explained():
            wrong = cache.damaged(version)
    except CacheError:
        wrong = [cache.manifest(version).name]
    if wrong and not environment.open_index():
        advice = f"run `mostanad download {version}`; {_advice()}"
        raise CacheError(f"{path}: {wrong[0]} has changed since it was downloaded; {advice}")
    return fetch_release(version) if wrong else path


def _located(path: Path) -> tuple[Path, str]:
    descriptor = path / _DESCRIPTOR
    try:
        said = json.loads(descriptor.read_bytes())
        version, schema_version = str(said["version"]), said.get("schemaVersion")
    except FileNotFoundError:
        raise ReleaseNotFound(f"no release in {path}: it has no {_DESCRIPTOR}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ReleaseNotFound(f"{descriptor} does not describe a release; run `mostanad verify {path}`") from None
    if schema_version is not None:
        refuse_unknown_schema(version, str(schema_version))
    return path, version
