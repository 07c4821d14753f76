"""Sheets: CSV files in which each line gives a row and the words that back it (columns in CONTRIBUTING.md). A sheet
becomes passages, rows and claims. It contains words of the source and is never committed."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from mostanad.curation.draft import Draft, Version
from mostanad.curation.sources import document_of
from mostanad.curation.transaction import CODED, ENTERED, EditRefused, Rows, blank_row, checked, read_rows, write_tables
from mostanad.documents.document import PassageError
from mostanad.documents.find import context, find
from mostanad.documents.folder import Documents
from mostanad.documents.selectors import Selector
from mostanad.files import Package
from mostanad.files.csvtext import SEPARATORS, separator
from mostanad.models import TABLES, Column
from mostanad.validation import Finding
from mostanad.validation.nearest import nearest

CLAIM_COLUMNS = ("asserted_by", "modality", "hedge", "stance", "as_of", "value", "as_stated", "note")
REQUIRED = ("find", "table", "row", "cells")
COLUMNS = (*REQUIRED, *CLAIM_COLUMNS)


@dataclass(frozen=True)
class Problem:
    line: int
    column: str
    value: str
    message: str


class SheetError(Exception):
    """A sheet with problems; nothing was written. ``problems`` lists them by line; ``findings`` lists what the sheet
    would break elsewhere."""

    def __init__(self, problems: Iterable[Problem], findings: Iterable[Finding] = ()) -> None:
        super().__init__("the sheet has problems; nothing was written")
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        self.findings = tuple(findings)


@dataclass(frozen=True)
class Entry:
    """One line of a sheet (1-based): the position of its words, the id and cells of its row, the columns that its claim
    names, sorted, and the other cells of the claim that are not empty."""

    line: int
    hit: Selector
    table: str
    row_id: str
    cells: dict[str, str]
    fields: tuple[str, ...]
    claim: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entered:
    """How many passages, rows and claims a sheet added, and which files changed."""

    passages: int
    rows: int
    claims: int
    files: tuple[str, ...]


def enter(package: Package, source_id: str, text: str, documents: Documents) -> Entered:
    """Enter a sheet completely or not at all. A SheetError lists all lines that are wrong or would break a rule.
    EditRefused says that the document is not found, or what else would break the package."""
    document = document_of(package, source_id, documents)
    if not document.has_words:
        readable = "a sheet needs a text, or a list that prints reasons"
        raise EditRefused(f"{source_id} has format={document.format}; {readable}")
    try:
        entries, problems = read(text, document.text)
    except PassageError as error:
        raise EditRefused(f"{source_id}: {error}") from None
    draft = Draft(read_rows(package, CODED))
    before = {name: len(rows) for name, rows in draft.rows.items()}
    problems += add_cells(draft.rows, entries)
    version = Version(source_id, document)
    for entry in entries:
        draft.claim(version, entry.hit, entry.row_id, entry.fields, **entry.claim)
    try:
        edited = {entry.table for entry in entries} | {"passages", "claims"}
        changed = checked(package, {name: draft.rows[name] for name in edited}, ENTERED)
    except EditRefused as error:
        wrong = {problem.line for problem in problems}
        told = {entry.row_id for entry in entries if entry.line in wrong}
        known = {entry.line for entry in entries if entry.row_id in told}  # their findings may follow from problems
        found = {finding: _at(finding, package, draft.rows, entries) for finding in error.findings}
        problems += [problem for problem in found.values() if problem and problem.line not in known]
        if not problems:
            raise
        raise SheetError(problems, [finding for finding, problem in found.items() if not problem]) from None
    if problems:
        raise SheetError(problems)
    files = write_tables(package, changed, can_undo=True)
    added = {name: len(rows) - before[name] for name, rows in draft.rows.items()}
    passages, claims = added.pop("passages"), added.pop("claims")
    return Entered(passages, sum(added.values()), claims, tuple(files))


def _at(finding: Finding, package: Package, rows: Rows, entries: Iterable[Entry]) -> Problem | None:
    """Turn a finding in a row, or in its claim, into a problem of the line that adds this row; None if no line does."""
    table = next((name for name, file in package.files.items() if file == finding.file), "")
    for key in sorted(rows.get(table, ()))[max(0, finding.line - 2) : finding.line - 1]:
        row_id = rows[table][key]["target_id"] if table == "claims" else key
        brought = [entry for entry in entries if entry.row_id == row_id]
        for entry in sorted(brought, key=lambda entry: finding.value not in entry.cells.values()):
            return Problem(entry.line, "cells", finding.value, f"{finding.code}: {finding.message}")
    return None


def add_cells(rows: Rows, entries: Iterable[Entry]) -> Iterator[Problem]:
    """Add the cells of a sheet to the tables; yields a problem for each cell that already has another value."""
    for entry in entries:
        row = rows[entry.table].setdefault(entry.row_id, blank_row(entry.table, entry.row_id))
        for name, value in entry.cells.items():
            row[name] = row[name] or value
            if row[name] != value:
                message = (
                    f"{entry.row_id} already has {name}={row[name]}; if the document gives a rival value, use a line "
                    "with stance=disputes; if the text is in our own words, use that of the row"
                )
                yield Problem(entry.line, "cells", f"{name}={value}", message)


def lines(
    text: str, required: Collection[str], columns: Collection[str], *, whole: bool = False
) -> tuple[list[tuple[int, dict[str, str]]], list[Problem]]:
    """The lines of a CSV file that are not empty, each with its number and its cells by column, and the problems of its
    form. Cells that a line lacks at its end are left out, or (``whole``) a problem."""
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", strict=True)
    found: list[tuple[int, dict[str, str]]] = []
    problems: list[Problem] = []
    try:
        names = list(reader.fieldnames or ())
        if mark := separator(",".join(names), required):
            message = f"the cells are separated by {SEPARATORS[mark]}, not by commas; save it as CSV with commas"
            return [], [Problem(1, "", "", message)]
        unknown = f"no such column; columns: {', '.join(columns)}"
        problems += (Problem(1, name, name, unknown) for name in names if name not in columns)
        twice = sorted({name for name in names if names.count(name) > 1})
        problems += (Problem(1, name, name, "the column occurs twice") for name in twice)
        problems += (Problem(1, name, "", "column missing") for name in required if name not in names)
        if problems:
            return [], problems
        for cells in reader:
            beyond = cells.pop("", None)
            line = {name: value.strip() for name, value in cells.items() if value is not None}
            if beyond:
                message = "more cells than columns; put a cell with commas in quotation marks"
                problems.append(Problem(reader.line_num, "", str(beyond), message))
            elif whole and len(line) < len(names):
                message = "fewer cells than the header"
                problems.append(Problem(reader.line_num, names[len(line)], "", message))
            elif any(line.values()):
                found.append((reader.line_num, line))
    except csv.Error as error:
        # Count from the last good line: if a quotation mark is never closed, csv itself names the end of the file.
        problems.append(Problem(reader.line_num + 1, "", "", f"not CSV: {error}"))
    return found, problems


def read(sheet: str, document: str) -> tuple[list[Entry], list[Problem]]:
    """Parse a sheet (CSV) and find its words in a document. If there are problems, the entries must not be written."""
    found, problems = lines(sheet, REQUIRED, COLUMNS)
    entries: list[Entry] = []
    hit: Selector | None = None
    for at, (number, given) in enumerate(found):
        line = dict.fromkeys(COLUMNS, "") | given
        if line["find"]:
            hit = _locate(line["find"], document, number, problems)
        elif not at:
            problems.append(Problem(number, "find", "", "the first line needs words to find"))
        entry, wrong = _entry(line, hit or Selector("char", 0, 1), number)
        problems += wrong
        if entry.table in CODED and entry.row_id:  # even if it is wrong: other lines refer to its row
            entries.append(entry)
    return entries, sorted(problems, key=lambda problem: problem.line)


def _locate(words: str, document: str, line: int, problems: list[Problem]) -> Selector | None:
    try:
        hits = find(words, document)
    except ValueError as error:
        problems.append(Problem(line, "find", words, str(error)))
        return None
    if len(hits) == 1:
        return hits[0]
    places = "; ".join(f"{hit.start}: {context(document, hit, 25)}" for hit in hits[:5])
    message = f"occurs {len(hits)} times; add context [[words]]: {places}"
    problems.append(Problem(line, "find", words, message if hits else "these words are not in the document"))
    return None


def _entry(line: dict[str, str], hit: Selector, number: int) -> tuple[Entry, list[Problem]]:
    model = TABLES.get(line["table"])
    columns = {column.name: column for column in model.columns()} if model else {}
    cells: dict[str, str] = {}
    named: set[str] = set()
    wrong: list[Problem] = []
    if model is None:
        wrong.append(Problem(number, "table", line["table"], f"no such table; tables: {', '.join(TABLES)}"))
    elif not line["row"]:
        wrong.append(Problem(number, "row", "", "the id of the row is missing"))
    elif message := _fault(columns[model.key()], line["row"]):
        wrong.append(Problem(number, "row", line["row"], message))
    for part in filter(None, map(str.strip, line["cells"].split("|") if model else ())):
        name, given, value = (piece.strip() for piece in part.partition("="))
        column = columns.get(name)
        if column is None or column.role == "key":
            message = f"no such column in {line['table']}; columns: {', '.join(columns)}"
            wrong.append(Problem(number, "cells", name, message))
            continue
        if given and (message := _fault(column, value)):
            wrong.append(Problem(number, "cells", f"{name}={value}" if value else name, message))
        elif given and cells.setdefault(name, value) != value:
            message = f"the line already gives {name}={cells[name]}; put a rival value into a line with stance=disputes"
            wrong.append(Problem(number, "cells", f"{name}={value}", message))
        if claimable(column):
            named.add(name)
    if not named and not wrong:
        wrong.append(Problem(number, "cells", line["cells"], "the line names no cell that a passage could back"))
    claim = {name: line[name] for name in CLAIM_COLUMNS if line[name]}
    return Entry(number, hit, line["table"], line["row"], cells, tuple(sorted(named)), claim), wrong


def claimable(column: Column) -> bool:
    """Whether a claim from a sheet can name the column: an assertion, or the name that identifies somebody."""
    return column.role == "assertion" or (column.role == "coding" and column.name == "name")


def _fault(column: Column, value: str) -> str:
    if not value:
        return f"{column.name}= has no value"
    try:
        column.type.parse(value)
    except ValueError as error:
        return str(error)
    words = column.type.vocabulary if column.type.name == "text" else None
    if words is None or value in words.words():
        return ""
    near = nearest(value, words.words())
    return f"did you mean {near!r}? It is not {column.type.expected}" if near else f"not {column.type.expected}"
