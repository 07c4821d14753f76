"""Australia's consolidated list, a spreadsheet of its foreign ministry (docs/list-formats.md)."""

import datetime as dt
import re
import string
from collections.abc import Iterator
from dataclasses import replace

from mostanad.documents import dates, entries, names
from mostanad.documents.records import KINDS, MEASURES, TYPES, ListedName, ListFormat, NameKind, Record, Row, Stated
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

_COLUMNS = (
    *("Reference", "Name of Individual or Entity", "Type", "Name Type", "Alias Strength", "Date of Birth"),
    *("Place of Birth", "Listing Information", "Committees", "Control Date", "Instrument of Designation"),
)
_REFERENCE = "[0-9]+[a-z]*"
_ON = re.compile(r"^Designated [^.]*? on (\d{1,2} [A-Z][a-z]+ \d{4})")
_INSTRUMENT = re.compile(r"\bInstrument (\d{4})\b")
_MONTH = re.compile(r"/?(\d{1,2})/(\d{4})")


def _entries(content: bytes) -> Iterator[Row]:
    rows = entries.sheet(content, _COLUMNS)
    return (row.keyed("Reference", _REFERENCE, "a number, of aliases with a letter") for row in rows)


def _record(number: str, rows: list[Row]) -> Record:
    first = min(rows, key=lambda row: row.value["Name Type"] != "Primary Name")
    cells, kind = first.value, first.one_of(TYPES, "Type", first.value["Type"])
    spellings = [name for row in rows for name in _names(row, is_person=kind.is_person)]
    set_out = (MEASURES.get(name.casefold()) for name, cell in cells.items() if cell == "True")
    listed = _listed(first)
    return first.record(
        number,
        IdentifierScheme.AU_DFAT,
        kind,
        sorted(spellings, key=lambda name: name.kind is not NameKind.PRIMARY or name.script != "Latn"),
        [first.listing(cells["Committees"], listed, tuple(filter(None, set_out)))],
        born=[_born(first, part.strip()) for part in cells["Date of Birth"].split(",") if part.strip()],
        birth_places=first.says(cells["Place of Birth"]),
    )


def _names(row: Row, *, is_person: bool) -> list[ListedName]:
    cells = row.value
    kind = row.one_of(KINDS, "Name Type", cells["Name Type"])
    if cells["Alias Strength"].casefold() == "weak":
        kind = NameKind.WEAK
    printed = cells["Name of Individual or Entity"]
    if is_person and cells["Name Type"] != "Original Script":
        return names.capitals(printed, kind, row.key)
    found = names.whole(printed, kind, row.key, of_person=is_person)
    return [replace(found, kind=NameKind.PRIMARY) if cells["Name Type"] == "Original Script" else found]


def _listed(row: Row) -> str:
    """The day of designation, if printed; else a range from the start of the instrument's year to its end or to the
    control date, on which the entry was made or last changed."""
    cells = row.value
    text, last = cells["Listing Information"], dt.date.fromisoformat(row.day("Control Date", cells["Control Date"]))
    if match := _ON.search(text):
        return dates.day(dates.born(match[1]))
    if match := _INSTRUMENT.search(f"{text} {cells['Instrument of Designation']}"):
        first, end = (dt.date(int(match[1]), *day) for day in ((1, 1), (12, 31)))
        return dates.between(first, min(last, end)) or f"[..{last}]"
    return f"[..{last}]"


def _born(row: Row, printed: str) -> Stated:
    match = _MONTH.fullmatch(printed)
    return replace(row.born(printed), text=dates.moment(int(match[2]), int(match[1]))) if match else row.born(printed)


FORMATS = (
    ListFormat(
        *(DocumentFormat.AUSTRALIA_DFAT, _entries, _REFERENCE, "7507a"),
        group=_record,
        number=lambda key: key.rstrip(string.ascii_lowercase),
        body=entries.of_spreadsheet,
    ),
)
