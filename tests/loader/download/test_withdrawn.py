"""Releases that were withdrawn: neither downloaded nor opened, not even from the cache, and never offered again."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.loader.download import server as ways
from tests.loader.download import small_tree
from tests.loader.download.conftest import TABLE, contents, is_right
from tests.loader.download.failing import read_only
from tests.loader.download.server import Server
from tests.loader.download.small_tree import NEW, OLD

import mostanad
from mostanad.loader import (
    CacheError,
    DownloadError,
    Earlier,
    IndexRefused,
    OnlyInOlderRelease,
    ReleaseNotFound,
    ReleaseWithdrawn,
    download,
    release,
    store,
    versions,
)
from mostanad.loader.download import environment
from mostanad.loader.download.cache import Cache
from mostanad.publishing.publish import withdraw

REASON = "privacy: an address"
WHY = rf"^{OLD} was withdrawn on [0-9-]{{10}} \({REASON}\); use {NEW}$"


@pytest.fixture
def withdrawn(server: Server, tree: Path) -> Server:
    """The server, of whose releases the older was withdrawn."""
    withdraw(tree, [OLD], REASON)
    return server


@pytest.fixture
def held(server: Server, tree: Path, at_hand: Cache) -> Server:
    """The same, and both releases were downloaded before."""
    for version in (OLD, NEW):
        download(version)
    withdraw(tree, [OLD], REASON)
    return server


def only_of(tree: Path, version: str) -> set[str]:
    """The hashes of the files that no other release has."""
    listed = {one["version"]: {file["sha256"] for file in one["files"]} for one in small_tree.said(tree)["releases"]}
    return listed.pop(version).difference(*listed.values())


def hashes(folder: Path) -> set[str]:
    return {hashlib.sha256(content).hexdigest() for content in contents(folder).values()}


OPENING: list[Callable[[], Any]] = [
    lambda: mostanad.download(OLD),
    lambda: mostanad.download(OLD, forms="all"),
    lambda: mostanad.release(OLD),
    lambda: mostanad.load("events", OLD),
    lambda: mostanad.tables(OLD),
    lambda: mostanad.diff(OLD, NEW),
]


@pytest.mark.parametrize("way", OPENING)
def test_it_is_refused_with_the_reason_and_what_to_use(
    withdrawn: Server, at_hand: Cache, way: Callable[[], Any]
) -> None:
    with pytest.raises(ReleaseWithdrawn, match=WHY):
        way()
    assert {path for path, _ in withdrawn.requests} == {"index.json"}
    assert at_hand.versions() == []
    assert is_right(NEW)


def test_it_is_not_copied_either(withdrawn: Server, tmp_path: Path) -> None:
    with pytest.raises(ReleaseWithdrawn, match=WHY):
        download(OLD, tmp_path / "mine")
    assert not (tmp_path / "mine").exists()


def test_it_is_not_listed(withdrawn: Server) -> None:
    assert versions() == [NEW]
    with pytest.raises(ReleaseNotFound, match=rf"no release '2027\.1\.0' in index 3 .*it has {NEW}$"):
        download("2027.1.0")


@pytest.mark.parametrize("way", OPENING)
def test_a_copy_in_the_cache_is_not_served(held: Server, monkeypatch: pytest.MonkeyPatch, way: Any) -> None:
    assert versions() == [NEW]  # by which the index is seen
    assert versions(local=True) == [NEW]
    with pytest.raises(ReleaseWithdrawn, match=WHY):
        way()
    held.requests.clear()
    monkeypatch.setenv(environment.OFFLINE, "1")
    with pytest.raises(ReleaseWithdrawn, match=WHY):
        way()
    monkeypatch.delenv(environment.INDEX)
    with pytest.raises(ReleaseWithdrawn, match=WHY):
        way()
    assert held.requests == []
    assert is_right(NEW)


def test_what_is_known_is_the_index_that_was_seen_last(held: Server) -> None:
    held.requests.clear()
    assert release(OLD).version == OLD  # nobody is asked for what is at hand
    assert held.requests == []
    assert versions() == [NEW]
    with pytest.raises(ReleaseWithdrawn):
        release(OLD)


def test_what_came_with_mostanad_is_not_served_either(
    withdrawn: Server, template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "releases_root", lambda: template / "releases")
    assert versions() == versions(local=True) == [NEW]
    with pytest.raises(ReleaseWithdrawn, match=WHY):
        release(OLD)
    with pytest.raises(ReleaseWithdrawn, match=WHY):
        release(template / "releases" / OLD)


def test_a_directory_of_ones_own_is_opened_and_that_of_the_cache_is_not(
    held: Server, template: Path, at_hand: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert versions() == [NEW]
    with pytest.warns(mostanad.SupersededWarning, match=f"superseded by {NEW}; {OLD} was withdrawn on "):
        assert release(template / "releases" / OLD).version == OLD
    monkeypatch.chdir(at_hand.root / "releases")
    for path in (at_hand.release(OLD), Path(f"./{OLD}"), Path("..") / "releases" / OLD, f"{at_hand.release(OLD)}/"):
        with pytest.raises(ReleaseWithdrawn, match=WHY):
            release(path)


def test_a_newer_release_does_not_lead_to_it(held: Server) -> None:
    earlier = Earlier(release(NEW), OLD)
    assert earlier.older().version == OLD
    assert versions() == [NEW]
    with pytest.raises(OnlyInOlderRelease, match="which is neither on this machine nor in the index"):
        earlier.older()


def test_without_a_version_another_is_opened(held: Server, at_hand: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    at_hand.drop(NEW)
    assert versions() == [NEW]
    assert release().version == NEW
    at_hand.drop(NEW)
    monkeypatch.setenv(environment.OFFLINE, "1")
    with pytest.raises(ReleaseWithdrawn, match=WHY):
        release()


def test_a_cache_that_cannot_be_written(withdrawn: Server, template: Path, at_hand: Cache) -> None:
    """The index cannot be remembered, and counts all the same for whoever just read it."""
    at_hand.make()
    shutil.copytree(template / "releases" / OLD, at_hand.release(OLD))
    at_hand.mark(OLD, (), [])
    with read_only(at_hand.root):
        assert versions(local=True) == [OLD]
        assert versions() == [NEW]


def test_an_index_of_another_place_counts_as_well(
    held: Server, template: Path, at_hand: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A place that is out of date does not bring it back."""
    assert versions() == [NEW]
    monkeypatch.setenv(environment.INDEX, str(template))
    assert versions() == [NEW]
    at_hand.clean()
    with pytest.raises(ReleaseWithdrawn, match=WHY):
        download(OLD)


