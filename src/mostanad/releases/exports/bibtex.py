"""The release and the documents behind it as a bibliography in BibLaTeX."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from mostanad.releases.bibliography import bibtex, release_bibtex
from mostanad.releases.exports import write_lines


def write(tables: Mapping[str, pa.Table], version: str, path: Path) -> None:
    """Write a release; see :func:`mostanad.releases.exports.writer`."""
    write_lines([release_bibtex(version), bibtex(tables, version)], path)
