"""Parquet as readers want it: described in the file itself, and in groups that a query can leave unread.

Rows are in order of the table's key, and so those of one official lie together: ids of names, posts and numbers begin
with the official's id, and in a list of sanctions or an event the official is one block. A reader who asks for rows by
id needs only the groups whose bounds (statistics of the key column) hold these ids.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mostanad.contract.table_schema import summary
from mostanad.exports.release_about import about
from mostanad.models import Row
from mostanad.releases import layout

#: Measured on a million facts: an official's lie in 3 groups of 62 (the median; 12 at most). Smaller groups make larger
#: files (8,192: by 14 percent), larger ones more to read (65,536: a fifth of the table instead of a twentieth).
ROWS_PER_GROUP = 1 << 14
_COMPRESSION_LEVEL = 9


def write_parquet(table: pa.Table, path: Path, model: type[Row], version: str) -> None:
    """Write a table of a release; the same table gives the same bytes.

    Args:
        table: its rows in order of its key.
        path: the file.
        model: the table's model.
        version: the version of the release.

    Raises:
        OSError: if it cannot be written.
    """
    with path.open("wb") as file:  # PyArrow itself opens no path that the locale cannot spell
        pq.write_table(
            table.combine_chunks().replace_schema_metadata(file_metadata(model, version)),
            file,
            version="2.6",
            compression="zstd",
            compression_level=_COMPRESSION_LEVEL,
            row_group_size=ROWS_PER_GROUP,
            sorting_columns=[pq.SortingColumn(table.schema.get_field_index(model.key()))],
            # Bounds of pages, for readers that leave out pages too.
            write_page_index=True,
        )


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
