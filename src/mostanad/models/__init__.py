"""The models: one file per table, and the single source of truth for columns, types, vocabularies and references.

To add a column, edit the table's file in ``tables`` (or ``shared_columns.toml`` if several tables share it), then run
``mostanad schema --write``. To add a table, write its file: it is found here, and becomes a Pydantic model.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from types import new_class
from typing import Any

from mostanad.models import cells as _cells
from mostanad.models import row as _row
from mostanad.models import vocabularies as _vocabularies
from mostanad.models.row import Column, Row, Words

_HERE = Path(__file__).parent

#: The order in which documentation lists the tables; one that is not named comes behind those with facts.
_ORDER = """
officials parties affiliations names identifiers positions programmes legal_bases sanctions tags events participations
groups group_members estimates statements * fact_checks fact_check_answers sources passages claims corrections
redirects seals releases history facts evidence spans on_lists reasons changes
"""


def _found() -> list[type[Row]]:
    """The models of all tables, in order."""
    shared = tomllib.loads((_HERE / "shared_columns.toml").read_text("utf-8"))
    rows = {path.stem: _model(path, shared) for path in (_HERE / "tables").glob("*.toml")}
    place = {name: number for number, name in enumerate(_ORDER.split())}
    return [rows[name] for name in sorted(rows, key=lambda name: (place.get(name, place["*"]), name))]


def _model(path: Path, shared: dict[str, dict[str, Any]]) -> type[Row]:
    """The model that the file of a table describes; a ValueError if a column is of no type that there is."""
    said = tomllib.loads(path.read_text("utf-8"))
    columns = {name: shared[name] if "shared" in told else told for name, told in said["columns"].items()}
    words: dict[str, Any] = {
        name: tuple(told) if isinstance(told, list) else told for name, told in said.get("words", {}).items()
    }
    body: dict[str, Any] = {
        "__module__": __name__,
        "__doc__": said["row"],
        "table": path.stem,
        "spoken": Words(**words),
    }
    body |= {name: said[name] for name in ("suspects", "compiled") if name in said}
    body["__annotations__"] = {name: _type(path, name, told["type"]) for name, told in columns.items()}
    for name, told in columns.items():
        body[name] = _cells.column(**{key: value for key, value in told.items() if key != "type"})
    return new_class(path.stem, (Row,), exec_body=lambda namespace: namespace.update(body))


def _type(path: Path, column: str, said: str) -> Any:
    """A type of cells or a vocabulary by its name; with ``| None`` behind it, cells may be empty."""
    name = said.removesuffix(" | None")
    found = getattr(_cells, name, None) or getattr(_vocabularies, name, None)
    if found is None:
        raise ValueError(f"{path.name}: {column} is of type {said!r}; cells.py and vocabularies.toml have no {name}")
    return found if name == said else found | None


def _has_facts(model: type[Row]) -> bool:
    fields = model.model_fields.values()
    return model.table in _cells.ENTITIES or any(
        isinstance(field.json_schema_extra, dict) and field.json_schema_extra["role"] == "assertion" for field in fields
    )


_MODELS = _found()
#: The model of every curated table by the table's name, in the order in which documentation lists them.
TABLES: dict[str, type[Row]] = {model.table: model for model in _MODELS if not model.compiled}
#: The models of the tables that only a release has.
COMPILED: dict[str, type[Row]] = {model.table: model for model in _MODELS if model.compiled}
#: Tables with assertion cells, and those of persons and organisations: what a claim can back.
FACT_TABLES: tuple[str, ...] = tuple(name for name, model in TABLES.items() if _has_facts(model))
_row.FACT_TABLES.extend(FACT_TABLES)

__all__ = ["COMPILED", "FACT_TABLES", "TABLES", "Column", "Row"]
