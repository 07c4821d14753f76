"""Dossiers: everything about one official, read from a file of the release or built from its tables."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from mostanad.files.grouping import keyed
from mostanad.loader.ids import raise_if_gone
from mostanad.loader.tables import Record

if TYPE_CHECKING:
    from mostanad.loader.release import Release

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def dossier(release: Release, official_id: str) -> dict[str, Any]:
    """See :meth:`mostanad.loader.Release.dossier`."""
    folder = release.path / "json" / "officials"
    if folder.is_dir():
        file = folder / f"{official_id}.json"
        if _ID.fullmatch(official_id) and file.is_file():
            found: dict[str, Any] = json.loads(file.read_bytes())
            return found
    elif officials := release._where("officials", "official_id", [official_id]):
        from mostanad.evidence.dossier_rows import dossier as made_of

        found = plain(made_of(officials[0], release.version, partial(_where, release)))
        return found
    raise_if_gone(release, official_id)
    parties = release._where("parties", "party_id", [official_id]) if "parties" in release.tables() else []
    hint = f"; it is a party, see why({official_id!r})" if parties else ""
    raise KeyError(f"no official {official_id!r} in release {release.version}{hint}")


def _where(release: Release, table: str, columns: Sequence[str], wanted: Collection[str]) -> list[Record]:
    """See :data:`mostanad.evidence.dossier_rows.Where`."""
    # One query for each column: for columns joined by OR, DuckDB would read the whole table.
    found = [row for column in columns for row in release._where(table, column, wanted)]
    return [row for _, row in sorted(keyed(found).items())] if len(columns) > 1 else found


def plain(said: Any) -> Any:
    """Convert to JSON values: dates to text, tuples to lists, whole floats to integers."""
    if isinstance(said, dict):
        return {name: plain(cell) for name, cell in said.items()}
    if isinstance(said, list | tuple):
        return [plain(item) for item in said]
    if isinstance(said, dt.date):
        return said.isoformat()
    return int(said) if isinstance(said, float) and said.is_integer() else said