def test_the_cache_tells_it_and_removes_it(held: Server, tree: Path, template: Path, at_hand: Cache, cli: Any) -> None:
    assert versions() == [NEW]
    shown = cli("cache").out.splitlines()
    assert [line for line in shown if line.startswith(f"  {NEW}: ")]
    line = next(line for line in shown if OLD in line)
    assert line.endswith(f"({REASON}); use {NEW}; `mostanad cache --withdrawn` removes it")
    gone = only_of(template, OLD)
    assert len(gone & hashes(at_hand.root)) == 5  # of nine, some of which are fetched only if they are asked for
    assert cli("cache", "--withdrawn").out == f"0.2 MB freed in {at_hand.root}\n"
    assert gone & hashes(at_hand.root) == set()
    assert OLD not in cli("cache").out
    assert cli("cache", "--withdrawn").out == f"0.0 MB freed in {at_hand.root}\n"
    held.requests.clear()
    assert is_right(NEW)
    assert download(NEW, forms="csv").version == NEW
    assert [path for path, _ in held.requests if path != "index.json"] == [f"releases/{NEW}/csv/events.csv"]
    with pytest.raises(ReleaseWithdrawn, match=WHY):
        download(OLD)


def test_what_was_begun_of_it_is_removed(server: Server, tree: Path, template: Path, at_hand: Cache, cli: Any) -> None:
    server.behave(f"releases/{OLD}/{TABLE}", always=ways.cut)
    server.behave("archives/*", always=ways.status(404))
    with pytest.raises(DownloadError):
        download(OLD)
    server.heal()
    download(NEW)
    assert list((at_hand.root / "parts").iterdir())
    withdraw(tree, [OLD], REASON)
    assert versions() == [NEW]
    assert cli("cache", "--withdrawn").code == 0
    assert not (at_hand.root / "parts").exists()
    assert only_of(template, OLD) & hashes(at_hand.root) == set()
    assert is_right(NEW)


