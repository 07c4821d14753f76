"""Writes Parquet files that describe themselves, in row groups that a query can skip.

Rows are in order of the table's key (evidence in order of its facts). Rows of one official therefore lie together: ids
of names, posts and identifiers begin with the official's id, and within a sanctions list or an event, the official is
one block. A reader who selects rows by id needs only the row groups whose column statistics include the id.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, get_args

import pyarrow as pa
import pyarrow.parquet as pq

from mostanad.contract import About
from mostanad.contract.table_schema import summary
from mostanad.files.mapped import blocks
from mostanad.files.typed import arrow_schema
from mostanad.models import MODELS, Row
from mostanad.models.cells import FactId, Sha256
from mostanad.releases import layout

#: Measured on a million facts: those of an official lie in 3 of 62 groups (median; at most 12). Smaller groups make the
#: files larger (8,192: by 14 percent). With larger ones, more is read (65,536: a fifth of the table, not a twentieth).
ROWS_PER_GROUP = 1 << 14
#: How many rows a file has at most: 64 groups, or 60 MB of facts. A larger table has several files, and a query for
#: some rows opens few of them. The tables of the current dataset are a tenth as large, and have one file each.
ROWS_PER_FILE = ROWS_PER_GROUP << 6
_COMPRESSION_LEVEL = 9  # 11 makes files smaller by half a percent, and takes twice as long
_HASH_LEVEL = 1  # in hashes, higher levels find matches by chance, which take more room than they save
_FACT, _HASH = (get_args(kind)[1] for kind in (FactId, Sha256))


def write_parquet(tables: Mapping[str, pa.Table], root: Path, about: About) -> None:
    """Write the tables of a release, which must be in order; OSError if it fails. Equal tables give equal bytes."""
    for name, table in tables.items():
        starts = range(0, len(table) or 1, ROWS_PER_FILE)
        for number, start in enumerate(starts):
            path = root / (layout.part(name, number) if len(starts) > 1 else layout.parquet(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            # PyArrow cannot open a path that the locale cannot encode.
            with path.open("wb") as file, Writer(file, MODELS[name], about) as writer:
                for block in blocks(table.slice(start, ROWS_PER_FILE)):
                    writer.add(block)


class Writer(ExitStack):
    """Writes one file from blocks of rows, which arrive in order and have any size."""

    def __init__(self, file: BinaryIO, model: type[Row], about: About) -> None:
        super().__init__()
        schema = arrow_schema(model).with_metadata(file_metadata(model, about))
        leaves = [f"{one.name}.list.element" if pa.types.is_list(one.type) else one.name for one in schema]
        # These get no dictionary: hashes seldom repeat, and a sorted cell shares a prefix with the cell before it.
        hashes, facts = ({one.name for one in model.columns() if one.type == kind} for kind in (_HASH, _FACT))
        different = dict.fromkeys(hashes, "DELTA_LENGTH_BYTE_ARRAY")
        different |= dict.fromkeys({*model.order(), *facts}, "DELTA_BYTE_ARRAY")
        self._held, self._is_empty = schema.empty_table(), True
        self._writer = self.enter_context(
            pq.ParquetWriter(
                file,
                schema,
                version="2.6",
                compression="zstd",
                compression_level={leaf: _HASH_LEVEL if leaf in hashes else _COMPRESSION_LEVEL for leaf in leaves},
                use_dictionary=[leaf for leaf in leaves if leaf not in different],
                column_encoding=different,
                sorting_columns=[pq.SortingColumn(schema.get_field_index(name)) for name in model.order()],
                # Statistics of pages, for readers that can skip single pages.
                write_page_index=True,
            )
        )

    def add(self, block: pa.Table) -> None:
        """Append rows."""
        self._held = pa.concat_tables([self._held, block.replace_schema_metadata(self._held.schema.metadata)])
        while len(self._held) >= ROWS_PER_GROUP:
            self._write_group()

    def _write_group(self) -> None:
        # In one chunk: otherwise the chunks would decide where a page ends.
        self._writer.write_table(self._held.slice(0, ROWS_PER_GROUP).combine_chunks())
        self._held, self._is_empty = self._held.slice(ROWS_PER_GROUP), False

    def __exit__(self, kind: type[BaseException] | None, *rest: Any) -> bool | None:
        try:
            if kind is None and (len(self._held) or self._is_empty):
                self._write_group()
            return super().__exit__(kind, *rest)
        finally:
            self._writer.is_open = False  # else the destructor would try once more to write a footer that has failed


def file_metadata(model: type[Row], about: About) -> dict[bytes, bytes]:
    """The metadata of a Parquet file, in addition to the descriptions of its columns."""
    said = {
        "name": f"{about.name} {model.table}",
        "description": summary(model),
        "licence": about.licence,
        "version": about.version,
        "citation": about.citation,
    }
    return {key.encode(): value.encode() for key, value in said.items()}
