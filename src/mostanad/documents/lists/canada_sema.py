"""Canada's Consolidated Canadian Autonomous Sanctions List (XML).

The list prints neither an entry number nor a ground: country, schedule and item identify an entry, and what a part of
a schedule is for stands in the regulation. Days of listing are in the file since 2020 or so. Quirks:

- Family and given names are elements of their own; in a few records they are swapped. Those that are known are put
  right (:data:`SWAPPED`, by key and what is printed, so that a corrected list is read as it is).
- Aliases are one text: names between commas or line breaks, in Latin and Arabic script; one record has two names with
  nothing between. One record has the native name of another person: that name is a misprint (:data:`MISPRINTS`).
- Names of entities may be English and French, ``English/French``, aliases likewise, a last French one behind ``et``.
- No-break and outer spaces; a name in brackets with ``also known as``.
- Titles stand among the given names.
- The date of birth element holds the year in which a ship was built, for ships; mostly a year.

Left out: nothing of the person is in this list but what is read; numbers and build dates of ships are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mostanad.documents.formats import Entry, ListError
from mostanad.documents.formats.canada_sema import sema
from mostanad.documents.lists import dates, names
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

#: Records whose family name and given names are swapped: key, family name and given names as printed.
SWAPPED = frozenset(
    {
        ("1, Part 2/75", "Ali Akbar", "Ahmadian"),
        ("1, Part 2.1/99", "Mohammad Mehdi", "Esmaili"),
        ("1, Part 2.1/100", "Mohammad", "Masroor"),
        ("1, Part 2.1/101", "Mojtaba", "Zonnouri"),
    }
)
#: Names that a record has by mistake: key and alias. That of 1, Part 2.1/101 belongs to the record before it.
MISPRINTS = frozenset({("1, Part 2.1/101", "محمد مسرور")})
#: A comma within one name.
_NOT_BETWEEN = (("Baqiatollah, Medical Sciences University", "Baqiatollah Medical Sciences University"),)
_COMPANY = re.compile(r"(?:ltd|inc|llc|llp|co|corp|limited|s\.?a|pjs|gmbh)\.?", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,;،]\s*|\s*\n\s*")


def read(content: bytes) -> list[Record]:
    """The records of the list, of all countries, in the order of the file.

    Args:
        content: the bytes of the file, or of a cut of it.

    Raises:
        ListError: where the file is not such a list; if two records have one key, or one has no name or a day of
            listing that is none.
    """
    records: dict[str, Record] = {}
    for entry in sema(content):
        if entry.key in records:
            raise _error(entry, f"a second record {entry.key}")
        records[entry.key] = _record(entry)
    if not records:
        raise ListError("the list has no record", line=1, byte=0)
    return list(records.values())


def _record(entry: Entry[dict[str, str]]) -> Record:
    cells, key = entry.value, entry.key
    entity = _type(cells)
    is_person = entity is EntityType.PERSON
    spellings = _person(entry) if is_person else _bilingual(cells.get("EntityOrShip", ""), NameKind.PRIMARY, key)
    if not any(name.text for name in spellings):
        raise _error(entry, f"record {key} has no name")
    listed = _listed(entry)
    born = cells.get("DateOfBirthOrShipBuildDate", "") if is_person else ""
    titles = names.without_titles(names.tidy(cells.get("GivenName", "")))[1]
    if is_person:
        titles += [part.strip() for part in cells.get("TitleOrShipType", "").partition("|")[0].split(",")]
    schedule = key.rpartition("/")[0]
    return Record(
        key=key,
        identifier=key,
        scheme=IdentifierScheme.CA_SEMA,
        type=entity,
        names=unique_names([*spellings, *_aliases(cells.get("Aliases", ""), key, is_person)]),
        listings=(Listing(schedule, listed, (key,)),),
        listed=listed,
        born=unique([Stated(dates.born(born), names.tidy(born), key)]),
        titles=unique([Stated(title, title, key) for title in titles if names.is_title(title)]),
        positions=unique(
            [Stated(post, post, key) for post in titles if not names.is_title(post) and not is_private(post)]
        ),
    )


def _type(cells: dict[str, str]) -> EntityType:
    if cells.get("LastName") or cells.get("GivenName"):
        return EntityType.PERSON
    return EntityType.VESSEL if cells.get("ShipIMONumber") else EntityType.ENTITY


def _person(entry: Entry[dict[str, str]]) -> list[ListedName]:
    family, given = (names.tidy(entry.value.get(name, "")) for name in ("LastName", "GivenName"))
    printed = ", ".join(filter(None, (family, given)))
    if (entry.key, family, given) in SWAPPED:
        family, given = given, family
    return [names.person(family, given, NameKind.PRIMARY, entry.key, printed)]


def _bilingual(text: str, kind: NameKind, key: str) -> list[ListedName]:
    """A name of an entity: in English, and in French behind a slash."""
    rest, others = names.also_known(text)
    english, slash, french = rest.partition("/")
    if not slash:
        found = [names.whole(rest, kind, key)]
    else:
        found = [names.whole(english, kind, key, language="en")]
        found.append(names.whole(french, NameKind.ALIAS, key, language="fr"))
    return found + [names.whole(other, NameKind.ALIAS, key) for other in others]


def _aliases(cell: str, key: str, is_person: bool) -> list[ListedName]:
    """The other names, the first in a script that is not Latin primary."""
    for printed, meant in _NOT_BETWEEN:
        cell = cell.replace(printed, meant)
    english, slash, french = ("", "", "") if is_person else cell.partition("/")
    halves = [(english, "en"), (french.replace(" et ", ", "), "fr")] if slash else [(cell, "")]
    found: list[ListedName] = []
    for half, language in halves:
        for text in _split(half):
            name = names.whole(text, NameKind.ALIAS, key, language=language, of_person=is_person)
            if (key, name.printed) in MISPRINTS:
                name = replace(name, kind=NameKind.MISPRINT)
            elif name.script != "Latn" and not any(other.script == name.script for other in found):
                name = replace(name, kind=NameKind.PRIMARY)
            found.append(name)
    return found


def _split(text: str) -> Iterator[str]:
    """The names in a text; what is but the end of a company's name (``Ltd.``) belongs to the one before."""
    parts: list[str] = []
    for part in _BETWEEN.split(text.strip()):
        if parts and _COMPANY.fullmatch(part):
            parts[-1] += f", {part}"
        elif part:
            parts.append(part)
    for part in parts:
        words = part.split()
        half = len(words) // 2
        if half > 1 and len(words) % 2 == 0 and words[: half - 1] == words[half:-1]:
            yield from (" ".join(words[:half]), " ".join(words[half:]))
        else:
            yield part


def _listed(entry: Entry[dict[str, str]]) -> str:
    printed = entry.value.get("DateOfListing", "")
    try:
        return dates.day(printed) if printed else ""
    except ValueError as error:
        raise _error(entry, f"DateOfListing: {error}") from None


def _error(entry: Entry[dict[str, str]], message: str) -> ListError:
    return ListError(message, line=entry.line, byte=entry.start)
