"""The models: one file per table, and the single source of truth for columns, types, vocabularies and references.

To add a column, edit the table's file (or ``fields.py`` if several tables share it), then run
``mostanad schema --write``. To add a table, add a file for it here: the package imports every file.
"""

from importlib import import_module
from pkgutil import iter_modules

from mostanad.models import row as _row
from mostanad.models.fields import ENTITIES
from mostanad.models.row import Column, Row

#: The order of tables in documentation; ``*`` is the place of tables that are not named.
_ORDER = """
officials parties affiliations names identifiers positions programmes legal_bases sanctions tags events participations
groups group_members estimates statements * fact_checks fact_check_answers sources passages claims corrections
redirects seals releases history facts evidence spans on_lists reasons changes
"""


def _found() -> list[type[Row]]:
    """The models in all modules of this package, in the order of documentation."""
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
#: The model of every curated table by the table's name, in the order of documentation.
TABLES: dict[str, type[Row]] = {model.table: model for model in _ALL if not model.compiled}
#: The models of the tables that only a release has.
COMPILED: dict[str, type[Row]] = {model.table: model for model in _ALL if model.compiled}
#: The models of all tables of a release, the curated ones first.
MODELS = TABLES | COMPILED
#: Tables that a claim can back: those with assertion cells, and those of persons and organisations.
FACT_TABLES: tuple[str, ...] = tuple(name for name, model in TABLES.items() if _has_facts(model))
_row.FACT_TABLES.extend(FACT_TABLES)

__all__ = ["COMPILED", "FACT_TABLES", "MODELS", "TABLES", "Column", "Row"]
