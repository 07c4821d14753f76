"""The index that ``MOSTANAD_INDEX`` names. The cache remembers the last index seen at each place. mostanad refuses an
older index, and one that describes a release differently than any place of the same dataset did."""

import contextlib
import datetime as dt
import functools
import hashlib
import json
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mostanad.files import disk, resources
from mostanad.loader.download import deadlines, environment, signatures
from mostanad.loader.download.cache import Cache
from mostanad.loader.download.faults import CacheError, DownloadError, IndexRefused, SourceFailed, StaleIndexWarning
from mostanad.loader.download.fetch_file import fetch_whole

#: The maximum size of an index in bytes.
MAX_BYTES = 64 << 20
#: After how many days an index without ``expires`` gets a warning.
WARN_AFTER_DAYS = 90
#: The fields of a release that no later publication may change.
_IMMUTABLE = ("date", "schema_version", "facts", "root", "files")
_FORGET = "`mostanad cache --forget` forgets what was seen; do so only if you know that the publisher began a new index"


@dataclass(frozen=True)
class Published:
    """A trusted index, the folder or URL that it came from, and the fingerprint of the key that signed it."""

    place: str
    index: Mapping[str, Any]
    signed_by: str | None = None  # None: unsigned, or not checked

    @functools.cached_property
    def releases(self) -> dict[str, Mapping[str, Any]]:
        return {release["version"]: release for release in self.index["releases"]}

    @property
    def versions(self) -> list[str]:
        """The versions that were not withdrawn, oldest first."""
        return [version for version, said in self.releases.items() if "withdrawn" not in said]

    @property
    def withdrawn(self) -> dict[str, str]:
        """For each withdrawn version, a sentence: when and why it was withdrawn, and what replaces it."""
        return {
            version: f"{version} was withdrawn on {one['date']} ({one['reason']}); use {one['replaced_by']}"
            for version, said in self.releases.items()
            if (one := said.get("withdrawn"))
        }

    @property
    def age(self) -> int:
        """The days since its publication, by this machine's clock; negative if that day is in the future."""
        return (dt.date.today() - dt.date.fromisoformat(self.index["updated"])).days

    @property
    def has_expired(self) -> bool:
        """Whether it has expired by this machine's clock, or without ``expires`` is over WARN_AFTER_DAYS old."""
        expires = self.index.get("expires")
        return self.age > WARN_AFTER_DAYS if expires is None else dt.date.today() > dt.date.fromisoformat(expires)

    def __str__(self) -> str:
        days = f"{self.age} days old" if self.age >= 0 else f"{-self.age} days ahead of this machine's clock"
        until = f", expired on {self.index['expires']}" if "expires" in self.index and self.has_expired else ""
        signer = f"signed by {self.signed_by}" if self.signed_by else "signature not checked"
        return f"index {self.index['sequence']} of {self.index['updated']} ({days}{until}), from {self.place}, {signer}"


def published(cache: Cache, allow_unsigned: bool = False) -> Published | None:
    """Fetch the index that the environment names; None if there is none to open. If that fails, warn and use the last
    one seen. A DownloadError if none was seen, an IndexRefused if it is not signed as required or contradicts it."""
    place = environment.open_index()
    if place is None:
        return None
    before = seen(cache, place)
    try:
        found = _fetched(place, allow_unsigned)
    except SourceFailed as error:
        if before is None:
            raise DownloadError(f"the index at {place} cannot be fetched: {error}") from None
        signatures.refuse_unsigned(place, before.signed_by, allow_unsigned=allow_unsigned)
        warning = f"the index at {place} cannot be fetched ({error}); using the last one seen: {before}"
        warnings.warn(warning, StaleIndexWarning, 2)
        return before
    _refuse_what_contradicts(cache, before, found)
    if found.age < -1 or found.has_expired:
        warnings.warn(f"{found}: there may be a newer one that somebody withholds from you", StaleIndexWarning, 2)
    try:
        remember(cache, found)
    except IndexRefused:
        raise
    except OSError:  # a read-only cache must not stop a lookup
        pass
    return found


def seen(cache: Cache, place: str) -> Published | None:
    """The last index seen at a place, or None; a CacheError if the stored copy is damaged."""
    return next(_remembered([_memory(cache, place)]), None)


def all_seen(cache: Cache) -> list[Published]:
    """The last index seen at each place; raises like :func:`seen`."""
    return list(_remembered(sorted((cache.root / "seen").glob("*.json"))))


def withdrawn(cache: Cache) -> dict[str, str]:
    """The versions that the last index of any place calls withdrawn, with a sentence; raises like :func:`seen`."""
    with cache.explained():
        paths = [path for path in (cache.root / "seen").glob("*.json") if b'"withdrawn"' in path.read_bytes()]
    return {version: why for one in _remembered(sorted(paths)) for version, why in one.withdrawn.items()}


def forget(cache: Cache) -> None:
    with cache.explained():
        for path in (cache.root / "seen").glob("*.json"):
            path.unlink(missing_ok=True)


