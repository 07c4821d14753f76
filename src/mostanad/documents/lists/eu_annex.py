"""Annex I of Regulation (EU) No 359/2011 (human rights in Iran) and tables like it, transcribed from EUR-Lex.

A tab separated table with a header; the header says what the table is:

- ``no, name, aka, listed_on`` or with birth, function and gender: persons of Annex I;
- ``no, name, listed_on`` or ``no, name, aka, name_native, listed_on``: entities of Annex I;
- ``part, no, name, reasons, listed_on``: persons of Annex IX, part by part, of Regulation (EU) No 267/2012;
- ``kind, no, name, listed_on, difference``: what another version of Annex I had otherwise; located, not read.

The key is the number that the annex itself prints: ``21``. Persons and entities are numbered apart, in files apart.
Where an annex has parts, the part comes before: ``II.A/6``. In a table of differences, which has persons and entities
together, the kind does: ``person/68``.

Quirks of the annexes, and what is made of them:

- The family name of a person is in capitals, first (``RADAN Ahmad-Reza``) or last (``Rasoul JALILI``); a few names
  have a comma. Titles stand among the names (``FIRUZABADI Maj-Gen Dr Seyyed Hasan``, ``SARAFRAZ Mohammad (Dr.)``).
- Another spelling of one part stands in brackets behind it: ``ARAGHI (ERAGHI) Abdollah``.
- A hyphen within a name may be left over from the end of a printed line (``HAJMOHAM-MADI``): it is kept.
- Other names are separated by ``; ``; most have their parts marked like the name, some not. A note on the spelling of
  Seyyed is not a name.
- A native name may have its words in another order than they are said, and letters of several forms (``ﻯ``, ``ى``):
  the words are kept in their order, the letters made Persian.
- A date of birth may be a day in several notations, a year, several, approximate, or in two calendars; a number of a
  person or an entity that was deleted is missing.
- A function may be out of date.

Left out: the grounds (``reasons``) and the nationality; the transcriptions have no addresses or numbers of documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from mostanad.documents import dates, names
from mostanad.documents.delimited import table
from mostanad.documents.printed import tidy
from mostanad.documents.records import (
    EntityType,
    Entry,
    FollowedList,
    ListedName,
    ListError,
    ListFormat,
    Listing,
    NameKind,
    Record,
    Stated,
    once,
    record,
)
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


def _records(content: bytes) -> Iterator[Record]:
    """The persons or entities of an annex, in the order of the table."""
    return map(_record, once(_entries(content)))


def _record(row: Row) -> Record:
    cells, key = row.value, row.key
    kind, regulation = _what(row)
    is_person, is_annex_i = kind is EntityType.PERSON, regulation == ANNEX_I
    printed = [(cells["name"], NameKind.PRIMARY), *((text, NameKind.ALIAS) for text in _split(cells.get("aka", "")))]
    spellings = chain.from_iterable(_names(text, kind_of_name, key, is_person) for text, kind_of_name in printed)
    titles = chain.from_iterable(names.without_titles(text)[1] for text, _ in printed if is_person)
    listed, born = row.day("listed_on", cells["listed_on"]), cells.get("date_of_birth", "")
    return record(
        row,
        f"{'p' if is_person else 'e'}{cells['no']}" if is_annex_i else key,
        IdentifierScheme.EU_359_2011 if is_annex_i else None,
        kind,
        [*spellings, *_native(cells.get("name_native", ""), key, is_person)],
        [Listing(regulation, listed, (key,))],
        listed=listed,
        born=[Stated(dates.born(born), tidy(born), key)],
        birth_places=row.says(cells.get("place_of_birth", "")),
        genders=row.says(cells.get("gender", "")),
        titles=[Stated(title, title, key) for title in titles],
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


def _names(text: str, kind: NameKind, key: str, is_person: bool) -> list[ListedName]:
    """The names in a cell."""
    if is_person:
        return names.capitals(text, kind, key)
    rest, others = names.also_known(text)
    return [names.whole(rest, kind, key), *(names.whole(other, NameKind.ALIAS, key) for other in others)]


def _native(cell: str, key: str, is_person: bool) -> list[ListedName]:
    """The names in a script of their own, the first of them primary."""
    found = []
    for text in _split(cell):
        rest, others = names.also_known(text)
        found += [names.whole(part, NameKind.ALIAS, key, of_person=is_person) for part in (rest, *others)]
    return [replace(name, kind=NameKind.PRIMARY) if number == 0 else name for number, name in enumerate(found)]


def _split(cell: str) -> list[str]:
    parts = (part.strip() for part in cell.split(";"))
    return [part for part in parts if part and not _SPELLINGS.fullmatch(part)]


def _annex(list_id: str, title: str, scheme: IdentifierScheme | None, prefix: str, *codes: str) -> FollowedList:
    authority = ("European Union", "intergovernmental", "EU")
    formats = (DocumentFormat.EU_ANNEX,)
    return FollowedList(
        list_id, title, "european-union", authority, formats, scheme, "eu", frozenset(codes), prefix=prefix
    )


_TITLE = "Annex I to Council Regulation (EU) No 359/2011"
FORMATS = (
    ListFormat(
        DocumentFormat.EU_ANNEX,
        _entries,
        r"(?:[^/\s]+/)?[0-9]+[a-z]*",
        "21",
        _records,
        lists=(
            _annex("eu-359-2011-persons", f"{_TITLE}: persons", IdentifierScheme.EU_359_2011, "p", ANNEX_I),
            _annex("eu-359-2011-entities", f"{_TITLE}: entities", IdentifierScheme.EU_359_2011, "e", ANNEX_I),
            _annex("eu-267-2012-annex-ix", "Annex IX to Council Regulation (EU) No 267/2012", None, ""),
        ),
    ),
)
