"""The dossier of an official, as the release has it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mostanad.loader.gone import raise_if_gone

if TYPE_CHECKING:
    from mostanad.loader.release import Release


def dossier(release: Release, official_id: str) -> dict[str, Any]:
    """See :meth:`mostanad.loader.Release.dossier`."""
    known = {path.stem: path for path in (release.path / "json" / "officials").glob("*.json")}
    if official_id not in known:
        raise_if_gone(release, official_id)
        parties = release.load("parties", "arrow")["party_id"].to_pylist() if "parties" in release.tables() else []
        hint = f"; it is a party, see why({official_id!r})" if official_id in parties else ""
        raise KeyError(f"no official {official_id!r} in release {release.version}{hint}")
    found: dict[str, Any] = json.loads(known[official_id].read_text("utf-8"))
    return found
