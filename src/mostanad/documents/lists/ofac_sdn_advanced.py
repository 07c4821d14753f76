"""OFAC's SDN_ADVANCED.XML (and CONS_ADVANCED.XML), the Advanced Sanctions Data Model (docs/list-formats.md)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from mostanad.documents import dates, names
from mostanad.documents.entries import elements
from mostanad.documents.printed import tidy
from mostanad.documents.records import KINDS, TYPES, Entry, ListedName, ListFormat, NameKind, Record, Stated, once
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


def _entries(content: bytes) -> Iterator[Entry[Element]]:
    return map(_keyed, elements(content, _ROOT, (_PARTY, _ENTRY)))


def _keyed(entry: Entry[Element]) -> Entry[Element]:
    name, before = ("FixedRef", "") if entry.value.tag == _PARTY else ("ID", "entry/")
    number = entry.value.get(name, "").strip()
    return entry.called(number and before + number, f"the {entry.value.tag} has no {name}")


class _Parties:
    """The elements that parties of a file refer to: values and places by tag and ID, sanctions entries by profile."""

    def __init__(self, content: bytes) -> None:
        self._values: dict[tuple[str, str], Element] = {}
        self._entries = defaultdict[str, list[Entry[Element]]](list)
        for entry in elements(content, _ROOT, (*_VALUES, _ENTRY)):
            if entry.value.tag == _ENTRY:
                self._entries[entry.value.get("ProfileID", "")].append(_keyed(entry))
            else:
                self._values[entry.value.tag, entry.value.get("ID", "")] = entry.value

    def _of(self, element: Element, tag: str) -> Element:
        """The ``tag`` element that an element refers to; an empty element if the file does not define it."""
        return self._values.get((tag, element.get(f"{tag}ID", "")), Element(tag))

    def _text(self, element: Element, tag: str) -> str:
        return tidy(self._of(element, tag).text or "")

    def record(self, party: Entry[Element]) -> Record:
        key = party.key
        profile = party.value.find("Profile")
        if profile is None:
            raise party.error(f"the party {key} has no Profile")
        subtype = self._of(profile, "PartySubType")
        called = (subtype.text or "", self._text(subtype, "PartyType"))
        kind = next((TYPES[name.casefold()] for name in called if name.casefold() in TYPES), None)
        if kind is None:
            raise party.error(f"the party {key} has no type that the file defines")
        spellings = self._names(profile, key, is_person=kind.is_person)
        entries = self._entries.get(profile.get("ID", ""), [])
        days = filter(None, (_day(day) for entry in entries for day in entry.value.iterfind("EntryEvent/Date")))
        features = list(self._features(profile, key))

        def stated(label: str) -> list[Stated]:
            return [value for found, value in features if found == label]

        return party.record(
            key,
            IdentifierScheme.OFAC_ENT_NUM,
            kind,
            sorted(spellings, key=lambda name: (name.kind is not NameKind.PRIMARY, name.script != "Latn")),
            [entry.listing(code, "") for code, entry in self._programmes(entries).items()],
            listed=min(days, default=""),
            born=stated("Birthdate"),
            birth_places=stated("Place of Birth"),
            genders=stated("Gender"),
            posts=stated("Title"),
        )

    def _names(self, profile: Element, key: str, *, is_person: bool) -> Iterator[ListedName]:
        """Yield every name in every script; of the primary alias, the first name in each script is primary."""
        for identity in profile.iterfind("Identity"):
            found = identity.iterfind("NamePartGroups/MasterNamePartGroup/NamePartGroup")
            groups = {group.get("ID"): self._text(group, "NamePartType") for group in found}
            for alias in identity.iterfind("Alias"):
                kind = KINDS.get(self._text(alias, "AliasType").casefold(), NameKind.ALIAS)
                if alias.get("LowQuality") == "true":
                    kind = NameKind.WEAK
                spelled = list[ListedName]()
                for documented in alias.iterfind("DocumentedName"):
                    values = documented.findall("DocumentedNamePart/NamePartValue")
                    parts = [(groups.get(value.get("NamePartGroupID"), ""), tidy(value.text or "")) for value in values]
                    name = _name(parts, kind, key, is_person=is_person)
                    code = self._of(values[0], "Script").get("ScriptCode", "") if values else ""
                    code = _SCRIPTS.get(code, code)
                    spelled.append(replace(name, script=code if len(code) == len("Latn") else name.script))
                if alias.get("Primary") == "true":
                    spelled = [*names.first_primary(spelled)]
                yield from (name for name in spelled if name.text)

    def _features(self, profile: Element, key: str) -> Iterator[tuple[str, Stated]]:
        """Yield every value of every feature, with the feature's label (empty if the file does not define it)."""
        for feature in profile.iterfind("Feature"):
            label = self._text(feature, "FeatureType").rstrip(" :-")
            for version in feature.iterfind("FeatureVersion"):
                for period in version.iterfind("DatePeriod"):
                    if value := _period(period, key):
                        yield label, value
                details = version.iterfind("VersionDetail")
                texts = [self._text(detail, "DetailReference") or detail.text for detail in details]
                located = (self._of(at, "Location") for at in version.iterfind("VersionLocation"))
                texts += [self._place(location) for location in located]
                for text in filter(None, map(tidy, filter(None, texts))):
                    yield label, Stated(text, text, key)

    def _place(self, location: Element) -> str:
        """The town, province, region and country of a location, never its street."""
        parts = {
            self._text(part, "LocPartType"): value.text
            for part in location.iterfind("LocationPart")
            for value in part.iterfind("LocationPartValue/Value")
        }
        shown = [parts.get(name) for name in _PLACE_PARTS]
        countries = [self._of(country, "Country") for country in location.iterfind("LocationCountry")]
        shown += [country.text or country.get("ISO2") for country in countries]
        return tidy(", ".join(dict.fromkeys(part for part in shown if part and part != "undetermined")))

    def _programmes(self, entries: list[Entry[Element]]) -> dict[str, Entry[Element]]:
        """The programmes, each with the first entry that names it; the file prints no day for a programme."""
        found: dict[str, Entry[Element]] = {}
        for entry in entries:
            for measure in entry.value.iterfind("SanctionsMeasure"):
                code = tidy(measure.findtext("Comment", ""))
                if code and self._text(measure, "SanctionsType") in ("Program", ""):
                    found.setdefault(code, entry)
        return found


def _records(content: bytes) -> Iterable[Record]:
    """The parties of the list, in file order. An excerpt of the file must keep the reference value sets."""
    return map(_Parties(content).record, once(map(_keyed, elements(content, _ROOT, (_PARTY,)))))


def _name(parts: list[tuple[str, str]], kind: NameKind, key: str, *, is_person: bool) -> ListedName:
    family = " ".join(text for label, text in parts if label in _FAMILY_NAMES)
    given = " ".join(text for label, text in parts if label not in _FAMILY_NAMES)
    if family and not any(label in _WHOLE_NAMES for label, _ in parts):
        return names.person(family, given, kind, key)
    return names.whole(" ".join(text for _, text in parts), kind, key, of_person=is_person)


def _period(period: Element, key: str) -> Stated | None:
    """A date period as one day between its earliest start and its latest end; None if it has no date."""
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


FORMATS = (ListFormat(DocumentFormat.OFAC_SDN_ADVANCED, _entries, "(?:entry/)?[0-9]+", "12252", records=_records),)
