"""Entering facts: words of a document become passages, rows and claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from mostanad.curation import sheet
from mostanad.curation.transaction import EditRefused, Rows, commit, read_rows, table_rows
from mostanad.documents import Document, Documents, Hit, PassageError, Selector, sha256
from mostanad.models import TABLES
from mostanad.models.vocabularies import DocumentFormat
from mostanad.package import Package

_MODES = ("asserted_by", "modality", "hedge", "stance", "as_of", "value", "as_stated")


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
    """The document of a source.

    Raises:
        EditRefused: if there is no such source, it has no file, or the file is not at hand or not what it should be.
    """
    source = table_rows(package, "sources").get(source_id)
    if source is None:
        raise EditRefused(f"{source_id}: no such source; register its document with `mostanad source add`")
    if not source["sha256"]:
        raise EditRefused(f"{source_id} has no file; its copy is a source of its own")
    content = documents.find(source["sha256"])
    if content is None:
        where = documents.folder or "no folder was given: use --documents or MOSTANAD_DOCUMENTS"
        raise EditRefused(f"{source_id}: no document with sha256 {source['sha256'][:12]}... is at hand ({where})")
    if source["format"] not in list(DocumentFormat):
        raise EditRefused(f"{source_id} has format={source['format']}; it must be one of {', '.join(DocumentFormat)}")
    return Document(content, DocumentFormat(source["format"]))


def enter(package: Package, source_id: str, text: str, documents: Documents) -> Entered:
    """Enter a sheet: all of it, or nothing.

    Args:
        package: the package to edit.
        source_id: the source whose words the sheet has.
        text: the sheet (see :mod:`mostanad.curation.sheet`).
        documents: where the document lies.

    Raises:
        SheetError: if a line of the sheet is wrong.
        EditRefused: if the document is not at hand, or the rows would break the package.
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
        _claim(entry, passage(source_id, document, entry.hit, rows), rows)
    files = commit(package, rows, documents)
    added = {name: len(rows[name]) - count for name, count in before.items()}
    others = sum(map(len, rows.values())) - total - sum(added.values())
    return Entered(added["passages"], others, added["claims"], tuple(files))


def passage(source_id: str, document: Document, hit: Hit, rows: Rows) -> str:
    """The id of the passage at a place of a document, which is added to the rows if it is new."""
    selector = Selector("char", hit.start, hit.end)
    passage_id = f"{source_id}.{selector.place}"
    rows["passages"][passage_id] = {
        "passage_id": passage_id,
        "source_id": source_id,
        "selector": str(selector),
        "sha256": sha256(document.passage(selector)),
    }
    return passage_id


def _merge(
    made: dict[tuple[str, str], dict[str, str]], entries: list[sheet.Entry], rows: Rows
) -> Iterable[sheet.Problem]:
    """Add the sheet's rows to the tables; a cell that has another value already is a problem."""
    lines = {(entry.table, entry.row_id): entry.line for entry in reversed(entries)}
    for (table, row_id), cells in made.items():
        key = TABLES[table].key()
        row = rows[table].setdefault(row_id, {column.name: "" for column in TABLES[table].columns()} | {key: row_id})
        for name, value in cells.items():
            if row[name] and row[name] != value:
                message = (
                    f"{row_id} has {name}={row[name]} already; if the document gives a rival value, use a line with "
                    "stance=disputes; if the words are only ours, use those of the row"
                )
                yield sheet.Problem(lines[table, row_id], "cells", f"{name}={value}", message)
            row[name] = value


def _claim(entry: sheet.Entry, passage_id: str, rows: Rows) -> None:
    """Add a claim. One passage and one row make one claim, unless somebody else asserts it or asserts it otherwise.

    A sealed claim stays as it was read: more fields make another claim. So do more rival values, which have one field.
    """
    claim = {column.name: "" for column in TABLES["claims"].columns()} | entry.claim
    claim |= {"passage_id": passage_id, "target_id": entry.row_id}
    wanted = set(entry.fields)
    for name in _claim_ids(f"{passage_id}.{entry.row_id}", claim["asserted_by"]):
        there = rows["claims"].get(name)
        if there is None:
            rows["claims"][name] = claim | {"claim_id": name, "fields": " ".join(sorted(wanted))}
            return
        if any(there[mode] != claim[mode] for mode in _MODES):
            continue
        fields = set(there["fields"].split(" "))
        if wanted <= fields or not (name in rows["seals"] or claim["value"]):
            there["fields"] = " ".join(sorted(fields | wanted))
            if f"; {claim['note']}; " not in f"; {there['note']}; ":
                there["note"] = "; ".join(filter(None, (there["note"], claim["note"])))
            return
        wanted -= fields


def _claim_ids(base: str, asserter: str) -> Iterator[str]:
    """The ids that a claim may have, best first: passage and row; with the asserter; with a number."""
    yield base
    if asserter:
        base = f"{base}.{asserter}"
        yield base
    yield from (f"{base}.{number}" for number in count(2))
