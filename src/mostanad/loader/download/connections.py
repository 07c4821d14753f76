"""Read bytes from a URL or a file. Redirects are followed within the time limit, but never from a public address to a
private one. Every failure is a SourceFailed."""

import contextlib
import functools
import http.client
import ipaddress
import re
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import unquote, urlsplit

from mostanad.loader.download.deadlines import Limit
from mostanad.loader.download.environment import is_address
from mostanad.loader.download.faults import A_PAGE, SourceFailed

_T = TypeVar("_T")
#: The public range of IPv6 (all else is local, unassigned or maps to IPv4), and the NAT64 prefix (RFC 6052).
_GLOBAL, _NAT64 = ipaddress.IPv6Network("2000::/3"), ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an IP address is public. For an IPv6 address that maps to an IPv4 address, the latter decides."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF) if found in _NAT64 else None
        found = found.ipv4_mapped or found.sixtofour or inner or found
    if isinstance(found, ipaddress.IPv6Address) and found not in _GLOBAL:
        return False
    return found.is_global and not found.is_multicast


def in_time(limit: Limit, call: Callable[..., _T], *args: Any) -> _T:
    """Run a call in a thread and return its result; raises SourceFailed if it takes longer than the limit allows."""
    future: Future[_T] = Future()

    def work() -> None:
        try:
            future.set_result(call(*args))
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=work, name="mostanad-download", daemon=True).start()
    while not wait([future], limit.left()).done:
        pass
    return future.result()


class Route(urllib.request.HTTPSHandler, urllib.request.HTTPHandler, urllib.request.HTTPRedirectHandler):
    """One request: it uses the proxy that the environment names, and follows redirects.

    Redirects lead only to http and https, never from https to http, and never from a public address to a private one.
    The connection goes to the address that was checked: a second lookup of the name could return another.
    """

    def __init__(self, limit: Limit) -> None:
        super().__init__()
        self._limit = limit
        self._was_public = False
        self._opened: list[socket.socket] = []
        self._answer: Any = None
        self._is_closed = False

    def ask(self, request: urllib.request.Request) -> Any:
        """Send a request and return the response (2xx); raises SourceFailed, OSError, HTTPException or ValueError."""
        return in_time(self._limit, self._open, request)

    def _open(self, request: urllib.request.Request) -> Any:
        self._answer = urllib.request.build_opener(self).open(request)
        if self._is_closed:  # the caller has given up
            self._answer.close()
        return self._answer

    def close(self) -> None:
        """Close all connections, which also ends a thread that still waits for one."""
        self._is_closed = True
        for one in self._opened:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        if self._answer is not None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                self._answer.close()

    def connect(self, where: tuple[str, int], *_: Any, is_proxy: bool) -> socket.socket:
        """Like ``socket.create_connection``, but checks the addresses of the host, which share the time left."""
        found = socket.getaddrinfo(*where, type=socket.SOCK_STREAM)
        if self._was_public and not is_proxy:
            found = [one for one in found if is_public(str(one[4][0]))]
            if not found:
                raise _not_public(where[0])
        failed = OSError("the host has no address")
        for number, (*_family, address) in enumerate(found):
            try:
                made = socket.create_connection((str(address[0]), where[1]), self._limit.left() / (len(found) - number))
            except OSError as error:
                failed = error
                continue
            self._opened.append(made.dup())  # TLS takes the socket itself
            if self._is_closed:
                made.close()
                self.close()
                raise SourceFailed("the time limit has passed")
            made.settimeout(None)
            self._was_public |= not is_proxy and is_public(str(address[0]))
            return made
        raise failed

    def http_open(self, req: Any) -> Any:
        return self._through(http.client.HTTPConnection, req)

    def https_open(self, req: Any) -> Any:
        return self._through(http.client.HTTPSConnection, req)

    def _through(self, kind: type[http.client.HTTPConnection], request: Any) -> Any:
        is_proxy = bool(request.has_proxy() or request._tunnel_host)
        if is_proxy:  # the proxy looks up names, so they count as public; only addresses are checked
            target = urlsplit(request.full_url).hostname or ""
            leads_out = _passes_for_public(target)
            if self._was_public and not leads_out:
                raise _not_public(target)
            self._was_public |= leads_out

        def made(host: str, **how: Any) -> http.client.HTTPConnection:
            connection: Any = kind(host, **how)
            connection._create_connection = functools.partial(self.connect, is_proxy=is_proxy)
            return connection  # type: ignore[no-any-return]

        return self.do_open(made, request)

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if fp is not None:
            fp.close()  # otherwise urllib reads the whole body of the redirect
        secure = req.full_url.lower().startswith("https://")
        if not newurl.lower().startswith("https://" if secure else ("http://", "https://")):
            raise SourceFailed(f"it redirects to {newurl[:200]}; only http(s) is allowed, and never from https to http")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _passes_for_public(host: str) -> bool:
    """Whether a host counts as public behind a proxy: any name but localhost, or a public address in any notation."""
    name = unquote(host).encode("idna").decode().lower().removesuffix(".")
    with contextlib.suppress(OSError):
        name = socket.inet_ntoa(socket.inet_aton(name))  # 127.1, 0x7f000001 and 2130706433 are 127.0.0.1
    try:
        return is_public(name)
    except ValueError:
        return not f".{name}".endswith(".localhost")


