"""JSON Schemas (draft 2020-12): what the JSON files of a release promise."""

from collections.abc import Iterator
from typing import Any

from mostanad.contract.table_schema import BOUNDS, summary
from mostanad.models import FACT_TABLES, MODELS, TABLES, Column, Row
from mostanad.models.cells import CellType

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_DAY = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"


def row_schema(model: type[Row]) -> dict[str, Any]:
    """A line of ``json/<table>.ndjson``: typed columns, null if empty; each date with its first and last day."""
    return {"$schema": DIALECT, **_row(model)}


def dossier_schema() -> dict[str, Any]:
    """Describe a dossier, ``json/officials/<official_id>.json``: all about one official, with its evidence."""
    others = [table for table in TABLES if table != "officials"]
    rows = {table: {"type": "array", "items": {"$ref": f"#/$defs/{table}"}} for table in others}
    any_fact = [{"$ref": f"#/$defs/{table}"} for table in FACT_TABLES]
    return {
        "$schema": DIALECT,
        "title": "dossier",
        "description": "Everything about one official, each fact with the claims behind it and their documents.",
        **_object(
            {
                "official": {"$ref": "#/$defs/officials"},
                "rows": {
                    "description": "The rows of other tables that concern the official, by table.",
                    "type": "object",
                    "properties": rows,
                    "additionalProperties": False,
                },
                "reasons": {
                    "description": "What the entries of the official's listings say, each with the row that it is on.",
                    "type": "array",
                    "items": _object({"reason": {"$ref": "#/$defs/reasons"}, "row": {"anyOf": any_fact}}),
                },
                "facts": {
                    "description": "What each assertion cell of these rows rests on, by fact id.",
                    **_by_id("facts", "fact_id", _fact()),
                },
                "sources": {
                    "description": "The documents behind the evidence, by source id.",
                    **_by_id("officials", "official_id", {"$ref": "#/$defs/sources"}),
                },
                "version": {"description": "The version of the release.", **_strings(_cell("history", "version"))},
            }
        ),
        "$defs": {table: _row(model) for table, model in MODELS.items()},
    }


def _by_id(table: str, key: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "propertyNames": _strings(_cell(table, key)), "additionalProperties": value}


def _fact() -> dict[str, Any]:
    columns = ("value", "support", "disputed", "modalities")
    shared = {name: {"$ref": f"#/$defs/facts/properties/{name}"} for name in columns}
    # Every fact has a passage, and so its evidence is never empty.
    evidence = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/evidence"}}
    return _object({**shared, "evidence": evidence})


def _row(model: type[Row]) -> dict[str, Any]:
    properties = {name: schema for column in model.columns() for name, schema in _properties(column)}
    return {"title": model.table, "description": summary(model), **_object(properties)}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    """An object that has exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _properties(column: Column) -> Iterator[tuple[str, dict[str, Any]]]:
    """The properties of a column: three for a date, one for any other type."""
    example = column.type.parse(column.example)
    mark = {"deprecated": True} if column.deprecated else {}
    value = {"description": column.description + column.notice, **mark, **_value(column.type)}
    value["examples"] = [list(example) if isinstance(example, tuple) else example]
    yield column.name, value if column.required else _or_null(value)
    if column.type.name in ("date", "span"):
        day = _or_null({**mark, **_strings(_DAY), "format": "date"})
        yield f"{column.name}_min", {"description": f"The first day that {column.name} can mean, if it has one.", **day}
        yield f"{column.name}_max", {"description": f"The last day that {column.name} can mean, if it has one.", **day}


def _value(cell: CellType) -> dict[str, Any]:
    """The schema of a value that is not empty."""
    if cell.name in ("integer", "number", "boolean"):
        return {"type": cell.name, **BOUNDS.get(cell.name, {})}
    is_list = cell.name == "list"
    return {"type": "array", "items": _words(cell), "minItems": 1, "uniqueItems": True} if is_list else _words(cell)


def _words(cell: CellType) -> dict[str, Any]:
    if cell.vocabulary is not None:
        return {"type": "string", "enum": [*cell.vocabulary.words()]}
    return _strings(cell.pattern) if cell.pattern is not None else {"type": "string"}


def _strings(pattern: str) -> dict[str, Any]:
    """Strings that match the whole pattern. ``not``: in some languages ``$`` also matches before a final newline."""
    return {"type": "string", "pattern": f"^(?:{pattern})$", "not": {"type": "string", "pattern": r"\n"}}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    words = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [schema["type"], "null"], **words}


def _cell(table: str, column: str) -> str:
    """The pattern of a column that has one."""
    return str(next(item.type.pattern for item in MODELS[table].columns() if item.name == column))
