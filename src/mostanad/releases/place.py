"""Moves a finished release to where it belongs, whole or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from mostanad.releases import layout


def put(made: Path, target: Path) -> None:
    """Move a directory to a path on the same file system; what lies there already gives way only to a whole successor.

    What lies there is renamed, the new directory takes its name, then the old one is removed. If a step fails, the old
    one gets its name back. Where the bytes are identical, what lies there stays and ``made`` is removed.

    Args:
        made: the finished directory.
        target: where it belongs; its parent exists.

    Raises:
        OSError: if it cannot be moved; then what lay there before lies there again.
    """
    if not os.path.lexists(target):
        os.rename(made, target)
        return
    if identical(made, target):
        shutil.rmtree(made)
        return
    aside = made.with_suffix(".old")
    try:
        os.rename(target, aside)
        os.rename(made, target)
    except BaseException:
        if os.path.lexists(aside) and not os.path.lexists(target):
            os.rename(aside, target)
        raise
    _remove(aside)


def identical(one: Path, other: Path) -> bool:
    """Whether two directories hold files of the same paths and bytes."""
    if other.is_symlink() or not other.is_dir() or layout.files(one) != layout.files(other):
        return False
    return all(_digest(one / path) == _digest(other / path) for path in layout.files(one))


def _digest(path: Path) -> str | None:
    return layout.digest(path) if layout.is_plain(path) else None


def _remove(path: Path) -> None:
    """Remove what gave way; the release stands already, so that what cannot be removed is left."""
    if path.is_symlink() or not path.is_dir():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)
