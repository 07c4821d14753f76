"""Bytes from an address or a file, from a place in it on; everything that goes wrong there is one kind of error."""

from __future__ import annotations

import contextlib
import http.client
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from mostanad.loader.download.connections import open_request
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
    """

    at: int
    length: int | None
    kind: str
    _read: Callable[[int], bytes]
    _limit: Limit

    def pieces(self) -> Iterator[bytes]:
        """The bytes, as they come; raises SourceFailed if they are cut off, or drip."""
        while True:
            with _failures():
                piece = self._read(PIECE)
            if not piece:
                return
            self._limit.came(len(piece))
            yield piece


@contextlib.contextmanager
def open_at(address: str, limit: Limit, start: int = 0) -> Iterator[Stream]:
    """Open an address or a file from a byte on; a server must keep the limit, and a folder has none.

    Raises:
        SourceFailed: if it is not there, or the server gives something else.
    """
    with _failures():
        opened = _request(address, start, limit) if is_address(address) else _file(address)
    try:
        with _failures():
            stream = (_answered if is_address(address) else _at)(opened, start, limit)
        yield stream
    finally:
        with contextlib.suppress(OSError, http.client.HTTPException):
            opened.close()


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
        message, is_worth_it = f"HTTP {error.code} {error.reason}", error.code in _WORTH_ANOTHER_TRY
        is_absent = error.code in (404, 410)
        raise SourceFailed(message, again=is_worth_it, is_stuck=error.code == 416, is_absent=is_absent) from None
    except (FileNotFoundError, NotADirectoryError):
        raise SourceFailed("there is no such file", is_absent=True) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
        raise SourceFailed(f"{str(reason) or type(error).__name__}", again=True) from None


def _request(address: str, start: int, limit: Limit) -> Any:
    headers = {"User-Agent": "mostanad", "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    limit.answer()
    return open_request(urllib.request.Request(address, headers=headers), limit)


def _answered(answer: Any, start: int, limit: Limit) -> Stream:
    encoding = answer.headers.get("Content-Encoding", "")
    kind = " ".join(filter(None, (answer.headers.get_content_type(), encoding and f"encoded as {encoding}")))
    at = 0
    if answer.status == 206:
        found = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
        if not start or found is None or int(found[1]) != start:
            raise SourceFailed("it answers with another part of the file than was asked for", again=True, is_stuck=True)
        at = start
    elif answer.status != 200:
        raise SourceFailed(f"HTTP {answer.status} {answer.reason}")
    limit.body(at)
    return Stream(at, answer.length, kind, answer.read1, limit)


def _file(address: str) -> IO[bytes]:
    path = Path(address)
    if path.exists() and not path.is_file():  # a pipe would be waited for without an end
        raise SourceFailed("it is no file")
    return path.open("rb")


def _at(file: IO[bytes], start: int, limit: Limit) -> Stream:
    size = file.seek(0, 2)
    at = file.seek(start if start < size else 0)
    return Stream(at, size - at, "", file.read, limit)
