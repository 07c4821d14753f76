"""JSON texts against JSON Schemas, fast enough for a text a row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from mostanad.releases.check_files import error_text
from mostanad.releases.codes import CODES
from mostanad.validation import Finding


class JsonChecker:
    """Checks JSON texts against one schema (draft 2020-12, formats too).

    A compiled validator passes what is valid. What it does not pass, jsonschema judges, which tests hold it against.
    """

    def __init__(self, schema: dict[str, Any]) -> None:
        self._schema = schema
        self._compiled = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)

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
        if not self._passes(value):
            import jsonschema

            judge = jsonschema.Draft202012Validator(self._schema, format_checker=jsonschema.FormatChecker())
            wrong = next(judge.iter_errors(value), None)
            if wrong is not None:
                yield CODES["MST610"].at(path, line, 0, wrong.json_path, wrong.message[:200])

    def _passes(self, value: Any) -> bool:
        try:
            return bool(self._compiled.is_valid(value))
        except ValueError:  # a number or a text that only Python reads
            return False
