"""The look at the site on this machine."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from mostanad.site.serving import serve_site


@contextlib.contextmanager
def serving(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[str]:
    """Serves a folder as the command does; gives the address."""
    servers: list[ThreadingHTTPServer] = []
    forever = ThreadingHTTPServer.serve_forever

    def kept(self: ThreadingHTTPServer, poll_interval: float = 0.05) -> None:
        servers.append(self)
        forever(self, poll_interval)

    monkeypatch.setattr(ThreadingHTTPServer, "serve_forever", kept)
    said: queue.Queue[str] = queue.Queue()
    thread = threading.Thread(target=serve_site, args=(folder, 0, said.put))
    thread.start()
    try:
        address = said.get(timeout=60).split()[0]
        while not servers:
            thread.join(0.05)
        assert servers[0].server_address[0] == "127.0.0.1"
        yield address
    finally:
        servers[0].shutdown()
        thread.join(60)
        assert not thread.is_alive()


def test_it_serves_the_folder_to_this_machine_only_and_says_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("the site", "utf-8")
    (tmp_path / "site/404.html").write_text("nothing is here, 100%", "utf-8")
    (tmp_path / "secret").write_text("not the site", "utf-8")
    with serving(tmp_path / "site", monkeypatch, capsys) as address:
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(address, timeout=60) as answer:
            assert answer.read() == b"the site"
        for path in ("../secret", "%2e%2e/secret", "nothing.html"):
            with pytest.raises(urllib.error.HTTPError, match="404") as error:
                urllib.request.urlopen(address + path, timeout=60)
            with error.value as answer:
                assert answer.read() == b"nothing is here, 100%"
    assert capsys.readouterr() == ("", "")


def test_ctrl_c_ends_it_with_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(self: ThreadingHTTPServer) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ThreadingHTTPServer, "serve_forever", interrupted)
    said: list[str] = []
    serve_site(tmp_path, 0, said.append)
    assert said[1:] == ["stopped"]


def test_a_port_that_is_taken_is_an_error(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(OSError, match=r"[Aa]ddress already in use"):
            serve_site(tmp_path, other.getsockname()[1], print)
