"""Bytes from an address or a file, from a place in it on; everything that goes wrong there is one kind of error."""

import contextlib
import http.client
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from mostanad.loader.download.connections import Route, in_time
from mostanad.loader.download.deadlines import Limit
from mostanad.loader.download.environment import is_address
from mostanad.loader.download.faults import A_PAGE, SourceFailed

PIECE = 1 << 16
_WORTH_ANOTHER_TRY = frozenset({408, 416, 425, 429, 500, 502, 503, 504})


class Stream(NamedTuple):
    """Bytes under way."""

    at: int  # from which place of the file on they come; 0 if the server knows no ranges
    length: int | None  # how many there are, if the server says so
    pieces: Iterator[bytes]  # as they come; a SourceFailed if they are cut off, or drip


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
    if answer.headers.get_content_type() == "text/html":
        raise SourceFailed(A_PAGE)
    found = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
    at = int(found[1]) if found and answer.status == 206 else 0
    if answer.status == 206 and (not at or at != start):
        raise SourceFailed("it answers with another part of the file than was asked for", again=True, is_stuck=True)
    if answer.status not in (200, 206):
        raise SourceFailed(f"HTTP {answer.status} {answer.reason}")
    limit.body(at)
    return Stream(at, answer.length, _pieces(lambda size: in_time(limit, answer.read1, size), limit))


def _file(address: str, limit: Limit, start: int, opened: contextlib.ExitStack) -> Stream:
    path = Path(address)
    if path.exists() and not path.is_file():  # a pipe would be waited for without an end
        raise SourceFailed("it is not a file")
    file: Any = opened.enter_context(path.open("rb"))
    size = file.seek(0, 2)
    at = file.seek(start if start < size else 0)
    return Stream(at, size - at, _pieces(file.read, limit))
