"""Layer 3: checks rows against their models."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from mostanad.files.package import Table
from mostanad.models import TABLES, Column
from mostanad.validation.findings import CODES, Finding
from mostanad.validation.nearest import nearest
from mostanad.validation.places import Places
from mostanad.validation.rules import all_codes

#: A table with more rows than this of one key is not joined with others.
_CROWD = 100


def check(table: Table, places: Places, lines: Collection[int] | None = None) -> Iterator[Finding]:
    """Check every row, or only these ``lines``, of a table whose header and rows have the right shape."""
    model = TABLES[table.name]
    columns = {column.name: column for column in model.columns()}
    for line, record in enumerate(table.records(), 2):
        if lines is not None and line not in lines:
            continue
        try:
            model.from_cells(record)
        except ValidationError as error:
            starts = dict(zip(table.header, (cell.column for cell in places.cells(table.name, line)), strict=False))
            for problem in error.errors(include_url=False):
                # The column that Pydantic names, or that a rule about several cells blames.
                field = str(problem["loc"][0] if problem["loc"] else problem.get("ctx", {}).get("field", ""))
                cell = record.get(field, "")
                code, message, near = _explain(columns.get(field), cell, problem)
                finding = CODES[code].at(table.file, line, starts.get(field, 0), cell, f"{field}: {message}")
                yield replace(finding, suggestion=near)


def crowded(table: Table) -> Finding | None:
    """The finding for a table in which too many rows have the same key: to join it would take forever."""
    position = table.header.index(TABLES[table.name].key())
    for key, count in Counter(row[position] for row in table.rows).most_common(1):
        if count > _CROWD:
            line = max(line for line, row in enumerate(table.rows, 2) if row[position] == key)
            message = f"{key} is the id of {count} rows of {table.name}"
            return all_codes()["MST301"].at(table.file, line, 1, key, message)
    return None


def _explain(column: Column | None, cell: str, problem: Any) -> tuple[str, str, str]:
    """The code for a problem that Pydantic reports, a sentence for curators, and the nearest valid word, if any."""
    if problem["type"] in CODES:
        return problem["type"], problem["msg"], ""
    if problem["type"] == "missing":
        return "MST211", "the cell is empty, but required", ""
    if column is not None and column.type.vocabulary is not None:
        known = column.type.vocabulary.words()
        for word in cell.split(" ") if column.type.name == "list" else [cell]:
            if word not in known:
                near = nearest(word, known)
                hint = f"; did you mean {near!r}?" if near else f"; it is {column.type.expected}"
                return "MST213", f"{word!r} is not in the vocabulary{hint}", near
    return "MST212", str(problem["msg"]).removeprefix("Value error, "), ""
