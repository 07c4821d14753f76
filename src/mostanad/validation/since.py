"""What changed in a package since it was found clean.

A folder of results keeps each table, named by the hash of its bytes, and the list of those of which a package was when
it was found clean. It is believed only by the same code, libraries, descriptor and queries.
"""

import hashlib
import json
import sys
from collections.abc import Collection, Iterable
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from mostanad.files import Package
from mostanad.files.columns import read_columns
from mostanad.files.disk import write_atomically
from mostanad.files.resources import resource
from mostanad.models import TABLES
from mostanad.validation import screen
from mostanad.validation.remembered import Remembered

#: If more rows than these changed, all is checked anew.
_MOST = 20_000
_STATE, _DOCUMENTS = "clean.json", "documents.json"
_CODE = ("models", "files", "contract", "evidence", "documents", "matching", "validation")
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
        of_documents: what was found in documents.
    """

    def __init__(self, folder: Path, package: Package) -> None:
        """Write down the tables of the package; raises OSError if the folder cannot be written."""
        self._folder = folder / hashlib.sha256(str(package.root.resolve()).encode()).hexdigest()[:32]
        described = json.dumps([package.descriptor, package.queries])
        self._key = hashlib.sha256((_engine() + described).encode()).hexdigest()
        self.contents = dict(package.texts)
        self._now: dict[str, Any] = {name: [_hash(content), len(content)] for name, content in self.contents.items()}
        state = self._state()
        self._before: dict[str, Any] = state.get("tables", {})
        self.left = frozenset[str](state.get("left", ()))
        self.added: dict[str, pa.Table] = {}
        self.gone: dict[str, pa.Table] = {}
        self.of_documents = Remembered(self._folder / _DOCUMENTS, _engine())
        self._folder.mkdir(parents=True, exist_ok=True)
        for name, (key, _) in self._now.items():
            if not (path := self._folder / key).exists():
                write_atomically(path, pa.compress(self.contents[name], "zstd", asbytes=True))
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
        state = {"key": self._key, "left": sorted(left), "tables": self._now}
        write_atomically(self._folder / _STATE, json.dumps(state).encode())
        used = {_STATE, _DOCUMENTS, *(key for key, _ in self._now.values())}
        for path in self._folder.iterdir():
            if path.name not in used:
                path.unlink(missing_ok=True)

    def is_screened(self, name: str, connection: duckdb.DuckDBPyConnection) -> bool:
        """Whether nothing about what is new in a table, and about the order of all of it, is suspicious."""
        if name not in self._before:
            return False
        now = then = frozenset[bytes]()
        if self._before[name] != self._now[name]:
            known, content = self._then(name), self.contents[name]
            if known is None or not _has_ends(name, content):
                return False
            first, last = _apart(known, content)
            then, now = (_lines(whole[first : len(whole) - last]) for whole in (known, content))
            if not _is_in_order(name, _head(name) + content[first : len(content) - last]):
                return False
        new, gone = (_whole(name, lines) for lines in (now - then, then - now))
        if now - then and screen.clean(new, TABLES[name], connection) is None:
            return False
        self.added[name], self.gone[name] = (read_columns(whole, header_of(name)) for whole in (new, gone))
        return True

    def known_lines(self, name: str) -> set[int]:
        """The lines of a table that stood there when it was clean, by their numbers."""
        if name not in self._before or not _has_ends(name, self.contents[name]):
            return set()
        then, lines = _lines(self._then(name) or b""), self.contents[name].split(b"\n")
        return {number for number, line in enumerate(lines, 1) if number > 1 and line in then}

    def _then(self, name: str) -> bytes | None:
        """A table when it was clean; None if it is not known any more."""
        key, size = self._before[name]
        try:
            content: bytes = pa.decompress((self._folder / key).read_bytes(), size, "zstd", asbytes=True)
        except (OSError, ValueError):
            return None
        return content if _hash(content) == key else None

    @cached_property
    def is_much(self) -> bool:
        """Whether so much changed that all must be looked at, or there was no such state."""
        tables = (*self.added.values(), *self.gone.values())
        return self.added.keys() != TABLES.keys() or sum(table.num_rows for table in tables) > _MOST


def header_of(name: str) -> list[str]:
    """The columns of a table."""
    return [column.name for column in TABLES[name].columns()]


def _head(name: str) -> bytes:
    return ",".join(header_of(name)).encode() + b"\n"


def _lines(content: bytes) -> frozenset[bytes]:
    """The different lines that are not blank."""
    return frozenset(content.split(b"\n")) - {b""}


def _apart(then: bytes, now: bytes) -> tuple[int, int]:
    """How many bytes two tables with the same header share before and behind what differs, and the lines beside it."""
    most = min(len(then), len(now))
    old, new = np.frombuffer(then, np.uint8), np.frombuffer(now, np.uint8)
    head, same = now.index(b"\n") + 1, _shared(old[:most], new[:most])
    begin = now.rfind(b"\n", 0, same)
    behind = _shared(old[::-1][: most - same], new[::-1][: most - same])
    end = now.find(b"\n", now.find(b"\n", len(now) - behind) + 1) + 1 if behind else 0
    return max(head, now.rfind(b"\n", 0, begin) + 1), len(now) - end if end else 0


def _shared(one: np.ndarray, other: np.ndarray) -> int:
    """How many bytes at the beginning of two of one length are the same."""
    differs = one != other
    return int(differs.argmax()) if differs.any() else len(one)


def _whole(name: str, lines: Iterable[bytes]) -> bytes:
    return _head(name) + b"".join(line + b"\n" for line in sorted(lines))


def _has_ends(name: str, content: bytes) -> bool:
    """Whether a table has its header, and a last line end."""
    return content.startswith(_head(name)) and content.endswith(b"\n")


def _is_in_order(name: str, content: bytes) -> bool:
    """Whether a table has its ends, and each line has a greater key than the one before."""
    if not _has_ends(name, content):
        return False
    try:
        keys = read_columns(content, header_of(name), [TABLES[name].key()])[0]
    except ValueError:
        return False
    return len(keys) == content.count(b"\n") - 1 and screen.ascends(keys)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@cache
def _engine() -> str:
    """A hash of all that decides what is found: rules, models, code, and the libraries that run them."""
    rooms = [Path(__file__).parents[1] / room for room in _CODE]
    files = [path for room in rooms for path in room.rglob("*") if path.suffix in (".py", ".sql", ".toml")]
    whole = hashlib.sha256(repr([sys.version, *map(version, _LIBRARIES)]).encode())
    for path in sorted([*files, *resource("validators").glob("*.sql")]):
        whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()
