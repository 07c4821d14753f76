"""The index of what is published: fetched, checked in itself, and held against the one that was seen before.

Only the place that ``MOSTANAD_INDEX`` names is believed; mirrors give files, whose hashes stand in the index. The index
that was seen last is remembered, of each place: an older one is refused, and one that tells what was published
otherwise than it was told at any place of the same dataset.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from mostanad.files import disk
from mostanad.loader import limits, places, signed
from mostanad.loader.cache import Cache
from mostanad.loader.faults import A_PAGE, CacheError, DownloadError, IndexRefused, SourceFailed, StaleIndexWarning
from mostanad.loader.fetch import fetch_whole

#: How many bytes an index has at most.
MOST = 64 << 20
#: After how many days without a publication there is a warning.
OLD = 90
#: What of a release is never changed by a later publication.
_STANDS = ("date", "schema_version", "facts", "root")
_FORGET = "`mostanad cache --forget` forgets what was seen; do so only if you know that the index began anew"


@dataclass(frozen=True)
class Published:
    """An index that is relied on.

    Attributes:
        place: the folder from which it came.
        index: what it says.
        signed_by: the fingerprint of the key that signed it; None if it is not known to be signed.
    """

    place: str
    index: Mapping[str, Any]
    signed_by: str | None = None

    @property
    def versions(self) -> list[str]:
        """The versions that can be had, oldest first: those that were not withdrawn."""
        return [release["version"] for release in self.index["releases"] if "withdrawn" not in release]

    @property
    def withdrawn(self) -> dict[str, str]:
        """Of each version that was withdrawn a sentence: since when, why, and what to use instead."""
        said = {release["version"]: release.get("withdrawn") for release in self.index["releases"]}
        return {
            version: f"{version} was withdrawn on {one['date']} ({one['reason']}); use {one['replaced_by']}"
            for version, one in said.items()
            if one
        }

    def release(self, version: str) -> Mapping[str, Any] | None:
        """What it says of a version, if it has it; one that was withdrawn has no files."""
        return next((release for release in self.index["releases"] if release["version"] == version), None)

    @property
    def age(self) -> int:
        """How many days ago it was published, by this machine's clock; negative if that day is still to come."""
        return (dt.date.today() - dt.date.fromisoformat(self.index["updated"])).days

    @property
    def has_expired(self) -> bool:
        """Whether the day until which it holds is over, by this machine's clock; if it names none, at a great age."""
        expires = self.index.get("expires")
        return self.age > OLD if expires is None else dt.date.today() > dt.date.fromisoformat(expires)

    def __str__(self) -> str:
        """Its number, day and age, whence it is and who signed it."""
        days = f"{self.age} days old" if self.age >= 0 else f"{-self.age} days ahead of this machine's clock"
        until = f", expired on {self.index['expires']}" if "expires" in self.index and self.has_expired else ""
        signer = f"signed by {self.signed_by}" if self.signed_by else "signature not checked"
        return f"index {self.index['sequence']} of {self.index['updated']} ({days}{until}), from {self.place}, {signer}"


def published(cache: Cache, allow_unsigned: bool = False) -> Published | None:
    """The index of the place that the environment names.

    If that place cannot be reached, the index that was seen last is relied on, with a warning.

    Args:
        cache: where the index that was seen last is remembered; if it cannot be written there, nothing is.
        allow_unsigned: whether it need not be signed, as if ``MOSTANAD_ALLOW_UNSIGNED`` were set.

    Returns:
        the index; None if no place is named, or it is an address and nothing may be opened.

    Raises:
        IndexRefused: if it is not signed as it must be, or contradicts what was seen.
        DownloadError: if there is none that can be relied on.
    """
    place = places.index()
    if place is None or (places.is_offline() and places.is_address(place)):
        return None
    before = seen(cache, place)
    try:
        found = fetched(place, within_its_time(fetch_whole), allow_unsigned=allow_unsigned)
    except SourceFailed as error:
        if before is None:
            raise DownloadError(f"the index at {place} cannot be had: {error}") from None
        signed.refuse_unsigned(place, before.signed_by, allow_unsigned=allow_unsigned)
        warnings.warn(f"the index at {place} cannot be had ({error}); what is known is {before}", StaleIndexWarning, 2)
        return before
    _refuse_what_contradicts(cache, before, found)
    if found.age < -1 or found.has_expired:
        warnings.warn(f"{found}: perhaps there is a newer one that you are not shown", StaleIndexWarning, 2)
    try:
        remember(cache, found)
    except IndexRefused:
        raise
    except OSError:  # whoever only looks need not be able to write
        pass
    return found


def seen(cache: Cache, place: str) -> Published | None:
    """The index of a place that was seen last.

    Raises:
        CacheError: if what was remembered is damaged.
    """
    path = _memory(cache, place)
    try:
        return _remembered(path)
    except FileNotFoundError:
        return None


def all_seen(cache: Cache) -> list[Published]:
    """The indexes that were seen last, of every place; raises like :func:`seen`."""
    return [_remembered(path) for path in sorted((cache.root / "seen").glob("*.json"))]


def withdrawn(cache: Cache) -> dict[str, str]:
    """The versions that were withdrawn by any index that was seen last, each with a sentence; no address is opened.

    Raises:
        CacheError: if what was remembered is damaged.
    """
    found: dict[str, str] = {}
    for path in sorted((cache.root / "seen").glob("*.json")):
        state = path.stat()
        found |= _withdrawn_in(path, (state.st_ino, state.st_size, state.st_mtime_ns))
    return found


@lru_cache(maxsize=16)
def _withdrawn_in(path: Path, _: tuple[int, ...]) -> dict[str, str]:
    """What one index calls withdrawn, read once for each state of its file: every opening of a release asks."""
    return _remembered(path).withdrawn if b'"withdrawn"' in path.read_bytes() else {}


