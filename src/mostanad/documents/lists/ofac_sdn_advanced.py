"""OFAC's SDN_ADVANCED.XML (and CONS_ADVANCED.XML): the Advanced Sanctions Data Model.

Standard: the UN and Wolfsberg Group's Advanced Sanctions Data Model, as OFAC's explanatory notes and its XSD describe
it; of both namespaces that OFAC has used. Elements refer to each other by numbers: types and countries to reference
value sets, places to locations, sanctions entries and relationships to profiles. Quirks:

- PartySubType says Vessel or Aircraft and of all others Unknown; then PartyType says Individual or Entity.
- A name is parts in any order; the part's group says whether it is a last or a first name. One alias has the same
  name in several scripts.
- A date is a period with four ends; a whole year or month stands for a date of that precision, Approximate for circa.
- A nationality is a location that is a country, or a text; a place of birth is a text, or a location.
- A sanctions entry has the day of entry and the legal basis of the entry, and its programmes as comments of measures:
  on which day a programme was added to an existing entry is not in the file.

Left out: all features, documents, locations and relationships that are not read: addresses, contacts, numbers of
documents, digital currencies, family relations; comments.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from mostanad.documents.formats import ListError
from mostanad.documents.formats.markup import Element, elements
from mostanad.documents.formats.ofac_advanced import ENTRY, PARTY, ROOT, keyed
from mostanad.documents.lists import dates, names, ofac_remarks
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
from mostanad.models.vocabularies import IdentifierScheme

_VALUES = frozenset(
    {
        "AliasType",
        "Country",
        "DetailReference",
        "FeatureType",
        "LegalBasis",
        "LocPartType",
        "NamePartType",
        "PartySubType",
        "PartyType",
        "RelationType",
        "SanctionsType",
        "Script",
    }
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
_LINKS = re.compile(r"\b(?:own|control|acting for|support|leader|official|executive|significant role|property)", re.I)


@dataclass
class _References:
    """What parties refer to."""

    values: dict[tuple[str, str], Element] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    entries: dict[str, list[Element]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)

    def text(self, tag: str, number: str) -> str:
        """The text of a reference value; empty if the file does not define it."""
        value = self.values.get((tag, number))
        return names.tidy(value.text) if value else ""


def read(content: bytes) -> list[Record]:
    """The parties of the list, in the order of the file.

    Args:
        content: the bytes of the file; a cut of it must keep the reference value sets.

    Raises:
        ListError: where the file is not such a list; if a party is there twice, or has no profile, name or known
            type.
    """
    references = _references(content)
    records: dict[str, Record] = {}
    profiles: dict[str, Stated] = {}
    linked: dict[str, list[str]] = {}
    for element in elements(content, ROOT, (PARTY,)):
        key = keyed(element).key
        if key in records:
            raise element.error(f"a second party {key}")
        profile = next(element.all("Profile"), None)
        if profile is None:
            raise element.error(f"the party {key} has no Profile")
        record = _record(element, profile, key, references)
        records[key] = record
        profiles[profile.get("ID")] = Stated(record.name, record.names[0].printed, key)
        linked[key] = references.links.get(profile.get("ID"), [])
    if not records:
        raise ListError("the list has no record", line=1, byte=0)
    return [
        replace(record, linked=unique([replace(profiles[to], key=key) for to in linked[key] if to in profiles]))
        for key, record in records.items()
    ]


def _references(content: bytes) -> _References:
    """All that parties refer to, in one pass."""
    found = _References()
    locations: list[Element] = []
    relations: list[Element] = []
    for element in elements(content, ROOT, (*_VALUES, "Location", "ProfileRelationship", ENTRY)):
        if element.tag == ENTRY:
            found.entries.setdefault(element.get("ProfileID"), []).append(element)
        elif element.tag == "Location":
            locations.append(element)
        elif element.tag == "ProfileRelationship":
            relations.append(element)
        else:
            found.values[element.tag, element.get("ID")] = element
    for location in locations:
        found.places[location.get("ID")] = _place(location, found)
    for relation in relations:
        kind = found.text("RelationType", relation.get("RelationTypeID"))
        if _LINKS.search(kind) and not is_private(kind):
            found.links.setdefault(relation.get("From-ProfileID"), []).append(relation.get("To-ProfileID"))
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
    return names.tidy(", ".join(dict.fromkeys(part for part in shown if part and part != "undetermined")))


def _record(party: Element, profile: Element, key: str, references: _References) -> Record:
    entity = _type(profile, references)
    if entity is None:
        raise party.error(f"the party {key} has no type that the file defines")
    spellings = unique_names(list(_names(profile, key, entity, references)))
    if not spellings:
        raise party.error(f"the party {key} has no name")
    entries = references.entries.get(profile.get("ID"), [])
    days = sorted(filter(None, (_day(day) for entry in entries for day in entry.within("EntryEvent", "Date"))))
    features = list(_features(profile, key, references))

    def stated(*labels: str) -> list[Stated]:
        return [value for label, value in features if label in labels]

    posts = [post for post in stated("Title") if not is_private(post.text)]
    remarks = [value for label, value in features if ofac_remarks.is_remark(label) and not is_private(value.text)]
    return Record(
        key=key,
        identifier=key,
        scheme=IdentifierScheme.OFAC_ENT_NUM,
        type=entity,
        names=tuple(sorted(spellings, key=lambda name: (name.kind is not NameKind.PRIMARY, name.script != "Latn"))),
        listings=_listings(entries, references),
        listed=days[0] if days else "",
        born=unique(stated("Birthdate")),
        birth_places=unique(stated("Place of Birth")),
        gender=next((gender_of(value.text, value.printed, key) for value in stated("Gender")), None),
        nationalities=unique(stated("Nationality Country", "Nationality", "Citizenship Country", "Citizenship")),
        titles=unique([post for post in posts if names.is_title(post.text)]),
        positions=unique([post for post in posts if not names.is_title(post.text)]),
        remarks=unique(remarks),
    )


def _type(profile: Element, references: _References) -> EntityType | None:
    value = references.values.get(("PartySubType", profile.get("PartySubTypeID")))
    if value is None:
        return None
    return _TYPES.get(value.text) or _TYPES.get(references.text("PartyType", value.get("PartyTypeID")))


def _names(profile: Element, key: str, entity: EntityType, references: _References) -> Iterator[ListedName]:
    """Every name in every script; the first of each script of the primary alias is primary."""
    for identity in profile.all("Identity"):
        groups = {
            group.get("ID"): references.text("NamePartType", group.get("NamePartTypeID"))
            for group in identity.within("NamePartGroups", "MasterNamePartGroup", "NamePartGroup")
        }
        for alias in identity.all("Alias"):
            kind = _KINDS.get(references.text("AliasType", alias.get("AliasTypeID")), NameKind.ALIAS)
            primary = alias.get("Primary") == "true"
            if alias.get("LowQuality") == "true":
                kind = NameKind.WEAK
            scripts: set[str] = set()
            for documented in alias.all("DocumentedName"):
                name = _name(documented, groups, kind, key, entity, references)
                if primary and name.script not in scripts:
                    name = replace(name, kind=NameKind.PRIMARY)
                scripts.add(name.script)
                yield name


def _name(
    documented: Element,
    groups: dict[str, str],
    kind: NameKind,
    key: str,
    entity: EntityType,
    references: _References,
) -> ListedName:
    values = list(documented.within("DocumentedNamePart", "NamePartValue"))
    parts = [(groups.get(value.get("NamePartGroupID"), ""), names.tidy(value.text)) for value in values]
    family = " ".join(text for label, text in parts if label in _FAMILY_NAMES)
    given = " ".join(text for label, text in parts if label not in _FAMILY_NAMES)
    if family and not any(label in _WHOLE_NAMES for label, _ in parts):
        name = names.person(family, given, kind, key)
    else:
        name = names.whole(" ".join(text for _, text in parts), kind, key, of_person=entity is EntityType.PERSON)
    script = references.values.get(("Script", values[0].get("ScriptID"))) if values else None
    code = script.get("ScriptCode") if script else ""
    code = _SCRIPTS.get(code, code)
    return replace(name, script=code) if len(code) == len("Latn") else name


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
        if text := references.text("DetailReference", detail.get("DetailReferenceID")) or names.tidy(detail.text):
            yield text
    for location in version.all("VersionLocation"):
        if text := references.places.get(location.get("LocationID"), ""):
            yield text


def _period(period: Element, key: str) -> Stated | None:
    """A date period: one day between the earliest start and the latest end."""
    starts = [_day(day) for name in ("From", "To") for day in period.within("Start", name)]
    ends = [_day(day) for name in ("From", "To") for day in period.within("End", name)]
    moments = sorted({moment for moment in starts + ends if moment})
    if not moments:
        return None
    first, last = moments[0], moments[-1]
    approximate = any(end.get("Approximate") == "true" for name in ("Start", "End") for end in period.all(name))
    text = first
    if first != last:
        days = [dt.date.fromisoformat(moment) for moment in (first, last) if len(moment) == len("2019-12-19")]
        text = dates.between(days[0], days[1]) if len(days) > 1 else ""
    if approximate:
        text = "" if text.startswith("[") or not text else f"{text}~"
    printed = first if first == last else f"{first} to {last}"
    return Stated(text, f"circa {printed}" if approximate else printed, key)


def _day(day: Element) -> str:
    parts = [day.textof(name).strip() or "0" for name in ("Year", "Month", "Day")]
    if not all(re.fullmatch("[0-9]{1,4}", part) for part in parts):
        return ""
    year, month, date = map(int, parts)
    return dates.moment(year, month, date)


def _listings(entries: list[Element], references: _References) -> tuple[Listing, ...]:
    """One for each programme of each entry; the file prints no day for it."""
    found: dict[str, Listing] = {}
    for entry in entries:
        key = keyed(entry).key
        titles = [references.text("LegalBasis", event.get("LegalBasisID")) for event in entry.all("EntryEvent")]
        acts = tuple(Act(title) for title in dict.fromkeys(titles) if title and title != "Unknown")
        for measure in entry.all("SanctionsMeasure"):
            kind = references.text("SanctionsType", measure.get("SanctionsTypeID"))
            code = names.tidy(measure.textof("Comment"))
            if code and kind in ("Program", ""):
                found.setdefault(code, Listing(code, "", (key,), acts))
    return tuple(found.values())
