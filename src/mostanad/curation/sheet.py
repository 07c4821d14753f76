"""Sheets: how a curator enters facts.

A sheet is a CSV file (or comes from standard input) with one line for each row that a passage backs:

==============  ================================================================================
``find``        the words of the document (see :mod:`mostanad.documents.find`); empty: those of the line above
``table``       the table of the row
``row``         the row's id
``cells``       ``column=value | column=value | column``; without ``=`` the cell exists already
``asserted_by``, ``modality``, ``hedge``, ``stance``, ``as_of``, ``value``, ``as_stated``, ``note``
                columns of the claim, empty for the usual
==============  ================================================================================

Sheets hold words of the source: they are never committed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from mostanad.documents import Hit, context, find
from mostanad.models import TABLES, Column

CLAIM_COLUMNS = ("asserted_by", "modality", "hedge", "stance", "as_of", "value", "as_stated", "note")
COLUMNS = ("find", "table", "row", "cells", *CLAIM_COLUMNS)
#: Between two cells of a line.
SEPARATOR = "|"


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line of a sheet."""

    line: int
    column: str
    value: str
    message: str


@dataclass(frozen=True)
class Entry:
    """One line of a sheet (1-based): where its words stand, a row, cells of it, and what the claim says.

    ``fields`` are the columns that the claim names, in order; ``claim`` its other cells that are not empty.
    """

    line: int
    hit: Hit
    table: str
    row_id: str
    cells: dict[str, str]
    fields: tuple[str, ...]
    claim: dict[str, str] = field(default_factory=dict)


def read(sheet: str, document: str) -> tuple[list[Entry], list[Problem]]:
    """The entries of a sheet (CSV) whose words stand in a document, and what is wrong; if anything is, use no entry."""
    reader = csv.DictReader(io.StringIO(sheet, newline=""), restkey="", strict=True)
    problems: list[Problem] = []
    entries: list[Entry] = []
    try:
        problems += _header(reader.fieldnames or [])
        if problems:
            return [], problems
        hit: Hit | None = None
        for cells in reader:
            line = {name: (value or "").strip() for name, value in cells.items() if name}
            if cells.get(""):
                message = "more cells than columns: quote a cell with commas"
                problems.append(Problem(reader.line_num, "", str(cells[""]), message))
                continue
            if not any(line.values()):
                continue
            if line["find"]:
                hit = _locate(line["find"], document, reader.line_num, problems)
            elif not entries and hit is None and not problems:
                problems.append(Problem(reader.line_num, "find", "", "the first line needs words to find"))
            entry = _entry(line, hit or Hit(0, 0), reader.line_num, problems)
            if entry is not None:
                entries.append(entry)
    except csv.Error as error:
        # The lines before are counted; of a quotation mark that is never closed the reader would name the last line.
        problems.append(Problem(reader.line_num + 1, "", "", f"not CSV: {error}"))
    return entries, problems


def _header(names: Sequence[str]) -> Iterator[Problem]:
    for name in names:
        if name not in COLUMNS:
            yield Problem(1, name, name, f"no such column; a sheet has {', '.join(COLUMNS)}")
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem(1, name, name, "the column stands twice")
    for name in ("find", "table", "row", "cells"):
        if name not in names:
            yield Problem(1, name, "", "column missing")


def _locate(words: str, document: str, line: int, problems: list[Problem]) -> Hit | None:
    try:
        hits = find(words, document)
    except ValueError as error:
        problems.append(Problem(line, "find", words, str(error)))
        return None
    if len(hits) == 1:
        return hits[0]
    if not hits:
        problems.append(Problem(line, "find", words, "these words do not stand in the document"))
    else:
        places = "; ".join(f"{hit.start}: {context(document, hit, 25)}" for hit in hits[:5])
        problems.append(Problem(line, "find", words, f"stands {len(hits)} times; add context [[words]]: {places}"))
    return None


def _entry(line: dict[str, str], hit: Hit, number: int, problems: list[Problem]) -> Entry | None:
    model = TABLES.get(line["table"])
    if model is None:
        problems.append(Problem(number, "table", line["table"], f"no such table; there are {', '.join(TABLES)}"))
        return None
    columns = {column.name: column for column in model.columns()}
    before = len(problems)
    if not line["row"]:
        problems.append(Problem(number, "row", "", "the id of the row is missing"))
    cells: dict[str, str] = {}
    named: list[str] = []
    for part in filter(None, map(str.strip, line["cells"].split(SEPARATOR))):
        name, given, value = (piece.strip() for piece in part.partition("="))
        column = columns.get(name)
        if column is None or column.role == "key":
            message = f"no such column in {line['table']}; there are {', '.join(columns)}"
            problems.append(Problem(number, "cells", name, message))
            continue
        if given:
            _check_cell(column, value, number, problems)
            if cells.setdefault(name, value) != value:
                message = f"the line gives {name}={cells[name]} already; a rival value is a line with stance=disputes"
                problems.append(Problem(number, "cells", f"{name}={value}", message))
        if claimable(column):
            named.append(name)
    if not named and len(problems) == before:
        problems.append(Problem(number, "cells", line["cells"], "the line names no cell that a passage could back"))
    if len(problems) > before:
        return None
    claim = {name: line[name] for name in CLAIM_COLUMNS if line.get(name)}
    return Entry(number, hit, line["table"], line["row"], cells, tuple(sorted(set(named))), claim)


def claimable(column: Column) -> bool:
    """Whether a sheet's claim names the column: assertions, and the name by which somebody is identified."""
    return column.role == "assertion" or (column.role == "coding" and column.name == "name")


def _check_cell(column: Column, value: str, number: int, problems: list[Problem]) -> None:
    if not value:
        problems.append(Problem(number, "cells", column.name, f"{column.name}= without a value"))
        return
    try:
        column.type.parse(value)
    except ValueError as error:
        problems.append(Problem(number, "cells", f"{column.name}={value}", str(error)))
    if column.type.vocabulary is not None and column.type.name == "text" and value not in list(column.type.vocabulary):
        problems.append(Problem(number, "cells", f"{column.name}={value}", f"not {column.type.hint}"))


def rows(entries: Iterable[Entry]) -> tuple[dict[tuple[str, str], dict[str, str]], list[Problem]]:
    """The rows that a sheet's lines make together, by table and id; and cells to which two lines give two values."""
    made: dict[tuple[str, str], dict[str, str]] = {}
    problems: list[Problem] = []
    for entry in entries:
        row = made.setdefault((entry.table, entry.row_id), {})
        for name, value in entry.cells.items():
            if row.setdefault(name, value) != value:
                what = f"{entry.row_id} has {name}={row[name]} already; a rival value is a line with stance=disputes"
                problems.append(Problem(entry.line, "cells", f"{name}={value}", what))
    return made, problems
