"""Everything about one official: the file of a release, or the same made of its tables."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any

from mostanad.files.grouping import grouped, keyed
from mostanad.loader.ids import raise_if_gone
from mostanad.loader.tables import Record

if TYPE_CHECKING:
    from mostanad.loader.release import Release

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OF_FACTS = ("value", "support", "disputed", "modalities")


def dossier(release: Release, official_id: str) -> dict[str, Any]:
    """See :meth:`mostanad.loader.Release.dossier`."""
    folder = release.path / "json" / "officials"
    if folder.is_dir():
        file = folder / f"{official_id}.json"
        if _ID.fullmatch(official_id) and file.is_file():
            found: dict[str, Any] = json.loads(file.read_bytes())
            return found
    elif officials := release._where("officials", "official_id", [official_id]):
        return {
            "official": plain(officials[0]),
            "version": release.version,
            **plain(_of_tables(release, official_id)),
        }
    raise_if_gone(release, official_id)
    parties = release._where("parties", "party_id", [official_id]) if "parties" in release.tables() else []
    hint = f"; it is a party, see why({official_id!r})" if parties else ""
    raise KeyError(f"no official {official_id!r} in release {release.version}{hint}")


def _of_tables(release: Release, official_id: str) -> dict[str, Any]:
    """The same as :mod:`mostanad.releases.dossier_files` makes of whole tables."""
    from mostanad.models import TABLES

    rows = _rows(release, official_id)
    listed = release._where("reasons", "sanction_id", rows["sanctions"])
    reasons = sorted(listed, key=lambda row: (row["sanction_id"], row["place"]))
    told: dict[str, Record] = {}
    for table in {row["table_name"] for row in reasons}:
        ids = {row["row_id"] for row in reasons if row["table_name"] == table}
        told |= keyed(release._where(table, TABLES[table].key(), ids))
    facts = keyed(release._where("facts", "row_id", {official_id}.union(*rows.values())))
    evidence = release._where("evidence", "fact_id", facts)
    on = {key: list[Record]() for key in facts} | grouped(evidence, lambda row: row["fact_id"])
    sources = keyed(release._where("sources", "source_id", {row["source_id"] for row in (*evidence, *reasons)}))
    return {
        "rows": {name: [row for _, row in sorted(rows[name].items())] for name in TABLES if rows.get(name)},
        "reasons": [{"reason": row, "row": told.get(row["row_id"])} for row in reasons],
        "facts": {key: {name: facts[key][name] for name in _OF_FACTS} | {"evidence": on[key]} for key in sorted(facts)},
        "sources": dict(sorted(sources.items())),
    }


def _rows(release: Release, official_id: str) -> dict[str, dict[str, Record]]:
    """By table and key the rows that refer to an official, and those to which they lead."""
    from mostanad.evidence.followed import followed, referring
    from mostanad.models import TABLES

    found: dict[str, dict[str, Record]] = {}
    for name, columns in referring():
        lists = {column.name for column in TABLES[name].columns() if column.type.name == "list"}
        is_it = (f'list_contains("{column}", ?)' if column in lists else f'"{column}" = ?' for column in columns)
        found[name] = keyed(release._select(name, " OR ".join(is_it), *[official_id] * len(columns)))
    for name, column, target in followed():
        there = found.setdefault(target, {})
        wanted = {row[column] for row in found.get(name, {}).values()} - {None, *there}
        there |= keyed(release._where(target, TABLES[target].key(), wanted))
    return found


def plain(said: Any) -> Any:
    """The same as JSON has it: days as text, whole numbers without a point."""
    if isinstance(said, dict):
        return {name: plain(cell) for name, cell in said.items()}
    if isinstance(said, list | tuple):
        return [plain(item) for item in said]
    if isinstance(said, dt.date):
        return said.isoformat()
    return int(said) if isinstance(said, float) and said.is_integer() else said
