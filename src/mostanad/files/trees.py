"""Inspect file trees: list the files in a directory, test paths, and hash files."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path


def files(root: Path) -> list[str]:
    """The relative paths, with ``/``, of everything in a tree except directories, sorted. Raises OSError."""
    return sorted(_files(root, ""))


def _files(folder: Path | str, within: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, f"{within}{entry.name}/")
            else:
                yield within + entry.name


def is_there(path: Path) -> bool:
    """Whether a path exists; unlike ``os.path.lexists``, raises OSError if it cannot be examined."""
    try:
        os.lstat(path)
    except FileNotFoundError:
        return False
    return True


def is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
