"""The UK's Consolidated List of Financial Sanctions Targets (ConList.csv, OFSI).

Standard: OFSI's guide to the formats of the list; columns are found by their names, so that the file of 2018 (29
columns) and that of 2022 and later (36) are read alike. Quirks:

- Windows-1252, LF or CRLF; a first line with the day on which the file was made; cells may have outer spaces.
- One Group ID is one target. It has a row for each name, and again for each regime and each date of birth; the rows of
  a group need not stand together.
- Name 6 is the family name (in capitals) of a person or the whole name of anything else; Name 1 to 5 are given names.
- A target may stand under several regimes with a day each: each is a listing. ``Listed On`` is the day of the UK
  notice, after 2020 of its own listing; for what it carried over, a day or two after the act of the EU.
- Dates are dd/mm/yyyy; 00 is a day or month that is not known; that a date of birth is approximate stands in Other
  Information.
- A cell may hold several values, ``(a) Najaf, Iraq (b) Tehran, Iran``; the country of birth may repeat the town.
- Of Other Information, which is free text and has grounds, passport numbers and places of work in it, only the UN
  reference, other lists, gender, other names and former posts are taken.

Left out: passport and national identity numbers, addresses and their country, all else of Other Information.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from mostanad.documents.formats import Entry, ListError
from mostanad.documents.formats.uk_conlist import conlist
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

_TYPES = {"individual": EntityType.PERSON, "entity": EntityType.ENTITY, "ship": EntityType.VESSEL}
_KINDS = {
    "prime alias": NameKind.PRIMARY,
    "primary name": NameKind.PRIMARY,
    "primary name variation": NameKind.ALIAS,
    "aka": NameKind.ALIAS,
    "alias": NameKind.ALIAS,
    "fka": NameKind.FORMER,
}
_GIVEN = tuple(f"Name {number}" for number in range(1, 6))
_LETTERED = re.compile(r"\(?\b(?:[a-z]|[0-9])\)\s*")
_APPROXIMATE = re.compile(r"\bDOB is approximate\b", re.IGNORECASE)
_GENDER = re.compile(r"\(Gender\):\s*(Male|Female)\b|(?:^|[.)]\s+)(Male|Female)\.", re.IGNORECASE)
_REFERENCE = re.compile(r"\bUN Ref\.?:? ?(?:[A-Z]{2,3}[ie]?\.[0-9]+|[A-Z]\.[0-9]+\.[IVX]+\.[0-9]+)", re.IGNORECASE)
_OTHER_LISTS = re.compile(r"(?:^|(?<=\. ))(?:EU|UN|Both UK) listing[^.]*\.(?: Not UN\.)?")
_FORMER = re.compile(r"(?:^|(?<=[.)] )|(?<=\.  ))Former(?:ly)? [^.;]+?(?=\.(?:\s|$)|;|$)")
_ALSO = re.compile(r"\b[Aa]lso referred to as '?([^'.]+)'?\.")

Rows = list[Entry[dict[str, str]]]


def read(content: bytes) -> list[Record]:
    """The targets of the list, in the order of their first rows.

    Args:
        content: the bytes of the file, or of its header lines and some of its rows.

    Raises:
        ListError: if there is no header, no row, or a row with a type, an alias type or a day that is not known.
    """
    groups: dict[str, Rows] = {}
    for entry in conlist(content):
        groups.setdefault(entry.value["Group ID"], []).append(entry)
    if not groups:
        raise ListError("the list has no record", line=1, byte=0)
    return [_record(group, rows) for group, rows in groups.items()]


def _record(group: str, rows: Rows) -> Record:
    kind = rows[0].value["Group Type"]
    if kind.casefold() not in _TYPES:
        raise _error(rows[0], f"Group Type is {kind!r}")
    entity = _TYPES[kind.casefold()]
    spellings = [name for row in rows for name in _names(row, entity)]
    if not spellings:
        raise _error(rows[0], f"group {group} has no name")
    listings = _listings(rows)
    posts = [stated for row in rows for stated in _posts(row)]
    return Record(
        key=rows[0].key,
        identifier=group,
        scheme=IdentifierScheme.UK_GROUP_ID,
        type=entity,
        names=unique_names(sorted(spellings, key=lambda name: name.kind is not NameKind.PRIMARY)),
        listings=listings,
        listed=min(listing.listed for listing in listings),
        born=unique([_born(row) for row in rows]) if entity is EntityType.PERSON else (),
        birth_places=unique([place for row in rows for place in _places(row)]),
        gender=next((gender for row in rows if (gender := _gender(row))), None),
        nationalities=unique([stated for row in rows for stated in _values(row, "Nationality")]),
        titles=unique([stated for row in rows for stated in _values(row, "Title")]),
        positions=unique([post for post in posts if not is_private(post.text)]),
        remarks=unique([remark for row in rows for remark in _remarks(row)]),
    )


def _names(row: Entry[dict[str, str]], entity: EntityType) -> Iterator[ListedName]:
    """The name of a row, in its scripts, and those of its free text."""
    cells, key = row.value, row.key
    kind = _KINDS.get(cells["Alias Type"].casefold())
    if kind is None:
        raise _error(row, f"Alias Type is {cells['Alias Type']!r}")
    if "low" in cells.get("Alias Quality", "").casefold():
        kind = NameKind.WEAK
    given = " ".join(filter(None, (cells.get(name, "") for name in _GIVEN)))
    if entity is EntityType.PERSON:
        yield names.person(cells["Name 6"], given, kind, key)
    else:
        yield names.whole(" ".join(filter(None, (cells["Name 6"], given))), kind, key)
    if native := cells.get("Name Non-Latin Script", ""):
        yield names.whole(native, kind, key, of_person=entity is EntityType.PERSON)
    for other in _ALSO.findall(cells.get("Other Information", "")):
        yield names.whole(other, NameKind.WEAK, key)


def _listings(rows: Rows) -> tuple[Listing, ...]:
    """One for each regime, with the first of its days and all rows under it."""
    by_regime: dict[str, Rows] = {}
    for row in rows:
        by_regime.setdefault(row.value["Regime"], []).append(row)
    return tuple(
        Listing(regime, min(map(_listed, under)), tuple(row.key for row in under))
        for regime, under in by_regime.items()
    )


def _listed(row: Entry[dict[str, str]]) -> str:
    try:
        return dates.day(row.value["Listed On"])
    except ValueError as error:
        raise _error(row, f"Listed On: {error}") from None


def _born(row: Entry[dict[str, str]]) -> Stated:
    printed = row.value["DOB"]
    date = dates.born(printed)
    if date and _APPROXIMATE.search(row.value.get("Other Information", "")):
        date = f"{date}~" if not date.startswith("[") else ""
    return Stated(date, names.tidy(printed), row.key)


def _places(row: Entry[dict[str, str]]) -> Iterator[Stated]:
    """Towns with their countries; a town or a country alone."""
    towns, countries = _parts(row.value.get("Town of Birth", "")), _parts(row.value.get("Country of Birth", ""))
    if len(countries) == 1:
        countries *= max(len(towns), 1)
    for town, country in zip_longest(towns, countries, fillvalue=""):
        repeats = town and country.casefold().startswith(town.casefold())
        known = country and f", {country}".casefold() in town.casefold()
        parts = [country] if repeats else [town] if known else [town, country]
        text = names.tidy(", ".join(filter(None, parts)))
        yield Stated(text, text, row.key)


def _posts(row: Entry[dict[str, str]]) -> Iterator[Stated]:
    yield from _values(row, "Position")
    for found in _FORMER.findall(row.value.get("Other Information", "")):
        text = names.tidy(found)
        yield Stated(text, text, row.key)


def _gender(row: Entry[dict[str, str]]) -> Stated | None:
    found = _GENDER.search(row.value.get("Other Information", ""))
    return gender_of(found[1] or found[2], found[1] or found[2], row.key) if found else None


def _remarks(row: Entry[dict[str, str]]) -> Iterator[Stated]:
    information = row.value.get("Other Information", "")
    for found in (*_REFERENCE.findall(information), *_OTHER_LISTS.findall(information)):
        text = names.tidy(found)
        yield Stated(text, text, row.key)


def _values(row: Entry[dict[str, str]], column: str) -> Iterator[Stated]:
    for part in _parts(row.value.get(column, "")):
        yield Stated(part, part, row.key)


def _parts(cell: str) -> list[str]:
    """The values in a cell: one, or several with letters or numbers before them."""
    text = names.tidy(cell)
    parts = _LETTERED.split(text) if re.match(r"\(?[a1]\)", text) else [text]
    return [part.strip(" ,;").removesuffix(".") for part in parts if part.strip(" ,;.")]


def _error(row: Entry[dict[str, str]], message: str) -> ListError:
    return ListError(message, line=row.line, byte=row.start)
