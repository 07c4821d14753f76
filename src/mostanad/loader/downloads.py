"""Releases from elsewhere: fetched into the cache, held against the index, and opened only when they are whole."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from mostanad.files.place import workplace
from mostanad.loader import places
from mostanad.loader.cache import Cache, is_sound
from mostanad.loader.faults import CacheError, DownloadError
from mostanad.loader.fetch import Fetcher
from mostanad.loader.indexes import Published, published, remember, withdrawn
from mostanad.loader.progress import Progress
from mostanad.loader.store import ReleaseNotFound, refuse_unknown_schema, refuse_withdrawn

#: The forms that are only fetched if they are asked for, each with what the paths of its files begin and end with.
FORMS = {"csv": ("csv/", ".csv"), "json": ("json/", ".ndjson"), "sqlite": ("mostanad.sqlite", "")}
_DESCRIPTOR, _SUMS, _ROOT = "datapackage.json", "SHA256SUMS", "proofs/root.json"

File = Mapping[str, Any]


def download(
    version: str,
    dest: Path | str | None = None,
    forms: Iterable[str] | str = (),
    progress: bool | None = None,
    allow_unsigned: bool = False,
) -> Path:
    """Fetch a release, from the index that ``MOSTANAD_INDEX`` names and from mirrors.

    Every file is hashed before it gets its name; a download that was cut off goes on where it was. What is in the
    cache is not fetched again, and then no index is needed. One that the index seen last calls withdrawn is refused,
    even if the cache has it.

    Args:
        version: a version of the index.
        dest: a folder that gets a copy, as ``dest/VERSION``; None: the release stays in the cache.
        forms: ``csv``, ``json`` and ``sqlite``, or ``all``, beside Parquet, the dossiers and what describes them.
        progress: whether a bar is shown; None: if the standard error is a terminal.
        allow_unsigned: whether the index need not be signed; one that is wrongly signed is refused all the same.

    Returns:
        where it lies.

    Raises:
        ReleaseNotFound: a LookupError, if the index has no such version, or it needs a newer mostanad; of it
            ReleaseWithdrawn, if it was withdrawn.
        DownloadError: an OSError, if it cannot be had or kept; of it IndexRefused and CacheError.
        ValueError: if there is no such form.
    """
    wanted = _forms(forms)
    cache = Cache.at_hand()
    with cache.told():
        refuse_withdrawn(version, withdrawn(cache))
        if not _is_there(cache, version, wanted):
            found, release = _looked_up(cache, version, allow_unsigned)
            cache.make()
            remember(cache, found)
            with cache.locked("download") as is_alone:
                if not _is_there(cache, version, wanted):  # another process may have fetched it meanwhile
                    _fetch(cache, found, release, wanted, Progress(f"mostanad {version}", 0, progress), is_alone)
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
    """To which of :data:`FORMS` a file belongs; None if it is always fetched."""
    return next((form for form, (top, end) in FORMS.items() if path.startswith(top) and path.endswith(end)), None)


def _forms(forms: Iterable[str] | str) -> tuple[str, ...]:
    named = {forms} if isinstance(forms, str) else set(forms)
    named = set(FORMS) if "all" in named else named
    if unknown := named - set(FORMS):
        raise ValueError(f"no form {min(unknown)!r}: there are {', '.join(FORMS)}, and all")
    return tuple(sorted(named))


def _is_there(cache: Cache, version: str, forms: Sequence[str]) -> bool:
    """Whether the cache has a release in these forms, undamaged."""
    if version not in cache.versions():
        return False
    try:
        return set(forms) <= set(cache.held(version).forms) and not cache.damaged(version)
    except CacheError:
        return False


def _looked_up(cache: Cache, version: str, allow_unsigned: bool) -> tuple[Published, Mapping[str, Any]]:
    """The index, and what it says of a version that this mostanad can read."""
    found = published(cache, allow_unsigned)
    if found is None:
        raise DownloadError(f"{version} is not in the cache, and {why_no_index()}")
    refuse_withdrawn(version, found.withdrawn)
    release = found.release(version)
    if release is None:
        raise ReleaseNotFound(f"no release {version!r} in {found}; it has {', '.join(found.versions)}")
    refuse_unknown_schema(version, release["schema_version"], release["min_loader"])
    return found, release


def why_no_index() -> str:
    """Why nothing is known of releases elsewhere."""
    if places.is_offline():
        return f"{places.OFFLINE} is set, so that no address is opened"
    return f"no index is named: put its address, or a folder, into {places.INDEX} (docs/downloading.md)"


def _fetch(
    cache: Cache, found: Published, release: Mapping[str, Any], forms: Sequence[str], progress: Progress, is_alone: bool
) -> None:
    version = release["version"]
    if version in cache.versions():
        try:
            forms = sorted({*forms, *cache.held(version).forms})
        except CacheError:
            cache.manifest(version).unlink(missing_ok=True)
    files = [file for file in release["files"] if form_of(file["path"]) in (None, *forms)]
    with progress:
        fetcher = Fetcher(cache, progress, "" if is_alone else f".{os.getpid()}")
        _fetch_files(fetcher, found, release, [file for file in files if not cache.has(file)])
    cache.place(version, files)
    if wrong := _what_is_mixed(cache.release(version), release):
        cache.drop(version)
        raise DownloadError(f"{version}: {wrong}; nothing of it is used")
    cache.mark(version, forms, files)


def _fetch_files(fetcher: Fetcher, found: Published, release: Mapping[str, Any], missing: Sequence[File]) -> None:
    """By the way that takes fewer bytes; if it leads nowhere, by the other."""
    archive = release["archive"]
    ways = [_one_by_one, _by_archive]
    if archive["bytes"] < sum(file["bytes"] for file in missing):
        ways.reverse()
    failed = []
    for way in ways if missing else ():
        try:
            way(fetcher, found, release, missing)
            return
        except DownloadError as error:
            failed.append(str(error))
    if missing:
        raise DownloadError("\n".join(failed))


def _trees(found: Published, release: Mapping[str, Any]) -> list[str]:
    return _allowed([found.place, *places.mirrors(), *release["mirrors"]])


def _allowed(addresses: Iterable[str]) -> list[str]:
    return [one for one in dict.fromkeys(addresses) if not (places.is_offline() and places.is_address(one))]


def _one_by_one(fetcher: Fetcher, found: Published, release: Mapping[str, Any], missing: Sequence[File]) -> None:
    fetcher.progress.expect(sum(file["bytes"] for file in missing))
    fetcher.progress.set(0)
    trees = _trees(found, release)
    for file in missing:
        addresses = [places.join(tree, f"{release['path']}/{file['path']}") for tree in trees]
        fetcher.fetch(file, addresses, trees)


def _by_archive(fetcher: Fetcher, found: Published, release: Mapping[str, Any], missing: Sequence[File]) -> None:
    archive = release["archive"]
    fetcher.progress.expect(archive["bytes"])
    fetcher.progress.set(0)
    addresses = [places.join(tree, archive["path"]) for tree in _trees(found, release)]
    fetcher.fetch(archive, _allowed([*addresses, *archive["mirrors"]]))
    path = fetcher.cache.file(archive["sha256"])
    try:
        _unpack(fetcher, path, f"mostanad-{release['version']}/", missing)
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise DownloadError(f"{archive['path']} is no archive: {error}") from None
    finally:
        path.unlink(missing_ok=True)


def _unpack(fetcher: Fetcher, path: Path, top: str, missing: Sequence[File]) -> None:
    """Take the files that are wanted out of an archive, by their names and hashes; nothing else of it is written."""
    wanted = {top + file["path"]: file for file in missing}
    with tarfile.open(path, "r:gz") as tar:
        for member in tar:
            file = wanted.get(member.name)
            content = tar.extractfile(member) if file and member.isreg() and member.size == file["bytes"] else None
            if file is not None and content is not None:
                _keep(fetcher.cache, content, file)
                wanted.pop(member.name)
    if wanted:
        raise DownloadError(f"{path.name}: the archive does not hold {min(wanted)} as the index says")


def _keep(cache: Cache, content: IO[bytes], file: File) -> None:
    part = cache.part(f"{file['sha256']}.{os.getpid()}")
    part.parent.mkdir(parents=True, exist_ok=True)
    with part.open("wb") as out:
        shutil.copyfileobj(content, out)
        out.flush()
        os.fsync(out.fileno())
    if not is_sound(part, file):
        part.unlink()
        raise DownloadError(f"{file['path']} in the archive is not as the index says")
    cache.add(part, file["sha256"])


def _what_is_mixed(folder: Path, release: Mapping[str, Any]) -> str | None:
    """What in a release does not fit what the index says of it; None if all does."""
    try:
        described = json.loads((folder / _DESCRIPTOR).read_bytes())
        lines = (folder / _SUMS).read_text("utf-8").splitlines()
        said = (described["version"], described["schemaVersion"], json.loads((folder / _ROOT).read_bytes())["root"])
    except FileNotFoundError as error:
        return f"the index does not name {Path(str(error.filename)).name}, which every release has"
    except (ValueError, KeyError, TypeError) as error:
        return f"it does not say what it is ({error})"
    names = ("version", "schema_version", "root")
    for name, found in zip(names, said, strict=True):
        if found != release[name]:
            return f"by its own files its {name} is {found}, and the index says {release[name]}: versions are mixed"
    if lines != [f"{file['sha256']}  {file['path']}" for file in release["files"] if file["path"] != _SUMS]:
        return f"the index names other files than its {_SUMS}: versions are mixed"
    return None


def _copied(cache: Cache, version: str, dest: Path) -> Path:
    """Copy a release out of the cache, in one step."""
    target, files = dest / version, cache.held(version).files
    if os.path.lexists(target):
        if all(is_sound(target / file["path"], file) for file in files):
            return target
        raise DownloadError(f"{target} is there already, and is not as {version} was published; move it away")
    dest.mkdir(parents=True, exist_ok=True)
    with workplace(target) as made:
        for file in files:
            (made / file["path"]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(cache.release(version) / file["path"], made / file["path"])
            if not is_sound(made / file["path"], file):
                raise DownloadError(f"{made / file['path']}: the copy is damaged")
        os.rename(made, target)
    return target
