"""Writes the files of a release: the same tables give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mostanad.contract.table_schema import summary
from mostanad.models import Row
from mostanad.releases import descriptor, layout
from mostanad.releases.dossiers import dossiers
from mostanad.releases.render import csv_lines, ndjson_lines

_ROWS_PER_GROUP = 1 << 16
_COMPRESSION_LEVEL = 9


def write(tables: Mapping[str, pa.Table], version: str, root: Path) -> None:
    """Write a release.

    Args:
        tables: the tables that :func:`mostanad.releases.compile.compile_tables` makes.
        version: the version of the release.
        root: an empty directory.

    Raises:
        OSError: if something cannot be written.
    """
    for name, table in tables.items():
        _parquet(table, _made(root, layout.parquet(name)), layout.MODELS[name], version)
        _lines(csv_lines(table), _made(root, layout.csv(name)))
        _lines(ndjson_lines(table), _made(root, layout.ndjson(name)))
    for official_id, text in dossiers(tables, version):
        _text(text, _made(root, layout.dossier(official_id)))
    _text(descriptor.citation(version), root / layout.CITATION)
    _text(descriptor.changes(tables, version), root / layout.CHANGES)
    _text(descriptor.to_json(descriptor.descriptor(root, version)), root / layout.DESCRIPTOR)
    _text(descriptor.sums(root), root / layout.SUMS)


def file_metadata(model: type[Row], version: str) -> dict[bytes, bytes]:
    """What a Parquet file says about itself."""
    about = {
        "name": f"mostanad {model.table}",
        "description": summary(model),
        "licence": layout.LICENCE,
        "version": version,
    }
    return {key.encode(): value.encode() for key, value in about.items()}


def _parquet(table: pa.Table, path: Path, model: type[Row], version: str) -> None:
    pq.write_table(
        table.combine_chunks().replace_schema_metadata(file_metadata(model, version)),
        path,
        version="2.6",
        compression="zstd",
        compression_level=_COMPRESSION_LEVEL,
        row_group_size=_ROWS_PER_GROUP,
    )


def _made(root: Path, path: str) -> Path:
    """The path, its directory made."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _lines(lines: Iterable[str], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)


def _text(text: str, path: Path) -> None:
    path.write_bytes(text.encode("utf-8"))
