"""OFAC's SDN_ADVANCED.XML, on small files of its structure."""

from __future__ import annotations

from functools import partial

import pytest
from tests.cases import each

from mostanad.documents.document import Document
from mostanad.documents.lists import read as read_list
from mostanad.documents.records import EntityType, ListError, Record
from mostanad.documents.selectors import parse
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

read = partial(read_list, DocumentFormat.OFAC_SDN_ADVANCED)

SETS = {
    "AliasType": {"1400": "A.K.A.", "1401": "F.K.A.", "1402": "N.K.A.", "1403": "Name"},
    "Country": {"11": "Norland", "12": "undetermined"},
    "DetailReference": {"91526": "Male", "705": "Subject to Secondary Sanctions"},
    "FeatureType": {
        "8": "Birthdate",
        "9": "Place of Birth",
        "10": "Nationality Country",
        "11": "Citizenship Country",
        "21": "Email Address",
        "25": "Location",
        "26": "Title",
        "125": "Additional Sanctions Information - ",
        "224": "Gender",
    },
    "LegalBasis": {"1": "Unknown", "1822": "Harbour Order 1 (Docks)"},
    "LocPartType": {"1": "Unknown", "1451": "ADDRESS1", "1454": "CITY"},
    "NamePartType": {"1520": "Last Name", "1521": "First Name", "1522": "Middle Name", "1525": "Entity Name"},
    "PartyType": {"1": "Individual", "2": "Entity", "4": "Transport"},
    "RelationType": {"15002": "Acting for or on behalf of", "15005": "Family member of"},
    "SanctionsType": {"1": "Program", "1705": "Block"},
}
TYPES = (
    '<PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType>'
    '<PartySubType ID="2" PartyTypeID="4">Aircraft</PartySubType>'
    '<PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType>'
    '<PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>'
    '<ScriptValues><Script ID="160" ScriptCode="Arab">Arabic</Script>'
    '<Script ID="215" ScriptCode="Latin">Latin</Script></ScriptValues>'
)
GROUPS = (
    '<NamePartGroups><MasterNamePartGroup><NamePartGroup ID="51" NamePartTypeID="1520"/></MasterNamePartGroup>'
    '<MasterNamePartGroup><NamePartGroup ID="52" NamePartTypeID="1521"/></MasterNamePartGroup>'
    '<MasterNamePartGroup><NamePartGroup ID="53" NamePartTypeID="1525"/></MasterNamePartGroup></NamePartGroups>'
)
LOCATIONS = (
    '<Locations><Location ID="1"><LocationCountry CountryID="11"/></Location><Location ID="2">'
    '<LocationPart LocPartTypeID="1451"><LocationPartValue><Value>12 Quay Street</Value></LocationPartValue>'
    "</LocationPart>"
    '<LocationPart LocPartTypeID="1454"><LocationPartValue><Value>Osma</Value></LocationPartValue></LocationPart>'
    '<LocationCountry CountryID="11"/></Location><Location ID="3"><LocationPart LocPartTypeID="1"><LocationPartValue>'
    '<Value>Sorland</Value></LocationPartValue></LocationPart><LocationCountry CountryID="12"/></Location></Locations>'
)


def sets() -> str:
    """Reference value sets."""
    body = "".join(
        f"<{tag}Values>"
        + "".join(f'<{tag} ID="{number}">{text}</{tag}>' for number, text in values.items())
        + f"</{tag}Values>"
        for tag, values in SETS.items()
    )
    return f"<ReferenceValueSets>{body}{TYPES}</ReferenceValueSets>"


def documented(*parts: tuple[int, str], script: int = 215) -> str:
    """A name in its parts."""
    values = "".join(
        f'<DocumentedNamePart><NamePartValue NamePartGroupID="{group}" ScriptID="{script}" Acronym="false">{text}'
        "</NamePartValue></DocumentedNamePart>"
        for group, text in parts
    )
    return f'<DocumentedName ID="1" FixedRef="9" DocNameStatusID="1">{values}</DocumentedName>'


def alias(*names: str, kind: int = 1403, primary: bool = False, weak: bool = False) -> str:
    flags = f'Primary="{str(primary).lower()}" LowQuality="{str(weak).lower()}"'
    return f'<Alias FixedRef="9" AliasTypeID="{kind}" {flags}>{"".join(names)}</Alias>'


def feature(kind: int, body: str) -> str:
    return (
        f'<Feature ID="{kind}0" FeatureTypeID="{kind}"><FeatureVersion ID="1" ReliabilityID="1"><Comment/>{body}'
        "</FeatureVersion></Feature>"
    )


def detail(text: str = "", reference: str = "") -> str:
    return f'<VersionDetail DetailTypeID="1432" DetailReferenceID="{reference}">{text}</VersionDetail>'


