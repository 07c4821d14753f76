"""Directories that take their places: as they are put there, and after a program was killed at the worst moment."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.releases.conftest import VERSION, make_world
from tests.releases.faults import contents

from mostanad.loader import Release
from mostanad.releases import build
from mostanad.site import build_site
from mostanad.storage import disk, place

#: What a release, a site and anything else may be called.
NAMES = (
    VERSION, "site", "a site of v1.0", ".hidden", "ends with a dot.", " ", "سایت", "two\nlines",
    "x.0123456789abcdef.tmp", "1.2.3.0123456789abcdef.old",
)  # fmt: skip


class Killed(BaseException):
    """As if the program were killed."""


@pytest.fixture
def without_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where two names cannot be exchanged in one step."""
    monkeypatch.setattr(disk, "exchange", lambda *_: False)


def folder(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "file").write_text(text)
    return path


def names(path: Path) -> list[str]:
    """What is in a folder."""
    return sorted(entry.name for entry in path.iterdir())


def kill_between_two_renames(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put another directory in the place of one, but for the rename that gives it its name."""
    rename = os.rename

    def once(source: Path, to: Path) -> None:
        if Path(to) == target:
            raise Killed
        rename(source, to)

    with monkeypatch.context() as patch, place.workplace(target) as made:
        (made / "file").write_text("new")
        patch.setattr(os, "rename", once)
        with pytest.raises(Killed):
            place.put(made, target)
    assert not os.path.lexists(target)  # what cleans up could not run either


@pytest.mark.usefixtures("without_exchange")
@pytest.mark.parametrize("following", ["itself", "another"])
@pytest.mark.parametrize("name", NAMES)
def test_what_gave_way_when_a_program_was_killed_gets_its_own_name_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, following: str
) -> None:
    target = folder(tmp_path / name, "old")
    kill_between_two_renames(target, monkeypatch)
    assert len(names(tmp_path)) == 1
    with place.workplace(target if following == "itself" else tmp_path / "another"):
        assert (target / "file").read_text() == "old"
    assert names(tmp_path) == [name]


@pytest.mark.usefixtures("without_exchange")
def test_a_link_that_gave_way_gets_its_name_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = folder(tmp_path / "elsewhere", "old")
    (tmp_path / "here").mkdir()
    target = tmp_path / "here" / "site"
    target.symlink_to(elsewhere)
    kill_between_two_renames(target, monkeypatch)
    with place.workplace(target):
        assert target.readlink() == elsewhere
    assert names(tmp_path / "here") == ["site"]


@pytest.mark.usefixtures("without_exchange")
@pytest.mark.parametrize("name", NAMES)
def test_without_exchange_a_successor_takes_the_place(tmp_path: Path, name: str) -> None:
    target = folder(tmp_path / name, "old")
    with place.workplace(target) as made:
        (made / "file").write_text("new")
        place.put(made, target)
    assert (target / "file").read_text() == "new"
    assert names(tmp_path) == [name]


@pytest.mark.parametrize("name", NAMES)
def test_what_was_begun_under_any_name_is_cleared_away(tmp_path: Path, name: str) -> None:
    folder(tmp_path / f".{name}.fedcba9876543210.tmp", "left")
    folder(tmp_path / f".{name}.fedcba9876543210.old", "left")
    folder(tmp_path / name, "kept")
    with place.workplace(tmp_path / "another"):
        assert len(names(tmp_path)) == 2
    assert names(tmp_path) == [name]
    assert (tmp_path / name / "file").read_text() == "kept"


@pytest.mark.parametrize(
    "name",
    [
        ".2026.11.0.old", ".other.tmp", "2026.11.0", "site.0123456789abcdef.tmp", "..0123456789abcdef.tmp",
        ".0123456789abcdef.tmp", ".site.0123456789abcdef.tmp.bak", ".site.0123456789abcde.tmp",
        ".site.0123456789abcdef0.old", ".site.0123456789ABCDEF.tmp", ".site.0123456789abcdef.new",
        ".site.0123456789abcdef.tmp\n", ".site 0123456789abcdef.tmp",
    ],
)  # fmt: skip
def test_what_is_called_otherwise_is_left_alone(tmp_path: Path, name: str) -> None:
    folder(tmp_path / name, "kept")
    with place.workplace(tmp_path / "site"):
        pass
    assert names(tmp_path) == [name]
    assert (tmp_path / name / "file").read_text() == "kept"


def test_files_and_links_that_are_called_so_are_left_alone(tmp_path: Path) -> None:
    elsewhere = folder(tmp_path / "elsewhere", "kept")
    here = folder(tmp_path / "here", "kept")
    (here / "site").mkdir()
    (here / ".site.0123456789abcdef.tmp").touch()
    (here / ".site.0123456789abcdef.old").touch()
    (here / ".site.fedcba9876543210.tmp").symlink_to(elsewhere)
    (here / ".site.fedcba9876543210.old").symlink_to(elsewhere)
    before = names(here)
    with place.workplace(here / "site"):
        pass
    assert names(here) == before
    assert names(elsewhere) == ["file"]


def test_a_name_for_which_there_is_no_room_fails_before_anything_is_done(tmp_path: Path) -> None:
    target = folder(tmp_path / ("n" * 240), "kept")
    with pytest.raises(OSError, match="name too long"), place.workplace(target):
        pass
    assert names(tmp_path) == [target.name]


# As users meet it: a process that is killed


_KILLED = """
import os, signal, sys
from pathlib import Path
from mostanad.loader import Release
from mostanad.releases import build
from mostanad.site import build_site
from mostanad.storage import disk
what, given, target = sys.argv[1], sys.argv[2], Path(sys.argv[3])
disk.exchange = lambda *_: False
rename = os.rename
def killing(source, to):
    if Path(to) == target:
        os.kill(os.getpid(), signal.SIGKILL)
    rename(source, to)
os.rename = killing
if what == "release":
    build(given, target.parent, layers=["text"])
else:
    build_site(Release(Path(given), sys.argv[4]), target, "https://example.org/")
"""


def kill(what: str, given: Path, target: Path) -> None:
    """Make something in a process that is killed when it would give it its name."""
    command = [sys.executable, "-c", _KILLED, what, str(given), str(target), VERSION]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == -signal.SIGKILL, run.stderr
    assert not target.exists()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package; not to be changed."""
    return make_world().write(tmp_path_factory.mktemp("package") / "package")


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its release; not to be changed."""
    return build(root, tmp_path_factory.mktemp("out"))


def test_a_killed_build_leaves_a_release_that_the_next_gives_its_version(
    root: Path, built: Path, tmp_path: Path
) -> None:
    target = tmp_path / VERSION
    shutil.copytree(built, target)
    with (target / "CHANGES.md").open("a") as file:
        file.write("older\n")
    before = contents(target)
    kill("release", root, target)
    assert {name.rpartition(".")[2] for name in names(tmp_path)} == {"tmp", "old"}
    with place.workplace(tmp_path / "2031.1.0"):
        assert contents(target) == before
    assert build(root, tmp_path, layers=["text"]) == target
    assert names(tmp_path) == [VERSION]
    assert contents(target) == contents(built)


@pytest.mark.parametrize("name", ["site", "a site of v1.0"])
def test_a_killed_site_leaves_one_that_the_next_gives_its_name(built: Path, tmp_path: Path, name: str) -> None:
    target, release = tmp_path / name, Release(built, VERSION)
    build_site(release, target)
    before = contents(target)
    kill("site", built, target)
    assert {name.rpartition(".")[2] for name in names(tmp_path)} == {"tmp", "old"}
    build_site(release, tmp_path / "another")
    assert names(tmp_path) == sorted([name, "another"])
    assert contents(target) == before
