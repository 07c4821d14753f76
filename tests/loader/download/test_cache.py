"""The cache: full, read-only, damaged, shared; and each call of a download failing once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.loader.download import server as ways
from tests.loader.download.conftest import TABLE, contents, is_right, nothing_is_used, spoil
from tests.loader.download.failing import Failing, read_only
from tests.loader.download.server import Server
from tests.loader.download.small_tree import NEW, OLD

from mostanad.files import resources
from mostanad.loader import CacheError, DownloadError, download, release, versions
from mostanad.loader.download import cache, environment
from mostanad.loader.download.cache import Cache
from mostanad.publishing import files, index


def test_a_damaged_cache_is_mended_from_the_index(server: Server, at_hand: Cache) -> None:
    download(NEW)
    spoil(at_hand)
    assert is_right()
    at_hand.manifest(NEW).write_bytes(b"{")
    assert is_right()


def test_a_damaged_cache_without_an_index_is_told(
    server: Server, at_hand: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    download(NEW)
    monkeypatch.delenv(environment.INDEX)
    spoil(at_hand)
    with pytest.raises(CacheError, match=f"{TABLE} has changed since it was downloaded; run `mostanad download {NEW}`"):
        release(NEW)
    (at_hand.release(NEW) / TABLE).unlink()
    with pytest.raises(CacheError, match=TABLE):
        release(NEW)


def test_a_memory_that_is_damaged_is_no_leave_to_forget(server: Server, at_hand: Cache) -> None:
    assert versions()
    next((at_hand.root / "seen").glob("*.json")).write_bytes(b"{")
    with pytest.raises(CacheError, match=r"the index seen before .*mostanad cache --forget"):
        download(NEW)


def test_a_full_disk(server: Server, at_hand: Cache) -> None:
    """What is written to this device never has room."""
    at_hand.make()
    part = at_hand.part(files.entry(server.tree / "releases" / NEW, TABLE)["sha256"])
    part.parent.mkdir()
    part.symlink_to("/dev/full")
    with pytest.raises(
        CacheError, match=r"No space left on device; free some space, or name another folder in MOSTANAD"
    ):
        download(NEW)
    assert nothing_is_used(at_hand)
    part.unlink()
    assert is_right()


def test_a_cache_that_cannot_be_written(server: Server, at_hand: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it has is opened; what it lacks is told."""
    download(OLD)
    with read_only(at_hand.root):
        assert is_right(OLD)
        assert versions() == [OLD, NEW]
        with pytest.raises(
            CacheError, match=r"Read-only file system; the cache is not writable; name a writable folder in"
        ):
            download(NEW)
    assert versions(local=True) == [OLD]
    assert is_right()


def test_what_validation_remembers_is_not_in_the_way_of_a_first_download(server: Server, at_hand: Cache) -> None:
    remembered = at_hand.root / resources.VALIDATED / "of-a-package"
    remembered.mkdir(parents=True)
    download(NEW)
    assert (is_right(), remembered.is_dir()) == (True, True)


def test_a_folder_that_holds_other_things_is_no_cache(server: Server, at_hand: Cache) -> None:
    (at_hand.root / "releases").mkdir(parents=True)
    (at_hand.root / "releases" / "mine").write_text("mine", "utf-8")
    with pytest.raises(
        CacheError, match=r"has other files \(releases\), and is not a cache of mostanad; name an empty or a new folder"
    ):
        download(NEW)
    assert at_hand.clean() == 0
    assert (at_hand.root / "releases" / "mine").read_text("utf-8") == "mine"


