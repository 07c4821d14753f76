"""A tree, a server, a mirror and a cache for downloads."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli import conftest as cli_conftest
from tests.loader.download import small_tree
from tests.loader.download.server import Server
from tests.loader.download.small_tree import NEW, OLD
from tests.shared import copied

from mostanad.files import resources
from mostanad.loader import release, store, versions
from mostanad.loader.download import cache, deadlines, environment, fetch_file
from mostanad.loader.download.cache import Cache

TABLE = "parquet/events.parquet"
A_PAGE = "received a web page instead"
cli = cli_conftest.cli


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree with two releases; not to be changed."""
    return small_tree.make(tmp_path_factory.mktemp("template") / "tree", OLD, NEW)


@pytest.fixture
def tree(template: Path, tmp_path: Path) -> Path:
    return copied(template, tmp_path / "tree")


@pytest.fixture
def at_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cache:
    """An empty cache, nothing else at hand, and no waiting."""
    for name in (environment.INDEX, environment.MIRRORS, environment.OFFLINE, "http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(environment.ALLOW_UNSIGNED, "1")  # what is signed is tested in test_signatures.py
    monkeypatch.setenv(resources.CACHE, str(tmp_path / "cache"))
    monkeypatch.setattr(store, "releases_root", lambda: tmp_path / "nothing")
    monkeypatch.setattr(fetch_file, "PAUSE", 0)
    monkeypatch.setattr(deadlines, "HEADERS", 0.5)
    monkeypatch.setattr(cache, "_sound", set())
    return Cache(tmp_path / "cache")


@pytest.fixture
def server(tree: Path, at_hand: Cache, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The server of the index."""
    made = Server(tree)
    monkeypatch.setenv(environment.INDEX, made.address)
    yield made
    made.close()


@pytest.fixture
def mirror(template: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A mirror that is as it should be."""
    made = Server(template)
    monkeypatch.setenv(environment.MIRRORS, made.address)
    yield made
    made.close()


@pytest.fixture
def quick(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, where there is one: what fails hundreds of times is made anew as often."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(dir=memory if os.access(memory, os.W_OK) else tmp_path))
    yield folder
    shutil.rmtree(folder)


def is_right(version: str = NEW) -> bool:
    """Whether a release that is opened anew holds what was published."""
    cache._sound.clear()
    found = release(version)
    same = found.load("events", "arrow").equals(small_tree.table(version))
    return bool(same and found.dossier("judge") == {"version": version} and found.version == version)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def nothing_is_used(at_hand: Cache) -> bool:
    """Whether no release came of it: neither is one listed, nor can one be opened without an index."""
    return versions(local=True) == [] and at_hand.versions() == []


def spoil(at_hand: Cache, version: str = NEW) -> None:
    path = at_hand.release(version) / TABLE
    content = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(content[:-1] + b"\x00")
    cache._sound.clear()
