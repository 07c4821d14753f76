"""If you open a release of which newer ones corrected facts, you hear so: from what was seen, and from no address."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.loader.versions import FIRST, SECOND, THIRD

import mostanad
from mostanad.files import resources
from mostanad.loader import Release, Superseded, store, superseded
from mostanad.loader.download import environment
from mostanad.loader.download.cache import Cache
from mostanad.loader.download.trusted_index import forget
from mostanad.publishing.publish import withdraw

pytestmark = pytest.mark.usefixtures("three_versions")
TITLE = f"council-2020/title (corrected in {THIRD})"
ADVICE = f"Use version='{THIRD}', mostanad.download('{THIRD}') or pip install -U mostanad"
OF_SECOND = (
    f"release {SECOND} is superseded by {THIRD}; newer releases changed 1 fact: {TITLE}. {ADVICE}"
)  # fmt: skip


def told(ask: Callable[[], Any], kind: type[Warning] = mostanad.SupersededWarning) -> list[str]:
    """What you hear when you ask; any other warning, or one that shows another line than yours, is an error."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        ask()
    assert {one.category for one in caught} <= {kind}
    assert {one.filename for one in caught} <= {__file__}
    return [str(one.message) for one in caught]


def path_of(version: str) -> Path:
    return store.releases_root() / version


@pytest.fixture
def seen(named: Path) -> Path:
    """The tree, whose index was looked at."""
    assert mostanad.versions() == [FIRST, SECOND, THIRD]
    return named


def test_what_was_done_in_which_version_and_what_to_do(seen: Path) -> None:
    assert told(lambda: mostanad.release(SECOND)) == [OF_SECOND]


def test_of_many_some_are_named_and_the_rest_is_counted(seen: Path) -> None:
    (said,) = told(lambda: mostanad.release(FIRST))
    assert "; newer releases changed 7 facts" in said
    assert said.count("/") == superseded.NAMED
    assert ", and 4 more (1 withdrawn, 2 merged into another, 1 removed for privacy). " in said


@pytest.mark.parametrize(
    "ask",
    [lambda: mostanad.load("events", SECOND), lambda: mostanad.tables(SECOND), lambda: mostanad.release(SECOND)],
    ids=["load", "tables", "release"],
)
def test_every_function_that_opens_a_version_warns(seen: Path, ask: Callable[[], Any]) -> None:
    assert told(ask) == [OF_SECOND]


def test_the_newest_on_this_machine_warns_by_every_function_of_the_package(
    seen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with a wheel that was installed once and holds the second release alone."""
    shutil.copytree(path_of(SECOND), tmp_path / "wheel" / SECOND)
    monkeypatch.setattr(store, "releases_root", lambda: tmp_path / "wheel")
    for ask in (
        lambda: mostanad.load("events"),
        lambda: mostanad.why("council-2020", "title"),
        lambda: mostanad.dossier("omid-faraz"),
        lambda: mostanad.search("Omid"),
    ):
        assert told(ask) == [OF_SECOND]


def test_nothing_is_said_of_the_newest(seen: Path) -> None:
    assert told(lambda: mostanad.load("events")) == []
    assert mostanad.release().superseded() is None


def test_nothing_is_said_if_you_ask_an_earlier_version_on_purpose(seen: Path) -> None:
    newest = mostanad.release()
    for ask in (
        lambda: newest.as_of(known=FIRST).load("events"),
        lambda: newest.as_of(known=FIRST).dossier("omid-faraz"),
        lambda: mostanad.diff(FIRST, THIRD),
    ):
        assert told(ask) == []


def test_the_facts_can_be_asked(seen: Path) -> None:
    found = mostanad.release(path_of(THIRD)).superseded() or Release(path_of(SECOND), SECOND).superseded()
    assert isinstance(found, Superseded)
    assert (found.version, found.by, found.withdrawn) == (SECOND, THIRD, None)
    assert [(one["fact_id"], one["change"], one["in"]) for one in found.facts] == [
        ("council-2020/title", "correction", THIRD)
    ]
    assert str(found) == OF_SECOND


def test_before_anything_was_seen_nothing_is_known(named: Path) -> None:
    assert told(lambda: mostanad.load("events", SECOND)) == []
    assert Release(path_of(SECOND), SECOND).superseded() is None
    mostanad.versions()
    assert told(lambda: mostanad.load("events", SECOND)) == [OF_SECOND]
    forget(Cache.named())
    assert told(lambda: mostanad.load("events", SECOND)) == []


def test_no_address_is_opened(seen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection")

    monkeypatch.setenv(environment.INDEX, "https://example.org/tree")
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert told(lambda: mostanad.load("events", SECOND)) == [OF_SECOND]


def test_a_release_that_was_withdrawn_says_so_where_you_have_a_copy(
    named: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = Path(shutil.copytree(named, tmp_path / "tree"))
    withdraw(tree, [FIRST], "privacy: an address")
    monkeypatch.setenv(environment.INDEX, str(tree))
    mostanad.versions()
    mine = Path(shutil.copytree(path_of(FIRST), tmp_path / "mine"))
    (said,) = told(lambda: mostanad.release(mine))
    assert said.startswith(f"release {FIRST} is superseded by {THIRD}; {FIRST} was withdrawn on ")
    found = mostanad.Release(mine, FIRST).superseded()
    assert found
    assert "(privacy: an address); use 2026.10.0" in str(found.withdrawn)


@pytest.mark.parametrize("content", ['{"root": "%s"}' % ("0" * 64), "[]", "no JSON", None])
def test_a_release_of_ones_own_is_not_that_of_the_index(seen: Path, tmp_path: Path, content: str | None) -> None:
    mine = Release(Path(shutil.copytree(path_of(SECOND), tmp_path / SECOND)), SECOND)
    root = mine.path / "proofs/root.json"
    root.unlink()
    if content is not None:
        root.write_text(content, "utf-8")
    assert mine.superseded() is None
    assert told(lambda: mostanad.release(mine.path)) == []
    shutil.copy(path_of(SECOND) / "proofs/root.json", root)
    assert told(lambda: mostanad.release(mine.path)) == [OF_SECOND]


def test_a_damaged_memory_hinders_nobody_who_opens_a_release(seen: Path) -> None:
    (memory,) = (Cache.named().root / "seen").glob("*.json")
    memory.write_text(json.dumps({"place": "x"}), "utf-8")
    assert told(lambda: mostanad.load("events", SECOND)) == []
    with pytest.raises(mostanad.CacheError, match="the index seen before cannot be read"):
        Release(path_of(SECOND), SECOND).superseded()


def test_where_warnings_are_errors_an_old_release_is_not_opened(seen: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(mostanad.SupersededWarning, match="council-2020/title"):
            mostanad.load("events", SECOND)
        assert len(mostanad.load("events"))


@pytest.mark.slow
def test_python_shows_it_without_being_asked_with_your_line(seen: Path, tmp_path: Path) -> None:
    script = tmp_path / "analysis.py"
    script.write_text("import sys, mostanad\n\nevents = mostanad.load('events', sys.argv[1])\n", "utf-8")
    known = {"PYTHONPATH": str(Path(mostanad.__file__).parents[1]), resources.CACHE: str(Cache.named().root)}
    call = [sys.executable, script, path_of(SECOND)]
    run = subprocess.run(call, env=known, capture_output=True, text=True, check=True, timeout=50)
    assert run.stderr.startswith(f"{script}:3: SupersededWarning: {OF_SECOND}\n")
