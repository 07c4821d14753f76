"""The UK's Consolidated List of Financial Sanctions Targets (ConList.csv, OFSI).

Standard: OFSI's guide to the file formats of the list. A first line with the day on which the file was made, a header,
and then one row for each name of each target, again for each regime and each date of birth. Columns are found by their
names, so that the file of 2018 (29 columns) and that of 2022 and later (36) are read alike. Rows of one target share
its Group ID and need not stand together; the key of a row is its Group ID and its place among the rows of that group,
in the order of the file: ``12174/1`` is the first row with Group ID 12174. So ``absent=12174/1`` says that the list has
no such group. Quirks:

- Windows-1252, LF or CRLF; cells may have outer spaces.
- Name 6 is the family name (in capitals) of a person or the whole name of anything else; Name 1 to 5 are given names.
- A target may stand under several regimes with a day each: each is a listing. ``Listed On`` is the day of the UK
  notice, after 2020 of its own listing; for what it carried over, a day or two after the act of the EU.
- Dates are dd/mm/yyyy; 00 is a day or month that is not known; that a date of birth is approximate stands in Other
  Information.
- A cell may hold several values, ``(a) Najaf, Iraq (b) Tehran, Iran``; the country of birth may repeat the town.
- Of Other Information, which is free text and has grounds, passport numbers and places of work in it, only gender,
  other names and former posts are taken.

Left out: passport and national identity numbers, addresses and their country, nationality, all else of Other
Information.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from mostanad.documents import dates, names
from mostanad.documents.delimited import table
from mostanad.documents.printed import tidy
from mostanad.documents.records import (
    EntityType,
    Entry,
    FollowedList,
    ListedName,
    ListFormat,
    Listing,
    NameKind,
    Record,
    Stated,
    record,
    stated,
)
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

#: What a header must have.
REQUIRED = ("Name 6", "Name 1", "DOB", "Group Type", "Alias Type", "Regime", "Listed On", "Last Updated", "Group ID")
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
_FORMER = re.compile(r"(?:^|(?<=[.)] )|(?<=\.  ))Former(?:ly)? [^.;]+?(?=\.(?:\s|$)|;|$)")
_ALSO = re.compile(r"\b[Aa]lso referred to as '?([^'.]+)'?\.")

Row = Entry[dict[str, str]]


def _entries(content: bytes) -> Iterator[Row]:
    """The rows under the header."""
    seen: Counter[str] = Counter()
    for row in table(content, REQUIRED, preamble="last updated"):
        group = row.value["Group ID"]
        if not (group.isascii() and group.isdigit()):
            raise row.error(f"Group ID is {group!r}; it must be a number")
        seen[group] += 1
        yield replace(row, key=f"{group}/{seen[group]}")


def _records(content: bytes) -> Iterator[Record]:
    """The targets of the list, in the order of their first rows."""
    groups: dict[str, list[Row]] = {}
    for row in _entries(content):
        groups.setdefault(row.value["Group ID"], []).append(row)
    return (_record(group, rows) for group, rows in groups.items())


def _record(group: str, rows: list[Row]) -> Record:
    first = rows[0]
    kind = _TYPES.get(first.value["Group Type"].casefold())
    if kind is None:
        raise first.error(f"Group Type is {first.value['Group Type']!r}")
    spellings = [name for row in rows for name in _names(row, is_person=kind is EntityType.PERSON) if name.text]
    regimes: dict[str, list[Row]] = {}
    for row in rows:
        regimes.setdefault(row.value["Regime"], []).append(row)
    listings = [
        Listing(regime, min(row.day("Listed On", row.value["Listed On"]) for row in under), tuple(r.key for r in under))
        for regime, under in regimes.items()
    ]
    return record(
        first,
        group,
        IdentifierScheme.UK_GROUP_ID,
        kind,
        sorted(spellings, key=lambda name: name.kind is not NameKind.PRIMARY),
        listings,
        listed=min(listing.listed for listing in listings),
        born=map(_born, rows),
        birth_places=(place for row in rows for place in _places(row)),
        genders=(stated(found[1] or found[2], row.key) for row in rows if (found := _GENDER.search(_other(row)))),
        titles=(title for row in rows for title in row.says(*_parts(row, "Title"))),
        positions=(post for row in rows for post in row.says(*_parts(row, "Position"), *_FORMER.findall(_other(row)))),
    )


def _other(row: Row) -> str:
    return row.value.get("Other Information", "")


def _names(row: Row, *, is_person: bool) -> Iterator[ListedName]:
    """The name of a row, in its scripts, and those of its free text."""
    cells, key = row.value, row.key
    kind = _KINDS.get(cells["Alias Type"].casefold())
    if kind is None:
        raise row.error(f"Alias Type is {cells['Alias Type']!r}")
    if "low" in cells.get("Alias Quality", "").casefold():
        kind = NameKind.WEAK
    given = " ".join(filter(None, (cells.get(name, "") for name in _GIVEN)))
    if is_person:
        yield names.person(cells["Name 6"], given, kind, key)
    else:
        yield names.whole(" ".join(filter(None, (cells["Name 6"], given))), kind, key)
    if native := cells.get("Name Non-Latin Script", ""):
        yield names.whole(native, kind, key, of_person=is_person)
    for other in _ALSO.findall(_other(row)):
        yield names.whole(other, NameKind.WEAK, key)


def _born(row: Row) -> Stated:
    printed = row.value["DOB"]
    date = dates.born(printed)
    return Stated(dates.circa(date) if _APPROXIMATE.search(_other(row)) else date, tidy(printed), row.key)


def _places(row: Row) -> Iterator[Stated]:
    """Towns with their countries; a town or a country alone."""
    towns, countries = _parts(row, "Town of Birth"), _parts(row, "Country of Birth")
    if len(countries) == 1:
        countries *= max(len(towns), 1)
    for town, country in zip_longest(towns, countries, fillvalue=""):
        repeats = town and country.casefold().startswith(town.casefold())
        known = country and f", {country}".casefold() in town.casefold()
        parts = [country] if repeats else [town] if known else [town, country]
        yield stated(", ".join(filter(None, parts)), row.key)


def _parts(row: Row, column: str) -> list[str]:
    """The values in a cell: one, or several with letters or numbers before them."""
    text = tidy(row.value.get(column, ""))
    parts = _LETTERED.split(text) if re.match(r"\(?[a1]\)", text) else [text]
    return [part.strip(" ,;").removesuffix(".") for part in parts if part.strip(" ,;.")]


_LIST = FollowedList(
    "uk-conlist",
    "Consolidated List of Financial Sanctions Targets in the UK",
    "united-kingdom",
    ("United Kingdom", "state", "GB"),
    (DocumentFormat.UK_CONLIST,),
    IdentifierScheme.UK_GROUP_ID,
    "uk",
)
FORMATS = (ListFormat(DocumentFormat.UK_CONLIST, _entries, "[0-9]+/[0-9]+", "12174/1", _records, lists=(_LIST,)),)
