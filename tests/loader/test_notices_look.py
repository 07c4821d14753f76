"""The look at the index: once, at no cost for who names none, and for nobody a reason to wait or to fail."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.loader.download.server import Server, cut, page, status
from tests.loader.telling import CONCERNED, OF_EVENTS, load, path_of, told
from tests.loader.versions import FIRST, SECOND, THIRD
from tests.publishing.conftest import KEY, sign, signature

import mostanad
from mostanad.loader import StaleIndexWarning, notices
from mostanad.loader.download import deadlines, environment, trusted_index
from mostanad.publishing import index, sshsig

pytestmark = pytest.mark.usefixtures("as_in_a_new_process")
WAIT = notices.WAIT


@pytest.fixture
def server(published: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The tree, served at an address that is named."""
    made = Server(published)
    monkeypatch.setenv(environment.INDEX, made.address)
    monkeypatch.setenv(environment.ALLOW_UNSIGNED, "1")
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    yield made
    made.close()


def test_the_index_of_a_server(server: Server) -> None:
    assert load() == [OF_EVENTS]
    assert [path for path, _ in server.requests] == [index.INDEX]


def test_an_index_that_is_not_signed_is_told_of_once(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(environment.ALLOW_UNSIGNED)
    (said,) = told(lambda: mostanad.load("events", version=FIRST), StaleIndexWarning)
    assert "is not known: the index at" in said
    assert "MOSTANAD_ALLOW_UNSIGNED=1" in said


def test_its_signature_is_checked_too(
    server: Server, monkeypatch: pytest.MonkeyPatch, published: Path, tmp_path: Path
) -> None:
    server.tree = Path(shutil.copytree(published, tmp_path / "tree"))
    sign(server.tree)
    monkeypatch.delenv(environment.ALLOW_UNSIGNED)
    monkeypatch.setenv(environment.KEYS, sshsig.public(KEY).line)
    assert load() == [OF_EVENTS]
    assert [path for path, _ in server.requests] == [index.INDEX, signature(server.tree).name]


def test_each_process_looks_once(server: Server) -> None:
    for version in (FIRST, SECOND, THIRD):
        for table in CONCERNED:
            load(table, version)
    assert len(server.requests) == 1


def test_without_an_index_nothing_is_looked_for(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    begun: list[str] = []
    monkeypatch.setattr(notices._Look, "begin", lambda look: begun.append(look._place) or look._done.set())
    assert load() == []
    assert begun == [server.address]
    monkeypatch.setattr(notices, "_looks", {})
    monkeypatch.delenv(environment.INDEX)
    assert load() == []
    assert len(begun) == 1
    assert server.requests == []


def test_offline_no_address_is_opened(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    monkeypatch.setenv(environment.OFFLINE, "1")
    assert load() == []
    assert server.requests == []
    monkeypatch.delenv(environment.OFFLINE)
    assert load() == [OF_EVENTS]


def test_offline_a_folder_is_still_looked_at(monkeypatch: pytest.MonkeyPatch, named: Path) -> None:
    monkeypatch.setenv(environment.OFFLINE, "1")
    assert load() == [OF_EVENTS]


@pytest.mark.parametrize("place", ["ftp://example.org/tree", "http://", "~no-such-user-here/tree", "/no/such/folder"])
def test_a_place_that_is_none_is_not_told_of(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setenv(environment.INDEX, place)
    assert load() == []


@pytest.mark.parametrize("way", [page, cut, status(403), status(503)], ids=["page", "cut", "403", "503"])
def test_a_server_that_refuses_is_asked_once_and_not_waited_for(server: Server, way: Any) -> None:
    server.behave(index.INDEX, always=way)
    seconds, said = _timed(lambda: load() + load("officials"))
    assert said == []
    assert seconds < 20
    assert len(server.requests) == 1


def test_a_server_that_is_gone_is_not_waited_for(server: Server) -> None:
    server.close()
    seconds, said = _timed(load)
    assert said == []
    assert seconds < 20


def test_an_index_without_an_end_is_not_read_to_the_end(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trusted_index, "MOST", 10)
    assert load() == []


def test_a_server_that_hangs_is_waited_for_once(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = threading.Event()
    monkeypatch.setattr(notices, "WAIT", 1)
    monkeypatch.setattr(deadlines, "HEADERS", 20)
    server.behave(index.INDEX, always=lambda handler, body: answer.wait(20) and handler.answer(200, body))
    try:
        seconds, said = _timed(load)
        assert said == []
        assert 0.9 < seconds < 15
        assert _timed(lambda: [load("officials") for _ in range(5)])[0] < 4
    finally:
        answer.set()
    notices._looks[server.address]._done.wait(20)
    assert load() == [OF_EVENTS]  # what came later is known from then on
    assert len(server.requests) == 1


def test_a_server_that_hangs_does_not_hold_up_the_end(server: Server, tmp_path: Path) -> None:
    answer = threading.Event()
    server.behave(index.INDEX, always=lambda handler, _: answer.wait(60))
    script = tmp_path / "analysis.py"
    script.write_text(
        "import sys, mostanad\nfrom mostanad.loader import notices\nnotices.WAIT = 0.2\n"
        "print(len(mostanad.load('events', sys.argv[1])))\n",
        "utf-8",
    )
    try:
        seconds, run = _timed(lambda: _run(script, {environment.INDEX: server.address}))
    finally:
        answer.set()
    assert (run.stdout, run.stderr) == ("2\n", "")
    assert seconds < 20


def test_the_wait_is_short() -> None:
    assert 0 < WAIT <= 2


def test_who_cannot_have_a_thread_can_load(named: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        seconds, said = _timed(load)
    assert said == []
    assert seconds < 20


def test_a_damaged_index_is_not_told_of(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = (published / index.INDEX).read_bytes()
    for number, spoiled in enumerate((b"", b"{}", content.replace(b"correction", b"Correction"), content[:-9])):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / index.INDEX).write_bytes(spoiled)
        monkeypatch.setenv(environment.INDEX, str(folder))
        assert load() == []


def _edit(tree: Path, **changes: Any) -> None:
    made = index.sealed(json.loads((tree / index.INDEX).read_text("utf-8")) | changes)
    (tree / index.INDEX).write_bytes(index.to_bytes(made))


@pytest.fixture
def rolled_back(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree of which a later index was seen by an earlier process."""
    tree = tmp_path / "tree"
    tree.mkdir()
    shutil.copy(published / index.INDEX, tree)
    monkeypatch.setenv(environment.INDEX, str(tree))
    _edit(tree, sequence=7, previous="0" * 64)
    assert load() == [OF_EVENTS]
    _edit(tree, sequence=6)
    monkeypatch.setattr(notices, "_told", set())
    monkeypatch.setattr(notices, "_looks", {})
    return tree


def test_an_index_that_contradicts_what_was_seen_is_told_of_once_and_not_believed(rolled_back: Path) -> None:
    (said,) = told(lambda: mostanad.load("events", FIRST), StaleIndexWarning)
    assert said.startswith(f"whether facts of release {FIRST} were corrected since is not known: {rolled_back} gives")
    assert "index 6 of 2026-11-02, and 7 of 2026-11-02 was seen before" in said
    assert load() == load("officials") == []


def test_who_cannot_write_the_cache_is_told(named: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache/thesis.docx").write_text("")
    assert load() == [OF_EVENTS]
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["thesis.docx"]


def test_where_warnings_are_errors_an_index_that_is_refused_stops_once(rolled_back: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(StaleIndexWarning):
            mostanad.load("events", FIRST)
        assert len(mostanad.load("events", FIRST))


def test_where_warnings_are_errors_an_index_that_cannot_be_had_stops_nobody(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.behave(index.INDEX, always=status(404))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(mostanad.load("events", FIRST))


def test_python_shows_it_without_being_asked_with_the_line_of_the_user(published: Path, tmp_path: Path) -> None:
    script = tmp_path / "analysis.py"
    script.write_text(
        "import sys, mostanad\nfrom mostanad.loader import notices\nnotices.WAIT = 40\n"
        "events = mostanad.load('events', sys.argv[1])\n",
        "utf-8",
    )
    run = _run(script, {environment.INDEX: str(published)})
    assert run.stderr.startswith(f"{script}:4: SupersededWarning: {OF_EVENTS}\n")


def _run(script: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A program of a user, who loads from the first release."""
    known = {"PYTHONPATH": str(Path(mostanad.__file__).parents[1]), environment.CACHE: str(script.parent / "other")}
    call = [sys.executable, script, path_of(FIRST)]
    return subprocess.run(call, env=variables | known, capture_output=True, text=True, check=True, timeout=50)


def _timed(ask: Callable[[], Any]) -> tuple[float, Any]:
    began = time.monotonic()
    found = ask()
    return time.monotonic() - began, found
