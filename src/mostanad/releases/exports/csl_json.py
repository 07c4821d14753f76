"""The documents behind a release as CSL-JSON."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from mostanad.releases.bibliography import csl_json
from mostanad.releases.exports import write_lines


def write(tables: Mapping[str, pa.Table], version: str, path: Path) -> None:
    """Write a release; see :func:`mostanad.releases.exports.writer`."""
    write_lines([csl_json(tables, version)], path)
