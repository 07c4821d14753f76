"""Servers that hold one up: whatever they drip, it ends, and the next place is asked."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.loader.download import raw
from tests.loader.download import server as ways
from tests.loader.download.conftest import is_right
from tests.loader.download.raw import Raw
from tests.loader.download.server import Server
from tests.loader.download.small_tree import NEW, OLD

from mostanad.loader import DownloadError, StaleIndexWarning, download, versions
from mostanad.loader.download import connections, deadlines, environment, fetch_file
from mostanad.loader.download.cache import Cache
from mostanad.loader.download.connections import Route
from mostanad.loader.download.faults import SourceFailed

pytestmark = pytest.mark.slow

Starts = Callable[[raw.Story], Raw]


@pytest.fixture(autouse=True)
def short(at_hand: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything in seconds instead of minutes."""
    for name, value in {"HEADERS": 0.6, "INDEX": 2.0, "STRETCH": 0.6}.items():
        monkeypatch.setattr(deadlines, name, value)
    monkeypatch.setattr(fetch_file, "PAUSE", 0.01)


@pytest.fixture
def start() -> Iterator[Starts]:
    """Starts servers."""
    made: list[Raw] = []

    def begin(story: raw.Story) -> Raw:
        made.append(Raw(story))
        return made[-1]

    yield begin
    for one in made:
        one.close()


def taken(address: str) -> bytes:
    with connections.open_at(address, deadlines.Limit()) as stream:
        return b"".join(stream.pieces)


@pytest.mark.parametrize(
    ("story", "scheme", "message"),
    [
        (raw.headers, "http", "no answer within 0.6 seconds"),
        (raw.onward, "http", "no answer within 0.6 seconds"),
        (raw.handshake, "https", "no answer within 0.6 seconds"),
        (raw.body, "http", "too slow: less than 2458 bytes in 0.6 seconds"),
        (raw.chunk, "http", "too slow: less than 2458 bytes in 0.6 seconds"),
    ],
)
def test_what_drips_ends(start: Starts, story: raw.Story, scheme: str, message: str) -> None:
    server = start(story)
    with pytest.raises(SourceFailed, match=message):
        taken(f"{scheme}://127.0.0.1:{server.port}/0")
    assert server.asked > 0
    assert server.told < 10  # it would have gone on
    for thread in threading.enumerate():  # what is given up is closed: nobody waits for it any longer
        if thread.name == "mostanad-download":
            thread.join(5)
            assert not thread.is_alive()
    assert story is raw.onward or server.told == 0


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_drips_ends(start: Starts, monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    proxy = start(raw.headers)
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(f"{scheme}_proxy", proxy.address)
    with pytest.raises(SourceFailed, match="no answer within"):
        taken(f"{scheme}://mirror.test/x")
    assert (proxy.asked, proxy.told) == (1, 0)


def test_a_name_that_nobody_looks_up_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer.wait(8) and [])
    with pytest.raises(SourceFailed, match="no answer within"):
        taken("http://mirror.test/x")
    assert not answer.is_set()


def test_a_request_that_was_given_up_leaves_no_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither one that its thread makes only then, nor an answer that comes only then."""
    (tmp_path / "x").write_bytes(b"here")
    server, made = Server(tmp_path), list[socket.socket]()
    request, connect = urllib.request.Request(f"{server.address}/x"), socket.create_connection
    monkeypatch.setattr(socket, "create_connection", lambda *args: made.append(connect(*args)) or made[-1])
    late = Route(deadlines.Limit(5))
    late.close()
    with pytest.raises(SourceFailed, match="the time limit has passed"):
        late.ask(request)
    early = Route(deadlines.Limit(5))
    send = Route.http_open
    monkeypatch.setattr(Route, "http_open", lambda *args: (send(*args), setattr(early, "_is_closed", True))[0])
    assert early.ask(request).closed
    early.close()
    server.close()
    assert [one.fileno() for one in made] == [-1, -1]


def test_the_first_of_two_addresses_does_not_use_up_the_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"here")
    server = Server(tmp_path)
    full = socket.create_server(("127.0.0.1", 0), backlog=0)  # it accepts nobody
    fillers = [socket.socket() for _ in range(4)]
    for one in fillers:
        one.setblocking(False)
        one.connect_ex(full.getsockname())
    where = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", one) for one in (full.getsockname(), ("127.0.0.1", server.port))
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: where)
    monkeypatch.setattr(deadlines, "HEADERS", 3.0)
    assert taken("http://mirror.test/x") == b"here"
    for one in (full, *fillers):
        one.close()
    server.close()


def test_what_is_slow_and_fast_enough_comes(start: Starts, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes longer than a stretch, and stalls for a moment."""
    monkeypatch.setattr(deadlines, "STRETCH", 2.0)
    monkeypatch.setattr(deadlines, "SLOWEST", 100)
    began = time.monotonic()
    assert taken(f"{start(raw.steady).address}/x") == b"x" * 1600
    assert time.monotonic() - began > deadlines.STRETCH


