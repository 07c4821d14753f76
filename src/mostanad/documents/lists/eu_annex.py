"""Annex I of Regulation (EU) No 359/2011 and tables like it, transcribed from EUR-Lex (docs/list-formats.md)."""

import re
from collections.abc import Iterator
from dataclasses import replace

from mostanad.documents import names
from mostanad.documents.delimited import table
from mostanad.documents.printed import without_titles
from mostanad.documents.records import EntityType, Entry, ListedName, ListError, ListFormat, NameKind, Record
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

#: The regulations of which the tables are annexes; the tables do not print them.
ANNEX_I, ANNEX_IX = "359/2011", "267/2012"
_ENTITIES = ({"no", "name", "listed_on"}, {"no", "name", "aka", "name_native", "listed_on"})
_PERSONS = {"no", "name", "aka", "listed_on"}
_PERSONS_IX = {"part", "no", "name", "listed_on"}
# A note that another word of the name may be spelt so.
_SPELLINGS = re.compile(r"s[ae]y+[ei]d(?:(?:,| and| or)+ s[ae]y+[ei]d)*", re.IGNORECASE)

Row = Entry[dict[str, str]]


def _entries(content: bytes) -> Iterator[Row]:
    for row in table(content, ("no", "name"), "\t", quoted=False):
        parts = [row.value[name] for name in ("part", "kind", "no") if name in row.value]
        if not all(parts):
            raise row.error("the row has no number (and part or kind, where the header has one)")
        yield replace(row, key="/".join(parts))


def _record(row: Row) -> Record:
    cells, key = row.value, row.key
    kind, regulation = _what(row)
    is_person, is_annex_i = kind.is_person, regulation == ANNEX_I
    printed = [cells["name"], *split(cells.get("aka", ""))]
    listed = row.day("listed_on", cells["listed_on"])
    return row.record(
        f"{'p' if is_person else 'e'}{cells['no']}" if is_annex_i else key,
        IdentifierScheme.EU_359_2011 if is_annex_i else None,
        kind,
        [*_names(printed, key, is_person), *_native(cells.get("name_native", ""), key, is_person)],
        [row.listing(regulation, listed)],
        listed=listed,
        born=[row.born(cells.get("date_of_birth", ""))],
        birth_places=row.says(cells.get("place_of_birth", "")),
        genders=row.says(cells.get("gender", "")),
        titles=row.says(*(title for text in printed if is_person for title in without_titles(text)[1])),
        positions=row.says(*cells.get("function", "").split("; ")),
    )


def _what(row: Row) -> tuple[EntityType, str]:
    """What the header says that the table lists, and of which regulation."""
    header = set(row.value)
    if header in _ENTITIES:
        return EntityType.ENTITY, ANNEX_I
    if header >= _PERSONS_IX:
        return EntityType.PERSON, ANNEX_IX
    if header >= _PERSONS and "kind" not in header:
        return EntityType.PERSON, ANNEX_I
    raise ListError(f"no table of an annex has the header {', '.join(row.value)}")


def _names(printed: list[str], key: str, is_person: bool) -> Iterator[ListedName]:
    """The names in cells, that in the first cell primary."""
    for number, text in enumerate(printed):
        read = names.capitals if is_person else names.whole_and_others
        yield from read(text, NameKind.ALIAS if number else NameKind.PRIMARY, key)


def _native(cell: str, key: str, is_person: bool) -> list[ListedName]:
    """The names in a script of their own, the first of them primary."""
    found: list[ListedName] = []
    for text in split(cell):
        found += names.whole_and_others(text, NameKind.ALIAS, key, of_person=is_person)
    return [replace(name, kind=NameKind.PRIMARY) for name in found[:1]] + found[1:]


def split(cell: str) -> list[str]:
    """The names in a cell, without notes on spellings."""
    parts = (part.strip() for part in cell.split(";"))
    return [part for part in parts if part and not _SPELLINGS.fullmatch(part)]


FORMATS = (ListFormat(DocumentFormat.EU_ANNEX, _entries, r"(?:[^/\s]+/)?[0-9]+[a-z]*", "21", _record),)
