"""A server below HTTP: it says to each connection what it is told to, as slowly as it likes."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Callable, Iterator

#: Pieces, each sent after a pause of so many seconds; a number: the port of this machine to which it is handed on.
Story = Callable[[bytes], Iterator[tuple[float, bytes | int]]]


class Raw:
    """A server in threads.

    Attributes:
        asked: how many connections came.
        told: how many of them heard the story to its end.
    """

    def __init__(self, story: Story) -> None:
        self._story = story
        self.asked = self.told = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        """Stop."""
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.asked += 1
            threading.Thread(target=self._tell, args=(connection,), daemon=True).start()

    def _tell(self, connection: socket.socket) -> None:
        with connection:
            try:
                for pause, piece in self._story(connection.recv(1 << 16)):
                    time.sleep(pause)
                    if isinstance(piece, int):
                        return join(connection, piece)
                    connection.sendall(piece)
                self.told += 1
            except OSError:  # who listened has gone
                pass


def join(connection: socket.socket, port: int) -> None:
    """Hand on what comes from either side, until one of them has gone."""
    with socket.create_connection(("127.0.0.1", port)) as other:
        while True:
            for one in select.select([connection, other], [], [], 10)[0]:
                piece = one.recv(1 << 16)
                if not piece:
                    return
                (other if one is connection else connection).sendall(piece)


def tunnel(port: int) -> Story:
    """As a proxy does for https: the connection is joined to a port of this machine."""

    def story(_: bytes) -> Iterator[tuple[float, bytes | int]]:
        yield 0, b"HTTP/1.1 200 Connection established\r\n\r\n"
        yield 0, port

    return story


def drip(seconds: float = 8) -> Iterator[tuple[float, bytes]]:
    """A byte at a time, for longer than any test waits."""
    for _ in range(int(seconds / 0.02)):
        yield 0.02, b"x"


def headers(_: bytes) -> Iterator[tuple[float, bytes]]:
    """A header without an end."""
    yield 0, b"HTTP/1.1 200 OK\r\nX-Slow: "
    yield from drip()


def handshake(_: bytes) -> Iterator[tuple[float, bytes]]:
    """The beginning of TLS, without an end."""
    yield 0, b"\x16\x03\x03\x40\x00\x02"
    yield from drip()


def body(_: bytes) -> Iterator[tuple[float, bytes]]:
    """A body without an end."""
    yield 0, b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
    yield from drip()


def chunk(_: bytes) -> Iterator[tuple[float, bytes]]:
    """A chunked body of which not even the first chunk begins."""
    yield 0, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;"
    yield from drip()


def steady(_: bytes) -> Iterator[tuple[float, bytes]]:
    """A body that comes slowly, with a pause, and to its end."""
    yield 0, b"HTTP/1.1 200 OK\r\nContent-Length: 1600\r\n\r\n"
    for number in range(16):
        yield (1.0 if number == 8 else 0.2), b"x" * 100


def onward(asked: bytes) -> Iterator[tuple[float, bytes]]:
    """From one redirect to the next."""
    number = int(asked.split()[1].strip(b"/") or b"0")
    to = b"HTTP/1.1 302 Found\r\nLocation: /%d\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    yield 0.3, to % (number + 1)
