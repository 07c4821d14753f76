"""Annexes of EU regulations with the Council's reasons, transcribed as CSV (docs/list-formats.md)."""

import re
from collections.abc import Iterator
from dataclasses import replace

from mostanad.documents import names
from mostanad.documents.delimited import table
from mostanad.documents.lists.eu_annex import ANNEX_I, split
from mostanad.documents.printed import without_titles
from mostanad.documents.records import Entry, ListedName, ListFormat, NameKind, Record
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

REQUIRED = ("celex", "recordId", "annex", "startDate", "schema", "name")
_OTHERS = {"alias": NameKind.ALIAS, "weakAlias": NameKind.WEAK, "previousName": NameKind.FORMER}
_CELEX = re.compile(r"3(\d{4})R0*(\d+)")
_SUBSIDIARIES = re.compile(r" and the following subsidiaries:?$")
_KEY = r"[^/\s]+/(?:[0-9]+(?: \([a-z]\))?|-)"
#: The first year of which the number of a regulation begins with the year.
_YEAR_FIRST = 2015

Row = Entry[dict[str, str]]


def _entries(content: bytes) -> Iterator[Row]:
    for row in table(content, REQUIRED):
        if not row.value["annex"]:
            raise row.error("the row names no annex")
        yield replace(row, key=f"{row.value['annex']}/{row.value['recordId'] or '-'}")


def _record(row: Row) -> Record:
    cells, key, regulation = row.value, row.key, _regulation(row)
    kind = row.type("schema", cells["schema"])
    is_person, is_359 = kind.is_person, regulation == ANNEX_I
    printed = [(_SUBSIDIARIES.sub("", cells["name"]), NameKind.PRIMARY)]
    printed += [(text, kind) for column, kind in _OTHERS.items() for text in split(cells.get(column, ""))]
    listed = row.day("startDate", cells["startDate"])
    return row.record(
        f"{'p' if is_person else 'e'}{cells['recordId']}" if is_359 else key.removeprefix("IX."),
        IdentifierScheme.EU_359_2011 if is_359 else None,
        kind,
        _names(printed, key, is_person),
        [row.listing(regulation, listed)],
        listed=listed,
        born=(row.born(part) for part in cells.get("birthDate", "").split(";") if re.search(r"\d{4}", part)),
        birth_places=row.says(*cells.get("birthPlace", "").split(";")),
        genders=row.says(cells.get("gender", "")),
        titles=row.says(*(title for text, _ in printed if is_person for title in without_titles(text)[1])),
        posts=row.says(*cells.get("position", "").split("; ")) if is_person else (),
    )


def _regulation(row: Row) -> str:
    """The usual number of the regulation: 359/2011, and since 2015 2020/1998."""
    found = _CELEX.fullmatch(row.value["celex"])
    if not found:
        raise row.error(f"celex is {row.value['celex']!r}; it must be the number of a regulation, like 32011R0359")
    year, number = found.groups()
    return f"{year}/{number}" if int(year) >= _YEAR_FIRST else f"{number}/{year}"


def _names(printed: list[tuple[str, NameKind]], key: str, is_person: bool) -> list[ListedName]:
    """The names, the first of each script primary."""
    found: list[ListedName] = []
    read = names.capitals if is_person else names.whole_and_others
    for text, kind in printed:
        found += read(text.strip(" ,‘’'\"“”"), kind, key)
    scripts: set[str] = set()
    for number, name in enumerate(found):
        if name.script not in scripts and name.kind is NameKind.ALIAS:
            found[number] = replace(name, kind=NameKind.PRIMARY)
        scripts.add(name.script)
    return found


FORMATS = (ListFormat(DocumentFormat.EU_ANNEX_CSV, _entries, _KEY, "I.A/21", _record, has_words=True),)
