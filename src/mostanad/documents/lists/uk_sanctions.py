"""The UK Sanctions List: records with reasons (JSON Lines), a spreadsheet, a table of ids (docs/list-formats.md)."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from mostanad.documents import entries, names, records
from mostanad.documents.entries import of_spreadsheet, table
from mostanad.documents.printed import parts
from mostanad.documents.records import EntityType, Entry, ListedName, ListFormat, NameKind, Record, T, once
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

#: The spreadsheet's short names of regimes, with the names in the records.
REGIMES = {"Iran": "The Iran (Sanctions) Regulations 2023"}
_COLUMNS = ("Unique ID", "Name", "Regime Name", "Type", "Date Designated", "Sanctions Imposed")
_KEY = "[A-Z]{3}[0-9]{4}"
_FORM = (_KEY, "three letters and four digits, like IRN0001")
_ORDINAL = re.compile(r"^\(?\d\)\s*")

Row = Entry[dict[str, Any]]


def _lines(content: bytes) -> Iterator[Row]:
    for line in entries.values(content):
        if not isinstance(line.value, dict):
            raise line.error("the line is not an object")
        yield line.keyed("id", *_FORM)


def _sheet(content: bytes) -> Iterator[Row]:
    return (row.keyed("Unique ID", *_FORM) for row in entries.sheet(content, _COLUMNS))


def _subjects(content: bytes) -> Iterator[Row]:
    return (row.keyed("unique_id", *_FORM) for row in table(content, ("unique_id", "date_designated")))


def _record_of_line(line: Row) -> Record:
    kind = line.one_of(records.TYPES, "type", _of(line, "type", str))
    spellings = [name for item in _of(line, "names", list) for name in _names(line, item, kind)]
    native = names.natives(_of(line, "non_latin", list), line.key, of_person=kind.is_person)
    posts = [_ORDINAL.sub("", part) for text in _of(line, "positions", list) for part in text.split("|")]
    return _record(
        line,
        kind,
        [*sorted(spellings, key=lambda name: name.kind is not NameKind.PRIMARY), *native],
        (_of(line, "regime", str), _of(line, "date_designated", str), _of(line, "sanctions_imposed", str).split("|")),
        born=map(line.born, map(str, _of(line, "birth_years", list))),
        titles=line.says(*_of(line, "titles", list)),
        positions=line.says(*(part.replace("( ", "(") for post in posts for part in parts(post))),
        numbers=_groups(line.value.get("ofsi_group_id")),
    )


def _names(line: Row, item: Any, kind: EntityType) -> list[ListedName]:
    if not isinstance(item, dict) or not isinstance(item.get("name"), str):
        raise line.error(f"names has {item!r}; it must be an object with a name")
    weak = "low" in str(item.get("strength", "")).casefold()
    sort = NameKind.WEAK if weak else line.one_of(records.KINDS, "kind", str(item.get("kind", "")))
    return (names.capitals if kind.is_person else names.whole_and_others)(item["name"], sort, line.key)


def _of_sheet(content: bytes) -> Iterator[Record]:
    """The records of the rows that have a name; some rows have none."""
    return (_record_of_row(row) for row in once(_sheet(content)) if row.value["Name"])


def _record_of_row(row: Row) -> Record:
    """A record whose name stays as printed: the family name comes first, but nothing marks its end."""
    cells, regime = row.value, str(row.value["Regime Name"])
    kind = row.one_of(records.TYPES, "Type", cells["Type"])
    name = names.whole(cells["Name"], NameKind.PRIMARY, row.key)
    day = cells["Date Designated"].replace("-", "/")
    listing = (REGIMES.get(regime, regime), day, cells["Sanctions Imposed"].split(","))
    return _record(row, kind, [name], listing, numbers=_groups(cells.get("OFSI Group ID")))


def _groups(printed: str | None) -> list[tuple[IdentifierScheme, str]]:
    """The id on the Treasury's list (ConList.csv), which most entries print."""
    return [(IdentifierScheme.UK_GROUP_ID, printed)] if printed else []


def _record(
    row: Row, kind: EntityType, spellings: Iterable[ListedName], listing: tuple[str, str, list[str]], **said: Any
) -> Record:
    regime, printed, measures = listing
    listed = row.day("the day of designation", printed)
    words = filter(None, (measure.strip().casefold() for measure in measures))
    # A measure that the vocabulary lacks is kept, so that comparing a row with the list reveals the difference.
    found = row.listing(regime, listed, tuple(records.MEASURES.get(word, word.replace(" ", "_")) for word in words))
    return row.record(row.key, IdentifierScheme.UK_SANCTIONS_LIST, kind, spellings, [found], **said)


def _of(line: Row, name: str, kind: type[T]) -> T:
    value = line.value.get(name)
    if not isinstance(value, kind):
        raise line.error(f"{name} is {value!r}; it must be a {'text' if kind is str else 'list'}")
    return value


FORMATS = (
    ListFormat(DocumentFormat.UK_SANCTIONS_JSONL, _lines, _KEY, "IRN0001", _record_of_line, has_words=True),
    ListFormat(DocumentFormat.UK_SANCTIONS_ODS, _sheet, _KEY, "IRN0001", records=_of_sheet, body=of_spreadsheet),
    ListFormat(DocumentFormat.UK_SUBJECTS, _subjects, _KEY, "IRN0001"),
)
