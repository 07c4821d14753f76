"""Put the release as Parquet, and the folders that validation and builds need, into the wheel as mostanad/_data.

The release in the wheel has the same Parquet files as `make release`, because the same function compiles it from the
same tree. `mostanad build` and `mostanad export` make the other forms.
An editable install needs nothing: it uses the folders of the checkout.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = ("schema", "validators", "build")


class DataHook(BuildHookInterface[Any]):
    """Validate the dataset and compile it into the wheel; a dataset with errors stops the build of the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the release; hatchling calls this before it writes a wheel."""
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
        """Remove the temporary release; hatchling calls this when the wheel is written."""
        if version != "editable":
            self.temporary.cleanup()
