"""The UK's Consolidated List of Financial Sanctions Targets (ConList.csv, OFSI; docs/list-formats.md)."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from mostanad.documents import names
from mostanad.documents.entries import table
from mostanad.documents.printed import parts
from mostanad.documents.records import KINDS, TYPES, ListedName, ListFormat, NameKind, Record, Row, Stated, numbered
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

REQUIRED = ("Name 6", "Name 1", "DOB", "Group Type", "Alias Type", "Regime", "Listed On", "Last Updated", "Group ID")
_GIVEN = tuple(f"Name {number}" for number in range(1, 6))
_APPROXIMATE = re.compile(r"\bDOB is approximate\b", re.IGNORECASE)
_GENDER = re.compile(r"\(Gender\):\s*(Male|Female)\b|(?:^|[.)]\s+)(Male|Female)\.", re.IGNORECASE)
_FORMER = re.compile(r"(?:^|(?<=[.)] )|(?<=\.  ))Former(?:ly)? [^.;]+?(?=\.(?:\s|$)|;|$)")
_ALSO = re.compile(r"\b[Aa]lso referred to as '?([^'.]+)'?\.")


def _entries(content: bytes) -> Iterator[Row]:
    rows = table(content, REQUIRED, preamble="last updated")
    return numbered(row.keyed("Group ID", "[0-9]+", "a number") for row in rows)


def _record(group: str, rows: list[Row]) -> Record:
    first = rows[0]
    kind = first.one_of(TYPES, "Group Type", first.value["Group Type"])
    spellings = [name for row in rows for name in _names(row, is_person=kind.is_person) if name.text]
    return first.record(
        group,
        IdentifierScheme.UK_GROUP_ID,
        kind,
        sorted(spellings, key=lambda name: name.kind is not NameKind.PRIMARY),
        [row.listing(row.value["Regime"], row.day("Listed On", row.value["Listed On"])) for row in rows],
        born=(row.born(row.value["DOB"], is_rough=bool(_APPROXIMATE.search(_other(row)))) for row in rows),
        birth_places=(place for row in rows for place in _places(row)),
        genders=(said for row in rows for found in _GENDER.findall(_other(row)) for said in row.says("".join(found))),
        titles=(title for row in rows for title in row.says(*_parts(row, "Title"))),
        positions=(post for row in rows for post in row.says(*_parts(row, "Position"), *_FORMER.findall(_other(row)))),
    )


def _other(row: Row) -> str:
    return row.value.get("Other Information", "")


def _names(row: Row, *, is_person: bool) -> Iterator[ListedName]:
    """Yield the row's name in each of its scripts, and the names in its free text."""
    cells, key = row.value, row.key
    kind = row.one_of(KINDS, "Alias Type", cells["Alias Type"])
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


def _places(row: Row) -> Iterator[Stated]:
    towns, countries = _parts(row, "Town of Birth"), _parts(row, "Country of Birth")
    if len(countries) == 1:
        countries *= max(len(towns), 1)
    for town, country in zip_longest(towns, countries, fillvalue=""):
        repeats = town and country.casefold().startswith(town.casefold())
        known = country and f", {country}".casefold() in town.casefold()
        shown = [country] if repeats else [town] if known else [town, country]
        yield from row.says(", ".join(filter(None, shown)))


def _parts(row: Row, column: str) -> list[str]:
    return [part.removesuffix(".") for part in parts(row.value.get(column, ""))]


FORMATS = (ListFormat(DocumentFormat.UK_CONLIST, _entries, "[0-9]+/[0-9]+", "12174/1", group=_record),)
