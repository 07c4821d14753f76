"""Trees of files: what is listed, what is a file, and its hash."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from mostanad.files import trees


def test_everything_but_directories_is_listed_in_order(tmp_path: Path) -> None:
    for path in ("b", "a/z", "a/b/c", "a.b"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a")
    os.mkfifo(tmp_path / "pipe")
    assert trees.files(tmp_path) == ["a.b", "a/b/c", "a/z", "b", "link", "pipe"]


def test_a_directory_that_cannot_be_read_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    scandir = os.scandir

    def closed(path: str | Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    with monkeypatch.context() as patched:  # pytest removes the folder by it, too
        patched.setattr(os, "scandir", closed)
        with pytest.raises(PermissionError):
            trees.files(tmp_path)


def test_only_files_are_plain(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "file")
    os.mkfifo(tmp_path / "pipe")
    assert [name for name in ("file", "link", "pipe", "", "missing") if trees.is_plain(tmp_path / name)] == ["file"]


@pytest.mark.parametrize("content", [b"", b"abc", bytes(1_000_000)])
def test_a_digest_is_the_sha256_of_the_bytes(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    assert trees.digest(tmp_path / "file") == hashlib.sha256(content).hexdigest()
