"""Where a release is made, and how it gets to where it belongs: whole or not at all, even if the program is killed."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from mostanad.releases import disk, layout

#: How the folders are called that a build leaves behind if it is killed.
_LEFT = re.compile(r"\.(?P<version>\d+\.\d+\.\d+)\.[0-9a-f]{16}\.(?P<kind>tmp|old)")


@contextlib.contextmanager
def workplace(out: Path, version: str) -> Iterator[Path]:
    """An empty directory in ``out`` to make a release in; it is gone at the end.

    It is locked as long as this process lives. So what a build that was killed has left behind can be told from what
    another is at work on, and is cleared away first. Without locks (Windows, some network file systems) it stays;
    then remove ``.VERSION.*.tmp`` by hand.

    Raises:
        OSError: if it cannot be made.
    """
    with _held(out, wait=True) as is_locked:
        if is_locked:
            _clear(out)
        made = out / f".{version}.{secrets.token_hex(8)}.tmp"
        made.mkdir()
        own = os.open(made, os.O_RDONLY) if os.name == "posix" else None
        if own is not None:
            disk.lock(own, wait=False)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        if own is not None:
            os.close(own)


def put(made: Path, target: Path) -> None:
    """Move a directory to a path on the same file system; what lies there already gives way only to a whole successor.

    The bytes are on disk before the name is given. Where two paths can be exchanged in one step, the name is never
    without a release. Elsewhere what lies there is renamed first; if the program is killed just then, the next build
    gives it its name back. Where the bytes are identical, what lies there stays and ``made`` is removed.

    Args:
        made: the finished directory.
        target: where it belongs; its parent exists.

    Raises:
        OSError: if it cannot be moved; then what lay there before lies there again.
    """
    with _held(target.parent, wait=True):
        if not os.path.lexists(target):
            disk.sync_tree(made)
            os.rename(made, target)
        elif identical(made, target):
            shutil.rmtree(made, ignore_errors=True)
            return
        else:
            disk.sync_tree(made)
            _replace(made, target)
        with contextlib.suppress(OSError):  # it stands there whole; only a crash of the machine could take it away
            disk.sync(target.parent)


def _replace(made: Path, target: Path) -> None:
    if disk.exchange(made, target):
        _remove(made)
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
    with contextlib.suppress(OSError):
        if path.is_symlink() or not path.is_dir():
            path.unlink()
        else:
            shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def _held(folder: Path, *, wait: bool) -> Iterator[bool]:
    """Lock a directory; False if there are no such locks here."""
    if os.name != "posix":
        yield False
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield disk.lock(descriptor, wait=wait)
    finally:
        os.close(descriptor)


def _clear(out: Path) -> None:
    """Clear away what builds that were killed have left; whoever calls it holds the lock of ``out``."""
    for path in sorted(out.iterdir()):
        match = _LEFT.fullmatch(path.name)
        if match is None or path.is_symlink() or not path.is_dir():
            continue
        if match["kind"] == "old" and not os.path.lexists(out / match["version"]):
            os.rename(path, out / match["version"])  # a build was killed between its two renames
        elif match["kind"] == "old" or _is_left(path):
            shutil.rmtree(path, ignore_errors=True)


def _is_left(path: Path) -> bool:
    """Whether no living process holds the lock of a directory."""
    try:
        with _held(path, wait=False) as is_locked:
            return is_locked
    except OSError:
        return False
