"""Fetch a release into the cache, compare it with the index, and mark it as downloaded only if it is complete."""

import json
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mostanad.files.place import workplace
from mostanad.loader.download import environment
from mostanad.loader.download.cache import Cache, File, is_sound, take
from mostanad.loader.download.faults import (
    CacheError,
    DownloadError,
    ReleaseNotFound,
    refuse_unknown_schema,
    refuse_withdrawn,
)
from mostanad.loader.download.fetch_file import Fetcher, progress
from mostanad.loader.download.trusted_index import Published, published, remember, withdrawn

#: The forms that are fetched only on request, each with the prefix and suffix of the paths of its files.
FORMS = {"csv": ("csv/", ".csv"), "json": ("json/", ".ndjson"), "sqlite": ("mostanad.sqlite", "")}
_DESCRIPTOR, _SUMS, _ROOT = "datapackage.json", "SHA256SUMS", "proofs/root.json"


def fetch_release(
    version: str,
    dest: Path | str | None = None,
    forms: Iterable[str] | str = (),
    shown: bool | None = None,
    allow_unsigned: bool = False,
) -> Path:
    """The directory of a release, which is fetched unless the cache has it. See :func:`mostanad.download`."""
    named = {forms} if isinstance(forms, str) else set(forms)
    wanted = set(FORMS) if "all" in named else named
    if unknown := wanted - set(FORMS):
        raise ValueError(f"no form {min(unknown)!r}; forms: {', '.join(FORMS)}, all")
    cache = Cache.named()
    with cache.explained():
        refuse_withdrawn(version, withdrawn(cache))
        if not _is_there(cache, version, wanted):
            found, release = _looked_up(cache, version, allow_unsigned)
            cache.make()
            remember(cache, found)
            with cache.locked("download") as is_alone:
                if not _is_there(cache, version, wanted):  # another process may have fetched it meanwhile
                    with progress(f"mostanad {version}", shown) as show:
                        fetcher = Fetcher(cache, show, "" if is_alone else f".{os.getpid()}")
                        _fetch(fetcher, found, release, wanted)
        if cache.damaged(version):
            raise CacheError(f"{cache.release(version)}: its files changed while they were written; try again")
    if dest is None:
        return cache.release(version)
    try:
        return _copied(cache, version, Path(dest))
    except DownloadError:
        raise
    except OSError as error:
        raise DownloadError(f"{error.filename or dest}: {error.strerror or error}") from error


def form_of(path: str) -> str | None:
    """The form in :data:`FORMS` to which a file belongs; None if the file is always fetched."""
    return next((form for form, (top, end) in FORMS.items() if path.startswith(top) and path.endswith(end)), None)


def _is_there(cache: Cache, version: str, forms: set[str]) -> bool:
    try:
        return version in cache.versions() and forms <= set(cache.held(version).forms) and not cache.damaged(version)
    except CacheError:
        return False


def _looked_up(cache: Cache, version: str, allow_unsigned: bool) -> tuple[Published, Mapping[str, Any]]:
    found = published(cache, allow_unsigned)
    if found is None:
        why = f"no index is named; set {environment.INDEX} to the URL or folder of an index (docs/downloading.md)"
        if environment.is_set(environment.OFFLINE):
            why = f"{environment.OFFLINE} is set, so nothing is downloaded"
        raise DownloadError(f"{version} is not in the cache, and {why}")
    refuse_withdrawn(version, found.withdrawn)
    if version not in found.releases:
        raise ReleaseNotFound(f"no release {version!r} in {found}; it has {', '.join(found.versions)}")
    release = found.releases[version]
    refuse_unknown_schema(version, release["schema_version"], release["min_loader"])
    return found, release


def _fetch(fetcher: Fetcher, found: Published, release: Mapping[str, Any], forms: set[str]) -> None:
    """Fetch the missing files one by one or in the archive: first whichever has fewer bytes, then the other."""
    cache, version = fetcher.cache, release["version"]
    if version in cache.versions():
        try:
            forms = forms.union(cache.held(version).forms)
        except CacheError:
            cache.manifest(version).unlink(missing_ok=True)
    files = [file for file in release["files"] if form_of(file["path"]) in (None, *forms)]
    trees = _allowed([found.place, *environment.mirrors(), *release["mirrors"]])
    folder, failed = cache.release(version), list[str]()
    missing = [file for file in files if not is_sound(folder / file["path"], file)]
    ways = [_one_by_one, _by_archive]
    if release["archive"]["bytes"] < sum(file["bytes"] for file in missing):
        ways.reverse()
    for way in ways if missing else ():
        try:
            way(fetcher, trees, release, missing)
            break
        except DownloadError as error:
            failed.append(str(error))
    else:
        if failed:
            raise DownloadError("\n".join(failed))
    if wrong := _what_is_mixed(folder, release):
        cache.drop(version)
        raise DownloadError(f"{version}: {wrong}; the download is not used")
    cache.mark(version, sorted(forms), files)