def forget(cache: Cache) -> None:
    """Forget which indexes were seen.

    Raises:
        CacheError: if that cannot be.
    """
    with cache.told():
        for path in (cache.root / "seen").glob("*.json"):
            path.unlink(missing_ok=True)


def remember(cache: Cache, found: Published) -> None:
    """Remember an index, unless another process has seen a newer one meanwhile.

    Raises:
        IndexRefused: if it has.
        OSError: if it cannot be written.
    """
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


def _remembered(path: Path) -> Published:
    from mostanad.publishing import index

    try:
        said = json.loads(path.read_bytes())
        return Published(str(said["place"]), index.read(index.to_bytes(said["index"])), said.get("signed_by"))
    except FileNotFoundError:
        raise
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CacheError(f"{path}: it does not say which index was seen ({error}); {_FORGET}") from None


def fetched(place: str, get: signed.Get, *, allow_unsigned: bool = False) -> Published:
    """The index of a place, signed as it must be; what was seen before is not looked at.

    Args:
        place: an address or a folder.
        get: what fetches a file, as :func:`within_its_time` gives it.
        allow_unsigned: whether it need not be signed.

    Raises:
        IndexRefused: if it is not signed as it must be.
        SourceFailed: if it cannot be had, or is damaged.
    """
    found = _fetched(place, get)
    if found.signed_by is None and "expires" in found.index and signed.keys_for(place):
        found = _fetched(place, get)  # a new one may have been put there meanwhile, and the old signature removed
    signed.refuse_unsigned(place, found.signed_by, allow_unsigned=allow_unsigned)
    return found


def _fetched(place: str, get: signed.Get) -> Published:
    from mostanad.publishing import index

    content, is_html = get(places.join(place, index.INDEX), MOST)
    try:
        said = index.read(content)
    except index.IndexDamaged as error:
        if is_html:
            raise SourceFailed(A_PAGE) from None
        advice = "; run `pip install -U mostanad`" if "of format" in str(error) else ""
        raise SourceFailed(f"it cannot be relied on: {error}{advice}") from None
    return Published(place, said, signed.signer(place, content, index.signature(said["digest"]), get))


def within_its_time(fetch: Callable[[str, int, limits.Limit], tuple[bytes, bool]]) -> signed.Get:
    """What fetches files that together have the time of an index: it and its signature."""
    limit = limits.Limit(limits.INDEX, earns=False)
    return lambda address, most: fetch(address, most, limit)


def _is_of_one_dataset(other: Published, found: Published) -> bool:
    """Whether what one index tells of a version binds the other: unless each was signed by another publisher.

    All keys that are known are of one publisher; those who follow a fork name its keys, and then know no others.
    """
    known = {None, found.signed_by, *(key.fingerprint for key in signed.known_keys())}
    return found.signed_by is None or other.signed_by in known


def _refuse_what_contradicts(cache: Cache, before: Published | None, found: Published) -> None:
    if before is not None:
        _refuse_another_past(before, found)
    for other in all_seen(cache):
        if other.place != found.place and _is_of_one_dataset(other, found):
            _refuse_another_story(other, found)


def _refuse_another_story(other: Published, found: Published) -> None:
    """Two places may know different versions, and withdraw them on different days; what each is they tell alike."""
    before = {release["version"]: release for release in other.index["releases"]}
    for release in found.index["releases"]:
        known = before.get(release["version"])
        if known and (names := _differing(known, release)):
            raise IndexRefused(
                f"of {release['version']} the index of {found.place} tells another {' and '.join(names)} than that of "
                f"{other.place}, which was seen before: one of them is not what was published. If they are two "
                f"datasets, name a folder of its own for each in {places.CACHE}; {_FORGET}"
            )


def _refuse_another_past(before: Published, found: Published) -> None:
    old, new = before.index, found.index
    if new["sequence"] < old["sequence"] or new["updated"] < old["updated"]:
        raise IndexRefused(
            f"{found.place} gives index {new['sequence']} of {new['updated']}, and {old['sequence']} of "
            f"{old['updated']} was seen before: it is out of date, or somebody hides what is new; {_FORGET}"
        )
    is_other = new["digest"] != old["digest"]
    if is_other and before.signed_by and not found.signed_by:
        raise IndexRefused(
            f"{found.place} gives index {new['sequence']} without a signature that could be checked, and the one seen "
            f"before was signed by {before.signed_by}: name that key in {places.KEYS}; {_FORGET}"
        )
    if is_other and (new["sequence"] == old["sequence"] or _follows_another(old, new)):
        what = f"index {new['sequence']}, which does not follow from that seen before"
        raise IndexRefused(f"{found.place} gives {what}; {_FORGET}")
    now = {release["version"]: release for release in new["releases"]}
    for release in old["releases"]:
        if contradiction := _contradiction(release, now.get(release["version"])):
            raise IndexRefused(f"in the index of {found.place} {release['version']} {contradiction}; {_FORGET}")


def _contradiction(before: Mapping[str, Any], now: Mapping[str, Any] | None) -> str | None:
    """What a new index says otherwise of a release; it may withdraw it, once and for all."""
    if now is None:
        return "is gone"
    was, given = before.get("withdrawn"), now.get("withdrawn")
    if was and not given:
        return "is offered again, and was withdrawn"
    if _differing(before, now) or (was and given and was["date"] != given["date"]):
        return "is not as it was published"
    return None


def _differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """What two indexes tell otherwise of a release; one that was withdrawn has no files."""
    return [name for name in (*_STANDS, "files") if name in one and name in other and one[name] != other[name]]


def _follows_another(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return bool(new["sequence"] == old["sequence"] + 1 and new["previous"] != old["digest"])
