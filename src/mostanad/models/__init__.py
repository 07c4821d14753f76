"""The models: one file per table, and the single source of truth for columns, types, vocabularies and references.

To add a column, edit the table's file in ``tables`` (or ``shared_columns.toml`` if several tables share it), then run
``mostanad schema --write``. To add a table, write its file: it is found here, and becomes a Pydantic model.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from mostanad.models.cells import ENTITIES
from mostanad.models.row import Column, Row, described

_HERE = Path(__file__).parent
#: The order in which documentation lists the tables; one that is not named comes behind those with facts.
_ORDER = """
officials parties affiliations names identifiers positions programmes legal_bases sanctions tags events participations
groups group_members estimates statements * fact_checks fact_check_answers sources passages claims corrections
redirects seals releases history facts evidence spans on_lists reasons changes
"""


def _read() -> dict[str, dict[str, Any]]:
    """What the file of each table says, in order."""
    shared = tomllib.loads((_HERE / "shared_columns.toml").read_text("utf-8"))
    found = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in (_HERE / "tables").glob("*.toml")}
    for said in found.values():
        said["columns"] = {name: shared[name] if "shared" in told else told for name, told in said["columns"].items()}
    place = {name: number for number, name in enumerate(_ORDER.split())}
    return {name: found[name] for name in sorted(found, key=lambda name: (place.get(name, place["*"]), name))}


_SAID = _read()
_CURATED = [name for name, said in _SAID.items() if "compiled" not in said]
#: Tables with assertion cells, and those of persons and organisations: what a claim can back.
FACT_TABLES: tuple[str, ...] = tuple(
    name
    for name in _CURATED
    if name in ENTITIES or any(column["role"] == "assertion" for column in _SAID[name]["columns"].values())
)
_MODELS = {name: described(name, said, FACT_TABLES) for name, said in _SAID.items()}
#: The model of every curated table by the table's name, in the order in which documentation lists them.
TABLES: dict[str, type[Row]] = {name: _MODELS[name] for name in _CURATED}
#: The models of the tables that only a release has.
COMPILED: dict[str, type[Row]] = {name: model for name, model in _MODELS.items() if name not in TABLES}

__all__ = ["COMPILED", "FACT_TABLES", "TABLES", "Column", "Row"]
