"""Writes the files of a release: the same tables give the same bytes."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from mostanad.contract import About
from mostanad.contract.lock import to_json
from mostanad.evidence import proofs
from mostanad.files import trees
from mostanad.files.render import content, csv, ndjson
from mostanad.releases import descriptor, layout
from mostanad.releases.changelog import changelog
from mostanad.releases.croissant import croissant
from mostanad.releases.dossier_files import dossiers
from mostanad.releases.exports import sqlite
from mostanad.releases.parquet_writer import write_parquet
from mostanad.releases.release_about import File, month_of
from mostanad.releases.ro_crate import ro_crate


def write(
    tables: Mapping[str, pa.Table],
    about: About,
    root: Path,
    forms: Collection[str] = tuple(layout.FORMS),
    queries: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, str]:
    """Write a release into an empty directory: its tables as Parquet, and in the requested :data:`layout.FORMS`.

    ``queries`` are those of the fact checks, by id. Returns, by path, the sha256 of each file that follows from the
    tables, computed from the content before it was written (for SQLite, from the file). OSError if something cannot be
    written.
    """
    write_parquet(tables, root, about)
    made: dict[str, str] = {}
    for name, table in tables.items():
        if "csv" in forms:
            made[layout.csv(name)] = _put(root, layout.csv(name), map(content, csv(table)))
        if "json" in forms:
            made[layout.ndjson(name)] = _put(root, layout.ndjson(name), map(content, ndjson(table)))
    for official_id, text in dossiers(tables, about.version) if "dossiers" in forms else ():
        made[layout.dossier(official_id)] = _put(root, layout.dossier(official_id), [text.encode()])
    for check_id, text in queries.items():
        _put(root, layout.query(check_id), [text.encode()])
    known = {name: made[layout.ndjson(name)] for name in tables if "json" in forms}
    for path, text in texts(tables, about, proofs.root_file(tables, about.version, known)).items():
        made[path] = _put(root, path, [text.encode()])
    if "sqlite" in forms:
        sqlite.write(tables, about, root / layout.SQLITE)
        made[layout.SQLITE] = trees.digest(root / layout.SQLITE)
    return made | describe(tables, about, root, made, with_crates="crates" in forms)


def describe(
    tables: Mapping[str, pa.Table],
    about: About,
    root: Path,
    made: Mapping[str, str] = MappingProxyType({}),
    *,
    with_crates: bool = True,
) -> dict[str, str]:
    """Write the files that describe a release, SHA256SUMS last, and return their hashes by path. ``made`` has hashes of
    other files by path. OSError if something cannot be written."""
    found = dict(made)

    def digest(path: Path) -> str:
        name = path.relative_to(root).as_posix()
        found[name] = found.get(name) or trees.digest(path)
        return found[name]

    described = {}
    for path, text in descriptions(tables, about, root, digest):
        if with_crates or layout.form_of(path) != "crates":
            described[path] = found[path] = _put(root, path, [text.encode()])
    return described


def texts(tables: Mapping[str, pa.Table], about: About, root: Mapping[str, Any]) -> dict[str, str]:
    """The text files of a release by path, from its tables, its roots (:func:`mostanad.evidence.proofs.root_of`) and
    the dataset's description of itself."""
    return {
        layout.README: descriptor.readme(about),
        layout.CITATION: descriptor.citation(about),
        layout.CHANGES: changelog(tables, about, {name: each["rows"] for name, each in root["tables"].items()}),
        layout.ROOT: to_json(root),
    }


def descriptions(
    tables: Mapping[str, pa.Table], about: About, root: Path, digest: descriptor.Digest
) -> Iterator[tuple[str, str]]:
    """Yield the path and text of each file that describes the release, made from the files written before it."""
    days = dict(zip(*(tables["releases"][name].to_pylist() for name in ("version", "date")), strict=True))
    day = days.get(about.version)
    files = descriptor.files(root, digest, layout.CROISSANT, layout.DESCRIPTOR, layout.RO_CRATE, layout.SUMS)
    yield layout.CROISSANT, to_json(croissant(about, files, day, about.text("homepage") or None))
    yield layout.DESCRIPTOR, to_json(descriptor.descriptor(root, about, digest))
    files = descriptor.files(root, digest, layout.RO_CRATE, layout.SUMS) | {layout.SUMS: File("text/plain", None, None)}
    yield layout.RO_CRATE, to_json(ro_crate(about, files, tables["sources"], day or month_of(about.version)))
    yield layout.SUMS, descriptor.sums(root, digest)


def _put(root: Path, path: str, blocks: Iterable[bytes | memoryview]) -> str:
    """Write a file; return the sha256 of its content."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    made = hashlib.sha256()
    with (root / path).open("wb") as file:
        for block in blocks:
            made.update(block)
            file.write(block)
    return made.hexdigest()
