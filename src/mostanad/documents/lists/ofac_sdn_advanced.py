"""OFAC's SDN_ADVANCED.XML (and CONS_ADVANCED.XML), the Advanced Sanctions Data Model (docs/list-formats.md)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from mostanad.documents import dates, names
from mostanad.documents.entries import elements
from mostanad.documents.printed import tidy
from mostanad.documents.records import (
    KINDS,
    TYPES,
    Entry,
    ListedName,
    ListFormat,
    NameKind,
    Record,
    Stated,
    once,
)
from mostanad.models import edtf
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

_ROOT, _PARTY, _ENTRY = "Sanctions", "DistinctParty", "SanctionsEntry"
_VALUES = (
    *("AliasType", "Country", "DetailReference", "FeatureType", "LocPartType", "NamePartType", "PartySubType"),
    *("PartyType", "SanctionsType", "Script", "Location"),
)
_SCRIPTS = {"Latin": "Latn", "Hebrew": "Hebr", "Japanese": "Jpan", "Korean": "Kore"}
_PLACE_PARTS = ("CITY", "STATE/PROVINCE", "REGION", "Unknown")
_FAMILY_NAMES = ("Last Name", "Maiden Name")
_WHOLE_NAMES = ("Entity Name", "Vessel Name", "Aircraft Name")


@dataclass
class _References:
    """What parties refer to: values and places by element and ID, sanctions entries by the ID of their profile."""

    values: dict[tuple[str, str], Element] = field(default_factory=dict)
    entries: dict[str, list[Entry[Element]]] = field(default_factory=dict)

    def of(self, element: Element, tag: str) -> Element:
        """The value of this name to which an element refers; an empty element if the file does not define it."""
        return self.values.get((tag, element.get(f"{tag}ID", "")), Element(tag))

    def text(self, element: Element, tag: str) -> str:
        return tidy(self.of(element, tag).text or "")


def _entries(content: bytes) -> Iterator[Entry[Element]]:
    return map(_keyed, elements(content, _ROOT, (_PARTY, _ENTRY)))


def _keyed(entry: Entry[Element]) -> Entry[Element]:
    tag = entry.value.tag
    name = "FixedRef" if tag == _PARTY else "ID"
    number = entry.value.get(name, "").strip()
    if not number:
        raise entry.error(f"the {tag} has no {name}")
    return replace(entry, key=number if tag == _PARTY else f"entry/{number}")


def _records(content: bytes) -> Iterator[Record]:
    """The parties of the list, in the order of the file; a cut of it must keep the reference value sets."""
    references = _references(content)
    for party in once(map(_keyed, elements(content, _ROOT, (_PARTY,)))):
        yield _record(party, references)


def _references(content: bytes) -> _References:
    found = _References()
    for entry in elements(content, _ROOT, (*_VALUES, _ENTRY)):
        element = entry.value
        if element.tag == _ENTRY:
            found.entries.setdefault(element.get("ProfileID", ""), []).append(_keyed(entry))
        else:
            found.values[element.tag, element.get("ID", "")] = element
    return found


def _place(location: Element, references: _References) -> str:
    """Town, province and country of a location, never its street."""
    parts = {
        references.text(part, "LocPartType"): value.text
        for part in location.iterfind("LocationPart")
        for value in part.iterfind("LocationPartValue/Value")
    }
    shown = [parts.get(name) for name in _PLACE_PARTS]
    countries = [references.of(country, "Country") for country in location.iterfind("LocationCountry")]
    shown += [country.text or country.get("ISO2") for country in countries]
    return tidy(", ".join(dict.fromkeys(part for part in shown if part and part != "undetermined")))


def _record(party: Entry[Element], references: _References) -> Record:
    key = party.key
    profile = party.value.find("Profile")
    if profile is None:
        raise party.error(f"the party {key} has no Profile")
    subtype = references.of(profile, "PartySubType")
    called = (subtype.text or "", references.text(subtype, "PartyType"))
    kind = next((TYPES[name.casefold()] for name in called if name.casefold() in TYPES), None)
    if kind is None:
        raise party.error(f"the party {key} has no type that the file defines")
    spellings = _names(profile, key, references, is_person=kind.is_person)
    entries = references.entries.get(profile.get("ID", ""), [])
    days = filter(None, (_day(day) for entry in entries for day in entry.value.iterfind("EntryEvent/Date")))
    features = list(_features(profile, key, references))

    def stated(label: str) -> list[Stated]:
        return [value for found, value in features if found == label]

    return party.record(
        key,
        IdentifierScheme.OFAC_ENT_NUM,
        kind,
        sorted(spellings, key=lambda name: (name.kind is not NameKind.PRIMARY, name.script != "Latn")),
        [entry.listing(code, "") for code, entry in _programmes(entries, references).items()],
        listed=min(days, default=""),
        born=stated("Birthdate"),
        birth_places=stated("Place of Birth"),
        genders=stated("Gender"),
        posts=stated("Title"),
    )


def _names(profile: Element, key: str, references: _References, *, is_person: bool) -> Iterator[ListedName]:
    """Every name in every script; the first of each script of the primary alias is primary."""
    for identity in profile.iterfind("Identity"):
        groups = {
            group.get("ID"): references.text(group, "NamePartType")
            for group in identity.iterfind("NamePartGroups/MasterNamePartGroup/NamePartGroup")
        }
        for alias in identity.iterfind("Alias"):
            kind = KINDS.get(references.text(alias, "AliasType").casefold(), NameKind.ALIAS)
            if alias.get("LowQuality") == "true":
                kind = NameKind.WEAK
            scripts: set[str] = set()
            for documented in alias.iterfind("DocumentedName"):
                values = documented.findall("DocumentedNamePart/NamePartValue")
                parts = [(groups.get(value.get("NamePartGroupID"), ""), tidy(value.text or "")) for value in values]
                name = _name(parts, kind, key, is_person=is_person)
                name = replace(name, script=_script(values, references) or name.script)
                if alias.get("Primary") == "true" and name.script not in scripts:
                    name = replace(name, kind=NameKind.PRIMARY)
                scripts.add(name.script)
                if name.text:
                    yield name


def _name(parts: list[tuple[str, str]], kind: NameKind, key: str, *, is_person: bool) -> ListedName:
    family = " ".join(text for label, text in parts if label in _FAMILY_NAMES)
    given = " ".join(text for label, text in parts if label not in _FAMILY_NAMES)
    if family and not any(label in _WHOLE_NAMES for label, _ in parts):
        return names.person(family, given, kind, key)
    return names.whole(" ".join(text for _, text in parts), kind, key, of_person=is_person)


def _script(values: list[Element], references: _References) -> str:
    code = references.of(values[0], "Script").get("ScriptCode", "") if values else ""
    code = _SCRIPTS.get(code, code)
    return code if len(code) == len("Latn") else ""


def _features(profile: Element, key: str, references: _References) -> Iterator[tuple[str, Stated]]:
    """Label and value of every feature of which the file defines the type."""
    for feature in profile.iterfind("Feature"):
        label = references.text(feature, "FeatureType").rstrip(" :-")
        for version in feature.iterfind("FeatureVersion"):
            for period in version.iterfind("DatePeriod"):
                if value := _period(period, key):
                    yield label, value
            texts = [
                references.text(found, "DetailReference") or found.text for found in version.iterfind("VersionDetail")
            ]
            located = (references.of(at, "Location") for at in version.iterfind("VersionLocation"))
            texts += [_place(location, references) for location in located]
            for text in filter(None, map(tidy, filter(None, texts))):
                yield label, Stated(text, text, key)


def _period(period: Element, key: str) -> Stated | None:
    """A date period: one day between the earliest start and the latest end."""
    ends = [end for end in period if end.tag in ("Start", "End")]
    moments = sorted(filter(None, (_day(day) for end in ends for day in end if day.tag in ("From", "To"))))
    if not moments:
        return None
    first, last = moments[0], moments[-1]
    text = dates.between(edtf.parse(first).days[0], edtf.parse(last).days[1])
    printed = first if first == last else f"{first} to {last}"
    if any(end.get("Approximate") == "true" for end in ends):
        text, printed = dates.circa(text), f"circa {printed}"
    return Stated(text, printed, key)


def _day(day: Element) -> str:
    parts = [day.findtext(name, "").strip() or "0" for name in ("Year", "Month", "Day")]
    return dates.moment(*map(int, parts)) if all(re.fullmatch("[0-9]{1,4}", part) for part in parts) else ""


def _programmes(entries: list[Entry[Element]], references: _References) -> dict[str, Entry[Element]]:
    """The programmes, each with the first entry that names it; the file prints no day for them."""
    found: dict[str, Entry[Element]] = {}
    for entry in entries:
        for measure in entry.value.iterfind("SanctionsMeasure"):
            code = tidy(measure.findtext("Comment", ""))
            if code and references.text(measure, "SanctionsType") in ("Program", ""):
                found.setdefault(code, entry)
    return found


FORMATS = (ListFormat(DocumentFormat.OFAC_SDN_ADVANCED, _entries, "(?:entry/)?[0-9]+", "12252", records=_records),)
