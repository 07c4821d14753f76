"""Connections for one request with its redirects: in what is left of a limit, and never from outside to inside."""

from __future__ import annotations

import contextlib
import functools
import http.client
import ipaddress
import queue
import socket
import ssl
import threading
import urllib.request
from typing import Any
from urllib.parse import unquote, urlsplit

from mostanad.loader.download.deadlines import Limit
from mostanad.loader.download.faults import SourceFailed

#: Where the open internet is in version 6; everything else is local, not given out, or stands for version 4.
_GLOBAL, _NAT64 = ipaddress.IPv6Network("2000::/3"), ipaddress.IPv6Network("64:ff9b::/96")


def open_request(request: urllib.request.Request, limit: Limit) -> Any:
    """Open a request to http(s), by way of the proxy that the environment names.

    Redirects are followed to http and https alone, never from https to http, and never from a public address to one
    that is not. The connection goes to the address that was judged: there is no second lookup that could give another.

    Raises:
        SourceFailed: if the limit is over, or a redirect leads where nothing is fetched from.
        OSError: if it cannot be reached; of it HTTPError, if the answer has another status than 2xx.
        HTTPException: if what comes is not HTTP.
        ValueError: if there is no such address.
    """
    opener = urllib.request.build_opener(_Redirects, _Handler(_Route(limit)))
    return opener.open(request)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet; what stands for an IPv4 address is judged as that."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF) if found in _NAT64 else None
        found = found.ipv4_mapped or found.sixtofour or inner or found
    if isinstance(found, ipaddress.IPv6Address) and found not in _GLOBAL:
        return False
    return found.is_global and not found.is_multicast


class _Timed:
    """Of a socket what ``http.client`` uses, each call with what is left of a limit."""

    limit: Limit

    def recv_into(self, *args: Any) -> int:
        with self.limit.on(self):  # type: ignore[arg-type]
            return super().recv_into(*args)  # type: ignore[misc,no-any-return]

    def sendall(self, *args: Any) -> None:
        with self.limit.on(self):  # type: ignore[arg-type]
            super().sendall(*args)  # type: ignore[misc]


class _Socket(_Timed, socket.socket):
    pass


class _SecureSocket(_Timed, ssl.SSLSocket):
    pass


class _Route:
    """The way of one request, through its redirects."""

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        self._was_public = False

    def connect(self, host: str, port: int) -> _Socket:
        found = self._looked_up(host, port)
        if self._was_public:
            found = [one for one in found if is_public(str(one[4][0]))]
            if not found:
                raise _not_public(host)
        made, address = self._first(found)
        self._was_public |= is_public(address)
        return made

    def connect_to_proxy(self, host: str, port: int, target: str) -> _Socket:
        """A name of a target is looked up by the proxy; here it passes for public, and an address is judged."""
        leads_out = _passes_for_public(target)
        if self._was_public and not leads_out:
            raise _not_public(target)
        self._was_public |= leads_out
        return self._first(self._looked_up(host, port))[0]

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

    def _first(self, found: list[Any]) -> tuple[_Socket, str]:
        """The first connection that can be made, and to where; the addresses share what is left of the time."""
        failed = OSError("it has no address")
        for number, (family, kind, protocol, _, where) in enumerate(found):
            made = _Socket(family, kind, protocol)
            made.limit = self.limit
            try:
                made.settimeout(self.limit.left() / (len(found) - number))
                made.connect(where)
                made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return made, str(where[0])
            except BaseException as error:
                made.close()
                if not isinstance(error, OSError):
                    raise
                failed = error
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


class _Connection(http.client.HTTPConnection):
    """Made by a route. Where it goes to a proxy, ``target`` is the host that is meant."""

    def __init__(self, *args: Any, route: _Route, target: str | None, **how: Any) -> None:
        super().__init__(*args, **how)
        self._route, self._target = route, target

    def connect(self) -> None:
        if self._target is None:
            self.sock = self._route.connect(self.host, self.port)
        else:
            self.sock = self._route.connect_to_proxy(self.host, self.port, self._target)
        if self._tunnel_host:  # type: ignore[attr-defined]
            self._tunnel()  # type: ignore[attr-defined]


class _SecureConnection(_Connection, http.client.HTTPSConnection):
    """The same with TLS; the certificate is that of the host that was named, whatever its address."""

    def connect(self) -> None:
        super().connect()
        context: ssl.SSLContext = self._context  # type: ignore[attr-defined]
        context.sslsocket_class = _SecureSocket
        with self._route.limit.on(self.sock):
            made = context.wrap_socket(self.sock, server_hostname=self._tunnel_host or self.host)  # type: ignore[attr-defined]
        made.limit = self._route.limit  # type: ignore[attr-defined]
        self.sock = made


class _Handler(urllib.request.HTTPSHandler, urllib.request.HTTPHandler):
    def __init__(self, route: _Route) -> None:
        super().__init__()
        self._route = route

    def http_open(self, req: Any) -> Any:
        return self._opened(_Connection, req)

    def https_open(self, req: Any) -> Any:
        return self._opened(_SecureConnection, req)

    def _opened(self, kind: type[_Connection], request: Any) -> Any:
        is_proxied = request.has_proxy() or request._tunnel_host
        target = urlsplit(request.full_url).hostname if is_proxied else None
        return self.do_open(functools.partial(kind, route=self._route, target=target), request)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to http and https alone, and never from https to http."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        secure = req.full_url.lower().startswith("https://")
        if not newurl.lower().startswith("https://" if secure else ("http://", "https://")):
            raise SourceFailed(f"it leads on to {newurl[:200]}, where nothing is fetched from")
        if fp is not None:
            fp.close()  # else all that is sent with it would be read
        return super().redirect_request(req, fp, code, msg, headers, newurl)
