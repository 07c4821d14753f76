"""Tables that are no release on disk: each is read whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from mostanad.loader.tables import Tables


@dataclass(frozen=True)
class WholeTables(Tables):
    """Some tables in memory."""

    held: Mapping[str, pa.Table]
    version: str = "2026.11.0"

    def tables(self) -> list[str]:
        return sorted(self.held)

    def _read(self, table: str) -> pa.Table:
        return self.held[table]
