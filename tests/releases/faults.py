"""Files that fail: every call on a folder is counted, and the one with a number that is given goes wrong."""

from __future__ import annotations

import builtins
import errno
import io
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from mostanad.files import disk, locks

#: One after the other: a full disk, a broken one, a folder that may not be entered.
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)
_OS = ("open", "rename", "replace", "mkdir", "unlink", "rmdir", "scandir", "listdir", "stat", "lstat", "truncate")


class Faults:
    """Counts the calls of file systems on some folders.

    Attributes:
        calls: what was called so far.
        fails: the number of the call that goes wrong, from 0; None: none does.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *folders: Path) -> None:
        self.calls: list[str] = []
        self.fails: int | None = None
        self._folders = tuple(os.fspath(folder) for folder in folders)
        self._thread = threading.get_ident()
        for name in _OS:
            monkeypatch.setattr(os, name, self._on_path(name, getattr(os, name)))
        monkeypatch.setattr(os, "sendfile", self._always("sendfile", os.sendfile))
        monkeypatch.setattr(os, "fsync", self._always("fsync", lambda _: None))  # nothing is lost here, and it is slow
        opening = self._opening(builtins.open)
        monkeypatch.setattr(builtins, "open", opening)
        monkeypatch.setattr(io, "open", opening)
        writer = pq.ParquetWriter
        monkeypatch.setattr(writer, "write_table", self._always("write_table", writer.write_table))
        monkeypatch.setattr(pq, "ParquetFile", self._on_path("ParquetFile", pq.ParquetFile))
        monkeypatch.setattr(disk, "exchange", self._always("exchange", disk.exchange))
        monkeypatch.setattr(locks, "lock", self._always("lock", locks.lock))

    def begin(self, fails: int | None) -> None:
        """Count anew."""
        self.calls, self.fails = [], fails

    @property
    def came(self) -> bool:
        """Whether the call that goes wrong was made."""
        return self.fails is not None and len(self.calls) > self.fails

    def call(self, name: str, path: str = "") -> None:
        """Count a call; raises if it is the one that goes wrong."""
        self.calls.append(f"{name} {path}")
        if len(self.calls) - 1 == self.fails:
            number = ERRORS[self.fails % len(ERRORS)]
            raise OSError(number, os.strerror(number), path or None)

    def _is_meant(self, path: Any, how: dict[str, Any]) -> bool:
        if threading.get_ident() != self._thread:
            return False
        if how.get("dir_fd") is not None or how.get("src_dir_fd") is not None or isinstance(path, int):
            return True
        return isinstance(path, str | os.PathLike) and os.fspath(path).startswith(self._folders)

    def _on_path(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def instead(path: Any = ".", *args: Any, **how: Any) -> Any:
            if self._is_meant(path, how) and not _is_import():
                self.call(name, str(path))
            return real(path, *args, **how)

        return instead

    def _always(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def instead(*args: Any, **how: Any) -> Any:
            self.call(name, str(args[-1]) if args else "")
            return real(*args, **how)

        return instead

    def _opening(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def instead(path: Any, mode: str = "r", *args: Any, **how: Any) -> Any:
            if isinstance(path, int) or not self._is_meant(path, {}):
                return real(path, mode, *args, **how)
            self.call(f"open({mode})", str(path))
            return _File(real(path, mode, *args, **how), self, str(path))

        return instead


class _File:
    """An open file whose reads, writes and closing are counted; a file is read in one call or two."""

    def __init__(self, file: Any, faults: Faults, path: str) -> None:
        self._file, self._faults, self._path = file, faults, path

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._file, name)
        if name not in ("read", "readinto", "readline", "write", "writelines", "flush"):
            return found

        def instead(*args: Any) -> Any:
            self._faults.call(name, self._path)
            return found(*args)

        return instead

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Any:
        return iter(self._file)

    def close(self) -> None:
        is_written = not self._file.closed and self._file.writable()
        self._file.close()
        if is_written:
            self._faults.call("close", self._path)


def _is_import() -> bool:
    """Whether Python looks for a module."""
    return "importlib" in (sys._getframe(2).f_globals.get("__name__") or "")


def contents(root: Path) -> dict[str, bytes]:
    """All files below a folder; nothing if it is not there."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
