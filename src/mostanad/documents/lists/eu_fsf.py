"""The EU's Financial Sanctions Files (FSF), version 1.1, of the European Commission (docs/list-formats.md)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

from mostanad.documents import dates, names
from mostanad.documents.entries import elements, table
from mostanad.documents.printed import parts, tidy
from mostanad.documents.records import TYPES, Entry, ListedName, ListFormat, NameKind, Record, Row, Stated, numbered
from mostanad.models.vocabularies import DocumentFormat

LOGICAL_ID, REFERENCE = "Entity_LogicalId", "Entity_EU_ReferenceNumber"
REQUIRED = (LOGICAL_ID, REFERENCE, "Entity_SubjectType", "Entity_Regulation_Programme", "NameAlias_WholeName")
# Prefixes of CSV columns, each with its XML element; then the column names whose XML attribute has another name.
_COMPONENTS = {
    "Entity_": "sanctionEntity",
    "Entity_Regulation_": "regulation",
    "NameAlias_": "nameAlias",
    "BirthDate_": "birthdate",
}
_ATTRIBUTES = {"BirthDate": "birthdate", "Day": "dayOfMonth", "Month": "monthOfYear", "SubjectType": "code"}

#: A part of a target, from either file: an XML element's name, and its attributes as the value of the entry.
Part = Entry[Mapping[str, str]]
Component = tuple[str, Part]


def _xml_entries(content: bytes) -> Iterator[Entry[Element]]:
    for entry in elements(content, "export", ("sanctionEntity",)):
        key = entry.value.get("euReferenceNumber", "").strip() or entry.value.get("logicalId", "").strip()
        yield entry.called(key, "the sanctionEntity has neither euReferenceNumber nor logicalId")


def _csv_entries(content: bytes) -> Iterator[Row]:
    lacks = f"the row has neither {REFERENCE} nor {LOGICAL_ID}"
    rows = table(content, REQUIRED, ";")
    return numbered(row.called(row.value[REFERENCE] or row.value[LOGICAL_ID], lacks) for row in rows)


def _xml_record(entry: Entry[Any]) -> Record:
    parts = (entry.value, *entry.value)
    return _record(entry, entry.key, [(part.tag, replace(entry, value=part.attrib)) for part in parts])


def _csv_record(number: str, rows: list[Entry[Any]]) -> Record:
    return _record(rows[0], number, [component for row in rows for component in _components(row)])


def _components(row: Entry[Any]) -> Iterator[Component]:
    for prefix, component in _COMPONENTS.items():
        given = ((name.removeprefix(prefix), cell) for name, cell in row.value.items() if name.startswith(prefix))
        attributes = {_ATTRIBUTES.get(name, name[:1].lower() + name[1:]): cell for name, cell in given if cell}
        if attributes:
            yield component, replace(row, value=attributes)


def _record(entry: Entry[Any], identifier: str, components: list[Component]) -> Record:
    def every(wanted: str) -> list[Part]:
        return [part for name, part in components if name == wanted]

    entities = every("sanctionEntity")
    typed = entities + every("subjectType")
    codes = [part.value.get("code") or part.value.get("classificationCode") for part in typed]
    kind = entry.one_of(TYPES, "subject type", next(filter(None, codes), ""))
    printed = next(filter(None, (part.value.get("designationDate") for part in entities)), "")
    listed = entry.day("designation date", printed) if printed else ""
    aliases, births = every("nameAlias"), every("birthdate") if kind.is_person else []
    return entry.record(
        identifier,
        None,
        kind,
        _names(aliases, kind.is_person),
        [part.listing(part.value.get("programme", ""), listed) for part in every("regulation")],
        listed=listed,
        born=map(_born, births),
        birth_places=(said for birth in births for said in birth.says(_place(birth.value))),
        genders=(said for name in aliases for said in name.says(name.value.get("gender", ""))),
        titles=(said for name in aliases for said in _lettered(name, "title")),
        positions=(said for name in aliases if kind.is_person for said in _lettered(name, "function")),
    )


def _names(aliases: list[Part], is_person: bool) -> list[ListedName]:
    """The names; the first strong name in each script is primary. Primary names come first."""
    found: list[ListedName] = []
    scripts: set[str] = set()
    for alias in aliases:
        weak = alias.value.get("strong", "").casefold() == "false"
        for name in _spellings(alias.value, alias.key, is_person, NameKind.WEAK if weak else NameKind.ALIAS):
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


def _born(part: Part) -> Stated:
    """A date of birth; its printed form is composed of the parts if the file gives no whole date."""
    birth = part.value
    numbers = ("year", "monthOfYear", "dayOfMonth", "yearRangeFrom", "yearRangeTo")
    cells = (birth.get(name, "") for name in numbers)
    year, month, day, first, last = (int(cell) if re.fullmatch("[0-9]{1,4}", cell) else 0 for cell in cells)
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
    return Stated(text, tidy(printed), part.key)


def _place(birth: Mapping[str, str]) -> str:
    shown = (tidy(birth.get(name, "")) for name in ("city", "place", "region", "countryDescription"))
    return ", ".join(dict.fromkeys(part for part in shown if part not in ("", "UNKNOWN")))


def _lettered(name: Part, attribute: str) -> list[Stated]:
    text = tidy(name.value.get(attribute, ""))
    return name.says(*(part for piece in text.split("; ") for part in parts(piece)))


_REFERENCE = r"(?:EU\.[0-9.]+|[0-9]+)"
FORMATS = (
    ListFormat(DocumentFormat.EU_FSF_XML, _xml_entries, _REFERENCE, "EU.27.28", _xml_record),
    ListFormat(DocumentFormat.EU_FSF_CSV, _csv_entries, rf"{_REFERENCE}/[0-9]+", "EU.27.28/1", group=_csv_record),
)