def test_what_a_server_says_is_one_short_line(start: Starts) -> None:
    server = start(lambda _: iter([(0, b"HTTP/1.1 404 \x1b[2J" + b"x" * 60_000 + b"\r\n\r\n")]))
    with pytest.raises(SourceFailed, match="HTTP 404") as failed:
        taken(f"{server.address}/x")
    assert str(failed.value).isprintable()
    assert len(str(failed.value)) == 500


def test_an_index_has_its_time_for_all_tries(start: Starts, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not slow enough for a file to be given up, and would take minutes."""
    monkeypatch.setattr(deadlines, "SLOWEST", 1)
    server = start(raw.body)
    monkeypatch.setenv(environment.INDEX, server.address)
    with pytest.raises(DownloadError, match=r"the index at .* cannot be fetched: not complete within 2 seconds"):
        download(NEW)
    assert (server.asked, server.told) == (1, 0)


def test_an_index_whose_headers_drip_has_its_time_for_all_tries(
    start: Starts, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert versions() == [OLD, NEW]
    bad = start(raw.headers)
    monkeypatch.setattr(fetch_file, "TRIES", 1000)
    monkeypatch.setenv(environment.INDEX, bad.address)
    with pytest.raises(DownloadError, match="not complete within 2 seconds"):
        download(NEW)
    assert bad.told == 0
    assert bad.asked < 10


@pytest.mark.parametrize(
    ("story", "message"), [(raw.headers, "no answer within 0.6 seconds"), (raw.chunk, "too slow: less than 2458 bytes")]
)
def test_a_server_that_drips_has_its_tries_for_one_file_and_for_the_archive(
    start: Starts, at_hand: Cache, tree: Path, monkeypatch: pytest.MonkeyPatch, story: raw.Story, message: str
) -> None:
    bad = start(story)
    for folder in ("releases", "archives"):
        shutil.rmtree(tree / folder)
    monkeypatch.setenv(environment.INDEX, str(tree))
    monkeypatch.setenv(environment.MIRRORS, bad.address)
    with pytest.raises(DownloadError, match=rf"(?s){message}.*tar\.gz.*{message}"):
        download(NEW)
    assert (bad.asked, bad.told) == (2 * fetch_file.TRIES, 0)


@pytest.mark.parametrize("story", [raw.headers, raw.chunk])
def test_a_good_mirror_makes_up_for_one_that_drips(
    start: Starts, at_hand: Cache, template: Path, tree: Path, monkeypatch: pytest.MonkeyPatch, story: raw.Story
) -> None:
    bad, good = start(story), Server(template)
    for folder in ("releases", "archives"):
        shutil.rmtree(tree / folder)
    monkeypatch.setenv(environment.INDEX, str(tree))
    monkeypatch.setenv(environment.MIRRORS, f"{bad.address} {good.address}")
    assert is_right()
    assert bad.told == 0
    assert bad.asked < 10
    good.close()


def test_at_the_defaults_all_tries_for_a_file_take_about_two_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """As docs/downloading.md says."""
    monkeypatch.undo()
    pauses = sum(fetch_file.PAUSE * 2**number for number in range(fetch_file.TRIES - 1))
    assert fetch_file.TRIES * (deadlines.HEADERS + deadlines.STRETCH) + pauses < 125


def test_what_is_known_stands_if_the_index_drips(server: Server, start: Starts, at_hand: Cache) -> None:
    assert versions() == [OLD, NEW]

    def dripping(handler: ways.Handler, _: bytes) -> None:
        for _, piece in raw.headers(b""):
            time.sleep(0.02)
            handler.wfile.write(piece)

    server.behave("index.json", always=dripping)
    with pytest.warns(StaleIndexWarning, match="within .* seconds.*using the last one seen: index 2"):
        assert versions() == [OLD, NEW]


# Through TLS


def named(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Names stand for these addresses, one look-up after the other; returns what was looked up."""
    asked: list[str] = []
    left = list(answers)

    def look_up(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        if host[0].isdigit():
            found = [host]
        else:
            asked.append(host)
            found = left.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


@pytest.fixture
def secure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server with a certificate for ``mirror.test`` that is trusted."""
    if shutil.which("openssl") is None:
        pytest.skip("not checked: openssl is missing, which makes the certificate")
    made, key = tmp_path / "certificate", tmp_path / "key"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=mirror.test"]
    command += ["-addext", "subjectAltName=DNS:mirror.test", "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    (tmp_path / "x").write_bytes(b"secret")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    server = Server(tmp_path)
    server.encrypt(context)
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    monkeypatch.setattr(deadlines, "HEADERS", 5)
    named(monkeypatch, *[["127.0.0.1"]] * 3)
    yield server
    server.close()


def test_https_is_for_the_name_that_was_meant(secure: Server) -> None:
    assert taken(f"https://mirror.test:{secure.port}/x") == b"secret"
    with pytest.raises(SourceFailed, match="certificate verify failed"):
        taken(f"https://other.test:{secure.port}/x")


def test_https_through_a_proxy(secure: Server, start: Starts, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    proxy = start(raw.tunnel(secure.port))
    monkeypatch.setenv("https_proxy", proxy.address)
    assert taken(f"https://mirror.test:{secure.port}/x") == b"secret"
    with pytest.raises(SourceFailed, match="certificate verify failed"):
        taken(f"https://other.test:{secure.port}/x")
    assert proxy.asked == 2