def period(start: str, end: str, approximate: bool = False) -> str:
    def day(text: str) -> str:
        return "".join(
            f"<{name}>{int(number)}</{name}>"
            for name, number in zip(("Year", "Month", "Day"), text.split("-"), strict=False)
        )

    flag = str(approximate).lower()
    return (
        '<DatePeriod CalendarTypeID="1">'
        + "".join(
            f'<{name} Approximate="{flag}"><From>{day(text)}</From><To>{day(text)}</To></{name}>'
            for name, text in (("Start", start), ("End", end))
            if text
        )
        + "</DatePeriod>"
    )


def party(number: int, aliases: str, features: str = "", kind: int = 4) -> str:
    return (
        f'<DistinctParty FixedRef="{number}"><Comment/><Profile ID="{number}" PartySubTypeID="{kind}">'
        f'<Identity ID="1" FixedRef="{number}" Primary="true">{aliases}{GROUPS}</Identity>{features}</Profile>'
        "</DistinctParty>"
    )


def entry(number: int, profile: int, date: str, *codes: str, basis: int = 1822) -> str:
    year, month, day = date.split("-")
    measures = "".join(
        f'<SanctionsMeasure ID="1" SanctionsTypeID="1"><Comment>{code}</Comment></SanctionsMeasure>' for code in codes
    )
    return (
        f'<SanctionsEntry ID="{number}" ProfileID="{profile}" ListID="1550"><EntryEvent ID="1" LegalBasisID="{basis}">'
        f'<Date CalendarTypeID="1"><Year>{year}</Year><Month>{month}</Month><Day>{day}</Day></Date></EntryEvent>'
        f'<SanctionsMeasure ID="2" SanctionsTypeID="1705"><Comment/></SanctionsMeasure>{measures}</SanctionsEntry>'
    )


NIKPOUR = alias(documented((51, "NIKPOUR"), (52, "Bahram")), primary=True)


def content(*parties: str, entries: str = "", relations: str = "", namespace: str = "urn:advanced") -> bytes:
    return (
        f'<?xml version="1.0" standalone="yes"?><Sanctions xmlns="{namespace}">{sets()}{LOCATIONS}'
        "<IDRegDocuments><IDRegDocument ID='1' IdentityID='1'><IDRegistrationNo>Z7654321</IDRegistrationNo>"
        f"</IDRegDocument></IDRegDocuments><DistinctParties>{''.join(parties)}</DistinctParties>"
        f"<ProfileRelationships>{relations}</ProfileRelationships><SanctionsEntries>{entries}</SanctionsEntries>"
        "</Sanctions>"
    ).encode()


def one(features: str = "", aliases: str = NIKPOUR, kind: int = 4, entries: str = "") -> Record:
    (record,) = read(content(party(9, aliases, features, kind), entries=entries))
    return record


def test_a_person() -> None:
    aliases = (
        alias(
            documented((51, "NIKPOUR"), (52, "Bahram Ali")),
            documented((52, "بهرام"), (51, "نيكپور"), script=160),
            primary=True,
        )
        + alias(documented((51, "NIKPUR"), (52, "Bahram")), kind=1400)
        + alias(documented((51, "ABU BAHRAM")), kind=1400, weak=True)
        + alias(documented((51, "FALK"), (52, "Bahram")), kind=1401)
    )
    features = "".join(
        (
            feature(8, period("1961-03-07", "1961-03-07")),
            feature(9, detail("Osma, Norland")),
            feature(10, '<VersionLocation LocationID="1"/>'),
            feature(11, '<VersionLocation LocationID="3"/>'),
            feature(21, detail("judge@example.org")),
            feature(25, '<VersionLocation LocationID="2"/>'),
            feature(26, detail("Head of the Harbour Court")),
            feature(26, detail("Brigadier General")),
            feature(26, detail("Son of the Minister")),
            feature(125, detail(reference="705")),
            feature(224, detail(reference="91526")),
            feature(999, detail("what the file does not define")),
        )
    )
    record = one(features, aliases, entries=entry(7, 9, "2019-12-19", "HARBOUR", "SDGT"))
    assert (record.key, record.identifier, record.scheme) == ("9", "9", IdentifierScheme.OFAC_ENT_NUM)
    assert (record.type, record.listed, record.programmes) == (EntityType.PERSON, "2019-12-19", ("HARBOUR", "SDGT"))
    assert [(name.text, name.printed, name.kind.value, name.script) for name in record.names] == [
        ("Bahram Ali Nikpour", "NIKPOUR, Bahram Ali", "primary", "Latn"),
        ("بهرام نیکپور", "نیکپور, بهرام", "primary", "Arab"),
        ("Bahram Nikpur", "NIKPUR, Bahram", "alias", "Latn"),
        ("Abu Bahram", "ABU BAHRAM", "weak", "Latn"),
        ("Bahram Falk", "FALK, Bahram", "former", "Latn"),
    ]
    assert record.listings[0].keys == ("entry/7",)
    assert record.listings[0].listed == ""
    assert [born.text for born in record.born] == ["1961-03-07"]
    assert [place.text for place in record.birth_places] == ["Osma, Norland"]
    assert [post.text for post in record.positions] == ["Head of the Harbour Court"]
    assert [title.text for title in record.titles] == ["Brigadier General"]
    assert record.gender is not None
    assert record.gender.text == "male"
    for private in ("Z7654321", "Quay", "example.org", "Son of", "does not define"):
        assert private not in repr(record)


