"""Connections for one request with its redirects: in what is left of a limit, and never from outside to inside."""

from __future__ import annotations

import contextlib
import functools
import http.client
import io
import queue
import socket
import threading
import urllib.request
from typing import Any
from urllib.parse import unquote, urlsplit

from mostanad.loader.faults import SourceFailed
from mostanad.loader.limits import Limit, is_public


def open_request(request: urllib.request.Request, limit: Limit) -> Any:
    """Open a request, by way of the proxy that the environment names.

    Redirects are followed to http and https alone, never from https to http, and never from a public address to one
    that is not. It is connected to an address that was judged, so that a name cannot mean another one meanwhile.

    Args:
        request: to http(s).
        limit: which the connection, its encryption, the redirects and what is sent must keep.

    Returns:
        the answer, as ``urllib.request.urlopen`` gives it.

    Raises:
        SourceFailed: if the limit is over, or a redirect leads where nothing is fetched from.
        OSError: if it cannot be reached; of it HTTPError, if the answer has another status than 2xx.
        HTTPException: if what comes is not HTTP.
        ValueError: if there is no such address.
    """
    route = _Route(limit)
    opener = urllib.request.build_opener(_Redirects, _Plain(route), _Secure(route))
    return opener.open(request)


class _Route:
    """The way of one request, through its redirects."""

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        self._was_public = False

    def connect(self, host: str, port: int) -> socket.socket:
        found = [(one, str(one[4][0])) for one in self._looked_up(host, port)]
        if self._was_public:
            found = [(one, address) for one, address in found if is_public(address)]
            if not found:
                raise _not_public(host)
        made, address = self._first(found)
        self._was_public |= is_public(address)
        return made

    def connect_to_proxy(self, host: str, port: int, target: str) -> socket.socket:
        """A name of a target is looked up by the proxy; here it passes for public, and an address is judged."""
        leads_out = _passes_for_public(target)
        if self._was_public and not leads_out:
            raise _not_public(target)
        self._was_public |= leads_out
        return self._first([(one, "") for one in self._looked_up(host, port)])[0]

    def _looked_up(self, host: str, port: int) -> list[Any]:
        """What a name stands for. The system takes its own time for that: a thread waits for it."""
        answers: queue.SimpleQueue[Any] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
            except (OSError, ValueError) as error:
                answers.put(error)

        threading.Thread(target=ask, daemon=True).start()
        try:
            found = answers.get(timeout=self.limit.left())
        except queue.Empty:
            raise SourceFailed(f"the name {host} was not looked up in time", again=True) from None
        if isinstance(found, Exception):
            raise found
        return list(found)

    def _first(self, found: list[tuple[Any, str]]) -> tuple[socket.socket, str]:
        """The first connection that can be made; what is left of the time is shared among the addresses."""
        failed = OSError("it has no address")
        for number, ((family, kind, protocol, _, where), address) in enumerate(found):
            made = socket.socket(family, kind, protocol)
            try:
                made.settimeout(self.limit.left() / (len(found) - number))
                made.connect(where)
                made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return made, address
            except OSError as error:
                made.close()
                failed = error
            except BaseException:
                made.close()
                raise
        raise failed


def _passes_for_public(host: str) -> bool:
    """Whether a host passes for public behind a proxy: any name but localhost, and an address however it is written."""
    name = unquote(host).encode("idna").decode().lower().removesuffix(".")
    with contextlib.suppress(OSError):
        name = socket.inet_ntoa(socket.inet_aton(name))  # 127.1, 0x7f000001 and 2130706433 are 127.0.0.1
    try:
        return is_public(name)
    except ValueError:
        return not f".{name}".endswith(".localhost")


def _not_public(host: str) -> SourceFailed:
    return SourceFailed(f"it leads on to {host[:200]}, which is not on the open internet, and came from there")


class _Reader(io.RawIOBase):
    """What a socket receives."""

    def __init__(self, connection: socket.socket, limit: Limit) -> None:
        self._socket, self._limit = connection, limit
        self._file = connection.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        with self._limit.on(self._socket):
            return self._file.readinto(buffer)

    def close(self) -> None:
        self._file.close()
        super().close()


class _Timed:
    """Of a socket what ``http.client`` uses, each call with what is left of a limit."""

    def __init__(self, connection: socket.socket, limit: Limit) -> None:
        self._socket, self._limit = connection, limit

    def sendall(self, content: bytes) -> None:
        with self._limit.on(self._socket):
            self._socket.sendall(content)

    def makefile(self, *_: object) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._socket, self._limit))

    def close(self) -> None:
        self._socket.close()


class _Connection(http.client.HTTPConnection):
    """Made by a route. Where it goes to a proxy, ``target`` is the host that is meant."""

    def __init__(self, *args: Any, route: _Route, target: str | None, **how: Any) -> None:
        super().__init__(*args, **how)
        self._route, self._target = route, target

    def connect(self) -> None:
        """Connect, through a tunnel if there is one to be."""
        if self._target is None:
            made = self._route.connect(self.host, self.port)
        else:
            made = self._route.connect_to_proxy(self.host, self.port, self._target)
        self.sock: Any = _Timed(made, self._route.limit)
        if self._tunnel_host:  # type: ignore[attr-defined]
            self._tunnel()  # type: ignore[attr-defined]
        self._encrypt(made)

    def _encrypt(self, made: socket.socket) -> None:
        """Of https only."""


class _Encrypted(_Connection, http.client.HTTPSConnection):
    """The same with TLS; the certificate is that of the host that was named, whatever its address."""

    def _encrypt(self, made: socket.socket) -> None:
        host = self._tunnel_host or self.host  # type: ignore[attr-defined]
        with self._route.limit.on(made):
            secured = self._context.wrap_socket(made, server_hostname=host)  # type: ignore[attr-defined]
        self.sock = _Timed(secured, self._route.limit)


def _by(kind: type[_Connection], route: _Route, request: Any) -> Any:
    is_proxied = request.has_proxy() or request._tunnel_host
    return functools.partial(kind, route=route, target=urlsplit(request.full_url).hostname if is_proxied else None)


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, route: _Route) -> None:
        super().__init__()
        self._route = route

    def http_open(self, req: Any) -> Any:
        return self.do_open(_by(_Connection, self._route, req), req)


class _Secure(urllib.request.HTTPSHandler):
    def __init__(self, route: _Route) -> None:
        super().__init__()
        self._route = route

    def https_open(self, req: Any) -> Any:
        return self.do_open(_by(_Encrypted, self._route, req), req)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to http and https alone, and never from https to http."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        secure = req.full_url.lower().startswith("https://")
        if not newurl.lower().startswith("https://" if secure else ("http://", "https://")):
            raise SourceFailed(f"it leads on to {newurl[:200]}, where nothing is fetched from")
        if fp is not None:
            fp.close()  # else all that is sent with it would be read
        return super().redirect_request(req, fp, code, msg, headers, newurl)
