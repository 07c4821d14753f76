"""A release as FollowTheMoney statements; see :mod:`mostanad.releases.exports.ftm`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from mostanad.releases.exports import write_lines
from mostanad.releases.exports.ftm import statements


def write(tables: Mapping[str, pa.Table], version: str, path: Path) -> None:
    """Write a release; see :func:`mostanad.releases.exports.writer`."""
    write_lines((f"{line}\n" for line in statements(tables, version)), path)
