"""The cache: releases, and the last index seen at each place. A release is complete once its manifest exists, which is
written last. Each process hashes a release once before it uses any of its files."""

import contextlib
import errno
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Self

from mostanad.files import disk, resources, trees
from mostanad.files.locks import held
from mostanad.loader.download.faults import CacheError, DownloadError

#: Marks a cache (https://bford.info/cachedir/): backups skip such a folder, and mostanad cleans no other folder.
TAG = "CACHEDIR.TAG"
_TAG = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# The cache of mostanad: `mostanad cache` shows it, `mostanad cache --clean` clears it.\n"
)
_FULL, _READ_ONLY = (errno.ENOSPC, errno.EDQUOT), (errno.EROFS, errno.EACCES, errno.EPERM)
_ADVICE = {
    **dict.fromkeys(_FULL, "free some space, or name another folder in {}; what was downloaded is kept"),
    **dict.fromkeys(_READ_ONLY, "the cache is not writable; name a writable folder in {}"),
}
#: The manifests (path and time of last change) whose files this process has hashed and found intact.
_sound: set[tuple[str, int]] = set()

#: The entry of a file in an index: its path, bytes and sha256.
File = Mapping[str, Any]


class Held(NamedTuple):
    """What the cache holds of a release: the forms besides Parquet, and the entries of its files."""

    forms: tuple[str, ...]
    files: tuple[File, ...]


@dataclass(frozen=True)
class Cache:
    """A folder of downloads, created at the first write."""

    root: Path

    @classmethod
    def named(cls) -> Self:
        return cls(resources.cache_root())

    @property
    def is_made(self) -> bool:
        return (self.root / TAG).is_file()

    def part(self, name: str) -> Path:
        return self.root / "parts" / name

    def release(self, version: str) -> Path:
        return self.root / "releases" / version

    def manifest(self, version: str) -> Path:
        """The path of a manifest, which lists the files of a release and exists only if all of them are there."""
        return self.root / "releases" / f"{version}.json"

    def versions(self) -> list[str]:
        return [path.name.removesuffix(".json") for path in (self.root / "releases").glob("*.json")]

    def held(self, version: str) -> Held:
        """Read the manifest of a release; a CacheError if it is missing or malformed."""
        try:
            said = json.loads(self.manifest(version).read_bytes())
            return Held(tuple(map(str, said["forms"])), tuple(dict(file) for file in said["files"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CacheError(f"{self.manifest(version)}: {error}; run `mostanad download {version}`") from None

    def damaged(self, version: str) -> list[str]:
        """The files that are missing or differ from a release's manifest; a process hashes an intact release once."""
        held = self.held(version)
        seen = (str(self.manifest(version)), self.manifest(version).stat().st_mtime_ns)
        if seen in _sound:
            return []
        wrong = [file["path"] for file in held.files if not is_sound(self.release(version) / file["path"], file)]
        if not wrong:
            _sound.add(seen)
        return wrong

    def make(self) -> None:
        """Create the cache unless it exists; a CacheError if the folder cannot be written or holds other files."""
        with self.explained():
            if self.is_made:
                return
            self.root.mkdir(parents=True, exist_ok=True)
            found = {path.name for path in self.root.iterdir()} - {resources.VALIDATED}
            others = sorted(name for name in found if not name.startswith(f".{TAG}"))
            if others and not self.is_made:  # else another process was faster
                what = f"{self.root} has other files ({others[0]}), and is not a cache of mostanad"
                raise CacheError(f"{what}; name an empty or a new folder in {resources.CACHE}")
            disk.write_atomically(self.root / TAG, _TAG.encode())

    def mark(self, version: str, forms: Sequence[str], files: Sequence[File]) -> None:
        said = {"version": version, "forms": list(forms), "files": list(files)}
        disk.write_atomically(self.manifest(version), json.dumps(said, indent=1).encode())

    def drop(self, version: str) -> None:
        """Remove a release."""
        self.manifest(version).unlink(missing_ok=True)  # first: a half-removed release must not count as complete
        if self.release(version).exists():
            shutil.rmtree(self.release(version))

    def clean(self, versions: Iterable[str] | None = None) -> int:
        """Remove releases (None: all) and unfinished downloads, but not the indexes seen. Returns the bytes freed."""
        with self.explained():
            if not self.is_made:
                return 0
            before = self.size()
            with self.locked("download"):
                for version in self.versions() if versions is None else versions:
                    self.drop(version)
                whole = {self.release(version) for version in self.versions()}
                begun = [path for path in (self.root / "releases").glob("*") if path.is_dir() and path not in whole]
                # Until 2026.11.37 a cache also kept files by their sha256, in "files".
                for folder in (*begun, self.root / "parts", self.root / "files"):
                    if folder.exists():
                        shutil.rmtree(folder)
            return before - self.size()

    def size(self) -> int:
        """The size of the cache in bytes."""
        found = 0
        for path in self.root.rglob("*"):
            with contextlib.suppress(OSError):  # it may be gone by now
                found += path.lstat().st_size if path.is_file() else 0
        return found

    def locked(self, name: str) -> contextlib.AbstractContextManager[bool]:
        """Hold a named lock, for which other processes wait. Yields False if the file system has no locks."""
        (self.root / "locks").mkdir(exist_ok=True)
        return held(self.root / "locks" / name, wait=True)

    @contextlib.contextmanager
    def explained(self) -> Iterator[None]:
        """Turn an OSError into a CacheError that says what to do."""
        try:
            yield
        except DownloadError:
            raise
        except OSError as error:
            what = f"{error.filename or self.root}: {error.strerror or error}"
            advice = _ADVICE.get(error.errno or 0, "the cache cannot be used; try again, or name another folder in {}")
            raise CacheError(f"{what}; {advice.format(resources.CACHE)}") from error


def is_sound(path: Path, file: File) -> bool:
    """Whether a path is a plain file with the size and sha256 of its entry."""
    try:
        return trees.is_plain(path) and path.stat().st_size == file["bytes"] and trees.digest(path) == file["sha256"]
    except OSError:
        return False


def take(made: Path, target: Path, file: File) -> bool:
    """Move a file to its target if it matches its entry in the index; otherwise remove it and return False."""
    if not is_sound(made, file):
        made.unlink()
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(made, target)
    disk.sync(target.parent)
    return True