@pytest.mark.parametrize(
    ("kind", "entity"),
    [(1, EntityType.VESSEL), (2, EntityType.AIRCRAFT), (3, EntityType.ENTITY), (4, EntityType.PERSON)],
)
def test_types(kind: int, entity: EntityType) -> None:
    assert one(kind=kind).type is entity


def test_the_name_of_an_entity() -> None:
    record = one(aliases=alias(documented((53, "DOCKS COMPANY, LTD")), primary=True), kind=3)
    assert (record.name, record.names[0].family) == ("DOCKS COMPANY, LTD", "")


def test_a_name_without_groups_is_one_text() -> None:
    record = one(aliases=alias(documented((77, "NIKPOUR"), (78, "Bahram")), primary=True))
    assert (record.name, record.names[0].family) == ("NIKPOUR Bahram", "")


@each(
    ("start", "end", "approximate", "date"),
    [
        ("1961-03-07", "1961-03-07", False, "1961-03-07"),
        ("1961-01-01", "1961-12-31", False, "1961"),
        ("1961-01-01", "1961-12-31", True, "1961~"),
        ("1961-03-01", "1961-03-31", False, "1961-03"),
        ("1961-01-01", "1963-12-31", False, "[1961..1963]"),
        ("1961-03-07", "1961-06-01", False, "[1961-03-07..1961-06-01]"),
        ("1961-01-01", "1963-12-31", True, ""),
        ("1961", "", False, "1961"),
        ("1961-03", "", False, "1961-03"),
    ],
)
def test_a_period_is_a_date(start: str, end: str, approximate: bool, date: str) -> None:
    assert [born.text for born in one(feature(8, period(start, end, approximate))).born] == [date]


@pytest.mark.parametrize("start", ["99999999999-01-01", "1961-13-01", "0-01-01"])
def test_a_period_that_is_not_in_the_calendar_is_no_date(start: str) -> None:
    assert one(feature(8, period(start, start))).born == ()


def test_a_place_of_birth_may_be_a_location_but_never_a_street() -> None:
    record = one(feature(9, '<VersionLocation LocationID="2"/>'))
    assert [place.text for place in record.birth_places] == ["Osma, Norland"]


def test_relations_between_parties_are_not_read() -> None:
    relation = '<ProfileRelationship ID="1" From-ProfileID="9" To-ProfileID="6" RelationTypeID="15005"/>'
    relative = party(6, alias(documented((51, "NIKPOUR"), (52, "Lena")), primary=True))
    official, other = read(content(party(9, NIKPOUR), relative, relations=relation))
    assert "Lena" not in repr(official)
    assert other.name == "Lena Nikpour"


def test_several_entries_of_one_party() -> None:
    entries = entry(7, 9, "2019-12-19", "HARBOUR", basis=1) + entry(5, 9, "2011-04-14", "DOCKS", "HARBOUR")
    record = one(entries=entries)
    assert record.listed == "2011-04-14"
    assert [(item.programme, item.keys) for item in record.listings] == [
        ("HARBOUR", ("entry/7",)),
        ("DOCKS", ("entry/5",)),
    ]


def test_the_old_namespace_and_the_records_bytes() -> None:
    raw = content(
        party(9, NIKPOUR), entries=entry(7, 9, "2019-12-19", "HARBOUR"), namespace="http://www.un.org/sanctions/1.0"
    )
    (record,) = read(raw)
    document = Document(raw, DocumentFormat.OFAC_SDN_ADVANCED)
    assert document.passage(parse(f"record={record.key}")) == party(9, NIKPOUR).encode()
    assert document.passage(parse("record=entry/7")) == entry(7, 9, "2019-12-19", "HARBOUR").encode()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (content(party(9, NIKPOUR), party(9, NIKPOUR)), r"line 1 \(byte \d+\): the key 9 is repeated"),
        (content(party(9, NIKPOUR, kind=77)), "the party 9 has no type that the file defines"),
        (content(party(9, "")), "record 9 has no name"),
        (content('<DistinctParty FixedRef="9"/>'), "the party 9 has no Profile"),
        (content(), "the list has no record"),
        (content(party(9, NIKPOUR))[:-20], "not well-formed XML"),
    ],
)
def test_errors(raw: bytes, message: str) -> None:
    with pytest.raises(ListError, match=message):
        read(raw)
