"""Trees of files: what is in a directory, and how its files are known."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path


def files(root: Path) -> list[str]:
    """The paths of everything in a directory but directories, relative, with ``/``, in order; or an OSError."""
    return sorted(_files(root, ""))


def _files(folder: Path | str, within: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, f"{within}{entry.name}/")
            else:
                yield within + entry.name


def is_there(path: Path) -> bool:
    """Whether a path is there; unlike ``os.path.lexists`` an OSError if it cannot be looked at."""
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
