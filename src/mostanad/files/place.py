"""Where a directory is made, and how it gets to where it belongs: whole or not at all, even if we are killed."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import secrets
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

from mostanad.files import disk, locks, trees

#: How the name of a directory ends that a program works in, and that of its mark; and what is in it: what is being
#: made, and what has to give way to it.
_WORK, _MARK, _NEW, _OLD = ".mostanad-tmp", ".mostanad-mark", "new", "old"
#: Of a longer name only the beginning is part of them: a file system allows 255 bytes as a rule.
_ROOM = 200
#: For how many seconds a program waits for others that put something into the same folder, or edit a package there.
WAIT = 60.0


class LeftoverWarning(UserWarning):
    """Something is called as a leftover of mostanad is, and cannot be proved to be one; it is left alone."""


@contextlib.contextmanager
def workplace(target: Path) -> Iterator[Path]:
    """An empty directory on the file system of the target, for which what is made in it is meant (:func:`put`).

    It lies beside the target until the end, and beside it its mark, a file that names the target and is locked as long
    as this process lives: so :func:`clear` knows what a killed program has left of this very target (docs/releases.md).
    Raises BlockingIOError if another process still has the folder for itself after :data:`WAIT` seconds.
    """
    work = target.parent / f"{_begins(target)}{secrets.token_hex(8)}{_WORK}"
    with contextlib.ExitStack() as opened, contextlib.ExitStack() as at_end:
        with _alone(target.parent) as is_locked:
            if is_locked:
                clear(target)
            mark = os.open(_mark(work), os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
            at_end.callback(_finish, work)
            try:
                os.write(mark, _said(target))
            finally:
                os.close(mark)
            opened.enter_context(_held(_mark(work)))
            (work / _NEW).mkdir(parents=True)
        yield work / _NEW


def put(made: Path, target: Path) -> None:
    """Move a finished directory to where it belongs; what lies there already gives way only to a whole successor.

    The bytes are on disk before the name is given. Where the bytes are identical, what lies there stays. Raises OSError
    if it cannot be moved; then what lay there before lies there again.
    """
    with _alone(target.parent):
        is_there = os.path.lexists(target)
        if is_there and identical(made, target):
            shutil.rmtree(made, ignore_errors=True)
            return
        disk.sync_tree(made)
        if is_there:
            disk.sync(_mark(made.parent))
            _replace(made, target)
        else:
            os.rename(made, target)
        with contextlib.suppress(OSError):  # it stands there whole; only a crash of the machine could take it away
            disk.sync(target.parent)


def refuse_to_replace(target: Path, known_by: str, what: str) -> None:
    """Raise FileExistsError unless at the target is nothing, an empty directory, or one with the file that marks it."""
    if not trees.is_there(target):
        return
    is_folder = target.is_dir() and not target.is_symlink()
    if not is_folder or (any(target.iterdir()) and not trees.is_plain(target / known_by)):
        raise FileExistsError(errno.EEXIST, f"something that is no {what} lies there; move it away", str(target))


def _replace(made: Path, target: Path) -> None:
    if disk.exchange(made, target):
        _remove(made)
        return
    aside = made.with_name(_OLD)
    try:
        os.rename(target, aside)
        os.rename(made, target)
    except BaseException:
        if os.path.lexists(aside) and not os.path.lexists(target):
            os.rename(aside, target)
        raise
    _remove(aside)


def identical(one: Path, other: Path) -> bool:
    """Whether two paths are files of the same bytes, or directories that hold files of the same paths and bytes."""
    if trees.is_plain(one):
        return trees.is_plain(other) and trees.digest(one) == trees.digest(other)
    if not all(path.is_dir() and not path.is_symlink() for path in (one, other)):
        return False
    found = trees.files(one)
    return found == trees.files(other) and all(identical(one / path, other / path) for path in found)


def clear(target: Path, *, is_alone: bool = False) -> None:
    """Clear away what programs that were killed while they made a target have left beside it, if it has the mark.

    What was about to give way gets its place back. What nobody can tell stays; a :class:`LeftoverWarning` names it. If
    the caller has a lock of its own (``is_alone``), it is an OSError if something of ours cannot be removed.
    """
    name = re.compile(rf"{re.escape(_begins(target))}[0-9a-f]{{16}}({re.escape(_WORK)}|{re.escape(_MARK)})")
    found = {path for path in target.parent.iterdir() if name.fullmatch(path.name)}
    for work in sorted({path.with_suffix(_WORK) for path in found}):
        mark = _mark(work)
        if work.is_symlink() or not _says(mark, target):
            left = work if work in found else mark
            _leave(left, "it is called as a leftover of mostanad is, and no mark proves it")
        elif is_alone or _is_free(mark):
            try:
                _settle(work, target)
            except OSError as error:
                if is_alone:
                    raise
                _leave(work, f"it is of mostanad, and cannot be removed ({error.strerror})")


def _settle(work: Path, target: Path) -> None:
    if trees.is_there(work / _OLD) and trees.is_there(work / _NEW):  # killed between its two renames
        if trees.is_there(target):
            _leave(work, f"{_OLD} in it lay at {target} before, and something else has come there since")
            return
        os.rename(work / _OLD, target)
    _discard(work)


def _finish(work: Path) -> None:
    with contextlib.suppress(OSError):
        if not trees.is_there(work / _OLD):  # else it could not be put back, and must not be lost
            _discard(work)


def _leave(work: Path, why: str) -> None:
    warnings.warn(f"{work}: {why}; it is left alone: look into it, and move or remove it", LeftoverWarning, 3)


def _begins(target: Path) -> str:
    name = target.name
    while len(os.fsencode(name)) > _ROOM:
        name = name[:-1]
    return f".{name}."


def _mark(work: Path) -> Path:
    return work.with_suffix(_MARK)


def _said(target: Path) -> bytes:
    """What the mark says: the same for all workplaces of a target, in ASCII whatever its name."""
    return f"mostanad is at work on {json.dumps(target.name)} here, and removes this when it is done.\n".encode()


def _says(mark: Path, target: Path) -> bool:
    said = _said(target)
    try:
        if not trees.is_plain(mark):
            return False
        with mark.open("rb") as file:
            return file.read(len(said) + 1) == said
    except OSError:
        return False


def _discard(work: Path) -> None:
    """Remove a workplace, its mark last: if that is cut off, the rest is still known as ours; else an OSError."""
    for name in (_NEW, _OLD):
        _remove(work / name)
    with contextlib.suppress(FileNotFoundError):
        work.rmdir()
    _mark(work).unlink()


def _remove(path: Path) -> None:
    """Remove what is ours; what cannot be removed is left."""
    with contextlib.suppress(OSError):
        if path.is_symlink() or not path.is_dir():
            path.unlink()
        else:
            shutil.rmtree(path, ignore_errors=True)


def _alone(folder: Path) -> contextlib.AbstractContextManager[bool]:
    return locks.alone(folder, WAIT) if os.name == "posix" else contextlib.nullcontext(False)


@contextlib.contextmanager
def _held(mark: Path) -> Iterator[bool]:
    """Lock a mark, if it is free; likewise."""
    if os.name != "posix":
        yield False
        return
    descriptor = os.open(mark, os.O_RDONLY)
    try:
        yield locks.lock(descriptor, wait=False)
    finally:
        os.close(descriptor)


def _is_free(mark: Path) -> bool:
    try:
        with _held(mark) as is_locked:
            return is_locked
    except OSError:
        return False
