"""Records of lists: where the record with a key stands, and that a list has none with it.

A key is that of the list's own numbering, as the module of its format in :mod:`mostanad.documents.formats` says. It
names a record only if no other record of the file has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mostanad.documents.formats import Entry, ListError, canada_sema, eu_annex, eu_fsf, ofac, ofac_advanced, uk_conlist
from mostanad.models.vocabularies import DocumentFormat

#: Where the records with a key stand: first byte, byte after the last, line.
Index = Mapping[str, Sequence[tuple[int, int, int]]]


class KeyProblem(ValueError):
    """A key that does not name one record of a list, or that no list of its format could have."""


@dataclass(frozen=True)
class ListFormat:
    """How a list is split into records.

    Attributes:
        entries: its records, in order.
        key: what a key of such a list looks like.
        example: one.
    """

    entries: Callable[[bytes], Iterator[Entry[Any]]]
    key: re.Pattern[str]
    example: str


_NUMBER = r"[0-9]+"
LIST_FORMATS: dict[DocumentFormat, ListFormat] = {
    DocumentFormat.OFAC_SDN: ListFormat(ofac.sdn, re.compile(_NUMBER), "12252"),
    DocumentFormat.OFAC_ALT: ListFormat(ofac.alt, re.compile(f"{_NUMBER}/{_NUMBER}"), "12252/13174"),
    DocumentFormat.OFAC_ADD: ListFormat(ofac.add, re.compile(f"{_NUMBER}/{_NUMBER}"), "12252/17540"),
    DocumentFormat.OFAC_SDN_ADVANCED: ListFormat(
        ofac_advanced.parties_and_entries, re.compile(f"(?:entry/)?{_NUMBER}"), "12252"
    ),
    DocumentFormat.EU_ANNEX: ListFormat(eu_annex.annex, re.compile(r"(?:[^/\s]+/)?[0-9]+[a-z]*"), "21"),
    DocumentFormat.EU_FSF_XML: ListFormat(eu_fsf.fsf_xml, re.compile(r"EU\.[0-9.]+|[0-9]+"), "EU.27.28"),
    DocumentFormat.EU_FSF_CSV: ListFormat(eu_fsf.fsf_csv, re.compile(r"(?:EU\.[0-9.]+|[0-9]+)/[0-9]+"), "EU.27.28/1"),
    DocumentFormat.UK_CONLIST: ListFormat(uk_conlist.conlist, re.compile(f"{_NUMBER}/{_NUMBER}"), "12174/1"),
    DocumentFormat.CANADA_SEMA: ListFormat(canada_sema.sema, re.compile(r"[^/]+(?:/[^/]+){1,2}"), "1, Part 2/44"),
}


def index(content: bytes, form: DocumentFormat) -> Index:
    """Where the records of a list stand, by key.

    Args:
        content: the bytes of the list.
        form: its format, one of :data:`LIST_FORMATS`.

    Raises:
        ListError: where the list cannot be read, or has no record at all.
    """
    places: dict[str, list[tuple[int, int, int]]] = {}
    for entry in LIST_FORMATS[form].entries(content):
        places.setdefault(entry.key, []).append((entry.start, entry.end, entry.line))
    if not places:
        raise ListError("the list has no record", line=1, byte=0)
    return places


def find(places: Index, key: str) -> tuple[int, int]:
    """The bytes of the one record that has a key: ``content[start:end]``.

    Raises:
        KeyProblem: if no record has it, or several do.
    """
    found = places.get(key, ())
    if not found:
        raise KeyProblem(f"no record of the list has the key {key}")
    if len(found) > 1:
        lines = ", ".join(str(line) for _, _, line in found[:5])
        raise KeyProblem(f"the key {key} is not unique: {len(found)} records have it (lines {lines})")
    start, end, _ = found[0]
    return start, end


def prove_absent(places: Index, key: str, form: DocumentFormat) -> None:
    """See that no record of a list has a key.

    Raises:
        KeyProblem: if one has it, or if it is not a key that such a list could have: that proves nothing.
    """
    kind = LIST_FORMATS[form]
    if not kind.key.fullmatch(key):
        raise KeyProblem(f"{key!r} is not a key of a list of format {form}; one looks like {kind.example}")
    if found := places.get(key):
        raise KeyProblem(f"the list has a record {key}, on line {found[0][2]}")
