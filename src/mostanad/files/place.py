"""Build a directory beside its target and move it there, whole or not at all, even if the program is killed."""

import contextlib
import errno
import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

from mostanad.files import disk, locks, trees

#: The contents of a workplace: the directory being made, and the one that it replaces.
_NEW, _OLD = "new", "old"
#: Seconds to wait for other programs that write to the same folder or edit a package there.
WAIT = 60.0


class LeftoverWarning(UserWarning):
    """Files of a killed mostanad cannot be removed, so they are left in place."""


@contextlib.contextmanager
def workplace(target: Path) -> Iterator[Path]:
    """An empty directory on the target's file system, in which to make what :func:`put` moves to the target.

    Its name identifies the target (:func:`.disk.beside`). This process locks it, so :func:`clear` can recognise what
    a killed program left. BlockingIOError if another process still has the folder after :data:`WAIT` seconds.
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
    """Sync a finished directory to disk and move it to the target. An existing target is only replaced by a complete
    successor, and stays if it is identical. After an OSError the old target is back in place."""
    with _alone(target.parent):
        is_there = os.path.lexists(target)
        if is_there and identical(made, target):
            shutil.rmtree(made, ignore_errors=True)
            return
        disk.sync_tree(made)
        if is_there:
            disk.sync(target.parent)  # after a machine crash, it must be known what was being replaced
            _replace(made, target)
        else:
            os.rename(made, target)
        with contextlib.suppress(OSError):  # the target is complete; only a machine crash could still lose it
            disk.sync(target.parent)


def refuse_to_replace(target: Path, known_by: str, what: str) -> None:
    """Raise FileExistsError unless the target is missing, an empty directory, or one with the file ``known_by``."""
    if not trees.is_there(target):
        return
    is_folder = target.is_dir() and not target.is_symlink()
    if not is_folder or (any(target.iterdir()) and not trees.is_plain(target / known_by)):
        raise FileExistsError(errno.EEXIST, f"the path exists and is not a {what}; move it away", str(target))


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
    """Whether two paths are files with the same bytes, or directories whose files have the same paths and bytes."""
    if trees.is_plain(one):
        return trees.is_plain(other) and trees.digest(one) == trees.digest(other)
    if not all(path.is_dir() and not path.is_symlink() for path in (one, other)):
        return False
    found = trees.files(one)
    return found == trees.files(other) and all(identical(one / path, other / path) for path in found)


def clear(target: Path, *, is_alone: bool = False) -> None:
    """Remove what killed programs left beside a target while they made it, and put an old target that was about to be
    replaced back in place. If that fails: a :class:`LeftoverWarning`, or an OSError if the caller has a lock of its
    own (``is_alone``)."""
    for work in sorted(path for path in target.parent.iterdir() if disk.is_left(path, target)):
        if work.is_dir() and not work.is_symlink() and (is_alone or _is_free(work)):
            try:
                _settle(work, target)
            except OSError as error:
                if is_alone:
                    raise
                _leave(work, f"left over from mostanad, and cannot be removed ({error.strerror})")


def _settle(work: Path, target: Path) -> None:
    if trees.is_there(work / _OLD) and trees.is_there(work / _NEW):  # killed between its two renames
        if trees.is_there(target):
            _leave(work, f"its folder {_OLD!r} was at {target}, where something else is now")
            return
        os.rename(work / _OLD, target)
    _discard(work)


def _finish(work: Path) -> None:
    with contextlib.suppress(OSError):
        if not trees.is_there(work / _OLD):  # an old target that could not be put back must not be lost
            _discard(work)


def _leave(work: Path, why: str) -> None:
    warnings.warn(f"{work}: {why}; not touched: check it, then move or remove it", LeftoverWarning, 3)


def _discard(work: Path) -> None:
    """Remove a workplace; OSError if a part of it remains."""
    for name in (_NEW, _OLD):
        _remove(work / name)
    with contextlib.suppress(FileNotFoundError):
        work.rmdir()


def _remove(path: Path) -> None:
    """Remove a path of ours, as far as possible."""
    with contextlib.suppress(OSError):
        if path.is_symlink() or not path.is_dir():
            path.unlink()
        else:
            shutil.rmtree(path, ignore_errors=True)


def _alone(folder: Path) -> contextlib.AbstractContextManager[bool]:
    return locks.alone(folder, WAIT) if os.name == "posix" else contextlib.nullcontext(False)


def _held(work: Path) -> contextlib.AbstractContextManager[bool]:
    """Lock a workplace, if it is free. Like :func:`_alone`, this yields False where there are no such locks."""
    return locks.held(work, wait=False) if os.name == "posix" else contextlib.nullcontext(False)


def _is_free(work: Path) -> bool:
    try:
        with _held(work) as is_locked:
            return is_locked
    except OSError:
        return False
