"""Parquet as readers want it: described in the file itself, and in groups that a query can leave unread.

Rows are in order of the table's key, and so those of one official lie together: ids of names, posts and numbers begin
with the official's id, and in a list of sanctions or an event the official is one block. A reader who asks for rows by
id needs only the groups whose bounds (statistics of the key column) hold these ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mostanad.contract.table_schema import summary
from mostanad.files.typed import arrow_schema
from mostanad.models import Row
from mostanad.releases import layout
from mostanad.releases.release_about import about

#: Measured on a million facts: an official's lie in 3 groups of 62 (the median; 12 at most). Smaller groups make larger
#: files (8,192: by 14 percent), larger ones more to read (65,536: a fifth of the table instead of a twentieth).
ROWS_PER_GROUP = 1 << 14
_COMPRESSION_LEVEL = 9


def write_parquet(parts: Iterable[tuple[str, pa.Table]], root: Path, version: str) -> None:
    """Write the tables of a release part by part, each part while the next one is made; one that waits is enough.

    Args:
        parts: the name of a table and rows of it, those of each table in order of its key. The same tables give the
            same bytes, whatever their parts are.
        root: the directory of the release.
        version: the version of the release.

    Raises:
        OSError: if something cannot be written.
    """
    files: dict[str, _InParts] = {}
    last: Future[None] | None = None
    with ExitStack() as stack, ThreadPoolExecutor(1) as beside:
        for name, part in parts:
            if last:
                last.result()
            if name not in files:
                path = root / layout.parquet(name)
                path.parent.mkdir(parents=True, exist_ok=True)
                files[name] = stack.enter_context(_in_parts(path, layout.MODELS[name], version))
            last = beside.submit(files[name].add, part)
            del part
        if last:
            last.result()


class _InParts:
    """A table that is written part by part, in groups of the same size as if it were written at once."""

    def __init__(self, writer: pq.ParquetWriter) -> None:
        self._writer = writer
        self._left = writer.schema.empty_table()
        self._has_rows = False

    def add(self, part: pa.Table) -> None:
        """Add rows behind those that are there; those that do not fill a group wait."""
        self._has_rows |= len(part) > 0
        rows = pa.concat_tables([self._left, part.replace_schema_metadata(self._writer.schema.metadata)])
        full = len(rows) - len(rows) % ROWS_PER_GROUP
        for start in range(0, full, ROWS_PER_GROUP):
            self._writer.write_table(rows.slice(start, ROWS_PER_GROUP).combine_chunks())
        left = rows.slice(full).combine_chunks()
        self._left = left.take(pa.array(range(len(left)), pa.int32()))  # a slice would keep all of its part

    def finish(self) -> None:
        """Write what is left; a table without rows is one group without rows."""
        if len(self._left) or not self._has_rows:
            self._writer.write_table(self._left)


@contextmanager
def _in_parts(path: Path, model: type[Row], version: str) -> Iterator[_InParts]:
    """A file for the parts of a table, which come in order of the table's key."""
    schema = arrow_schema(model).with_metadata(file_metadata(model, version))
    with (
        path.open("wb") as file,  # PyArrow itself opens no path that the locale cannot spell
        pq.ParquetWriter(
            file,
            schema,
            version="2.6",
            compression="zstd",
            compression_level=_COMPRESSION_LEVEL,
            sorting_columns=[pq.SortingColumn(schema.get_field_index(model.key()))],
            # Bounds of pages, for readers that leave out pages too.
            write_page_index=True,
        ) as writer,
    ):
        parts = _InParts(writer)
        yield parts
        parts.finish()


def file_metadata(model: type[Row], version: str) -> dict[bytes, bytes]:
    """What a Parquet file says about itself, beside the descriptions of its columns."""
    said = {
        "name": f"mostanad {model.table}",
        "description": summary(model),
        "licence": layout.LICENCE,
        "version": version,
        "citation": about(version)["citation"],
    }
    return {key.encode(): value.encode() for key, value in said.items()}