def test_a_cache_in_the_place_of_the_platform(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(resources.CACHE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    if sys.platform == "linux":
        assert resources.cache_root() == tmp_path / "mostanad"


_DOWNLOAD = """
import sys
from pathlib import Path
from mostanad.loader.download import cache, fetch_file
from mostanad.loader import store
if "unlocked" in sys.argv:
    cache.lock = lambda *_, **__: False
store.releases_root = lambda: Path("nothing")
fetch_file.PAUSE = 0
print("at work", flush=True)
import mostanad
print(mostanad.release(sys.argv[1]).load("events", "arrow").num_rows)
"""


def started(*how: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _DOWNLOAD, NEW, *how]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def when_both_are_there(server: Server, name: str) -> ways.Way:
    """Answers when two have asked for a file, so that they are at it together."""

    def wait(handler: ways.Handler, body: bytes) -> None:
        end = time.monotonic() + 20
        while len(server.asked(name)) < 2 and time.monotonic() < end:
            time.sleep(0.01)
        handler.answer(200, body[:1000], len(body))
        time.sleep(0.3)
        handler.wfile.write(body[1000:])

    return wait


@pytest.mark.slow
def test_two_processes_at_once(server: Server, at_hand: Cache) -> None:
    server.behave(f"*/{TABLE}", always=when_both_are_there(server, "index.json"))
    one, two = started(), started()
    answers = [process.communicate(timeout=30) for process in (one, two)]
    assert answers == [("at work\n6000\n", "")] * 2
    assert len(server.asked(TABLE)) == 1  # the second waits, and finds it there
    assert is_right()


def test_a_kill_leaves_nothing_half(server: Server, at_hand: Cache) -> None:
    server.behave(f"*/{TABLE}", ways.dripping)
    process = started()
    while not server.asked(TABLE):
        time.sleep(0.01)
    time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert nothing_is_used(at_hand)
    server.requests.clear()
    assert is_right()
    assert server.asked("datapackage.json") == []  # what had come is not fetched again


@pytest.mark.slow
def test_where_there_are_no_locks_processes_keep_apart(server: Server, at_hand: Cache) -> None:
    server.behave(f"*/{TABLE}", always=when_both_are_there(server, TABLE))
    one, two = started("unlocked"), started("unlocked")
    answers = [process.communicate(timeout=30) for process in (one, two)]
    assert answers == [("at work\n6000\n", "")] * 2
    assert len(server.asked(TABLE)) == 2
    assert is_right()


def test_a_copy_that_is_damaged_gets_no_name(
    server: Server, at_hand: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    download(NEW)
    monkeypatch.setattr(shutil, "copyfile", lambda _, target: Path(target).write_bytes(b"x"))
    with pytest.raises(DownloadError, match="the copy is damaged"):
        download(NEW, tmp_path / "mine")
    assert list((tmp_path / "mine").iterdir()) == []


def test_two_copies_to_one_place_at_once(server: Server, at_hand: Cache, tmp_path: Path, monkeypatch: Any) -> None:
    """Whichever is first gives the name; the other finds it there."""
    published, real = contents(download(NEW).path), os.rename

    def rename(source: Any, target: Any) -> None:
        monkeypatch.setattr(os, "rename", real)
        download(NEW, tmp_path / "mine")
        real(source, target)

    monkeypatch.setattr(os, "rename", rename)
    assert download(NEW, tmp_path / "mine").path == tmp_path / "mine" / NEW
    assert contents(tmp_path / "mine") == {f"{NEW}/{path}": content for path, content in published.items()}


def test_a_copy_gives_way_to_nothing_that_came_meanwhile(
    server: Server, at_hand: Cache, tmp_path: Path, monkeypatch: Any
) -> None:
    target, real = tmp_path / "mine" / NEW, os.rename

    def rename(source: Any, to: Any) -> None:
        target.mkdir()
        (target / "mine").touch()
        real(source, to)

    monkeypatch.setattr(os, "rename", rename)
    with pytest.raises(DownloadError, match="already exists, and differs from 2026"):
        download(NEW, tmp_path / "mine")
    assert contents(tmp_path / "mine") == {f"{NEW}/mine": b""}


@pytest.mark.slow
def test_processes_that_copy_to_one_place_at_once(server: Server, at_hand: Cache, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from mostanad.cli import main; main()",
        "download",
        NEW,
        "--dest",
        str(tmp_path / "mine"),
    ]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [process.communicate(timeout=120)[0] for process in running] == [f"{tmp_path / 'mine' / NEW}\n"] * 3
    assert contents(tmp_path / "mine") == {f"{NEW}/{path}": one for path, one in contents(at_hand.release(NEW)).items()}


class Trial:
    """Downloads with one call going wrong, and then again."""

    def __init__(self, faults: Failing, quick: Path, published: dict[str, bytes], **how: Any) -> None:
        self.at_hand, self.mine = Cache(quick / "cache"), quick / "mine"
        self.faults, self.published, self.how = faults, published, how
        self.kept = self.mine if "dest" in how else None  # a copy is made of what is in the cache
        assert self.is_done(None)
        assert self.is_done(None)
        self.calls = list(faults.calls)

    def is_done(self, number: int | None) -> bool:
        """Whether the first time it was done all the same."""
        shutil.rmtree(self.kept or self.at_hand.root, ignore_errors=True)
        cache._sound.clear()
        self.faults.begin(number)
        try:
            download(NEW, **self.how)
            is_done = True
        except DownloadError:
            is_done = False
        came, calls = self.faults.came, self.faults.calls
        self.faults.begin(None)
        assert is_done or came
        if self.at_hand.versions():  # what is marked as whole is whole
            assert self.at_hand.damaged(NEW) == []
        if self.mine.exists():
            assert [path.name for path in self.mine.glob("[!.]*")] in ([], [NEW]), calls[-1]
        assert is_right(), calls[-1]
        if not is_done:
            download(NEW, **self.how)
        for folder in [self.at_hand.release(NEW), *self.mine.glob("[!.]*")]:
            assert contents(folder).items() <= self.published.items(), calls[-1]
        self.faults.calls = calls
        return is_done


@pytest.mark.slow
@pytest.mark.parametrize("part", ["all", "archive", "copy"])
def test_each_call_of_a_download(server: Server, quick: Path, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    monkeypatch.setenv(resources.CACHE, str(quick / "cache"))
    published = contents(server.tree / "releases" / NEW)
    how: dict[str, Any] = {"archive": {"forms": "all"}, "copy": {"dest": quick / "mine"}}.get(part, {})
    # What comes before and after an archive or a copy is in "all".
    words = {"archive": files.entry(server.tree, index.archive(NEW))["sha256"], "copy": str(quick / "mine")}
    with Failing.context(quick) as faults:
        trial = Trial(faults, quick, published, **how)
        meant = [number for number, call in enumerate(trial.calls) if words.get(part, "") in call]
        done = [trial.is_done(number) for number in range(meant[0], meant[-1] + 1)]
    assert len(done) > {"all": 200, "archive": 20, "copy": 40}[part]
    assert 0 < sum(done) < len(done)


@pytest.mark.slow
def test_each_call_of_cleaning(server: Server, quick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is half removed is no release, and the next time it is removed."""
    monkeypatch.setenv(resources.CACHE, str(quick / "cache"))
    at_hand, number = Cache(quick / "cache"), 0
    with Failing.context(quick) as faults:
        while True:
            faults.begin(None)
            download(NEW)
            faults.begin(number)
            try:
                at_hand.clean()
                is_done = True
            except CacheError:
                is_done = False
            came = faults.came
            faults.begin(None)
            assert is_done or came
            cache._sound.clear()
            assert [name for name in at_hand.versions() if at_hand.damaged(name)] == []
            at_hand.clean()
            assert {path.name for path in at_hand.root.iterdir()} == {cache.TAG, "locks", "releases", "seen"}
            if not came:
                break
            number += 1
    assert number > 30
