"""JSON texts against JSON Schemas, fast enough for a text a row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema

from mostanad.releases.check_files import error_text
from mostanad.releases.codes import CODES
from mostanad.validation import Finding

# An object's schema of only these keywords says nothing of two properties together.
_SEPARABLE = frozenset({"$schema", "title", "description", "type", "properties", "required", "additionalProperties"})
_REMEMBERED = 50_000


class JsonChecker:
    """Checks JSON texts against one schema (draft 2020-12, formats too).

    In objects whose properties can be checked one by one, values that passed before are not checked again.
    """

    def __init__(self, schema: dict[str, Any]) -> None:
        checker = jsonschema.FormatChecker()
        self._whole = jsonschema.Draft202012Validator(schema, format_checker=checker)
        separable = schema.keys() <= _SEPARABLE and schema.get("required") == list(schema.get("properties", ()))
        self._parts = {
            name: jsonschema.Draft202012Validator(part, format_checker=checker)
            for name, part in (schema["properties"].items() if separable else ())
        }
        self._passed: dict[str, set[str | tuple[str]]] = {name: set() for name in self._parts}

    def check(self, content: bytes, path: str, line: int = 0) -> Iterator[Finding]:
        """The first thing that is wrong with a text, if any.

        Args:
            content: the text, in UTF-8.
            path: its file, for the finding.
            line: its line in that file, for the finding; 0 for the whole.
        """
        try:
            value = json.loads(content.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            yield CODES["MST606"].at(path, line, 0, "", f"not JSON: {error_text(error)}")
            return
        if self._passes_in_parts(value):
            return
        wrong = next(self._whole.iter_errors(value), None)
        if wrong is not None:
            yield CODES["MST610"].at(path, line, 0, wrong.json_path, wrong.message[:200])

    def _passes_in_parts(self, value: Any) -> bool:
        if not self._parts or not isinstance(value, dict) or value.keys() != self._parts.keys():
            return False
        return all(self._passes(name, item) for name, item in value.items())

    def _passes(self, name: str, value: Any) -> bool:
        # Not the value itself: to Python, 1 is true and equals 1.0.
        token = value if isinstance(value, str) else (repr(value),)
        passed = self._passed[name]
        if token in passed:
            return True
        valid = self._parts[name].is_valid(value)
        if valid and len(passed) < _REMEMBERED:
            passed.add(token)
        return valid
