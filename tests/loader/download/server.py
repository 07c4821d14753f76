"""A web server on this machine that serves a tree, and misbehaves on demand."""

from __future__ import annotations

import fnmatch
import gzip
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PAGE = b"<!DOCTYPE html>\n<html><body>Please log in to this network.</body></html>\n"
Way = Callable[["Handler", bytes], None]


class Handler(BaseHTTPRequestHandler):
    """Answers as HTTP/1.1 has it, ranges and all, unless it is told otherwise."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Serve a file, in the way that is due."""
        server: Any = self.server
        path = self.path.lstrip("/")
        server.kept.requests.append((path, self.headers.get("Range")))
        file = server.kept.tree / path
        way = server.kept.way(path)
        if way is None and not file.is_file():
            way = status(404)
        (way or right)(self, file.read_bytes() if file.is_file() else b"")

    def answer(self, code: int, body: bytes, length: int | None = -1, **headers: str) -> None:
        """Send an answer; a length of None leaves it out, and the end of the connection is the end of the file."""
        self.send_response(code)
        if length is not None:
            self.send_header("Content-Length", str(len(body) if length == -1 else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if length != -1:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(body)

    def start(self, body: bytes) -> int:
        """From which byte on it is wanted."""
        found = re.match(r"bytes=(\d+)-$", self.headers.get("Range", ""))
        return min(int(found[1]), len(body)) if found else 0


def right(handler: Handler, body: bytes) -> None:
    """As it should be."""
    start = handler.start(body)
    if start:
        where = f"bytes {start}-{len(body) - 1}/{len(body)}"
        handler.answer(206, body[start:], Content_Range=where)
    else:
        handler.answer(200, body)


def cut(handler: Handler, body: bytes) -> None:
    """Half of it, and the connection is gone."""
    start = handler.start(body)
    rest = body[start:]
    where = {"Content_Range": f"bytes {start}-{len(body) - 1}/{len(body)}"} if start else {}
    handler.answer(206 if start else 200, rest[: (len(rest) + 1) // 2], len(rest), **where)


def cut_without_length(handler: Handler, body: bytes) -> None:
    """Half of it, and nobody says how much it was to be."""
    handler.answer(200, body[: len(body) // 2], None)


def truncated(handler: Handler, body: bytes) -> None:
    """The file has lost its end on the server."""
    right(handler, body[:-3])


def flipped(handler: Handler, body: bytes) -> None:
    """One bit is wrong."""
    right(handler, body[:-1] + bytes([body[-1] ^ 1]))


def longer(handler: Handler, body: bytes) -> None:
    """Something hangs behind it."""
    right(handler, body + b"more")


def longer_without_length(handler: Handler, body: bytes) -> None:
    """Something hangs behind it, and nobody says so."""
    handler.answer(200, body + b"more" * 100, None)


def no_ranges(handler: Handler, body: bytes) -> None:
    """It knows nothing of ranges."""
    handler.answer(200, body)


def cut_no_ranges(handler: Handler, body: bytes) -> None:
    """Half of it, from the beginning."""
    handler.answer(200, body[: len(body) // 2], len(body))


def other_range(handler: Handler, body: bytes) -> None:
    """Another range than was asked for."""
    start = handler.start(body)
    if start:
        handler.answer(206, body[start - 1 :], Content_Range=f"bytes {start - 1}-{len(body) - 1}/{len(body)}")
    else:
        handler.answer(200, body)


def page(handler: Handler, _: bytes) -> None:
    """The login page of a network."""
    handler.answer(200, PAGE, Content_Type="text/html; charset=utf-8")


def hidden_page(handler: Handler, body: bytes) -> None:
    """A page that is as long as the file, and calls itself a file."""
    handler.answer(200, PAGE.ljust(len(body))[: len(body)], Content_Type="application/octet-stream")


def page_without_length(handler: Handler, _: bytes) -> None:
    """A page of which nobody says how long it is."""
    handler.answer(200, PAGE, None)


def zipped(handler: Handler, body: bytes) -> None:
    """Compressed, though nobody asked for it."""
    handler.answer(200, gzip.compress(body), Content_Encoding="gzip")


def silent(handler: Handler, _: bytes) -> None:
    """Says nothing for a while."""
    time.sleep(0.8)
    handler.close_connection = True


def dripping(handler: Handler, body: bytes) -> None:
    """Byte for byte, without an end."""
    handler.answer(200, b"", len(body))
    for number in range(200):
        handler.wfile.write(body[number : number + 1])
        handler.wfile.flush()
        time.sleep(0.02)


def garbage(handler: Handler, _: bytes) -> None:
    """No HTTP at all."""
    handler.wfile.write(b"\x00\x01nothing\r\n\r\n")
    handler.close_connection = True


def status(code: int) -> Way:
    """Nothing but a status."""
    return lambda handler, _: handler.answer(code, b"sorry")


def redirect(to: str) -> Way:
    """It is elsewhere."""
    return lambda handler, _: handler.answer(302, b"", Location=to)


def instead(content: bytes) -> Way:
    """Something else."""
    return lambda handler, _: right(handler, content)


class Server:
    """A server in a thread.

    Attributes:
        tree: what it serves.
        requests: what was asked for: path and range.
    """

    def __init__(self, tree: Path, host: str = "127.0.0.1", port: int = 0) -> None:
        self.tree = tree
        self.requests: list[tuple[str, str | None]] = []
        self._ways: list[tuple[str, Iterator[Way | None]]] = []
        self._server = ThreadingHTTPServer((host, port), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who is asked leaves when he likes
        self._server.kept = self  # type: ignore[attr-defined]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://{self._server.server_address[0]}:{self.port}"

    @property
    def port(self) -> int:
        return self._server.server_port

    def encrypt(self, context: ssl.SSLContext) -> None:
        """From now on it speaks TLS."""
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def behave(self, pattern: str, *ways: Way, always: Way | None = None) -> None:
        """From now on: paths like this are answered in these ways, one after the other, and then always so."""

        def due() -> Iterator[Way | None]:
            yield from ways
            while True:
                yield always

        self._ways.insert(0, (pattern, due()))

    def heal(self) -> None:
        """Behave again."""
        self._ways, self.requests = [], []

    def way(self, path: str) -> Way | None:
        """In which way a path is answered now."""
        return next((next(ways) for pattern, ways in self._ways if fnmatch.fnmatch(path, pattern)), None)

    def asked(self, name: str) -> list[str | None]:
        """With which ranges a file was asked for."""
        return [found for path, found in self.requests if path.endswith(name)]

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