def remember(cache: Cache, found: Published) -> None:
    """Store an index; an IndexRefused if it contradicts one stored meanwhile, an OSError if it cannot be written."""
    before = seen(cache, found.place)
    if before is not None and before.index == found.index and found.signed_by in (None, before.signed_by):
        return
    cache.make()
    with cache.locked("seen"):
        _refuse_what_contradicts(cache, seen(cache, found.place), found)
        said = {"place": found.place, "index": found.index, "signed_by": found.signed_by}
        path = _memory(cache, found.place)
        path.parent.mkdir(exist_ok=True)
        disk.write_atomically(path, json.dumps(said, ensure_ascii=False).encode())


def _memory(cache: Cache, place: str) -> Path:
    return cache.root / "seen" / f"{hashlib.sha256(place.encode()).hexdigest()[:32]}.json"


def _remembered(paths: Iterable[Path]) -> Iterator[Published]:
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            state = path.stat()
            yield _read(path, (state.st_ino, state.st_size, state.st_mtime_ns))


@functools.lru_cache(maxsize=16)
def _read(path: Path, _: tuple[int, ...]) -> Published:
    """Cached by the state of the file, because every opening of a release reads it."""
    from mostanad.publishing import index

    try:
        said = json.loads(path.read_bytes())
        return Published(str(said["place"]), index.read(index.to_bytes(said["index"])), said.get("signed_by"))
    except FileNotFoundError:
        raise
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CacheError(f"{path}: the index seen before cannot be read ({error}); {_FORGET}") from None


def _fetched(place: str, allow_unsigned: bool) -> Published:
    """Fetch an index and its signature within one time limit; an IndexRefused if it is not signed as required."""
    get = functools.partial(fetch_whole, limit=deadlines.Limit(deadlines.INDEX))
    found = _fetch_once(place, get)
    if found.signed_by is None and "expires" in found.index and signatures.keys_for(place):
        found = _fetch_once(place, get)  # a new index, with its own signature, may have replaced the first
    signatures.refuse_unsigned(place, found.signed_by, allow_unsigned=allow_unsigned)
    return found


def _fetch_once(place: str, get: Callable[[str, int], bytes]) -> Published:
    from mostanad.publishing import index

    content = get(f"{place}/{index.INDEX}", MAX_BYTES)
    try:
        said = index.read(content)
    except index.IndexDamaged as error:
        advice = "; run `pip install -U mostanad`" if "of format" in str(error) else ""
        raise SourceFailed(f"it is not valid: {error}{advice}") from None
    return Published(place, said, signatures.signer(place, content, index.signature(said["digest"]), get))


def _refuse_what_contradicts(cache: Cache, before: Published | None, found: Published) -> None:
    if before is not None and (wrong := _other_past(before, found)):
        raise IndexRefused(f"{wrong}; {_FORGET}")
    # All known keys belong to one publisher: users of a fork name its keys, which replace the pinned ones.
    known = {None, found.signed_by, *(key.fingerprint for key in signatures.known_keys())}
    for other in all_seen(cache):
        # A signed index may differ from another publisher's; an unsigned one may differ from none.
        if other.place == found.place or (found.signed_by and other.signed_by not in known):
            continue
        # Two places may offer different versions and withdraw them on different days, but must describe each alike.
        for version, release in found.releases.items():
            if names := _differing(other.releases.get(version, {}), release):
                raise IndexRefused(
                    f"the indexes of {found.place} and {other.place} (seen before) differ in {' and '.join(names)} of "
                    f"release {version}: one of them is not as published. If they are two datasets, name a separate "
                    f"folder for each in {resources.CACHE}; {_FORGET}"
                )


def _other_past(before: Published, found: Published) -> str | None:
    """How an index contradicts the one seen before at the same place; None if it does not."""
    old, new = before.index, found.index
    if new["sequence"] < old["sequence"] or new["updated"] < old["updated"]:
        return (
            f"{found.place} gives index {new['sequence']} of {new['updated']}, but {old['sequence']} of "
            f"{old['updated']} was seen before: it is outdated, or somebody is hiding a newer one"
        )
    if new["digest"] != old["digest"]:
        if before.signed_by and not found.signed_by:
            return (
                f"{found.place} gives index {new['sequence']} without a signature that can be verified, but the one "
                f"seen before was signed by {before.signed_by}: name that key in {environment.KEYS}"
            )
        steps = new["sequence"] - old["sequence"]
        if steps == 0 or (steps == 1 and new["previous"] != old["digest"]):
            return f"{found.place} gives index {new['sequence']}, which does not follow the one seen before"
    for version, release in before.releases.items():
        if wrong := _contradiction(release, found.releases.get(version)):
            return f"in the index of {found.place} {version} {wrong}"
    return None


def _contradiction(before: Mapping[str, Any], now: Mapping[str, Any] | None) -> str | None:
    """How a new index contradicts an old one about a release, which it may withdraw for good; None if it does not."""
    if now is None:
        return "is missing"
    was, given = before.get("withdrawn"), now.get("withdrawn")
    if was and not given:
        return "is offered again, although it was withdrawn"
    if _differing(before, now) or (was and given and was["date"] != given["date"]):
        return "is not as published"
    return None


def _differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The fields of a release that differ between two indexes; a withdrawn release has no files to compare."""
    return [name for name in _IMMUTABLE if name in one and name in other and one[name] != other[name]]
