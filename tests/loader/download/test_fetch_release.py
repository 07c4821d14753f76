"""Releases from a tree: which there are, and that they are what was published."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.loader.download import small_tree
from tests.loader.download.conftest import TABLE, contents, is_right, spoil
from tests.loader.download.server import Server
from tests.loader.download.small_tree import NEW, OLD, TODAY

import mostanad
from mostanad.loader import DownloadError, ReleaseNotFound, download, release, store, versions
from mostanad.loader.download import cache, environment
from mostanad.loader.download.cache import Cache
from mostanad.loader.download.fetch_release import FORMS
from mostanad.publishing import index


def test_a_release_is_fetched_once_and_is_what_was_published(server: Server, at_hand: Cache, tree: Path) -> None:
    assert versions() == [OLD, NEW]
    assert versions(local=True) == []
    found = mostanad.download(NEW)
    assert found.path == at_hand.root / "releases" / NEW
    assert is_right()
    published = contents(tree / "releases" / NEW)
    wanted = set(published) - {"csv/events.csv", "json/events.ndjson", "mostanad.sqlite"}
    assert contents(found.path) == {path: published[path] for path in wanted}
    assert versions(local=True) == [NEW]
    assert len(server.asked("CHANGES.md")) == 1
    server.requests.clear()
    assert mostanad.download(NEW).path == found.path
    assert mostanad.release(NEW).path == found.path
    assert server.requests == []


def test_a_version_that_is_not_at_hand_is_fetched_when_it_is_opened(server: Server) -> None:
    assert mostanad.load("events", OLD, "arrow").equals(small_tree.table(OLD))
    assert release().version == OLD  # the newest at hand
    with pytest.raises(ReleaseNotFound, match=rf"no release '2027\.1\.0' in index 2 .*it has {OLD}, {NEW}"):
        release("2027.1.0")


def test_the_newest_is_fetched_if_nothing_is_at_hand(server: Server) -> None:
    assert release().version == NEW


def test_what_came_with_mostanad_comes_first(server: Server, template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    download(NEW)
    monkeypatch.setattr(store, "releases_root", lambda: template / "releases")
    assert release(NEW).path == template / "releases" / NEW


def test_other_forms_are_fetched_if_they_are_asked_for(server: Server, tree: Path, at_hand: Cache) -> None:
    download(NEW)
    server.requests.clear()
    download(NEW, forms="csv")
    assert [path for path, _ in server.requests] == ["index.json", f"releases/{NEW}/csv/events.csv"]
    download(NEW, forms="all")
    assert contents(at_hand.release(NEW)) == contents(tree / "releases" / NEW)
    assert at_hand.held(NEW).forms == tuple(sorted(FORMS))
    with pytest.raises(ValueError, match="no form 'xml'; forms: csv, json, sqlite, all"):
        download(NEW, forms="xml")


def test_a_copy_elsewhere(server: Server, tmp_path: Path) -> None:
    found = download(NEW, tmp_path / "mine").path
    assert found == tmp_path / "mine" / NEW
    assert release(found).load("events", "arrow").equals(small_tree.table(NEW))
    assert download(NEW, tmp_path / "mine").path == found
    (found / TABLE).write_bytes(b"mine")
    assert is_right()  # it shares no bytes with the cache
    with pytest.raises(DownloadError, match="already exists, and differs from 2026"):
        download(NEW, tmp_path / "mine")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == [NEW]


def test_a_copy_touches_nothing_beside_it(server: Server, tmp_path: Path) -> None:
    mine = tmp_path / "mine" / f".{NEW}.{os.getpid()}"  # what versions before this one worked in, and removed
    mine.mkdir(parents=True)
    (mine / "kept").touch()
    download(NEW, tmp_path / "mine")
    assert (mine / "kept").exists()


def test_an_index_in_a_folder(tree: Path, at_hand: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in (str(tree), f"{tree}/index.json"):
        monkeypatch.setenv(environment.INDEX, place)
        monkeypatch.setenv(environment.OFFLINE, "1")  # a folder is no address
        assert versions() == [OLD, NEW]
    assert is_right()
    (tree / "releases" / OLD / TABLE).unlink()
    os.mkfifo(tree / "releases" / OLD / TABLE)
    (tree / index.archive(OLD)).unlink()
    with pytest.raises(DownloadError, match="it is not a file"):
        download(OLD)


@pytest.mark.slow
def test_a_published_world(tmp_path: Path, at_hand: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the package to the frame, with what really publishes."""
    from tests.publishing.conftest import cut
    from tests.releases.conftest import NOWHERE, make_world

    from mostanad.publishing.publish import publish
    from mostanad.releases import build, verify

    root = make_world().write(tmp_path / "package")
    cut(root, OLD, "2021-11-20")
    build(root, tmp_path / "out")
    publish(tmp_path / "out", tmp_path / "published", date=TODAY)
    made = Server(tmp_path / "published")
    monkeypatch.setenv(environment.INDEX, made.address)
    found = download(OLD, forms="all").path
    made.close()
    assert contents(found) == contents(tmp_path / "out" / OLD)
    assert verify(found, NOWHERE).errors == ()
    assert mostanad.load("events", OLD).equals(release(tmp_path / "out" / OLD).load("events"))


