"""What is asked of a file system so that a crash leaves the old or the new: bytes on disk, names exchanged."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

# Above this number of files all of the machine's unwritten bytes are fewer waits than those of each file.
_ONE_BY_ONE = 1000
_NO_EXCHANGE = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def sync(path: Path) -> None:
    """Wait until a file, or the names in a directory, are on disk.

    Raises:
        OSError: if they cannot be written there.
    """
    if sys.platform == "win32" and path.is_dir():
        return  # it cannot be asked for there
    # Windows writes nothing out by a descriptor that may only read.
    descriptor = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(root: Path) -> None:
    """Wait until a directory with all that is in it is on disk; raises like :func:`sync`."""
    paths = [Path(folder) / name for folder, _, names in os.walk(root) for name in ("", *names)]
    if len(paths) > _ONE_BY_ONE and sys.platform != "win32":
        os.sync()
        return
    for path in paths:
        if not path.is_symlink():
            sync(path)


def exchange(one: Path, other: Path) -> bool:
    """Let two paths change their places, in one step (Linux: renameat2).

    Returns:
        False if the machine or the file system cannot; then nothing is done.

    Raises:
        OSError: if it could, and failed.
    """
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    if call is None:
        return False
    if call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NO_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))