def _allowed(addresses: Iterable[str]) -> list[str]:
    return [one for one in dict.fromkeys(addresses) if environment.may_be_opened(one)]


def _one_by_one(fetcher: Fetcher, trees: list[str], release: Mapping[str, Any], missing: Sequence[File]) -> None:
    fetcher.begin(sum(file["bytes"] for file in missing))
    folder = fetcher.cache.release(release["version"])
    for file in missing:
        addresses = {f"{tree}/{release['path']}/{file['path']}": tree for tree in trees}
        fetcher.fetch(file, folder / file["path"], addresses)


def _by_archive(fetcher: Fetcher, trees: list[str], release: Mapping[str, Any], missing: Sequence[File]) -> None:
    archive = release["archive"]
    fetcher.begin(archive["bytes"])
    addresses = _allowed([*(f"{tree}/{archive['path']}" for tree in trees), *archive["mirrors"]])
    path = fetcher.cache.part(f"{archive['sha256']}.tar.gz")
    fetcher.fetch(archive, path, {address: address for address in addresses})
    try:
        _unpack(fetcher.cache, path, release["version"], missing)
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise DownloadError(f"{archive['path']} is not an archive: {error}") from None
    finally:
        path.unlink(missing_ok=True)


def _unpack(cache: Cache, path: Path, version: str, missing: Sequence[File]) -> None:
    """Extract the missing files from an archive, checked by name, size and hash; write nothing else."""
    wanted = {f"mostanad-{version}/{file['path']}": file for file in missing}
    with tarfile.open(path, "r:gz") as tar:
        for member in tar:
            file = wanted.get(member.name)
            content = tar.extractfile(member) if file and member.isreg() and member.size == file["bytes"] else None
            if file is None or content is None:
                continue
            part = cache.part(f"{file['sha256']}.{os.getpid()}")
            with part.open("wb") as out:
                shutil.copyfileobj(content, out)
                out.flush()
                os.fsync(out.fileno())
            if not take(part, cache.release(version) / file["path"], file):
                raise DownloadError(f"{file['path']} in the archive differs from the index")
            wanted.pop(member.name)
    if wanted:
        raise DownloadError(f"{path.name}: the archive lacks {min(wanted)}, or has it with another size")


def _what_is_mixed(folder: Path, release: Mapping[str, Any]) -> str | None:
    """How the files of a release contradict its entry in the index; None if they agree."""
    try:
        described = json.loads((folder / _DESCRIPTOR).read_bytes())
        lines = (folder / _SUMS).read_text("utf-8").splitlines()
        said = (described["version"], described["schemaVersion"], json.loads((folder / _ROOT).read_bytes())["root"])
    except FileNotFoundError as error:
        return f"the index does not name {Path(str(error.filename)).name}, which every release has"
    except (ValueError, KeyError, TypeError) as error:
        return f"its version or root cannot be read ({error})"
    for name, found in zip(("version", "schema_version", "root"), said, strict=True):
        if found != release[name]:
            return f"its files say that its {name} is {found}, but the index says {release[name]}: versions are mixed"
    if lines != [f"{file['sha256']}  {file['path']}" for file in release["files"] if file["path"] != _SUMS]:
        return f"the index names other files than its {_SUMS}: versions are mixed"
    return None


def _copied(cache: Cache, version: str, dest: Path) -> Path:
    """Copy a release out of the cache in one atomic step. If another process finishes the same copy first, use that."""
    from mostanad.publishing.files import copy

    target, files = dest / version, cache.held(version).files
    if _is_copy(target, version, files):
        return target
    dest.mkdir(parents=True, exist_ok=True)
    with workplace(target) as made:
        copy(cache.release(version), made, files)
        try:
            os.rename(made, target)
        except OSError:
            if not _is_copy(target, version, files):
                raise
    return target


def _is_copy(target: Path, version: str, files: Iterable[File]) -> bool:
    """Whether the target is an intact copy; False if nothing is there, a DownloadError if something else is."""
    if not os.path.lexists(target):
        return False
    if all(is_sound(target / file["path"], file) for file in files):
        return True
    raise DownloadError(f"{target} already exists, and differs from {version} as published; move it away")
