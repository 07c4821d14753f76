"""The descriptor of the curated package: datapackage.json."""

from __future__ import annotations

from typing import Any

from mostanad.contract.table_schema import summary, table_schema
from mostanad.models import TABLES, Row

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}
#: Said in so many words: Frictionless guesses the delimiter where a descriptor does not name it, and guesses wrong.
DIALECT = {"delimiter": ","}


def data_package(version: str) -> dict[str, Any]:
    """Describe the curated tables as one package.

    Args:
        version: the version of the data.

    Returns:
        a Data Package descriptor (v2) whose paths are relative to the project's root, one resource for each table.
    """
    return {
        "$schema": PROFILE,
        "name": "mostanad",
        "title": "mostanad: accountability of Iranian state officials, documented",
        "description": "What sources say about officials of the Iranian state and about those who list, judge, accuse "
        "or defend them. No fact without a passage in a source document.",
        "version": version,
        "licenses": [LICENCE],
        "resources": [_resource(model) for model in TABLES.values()],
    }


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
