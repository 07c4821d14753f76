"""The EU's Financial Sanctions Files (FSF), version 1.1: the consolidated list of the European Commission.

Standard: the FSF's XML schema (namespace ``http://eu.europa.ec/fpi/fsd/export``) and the columns of its CSV file, which
are the same fields flattened: UTF-8 with a byte order mark, semicolons, a row for each name, birth, citizenship,
address and document of an entry. :func:`read` takes either. Quirks:

- No name is marked as the first one; the first strong name is taken for it, and the first in every other script.
  ``strong="false"`` is a weak alias; the CSV file may not say.
- A regulation is given for each change of an entry: often the last amendment, not the act that listed it. So only
  ``designationDate`` is a day of listing, and it is often empty. One programme (``IRN``) covers several regulations:
  the acts tell them apart.
- A date of birth may lack day or month, be a span of years, open at one end, or be in another calendar (not read).
- ``00`` and UNKNOWN are no country. Titles and functions may be several, ``(a) ..., (b) ...``.
- In the CSV file subject type and its classification code have changed places.

Left out: addresses, contacts, identification documents, remarks, designation details, postal codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from mostanad.documents.formats import ListError
from mostanad.documents.formats.eu_fsf import LOGICAL_ID, REFERENCE, fsf_csv, fsf_xml
from mostanad.documents.lists import dates, names
from mostanad.documents.lists.privacy import is_private
from mostanad.documents.lists.records import (
    Act,
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

_TYPES = {
    "person": EntityType.PERSON,
    "p": EntityType.PERSON,
    "enterprise": EntityType.ENTITY,
    "e": EntityType.ENTITY,
}
# The columns of the CSV file that are read: component and attribute of the XML file.
_COLUMNS = {
    "Entity_Regulation_": (
        "regulation",
        {
            "Programme": "programme",
            "NumberTitle": "numberTitle",
            "PublicationDate": "publicationDate",
            "EntryIntoForceDate": "entryIntoForceDate",
        },
    ),
    "NameAlias_": (
        "nameAlias",
        {
            "LastName": "lastName",
            "FirstName": "firstName",
            "MiddleName": "middleName",
            "WholeName": "wholeName",
            "NameLanguage": "nameLanguage",
            "Gender": "gender",
            "Title": "title",
            "Function": "function",
            "Strong": "strong",
        },
    ),
    "BirthDate_": (
        "birthdate",
        {
            "BirthDate": "birthdate",
            "Day": "dayOfMonth",
            "Month": "monthOfYear",
            "Year": "year",
            "YearRangeFrom": "yearRangeFrom",
            "YearRangeTo": "yearRangeTo",
            "Circa": "circa",
            "CalendarType": "calendarType",
            "City": "city",
            "Place": "place",
            "Region": "region",
            "CountryDescription": "countryDescription",
        },
    ),
    "Citizenship_": ("citizenship", {"CountryDescription": "countryDescription"}),
}
_LETTERED = re.compile(r"[,;]?\s*\([a-z0-9]{1,2}\)\s*")


@dataclass
class _Subject:
    """An entry as both files give it: components with their attributes and the record that prints them."""

    identifier: str
    key: str
    line: int
    start: int
    kind: str = ""
    designated: str = ""
    components: list[tuple[str, Mapping[str, str], str]] = field(default_factory=list)

    def all(self, name: str) -> Iterator[tuple[Mapping[str, str], str]]:
        """Attributes and record of every component of this name."""
        return ((attributes, key) for kind, attributes, key in self.components if kind == name)

    def error(self, message: str) -> ListError:
        """An error at the entry."""
        return ListError(message, line=self.line, byte=self.start)


def read(content: bytes) -> list[Record]:
    """The entries of the list, XML or CSV, in the order of the file.

    Args:
        content: the bytes of the file.

    Raises:
        ListError: where the file is not such a list; if an XML entry is there twice, or an entry has no name, no known
            type, or a day that is none.
    """
    subjects = _from_xml(content) if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" else _from_csv(content)
    if not subjects:
        raise ListError("the list has no record", line=1, byte=0)
    return [_record(subject) for subject in subjects.values()]


def _from_xml(content: bytes) -> dict[str, _Subject]:
    subjects: dict[str, _Subject] = {}
    for entry in fsf_xml(content):
        if entry.key in subjects:
            raise ListError(f"a second entry {entry.key}", line=entry.line, byte=entry.start)
        subject = _Subject(entry.key, entry.key, entry.line, entry.start)
        subject.designated = entry.value.get("designationDate")
        for child in entry.value.children:
            subject.components.append((child.tag, child.attributes, entry.key))
            if child.tag == "subjectType":
                subject.kind = child.get("code") or child.get("classificationCode")
        subjects[entry.key] = subject
    return subjects


def _from_csv(content: bytes) -> dict[str, _Subject]:
    subjects: dict[str, _Subject] = {}
    for entry in fsf_csv(content):
        cells = entry.value
        number = cells[REFERENCE] or cells[LOGICAL_ID]
        subject = subjects.setdefault(number, _Subject(number, entry.key, entry.line, entry.start))
        subject.kind = subject.kind or cells["Entity_SubjectType"]
        subject.designated = subject.designated or cells.get("Entity_DesignationDate", "")
        for prefix, (name, columns) in _COLUMNS.items():
            attributes = {to: cells[prefix + column] for column, to in columns.items() if cells.get(prefix + column)}
            if attributes:
                subject.components.append((name, attributes, entry.key))
    return subjects


def _record(subject: _Subject) -> Record:
    entity = _TYPES.get(subject.kind.casefold())
    if entity is None:
        raise subject.error(f"subject type is {subject.kind!r}")
    spellings = _names(subject, entity)
    if not spellings:
        raise subject.error(f"entry {subject.identifier} has no name")
    try:
        listed = dates.day(subject.designated) if subject.designated else ""
    except ValueError as error:
        raise subject.error(f"designation date: {error}") from None
    aliases = list(subject.all("nameAlias"))
    is_person = entity is EntityType.PERSON
    posts = [stated for name, key in aliases for stated in _lettered(name.get("function", ""), key)]
    genders = (gender_of(name.get("gender", ""), name.get("gender", ""), key) for name, key in aliases)
    countries = [(country.get("countryDescription", ""), key) for country, key in subject.all("citizenship")]
    return Record(
        key=subject.key,
        identifier=subject.identifier,
        scheme=None,
        type=entity,
        names=spellings,
        listings=_listings(subject, listed),
        listed=listed,
        born=unique([_born(birth, key) for birth, key in subject.all("birthdate")]) if is_person else (),
        birth_places=unique([_place(birth, key) for birth, key in subject.all("birthdate")]) if is_person else (),
        gender=next((gender for gender in genders if gender), None),
        nationalities=unique([Stated(text, text, key) for text, key in countries if text != "UNKNOWN"]),
        titles=unique([stated for name, key in aliases for stated in _lettered(name.get("title", ""), key)]),
        positions=unique([post for post in posts if is_person and not is_private(post.text)]),
    )


def _names(subject: _Subject, entity: EntityType) -> tuple[ListedName, ...]:
    """The names; the first strong one of each script is primary."""
    found: list[ListedName] = []
    scripts: set[str] = set()
    for attributes, key in subject.all("nameAlias"):
        weak = attributes.get("strong", "").casefold() == "false"
        for name in _spellings(attributes, key, entity, NameKind.WEAK if weak else NameKind.ALIAS):
            is_first = not weak and name.script not in scripts
            scripts |= {name.script} if is_first else set()
            found.append(replace(name, kind=NameKind.PRIMARY) if is_first else name)
    return tuple(sorted(unique_names(found), key=lambda name: name.kind is not NameKind.PRIMARY))


def _spellings(attributes: Mapping[str, str], key: str, entity: EntityType, kind: NameKind) -> list[ListedName]:
    whole, family = (attributes.get(name, "").strip() for name in ("wholeName", "lastName"))
    given = " ".join(filter(None, (attributes.get(name, "").strip() for name in ("firstName", "middleName"))))
    language = attributes.get("nameLanguage", "").casefold()
    if entity is not EntityType.PERSON:
        found = [names.whole(whole or family, kind, key)] if whole or family else []
    elif family:
        found = [names.person(family, given, kind, key, whole)]
    else:
        found = names.capitals(whole or given, kind, key) if whole or given else []
    return [replace(name, language=language) for name in found]


def _listings(subject: _Subject, listed: str) -> tuple[Listing, ...]:
    """One for each programme, with its acts and the records that print it."""
    acts: dict[str, dict[Act, None]] = {}
    keys: dict[str, dict[str, None]] = {}
    for attributes, key in subject.all("regulation"):
        programme = attributes.get("programme", "")
        acts.setdefault(programme, {})[
            Act(
                attributes.get("numberTitle", ""),
                attributes.get("publicationDate", ""),
                attributes.get("entryIntoForceDate", ""),
            )
        ] = None
        keys.setdefault(programme, {})[key] = None
    return tuple(Listing(code, listed, tuple(keys[code]), tuple(found)) for code, found in acts.items())


def _born(birth: Mapping[str, str], key: str) -> Stated:
    """A date of birth; what is printed is put together from its parts."""
    year, month, day, first, last = (
        _number(birth.get(name, "")) for name in ("year", "monthOfYear", "dayOfMonth", "yearRangeFrom", "yearRangeTo")
    )
    circa = birth.get("circa", "").casefold() == "true"
    if birth.get("birthdate") or year:
        text = dates.born(birth.get("birthdate", "")) or dates.moment(year, month, day)
        printed = birth.get("birthdate") or text
    else:
        text = f"[{first:04d}..{last:04d}]" if 0 < first < last else f"[..{last:04d}]" if last and not first else ""
        text = f"{first:04d}" if first and first == last else text
        printed = f"{first or ''} to {last or ''}" if first or last else ""
    if birth.get("calendarType", "").upper() not in ("", "GREGORIAN"):
        text = ""
    if circa:
        text = "" if not text or text.startswith("[") else f"{text}~"
        printed = f"circa {printed}" if printed else ""
    return Stated(text, names.tidy(printed), key)


def _place(birth: Mapping[str, str], key: str) -> Stated:
    parts = [names.tidy(birth.get(name, "")) for name in ("city", "place", "region", "countryDescription")]
    text = ", ".join(dict.fromkeys(part for part in parts if part and part != "UNKNOWN"))
    return Stated(text, text, key)


def _number(text: str) -> int:
    return int(text) if re.fullmatch("[0-9]{1,4}", text) else 0


def _lettered(text: str, key: str) -> list[Stated]:
    """The values in a text: one, or several with letters before them."""
    clean = names.tidy(text)
    parts = _LETTERED.split(clean) if re.match(r"\([a-z1]\)", clean) else clean.split("; ")
    return [Stated(part.strip(" ,;"), part.strip(" ,;"), key) for part in parts if part.strip(" ,;")]
