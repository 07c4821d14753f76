"""OFAC's SDN_ADVANCED.XML (and CONS_ADVANCED.XML): the Advanced Sanctions Data Model.

Standard: the UN and Wolfsberg Group's Advanced Sanctions Data Model, as OFAC's explanatory notes and its XSD describe
it; of both namespaces that OFAC has used. An entry is spread over elements that refer to each other by numbers: types
and countries to reference value sets, places to locations, sanctions entries to profiles. Two of them have a key:

==================  ========================  ==================  ==============================
element             key                       example             what it holds
==================  ========================  ==================  ==============================
``DistinctParty``   FixedRef                  ``12252``           names, dates, places, titles
``SanctionsEntry``  ``entry/`` and its ID     ``entry/12252``     programmes, acts, day of entry
==================  ========================  ==================  ==============================

FixedRef is the ent_num of the other files. Quirks:

- PartySubType says Vessel or Aircraft and of all others Unknown; then PartyType says Individual or Entity.
- A name is parts in any order; the part's group says whether it is a last or a first name. One alias has the same
  name in several scripts.
- A date is a period with four ends; a whole year or month stands for a date of that precision, Approximate for circa.
- A place of birth is a text, or a location.
- A sanctions entry has the day of entry and the legal basis of the entry, and its programmes as comments of measures:
  on which day a programme was added to an existing entry is not in the file.

Left out: all features, documents, locations and relationships that are not read: addresses, contacts, numbers of
documents, nationalities, digital currencies, relationships; legal bases; comments.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from mostanad.documents import dates, names
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
)
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

_ROOT, _PARTY, _ENTRY = "Sanctions", "DistinctParty", "SanctionsEntry"
_VALUES = (
    *("AliasType", "Country", "DetailReference", "FeatureType", "LocPartType", "NamePartType", "PartySubType"),
    *("PartyType", "SanctionsType", "Script"),
)
_TYPES = {
    "Individual": EntityType.PERSON,
    "Entity": EntityType.ENTITY,
    "Vessel": EntityType.VESSEL,
    "Aircraft": EntityType.AIRCRAFT,
}
_KINDS = {"A.K.A.": NameKind.ALIAS, "N.K.A.": NameKind.ALIAS, "F.K.A.": NameKind.FORMER}
_SCRIPTS = {"Latin": "Latn", "Hebrew": "Hebr", "Japanese": "Jpan", "Korean": "Kore"}
_PLACE_PARTS = ("CITY", "STATE/PROVINCE", "REGION", "Unknown")
_FAMILY_NAMES = ("Last Name", "Maiden Name")
_WHOLE_NAMES = ("Entity Name", "Vessel Name", "Aircraft Name")


@dataclass
class _References:
    """What parties refer to."""

    values: dict[tuple[str, str], Element] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    entries: dict[str, list[Element]] = field(default_factory=dict)

    def text(self, tag: str, number: str) -> str:
        """The text of a reference value; empty if the file does not define it."""
        value = self.values.get((tag, number))
        return tidy(value.text) if value else ""


def _entries(content: bytes) -> Iterator[Entry[Element]]:
    """Every distinct party and every sanctions entry, in the order of the file."""
    return map(_keyed, elements(content, _ROOT, (_PARTY, _ENTRY)))


def _keyed(element: Element) -> Entry[Element]:
    name = "FixedRef" if element.tag == _PARTY else "ID"
    number = element.get(name).strip()
    if not number:
        raise element.error(f"the {element.tag} has no {name}")
    return element.entry(number if element.tag == _PARTY else f"entry/{number}")


def _records(content: bytes) -> Iterator[Record]:
    """The parties of the list, in the order of the file; a cut of it must keep the reference value sets."""
    references = _references(content)
    for entry in once(map(_keyed, elements(content, _ROOT, (_PARTY,)))):
        yield _record(entry, references)


def _references(content: bytes) -> _References:
    """All that parties refer to, in one pass."""
    found = _References()
    locations: list[Element] = []
    for element in elements(content, _ROOT, (*_VALUES, "Location", _ENTRY)):
        if element.tag == _ENTRY:
            found.entries.setdefault(element.get("ProfileID"), []).append(element)
        elif element.tag == "Location":
            locations.append(element)
        else:
            found.values[element.tag, element.get("ID")] = element
    for location in locations:
        found.places[location.get("ID")] = _place(location, found)
    return found


def _place(location: Element, references: _References) -> str:
    """Town, province and country of a location, never its street."""
    parts = {
        references.text("LocPartType", part.get("LocPartTypeID")): value.text
        for part in location.all("LocationPart")
        for value in part.within("LocationPartValue", "Value")
    }
    shown = [parts[name] for name in _PLACE_PARTS if parts.get(name)]
    for country in location.all("LocationCountry"):
        value = references.values.get(("Country", country.get("CountryID")))
        shown.append((value.text or value.get("ISO2")) if value else "")
    return tidy(", ".join(dict.fromkeys(part for part in shown if part and part != "undetermined")))


def _record(party: Entry[Element], references: _References) -> Record:
    key = party.key
    profile = next(party.value.all("Profile"), None)
    if profile is None:
        raise party.error(f"the party {key} has no Profile")
    kind = _type(profile, references)
    if kind is None:
        raise party.error(f"the party {key} has no type that the file defines")
    spellings = _names(profile, key, references, is_person=kind is EntityType.PERSON)
    entries = references.entries.get(profile.get("ID"), [])
    days = sorted(filter(None, (_day(day) for entry in entries for day in entry.within("EntryEvent", "Date"))))
    features = list(_features(profile, key, references))

    def stated(label: str) -> list[Stated]:
        return [value for found, value in features if found == label]

    return record(
        party,
        key,
        IdentifierScheme.OFAC_ENT_NUM,
        kind,
        sorted(spellings, key=lambda name: (name.kind is not NameKind.PRIMARY, name.script != "Latn")),
        _listings(entries, references),
        listed=days[0] if days else "",
        born=stated("Birthdate"),
        birth_places=stated("Place of Birth"),
        genders=stated("Gender"),
        titles=[post for post in stated("Title") if names.is_title(post.text)],
        positions=[post for post in stated("Title") if not names.is_title(post.text)],
    )


def _type(profile: Element, references: _References) -> EntityType | None:
    value = references.values.get(("PartySubType", profile.get("PartySubTypeID")))
    if value is None:
        return None
    return _TYPES.get(value.text) or _TYPES.get(references.text("PartyType", value.get("PartyTypeID")))


def _names(profile: Element, key: str, references: _References, *, is_person: bool) -> Iterator[ListedName]:
    """Every name in every script; the first of each script of the primary alias is primary."""
    for identity in profile.all("Identity"):
        groups = {
            group.get("ID"): references.text("NamePartType", group.get("NamePartTypeID"))
            for group in identity.within("NamePartGroups", "MasterNamePartGroup", "NamePartGroup")
        }
        for alias in identity.all("Alias"):
            kind = _KINDS.get(references.text("AliasType", alias.get("AliasTypeID")), NameKind.ALIAS)
            if alias.get("LowQuality") == "true":
                kind = NameKind.WEAK
            scripts: set[str] = set()
            for documented in alias.all("DocumentedName"):
                values = list(documented.within("DocumentedNamePart", "NamePartValue"))
                parts = [(groups.get(value.get("NamePartGroupID"), ""), tidy(value.text)) for value in values]
                name = _name(parts, kind, key, is_person=is_person)
                name = replace(name, script=_script(values, references) or name.script)
                if alias.get("Primary") == "true" and name.script not in scripts:
                    name = replace(name, kind=NameKind.PRIMARY)
                scripts.add(name.script)
                if name.text:
                    yield name


def _name(parts: list[tuple[str, str]], kind: NameKind, key: str, *, is_person: bool) -> ListedName:
    """A name of labelled parts."""
    family = " ".join(text for label, text in parts if label in _FAMILY_NAMES)
    given = " ".join(text for label, text in parts if label not in _FAMILY_NAMES)
    if family and not any(label in _WHOLE_NAMES for label, _ in parts):
        return names.person(family, given, kind, key)
    return names.whole(" ".join(text for _, text in parts), kind, key, of_person=is_person)


def _script(values: list[Element], references: _References) -> str:
    """The script that the file gives for a name; empty if it gives none."""
    script = references.values.get(("Script", values[0].get("ScriptID"))) if values else None
    code = script.get("ScriptCode") if script else ""
    code = _SCRIPTS.get(code, code)
    return code if len(code) == len("Latn") else ""


def _features(profile: Element, key: str, references: _References) -> Iterator[tuple[str, Stated]]:
    """Label and value of every feature of which the file defines the type."""
    for feature in profile.all("Feature"):
        label = references.text("FeatureType", feature.get("FeatureTypeID")).rstrip(" :-")
        for version in feature.all("FeatureVersion"):
            for period in version.all("DatePeriod"):
                if value := _period(period, key):
                    yield label, value
            for text in _texts(version, references):
                yield label, Stated(text, text, key)


def _texts(version: Element, references: _References) -> Iterable[str]:
    for detail in version.all("VersionDetail"):
        if text := references.text("DetailReference", detail.get("DetailReferenceID")) or tidy(detail.text):
            yield text
    for location in version.all("VersionLocation"):
        if text := references.places.get(location.get("LocationID"), ""):
            yield text


def _period(period: Element, key: str) -> Stated | None:
    """A date period: one day between the earliest start and the latest end."""
    moments = sorted(
        filter(None, (_day(day) for end in ("Start", "End") for at in ("From", "To") for day in period.within(end, at)))
    )
    if not moments:
        return None
    first, last = moments[0], moments[-1]
    text, printed = first, first if first == last else f"{first} to {last}"
    if first != last:
        days = [dt.date.fromisoformat(moment) for moment in (first, last) if len(moment) == len("2019-12-19")]
        text = dates.between(days[0], days[1]) if len(days) > 1 else ""
    if any(end.get("Approximate") == "true" for name in ("Start", "End") for end in period.all(name)):
        text, printed = dates.circa(text), f"circa {printed}"
    return Stated(text, printed, key)


def _day(day: Element) -> str:
    parts = [day.textof(name).strip() or "0" for name in ("Year", "Month", "Day")]
    if not all(re.fullmatch("[0-9]{1,4}", part) for part in parts):
        return ""
    year, month, date = map(int, parts)
    return dates.moment(year, month, date)


def _listings(entries: list[Element], references: _References) -> Iterable[Listing]:
    """One for each programme of each entry; the file prints no day for it."""
    found: dict[str, Listing] = {}
    for entry in entries:
        key = _keyed(entry).key
        for measure in entry.all("SanctionsMeasure"):
            kind = references.text("SanctionsType", measure.get("SanctionsTypeID"))
            code = tidy(measure.textof("Comment"))
            if code and kind in ("Program", ""):
                found.setdefault(code, Listing(code, "", (key,)))
    return found.values()


FORMATS = (ListFormat(DocumentFormat.OFAC_SDN_ADVANCED, _entries, "(?:entry/)?[0-9]+", "12252", _records),)
