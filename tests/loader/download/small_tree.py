"""A published tree of tiny releases, made by hand: a few files each, an archive, and an index that is right."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from mostanad.publishing import files, index
from mostanad.releases import descriptor

OLD, NEW = "2026.11.0", "2026.11.1"
#: The day on which the tests began: they may run past midnight.
TODAY = dt.date.today()
Index = dict[str, Any]


def _noise(version: str, number: int) -> list[bytes]:
    """Bytes that cannot be compressed, and are the same each time."""
    return [hashlib.sha256(f"{version}{row}".encode()).digest() for row in range(number)]


def table(version: str) -> pa.Table:
    """What the one table of a release holds: enough to come in several pieces."""
    return pa.table({"event_id": _noise(version, 6000)})


def _root(version: str) -> str:
    return hashlib.sha256(version.encode()).hexdigest()


def _release(tree: Path, version: str) -> dict[str, Any]:
    root = tree / "releases" / version
    for folder in ("parquet", "json/officials", "csv", "proofs"):
        (root / folder).mkdir(parents=True)
    pq.write_table(table(version), root / "parquet/events.parquet")
    texts = {
        "CHANGES.md": "",
        "CITATION.cff": "",
        "csv/events.csv": "event_id\n",
        "json/events.ndjson": "{}\n" * 100_000,  # with it the archive has fewer bytes than the files
        "json/officials/judge.json": json.dumps({"version": version}),
        "proofs/root.json": json.dumps({"root": _root(version)}),
        "datapackage.json": json.dumps({"version": version, "schemaVersion": "2.0.0"}),
    }
    for path, text in texts.items():
        (root / path).write_text(text, "utf-8")
    (root / "mostanad.sqlite").write_bytes(b"".join(_noise("", 2000)))  # and without it more
    (root / "SHA256SUMS").write_bytes(descriptor.sums(root).encode())
    listed = files.entries(root)
    archive = tree / index.archive(version)
    archive.parent.mkdir(exist_ok=True)
    files.pack(root, version, listed, archive)
    return {
        **{"version": version, "date": "2026-11-20", "schema_version": "2.0.0", "min_loader": "2026.11.3"},
        **{"facts": 1, "root": _root(version), "path": index.folder(version), "files": listed},
        "archive": {**files.entry(tree, index.archive(version)), "mirrors": []},
        **{"mirrors": [], "superseded_by": None, "superseded_facts": []},
    }


def make(tree: Path, *versions: str) -> Path:
    """Make a tree that was published on the day on which the tests began."""
    tree.mkdir(parents=True)
    releases = [_release(tree, version) for version in versions]
    for one, after in zip(releases, versions[1:], strict=False):
        one["superseded_by"] = after
    proof = {"bytes": 0, "sha256": "0" * 64}
    made = {
        **{"format": 1, "name": "mostanad", "sequence": len(versions), "updated": str(TODAY)},
        **{"previous": None, "latest": versions[-1], "releases": releases},
        "proofs": [
            {"older": old, "newer": new, **proof, "path": index.proof(old, new)} for old, new in pairwise(versions)
        ],
    }
    put(tree, made)
    return tree


def said(tree: Path) -> Index:
    """What the index of a tree says."""
    found: Index = json.loads((tree / index.INDEX).read_text("utf-8"))
    return found


def put(tree: Path, made: Index) -> None:
    """Give a tree an index, with a digest that fits."""
    (tree / index.INDEX).write_bytes(index.to_bytes(index.sealed(made)))


def change(tree: Path, how: Callable[[Index], object]) -> None:
    """Change the index of a tree as whoever can write it would."""
    made = copy.deepcopy(said(tree))
    how(made)
    put(tree, made)
