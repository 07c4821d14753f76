"""Puts the folders that validating and building need, and the release as Parquet, into the wheel as mostanad/_data.

The release in the wheel is compiled from the same tree by the same function as `make release`: the same Parquet files.
Its other forms are left out; `mostanad build` and `mostanad export` make them.
For an editable install there is nothing to do: the checkout's own folders are used.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = ("schema", "validators", "build")


class DataHook(BuildHookInterface[Any]):
    """Validates the dataset and compiles it into the wheel; a dataset with errors makes no wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before a wheel is written."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from mostanad.releases import build

        self.temporary = tempfile.TemporaryDirectory()
        path = build(root, Path(self.temporary.name), forms=())
        included = build_data["force_include"]
        for folder in FOLDERS:
            included[str(root / folder)] = f"mostanad/_data/{folder}"
        included[str(path)] = f"mostanad/_data/releases/{path.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called by hatchling when the wheel is written."""
        if version != "editable":
            self.temporary.cleanup()