def _not_public(host: str) -> SourceFailed:
    return SourceFailed(f"it redirects from a public address to {host[:200]}, which is not public")


PIECE = 1 << 16
_WORTH_ANOTHER_TRY = frozenset({408, 416, 425, 429, 500, 502, 503, 504})


class Stream(NamedTuple):
    """An open file or response."""

    at: int  # the offset in the file of the first byte; 0 if the server ignores ranges
    length: int | None  # how many bytes follow, if the server says so
    pieces: Iterator[bytes]  # the bytes as they arrive; a SourceFailed if the connection breaks or is too slow


def _pieces(read: Callable[[int], bytes], limit: Limit) -> Iterator[bytes]:
    while True:
        with _failures():
            piece = read(PIECE)
        if not piece:
            return
        limit.received(len(piece))
        yield piece


@contextlib.contextmanager
def open_at(address: str, limit: Limit, start: int = 0) -> Iterator[Stream]:
    """Open a URL or a file at the offset ``start``. The time limit applies to servers only."""
    with contextlib.ExitStack() as opened:
        with _failures():
            stream = (_asked if is_address(address) else _file)(address, limit, start, opened)
        yield stream


@contextlib.contextmanager
def _failures() -> Iterator[None]:
    """Turn every network or file error into a SourceFailed."""
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
    limit.start_headers()
    route = Route(limit)
    opened.callback(route.close)
    answer = route.ask(urllib.request.Request(address, headers=headers))
    if answer.headers.get_content_type() == "text/html":
        raise SourceFailed(A_PAGE)
    found = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
    at = int(found[1]) if found and answer.status == 206 else 0
    if answer.status == 206 and (not at or at != start):
        raise SourceFailed("the server sent a different part of the file than requested", again=True, is_stuck=True)
    if answer.status not in (200, 206):
        raise SourceFailed(f"HTTP {answer.status} {answer.reason}")
    limit.start_body()
    return Stream(at, answer.length, _pieces(lambda size: in_time(limit, answer.read1, size), limit))


def _file(address: str, limit: Limit, start: int, opened: contextlib.ExitStack) -> Stream:
    path = Path(address)
    if path.exists() and not path.is_file():  # reading a pipe could block forever
        raise SourceFailed("it is not a file")
    file: Any = opened.enter_context(path.open("rb"))
    size = file.seek(0, 2)
    at = file.seek(start if start < size else 0)
    return Stream(at, size - at, _pieces(file.read, limit))
