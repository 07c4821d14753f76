"""Bytes on disk, as Windows wants to be asked for them, and names that change their places."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from mostanad.storage import disk


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
        pytest.skip("this file system cannot")
    assert (one / "two").exists()
    assert (two / "one").exists()
    with pytest.raises(FileNotFoundError):
        disk.exchange(one, tmp_path / "three")
