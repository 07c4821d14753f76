"""Finds what changed in a package since it was found clean.

A folder of results has the blocks of each table (whole lines), named by their hashes, and a list of those of the last
clean state. The list is used only with the same code, libraries, descriptor and queries.
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

#: If more rows than this changed, everything is checked again.
_MOST = 20_000
#: The size of a block in bytes, to which the rest of its last line is added.
_BLOCK = 1 << 22
_STATE, _DOCUMENTS = "clean.json", "documents.json"
_CODE = ("models", "files", "contract", "evidence", "documents", "matching", "validation")
_LIBRARIES = ("duckdb", "pyarrow", "pydantic")

#: The hash that names a block, and its size in bytes.
Block = tuple[str, int]


class Remembered:
    """A cache of answers from documents, by everything that they depend on, which spares reading documents again.
    :meth:`keep` saves only the answers that were used."""

    def __init__(self, path: Path | None = None, key: str = "") -> None:
        """``path``: the file of the cache, used only if it was written with the same ``key``; None: no file."""
        self._path, self._key = path, key
        self._before: dict[str, str] = kept(path, key).get("answers", {}) if path else {}
        self._now = dict[str, str]()

    def answer(self, given: tuple[str, ...], make: Callable[[], str | None]) -> str | None:
        """The cached answer for ``given``, or a new one from ``make``; None is not cached."""
        name = hashlib.blake2b(repr(given).encode(), digest_size=16).hexdigest()
        found = self._before.get(name)
        if found is None:
            found = make()
        if found is not None:
            self._now[name] = found
        return found

    def keep(self) -> None:
        """Write the answers that were used; raises OSError."""
        if self._path and self._now != self._before:
            write_atomically(self._path, json.dumps({"key": self._key, "answers": self._now}).encode())


class Since:
    """A package compared with its last clean state."""

    def __init__(self, folder: Path, package: Package, *, may_be_kept: bool) -> None:
        """Read the last clean state. ``may_be_kept``: enough layers run to make this the next one, so its blocks are
        written; raises OSError if the folder cannot be written."""
        self._folder = folder / sha256(str(package.root.resolve()).encode())[:32]
        self._key = sha256((_engine() + json.dumps([package.descriptor, package.queries])).encode())
        self.contents, self._in_persian = dict(package.texts), package.in_persian
        state = kept(self._folder / _STATE, self._key)
        self._before = {name: [(key, size) for key, size in blocks] for name, blocks in state.get("tables", {}).items()}
        cut = {name: _blocks(content, self._before.get(name, ())) for name, content in self.contents.items()}
        self._now = {name: blocks for name, (blocks, *_) in cut.items()}
        self._shared = {name: shared for name, (_, *shared) in cut.items()}
        self.left = frozenset[str](state.get("left", ()))  # codes of rules, and layers, that were not clean
        self.added: dict[str, pa.Table] = {}  # rows that are new or changed, once their table passed
        self.gone: dict[str, pa.Table] = {}  # rows that were removed, and changed rows as they were
        self.of_documents, self.may_be_kept = Remembered(self._folder / _DOCUMENTS, _engine()), may_be_kept
        if may_be_kept:
            self._folder.mkdir(parents=True, exist_ok=True)
        for name, blocks in self._now.items() if may_be_kept else ():
            for begin, (key, size) in zip(_begins(blocks), blocks, strict=False):
                if not (path := self._folder / key).exists():
                    block = self.contents[name][begin : begin + size]
                    write_atomically(path, pa.compress(block, "zstd", asbytes=True))
        if not self._before:  # no clean state is known
            self.contents = {}

    def keep(self, left: Collection[str]) -> None:
        """Save this state as the last clean one but for the codes and layers ``left``, and delete old blocks."""
        state = {"key": self._key, "left": sorted(left), "tables": self._now}
        write_atomically(self._folder / _STATE, json.dumps(state).encode())
        used = {_STATE, _DOCUMENTS, *(key for blocks in self._now.values() for key, _ in blocks)}
        for path in self._folder.iterdir():
            if path.name not in used:
                path.unlink(missing_ok=True)

    def is_screened(self, name: str, connection: duckdb.DuckDBPyConnection) -> bool:
        """Whether no new row, nor the order of a table, is suspicious; if so, set its ``added`` and ``gone`` rows."""
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

    def columns(self, name: str) -> pa.Table:
        """A table as text columns, if it is screened."""
        return read_columns(self.contents[name][:], TABLES[name].header())

    def rows(self, name: str) -> int:
        """How many rows a table has."""
        content, blocks = self.contents[name], self._now[name]
        parts = (content[begin : begin + size] for begin, (_, size) in zip(_begins(blocks), blocks, strict=False))
        return sum(part.count(b"\n") for part in parts) - 1

    def _then(self, blocks: Iterable[Block]) -> bytes | None:
        """The bytes of blocks of the last clean state; None if one is missing or damaged."""
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
        """Whether so much changed that everything must be checked, or no clean state is known."""
        tables = (*self.added.values(), *self.gone.values())
        return self.added.keys() != TABLES.keys() or sum(table.num_rows for table in tables) > _MOST


def kept(path: Path, key: str) -> dict[str, Any]:
    """The JSON object in a file; empty if it cannot be read, or was written with another key."""
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if found["key"] == key else {}


def _head(name: str) -> bytes:
    return ",".join(TABLES[name].header()).encode() + b"\n"


def _lines(content: bytes) -> frozenset[bytes]:
    """The distinct lines that are not blank."""
    return frozenset(content.split(b"\n")) - {b""}


def _blocks(content: bytes, before: Sequence[Block]) -> tuple[list[Block], int, int]:
    """Split a table into blocks: the same as before at both ends, and new ones between. Also return how many are the
    same at the beginning and at the end."""
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
    """The offset of each block in its table, and the end of the last one."""
    return accumulate((size for _, size in blocks), initial=0)


def _is_in_order(name: str, content: bytes) -> bool:
    """Whether keys ascend in these lines, the first of which is the header; False if they are not CSV."""
    try:
        keys = read_columns(content, TABLES[name].header(), [TABLES[name].key()])
    except ValueError:
        return False
    return len(keys) == content.count(b"\n") - 1 and screen.ascends(TABLES[name], keys)


@cache
def _engine() -> str:
    """A hash of all that determines the findings: rules, models, code, and the libraries that run them."""
    rooms = [Path(__file__).parents[1] / room for room in _CODE]
    files = [path for room in rooms for path in room.rglob("*") if path.suffix in (".py", ".sql", ".toml")]
    whole = hashlib.sha256(repr([sys.version, *map(version, _LIBRARIES)]).encode())
    for path in sorted([*files, *resource("validators").glob("*.sql")]):
        whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()
