"""What Croissant and RO-Crate are told of a release: croissant.json and ro-crate-metadata.json."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from mostanad.contract import data_package
from mostanad.files import trees
from mostanad.releases import croissant, descriptor, layout, ro_crate
from mostanad.releases.release_about import File, month_of

# The order in which they are written: what describes others is not described by them.
_AFTER_CROISSANT = frozenset({layout.CROISSANT, layout.DESCRIPTOR, layout.RO_CRATE, layout.SUMS})
_AFTER_RO_CRATE = frozenset({layout.RO_CRATE, layout.SUMS})


def croissant_text(
    root: Path, tables: Mapping[str, pa.Table], version: str, digest: descriptor.Digest = trees.digest
) -> str:
    """croissant.json, of the files that are written before it.

    Raises:
        OSError: if a file cannot be read.
    """
    files = _files(root, _AFTER_CROISSANT, digest)
    return descriptor.to_json(croissant.croissant(data_package(version), files, published(tables, version)))


def ro_crate_text(
    root: Path, tables: Mapping[str, pa.Table], version: str, digest: descriptor.Digest = trees.digest
) -> str:
    """ro-crate-metadata.json, of all files; of SHA256SUMS, which comes after it, only the name. Raises likewise."""
    files = _files(root, _AFTER_RO_CRATE, digest) | {layout.SUMS: File("text/plain", None, None)}
    day = published(tables, version) or month_of(version)
    return descriptor.to_json(ro_crate.ro_crate(data_package(version), files, tables["sources"], day))


def published(tables: Mapping[str, pa.Table], version: str) -> str | None:
    """The day on which a version was cut, if it was."""
    releases = tables["releases"]
    days = dict(zip(releases["version"].to_pylist(), releases["date"].to_pylist(), strict=True))
    return days.get(version)


def _files(root: Path, without: frozenset[str], digest: descriptor.Digest) -> dict[str, File]:
    paths = [path for path in trees.files(root) if path not in without and trees.is_plain(root / path)]
    return {path: File(descriptor.form(path)[1], (root / path).stat().st_size, digest(root / path)) for path in paths}
