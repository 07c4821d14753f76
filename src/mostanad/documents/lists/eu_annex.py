"""Annex I of Regulation (EU) No 359/2011 (human rights in Iran) and tables like it, transcribed from EUR-Lex.

A tab separated table with a header; the header says what the table is:

- ``no, name, aka, listed_on`` or with birth, function and gender: persons of Annex I;
- ``no, name, listed_on`` or ``no, name, aka, name_native, listed_on``: entities of Annex I;
- ``part, no, name, reasons, listed_on``: persons of Annex IX, part by part, of Regulation (EU) No 267/2012;
- ``kind, no, name, listed_on, difference``: what another version of Annex I had otherwise (:func:`read_differences`).

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

Left out: the grounds (``reasons``); the transcriptions have no addresses or numbers of documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain

from mostanad.documents.formats import Entry, ListError
from mostanad.documents.formats.eu_annex import annex
from mostanad.documents.lists import dates, names
from mostanad.documents.lists.privacy import is_private
from mostanad.documents.lists.records import (
    EntityType,
    ListedName,
    Listing,
    NameKind,
    Record,
    Stated,
    gender_of,
    unique,
    unique_names,
)
from mostanad.models.vocabularies import IdentifierScheme

#: The regulations of which the tables are annexes; the tables do not print them.
ANNEX_I, ANNEX_IX = "359/2011", "267/2012"
_ENTITIES = ({"no", "name", "listed_on"}, {"no", "name", "aka", "name_native", "listed_on"})
_PERSONS = {"no", "name", "aka", "listed_on"}
_ANNEX_IX = {"part", "no", "name", "listed_on"}
_DIFFERENCES = {"kind", "no", "name", "listed_on", "difference"}
# A note that another word of the name may be spelt so.
_SPELLINGS = re.compile(r"s[ae]y+[ei]d(?:(?:,| and| or)+ s[ae]y+[ei]d)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Difference:
    """What another version of the annex had otherwise.

    Attributes:
        key: the row, ``person/68``.
        type: person or entity.
        number: the number in the annex.
        name: the name as printed.
        listed: the day of listing (ISO 8601).
        difference: what was otherwise, in the words of the table.
    """

    key: str
    type: EntityType
    number: str
    name: str
    listed: str
    difference: str


def read(content: bytes) -> list[Record]:
    """The persons or entities of an annex, in the order of the table.

    Args:
        content: the bytes of the table.

    Raises:
        ListError: if the header is none of those above, two rows have one number, or a row has no name or no day of
            listing.
    """
    records: dict[str, Record] = {}
    for entry in annex(content):
        if entry.key in records:
            raise ListError(f"a second row {entry.key}", line=entry.line, byte=entry.start)
        records[entry.key] = _record(entry)
    if not records:
        raise ListError("the list has no record", line=1, byte=0)
    return list(records.values())


def read_differences(content: bytes) -> list[Difference]:
    """The rows of a table of differences.

    Raises:
        ListError: if the header is not that of such a table, or a row has no day of listing.
    """
    found = []
    for entry in annex(content):
        cells = entry.value
        if not set(cells) >= _DIFFERENCES:
            raise ListError(f"the header must have {', '.join(sorted(_DIFFERENCES))}", line=1, byte=0)
        kind = EntityType.PERSON if cells["kind"] == "person" else EntityType.ENTITY
        found.append(
            Difference(entry.key, kind, cells["no"], names.tidy(cells["name"]), _listed(entry), cells["difference"])
        )
    return found


def _record(entry: Entry[dict[str, str]]) -> Record:
    cells, key = entry.value, entry.key
    entity, regulation = _what(entry)
    is_person = entity is EntityType.PERSON
    others = _split(cells.get("aka", ""))
    spellings = _names(cells["name"], NameKind.PRIMARY, key, is_person)
    spellings += chain.from_iterable(_names(text, NameKind.ALIAS, key, is_person) for text in others)
    titles = chain.from_iterable(names.without_titles(text)[1] for text in (cells["name"], *others) if is_person)
    listed = _listed(entry)
    posts = [Stated(names.tidy(part), names.tidy(part), key) for part in cells.get("function", "").split("; ")]
    letter = "p" if is_person else "e"
    return Record(
        key=key,
        identifier=f"{letter}{cells['no']}" if regulation == ANNEX_I else key,
        scheme=IdentifierScheme.EU_359_2011 if regulation == ANNEX_I else None,
        type=entity,
        names=unique_names([*spellings, *_native(cells.get("name_native", ""), key, is_person)]),
        listings=(Listing(regulation, listed, (key,)),),
        listed=listed,
        born=unique([Stated(dates.born(text), names.tidy(text), key) for text in [cells.get("date_of_birth", "")]]),
        birth_places=_as_printed(cells.get("place_of_birth", ""), key),
        gender=gender_of(cells.get("gender", ""), cells.get("gender", ""), key),
        nationalities=_as_printed(cells.get("nationality", ""), key),
        titles=unique([Stated(title, title, key) for title in titles]),
        positions=unique([post for post in posts if not is_private(post.text)]),
    )


def _what(entry: Entry[dict[str, str]]) -> tuple[EntityType, str]:
    """What the header says that the table lists, and of which regulation."""
    header = set(entry.value)
    if header in _ENTITIES:
        return EntityType.ENTITY, ANNEX_I
    if header >= _ANNEX_IX:
        return EntityType.PERSON, ANNEX_IX
    if header >= _PERSONS and "kind" not in header:
        return EntityType.PERSON, ANNEX_I
    raise ListError(f"no table of an annex has the header {', '.join(entry.value)}", line=1, byte=0)


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


def _listed(entry: Entry[dict[str, str]]) -> str:
    if not entry.value["name"]:
        raise ListError(f"row {entry.key} has no name", line=entry.line, byte=entry.start)
    try:
        return dates.day(entry.value["listed_on"])
    except ValueError as error:
        raise ListError(f"listed_on: {error}", line=entry.line, byte=entry.start) from None


def _as_printed(cell: str, key: str) -> tuple[Stated, ...]:
    text = names.tidy(cell)
    return (Stated(text, text, key),) if text else ()
