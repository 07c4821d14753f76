"""Table Schemas and datapackage.json (Data Package v2): what CSV files promise to any Frictionless tool."""

from collections.abc import Iterable, Mapping
from typing import Any

from mostanad.models import MODELS, TABLES, Column, Row

PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
#: Explicit, because Frictionless guesses the delimiter if a descriptor does not name it, and guesses wrong.
DIALECT = {"delimiter": ","}
#: Bounds of the two number types, as the patterns of their cells imply them: Table Schema has no patterns for numbers,
#: and without an upper bound its readers accept "INF". The bounds are inclusive, because Frictionless refuses exclusive
#: ones in a resource that does not declare version 2.
BOUNDS: dict[str, dict[str, int]] = {
    "integer": {"minimum": 0, "maximum": 10**18 - 1},
    "number": {"minimum": 0, "maximum": 10**15 - 1},
}
#: The Table Schema type of each cell type that is not plain text.
_TYPES: dict[str, dict[str, Any]] = {
    "integer": {"type": "integer"},
    # A property of Frictionless: without it, Frictionless compares "sNaN" with the bounds as a decimal, and crashes.
    "number": {"type": "number", "floatNumber": True},
    "boolean": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    # Not the type "list" of version 2: its readers check neither the items nor the spaces between them.
    "list": {"type": "string", "itemType": "string"},
}


def table_schema(model: type[Row]) -> dict[str, Any]:
    """A Table Schema (Data Package v2), with properties of our own: ``role``, ``references``, ``standard``,
    ``deprecated``, ``meanings`` of words, ``itemType`` of lists. Models and rules check what it cannot express."""
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",  # marks it as one of version 2
        "description": summary(model),
        "fields": [_field(column) for column in model.columns()],
        "missingValues": [""],
        "primaryKey": [model.key()],
    }
    if keys := [_foreign_key(model, column) for column in model.columns() if column.target]:
        schema["foreignKeys"] = keys
    return schema


def summary(documented: type) -> str:
    """The docstring of a model (what one row is) or of a vocabulary, as one line."""
    return " ".join((documented.__doc__ or "").split())


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        **_TYPES.get(column.type.name, {"type": "string"}),
        "description": column.description,
        "example": column.example,
        "constraints": _constraints(column),
        "role": column.role,
    }
    more = {
        "meanings": column.type.vocabulary.words() if column.type.vocabulary else {},
        "references": list(column.references),
        "standard": column.standard,
        "deprecated": column.deprecated,
    }
    return field | {name: value for name, value in more.items() if value}


def _constraints(column: Column) -> dict[str, Any]:
    cell = column.type
    constraints: dict[str, Any] = {"required": column.required, **BOUNDS.get(cell.name, {})}
    if column.role == "key":
        constraints["unique"] = True
    if cell.name == "list":
        # Words are letters, digits, underscores and hyphens: nothing to escape.
        item = f"(?:{cell.pattern or '|'.join(cell.vocabulary.words() if cell.vocabulary else ())})"
        constraints["pattern"] = _whole(f"{item}(?: {item})*")
    elif cell.vocabulary is not None:
        constraints["enum"] = [*cell.vocabulary.words()]
    elif cell.pattern is not None and cell.name in ("text", "date", "span"):
        constraints["pattern"] = _whole(cell.pattern)
    return constraints


def _whole(pattern: str) -> str:
    """Match the whole cell. In Python ``$`` also matches before a final newline, hence the look-ahead."""
    return rf"^(?:(?:{pattern})(?!\n))$"


def _foreign_key(model: type[Row], column: Column) -> dict[str, Any]:
    # In version 2, a reference without a resource points into the same table.
    resource = {"resource": column.target} if column.target != model.table else {}
    return {"fields": [column.name], "reference": {**resource, "fields": [MODELS[column.target].key()]}}


def data_package(head: Mapping[str, Any]) -> dict[str, Any]:
    """Build the Data Package descriptor (v2) of a dataset from its head, with paths relative to its root."""
    resources = [_resource(model) for model in TABLES.values()]
    without_examples(head, resources)
    return {**head, "resources": resources}


def without_examples(head: Mapping[str, Any], resources: Iterable[Mapping[str, Any]]) -> bool:
    """Remove the examples, which come from our data, from columns of another dataset; return whether there were any."""
    if head.get("name") == "mostanad":
        return False
    fields = [field for one in resources if "schema" in one for field in one["schema"]["fields"]]
    return bool([field.pop("example") for field in fields if "example" in field])


def _resource(model: type[Row]) -> dict[str, Any]:
    return {
        "name": model.table,
        "type": "table",
        "path": f"datasets/{model.table}.csv",
        "description": summary(model),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": dict(DIALECT),
        "schema": table_schema(model),
    }
