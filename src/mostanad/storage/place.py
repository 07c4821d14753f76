"""Where a directory is made, and how it gets to where it belongs: whole or not at all, even if we are killed."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from mostanad.storage import disk, locks, trees

#: How that is called which is left behind if a program is killed; within it is the name of where it belongs.
_LEFT = re.compile(r"\.(?P<name>.+)\.[0-9a-f]{16}\.(?P<kind>tmp|old)", re.DOTALL)


@contextlib.contextmanager
def workplace(target: Path) -> Iterator[Path]:
    """An empty directory, beside where what is made in it belongs (:func:`put`); it is gone at the end.

    It is locked as long as this process lives. So what a program that was killed has left behind can be told from what
    another is at work on, and is cleared away first, whatever its name. Without locks (Windows, some network file
    systems) it stays; then remove ``.NAME.*.tmp`` by hand, and where NAME is missing, give it to ``.NAME.*.old``.

    Args:
        target: where it belongs; its parent exists.

    Raises:
        OSError: if it cannot be made; its name is that of ``target`` and 22 characters more.
    """
    with _held(target.parent, wait=True) as is_locked:
        if is_locked:
            _clear(target.parent)
        made = _beside(target, "tmp")
        made.mkdir()
        own = os.open(made, os.O_RDONLY) if os.name == "posix" else None
        if own is not None:
            locks.lock(own, wait=False)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        if own is not None:
            os.close(own)


def put(made: Path, target: Path) -> None:
    """Move a directory to a path on the same file system; what lies there already gives way only to a whole successor.

    The bytes are on disk before the name is given. Where two paths can be exchanged in one step, the name is never
    missing. Elsewhere what lies there is renamed first; if the program is killed just then, the next
    :func:`workplace` in the same folder gives it its name back. Where the bytes are identical, what lies there stays
    and ``made`` is removed.

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


def _beside(target: Path, kind: str) -> Path:
    """A new path beside another, with its name within."""
    return target.parent / f".{target.name}.{secrets.token_hex(8)}.{kind}"


def _replace(made: Path, target: Path) -> None:
    if disk.exchange(made, target):
        _remove(made)
        return
    aside = _beside(target, "old")
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
    if other.is_symlink() or not other.is_dir() or trees.files(one) != trees.files(other):
        return False
    return all(_digest(one / path) == _digest(other / path) for path in trees.files(one))


def _digest(path: Path) -> str | None:
    return trees.digest(path) if trees.is_plain(path) else None


def _remove(path: Path) -> None:
    """Remove what gave way; its successor stands already, so that what cannot be removed is left."""
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
        yield locks.lock(descriptor, wait=wait)
    finally:
        os.close(descriptor)


def _clear(folder: Path) -> None:
    """Clear away what programs that were killed have left; whoever calls it holds the lock of ``folder``."""
    for path in sorted(folder.iterdir()):
        match = _LEFT.fullmatch(path.name)
        if match is None or not path.is_dir():
            continue
        if match["kind"] == "old" and not os.path.lexists(folder / match["name"]):
            os.rename(path, folder / match["name"])  # a program was killed between its two renames
        elif not path.is_symlink() and (match["kind"] == "old" or _is_left(path)):
            shutil.rmtree(path, ignore_errors=True)


def _is_left(path: Path) -> bool:
    """Whether no living process holds the lock of a directory."""
    try:
        with _held(path, wait=False) as is_locked:
            return is_locked
    except OSError:
        return False
