"""Tables that lie on the disk and are mapped into memory: of a large one only what is being read takes room there."""

import mmap
import sys
import tempfile
from collections.abc import Iterable, Iterator
from weakref import WeakSet

import pyarrow as pa

_MAPPED: WeakSet[mmap.mmap] = WeakSet()
#: How many rows are read before those before them are let go; a table of as many is large.
_AT_ONCE = 1 << 16


def on_disk(schema: pa.Schema, blocks: Iterable[pa.Table]) -> pa.Table:
    """A table in a temporary file without a name, which is gone with the last who holds the table."""
    with tempfile.TemporaryFile() as file:
        with pa.ipc.new_file(file, schema) as writer:
            for block in blocks:
                writer.write_table(block)
        file.flush()
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    _MAPPED.add(mapped)
    return pa.ipc.open_file(pa.py_buffer(mapped)).read_all()


def large_on_disk(table: pa.Table) -> pa.Table:
    """The table; on the disk if it is large."""
    return on_disk(table.schema, [table]) if len(table) >= _AT_ONCE else table


def blocks(table: pa.Table, rows: int = _AT_ONCE) -> Iterator[pa.Table]:
    """The rows of a table, some at a time; what was read of a mapped one is let go, and can be read again."""
    for start in range(0, len(table), rows):
        yield table.slice(start, rows)
        let_go()


def let_go() -> None:
    """Of all mapped tables nothing stays in memory but what is read from now on."""
    if sys.platform == "win32":  # which takes memory back by itself
        return
    for mapped in [*_MAPPED]:
        mapped.madvise(mmap.MADV_DONTNEED)
