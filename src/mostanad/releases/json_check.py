"""Checks JSON texts against a JSON Schema, fast enough for every row of a table."""

import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import jsonschema_rs
import pyarrow as pa
import pyarrow.compute as pc

from mostanad.files.render import json_cells, values
from mostanad.releases.codes import at, error_text
from mostanad.validation import Finding


class JsonChecker:
    """Checks JSON texts against one schema (draft 2020-12, formats too).

    A compiled validator accepts valid texts. All others are decided by jsonschema; tests compare the two.
    """

    def __init__(self, schema: dict[str, Any]) -> None:
        self._schema = schema

    @cached_property  # most tables pass by their cells, and never need it
    def _compiled(self) -> jsonschema_rs.Draft202012Validator:
        return jsonschema_rs.Draft202012Validator(self._schema, validate_formats=True)

    def passes(self, table: pa.Table) -> bool:
        """Whether all rows of a table are surely valid. Checks each distinct cell of a column once, so the schema must
        not relate columns to each other."""
        columns = self._schema["properties"]
        if {*columns} != {*table.column_names} or {*self._schema["required"]} != {*columns}:
            return False
        cells = {"properties": {name: {"items": schema} for name, schema in columns.items()}}
        compiled = jsonschema_rs.Draft202012Validator(cells, validate_formats=True)
        return all(_is_valid(compiled, {name: _distinct(table[name])}) for name in columns)

    def check(self, content: bytes, path: str, line: int = 0) -> Iterator[Finding]:
        """Yield the first error in a UTF-8 text, if any; ``path`` and ``line`` (0: the whole file) locate it."""
        try:
            value = json.loads(content.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            yield at("MST606", path, f"not JSON: {error_text(error)}", line=line)
            return
        if not _is_valid(self._compiled, value):
            import jsonschema

            judge = jsonschema.Draft202012Validator(self._schema, format_checker=jsonschema.FormatChecker())
            if (wrong := next(judge.iter_errors(value), None)) is not None:
                yield at("MST610", path, wrong.message[:200], wrong.json_path, line)


def _is_valid(compiled: jsonschema_rs.Draft202012Validator, value: Any) -> bool:
    try:
        return bool(compiled.is_valid(value))
    except ValueError:  # a number or text that only Python accepts
        return False


def _distinct(cells: pa.ChunkedArray) -> list[Any]:
    """The distinct cells of a column, as values for JSON."""
    if not pa.types.is_list(cells.type):
        return values(pc.unique(cells))
    return [json.loads(text) for text in pc.unique(json_cells(cells.combine_chunks())).to_pylist()]
