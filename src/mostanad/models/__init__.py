"""The models: one file per table, and the single source of truth for columns, types, vocabularies and references.

To add a column, edit the table's file (or ``fields.py`` if several tables share it), then run
``mostanad schema --write``. To add a table, write its file: it is found here.
"""

from importlib import import_module
from pkgutil import iter_modules

from mostanad.models import row as _row
from mostanad.models.fields import ENTITIES
from mostanad.models.row import Column, Row

#: The order in which documentation lists the tables; one that is not named comes behind those with facts.
_ORDER = """
officials parties affiliations names identifiers positions programmes legal_bases sanctions tags events participations
groups group_members estimates statements * fact_checks fact_check_answers sources passages claims corrections
redirects seals releases history facts evidence spans on_lists reasons changes
"""


def _found() -> list[type[Row]]:
    """The models of all modules of this room, in order."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    models = [item for module in modules for item in vars(module).values() if isinstance(item, type)]
    rows = {model.table: model for model in models if issubclass(model, Row) and "table" in vars(model)}
    place = {name: number for number, name in enumerate(_ORDER.split())}
    return [rows[name] for name in sorted(rows, key=lambda name: (place.get(name, place["*"]), name))]


def _has_facts(model: type[Row]) -> bool:
    fields = model.model_fields.values()
    return model.table in ENTITIES or any(
        isinstance(field.json_schema_extra, dict) and field.json_schema_extra["role"] == "assertion" for field in fields
    )


_ALL = _found()
#: The model of every curated table by the table's name, in the order in which documentation lists them.
TABLES: dict[str, type[Row]] = {model.table: model for model in _ALL if not model.compiled}
#: The models of the tables that only a release has.
COMPILED: dict[str, type[Row]] = {model.table: model for model in _ALL if model.compiled}
#: The models of all tables of a release, the curated ones first.
MODELS = TABLES | COMPILED
#: Tables with assertion cells, and those of persons and organisations: what a claim can back.
FACT_TABLES: tuple[str, ...] = tuple(name for name, model in TABLES.items() if _has_facts(model))
_row.FACT_TABLES.extend(FACT_TABLES)

__all__ = ["COMPILED", "FACT_TABLES", "MODELS", "TABLES", "Column", "Row"]
