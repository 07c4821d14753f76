"""Where things lie in a release, and how its files are known."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from mostanad.models import COMPILED, TABLES, Row

#: The model of every table of a release, the curated ones first.
MODELS: dict[str, type[Row]] = TABLES | COMPILED
DESCRIPTOR = "datapackage.json"
SUMS = "SHA256SUMS"
CITATION = "CITATION.cff"
CHANGES = "CHANGES.md"
CROISSANT = "croissant.json"
SQLITE = "mostanad.sqlite"
#: The name that RO-Crate demands. It describes datapackage.json too, and so is written after it.
RO_CRATE = "ro-crate-metadata.json"
#: The roots by which facts are proved.
ROOT = "proofs/root.json"
#: The folder with the dossiers.
DOSSIERS = "json/officials"
#: Under which a release is given away, as SPDX names it.
LICENCE = "CC-BY-4.0"


def parquet(table: str) -> str:
    """The path of a table as Parquet."""
    return f"parquet/{table}.parquet"


def csv(table: str) -> str:
    """The path of a table as CSV."""
    return f"csv/{table}.csv"


def ndjson(table: str) -> str:
    """The path of a table as NDJSON."""
    return f"json/{table}.ndjson"


def dossier(official_id: str) -> str:
    """The path of an official's dossier."""
    return f"{DOSSIERS}/{official_id}.json"


def files(root: Path) -> list[str]:
    """The paths of everything in a release that is no directory, relative, with forward slashes, in order.

    Raises:
        OSError: if a directory cannot be read; what is in it would be passed over otherwise.
    """
    return sorted(Path(path).relative_to(root).as_posix() for path in _files(root))


def _files(folder: Path | str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            else:
                yield entry.path


def is_plain(path: Path) -> bool:
    """Whether a path is a file, and no link, pipe or device: what a release is made of."""
    return path.is_file() and not path.is_symlink()


def digest(path: Path) -> str:
    """The sha256 of a file (FIPS 180-4), in hexadecimal.

    Raises:
        OSError: if it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def version_of(text: str) -> str:
    """A version, if the text is one.

    Raises:
        ValueError: if it is not YYYY.M.N, unpadded.
    """
    column = next(column for column in TABLES["history"].columns() if column.name == "version")
    return str(column.type.parse(text))
