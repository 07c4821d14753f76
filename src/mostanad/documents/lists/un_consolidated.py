"""The UN Security Council's consolidated list (XML; docs/list-formats.md)."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from mostanad.documents import names
from mostanad.documents.entries import elements, text
from mostanad.documents.printed import parts
from mostanad.documents.records import TYPES, Entry, ListedName, ListFormat, NameKind, Record, Stated
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

_ALIASES = {"low": NameKind.WEAK, "f.k.a.": NameKind.FORMER}
_ZONE = re.compile(r"(?<=-\d\d)[+-]\d\d:\d\d$|Z$")
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


def _entries(content: bytes) -> Iterator[Entry[Element]]:
    for entry in elements(content, "CONSOLIDATED_LIST", ("INDIVIDUAL", "ENTITY")):
        yield entry.called(text(entry.value, "REFERENCE_NUMBER"), "the record has no REFERENCE_NUMBER")


def _record(entry: Entry[Element]) -> Record:
    target, key = entry.value, entry.key
    kind = entry.one_of(TYPES, "the element", target.tag)
    listed = entry.day("LISTED_ON", _ZONE.sub("", text(target, "LISTED_ON")))
    return entry.record(
        key,
        IdentifierScheme.UN_SC,
        kind,
        _names(target, key, is_person=kind.is_person),
        [entry.listing(text(target, "UN_LIST_TYPE"), listed)],
        born=[_born(entry, found) for found in target.iterfind("INDIVIDUAL_DATE_OF_BIRTH")],
        birth_places=entry.says(*map(_place, target.iterfind("INDIVIDUAL_PLACE_OF_BIRTH"))),
        genders=entry.says(text(target, "GENDER")),
        titles=entry.says(*_values(target, "TITLE")),
        positions=entry.says(*_values(target, "DESIGNATION")),
    )


def _names(target: Element, key: str, *, is_person: bool) -> Iterator[ListedName]:
    """Yield the main name (its parts have no stated order), the name in the original script, and the aliases."""
    first = " ".join(filter(None, (text(target, part) for part in _NAMES)))
    yield names.whole(first, NameKind.PRIMARY, key, of_person=is_person)
    if native := text(target, "NAME_ORIGINAL_SCRIPT"):
        yield names.whole(native, NameKind.PRIMARY, key, of_person=is_person)
    for alias in (*target.iterfind("INDIVIDUAL_ALIAS"), *target.iterfind("ENTITY_ALIAS")):
        kind = _ALIASES.get(text(alias, "QUALITY").casefold(), NameKind.ALIAS)
        for name in text(alias, "ALIAS_NAME").split(";"):
            if name.strip():
                yield names.whole(name.strip(), kind, key, of_person=is_person)


def _born(entry: Entry[Element], birth: Element) -> Stated:
    """A date of birth: a day, a year or a range of years; approximate if the list says so."""
    span = [text(birth, name) for name in ("FROM_YEAR", "TO_YEAR")]
    printed = text(birth, "DATE") or text(birth, "YEAR") or " to ".join(filter(None, span))
    return entry.born(printed, is_rough=text(birth, "TYPE_OF_DATE") == "APPROXIMATELY")


def _place(place: Element) -> str:
    return ", ".join(filter(None, (text(place, name) for name in ("CITY", "STATE_PROVINCE", "COUNTRY"))))


def _values(target: Element, name: str) -> list[str]:
    return [part for found in target.iterfind(f"{name}/VALUE") for part in parts(found.text or "")]


FORMATS = (ListFormat(DocumentFormat.UN_CONSOLIDATED, _entries, r"[A-Z]{2}[ei]\.[0-9]+", "IRi.001", _record),)
