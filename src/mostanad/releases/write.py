"""Writes the files of a release: the same tables give the same bytes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa

from mostanad.evidence import proofs
from mostanad.files import trees
from mostanad.files.render import content, csv, ndjson
from mostanad.releases import crates, descriptor, layout
from mostanad.releases.changelog import changelog
from mostanad.releases.dossiers import dossiers
from mostanad.releases.exports import sqlite
from mostanad.releases.parquet import write_parquet


def write(
    tables: Mapping[str, pa.Table],
    version: str,
    root: Path,
    forms: Collection[str] = tuple(layout.FORMS),
    queries: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Write a release.

    Args:
        tables: the tables that :func:`mostanad.releases.compile.compile_tables` makes.
        version: the version of the release.
        root: an empty directory.
        forms: which of :data:`layout.FORMS` it has beside Parquet.
        queries: the query of each fact check, by its id.

    Raises:
        OSError: if something cannot be written.
    """
    write_parquet(tables.items(), root, version)
    for name, table in tables.items():
        if "csv" in forms:
            _blocks(csv(table), _made(root, layout.csv(name)))
        if "json" in forms:
            _blocks(ndjson(table), _made(root, layout.ndjson(name)))
    for official_id, text in dossiers(tables, version) if "dossiers" in forms else ():
        _text(text, _made(root, layout.dossier(official_id)))
    files = {layout.query(check_id): text for check_id, text in queries.items()}
    for path, text in (files | texts(tables, version)).items():
        _text(text, _made(root, path))
    if "sqlite" in forms:
        sqlite.write(tables, version, root / layout.SQLITE)
    describe(tables, version, root, with_crates="crates" in forms)


def describe(tables: Mapping[str, pa.Table], version: str, root: Path, *, with_crates: bool = True) -> None:
    """Write what describes the files of a release: each file after those that it describes, SHA256SUMS last.

    Raises:
        OSError: if a file cannot be read or written.
    """
    digest = cache(trees.digest)
    if with_crates:
        _text(crates.croissant_text(root, tables, version, digest), root / layout.CROISSANT)
    _text(descriptor.to_json(descriptor.descriptor(root, version, digest)), root / layout.DESCRIPTOR)
    if with_crates:
        _text(crates.ro_crate_text(root, tables, version, digest), root / layout.RO_CRATE)
    _text(descriptor.sums(root, digest), root / layout.SUMS)


def texts(tables: Mapping[str, pa.Table], version: str) -> dict[str, str]:
    """The texts of a release that follow from its tables and its version alone, by path."""
    return {
        layout.CITATION: descriptor.citation(version),
        layout.CHANGES: changelog(tables, version),
        layout.ROOT: descriptor.to_json(proofs.root_file(tables, version)),
    }


def _made(root: Path, path: str) -> Path:
    """The path, its directory made."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _blocks(blocks: Iterable[pa.Array], path: Path) -> None:
    with path.open("wb") as file:
        file.writelines(map(content, blocks))


def _text(text: str, path: Path) -> None:
    path.write_bytes(text.encode("utf-8"))
