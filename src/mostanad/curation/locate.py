"""Entering facts: words of a document become passages, rows and claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mostanad.curation import sheet
from mostanad.curation.claims import add_claim, add_passage
from mostanad.curation.transaction import EditRefused, Rows, blank_row, commit, read_rows, table_rows
from mostanad.documents import Document, Documents, PassageError, Selector
from mostanad.files import Package
from mostanad.models.vocabularies import DocumentFormat


class SheetError(Exception):
    """A sheet with something wrong in it; nothing was written. ``problems`` says what and where."""

    def __init__(self, problems: Iterable[sheet.Problem]) -> None:
        super().__init__("the sheet has problems; nothing was written")
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Entered:
    """How many passages, rows and claims a sheet added, and which files changed."""

    passages: int
    rows: int
    claims: int
    files: tuple[str, ...]


def document_of(package: Package, source_id: str, documents: Documents) -> Document:
    """The document of a source; raises EditRefused if there is no such source, or its file is not found."""
    source = table_rows(package, "sources").get(source_id)
    if source is None:
        raise EditRefused(f"{source_id}: no such source; register its document with `mostanad source add`")
    if not source["sha256"]:
        raise EditRefused(f"{source_id} has no file; its copy is a source of its own")
    content = documents.find(source["sha256"])
    if content is None:
        where = documents.folder or "no folder was given: use --documents or MOSTANAD_DOCUMENTS"
        raise EditRefused(f"{source_id}: no document has the sha256 {source['sha256'][:12]}... ({where})")
    if source["format"] not in list(DocumentFormat):
        raise EditRefused(f"{source_id} has format={source['format']}; it must be one of {', '.join(DocumentFormat)}")
    return Document(content, DocumentFormat(source["format"]))


def enter(package: Package, source_id: str, text: str, documents: Documents) -> Entered:
    """Enter a sheet (see :mod:`mostanad.curation.sheet`): all of it, or nothing.

    Raises:
        SheetError: if a line of the sheet is wrong.
        EditRefused: if the document is not found, or the rows would break the package.
    """
    document = document_of(package, source_id, documents)
    if document.format is not DocumentFormat.TEXT:
        raise EditRefused(f"{source_id} has format={document.format}; sheets take words of format=text only")
    try:
        entries, problems = sheet.read(text, document.text)
    except PassageError as error:
        raise EditRefused(f"{source_id}: {error}") from None
    made, clashes = sheet.rows(entries)
    rows = read_rows(package)
    before = {name: len(rows[name]) for name in ("passages", "claims")}
    total = sum(map(len, rows.values()))
    problems += clashes or list(_merge(made, entries, rows))
    if problems:
        raise SheetError(problems)
    for entry in entries:
        selector = Selector("char", entry.hit.start, entry.hit.end)
        passage_id = add_passage(rows, source_id, selector, document.passage(selector))
        add_claim(rows, passage_id, entry.row_id, entry.fields, entry.claim)
    files = commit(package, rows, documents)
    added = {name: len(rows[name]) - count for name, count in before.items()}
    others = sum(map(len, rows.values())) - total - sum(added.values())
    return Entered(added["passages"], others, added["claims"], tuple(files))


def _merge(
    made: dict[tuple[str, str], dict[str, str]], entries: list[sheet.Entry], rows: Rows
) -> Iterable[sheet.Problem]:
    """Add the sheet's rows to the tables; a cell that has another value already is a problem."""
    lines = {(entry.table, entry.row_id): entry.line for entry in reversed(entries)}
    for (table, row_id), cells in made.items():
        row = rows[table].setdefault(row_id, blank_row(table, row_id))
        for name, value in cells.items():
            if row[name] and row[name] != value:
                message = (
                    f"{row_id} has {name}={row[name]} already; if the document gives a rival value, use a line with "
                    "stance=disputes; if the words are only ours, use those of the row"
                )
                yield sheet.Problem(lines[table, row_id], "cells", f"{name}={value}", message)
            row[name] = value
