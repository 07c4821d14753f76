"""Canada's Consolidated Canadian Autonomous Sanctions List (XML; docs/list-formats.md)."""

import re
from collections.abc import Iterator
from dataclasses import replace

from mostanad.documents import names
from mostanad.documents.entries import elements
from mostanad.documents.printed import WORDS, tidy, without_titles
from mostanad.documents.records import EntityType, Entry, ListedName, ListFormat, NameKind, Record, Row
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

#: The day of listing printed on every entry made before 2022: an amendment came into force on it.
LISTED_BY = "2016-02-05"
_COMPANY = re.compile(r"(?:ltd|inc|llc|llp|co|corp|limited|s\.?a|pjs|gmbh)\.?", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,;،]\s*|\s*\n\s*")


def _entries(content: bytes) -> Iterator[Row]:
    """Yield the records as cells by the English names of their elements."""
    for found in elements(content, "data-set", ("record",)):
        cells: dict[str, str] = {}
        for child in found.value:
            name = child.tag.partition("-")[0]
            name = "EntityOrShip" if name == "Entity" else name
            if name in cells:
                raise found.error(f"the record has two elements {name}")
            cells[name] = (child.text or "").strip()
        country = cells.get("Country", "").partition("/")[0].strip()
        parts = [" ".join(part.split()) for part in (country, cells.get("Schedule", ""), cells.get("Item", ""))]
        if not all(parts):
            raise found.error("the record has no country, schedule or item")
        yield Entry("/".join(parts[country == "Iran" :]), found.start, found.end, found.line, cells)


def _record(row: Row) -> Record:
    cells, key = row.value, row.key
    posts: list[str] = []
    if cells.get("LastName") or cells.get("GivenName"):
        kind, spellings = EntityType.PERSON, [_person(row)]
        posts += without_titles(tidy(cells.get("GivenName", "")))[1]
        posts += cells.get("TitleOrShipType", "").partition("|")[0].split(",")
    else:
        kind = EntityType.VESSEL if cells.get("ShipIMONumber") else EntityType.ENTITY
        spellings = _bilingual(cells.get("EntityOrShip", ""), key)
    printed = cells.get("DateOfListing", "")
    listed = row.day("DateOfListing", printed) if printed else ""
    if listed == LISTED_BY:
        listed = f"[..{listed}]"
    return row.record(
        key,
        IdentifierScheme.CA_SEMA,
        kind,
        [*spellings, *_aliases(cells.get("Aliases", ""), key, kind.is_person)],
        [row.listing(key.rpartition("/")[0], listed)],
        born=[row.born(cells.get("DateOfBirthOrShipBuildDate", ""))],
        posts=row.says(*posts),
    )


def _person(row: Row) -> ListedName:
    family, given = (tidy(row.value.get(name, "")) for name in ("LastName", "GivenName"))
    printed = ", ".join(filter(None, (family, given)))
    if [row.key, family, given] in WORDS["canada"]["swapped"]:
        family, given = given, family
    return names.person(family, given, NameKind.PRIMARY, row.key, printed)


def _bilingual(text: str, key: str) -> list[ListedName]:
    """The names of an entity: in English, and in French after a slash."""
    rest, others = names.also_known(text)
    english, slash, french = rest.partition("/")
    found = [names.whole(english, NameKind.PRIMARY, key, language="en" if slash else "")]
    if slash:
        found.append(names.whole(french, NameKind.ALIAS, key, language="fr"))
    return found + [names.whole(other, NameKind.ALIAS, key) for other in others]


def _aliases(cell: str, key: str, is_person: bool) -> Iterator[ListedName]:
    """The other names; the first in each non-Latin script is primary."""
    for printed, meant in WORDS["canada"]["one_name"]:
        cell = cell.replace(printed, meant)
    english, slash, french = ("", "", "") if is_person else cell.partition("/")
    halves = [(english, "en"), (french.replace(" et ", ", "), "fr")] if slash else [(cell, "")]
    found: list[ListedName] = []
    for half, language in halves:
        for text in _split(half):
            name = names.whole(text, NameKind.ALIAS, key, language=language, of_person=is_person)
            if [key, name.printed] in WORDS["canada"]["misprints"]:
                name = replace(name, kind=NameKind.MISPRINT)
            found.append(name)
    return names.first_primary(found, lambda name: name.script != "Latn" and name.kind is not NameKind.MISPRINT)


def _split(text: str) -> Iterator[str]:
    """Yield the names in a text; a mere company suffix (``Ltd.``) belongs to the name before it."""
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


FORMATS = (ListFormat(DocumentFormat.CANADA_SEMA, _entries, r"[^/]+(?:/[^/]+){1,2}", "1, Part 2/44", _record),)
