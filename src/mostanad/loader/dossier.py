"""Everything about one official: the file of a release, or the same made of its tables."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mostanad.loader.ids import raise_if_gone
from mostanad.loader.tables import Tables

if TYPE_CHECKING:
    from mostanad.releases.dossiers import Library


def dossier(release: Tables, path: Path, official_id: str) -> dict[str, Any]:
    """See :meth:`mostanad.loader.Release.dossier`."""
    folder = path / "json" / "officials"
    if folder.is_dir():
        known = {path.stem: path for path in folder.glob("*.json")}
        if official_id in known:
            found: dict[str, Any] = json.loads(known[official_id].read_bytes())
            return found
    elif official_id in release._read("officials")["official_id"].to_pylist():
        state = (path / "SHA256SUMS").stat()
        return _library(path, (state.st_ino, state.st_mtime_ns)).dossier(official_id, release.version)
    raise_if_gone(release, official_id)
    parties = release._read("parties")["party_id"].to_pylist() if "parties" in release.tables() else []
    hint = f"; it is a party, see why({official_id!r})" if official_id in parties else ""
    raise KeyError(f"no official {official_id!r} in release {release.version}{hint}")


@lru_cache(maxsize=1)
def _library(path: Path, _: tuple[int, ...]) -> Library:
    """The tables of a release arranged once for each state of its files: many dossiers are asked for in turn."""
    import pyarrow.parquet as pq

    from mostanad.releases.dossiers import Library

    return Library({file.stem: pq.read_table(file) for file in sorted((path / "parquet").glob("*.parquet"))})
