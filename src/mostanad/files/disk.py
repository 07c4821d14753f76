"""Writing so that a crash leaves the old or the new: bytes on disk, names exchanged."""

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

# Above this number of files all of the machine's unwritten bytes are fewer waits than those of each file.
_ONE_BY_ONE = 1000
_NO_EXCHANGE = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
#: How the name of a file ends that is not yet in its place, and how many characters of its own name it has before.
_LEFT, _KEPT = ".mostanad-tmp", 50


def sync(path: Path) -> None:
    """Wait until a file, or the names in a directory, are on disk; an OSError if they cannot be written there."""
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


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file: a reader finds the old bytes or the new ones, also after a kill or a crash of the machine.

    Permissions stay, and a symbolic link stays one. An OSError names ``path``, where all is as before. Only a kill
    leaves another file behind, which :func:`clear_left` knows by its name (docs/releases.md).
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
    with contextlib.suppress(OSError):  # it stands there whole; only a crash of the machine could take it away
        sync(target.parent)


def _mode(path: Path) -> int | None:
    """The permissions of a file, None if there is none; raises OSError if it is something else."""
    try:
        found = os.stat(path).st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found):
        raise OSError(errno.EINVAL, "it is not a file")
    return stat.S_IMODE(found)


def beside(path: Path, number: str = "") -> Path:
    """Where something is made that is to have a path; the number is by chance, and its check says for which path."""
    number = number or secrets.token_hex(8)
    check = hashlib.sha256(os.fsencode(f"{number}.{path.name}")).hexdigest()
    return path.with_name(f".{path.name[:_KEPT]}.{number}{check[:16]}{_LEFT}")


def is_left(found: Path, path: Path) -> bool:
    """Whether something was left when a program was killed that made what is to have just this path."""
    return found.name == beside(path, found.name.removesuffix(_LEFT)[-32:-16]).name


def clear_left(path: Path) -> None:
    """Remove what :func:`write_atomically` left beside just this file when it was killed; nobody else may write."""
    target = Path(os.path.realpath(path))
    for found in target.parent.iterdir():
        if is_left(found, target) and trees.is_plain(found):
            os.unlink(found)


def exchange(one: Path, other: Path) -> bool:
    """Let two paths change their places, in one step (Linux: renameat2); False if the system cannot do that."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    if call is None:
        return False
    if call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NO_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))
