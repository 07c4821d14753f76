"""Locks on open files: as they are here, and as they would be on Windows, whose module is played by another."""

from __future__ import annotations

import errno
import importlib.util
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from mostanad.files import locks


class Windows:
    """What msvcrt knows of locks: who holds which file; a descriptor locks from where it stands."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        self.held: set[int] = set()
        self.fails: OSError | None = None

    def locking(self, descriptor: int, mode: int, count: int) -> None:
        assert (mode, count, os.lseek(descriptor, 0, os.SEEK_CUR)) == (self.LK_NBLCK, 1, 0)
        if self.fails:
            raise self.fails
        file = os.fstat(descriptor).st_ino
        if file in self.held:
            raise PermissionError(errno.EACCES, "Permission denied")
        self.held.add(file)


def load() -> ModuleType:
    """The module once more, as it is on the platform of the moment."""
    spec = importlib.util.spec_from_file_location("locks_again", locks.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Windows:
    made = Windows()
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=made.locking, LK_NBLCK=made.LK_NBLCK))  # type: ignore[arg-type]
    monkeypatch.setitem(sys.modules, "fcntl", None)
    return made


@pytest.fixture
def on_windows(windows: Windows, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        return load()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[], int]]:
    """Opens the same file again and again."""
    descriptors: list[int] = []

    def open_it() -> int:
        descriptors.append(os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT))
        return descriptors[-1]

    yield open_it
    for one in descriptors:
        os.close(one)


def test_one_at_a_time(opened: Callable[[], int]) -> None:
    assert locks.lock(opened(), wait=False)
    with pytest.raises(BlockingIOError):
        locks.lock(opened(), wait=False)


def test_one_at_a_time_on_windows(on_windows: ModuleType, opened: Callable[[], int]) -> None:
    assert on_windows.lock(opened(), wait=False)
    with pytest.raises(BlockingIOError):
        on_windows.lock(opened(), wait=False)


def test_on_windows_the_next_one_waits(on_windows: ModuleType, windows: Windows, opened: Callable[[], int]) -> None:
    first, second = opened(), opened()
    on_windows.lock(first, wait=True)
    threading.Timer(0.3, windows.held.clear).start()
    began = time.monotonic()
    assert on_windows.lock(second, wait=True)
    assert 0.2 < time.monotonic() - began < 10


@pytest.mark.parametrize("wait", [True, False])
@pytest.mark.parametrize("number", [errno.EBADF, errno.ENOLCK])
def test_a_file_system_without_locks(
    on_windows: ModuleType, windows: Windows, opened: Callable[[], int], wait: bool, number: int
) -> None:
    windows.fails = OSError(number, "no")
    assert not on_windows.lock(opened(), wait=wait)


@pytest.mark.parametrize("wait", [True, False])
def test_any_other_error_is_one(
    on_windows: ModuleType, windows: Windows, opened: Callable[[], int], wait: bool
) -> None:
    windows.fails = OSError(errno.EIO, "no")
    with pytest.raises(OSError, match="no"):
        on_windows.lock(opened(), wait=wait)
