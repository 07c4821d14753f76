"""Fetch a file from the first place that has it: resume it, stop at its expected size, and check its hash."""

import contextlib
import functools
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from mostanad.loader.download.cache import Cache, File, is_sound, take
from mostanad.loader.download.connections import open_at
from mostanad.loader.download.deadlines import Limit
from mostanad.loader.download.faults import A_PAGE, DownloadError, SourceFailed

_T = TypeVar("_T")
#: How often one place is tried, and the seconds before the second try; each later pause is twice as long.
TRIES = 4
PAUSE = 0.5


@contextlib.contextmanager
def progress(title: str, shown: bool | None) -> Iterator[Callable[..., None]]:
    """A progress bar on standard error (``shown`` None: only on a terminal); yields the function that updates it."""
    from rich import progress as rich
    from rich.console import Console

    shown = bool(sys.stderr and sys.stderr.isatty()) if shown is None else shown
    columns = (rich.TextColumn("{task.description}"), rich.BarColumn(), rich.DownloadColumn())
    more = (rich.TransferSpeedColumn(), rich.TimeRemainingColumn())
    with rich.Progress(*columns, *more, console=Console(stderr=True), transient=True, disable=not shown) as bar:
        yield functools.partial(bar.update, bar.add_task(title))


@dataclass
class Fetcher:
    """Fetches files into a cache, whose lock the caller holds."""

    cache: Cache
    show: Callable[..., None]  # updates the progress bar (``completed``: the bytes so far)
    suffix: str = ""  # of the names of partial files; keeps processes apart where there are no locks
    done: int = 0  # the bytes of the files fetched so far
    #: The places that failed, numbered by their last failure: the place that failed last is tried last.
    failed: dict[str, int] = field(default_factory=dict)

    def begin(self, total: int) -> None:
        self.done = 0
        self.show(completed=0, total=total)

    def fetch(self, file: File, target: Path, addresses: Mapping[str, str]) -> None:
        """Fetch a file from the first address that has it, else raise DownloadError; a place that fails moves last."""
        before, said = self.done, []
        if not is_sound(target, file):
            for address, place in sorted(addresses.items(), key=lambda one: self.failed.get(one[1], 0)):
                try:
                    _tried(functools.partial(self._try, file, target, address))
                    break
                except SourceFailed as error:
                    said.append(f"  {address}: {error}")
                    self.failed[place] = max(self.failed.values(), default=0) + 1
            else:
                why = said or ["  there is no URL or folder to fetch it from"]
                raise DownloadError("\n".join([f"{file['path']} cannot be fetched:", *why]))
        self.done = before + file["bytes"]
        self.show(completed=self.done)

    def _try(self, file: File, target: Path, address: str) -> None:
        part, size = self.cache.part(file["sha256"] + self.suffix), file["bytes"]
        part.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open_at(address, Limit(), part.stat().st_size if part.exists() else 0) as stream:
                count = stream.at
                if stream.length not in (None, size - count):
                    raise SourceFailed(f"it has {(stream.length or 0) + count} bytes there, but {size} in the index")
                with part.open("ab" if count else "wb") as out:
                    for piece in stream.pieces:
                        count += len(piece)
                        if count > size:
                            raise SourceFailed("it is longer there than in the index", is_stuck=True)
                        out.write(piece)
                        self.show(completed=self.done + count)
                    out.flush()
                    os.fsync(out.fileno())
        except SourceFailed as error:
            if error.is_stuck:
                part.unlink(missing_ok=True)
            raise
        if count < size:
            raise SourceFailed(f"cut off after {count} of {size} bytes", again=True)
        if not take(part, target, file):
            if stream.at:  # the beginning may have come from elsewhere
                raise SourceFailed("the resumed file has a wrong sha256", again=True)
            raise SourceFailed("its sha256 differs from the index")


def fetch_whole(address: str, most: int, limit: Limit) -> bytes:
    """Fetch an index or a signature; a SourceFailed if that fails, it is over ``most`` bytes long or a web page."""

    def attempt() -> bytes:
        found = bytearray()
        with open_at(address, limit) as stream:
            for piece in stream.pieces:
                found += piece
                if len(found) > most:
                    raise SourceFailed(f"it is longer than {most} bytes")
        if stream.length is not None and len(found) < stream.length:
            raise SourceFailed(f"cut off after {len(found)} of {stream.length} bytes", again=True)
        if found.lstrip().startswith(b"<"):
            raise SourceFailed(A_PAGE)
        return bytes(found)

    return _tried(attempt)


def _tried(attempt: Callable[[], _T]) -> _T:
    """Run an attempt; if it fails and a retry may help, try again after a pause, up to :data:`TRIES` times."""
    for number in range(TRIES - 1):
        try:
            return attempt()
        except SourceFailed as error:
            if not error.again:
                raise
        time.sleep(PAUSE * 2.0**number)
    return attempt()
