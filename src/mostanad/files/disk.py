"""Crash-safe writes: after a crash, a file is either old or new. Sync files, replace them, exchange paths."""

import contextlib
import ctypes
import errno
import hashlib
import os
import secrets
import stat
import sys
from pathlib import Path

from mostanad.files import trees

# Above this number of files, one sync of the whole machine is faster than a sync of each file.
_ONE_BY_ONE = 1000
_NO_EXCHANGE = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
#: The suffix of a temporary file's name, and how many characters of the final name come before it.
_LEFT, _KEPT = ".mostanad-tmp", 50


def sync(path: Path) -> None:
    """Wait until a file's bytes, or a directory's names, are on disk; OSError if they cannot be written."""
    if sys.platform == "win32" and path.is_dir():
        return  # Windows cannot sync a directory
    # Windows does not sync through a read-only descriptor.
    descriptor = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(root: Path) -> None:
    """Wait until a directory and everything in it are on disk; raises like :func:`sync`."""
    paths = [Path(folder) / name for folder, _, names in os.walk(root) for name in ("", *names)]
    if len(paths) > _ONE_BY_ONE and sys.platform != "win32":
        os.sync()
        return
    for path in paths:
        if not path.is_symlink():
            sync(path)


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file: a reader finds either the old bytes or the new ones, even after a kill or a machine crash.

    Permissions and a symbolic link are kept. An OSError names ``path``, which is then unchanged. Only a kill leaves a
    temporary file, which :func:`clear_left` recognises by name (docs/releases.md).
    """
    target = Path(os.path.realpath(path))
    made = beside(target)
    try:
        mode = _mode(target)
        # O_BINARY: Windows would change line ends.
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        handle = os.open(made, flags, 0o666 if mode is None else mode)
        try:
            with open(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(handle)
            if mode is not None:
                os.chmod(made, mode)
            os.replace(made, target)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(made)
            raise
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    with contextlib.suppress(OSError):  # the file is complete; only a machine crash could still lose it
        sync(target.parent)


def _mode(path: Path) -> int | None:
    """The permissions of a file; None if the path does not exist, OSError if it is not a file."""
    try:
        found = os.stat(path).st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found):
        raise OSError(errno.EINVAL, "it is not a file")
    return stat.S_IMODE(found)


def beside(path: Path, number: str = "") -> Path:
    """The temporary path beside a final path; its name has a random number and a check of the final name."""
    number = number or secrets.token_hex(8)
    check = hashlib.sha256(os.fsencode(f"{number}.{path.name}")).hexdigest()
    return path.with_name(f".{path.name[:_KEPT]}.{number}{check[:16]}{_LEFT}")


def is_left(found: Path, path: Path) -> bool:
    """Whether ``found`` has the name of a temporary file for exactly this path, left by a killed program."""
    return found.name == beside(path, found.name.removesuffix(_LEFT)[-32:-16]).name


def clear_left(path: Path) -> None:
    """Remove the files that killed calls of :func:`write_atomically` left for this path; no other program may write."""
    target = Path(os.path.realpath(path))
    for found in target.parent.iterdir():
        if is_left(found, target) and trees.is_plain(found):
            os.unlink(found)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two paths atomically (renameat2 on Linux); False if the system cannot do that."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    if call is None:
        return False
    if call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NO_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))
