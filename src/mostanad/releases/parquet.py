"""Parquet as readers want it: described in the file itself, and in groups that a query can leave unread.

Rows are in order of the table's key (evidence in order of its facts), and so those of one official lie together: ids of
names, posts and numbers begin with the official's id, and in a list of sanctions or an event the official is one block.
A reader who asks for rows by id needs only the groups whose bounds (statistics of that column) hold these ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mostanad.contract import About
from mostanad.contract.table_schema import summary
from mostanad.files.typed import arrow_schema
from mostanad.models import Row
from mostanad.releases import layout

#: Measured on a million facts: an official's lie in 3 groups of 62 (the median; 12 at most). Smaller groups make larger
#: files (8,192: by 14 percent), larger ones more to read (65,536: a fifth of the table instead of a twentieth).
ROWS_PER_GROUP = 1 << 14
_COMPRESSION_LEVEL = 11


def write_parquet(tables: Mapping[str, pa.Table], root: Path, about: About) -> None:
    """Write the tables of a release, each in its order; or an OSError. The same tables give the same bytes."""
    for name, table in tables.items():
        path = root / layout.parquet(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        model = layout.MODELS[name]
        schema = arrow_schema(model).with_metadata(file_metadata(model, about))
        leaves = (f"{one.name}.list.element" if pa.types.is_list(one.type) else one.name for one in schema)
        with (
            path.open("wb") as file,  # PyArrow itself opens no path that the locale cannot spell
            pq.ParquetWriter(
                file,
                schema,
                version="2.6",
                compression="zstd",
                compression_level=_COMPRESSION_LEVEL,
                # What is in order is seldom there twice, and each begins as the one before it.
                use_dictionary=[leaf for leaf in leaves if leaf not in model.order()],
                column_encoding=dict.fromkeys(model.order(), "DELTA_BYTE_ARRAY"),
                sorting_columns=[pq.SortingColumn(schema.get_field_index(name)) for name in model.order()],
                # Bounds of pages, for readers that leave out pages too.
                write_page_index=True,
            ) as writer,
        ):
            for start in range(0, len(table) or 1, ROWS_PER_GROUP):
                # Whole: where a page ends would depend on the chunks.
                group = table.slice(start, ROWS_PER_GROUP).combine_chunks()
                writer.write_table(group.replace_schema_metadata(schema.metadata))


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
