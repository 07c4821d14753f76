"""What a program leaves behind that was killed at work on a directory."""

from __future__ import annotations

from pathlib import Path

from mostanad.files import disk


def folder(path: Path, text: str) -> Path:
    """A directory with a file."""
    path.mkdir()
    (path / "file").write_text(text)
    return path


def leave(target: Path, **parts: str) -> Path:
    """What a program that was killed at work on a target has left: a directory with directories with a file each."""
    work = disk.beside(target)
    work.mkdir()
    for part, text in parts.items():
        folder(work / part, text)
    return work
