"""Locks on open files: flock on Linux and macOS, a lock on the first byte on Windows. They end with the process."""

import contextlib
import errno
import hashlib
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF, errno.ENOSYS})
#: The Windows errors that mean another process holds the lock.
_HELD = frozenset({errno.EACCES, errno.EDEADLK})
#: Seconds between two attempts, where the system call does not wait by itself.
_EVERY = 0.1
#: The directories that this thread has locked with :func:`alone`.
_mine = threading.local()

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, wait: bool) -> None:
        while True:
            try:
                return msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            except OSError as error:
                if error.errno not in _HELD:
                    raise
                if not wait:
                    raise BlockingIOError(error.errno, error.strerror) from None
            time.sleep(_EVERY)

else:
    import fcntl

    def _lock(descriptor: int, wait: bool) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


def lock(descriptor: int, *, wait: bool) -> bool:
    """Lock an open file (or, except on Windows, a directory) until it is closed; False if the file system has no
    locks. BlockingIOError if another process holds the lock and ``wait`` is false."""
    try:
        _lock(descriptor, wait)
    except OSError as error:
        if isinstance(error, BlockingIOError) or error.errno not in _NO_LOCKS:
            raise
        return False
    return True


@contextlib.contextmanager
def held(path: str | Path, *, wait: bool) -> Iterator[bool]:
    """Lock a directory or a file, which is created if missing; yields and raises like :func:`lock`."""
    descriptor = os.open(path, os.O_RDONLY if os.path.isdir(path) else os.O_RDWR | os.O_CREAT, 0o644)
    try:
        yield lock(descriptor, wait=wait)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def alone(folder: Path, seconds: float) -> Iterator[bool]:
    """Hold the only lock on a directory among all processes and threads that use it; nested blocks share the lock.

    Yields False if there are no locks, so nobody is excluded. BlockingIOError if another still holds the lock after
    ``seconds``; on Linux the message names the process.
    """
    place = os.path.realpath(folder)
    held: set[str] = _mine.__dict__.setdefault("held", set())
    if place in held:
        yield True
        return
    descriptor = _opened(place)
    try:
        end = time.monotonic() + seconds
        while True:
            try:
                is_locked = lock(descriptor, wait=False)
                break
            except BlockingIOError as error:
                if time.monotonic() >= end:
                    said = f"{_holder(descriptor)} is using this folder; wait, or stop it (its lock ends with it)"
                    raise BlockingIOError(error.errno, said, str(folder)) from None
                time.sleep(_EVERY)
        held.add(place)
        yield is_locked
    finally:
        held.discard(place)
        os.close(descriptor)


def _opened(folder: str) -> int:
    if os.name == "posix":
        return os.open(folder, os.O_RDONLY)
    name = f"mostanad-{hashlib.sha256(folder.encode()).hexdigest()[:32]}.lock"
    return os.open(Path(tempfile.gettempdir(), name), os.O_RDWR | os.O_CREAT)


def _holder(descriptor: int) -> str:
    end = f":{os.fstat(descriptor).st_ino}"
    with contextlib.suppress(OSError):
        for line in Path("/proc/locks").read_text("ascii").splitlines():
            # 1: FLOCK  ADVISORY  WRITE 5874 fe:00:2146402 0 EOF
            _, kind, _, _, process, file, *_ = line.split()
            if kind == "FLOCK" and file.endswith(end) and int(process) > 0:
                words = Path(f"/proc/{process}/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
                command = " ".join([*map(os.path.basename, words[:2]), *words[2:]]).strip()
                return f"process {process} ({ascii(command[:80])[1:-1]})"
    return "another process"
