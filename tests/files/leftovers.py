"""What a program leaves behind that was killed at work on a directory."""

from __future__ import annotations

from pathlib import Path

from mostanad.files import place


def folder(path: Path, text: str) -> Path:
    """A directory with a file."""
    path.mkdir()
    (path / "file").write_text(text)
    return path


def leave(target: Path, **parts: str) -> Path:
    """What a program that was killed at work on a target has left: directories with a file each, and the mark."""
    with place.workplace(target) as made:
        work, mark = made.parent, place._mark(made.parent)
        said = mark.read_bytes()
    mark.write_bytes(said)
    work.mkdir()
    for part, text in parts.items():
        folder(work / part, text)
    return work
