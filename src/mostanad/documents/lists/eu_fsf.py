"""The EU's Financial Sanctions Files (FSF), version 1.1: the consolidated list of the European Commission.

Its quirks, and what is left out, stand in docs/list-formats.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

from mostanad.documents import dates, names
from mostanad.documents.delimited import table
from mostanad.documents.markup import elements
from mostanad.documents.printed import parts, tidy
from mostanad.documents.records import (
    Entry,
    ListedName,
    ListFormat,
    Listing,
    NameKind,
    Record,
    Stated,
    grouped,
    numbered,
)
from mostanad.models.vocabularies import DocumentFormat

LOGICAL_ID, REFERENCE = "Entity_LogicalId", "Entity_EU_ReferenceNumber"
#: What the header of the CSV file must have.
REQUIRED = (LOGICAL_ID, REFERENCE, "Entity_SubjectType", "Entity_Regulation_Programme", "NameAlias_WholeName")
# The columns of the CSV file that are read, with their component in the XML file; and those whose attribute there has
# another name than the column.
_COLUMNS = {
    "Entity_": ("sanctionEntity", "DesignationDate SubjectType"),
    "Entity_Regulation_": ("regulation", "Programme"),
    "NameAlias_": ("nameAlias", "LastName FirstName MiddleName WholeName NameLanguage Gender Title Function Strong"),
    "BirthDate_": (
        "birthdate",
        "BirthDate Day Month Year YearRangeFrom YearRangeTo Circa CalendarType City Place Region CountryDescription",
    ),
}
_ATTRIBUTES = {"BirthDate": "birthdate", "Day": "dayOfMonth", "Month": "monthOfYear", "SubjectType": "code"}

#: A part of a target as both files give it: its name and attributes in the XML file, and the key of its entry.
Component = tuple[str, Mapping[str, str], str]
Attributes = tuple[Mapping[str, str], str]


def _xml_entries(content: bytes) -> Iterator[Entry[Element]]:
    for entry in elements(content, "export", ("sanctionEntity",)):
        key = entry.value.get("euReferenceNumber", "").strip() or entry.value.get("logicalId", "").strip()
        if not key:
            raise entry.error("the sanctionEntity has neither euReferenceNumber nor logicalId")
        yield replace(entry, key=key)


def _csv_entries(content: bytes) -> Iterator[Entry[dict[str, str]]]:
    return numbered(map(_keyed, table(content, REQUIRED, ";")))


def _keyed(row: Entry[dict[str, str]]) -> Entry[dict[str, str]]:
    number = row.value[REFERENCE] or row.value[LOGICAL_ID]
    if not number:
        raise row.error(f"the row has neither {REFERENCE} nor {LOGICAL_ID}")
    return replace(row, key=number)


def _xml_record(entry: Entry[Element]) -> Record:
    return _record(entry, entry.key, [(part.tag, part.attrib, entry.key) for part in (entry.value, *entry.value)])


def _csv_records(content: bytes) -> Iterator[Record]:
    for number, rows in grouped(_csv_entries(content)).items():
        yield _record(rows[0], number, [component for row in rows for component in _components(row)])


def _components(row: Entry[dict[str, str]]) -> Iterator[Component]:
    for prefix, (component, columns) in _COLUMNS.items():
        given = ((name, row.value.get(prefix + name, "")) for name in columns.split())
        attributes = {_ATTRIBUTES.get(name, name[0].lower() + name[1:]): cell for name, cell in given if cell}
        if attributes:
            yield component, attributes, row.key


def _record(entry: Entry[Any], identifier: str, components: list[Component]) -> Record:
    def every(*wanted: str) -> list[Attributes]:
        return [(attributes, key) for name, attributes, key in components if name in wanted]

    codes = [
        found.get("code") or found.get("classificationCode") for found, _ in every("sanctionEntity", "subjectType")
    ]
    kind = entry.type("subject type", next(filter(None, codes), ""))
    is_person = kind.is_person
    printed = next(filter(None, (found.get("designationDate") for found, _ in every("sanctionEntity"))), "")
    listed = entry.day("designation date", printed) if printed else ""
    aliases, births = every("nameAlias"), every("birthdate") if is_person else []
    programmes: dict[str, dict[str, None]] = {}
    for regulation, key in every("regulation"):
        programmes.setdefault(regulation.get("programme", ""), {})[key] = None
    return entry.record(
        identifier,
        None,
        kind,
        _names(aliases, is_person),
        [Listing(code, listed, tuple(keys)) for code, keys in programmes.items()],
        listed=listed,
        born=[_born(birth, key) for birth, key in births],
        birth_places=[_place(birth, key) for birth, key in births],
        genders=[_stated(name.get("gender", ""), key) for name, key in aliases],
        titles=[title for name, key in aliases for title in _lettered(name.get("title", ""), key)],
        positions=[post for name, key in aliases if is_person for post in _lettered(name.get("function", ""), key)],
    )


def _names(aliases: list[Attributes], is_person: bool) -> list[ListedName]:
    """The names; the first strong one of each script is primary, and stands before the others."""
    found: list[ListedName] = []
    scripts: set[str] = set()
    for attributes, key in aliases:
        weak = attributes.get("strong", "").casefold() == "false"
        for name in _spellings(attributes, key, is_person, NameKind.WEAK if weak else NameKind.ALIAS):
            is_first = not weak and name.script not in scripts
            scripts |= {name.script} if is_first else set()
            found.append(replace(name, kind=NameKind.PRIMARY) if is_first else name)
    return sorted(found, key=lambda name: name.kind is not NameKind.PRIMARY)


def _spellings(attributes: Mapping[str, str], key: str, is_person: bool, kind: NameKind) -> list[ListedName]:
    whole, family = (attributes.get(name, "").strip() for name in ("wholeName", "lastName"))
    given = " ".join(filter(None, (attributes.get(name, "").strip() for name in ("firstName", "middleName"))))
    language = attributes.get("nameLanguage", "").casefold()
    if not is_person:
        found = [names.whole(whole or family, kind, key)]
    elif family:
        found = [names.person(family, given, kind, key, whole)]
    else:
        found = names.capitals(whole or given, kind, key)
    return [replace(name, language=language) for name in found if name.text]


def _born(birth: Mapping[str, str], key: str) -> Stated:
    """A date of birth; what is printed is put together from its parts."""
    year, month, day, first, last = (
        _number(birth.get(name, "")) for name in ("year", "monthOfYear", "dayOfMonth", "yearRangeFrom", "yearRangeTo")
    )
    if birth.get("birthdate") or year:
        text = dates.born(birth.get("birthdate", "")) or dates.moment(year, month, day)
        printed = birth.get("birthdate") or text
    else:
        text = f"[{first:04d}..{last:04d}]" if 0 < first < last else f"[..{last:04d}]" if last and not first else ""
        text = f"{first:04d}" if first and first == last else text
        printed = f"{first or ''} to {last or ''}" if first or last else ""
    if birth.get("calendarType", "").upper() not in ("", "GREGORIAN"):
        text = ""
    if birth.get("circa", "").casefold() == "true":
        text, printed = dates.circa(text), f"circa {printed}" if printed else ""
    return Stated(text, tidy(printed), key)


def _place(birth: Mapping[str, str], key: str) -> Stated:
    shown = (tidy(birth.get(name, "")) for name in ("city", "place", "region", "countryDescription"))
    return _stated(", ".join(dict.fromkeys(part for part in shown if part not in ("", "UNKNOWN"))), key)


def _number(text: str) -> int:
    return int(text) if re.fullmatch("[0-9]{1,4}", text) else 0


def _lettered(text: str, key: str) -> list[Stated]:
    return [_stated(part, key) for piece in tidy(text).split("; ") for part in parts(piece)]


def _stated(text: str, key: str) -> Stated:
    return Stated(text, text, key)


_REFERENCE = r"(?:EU\.[0-9.]+|[0-9]+)"
FORMATS = (
    ListFormat(DocumentFormat.EU_FSF_XML, _xml_entries, _REFERENCE, "EU.27.28", _xml_record),
    ListFormat(DocumentFormat.EU_FSF_CSV, _csv_entries, rf"{_REFERENCE}/[0-9]+", "EU.27.28/1", records=_csv_records),
)
