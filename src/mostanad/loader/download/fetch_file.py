"""One file from the first place that has it: resumed, never longer than expected, used only if its hash is right."""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from mostanad.loader.download import deadlines
from mostanad.loader.download.cache import Cache
from mostanad.loader.download.faults import A_PAGE, DownloadError, SourceFailed
from mostanad.loader.download.progress import Progress
from mostanad.loader.download.streams import Stream, is_page, open_at

#: How often one place is asked, and after how many seconds again at first.
TRIES = 4
PAUSE = 0.5

File = Mapping[str, Any]


def _pause(number: int) -> float:
    """Wait before a place is asked again; returns for how many seconds."""
    pause = PAUSE * 2.0**number
    time.sleep(pause)
    return pause


@dataclass
class Fetcher:
    """Fetches files into a cache.

    Attributes:
        cache: where they go; the caller holds its lock.
        progress: shows how many bytes there are.
        suffix: of the names of parts; where there are no locks it keeps processes apart.
        failed: the places that failed, each with a number that rises: those that failed last are asked last.
        wasted: how many seconds each server wasted.
        sent: up to which place each server has sent each file.
    """

    cache: Cache
    progress: Progress
    suffix: str = ""
    failed: Counter[str] = field(default_factory=Counter)
    wasted: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    sent: Counter[tuple[str, str]] = field(default_factory=Counter)

    def fetch(self, file: File, addresses: Mapping[str, str]) -> None:
        """Fetch a file, by its path, bytes and sha256, from the first address that gives it.

        Args:
            file: what the index says of it.
            addresses: where it can be had, each with its place: one that fails is asked after the others from then on.

        Raises:
            DownloadError: if no address gives it; the message says of each why not.
        """
        if self.cache.has(file):
            self.progress.set(self.progress.done + file["bytes"])
            return
        said = []
        for address, place in sorted(addresses.items(), key=lambda one: self.failed[one[1]]):
            before = self.progress.done
            try:
                return self._from(file, address)
            except SourceFailed as error:
                self.progress.set(before)
                said.append(f"  {address}: {error}")
                self.failed[place] = max(self.failed.values(), default=0) + 1
        raise DownloadError("\n".join([f"{file['path']} cannot be had:", *(said or ["  no place is known"])]))

    def _from(self, file: File, address: str) -> None:
        """From one address, with as many tries as it is worth, and as its server has time."""
        server = urlsplit(address).netloc.lower() or address
        place = server, file["sha256"]
        for number in range(TRIES):
            before, had = self.progress.done, self._had(file)
            if self.wasted[server] >= deadlines.WASTED:
                raise SourceFailed(f"not asked again: it wasted {deadlines.WASTED:g} seconds of this download")
            limit = deadlines.Limit(deadlines.WASTED - self.wasted[server], paid=self.sent[place])
            try:
                self._try(file, address, limit)
                self.wasted[server] += limit.wasted(deadlines.REQUEST, limit.new)
                return
            except SourceFailed as error:
                self.progress.set(before)
                if error.is_stuck:
                    self._part(file).unlink(missing_ok=True)
                self.wasted[server] += limit.wasted(0, max(0, self._had(file) - had))
                self.sent[place] = max(self.sent[place], limit.at)
                if not error.again or number == TRIES - 1:
                    raise
            self.wasted[server] += _pause(number)

    def _part(self, file: File) -> Path:
        return self.cache.part(file["sha256"] + self.suffix)

    def _had(self, file: File) -> int:
        """How many bytes of a file are kept."""
        part = self._part(file)
        return part.stat().st_size if part.exists() else 0

    def _try(self, file: File, address: str, limit: deadlines.Limit) -> None:
        part = self._part(file)
        part.parent.mkdir(parents=True, exist_ok=True)
        with open_at(address, limit, self._had(file)) as stream:
            _refuse_other_length(stream, file["bytes"])
            with part.open("r+b" if stream.at else "wb") as out:
                found = _taken(stream, out, file, self.progress)
        if found != file["sha256"]:
            with part.open("rb") as content:
                is_html = is_page(content.read(1000))
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
    """Write what comes behind what is there, which stays if there is less; returns the sha256 of both."""
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


def fetch_whole(address: str, most: int, limit: deadlines.Limit) -> tuple[bytes, bool]:
    """All bytes of an index or its signature, of which there may be so many, and whether they look like a web page.

    Raises:
        SourceFailed: if it cannot be had after some tries or in its time, or is longer.
    """
    for number in range(TRIES):
        try:
            return _fetched(address, most, limit)
        except SourceFailed as error:
            if not error.again or number == TRIES - 1:
                raise
        _pause(number)
    raise AssertionError  # TRIES is not 0


def _fetched(address: str, most: int, limit: deadlines.Limit) -> tuple[bytes, bool]:
    found = bytearray()
    with open_at(address, limit) as stream:
        for piece in stream.pieces():
            found += piece
            if len(found) > most:
                raise SourceFailed(f"it is longer than {most} bytes")
        if stream.length is not None and len(found) < stream.length:
            raise SourceFailed(f"cut off after {len(found)} of {stream.length} bytes", again=True)
    return bytes(found), is_page(bytes(found[:1000]))