def test_what_was_placed_without_its_manifest_is_told_and_removed(held: Server, at_hand: Cache, cli: Any) -> None:
    at_hand.manifest(OLD).unlink()
    assert versions() == [NEW]
    assert f"{OLD} was withdrawn" in cli("cache").out
    cli("cache", "--withdrawn")
    assert not at_hand.release(OLD).exists()


def test_the_command_says_why(withdrawn: Server, cli: Any) -> None:
    run = cli("download", OLD)
    assert (run.code, run.out) == (2, "")
    assert f"mostanad: {OLD} was withdrawn on " in run.err
    assert f"({REASON}); use {NEW}\n" in run.err


def step(tree: Path, how: Callable[[small_tree.Index], object]) -> None:
    """Publish an index that follows from the last, with a change."""
    before = small_tree.said(tree)
    small_tree.change(
        tree, lambda made: (how(made), made.update(sequence=made["sequence"] + 1, previous=before["digest"]))
    )


def test_it_can_be_withdrawn_and_its_reason_told_otherwise(withdrawn: Server, tree: Path) -> None:
    assert versions() == [NEW]
    withdraw(tree, [OLD], "privacy")
    assert versions() == [NEW]
    with pytest.raises(ReleaseWithdrawn, match=r"\(privacy\)"):
        download(OLD)


def back(old: small_tree.Index) -> Callable[[small_tree.Index], object]:
    return lambda made: made.update(releases=old["releases"], format=1)


def other_day(made: small_tree.Index) -> None:
    made["updated"] = made["releases"][0]["withdrawn"]["date"] = "2099-01-01"


def other_root(made: small_tree.Index) -> None:
    made["releases"][0]["root"] = "f" * 64


def test_it_never_comes_back(server: Server, tree: Path, template: Path, at_hand: Cache) -> None:
    old = small_tree.said(tree)
    download(OLD)
    withdraw(tree, [OLD], REASON)
    assert versions() == [NEW]
    shutil.copytree(template / "releases" / OLD, tree / "releases" / OLD)
    shutil.copytree(template / "archives", tree / "archives", dirs_exist_ok=True)
    step(tree, back(old))
    with pytest.raises(IndexRefused, match=f"{OLD} is offered again, although it was withdrawn"):
        download(NEW)
    with pytest.raises(ReleaseWithdrawn, match=WHY):
        download(OLD)
    with pytest.warns(UserWarning, match="offered again"):
        assert versions() == []


@pytest.mark.parametrize("how", [other_day, other_root])
def test_what_stands_of_it_is_not_told_otherwise(withdrawn: Server, tree: Path, how: Any) -> None:
    assert versions() == [NEW]
    step(tree, how)
    with pytest.raises(IndexRefused, match=f"{OLD} is not as published"):
        download(NEW)


def test_a_withdrawal_is_no_leave_to_tell_the_rest_otherwise(server: Server, tree: Path) -> None:
    assert versions() == [OLD, NEW]
    before = small_tree.said(tree)
    withdraw(tree, [OLD], REASON)
    small_tree.change(tree, other_root)
    assert small_tree.said(tree)["previous"] == before["digest"]
    with pytest.raises(IndexRefused, match=f"{OLD} is not as published"):
        download(NEW)


def test_a_damaged_memory_of_it_is_no_leave_to_open_it(held: Server, at_hand: Cache, cli: Any) -> None:
    assert versions() == [NEW]
    path = next((at_hand.root / "seen").glob("*.json"))
    said = json.loads(path.read_text("utf-8"))
    said["index"]["digest"] = "0" * 64
    path.write_text(json.dumps(said), "utf-8")
    with pytest.raises(CacheError, match=r"the index seen before .*mostanad cache --forget"):
        release(OLD)
    assert cli("cache", "--forget").code == 0
    assert release(OLD).version == OLD  # as somebody who never heard of it
