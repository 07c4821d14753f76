"""What changed in a package since it was found clean.

A folder of results keeps each table in blocks of whole lines, named by the hash of their bytes, and the list of those
of which a package was when it was found clean. It is believed only by the same code, libraries, descriptor and queries.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, cached_property
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from mostanad.documents.folder import sha256
from mostanad.files import Package
from mostanad.files.columns import read_columns
from mostanad.files.disk import write_atomically
from mostanad.files.resources import resource
from mostanad.models import TABLES
from mostanad.validation import screen

#: If more rows than these changed, all is checked anew.
_MOST = 20_000
#: So many bytes, and the rest of the line, are a block.
_BLOCK = 1 << 22
_STATE, _DOCUMENTS = "clean.json", "documents.json"
_CODE = ("models", "files", "contract", "evidence", "documents", "matching", "validation")
_LIBRARIES = ("duckdb", "pyarrow", "pydantic")

#: The name of a block, and how many bytes it has.
Block = tuple[str, int]


class Columns(dict[str, Any]):
    """Tables that passed the screen, as columns of text; those that passed it before are read when first asked for."""

    def __getitem__(self, name: str) -> pa.Table:
        found = super().__getitem__(name)
        if not isinstance(found, pa.Table):
            found = self[name] = read_columns(found[:], TABLES[name].header())
        return found


class Remembered:
    """What was found in documents before, by all on which it depends, so that they need not be read again for it. What
    is asked for is kept for the next time, the rest is let go."""

    def __init__(self, path: Path | None = None, key: str = "") -> None:
        """``path``: the file that keeps them, believed if it was written with the same ``key``; None: there is none."""
        self._path, self._key = path, key
        self._before: dict[str, str] = kept(path, key).get("answers", {}) if path else {}
        self._now = dict[str, str]()

    def answer(self, given: tuple[str, ...], make: Callable[[], str | None]) -> str | None:
        """The answer to what is given, made if it is not known; None is not remembered."""
        name = hashlib.blake2b(repr(given).encode(), digest_size=16).hexdigest()
        found = self._before.get(name)
        if found is None:
            found = make()
        if found is not None:
            self._now[name] = found
        return found

    def keep(self) -> None:
        """Write down what was asked for; raises OSError."""
        if self._path and self._now != self._before:
            write_atomically(self._path, json.dumps({"key": self._key, "answers": self._now}).encode())


class Since:
    """A package beside the last state of it that was found clean."""

    def __init__(self, folder: Path, package: Package, *, may_be_kept: bool) -> None:
        """Write down the tables of a package that may be kept, as so much is looked at that this state can be the next
        one; raises OSError if the folder cannot be written."""
        self._folder = folder / sha256(str(package.root.resolve()).encode())[:32]
        self._key = sha256((_engine() + json.dumps([package.descriptor, package.queries])).encode())
        self.contents, self._in_persian = dict(package.texts), package.in_persian
        state = kept(self._folder / _STATE, self._key)
        self._before = {name: [(key, size) for key, size in blocks] for name, blocks in state.get("tables", {}).items()}
        cut = {name: _blocks(content, self._before.get(name, ())) for name, content in self.contents.items()}
        self._now = {name: blocks for name, (blocks, *_) in cut.items()}
        self._shared = {name: shared for name, (_, *shared) in cut.items()}
        self.left = frozenset[str](state.get("left", ()))  # codes of rules, and layers, that were not clean even then
        self.added: dict[str, pa.Table] = {}  # by table the rows that are new or changed, once it passed the screen
        self.gone: dict[str, pa.Table] = {}  # those that were there and are not, or not as they were
        self.of_documents, self.may_be_kept = Remembered(self._folder / _DOCUMENTS, _engine()), may_be_kept
        if may_be_kept:
            self._folder.mkdir(parents=True, exist_ok=True)
        for name, blocks in self._now.items() if may_be_kept else ():
            for begin, (key, size) in zip(_begins(blocks), blocks, strict=False):
                if not (path := self._folder / key).exists():
                    block = self.contents[name][begin : begin + size]
                    write_atomically(path, pa.compress(block, "zstd", asbytes=True))
        if not self._before:  # there was no such state
            self.contents = {}

    def keep(self, left: Collection[str]) -> None:
        """Take this state as the last that was clean, but for these codes and layers; raises OSError."""
        state = {"key": self._key, "left": sorted(left), "tables": self._now}
        write_atomically(self._folder / _STATE, json.dumps(state).encode())
        used = {_STATE, _DOCUMENTS, *(key for blocks in self._now.values() for key, _ in blocks)}
        for path in self._folder.iterdir():
            if path.name not in used:
                path.unlink(missing_ok=True)

    def is_screened(self, name: str, connection: duckdb.DuckDBPyConnection) -> bool:
        """Whether nothing about what is new in a table, and about the order of all of it, is suspicious."""
        if name not in self._before:
            return False
        now = then = frozenset[bytes]()
        if self._before[name] != self._now[name]:
            content, head = self.contents[name], _head(name)
            front, behind = self._shared[name]
            known = self._then(self._before[name][front : len(self._before[name]) - behind])
            if known is None or content[: len(head)] != head or content[-1:] != b"\n":
                return False
            begins = [0, *_begins(self._now[name]), len(content)]
            start, first, last, end = (begins[at] for at in (front, front + 1, -2 - behind, -1 - behind))
            around, first, last = content[start:end], first - start, last - start  # with a block on either side
            then, now = _lines(known), _lines(around[first:last])
            begin = max(len(head) - start, around.rfind(b"\n", 0, max(first - 1, 0)) + 1)
            if not _is_in_order(name, head + around[begin : around.find(b"\n", last) + 1 or last]):
                return False
        both = (sorted(now - then), sorted(then - now))
        new, gone = (_head(name) + b"".join(line + b"\n" for line in lines) for lines in both)
        if now - then and screen.clean(new, TABLES[name], connection, in_persian=self._in_persian) is None:
            return False
        self.added[name], self.gone[name] = (read_columns(whole, TABLES[name].header()) for whole in (new, gone))
        return True

    def rows(self, name: str) -> int:
        """How many rows a table has."""
        content, blocks = self.contents[name], self._now[name]
        parts = (content[begin : begin + size] for begin, (_, size) in zip(_begins(blocks), blocks, strict=False))
        return sum(part.count(b"\n") for part in parts) - 1

    def _then(self, blocks: Iterable[Block]) -> bytes | None:
        """What blocks held when the package was clean; None if one is not known any more."""
        found = []
        for key, size in blocks:
            try:
                found.append(pa.decompress((self._folder / key).read_bytes(), size, "zstd", asbytes=True))
            except (OSError, ValueError):
                return None
            if sha256(found[-1]) != key:
                return None
        return b"".join(found)

    @cached_property
    def is_much(self) -> bool:
        """Whether so much changed that all must be looked at, or there was no such state."""
        tables = (*self.added.values(), *self.gone.values())
        return self.added.keys() != TABLES.keys() or sum(table.num_rows for table in tables) > _MOST


def kept(path: Path, key: str) -> dict[str, Any]:
    """What a file keeps as JSON; nothing if it was not written with the same key."""
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if found["key"] == key else {}


def _head(name: str) -> bytes:
    return ",".join(TABLES[name].header()).encode() + b"\n"


def _lines(content: bytes) -> frozenset[bytes]:
    """The different lines that are not blank."""
    return frozenset(content.split(b"\n")) - {b""}


def _blocks(content: bytes, before: Sequence[Block]) -> tuple[list[Block], int, int]:
    """The blocks of a table, those of before from either end and new ones between; and how many of before are the same
    at the beginning and, behind what differs, at the end."""
    first, last, front, behind = 0, len(content), 0, 0
    for key, size in before:
        if sha256(content[first : first + size]) != key:
            break
        first, front = first + size, front + 1
    for key, size in reversed(before[front:]):
        begin = last - size
        is_cut = begin > first and content[begin - 1 : begin] != b"\n"
        if begin < first or is_cut or sha256(content[begin:last]) != key:
            break
        last, behind = begin, behind + 1
    made, changed, first = list[Block](), content[first:last], 0
    while first < len(changed):
        end = changed.find(b"\n", first + _BLOCK) + 1 or len(changed)
        made.append((sha256(memoryview(changed)[first:end]), end - first))
        first = end
    return [*before[:front], *made, *before[len(before) - behind :]], front, behind


def _begins(blocks: Iterable[Block]) -> Iterator[int]:
    """Where each block begins in its table, and where the last ends."""
    return accumulate((size for _, size in blocks), initial=0)


def _is_in_order(name: str, content: bytes) -> bool:
    """Whether in whole lines, behind the header, each has a greater key than the one before."""
    try:
        keys = read_columns(content, TABLES[name].header(), [TABLES[name].key()])[0]
    except ValueError:
        return False
    return len(keys) == content.count(b"\n") - 1 and screen.ascends(keys)


@cache
def _engine() -> str:
    """A hash of all that decides what is found: rules, models, code, and the libraries that run them."""
    rooms = [Path(__file__).parents[1] / room for room in _CODE]
    files = [path for room in rooms for path in room.rglob("*") if path.suffix in (".py", ".sql", ".toml")]
    whole = hashlib.sha256(repr([sys.version, *map(version, _LIBRARIES)]).encode())
    for path in sorted([*files, *resource("validators").glob("*.sql")]):
        whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()
