"""OFAC's list of Specially Designated Nationals: SDN.CSV, with ALT.CSV and ADD.CSV.

Standard: OFAC's data specification. What it does not say, or what differs from other CSV files:

- ``-0-`` is an empty cell; there is no header; a 0x1A byte may follow the last row; lines end in CRLF; the files are
  ASCII today and were Latin-1.
- Several programmes stand in one cell as ``SDGT] [IRGC] [IRAN-HR``. Designations and tags (IFSR marks secondary
  sanctions) stand there alike; the list prints no date for any of them.
- ``individual``, ``vessel`` and ``aircraft`` are types; a blank type is an entity.
- A person's name is ``FAMILY, Given``; an entity's may have a comma too.
- Titles stand in a column, separated by ``; ``, and some again in the remarks; ranks and posts are mixed.
- Aliases that identify nobody by themselves (weak ones) are in the remarks in quotation marks; all others in ALT.CSV
  (aka, fka, nka), which does not say of what type the target is.
- Of ADD.CSV only the country is read.

Left out: call sign, tonnage, flag and owner of vessels; of the remarks all labels that are not read (passports,
identity numbers, e-mail and web addresses, digital currencies, ethnicity, ...); all of an address but its country.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from mostanad.documents.formats import ListError, ofac
from mostanad.documents.lists import names, ofac_remarks
from mostanad.documents.lists.privacy import is_private
from mostanad.documents.lists.records import (
    EntityType,
    ListedName,
    Listing,
    NameKind,
    Record,
    Stated,
    unique,
    unique_names,
)
from mostanad.models.vocabularies import IdentifierScheme

_TYPES = {
    "individual": EntityType.PERSON,
    "vessel": EntityType.VESSEL,
    "aircraft": EntityType.AIRCRAFT,
    "": EntityType.ENTITY,
}
_ALIASES = {"aka": NameKind.ALIAS, "nka": NameKind.ALIAS, "fka": NameKind.FORMER}
_BETWEEN = re.compile(r"\]\s*\[")


@dataclass(frozen=True, slots=True)
class Alias:
    """A row of ALT.CSV: another name of an entry.

    Attributes:
        key: the row, ``12252/13174``.
        ent_num: the entry.
        kind: alias or former name.
        printed: the name as printed.
    """

    key: str
    ent_num: str
    kind: NameKind
    printed: str


@dataclass(frozen=True, slots=True)
class Country:
    """The country of a row of ADD.CSV; the rest of an address is not read."""

    key: str
    ent_num: str
    country: str


def read(content: bytes) -> list[Record]:
    """The entries of SDN.CSV, in the order of the file.

    Args:
        content: the bytes of the file, or of a cut of it.

    Raises:
        ListError: at the first row that is not an entry; if two rows have one number; if there is none.
    """
    records: dict[str, Record] = {}
    for entry in ofac.sdn(content):
        if entry.key in records:
            raise ListError(f"a second entry {entry.key}", line=entry.line, byte=entry.start)
        if entry.value["type"].casefold() not in _TYPES:
            raise ListError(f"type is {entry.value['type']!r}", line=entry.line, byte=entry.start)
        if not entry.value["name"]:
            raise ListError(f"entry {entry.key} has no name", line=entry.line, byte=entry.start)
        records[entry.key] = _record(entry.key, entry.value)
    if not records:
        raise ListError("the list has no record", line=1, byte=0)
    return list(records.values())


def read_aliases(content: bytes) -> list[Alias]:
    """The names of ALT.CSV, in the order of the file.

    Raises:
        ListError: at the first row that is not a name of an entry.
    """
    aliases = []
    for entry in ofac.alt(content):
        kind = _ALIASES.get(entry.value["type"].casefold())
        if kind is None or not entry.value["name"]:
            raise ListError("not a name with type aka, fka or nka", line=entry.line, byte=entry.start)
        aliases.append(Alias(entry.key, entry.value["ent_num"], kind, entry.value["name"]))
    return aliases


def read_countries(content: bytes) -> list[Country]:
    """The countries of the addresses in ADD.CSV; rows without one are left out.

    Raises:
        ListError: at the first row that is not an address of an entry.
    """
    return [
        Country(entry.key, entry.value["ent_num"], entry.value["country"])
        for entry in ofac.add(content)
        if entry.value["country"]
    ]


def with_aliases(records: Iterable[Record], aliases: Iterable[Alias]) -> list[Record]:
    """Records with their names from ALT.CSV behind those that they have.

    The two files change apart: an alias of an entry that is not among the records is left out.
    """
    by_entry: dict[str, list[Alias]] = {}
    for alias in aliases:
        by_entry.setdefault(alias.ent_num, []).append(alias)
    return [
        replace(record, names=unique_names([*record.names, *_others(record, by_entry.get(record.key, []))]))
        for record in records
    ]


def programmes(cell: str) -> list[str]:
    """The programmes in a cell.

    >>> programmes("SDGT] [IRGC] [IRAN-HR")
    ['SDGT', 'IRGC', 'IRAN-HR']
    """
    parts = (part.strip(" []") for part in _BETWEEN.split(cell))
    return list(dict.fromkeys(part for part in parts if part))


def name_of(printed: str, kind: NameKind, key: str, entity: EntityType) -> ListedName:
    """A name as OFAC prints it: ``FAMILY, Given`` of a person, else the whole cell."""
    if entity is not EntityType.PERSON:
        return names.whole(printed, kind, key)
    family, comma, given = printed.partition(", ")
    if not comma:
        return names.whole(printed, kind, key, of_person=True)
    return names.person(family, given, kind, key, printed)


def _record(key: str, cells: dict[str, str]) -> Record:
    entity = _TYPES[cells["type"].casefold()]
    remarks = ofac_remarks.read(cells["remarks"], key)
    posts = [Stated(names.tidy(part), names.tidy(part), key) for part in cells["title"].split("; ") if part]
    posts = [post for post in posts if not is_private(post.printed)] + remarks.positions
    spellings = [name_of(cells["name"], NameKind.PRIMARY, key, entity)]
    spellings += [name_of(text, NameKind.FORMER, key, entity) for text in remarks.former]
    spellings += [replace(name_of(text, NameKind.ALIAS, key, entity), kind=NameKind.WEAK) for text in remarks.weak]
    return Record(
        key=key,
        identifier=key,
        scheme=IdentifierScheme.OFAC_ENT_NUM,
        type=entity,
        names=unique_names(spellings),
        listings=tuple(Listing(code, "", (key,)) for code in programmes(cells["programmes"])),
        born=unique(remarks.born),
        birth_places=unique(remarks.birth_places),
        gender=remarks.gender,
        nationalities=unique(remarks.nationalities),
        titles=unique([post for post in posts if names.is_title(post.text)]),
        positions=unique([post for post in posts if not names.is_title(post.text)]),
        linked=unique(remarks.linked),
        remarks=unique(remarks.remarks),
    )


def _others(record: Record, aliases: list[Alias]) -> list[ListedName]:
    return [name_of(alias.printed, alias.kind, alias.key, record.type) for alias in aliases]
