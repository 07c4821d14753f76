"""Tables on disk, mapped into memory: only the part of a large table that is being read takes up memory."""

import mmap
import sys
import tempfile
from collections.abc import Iterable, Iterator
from weakref import WeakSet

import pyarrow as pa

_MAPPED: WeakSet[mmap.mmap] = WeakSet()
#: Rows that are read before the memory of earlier rows is released; a table with this many rows is large.
_AT_ONCE = 1 << 16


def on_disk(schema: pa.Schema, blocks: Iterable[pa.Table]) -> pa.Table:
    """A table in an unnamed temporary file, which disappears with the last reference to the table."""
    with tempfile.TemporaryFile() as file:
        with pa.ipc.new_file(file, schema) as writer:
            for block in blocks:
                writer.write_table(block)
        file.flush()
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    _MAPPED.add(mapped)
    return pa.ipc.open_file(pa.py_buffer(mapped)).read_all()


def large_on_disk(table: pa.Table) -> pa.Table:
    """The table; if it is large, in a temporary file."""
    return on_disk(table.schema, [table]) if len(table) >= _AT_ONCE else table


def blocks(table: pa.Table, rows: int = _AT_ONCE) -> Iterator[pa.Table]:
    """Yield the rows of a table in blocks. Memory of mapped tables is released after each; they can be read again."""
    for start in range(0, len(table), rows):
        yield table.slice(start, rows)
        let_go()


def let_go() -> None:
    """Release the memory of all mapped tables; later reads load their parts again."""
    if sys.platform == "win32":  # Windows reclaims memory by itself
        return
    for mapped in [*_MAPPED]:
        mapped.madvise(mmap.MADV_DONTNEED)
