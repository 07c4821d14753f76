"""Files, folders and connections that fail."""

from __future__ import annotations

import builtins
import contextlib
import errno
import fcntl
import http.client
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.releases.faults import Faults

from mostanad.loader.download.connections import Route


class Failing(Faults):
    """Every call on a folder, and on connections, is counted, and the one with a number that is given goes wrong."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *folders: Path) -> None:
        super().__init__(monkeypatch, *folders)
        monkeypatch.setattr(os, "link", self._on_path("link", os.link))
        monkeypatch.setattr(os, "chmod", self._on_path("chmod", os.chmod))
        monkeypatch.setattr(fcntl, "flock", self._always("flock", fcntl.flock))
        monkeypatch.setattr(Route, "connect", self._always("connect", Route.connect))
        monkeypatch.setattr(http.client.HTTPResponse, "read1", self._always("read1", http.client.HTTPResponse.read1))
        monkeypatch.setattr(http.client.HTTPResponse, "begin", self._always("begin", http.client.HTTPResponse.begin))

    @classmethod
    @contextlib.contextmanager
    def context(cls, *folders: Path) -> Iterator[Failing]:
        """For a while."""
        with pytest.MonkeyPatch.context() as patched:
            yield cls(patched, *folders)


_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing can be written in a folder, as if its file system were mounted so; root is no exception."""

    def is_in(path: Any) -> bool:
        return isinstance(path, str | os.PathLike) and os.fspath(path).startswith(os.fspath(folder))

    def refusing(real: Any) -> Any:
        def instead(path: Any, *args: Any, **how: Any) -> Any:
            if is_in(path) and not (real is os_mkdir and os.path.isdir(path)):
                raise OSError(errno.EROFS, os.strerror(errno.EROFS), os.fspath(path))
            return real(path, *args, **how)

        return instead

    os_open, os_mkdir, py_open = os.open, os.mkdir, builtins.open

    def opening(path: Any, flags: int, *args: Any, **how: Any) -> int:
        return (refusing(os_open) if flags & _WRITING else os_open)(path, flags, *args, **how)  # type: ignore[no-any-return]

    def opening_file(path: Any, mode: str = "r", *args: Any, **how: Any) -> Any:
        return (refusing(py_open) if set(mode) & set("wax+") else py_open)(path, mode, *args, **how)

    with pytest.MonkeyPatch.context() as patched:
        for name in ("mkdir", "replace", "rename", "unlink", "link", "chmod", "rmdir"):
            patched.setattr(os, name, refusing(getattr(os, name)))
        patched.setattr(os, "open", opening)
        patched.setattr(builtins, "open", opening_file)
        patched.setattr(io, "open", opening_file)
        yield
