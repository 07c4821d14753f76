"""Parquet as readers want it: described in the file itself, and in groups that a query can leave unread.

Rows are in order of the table's key (evidence in order of its facts), and so those of one official lie together: ids of
names, posts and numbers begin with the official's id, and in a list of sanctions or an event the official is one block.
A reader who asks for rows by id needs only the groups whose bounds (statistics of that column) hold these ids.
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

#: Measured on a million facts: an official's lie in 3 groups of 62 (the median; 12 at most). Smaller groups make larger
#: files (8,192: by 14 percent), larger ones more to read (65,536: a fifth of the table instead of a twentieth).
ROWS_PER_GROUP = 1 << 14
#: So many rows stand in one file: 64 groups, of facts 60 MB. A larger table lies in several, of which a reader who asks
#: for some rows opens few. The dataset of the day has tables of a tenth of this, which stay one file.
ROWS_PER_FILE = ROWS_PER_GROUP << 6
_COMPRESSION_LEVEL = 9  # 11 makes files smaller by half a percent, and takes twice as long
_DIFFERENT = [get_args(kind)[1] for kind in (FactId, Sha256)]


def write_parquet(tables: Mapping[str, pa.Table], root: Path, about: About) -> None:
    """Write the tables of a release, each in its order; or an OSError. The same tables give the same bytes."""
    for name, table in tables.items():
        starts = range(0, len(table) or 1, ROWS_PER_FILE)
        for number, start in enumerate(starts):
            path = root / (layout.part(name, number) if len(starts) > 1 else layout.parquet(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            # PyArrow itself opens no path that the locale cannot spell.
            with path.open("wb") as file, Writer(file, MODELS[name], about) as writer:
                for block in blocks(table.slice(start, ROWS_PER_FILE)):
                    writer.add(block)


class Writer(ExitStack):
    """Writes rows, which come in their order and in blocks of any size, as one file."""

    def __init__(self, file: BinaryIO, model: type[Row], about: About) -> None:
        super().__init__()
        schema = arrow_schema(model).with_metadata(file_metadata(model, about))
        leaves = (f"{one.name}.list.element" if pa.types.is_list(one.type) else one.name for one in schema)
        # Without a dictionary: hashes are seldom there twice, and what is in order begins as the cell above it.
        different = {*model.order()} | {one.name for one in model.columns() if one.type in _DIFFERENT}
        self._held, self._is_empty = schema.empty_table(), True
        self._writer = self.enter_context(
            pq.ParquetWriter(
                file,
                schema,
                version="2.6",
                compression="zstd",
                compression_level=_COMPRESSION_LEVEL,
                use_dictionary=[leaf for leaf in leaves if leaf not in different],
                column_encoding=dict.fromkeys(different, "DELTA_BYTE_ARRAY"),
                sorting_columns=[pq.SortingColumn(schema.get_field_index(name)) for name in model.order()],
                # Bounds of pages, for readers that leave out pages too.
                write_page_index=True,
            )
        )

    def add(self, block: pa.Table) -> None:
        """Write the rows behind those before."""
        self._held = pa.concat_tables([self._held, block.replace_schema_metadata(self._held.schema.metadata)])
        while len(self._held) >= ROWS_PER_GROUP:
            self._write_group()

    def _write_group(self) -> None:
        # Whole: where a page ends would depend on the chunks.
        self._writer.write_table(self._held.slice(0, ROWS_PER_GROUP).combine_chunks())
        self._held, self._is_empty = self._held.slice(ROWS_PER_GROUP), False

    def __exit__(self, kind: type[BaseException] | None, *rest: Any) -> bool | None:
        try:
            if kind is None and (len(self._held) or self._is_empty):
                self._write_group()
            return super().__exit__(kind, *rest)
        finally:
            self._writer.is_open = False  # an end that cannot be written is not tried once more when this is let go


def file_metadata(model: type[Row], about: About) -> dict[bytes, bytes]:
    """What a Parquet file says about itself, beside the descriptions of its columns."""
    said = {
        "name": f"{about.name} {model.table}",
        "description": summary(model),
        "licence": about.licence,
        "version": about.version,
        "citation": about.citation,
    }
    return {key.encode(): value.encode() for key, value in said.items()}
