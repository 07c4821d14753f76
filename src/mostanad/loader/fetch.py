"""One file from whichever place has it: resumed, never longer than told, and not used before its hash is right."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from mostanad.loader import limits, places
from mostanad.loader.cache import Cache
from mostanad.loader.faults import A_PAGE, DownloadError, SourceFailed
from mostanad.loader.progress import Progress
from mostanad.loader.streams import Stream, is_page, open_at

#: How often one place is asked, and after how many seconds again at first.
TRIES = 4
PAUSE = 0.5

File = Mapping[str, Any]


def again(number: int) -> float:
    """Wait before a place is asked again; returns for how many seconds."""
    pause = PAUSE * 2.0**number
    time.sleep(pause)
    return pause


@dataclass
class Fetcher:
    """Fetches files into a cache.

    Attributes:
        cache: where they go; the caller holds its lock.
        progress: what is told how many bytes there are.
        suffix: of the names of parts; where there are no locks it keeps processes apart.
        last: the places, those that failed last at the end.
    """

    cache: Cache
    progress: Progress
    suffix: str = ""
    last: list[str] = field(default_factory=list)
    _wasted: dict[str, float] = field(default_factory=dict)

    def fetch(self, file: File, addresses: Sequence[str], owners: Sequence[str] = ()) -> None:
        """Fetch a file from the first address that gives it.

        Args:
            file: what the index says: path, bytes, sha256.
            addresses: where it can be had.
            owners: to which place each address belongs; a place that fails is asked after the others from then on.

        Raises:
            DownloadError: if no address gives it; the message says of each why not.
            OSError: if it cannot be written.
        """
        if self.cache.has(file):
            self.progress.set(self.progress.done + file["bytes"])
            return
        failed = []
        whose = dict(zip(addresses, owners or addresses, strict=True))
        for address in sorted(
            addresses, key=lambda one: self.last.index(whose[one]) if whose[one] in self.last else -1
        ):
            before = self.progress.done
            try:
                self._from(file, address)
                return
            except SourceFailed as error:
                self.progress.set(before)
                failed.append(f"  {address}: {error}")
                if whose[address] in self.last:
                    self.last.remove(whose[address])
                self.last.append(whose[address])
        said = "\n".join(failed) or "  no place is known"
        raise DownloadError(f"{file['path']} cannot be had:\n{said}")

    def _from(self, file: File, address: str) -> None:
        """From one address, with as many tries as it is worth, and as its server has time."""
        server = places.server(address)
        for number in range(TRIES):
            before, wasted = self.progress.done, self._wasted.get(server, 0.0)
            if wasted >= limits.WASTED:
                raise SourceFailed(f"not asked again: it wasted {limits.WASTED:g} seconds of this download")
            limit, had = limits.Limit(limits.WASTED - wasted), self._had(file)
            try:
                self._try(file, address, limit)
                self._wasted[server] = wasted + limit.wasted(limits.REQUEST)
                return
            except SourceFailed as error:
                self.progress.set(before)
                if error.is_stuck:
                    self._part(file).unlink(missing_ok=True)
                self._wasted[server] = wasted + limit.wasted(0, max(0, self._had(file) - had))
                if not error.again or number == TRIES - 1:
                    raise
            self._wasted[server] += again(number)

    def _part(self, file: File) -> Any:
        path = self.cache.part(file["sha256"])
        return path.with_name(path.name + self.suffix)

    def _had(self, file: File) -> int:
        """How many bytes of a file are kept."""
        part = self._part(file)
        return int(part.stat().st_size) if part.exists() else 0

    def _try(self, file: File, address: str, limit: limits.Limit) -> None:
        part = self._part(file)
        part.parent.mkdir(parents=True, exist_ok=True)
        start = self._had(file)
        with open_at(address, start, limit) as stream:
            _refuse_other_length(stream, file["bytes"])
            with part.open("r+b" if stream.at else "wb") as out:
                found = _taken(stream, out, file, self.progress)
        if found != file["sha256"]:
            is_html = _begins_as_page(part)
            part.unlink()
            if stream.at:  # the beginning may have come from elsewhere
                raise SourceFailed("what was resumed is not the file", again=True)
            raise SourceFailed(A_PAGE if is_html else "its sha256 is not that which the index gives")
        self.cache.add(part, file["sha256"])


def _refuse_other_length(stream: Stream, size: int) -> None:
    if stream.length is None or stream.length == size - stream.at:
        return
    if stream.kind.startswith(("text/html", "application/xhtml")):
        raise SourceFailed(A_PAGE)
    kind = f" ({stream.kind})" if stream.kind else ""
    raise SourceFailed(f"it has {stream.length + stream.at} bytes there{kind}, and the index says {size}")


def _taken(stream: Stream, out: IO[bytes], file: File, progress: Progress) -> str:
    """Write what comes behind what is there; returns the sha256 of both.

    Raises:
        SourceFailed: if there is less, or more; what came stays.
    """
    made = hashlib.sha256()
    count = 0
    while count < stream.at:
        piece = out.read(min(1 << 20, stream.at - count))
        if not piece:
            raise SourceFailed("what was kept of it is gone", again=True, is_stuck=True)
        made.update(piece)
        count += len(piece)
    before = progress.done
    progress.set(before + count)
    is_html = None
    for piece in stream.pieces():
        is_html = not stream.at and is_page(piece) if is_html is None else is_html
        if count + len(piece) > file["bytes"]:
            raise SourceFailed(A_PAGE if is_html else "it is longer there than the index says", is_stuck=True)
        out.write(piece)
        made.update(piece)
        count += len(piece)
        progress.set(before + count)
    out.flush()
    os.fsync(out.fileno())
    if count < file["bytes"]:
        if is_html:
            raise SourceFailed(A_PAGE, is_stuck=True)
        raise SourceFailed(f"cut off after {count} of {file['bytes']} bytes", again=True)
    return made.hexdigest()


def _begins_as_page(path: Any) -> bool:
    with path.open("rb") as content:
        return is_page(content.read(1000))


def fetch_whole(address: str, most: int, limit: limits.Limit) -> tuple[bytes, bool]:
    """All bytes of an index, or of its signature.

    Args:
        address: http(s), or a path.
        most: how many bytes it has at most.
        limit: what is left of the time that it has, with all tries.

    Returns:
        the bytes, and whether they look like a web page.

    Raises:
        SourceFailed: if it cannot be had after some tries or in its time, or is longer.
    """
    for number in range(TRIES):
        try:
            return fetch_once(address, most, limit)
        except SourceFailed as error:
            if not error.again or number == TRIES - 1:
                raise
        again(number)
    raise AssertionError  # TRIES is not 0


def fetch_once(address: str, most: int, limit: limits.Limit) -> tuple[bytes, bool]:
    """As :func:`fetch_whole`, but without another try."""
    with open_at(address, limit=limit) as stream:
        content = _limited(stream.pieces(), most)
        if stream.length is not None and len(content) < stream.length:
            raise SourceFailed(f"cut off after {len(content)} of {stream.length} bytes", again=True)
        return content, is_page(content[:1000])


def _limited(pieces: Iterable[bytes], most: int) -> bytes:
    found = bytearray()
    for piece in pieces:
        found += piece
        if len(found) > most:
            raise SourceFailed(f"it is longer than {most} bytes")
    return bytes(found)
