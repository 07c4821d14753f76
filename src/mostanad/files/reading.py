"""Read untrusted files safely: only regular files, and never more bytes than requested."""

import errno
import io
import json
import os
import stat
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from mostanad.files import limits

# Do not wait for a pipe; on Windows, do not change line ends. Each system has only some of these flags.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class NotAFile(Exception):
    """A folder, a pipe, a device or a socket where a file should be."""


class TooLarge(Exception):
    """A file has more bytes than may be read."""


class Excess(NamedTuple):
    """Where a file exceeds a limit: the line (0 for the whole file), and a message."""

    line: int
    message: str


def read_file(path: Path, most: int | None) -> bytes:
    """The bytes of a regular file; links are followed. NotAFile for anything else, which is not opened. TooLarge for
    more than ``most`` bytes, also if the reported size is smaller."""
    _checked(path.stat(), most)
    handle = os.open(path, _FLAGS)
    with open(handle, "rb") as file:
        _checked(os.fstat(handle), most)  # it may have been replaced since
        content = file.read(-1 if most is None else most + 1)  # and may grow while it is read
    if most is not None and len(content) > most:
        raise TooLarge
    return content


class Unread:
    """The bytes of a regular file of any size, read only when a slice is requested. OSError if the file has changed
    since this object was created."""

    def __init__(self, path: Path, _: int | None = None) -> None:
        """Check that the file can be opened, but read nothing yet; raises like :func:`read_file`."""
        self._path, self._found = path, path.stat()
        _checked(self._found, None)
        os.close(os.open(path, _FLAGS))

    def __len__(self) -> int:
        return self._found.st_size

    def __getitem__(self, part: slice) -> bytes:
        start, end, _ = part.indices(len(self))
        with open(os.open(self._path, _FLAGS), "rb") as file:
            file.seek(start)
            content = file.read(max(0, end - start))
            now = os.fstat(file.fileno())
        if any(getattr(now, one) != getattr(self._found, one) for one in ("st_ino", "st_size", "st_mtime_ns")):
            raise OSError(errno.EBUSY, "the file changed while it was being read", str(self._path))
        return content


def _checked(found: os.stat_result, most: int | None) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise NotAFile
    if most is not None and found.st_size > most:
        raise TooLarge


def excess(content: bytes) -> Excess | None:
    """Where a table's file exceeds a limit; None if it does not."""
    if content.count(b"\n") > limits.LINES:
        return Excess(0, f"it has more than {limits.LINES:,} lines")
    for number, line in enumerate(io.BytesIO(content), 1):
        if len(line) > limits.COMMAS:  # a shorter line cannot exceed either limit
            bounds = (
                (len(line.removesuffix(b"\n")), "bytes", limits.LINE_BYTES),
                (line.count(b","), "commas", limits.COMMAS),
            )
            for many, what, most in bounds:
                if many > most:
                    return Excess(number, f"the line has {many:,} {what}; {most:,} are allowed")
    return None


def parse_json(content: bytes) -> Any:
    """Parse JSON (RFC 8259) in UTF-8, without repeated keys and nested at most :data:`limits.DEPTH` deep. Otherwise
    ValueError, or RecursionError if it is nested much deeper."""
    value = json.loads(content.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_number)
    level = [value]
    for _ in range(limits.DEPTH):
        inside = (one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list))
        level = [*chain.from_iterable(inside)]
    if level:
        raise ValueError(f"nested deeper than {limits.DEPTH} levels")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        ((twice, _),) = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"the key {short(twice)} is repeated")
    return found


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def shortened(text: str, most: int = 200) -> str:
    """An untrusted text, cut to at most so many characters."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


def short(text: str) -> str:
    """An untrusted text, cut and quoted for a message: in ASCII, so it cannot control a terminal."""
    return ascii(shortened(text))
