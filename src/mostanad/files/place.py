"""Where a directory is made, and how it gets to where it belongs: whole or not at all, even if we are killed."""

import contextlib
import errno
import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

from mostanad.files import disk, locks, trees

#: What is in a directory that a program works in: what is being made, and what has to give way to it.
_NEW, _OLD = "new", "old"
#: For how many seconds a program waits for others that put something into the same folder, or edit a package there.
WAIT = 60.0


class LeftoverWarning(UserWarning):
    """What a killed mostanad has left cannot be cleared away; it is left alone."""


@contextlib.contextmanager
def workplace(target: Path) -> Iterator[Path]:
    """An empty directory on the file system of the target, for which what is made in it is meant (:func:`put`).

    Its name says for which target it is (:func:`.disk.beside`); it is locked as long as this process lives, so that
    :func:`clear` knows what a killed program left. BlockingIOError if another has the folder after :data:`WAIT`.
    """
    work = disk.beside(target)
    with contextlib.ExitStack() as opened, contextlib.ExitStack() as at_end:
        with _alone(target.parent) as is_locked:
            if is_locked:
                clear(target)
            at_end.callback(_finish, work)
            (work / _NEW).mkdir(parents=True)
            opened.enter_context(_held(work))
        yield work / _NEW


def put(made: Path, target: Path) -> None:
    """Move a finished directory to where it belongs, with its bytes on disk; what lies there already gives way only to
    a whole successor, and stays if it is identical. After an OSError what lay there before lies there again."""
    with _alone(target.parent):
        is_there = os.path.lexists(target)
        if is_there and identical(made, target):
            shutil.rmtree(made, ignore_errors=True)
            return
        disk.sync_tree(made)
        if is_there:
            disk.sync(target.parent)  # after a crash of the machine it must be known what gave way
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
    """Clear away what programs that were killed while they made a target have left beside it; what was about to give
    way gets its place back. What cannot be cleared away is named: a :class:`LeftoverWarning`, or, if the caller has a
    lock of its own (``is_alone``), an OSError."""
    for work in sorted(path for path in target.parent.iterdir() if disk.is_left(path, target)):
        if work.is_dir() and not work.is_symlink() and (is_alone or _is_free(work)):
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


def _discard(work: Path) -> None:
    """Remove a workplace; an OSError if something is left of it."""
    for name in (_NEW, _OLD):
        _remove(work / name)
    with contextlib.suppress(FileNotFoundError):
        work.rmdir()


def _remove(path: Path) -> None:
    """Remove what is ours; what cannot be removed is left."""
    with contextlib.suppress(OSError):
        if path.is_symlink() or not path.is_dir():
            path.unlink()
        else:
            shutil.rmtree(path, ignore_errors=True)


def _alone(folder: Path) -> contextlib.AbstractContextManager[bool]:
    return locks.alone(folder, WAIT) if os.name == "posix" else contextlib.nullcontext(False)


def _held(work: Path) -> contextlib.AbstractContextManager[bool]:
    """Lock a workplace, if it is free; likewise."""
    return locks.held(work, wait=False) if os.name == "posix" else contextlib.nullcontext(False)


def _is_free(work: Path) -> bool:
    try:
        with _held(work) as is_locked:
            return is_locked
    except OSError:
        return False
