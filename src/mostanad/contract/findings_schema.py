"""The JSON Schema of what ``mostanad validate --format json`` prints."""

from __future__ import annotations

from typing import Any

from mostanad.contract.json_schema import DIALECT

_CODE = {"type": "string", "pattern": "^MST[1-6][0-9][0-9]$"}
_TEXTS = {"type": "array", "items": {"type": "string"}}
_NUMBER = {"type": "integer", "minimum": 0}
#: The fields of a finding, in their order.
_FINDING: dict[str, dict[str, Any]] = {
    "code": _CODE | {"description": "What sort of finding it is; `mostanad explain` says more."},
    "severity": {"enum": ["error", "warning"], "description": "An error stops a build, a warning does not."},
    "file": {"type": "string", "description": "The path relative to the package."},
    "line": _NUMBER | {"description": "1-based, as the file lies on disk; 0 for the file as a whole."},
    "column": _NUMBER | {"description": "1-based, in characters; 0 for the line as a whole."},
    "value": {"type": "string", "description": "The cell, or what was found in its place."},
    "message": {"type": "string", "minLength": 1, "description": "What is wrong, in one sentence."},
    "remedy": {"type": "string", "minLength": 1, "description": "How to fix it."},
    "end_column": _NUMBER | {"description": "The column behind the last character; 0 if not known."},
    "row_id": {"type": "string", "description": "The key of the row, if it stands in one."},
    "field": {"type": "string", "description": "The column's name, if it stands in a cell."},
    "suggestion": {"type": "string", "description": "The nearest valid value, if there is one."},
    "id": {
        "type": "string",
        "pattern": "^[0-9a-f]{16}(-[0-9]+)?$",
        "description": "What the finding is known by wherever its line goes.",
    },
    "covered_by": {
        "type": "string",
        "pattern": "^([0-9a-f]{16}(-[0-9]+)?)?$",
        "description": "The id of the finding that it comes from; empty if it stands for itself.",
    },
    "summary": {"type": "boolean", "description": "Whether it stands only for those that it covers."},
}


def findings_schema() -> dict[str, Any]:
    """Describe a report as JSON.

    Returns:
        a JSON Schema of an object with all findings, complete, and with what was not checked and not run.
    """
    statistics = {
        "type": "object",
        "description": "Counts and times, if they are asked for.",
        "properties": {
            "codes": {"type": "object", "propertyNames": _CODE, "additionalProperties": _NUMBER},
            "seconds": {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}},
        },
        "required": ["codes", "seconds"],
        "additionalProperties": False,
    }
    return {
        "$schema": DIALECT,
        "title": "findings",
        "description": "What a validation found: mostanad validate --format json.",
        "type": "object",
        "properties": {
            "findings": {
                "description": "In order of file, line, column and code.",
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": _FINDING,
                    "required": list(_FINDING),
                    "additionalProperties": False,
                },
            },
            "not_checked": _TEXTS | {"description": "What could not be checked because something was not at hand."},
            "not_run": _TEXTS | {"description": "Checks that errors in the tables that they need kept from running."},
            "left_out": {
                "type": "integer",
                "minimum": 1,
                "description": "How many findings --max-findings left out.",
            },
            "statistics": statistics,
        },
        "required": ["findings", "not_checked", "not_run"],
        "additionalProperties": False,
    }
