"""Directories that take their places: as they are put there, and after a program was killed at the worst moment."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cases import each
from tests.files.leftovers import folder, leave
from tests.releases.conftest import VERSION, make_world, release_of_the_world
from tests.releases.faults import contents

from mostanad.files import disk, locks, place
from mostanad.loader import Release
from mostanad.releases import build
from mostanad.site import build_site

#: What a release, a site and anything else may be called.
NAMES = (
    VERSION, "site", "a site of v1.0", ".hidden", "ends with a dot.", " ", "سایت", "two\nlines",
    "x.0123456789abcdef.mostanad-tmp", "a+b (c)",
)  # fmt: skip


class Killed(BaseException):
    """As if the program were killed."""


@pytest.fixture
def without_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where two names cannot be exchanged in one step."""
    monkeypatch.setattr(disk, "exchange", lambda *_: False)


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
@pytest.mark.parametrize("name", NAMES)
def test_what_gave_way_when_a_program_was_killed_gets_its_own_name_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    target = folder(tmp_path / name, "old")
    kill_between_two_renames(target, monkeypatch)
    left = set(names(tmp_path))
    with place.workplace(tmp_path / "another"):  # that has nothing to do with it
        assert left < set(names(tmp_path))
        assert not target.exists()
    with place.workplace(target):
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


@each("name", list(NAMES))
@each("parts", [{}, {"new": "half"}, {"old": "gave way"}])
def test_what_was_begun_under_any_name_is_cleared_away(tmp_path: Path, name: str, parts: dict[str, str]) -> None:
    target = folder(tmp_path / name, "kept")
    left = leave(target, **parts)
    with place.workplace(tmp_path / "another"):
        assert left.exists()
    with place.workplace(target) as made:
        assert not left.exists()
        assert names(tmp_path) == sorted([made.parent.name, name])
    assert names(tmp_path) == [name]
    assert (target / "file").read_text() == "kept"


def test_what_came_to_a_target_since_is_not_taken_for_the_successor(tmp_path: Path) -> None:
    """Killed between two renames; then its user put something there by hand: of what gave way this is the only copy."""
    target = folder(tmp_path / "site", "by hand")
    left = leave(target, new="half", old="gave way")
    message = "its folder 'old' was at .*site, where something else is now"
    with pytest.warns(place.LeftoverWarning, match=message), place.workplace(target):
        pass
    assert {path: (left / path / "file").read_text() for path in ("new", "old")} == {"new": "half", "old": "gave way"}
    assert (target / "file").read_text() == "by hand"


@each("name", [
        # what versions before this one took for their own
        ".site.0123456789abcdef.tmp", ".site.0123456789abcdef.old", ".photos.0123456789abcdef.old",
        ".myproject.0123456789abcdef.tmp",
        # what is nearly called so
        ".site.0123456789abcdef.mostanad-tmp.bak", ".site.0123456789abcde.mostanad-tmp",
        ".site.0123456789ABCDEF.mostanad-tmp", ".site.0123456789abcdef.mostanad-tmp\n",
        ".site 0123456789abcdef.mostanad-tmp", "site.0123456789abcdef.mostanad-tmp",
        ".sites.0123456789abcdef.mostanad-tmp", ".0123456789abcdef.mostanad-tmp",
        ".site.x.0123456789abcdef.mostanad-tmp",
    ])  # fmt: skip
def test_what_is_called_otherwise_is_left_alone(tmp_path: Path, name: str) -> None:
    folder(tmp_path / name, "kept")
    before = names(tmp_path)
    with place.workplace(tmp_path / "site"):
        pass
    assert names(tmp_path) == before
    assert (tmp_path / name / "file").read_text() == "kept"


@pytest.mark.parametrize("other", ["sites", "site.", "Site", "x"])
def test_what_was_left_of_another_target_is_left_alone(tmp_path: Path, other: str) -> None:
    left = leave(tmp_path / other, new="kept", old="kept")
    for name in (left.name, left.name.replace(other, "site", 1)):  # which begins as ours do
        left = left.rename(left.with_name(name))
        before = contents(tmp_path)
        with place.workplace(tmp_path / "site"):
            pass
        assert contents(tmp_path) == before


@pytest.mark.parametrize("at", range(-len(".mostanad-tmp") - 32, -len(".mostanad-tmp")))
def test_a_name_with_another_letter_is_not_ours(tmp_path: Path, at: int) -> None:
    left = leave(tmp_path / "site", new="kept")
    name = list(left.name)
    name[at] = "0" if name[at] != "0" else "1"
    other = left.rename(left.with_name("".join(name)))
    with place.workplace(tmp_path / "site"):
        pass
    assert names(tmp_path) == [other.name]
    assert names(other) == ["new"]


def test_a_file_that_is_called_so_is_not_touched(tmp_path: Path) -> None:
    disk.beside(tmp_path / "site").write_text("kept")
    before = contents(tmp_path)
    with place.workplace(tmp_path / "site"):
        pass
    assert contents(tmp_path) == before


