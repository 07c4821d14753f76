"""Locks on open files: flock on Linux and macOS, on Windows one of the first byte. They end with their process."""

from __future__ import annotations

import errno
import sys
import time

_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF, errno.ENOSYS})
#: How Windows says that another process holds it.
_HELD = frozenset({errno.EACCES, errno.EDEADLK})
#: Seconds between two looks, where the system itself does not wait for as long as it takes.
_EVERY = 0.1

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in _HELD:
                raise BlockingIOError(error.errno, error.strerror) from None
            raise

    def _wait(descriptor: int) -> None:
        while True:
            try:
                return _lock(descriptor)
            except BlockingIOError:
                time.sleep(_EVERY)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _wait(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def lock(descriptor: int, *, wait: bool) -> bool:
    """Lock an open file for this process alone; on Linux and macOS it may be a directory.

    Args:
        descriptor: of the open file; the lock lasts until it is closed. On Windows nothing was read or written by it.
        wait: whether to wait for whoever holds it.

    Returns:
        False if the file system has no such locks.

    Raises:
        BlockingIOError: if another holds it, and it is not waited for.
    """
    try:
        (_wait if wait else _lock)(descriptor)
    except BlockingIOError:
        raise
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return False
        raise
    return True
