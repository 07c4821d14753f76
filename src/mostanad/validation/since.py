"""What changed in a package since it was found clean.

A folder of results keeps the lines of each table in pieces, named by the hash of their bytes, and the list of those of
which a package was when it was found clean. It is believed only by the same code, libraries, descriptor and queries.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zlib
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from functools import cache, cached_property
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from mostanad.files import Package
from mostanad.files.columns import read_columns
from mostanad.files.disk import write_atomically
from mostanad.files.resources import resource
from mostanad.models import TABLES
from mostanad.validation import screen

#: A piece has at least so many bytes; it ends behind the next line whose checksum has none of these bits.
_LEAST, _BITS = 1 << 20, 0x1F
#: If more rows than these changed, all is checked anew.
_MOST = 20_000
_STATE = "clean.json"
_CODE = ("models", "files", "contract", "evidence", "validation")
_LIBRARIES = ("duckdb", "pyarrow", "pydantic")


class Columns(dict[str, Any]):
    """Tables that passed the screen, as columns of text; those that passed it before are read when first asked for."""

    def __getitem__(self, name: str) -> pa.Table:
        found = super().__getitem__(name)
        if isinstance(found, bytes):
            found = self[name] = read_columns(found, header_of(name))
        return found


class Since:
    """A package beside the last state of it that was found clean.

    Attributes:
        left: codes of rules, and names of layers, that were not clean even then.
        contents: the bytes of the tables, if there was such a state.
        added: by table the rows that are new or changed, once it passed the screen.
        gone: those that were there and are not, or not as they were.
    """

    def __init__(self, folder: Path, package: Package) -> None:
        """Write down the pieces of the package; raises OSError if the folder cannot be written."""
        self._folder = folder / hashlib.sha256(str(package.root.resolve()).encode()).hexdigest()[:32]
        described = json.dumps([package.descriptor, package.queries])
        self._key = hashlib.sha256((_engine() + described).encode()).hexdigest()
        self.contents = dict(package.texts)
        self._pieces = {name: dict(_pieces(content)) for name, content in self.contents.items()}
        state = self._state()
        self._before: dict[str, dict[str, int]] = state.get("tables", {})
        self.left = frozenset[str](state.get("left", ()))
        self.added: dict[str, pa.Table] = {}
        self.gone: dict[str, pa.Table] = {}
        self._folder.mkdir(parents=True, exist_ok=True)
        for name, pieces in self._pieces.items():
            for key, (start, end) in pieces.items():
                if not (path := self._folder / key).exists():
                    write_atomically(path, pa.compress(self.contents[name][start:end], "zstd", asbytes=True))
        if not self._before:
            self.contents = {}

    def _state(self) -> Any:
        try:
            state = json.loads((self._folder / _STATE).read_bytes())
        except (OSError, ValueError):
            return {}
        return state if state["key"] == self._key else {}

    def keep(self, left: Collection[str]) -> None:
        """Take this state as the last that was clean, but for these codes and layers; raises OSError."""
        tables = {
            name: {key: end - start for key, (start, end) in pieces.items()} for name, pieces in self._pieces.items()
        }
        state = {"key": self._key, "left": sorted(left), "tables": tables}
        write_atomically(self._folder / _STATE, json.dumps(state).encode())
        used = {_STATE}.union(*tables.values())
        for path in self._folder.iterdir():
            if path.name not in used:
                path.unlink(missing_ok=True)

    def is_screened(self, name: str, connection: duckdb.DuckDBPyConnection) -> bool:
        """Whether nothing about what is new in a table, and about the order of all of it, is suspicious."""
        if name not in self._before or not self._has_shape(name):
            return False
        before, pieces, content = self._before[name], self._pieces[name], self.contents[name]
        places = list(pieces.values())
        if any(_key_at(content, end - 1) >= _key_at(content, end) for (_, end), _ in pairwise(places)):
            return False
        new = b"".join(content[slice(*place)] for key, place in pieces.items() if key not in before)
        old = [self._stored(key, size) for key, size in before.items() if key not in pieces]
        if None in old or (new and screen.clean(_head(name) + new, TABLES[name], connection) is None):
            return False
        now, then = set(new.split(b"\n")), set(b"".join(one or b"" for one in old).split(b"\n"))
        self.added[name], self.gone[name] = _table(name, now - then), _table(name, then - now)
        return True

    def known_lines(self, name: str) -> set[int]:
        """The lines of a table that stood there when it was clean, by their numbers."""
        found, number = set[int](), 2
        if name not in self._before or not self._has_shape(name):
            return found
        content, pieces, before = self.contents[name], self._pieces[name], self._before[name]
        for key, (start, end) in pieces.items():
            count = content.count(b"\n", start, end)
            found |= set(range(number, number + count)) if key in before else set()
            number += count
        return found

    def _has_shape(self, name: str) -> bool:
        """Whether a table has its header, a last line end, and no piece twice."""
        content, header = self.contents[name], _head(name)
        whole = sum(end - start for start, end in self._pieces[name].values())
        return content.startswith(header) and content.endswith(b"\n") and whole == len(content) - len(header)

    def _stored(self, key: str, size: int) -> bytes | None:
        try:
            content: bytes = pa.decompress((self._folder / key).read_bytes(), size, "zstd", asbytes=True)
        except (OSError, ValueError):
            return None
        return content if hashlib.sha256(content).hexdigest() == key else None

    @cached_property
    def is_much(self) -> bool:
        """Whether so much changed that all must be looked at, or there was no such state."""
        tables = (*self.added.values(), *self.gone.values())
        return self.added.keys() != TABLES.keys() or sum(table.num_rows for table in tables) > _MOST

    def rows(self, name: str, keys: Iterable[str]) -> pa.Table:
        """The rows of a table with these keys, as far as there are any."""
        content, first, found = self.contents[name], len(_head(name)), list[bytes]()
        places = range(first, len(content))
        for key in map(str.encode, keys):
            start = first + bisect_left(places, key, key=lambda place: _key_at(content, place))
            if start < len(content) and _key_at(content, start) == key:
                found.append(content[start : content.index(b"\n", start)])
        return _table(name, found)


def header_of(name: str) -> list[str]:
    """The columns of a table."""
    return [column.name for column in TABLES[name].columns()]


def _head(name: str) -> bytes:
    return ",".join(header_of(name)).encode() + b"\n"


def _table(name: str, lines: Iterable[bytes]) -> pa.Table:
    whole = _head(name) + b"".join(line + b"\n" for line in sorted(lines) if line)
    return read_columns(whole, header_of(name))


def _key_at(content: bytes, place: int) -> bytes:
    """The first cell of the line in which a byte lies."""
    start = content.rfind(b"\n", 0, place) + 1
    return content[start : content.find(b",", start)]


def _pieces(content: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """The lines below the header, in pieces that end where their own bytes say: an inserted line changes one or two."""
    start, whole = content.find(b"\n") + 1, memoryview(content)
    while start < len(content):
        end = content.find(b"\n", start + _LEAST) + 1 or len(content)
        while end < len(content):
            line, end = end, content.find(b"\n", end) + 1 or len(content)
            if not zlib.crc32(whole[line:end]) & _BITS:
                break
        yield hashlib.sha256(whole[start:end]).hexdigest(), (start, end)
        start = end


@cache
def _engine() -> str:
    """A hash of all that decides what is found: rules, models, code, and the libraries that run them."""
    rooms = [Path(__file__).parents[1] / room for room in _CODE]
    files = [path for room in rooms for path in room.rglob("*") if path.suffix in (".py", ".sql", ".toml")]
    whole = hashlib.sha256(repr([sys.version, *map(version, _LIBRARIES)]).encode())
    for path in sorted([*files, *resource("validators").glob("*.sql")]):
        whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()