def test_links_are_not_followed(tmp_path: Path) -> None:
    elsewhere = folder(tmp_path / "elsewhere", "kept")
    folder(elsewhere / "new", "kept")
    here = folder(tmp_path / "here", "kept")
    inside, link = leave(here / "site"), disk.beside(here / "site")
    (inside / "new").symlink_to(elsewhere)
    link.symlink_to(elsewhere)
    before, kept = names(here), contents(elsewhere)
    with place.workplace(here / "site"):
        pass
    assert names(here) == [name for name in before if name != inside.name]
    assert contents(elsewhere) == kept


def test_what_somebody_put_into_a_leftover_stays(tmp_path: Path) -> None:
    left = leave(tmp_path / "site", new="half")
    (left / "mine").write_text("mine")
    with pytest.warns(place.LeftoverWarning, match="cannot be removed"), place.workplace(tmp_path / "site"):
        pass
    assert names(left) == ["mine"]


@pytest.mark.parametrize("name", ["n" * 240, "n" * 255, "س" * 127, "n" + "س" * 127])
def test_any_name_that_a_file_system_allows(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    for text in ("one", "two"):
        leave(target, new="left")
        with place.workplace(target) as made:
            (made / "file").write_text(text)
            place.put(made, target)
        assert names(tmp_path) == [name]
        assert (target / "file").read_text() == text
    other = tmp_path / (name[:-1] + "x")  # whose workplaces begin alike
    left = leave(target, new="left")
    with place.workplace(other):
        pass
    assert names(left) == ["new"]


class Stop(BaseException):
    """As if the program were killed: nothing after it is run."""


@pytest.mark.usefixtures("without_exchange")
@pytest.mark.parametrize("step", range(1, 8))
def test_a_kill_at_each_step_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """The next run has the old or the new at the target, and nothing else is left."""
    target = folder(tmp_path / "site", "old")
    steps = []

    def dying(real: Any) -> Any:
        def instead(*args: Any, **how: Any) -> Any:
            steps.append(real.__name__)
            if len(steps) >= step:
                raise Stop
            return real(*args, **how)

        return instead

    with monkeypatch.context() as patch:
        for name in ("mkdir", "rename", "unlink", "rmdir"):
            patch.setattr(os, name, dying(getattr(os, name)))
        patch.setattr(shutil, "rmtree", dying(shutil.rmtree))
        with contextlib.suppress(Stop), place.workplace(target) as made:
            (made / "file").write_text("new")
            place.put(made, target)
    assert len(steps) >= step
    with place.workplace(target):
        assert (target / "file").read_text() in ("old", "new")
    assert names(tmp_path) == ["site"]


@pytest.mark.skipif(os.name != "posix", reason="not checked: a directory cannot be locked here")
def test_who_waits_too_long_for_a_folder_is_told_for_whom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As while a package there is edited in another window, and a question stands open."""
    monkeypatch.setattr(place, "WAIT", 0.2)
    descriptor = os.open(tmp_path, os.O_RDONLY)
    locks.lock(descriptor, wait=False)
    with (
        pytest.raises(BlockingIOError, match="is using this folder; wait, or stop it"),
        place.workplace(tmp_path / "site"),
    ):
        pass
    os.close(descriptor)
    with locks.alone(tmp_path, 0), place.workplace(tmp_path / "site"):  # it does not wait for itself
        assert len(names(tmp_path)) == 1
    assert names(tmp_path) == []


# As users meet it: a process that is killed


_KILLED = """
import os, signal, sys
from pathlib import Path
from mostanad.loader import Release
from mostanad.releases import build
from mostanad.site import build_site
from mostanad.files import disk
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
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its release; not to be changed."""
    return release_of_the_world(tmp_path_factory)


@pytest.mark.slow
def test_a_killed_build_leaves_a_release_that_the_next_gives_its_version(
    root: Path, built: Path, tmp_path: Path
) -> None:
    target = tmp_path / VERSION
    shutil.copytree(built, target)
    with (target / "CHANGES.md").open("a") as file:
        file.write("older\n")
    before = contents(target)
    kill("release", root, target)
    assert names(next(tmp_path.glob(".*-tmp"))) == ["new", "old"]
    with place.workplace(target):
        assert contents(target) == before
    assert build(root, tmp_path, layers=["text"]) == target
    assert names(tmp_path) == [VERSION]
    assert contents(target) == contents(built)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["site", "a site of v1.0"])
def test_a_killed_site_leaves_one_that_the_next_gives_its_name(built: Path, tmp_path: Path, name: str) -> None:
    target, release = tmp_path / name, Release(built, VERSION)
    build_site(release, target)
    before = contents(target)
    kill("site", built, target)
    build_site(release, tmp_path / "another")
    assert not target.exists()
    with place.workplace(target):
        assert contents(target) == before
    assert names(tmp_path) == sorted([name, "another"])