def test_offline_nothing_is_asked(server: Server, mirror: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    download(OLD)
    server.requests.clear()
    monkeypatch.setenv(environment.OFFLINE, "1")
    assert versions() == [OLD]
    assert is_right(OLD)
    with pytest.raises(ReleaseNotFound, match=rf"no release '{NEW}'; on this machine: {OLD}; MOSTANAD_OFFLINE is set"):
        release(NEW)
    with pytest.raises(DownloadError, match="MOSTANAD_OFFLINE is set, so nothing is downloaded"):
        download(NEW)
    assert server.requests + mirror.requests == []
    for no in ("", "0", "false"):
        monkeypatch.setenv(environment.OFFLINE, no)
        assert versions() == [OLD, NEW]


def test_offline_a_mirror_on_the_web_is_not_asked(
    mirror: Server, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(environment.INDEX, str(server.tree))
    shutil.rmtree(server.tree / "releases" / NEW)
    (server.tree / index.archive(NEW)).unlink()
    monkeypatch.setenv(environment.OFFLINE, "1")
    with pytest.raises(DownloadError, match="there is no such file"):
        download(NEW)
    assert mirror.requests == []
    monkeypatch.delenv(environment.OFFLINE)
    assert is_right()


def test_without_an_index_it_is_said_how_to_name_one(at_hand: Cache) -> None:
    assert versions() == []
    with pytest.raises(ReleaseNotFound, match="set MOSTANAD_INDEX to the URL or folder of an index"):
        release(NEW)
    with pytest.raises(DownloadError, match="no index is named; set MOSTANAD_INDEX"):
        download(NEW)


def test_a_bar_is_shown_on_a_terminal_only(
    server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    download(OLD)
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    download(NEW, progress=False)
    assert capsys.readouterr() == ("", "")
    download(NEW, forms="csv")
    out, err = capsys.readouterr()
    assert out == ""
    assert f"mostanad {NEW}" in err


def test_the_commands(server: Server, at_hand: Cache, tmp_path: Path, cli: Any) -> None:
    assert cli("cache").out == f"{at_hand.root}: empty\n"
    run = cli("download", NEW)
    assert (run.code, run.out) == (0, f"{at_hand.release(NEW)}\n")
    said = rf"mostanad: index 2 of {TODAY} \([01] days old\), from {server.address}, signature not checked\n"
    assert re.fullmatch(said, run.err)
    assert cli("download", NEW, "--dest", tmp_path / "mine", "--form", "csv").out == f"{tmp_path / 'mine' / NEW}\n"
    shown = cli("cache").out.splitlines()
    assert shown[0].startswith(f"{at_hand.root}: 0.")
    assert shown[1].startswith(f"  {NEW}: 8 files, ")
    assert shown[1].endswith("(parquet, csv)")
    spoil(at_hand)
    assert f"damaged: {TABLE}, run `mostanad download {NEW}`" in cli("cache").out
    assert cli("cache", "--clean").out.endswith(f"freed in {at_hand.root}\n")
    assert versions(local=True) == []
    assert {path.name for path in at_hand.root.iterdir()} == {cache.TAG, "locks", "releases", "seen"}
    run = cli("download", "2027.1.0")
    assert (run.code, run.out) == (2, "")
    assert "no release '2027.1.0' in index 2" in run.err
    assert cli("download", NEW, "--form", "xml").code == 2
    server.close()
    run = cli("download", OLD)
    assert (run.code, run.out) == (2, "")
    assert "using the last one seen: index 2" in run.err
    assert "cannot be fetched" in run.err.splitlines()[-1] or "Connection refused" in run.err
    assert json.loads(json.dumps(run.err))
