"""Annexes of EU regulations, transcribed as tab-separated names or as CSV with reasons (docs/list-formats.md)."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from mostanad.documents import names
from mostanad.documents.entries import table
from mostanad.documents.printed import without_titles
from mostanad.documents.records import TYPES, EntityType, ListedName, ListError, ListFormat, NameKind, Record, Row
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

#: The regulations of the annexes with names; the tables themselves do not print them.
_ANNEX_I, _ANNEX_IX = "359/2011", "267/2012"
_ENTITIES = ({"no", "name", "listed_on"}, {"no", "name", "aka", "name_native", "listed_on"})
_PERSONS = {"no", "name", "aka", "listed_on"}
_PERSONS_IX = {"part", "no", "name", "listed_on"}
REQUIRED = ("celex", "recordId", "annex", "startDate", "schema", "name")
_OTHERS = {"alias": NameKind.ALIAS, "weakAlias": NameKind.WEAK, "previousName": NameKind.FORMER}
_CELEX = re.compile(r"3(\d{4})R0*(\d+)")
_SUBSIDIARIES = re.compile(r" and the following subsidiaries:?$")
# A note on spellings of Seyyed, which is not a name.
_SPELLINGS = re.compile(r"s[ae]y+[ei]d(?:(?:,| and| or)+ s[ae]y+[ei]d)*", re.IGNORECASE)


def _of_names(content: bytes) -> Iterator[Row]:
    for row in table(content, ("no", "name"), "\t", quoted=False):
        parts = [row.value[name] for name in ("part", "kind", "no") if name in row.value]
        lacks = "the row has no number (and part or kind, where the header has one)"
        yield row.called("/".join(parts) if all(parts) else "", lacks)


def _with_reasons(content: bytes) -> Iterator[Row]:
    for row in table(content, REQUIRED):
        annex = row.value["annex"]
        yield row.called(annex and f"{annex}/{row.value['recordId'] or '-'}", "the row names no annex")


def _record_of_names(row: Row) -> Record:
    cells = row.value
    kind, regulation = _what(row)
    printed = [cells["name"], *_split(cells.get("aka", ""))]
    kinds = [NameKind.PRIMARY, *(NameKind.ALIAS for _ in printed[1:])]
    native = names.natives(_split(cells.get("name_native", "")), row.key, of_person=kind.is_person)
    return _record(
        row,
        (kind, regulation, cells["no"], row.day("listed_on", cells["listed_on"])),
        printed,
        [*_names(printed, kinds, row.key, kind.is_person), *native],
        born=[row.born(cells.get("date_of_birth", ""))],
        birth_places=row.says(cells.get("place_of_birth", "")),
        positions=row.says(*cells.get("function", "").split("; ")),
    )


def _record_with_reasons(row: Row) -> Record:
    cells = row.value
    regulation, kind = _regulation(row), row.one_of(TYPES, "schema", cells["schema"])
    spelled = [(_SUBSIDIARIES.sub("", cells["name"]), NameKind.PRIMARY)]
    spelled += [(text, sort) for column, sort in _OTHERS.items() for text in _split(cells.get(column, ""))]
    printed, kinds = zip(*spelled, strict=True)
    bare = [text.strip(" ,‘’'\"“”") for text in printed]
    found = _names(bare, kinds, row.key, kind.is_person)
    return _record(
        row,
        (kind, regulation, cells["recordId"], row.day("startDate", cells["startDate"])),
        printed,
        names.first_primary(found, lambda name: name.kind is NameKind.ALIAS),
        born=(row.born(part) for part in cells.get("birthDate", "").split(";") if re.search(r"\d{4}", part)),
        birth_places=row.says(*cells.get("birthPlace", "").split(";")),
        posts=row.says(*cells.get("position", "").split("; ")) if kind.is_person else (),
    )


def _record(
    row: Row,
    about: tuple[EntityType, str, str, str],
    printed: Iterable[str],
    spelled: Iterable[ListedName],
    **said: Any,
) -> Record:
    """A record from either table: kind, regulation, number and day; names as printed and as read; other statements."""
    kind, regulation, number, listed = about
    is_annex_i = regulation == _ANNEX_I
    return row.record(
        f"{'p' if kind.is_person else 'e'}{number}" if is_annex_i else row.key.removeprefix("IX."),
        IdentifierScheme.EU_359_2011 if is_annex_i else None,
        kind,
        spelled,
        [row.listing(regulation, listed)],
        genders=row.says(row.value.get("gender", "")),
        titles=row.says(*(title for text in printed if kind.is_person for title in without_titles(text)[1])),
        **said,
    )


def _what(row: Row) -> tuple[EntityType, str]:
    """The type of targets in a table of names, and their regulation, according to the header."""
    header = set(row.value)
    if header in _ENTITIES:
        return EntityType.ENTITY, _ANNEX_I
    if header >= _PERSONS_IX:
        return EntityType.PERSON, _ANNEX_IX
    if header >= _PERSONS and "kind" not in header:
        return EntityType.PERSON, _ANNEX_I
    raise ListError(f"no table of an annex has the header {', '.join(row.value)}")


def _regulation(row: Row) -> str:
    """The regulation's usual number: 359/2011, or since 2015 with the year first, 2020/1998."""
    found = _CELEX.fullmatch(row.value["celex"])
    if not found:
        raise row.error(f"celex is {row.value['celex']!r}; it must be the number of a regulation, like 32011R0359")
    year, number = found.groups()
    return f"{year}/{number}" if int(year) >= 2015 else f"{number}/{year}"


def _names(printed: Iterable[str], kinds: Iterable[NameKind], key: str, is_person: bool) -> list[ListedName]:
    read = names.capitals if is_person else names.whole_and_others
    return [name for text, kind in zip(printed, kinds, strict=True) for name in read(text, kind, key)]


def _split(cell: str) -> list[str]:
    """The names in a cell, without notes on spellings."""
    parts = (part.strip() for part in cell.split(";"))
    return [part for part in parts if part and not _SPELLINGS.fullmatch(part)]


_NUMBER, _OF_CSV = r"(?:[^/\s]+/)?[0-9]+[a-z]*", r"[^/\s]+/(?:[0-9]+(?: \([a-z]\))?|-)"
FORMATS = (
    ListFormat(DocumentFormat.EU_ANNEX, _of_names, _NUMBER, "21", _record_of_names),
    ListFormat(DocumentFormat.EU_ANNEX_CSV, _with_reasons, _OF_CSV, "I.A/21", _record_with_reasons, has_words=True),
)
