"""The EU's Financial Sanctions Files (FSF), version 1.1: the consolidated list of the European Commission.

Standard: the FSF's XML schema (namespace ``http://eu.europa.ec/fpi/fsd/export``) and the columns of its CSV file, which
are the same fields flattened: 118 columns, UTF-8 with a byte order mark, semicolons, a row for each name, birth,
citizenship, address and document of an entry. The key is the EU reference number, ``EU.27.28``; of the few entries
without one, the logical id, ``13``. In the XML file it names a ``sanctionEntity`` element; in the CSV file the key of a
row is that number and the place among the rows of the entry, in the order of the file: ``EU.27.28/1``. Quirks:

- No name is marked as the first one; the first strong name is taken for it, and the first in every other script.
  ``strong="false"`` is a weak alias; the CSV file may not say.
- A regulation is given for each change of an entry: often the last amendment, not the act that listed it. So only
  ``designationDate`` is a day of listing, and it is often empty. One programme (``IRN``) covers several regulations.
- A date of birth may lack day or month, be a span of years, open at one end, or be in another calendar (not read).
- UNKNOWN is not a country. Titles and functions may be several, ``(a) ..., (b) ...``.
- In the CSV file subject type and its classification code have changed places.

Left out: addresses, contacts, identification documents, citizenship, regulations, remarks, designation details, postal
codes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mostanad.documents import dates, names
from mostanad.documents.delimited import table
from mostanad.documents.markup import Element, elements
from mostanad.documents.printed import tidy
from mostanad.documents.records import (
    EntityType,
    Entry,
    ListedName,
    ListFormat,
    Listing,
    NameKind,
    Record,
    Stated,
    once,
    record,
    stated,
    unique_names,
)
from mostanad.models.vocabularies import DocumentFormat

LOGICAL_ID, REFERENCE = "Entity_LogicalId", "Entity_EU_ReferenceNumber"
#: What the header of the CSV file must have.
REQUIRED = (LOGICAL_ID, REFERENCE, "Entity_SubjectType", "Entity_Regulation_Programme", "NameAlias_WholeName")
_TYPES = {
    "person": EntityType.PERSON,
    "p": EntityType.PERSON,
    "enterprise": EntityType.ENTITY,
    "e": EntityType.ENTITY,
}
# The columns of the CSV file that are read, with their component in the XML file; and those whose attribute there has
# another name than the column.
_COLUMNS = {
    "Entity_Regulation_": ("regulation", "Programme"),
    "NameAlias_": ("nameAlias", "LastName FirstName MiddleName WholeName NameLanguage Gender Title Function Strong"),
    "BirthDate_": (
        "birthdate",
        "BirthDate Day Month Year YearRangeFrom YearRangeTo Circa CalendarType City Place Region CountryDescription",
    ),
}
_ATTRIBUTES = {"BirthDate": "birthdate", "Day": "dayOfMonth", "Month": "monthOfYear"}
_LETTERED = re.compile(r"[,;]?\s*\([a-z0-9]{1,2}\)\s*")


@dataclass
class _Subject:
    """A target as both files give it: its first entry, and its components with the key of the entry that has them."""

    entry: Entry[Any]
    identifier: str
    kind: str = ""
    designated: str = ""
    components: list[tuple[str, Mapping[str, str], str]] = field(default_factory=list)

    def all(self, name: str) -> list[tuple[Mapping[str, str], str]]:
        """Attributes and key of every component of this name."""
        return [(attributes, key) for kind, attributes, key in self.components if kind == name]


def _xml_entries(content: bytes) -> Iterator[Entry[Element]]:
    for element in elements(content, "export", ("sanctionEntity",)):
        key = element.get("euReferenceNumber").strip() or element.get("logicalId").strip()
        if not key:
            raise element.error("the sanctionEntity has neither euReferenceNumber nor logicalId")
        yield element.entry(key)


def _csv_entries(content: bytes) -> Iterator[Entry[dict[str, str]]]:
    seen: Counter[str] = Counter()
    for row in table(content, REQUIRED, ";"):
        number = row.value[REFERENCE] or row.value[LOGICAL_ID]
        if not number:
            raise row.error(f"the row has neither {REFERENCE} nor {LOGICAL_ID}")
        seen[number] += 1
        yield replace(row, key=f"{number}/{seen[number]}")


def _xml_records(content: bytes) -> Iterator[Record]:
    """The targets of the XML file, in its order."""
    for entry in once(_xml_entries(content)):
        subject = _Subject(entry, entry.key, designated=entry.value.get("designationDate"))
        for child in entry.value.children:
            subject.components.append((child.tag, child.attributes, entry.key))
            if child.tag == "subjectType":
                subject.kind = child.get("code") or child.get("classificationCode")
        yield _record(subject)


def _csv_records(content: bytes) -> Iterator[Record]:
    """The targets of the CSV file, in the order of their first rows."""
    subjects: dict[str, _Subject] = {}
    for entry in _csv_entries(content):
        cells, number = entry.value, entry.key.rpartition("/")[0]
        subject = subjects.setdefault(number, _Subject(entry, number))
        subject.kind = subject.kind or cells["Entity_SubjectType"]
        subject.designated = subject.designated or cells.get("Entity_DesignationDate", "")
        for prefix, (component, columns) in _COLUMNS.items():
            given = ((name, cells.get(prefix + name, "")) for name in columns.split())
            attributes = {_ATTRIBUTES.get(name, name[0].lower() + name[1:]): cell for name, cell in given if cell}
            if attributes:
                subject.components.append((component, attributes, entry.key))
    return map(_record, subjects.values())


def _record(subject: _Subject) -> Record:
    kind = _TYPES.get(subject.kind.casefold())
    if kind is None:
        raise subject.entry.error(f"subject type is {subject.kind!r}")
    is_person = kind is EntityType.PERSON
    listed = subject.entry.day("designation date", subject.designated) if subject.designated else ""
    aliases, births = subject.all("nameAlias"), subject.all("birthdate") if is_person else []
    programmes: dict[str, dict[str, None]] = {}
    for regulation, key in subject.all("regulation"):
        programmes.setdefault(regulation.get("programme", ""), {})[key] = None
    return record(
        subject.entry,
        subject.identifier,
        None,
        kind,
        _names(aliases, is_person),
        [Listing(code, listed, tuple(keys)) for code, keys in programmes.items()],
        listed=listed,
        born=[_born(birth, key) for birth, key in births],
        birth_places=[_place(birth, key) for birth, key in births],
        genders=[stated(name.get("gender", ""), key) for name, key in aliases],
        titles=[title for name, key in aliases for title in _lettered(name.get("title", ""), key)],
        positions=[post for name, key in aliases if is_person for post in _lettered(name.get("function", ""), key)],
    )


def _names(aliases: list[tuple[Mapping[str, str], str]], is_person: bool) -> list[ListedName]:
    """The names; the first strong one of each script is primary, and stands before the others."""
    found: list[ListedName] = []
    scripts: set[str] = set()
    for attributes, key in aliases:
        weak = attributes.get("strong", "").casefold() == "false"
        for name in _spellings(attributes, key, is_person, NameKind.WEAK if weak else NameKind.ALIAS):
            is_first = not weak and name.script not in scripts
            scripts |= {name.script} if is_first else set()
            found.append(replace(name, kind=NameKind.PRIMARY) if is_first else name)
    return sorted(unique_names(found), key=lambda name: name.kind is not NameKind.PRIMARY)


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
    parts = [tidy(birth.get(name, "")) for name in ("city", "place", "region", "countryDescription")]
    return stated(", ".join(dict.fromkeys(part for part in parts if part and part != "UNKNOWN")), key)


def _number(text: str) -> int:
    return int(text) if re.fullmatch("[0-9]{1,4}", text) else 0


def _lettered(text: str, key: str) -> list[Stated]:
    """The values in a text: one, or several with letters before them."""
    clean = tidy(text)
    parts = _LETTERED.split(clean) if re.match(r"\([a-z1]\)", clean) else clean.split("; ")
    return [Stated(part.strip(" ,;"), part.strip(" ,;"), key) for part in parts if part.strip(" ,;")]


_REFERENCE = r"(?:EU\.[0-9.]+|[0-9]+)"
FORMATS = (
    ListFormat(DocumentFormat.EU_FSF_XML, _xml_entries, _REFERENCE, "EU.27.28", _xml_records),
    ListFormat(DocumentFormat.EU_FSF_CSV, _csv_entries, rf"{_REFERENCE}/[0-9]+", "EU.27.28/1", _csv_records),
)
