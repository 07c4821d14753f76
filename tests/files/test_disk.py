"""Bytes on disk, as Windows wants to be asked for them, and names that change their places."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from mostanad.files import disk


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What is written out; as on Windows a descriptor that may only read is refused."""
    found: list[int] = []

    def fsync(descriptor: int) -> None:
        os.write(descriptor, b"")  # raises EBADF
        found.append(os.fstat(descriptor).st_ino)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(sys, "platform", "win32")
    return found


def test_each_file_is_synced_and_no_folder(tmp_path: Path, synced: list[int]) -> None:
    paths = [tmp_path / "one", tmp_path / "folder" / "two"]
    paths[1].parent.mkdir()
    for path in paths:
        path.write_bytes(b"kept")
    disk.sync_tree(tmp_path)
    disk.sync(tmp_path)
    assert sorted(synced) == sorted(path.stat().st_ino for path in paths)
    assert [path.read_bytes() for path in paths] == [b"kept", b"kept"]


def test_names_are_exchanged_in_one_step(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for path in (one, two):
        path.mkdir()
        (path / path.name).touch()
    if not disk.exchange(one, two):
        pytest.skip("not checked: this file system cannot do it")
    assert (one / "two").exists()
    assert (two / "one").exists()
    with pytest.raises(FileNotFoundError):
        disk.exchange(one, tmp_path / "three")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("name", ["table.csv", "ن" * 120, "n" * 255])
def test_a_file_is_written_whole_and_nothing_is_left(tmp_path: Path, name: str) -> None:
    for content in (b"old\r\n\0", b"new\n", b""):
        disk.write_atomically(tmp_path / name, content)
        assert (tmp_path / name).read_bytes() == content
        assert names(tmp_path) == [name]


@pytest.mark.skipif(sys.platform == "win32", reason="not checked: Windows has no permissions and links of POSIX")
def test_permissions_stay_and_a_link_stays_a_link(tmp_path: Path) -> None:
    table, link = tmp_path / "table.csv", tmp_path / "link"
    table.write_bytes(b"old")
    table.chmod(0o640)
    link.symlink_to("table.csv")
    disk.write_atomically(link, b"new")
    assert (table.read_bytes(), table.stat().st_mode & 0o777, link.is_symlink()) == (b"new", 0o640, True)
    mask = os.umask(0o027)
    try:
        disk.write_atomically(tmp_path / "other", b"new")
    finally:
        os.umask(mask)
    assert (tmp_path / "other").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("call", ["open", "fsync", "chmod", "replace"])
def test_what_cannot_be_written_is_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    table = tmp_path / "table.csv"
    table.write_bytes(b"old")

    def fails(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "another name")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fails)
        with pytest.raises(OSError, match="No space left") as caught:
            disk.write_atomically(table, b"new")
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, str(table))
    assert (table.read_bytes(), names(tmp_path)) == (b"old", ["table.csv"])


def test_bytes_are_on_disk_before_they_have_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    for call in ("fsync", "replace"):
        real = getattr(os, call)
        monkeypatch.setattr(os, call, lambda *args, call=call, real=real: (done.append(call), real(*args)))
    disk.write_atomically(tmp_path / "table.csv", b"new")
    assert done == ["fsync", "replace", "fsync"]


@pytest.mark.skipif(sys.platform == "win32", reason="not checked: Windows has no pipes with names")
def test_only_files_are_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder"):
        with pytest.raises(OSError, match="not a file"):
            disk.write_atomically(tmp_path / name, b"new")
    assert names(tmp_path) == ["folder", "pipe"]


def killed(path: Path) -> Path:
    """What a kill leaves when a file is written."""

    def stop(*_: object) -> None:
        raise SystemExit

    before = set(path.parent.iterdir())
    with pytest.MonkeyPatch.context() as patch:
        for call in ("replace", "unlink"):
            patch.setattr(os, call, stop)
        with pytest.raises(SystemExit):
            disk.write_atomically(path, b"half")
    (left,) = set(path.parent.iterdir()) - before
    return left


@pytest.mark.parametrize("name", ["table.csv", "n" * 255, "ن" * 127, "two\nlines", "a+b (c)"])
def test_only_what_a_kill_left_of_this_file_is_cleared(tmp_path: Path, name: str) -> None:
    target, alike = tmp_path / name, tmp_path / f"{name[:-1]}x"  # of which the temporary files may begin alike
    others = [killed(alike), killed(tmp_path / name[:2])]
    for other in (
        f".{name[:50]}.{'0a' * 8}.mostanad-tmp", f".{name[:50]}.{'0a' * 16}.mostanad-tmp",
        f".{name[:50]}.mostanad-tmp", f".{name[:50]}.tmp", ".mostanad-tmp",
    ):  # fmt: skip
        others.append(tmp_path / other)
        others[-1].write_bytes(b"mine")
    before = names(tmp_path)
    left = [killed(target), killed(target)]
    copy = tmp_path / f"{left[0].name}.bak"
    copy.write_bytes(b"mine")
    disk.clear_left(target)
    assert names(tmp_path) == sorted([*before, copy.name])
    assert [path.read_bytes() for path in others] == [b"half"] * 2 + [b"mine"] * 5


@pytest.mark.skipif(sys.platform == "win32", reason="not checked: Windows has no pipes and links of POSIX")
def test_only_files_are_cleared(tmp_path: Path) -> None:
    """Even under a name that proves it: we make files only."""
    for make in (Path.mkdir, os.mkfifo, lambda path: path.symlink_to(tmp_path / "kept"), lambda path: None):
        path = killed(tmp_path / "table.csv")
        path.unlink()
        make(path)
    before = names(tmp_path)
    disk.clear_left(tmp_path / "table.csv")
    assert (names(tmp_path), len(before)) == (before, 3)
