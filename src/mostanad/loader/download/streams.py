"""Bytes from an address or a file, from a place in it on; everything that goes wrong there is one kind of error."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mostanad.loader.download.connections import Route, in_time
from mostanad.loader.download.deadlines import Limit
from mostanad.loader.download.environment import is_address
from mostanad.loader.download.faults import SourceFailed

PIECE = 1 << 16
_WORTH_ANOTHER_TRY = frozenset({408, 416, 425, 429, 500, 502, 503, 504})
#: The group is atomic: else comments one behind the other could be split in more ways than there is time to try.
_PAGE = re.compile(rb"\s*(?><!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Stream:
    """Bytes under way.

    Attributes:
        at: from which place of the file on they come; 0 if the server knows no ranges.
        length: how many there are, if the server says so.
        kind: the media type and the encoding that the server names.
        pieces: the bytes, as they come; a SourceFailed if they are cut off, or drip.
        is_page: whether they are a web page, by how they begin.
    """

    at: int
    length: int | None
    kind: str
    pieces: Iterator[bytes]
    is_page: bool

    @classmethod
    def of(cls, at: int, length: int | None, kind: str, read: Callable[[int], bytes], limit: Limit) -> Stream:
        pieces = _pieces(read, limit)
        first = next(pieces, b"")
        return cls(at, length, kind, itertools.chain([first], pieces), not at and is_page(first))


def _pieces(read: Callable[[int], bytes], limit: Limit) -> Iterator[bytes]:
    while True:
        with _failures():
            piece = read(PIECE)
        if not piece:
            return
        limit.came(len(piece))
        yield piece


@contextlib.contextmanager
def open_at(address: str, limit: Limit, start: int = 0) -> Iterator[Stream]:
    """Open an address or a file from a byte on; a server must keep the limit, and a folder has none."""
    with contextlib.ExitStack() as opened:
        with _failures():
            stream = (_asked if is_address(address) else _file)(address, limit, start, opened)
        yield stream


def is_page(beginning: bytes) -> bool:
    """Whether bytes begin as a web page does."""
    return _PAGE.match(beginning) is not None


@contextlib.contextmanager
def _failures() -> Iterator[None]:
    """Every error of a network or a file as one kind."""
    try:
        yield
    except urllib.error.HTTPError as error:
        error.close()
        how = {"again": error.code in _WORTH_ANOTHER_TRY, "is_stuck": error.code == 416}
        raise SourceFailed(f"HTTP {error.code} {error.reason}", **how, is_absent=error.code in (404, 410)) from None
    except (FileNotFoundError, NotADirectoryError):
        raise SourceFailed("there is no such file", is_absent=True) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
        raise SourceFailed(f"{str(reason) or type(error).__name__}", again=True) from None


def _asked(address: str, limit: Limit, start: int, opened: contextlib.ExitStack) -> Stream:
    headers = {"User-Agent": "mostanad", "Accept-Encoding": "identity"}
    headers |= {"Range": f"bytes={start}-"} if start else {}
    limit.answer()
    route = Route(limit)
    opened.callback(route.close)
    answer = route.ask(urllib.request.Request(address, headers=headers))
    encoding = answer.headers.get("Content-Encoding", "")
    kind = " ".join(filter(None, (answer.headers.get_content_type(), encoding and f"encoded as {encoding}")))
    found = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
    at = int(found[1]) if found and answer.status == 206 else 0
    if answer.status == 206 and (not at or at != start):
        raise SourceFailed("it answers with another part of the file than was asked for", again=True, is_stuck=True)
    if answer.status not in (200, 206):
        raise SourceFailed(f"HTTP {answer.status} {answer.reason}")
    limit.body(at)
    return Stream.of(at, answer.length, kind, lambda size: in_time(limit, answer.read1, size), limit)


def _file(address: str, limit: Limit, start: int, opened: contextlib.ExitStack) -> Stream:
    path = Path(address)
    if path.exists() and not path.is_file():  # a pipe would be waited for without an end
        raise SourceFailed("it is not a file")
    file: Any = opened.enter_context(path.open("rb"))
    size = file.seek(0, 2)
    at = file.seek(start if start < size else 0)
    return Stream.of(at, size - at, "", file.read, limit)
