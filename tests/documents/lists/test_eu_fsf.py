"""The EU's Financial Sanctions Files, XML and CSV, on small files of their structure."""

from __future__ import annotations

import csv
import io

import pytest
from tests.cases import each

from mostanad.documents.lists import read as read_list
from mostanad.documents.records import EntityType, ListError, Record
from mostanad.models.vocabularies import DocumentFormat

PARTS = {
    "Entity": "LogicalId EU_ReferenceNumber UnitedNationId DesignationDate DesignationDetails Remark SubjectType "
    "SubjectType_ClassificationCode",
    "Entity_Regulation": "Type PublicationDate EntryIntoForceDate NumberTitle Programme PublicationUrl",
    "NameAlias": "LastName FirstName MiddleName WholeName NameLanguage Gender Title Function LogicalId",
    "Address": "City Street PoBox ZipCode CountryDescription LogicalId",
    "BirthDate": "BirthDate Day Month Year YearRangeFrom YearRangeTo Circa CalendarType ZipCode Region Place City "
    "CountryIso2Code CountryDescription LogicalId",
    "Identification": "Number TypeCode LogicalId",
    "Citizenship": "Region CountryIso2Code CountryDescription LogicalId",
}
HEADER = ["fileGenerationDate", *(f"{prefix}_{name}" for prefix, columns in PARTS.items() for name in columns.split())]
REGULATION = (
    '<regulation regulationType="amendment" organisationType="council" publicationDate="2021-04-12" '
    'entryIntoForceDate="2021-04-13" numberTitle="2021/584 (OJ L124I)" programme="NOR" logicalId="1">'
    "<publicationUrl>https://example.org/act</publicationUrl></regulation>"
)
PERSON = '<subjectType code="person" classificationCode="P"/>'
NAME = (
    '<nameAlias firstName="Bahram" middleName="Ali" lastName="NIKPOUR" wholeName="Bahram Ali NIKPOUR" gender="M" '
    'title="(a) Dr, (b) Mullah" function="Head of the Harbour Court; Son of the Minister" nameLanguage="" '
    'strong="true" logicalId="1"><regulationSummary numberTitle="x"/></nameAlias>'
)


def read(content: bytes) -> list[Record]:
    is_xml = content.startswith(b"<")
    return read_list(DocumentFormat.EU_FSF_XML if is_xml else DocumentFormat.EU_FSF_CSV, content)


def entity(body: str, attributes: str = 'euReferenceNumber="EU.1.2" logicalId="1"') -> str:
    return f"<sanctionEntity {attributes}>{body}</sanctionEntity>"


def xml(*entities: str) -> bytes:
    return f'<?xml version="1.0"?>\n<export xmlns="urn:fsf">{"".join(entities)}</export>'.encode()


def one(*body: str) -> Record:
    (record,) = read(xml(entity("".join(body))))
    return record


def table(*rows: dict[str, str]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER, restval="", delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    common = {
        "Entity_LogicalId": "1",
        "Entity_EU_ReferenceNumber": "EU.1.2",
        "Entity_SubjectType": "P",
        "Entity_SubjectType_ClassificationCode": "person",
        "Entity_Regulation_Programme": "NOR",
        "Entity_Regulation_NumberTitle": "2021/584 (OJ L124I)",
        "Entity_Regulation_PublicationDate": "2021-04-12",
        "Entity_Regulation_EntryIntoForceDate": "2021-04-13",
    }
    writer.writerows(common | row for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def test_a_person_in_xml() -> None:
    raw = xml(
        entity(
            "<remark>Son of the Minister, 12 Quay Street</remark>"
            + REGULATION
            + PERSON
            + NAME
            + '<nameAlias wholeName="Бахрам НИКПУР" nameLanguage="BG" strong="true"/>'
            + '<nameAlias wholeName="Bahram NIKPUR" strong="true"/><nameAlias wholeName="Old Nik" strong="false"/>'
            + '<birthdate circa="false" calendarType="GREGORIAN" city="Osma" zipCode="1010" birthdate="1961-03-07" '
            'dayOfMonth="7" monthOfYear="3" year="1961" countryDescription="NORLAND"/>'
            + '<citizenship countryIso2Code="NO" countryDescription="NORLAND"/>'
            + '<citizenship countryIso2Code="00" countryDescription="UNKNOWN"/>'
            + '<identification number="Z7654321" identificationTypeCode="passport"/>'
            + '<address street="12 Quay Street" city="Falk" countryDescription="SORLAND"/>',
            'designationDate="2021-04-12" euReferenceNumber="EU.1.2" logicalId="1" designationDetails="private"',
        )
    )
    (record,) = read(raw)
    assert (record.key, record.identifier, record.scheme) == ("EU.1.2", "EU.1.2", None)
    assert (record.type, record.listed, record.programmes) == (EntityType.PERSON, "2021-04-12", ("NOR",))
    assert [(name.text, name.printed, name.kind.value, name.script, name.language) for name in record.names] == [
        ("Bahram Ali Nikpour", "Bahram Ali NIKPOUR", "primary", "Latn", ""),
        ("Бахрам Никпур", "Бахрам НИКПУР", "primary", "Cyrl", "bg"),
        ("Bahram Nikpur", "Bahram NIKPUR", "alias", "Latn", ""),
        ("Old Nik", "Old Nik", "weak", "Latn", ""),
    ]
    assert record.listings[0].keys == ("EU.1.2",)
    assert [(born.text, born.printed) for born in record.born] == [("1961-03-07", "1961-03-07")]
    assert [place.text for place in record.birth_places] == ["Osma, NORLAND"]
    assert [title.text for title in record.titles] == ["Dr", "Mullah"]
    assert [post.text for post in record.positions] == ["Head of the Harbour Court"]
    assert record.gender is not None
    assert record.gender.text == "male"
    for private in ("Z7654321", "Quay", "SORLAND", "Son of", "1010", "private"):
        assert private not in repr(record)


def test_the_same_person_in_csv_with_the_rows_that_say_what() -> None:
    raw = table(
        {"NameAlias_LastName": "NIKPOUR", "NameAlias_FirstName": "Bahram", "NameAlias_WholeName": "Bahram NIKPOUR",
         "NameAlias_Gender": "M", "NameAlias_Function": "Head of the Harbour Court", "NameAlias_LogicalId": "1"},
        {"Entity_EU_ReferenceNumber": "EU.9.9", "Entity_LogicalId": "9", "Entity_SubjectType": "E",
         "NameAlias_WholeName": "Harbour Court; Osma", "Entity_DesignationDate": "12/04/2021"},
        {"Address_Street": "12 Quay Street", "Address_City": "Falk", "Address_LogicalId": "3"},
        {"BirthDate_Year": "1961", "BirthDate_Month": "3", "BirthDate_Circa": "false", "BirthDate_City": "Osma",
         "BirthDate_CountryDescription": "NORLAND", "BirthDate_ZipCode": "1010"},
        {"Citizenship_CountryDescription": "NORLAND"},
        {"Identification_Number": "Z7654321"},
    )  # fmt: skip
    person, court = read(raw)
    assert (person.identifier, person.key, person.type) == ("EU.1.2", "EU.1.2/1", EntityType.PERSON)
    assert [(name.text, name.key) for name in person.names] == [("Bahram Nikpour", "EU.1.2/1")]
    assert [(born.text, born.key) for born in person.born] == [("1961-03", "EU.1.2/3")]
    assert [(place.text, place.key) for place in person.birth_places] == [("Osma, NORLAND", "EU.1.2/3")]
    assert [(post.text, post.key) for post in person.positions] == [("Head of the Harbour Court", "EU.1.2/1")]
    assert person.listings[0].keys == tuple(f"EU.1.2/{number}" for number in range(1, 6))
    assert person.listed == ""
    assert (court.name, court.type, court.listed) == ("Harbour Court; Osma", EntityType.ENTITY, "2021-04-12")
    for private in ("Z7654321", "Quay", "Falk", "1010"):
        assert private not in repr(person)


@each(
    ("attributes", "date", "printed"),
    [
        ('year="1961" circa="true"', "1961~", "circa 1961"),
        ('year="1961" monthOfYear="3"', "1961-03", "1961-03"),
        ('birthdate="1961-03-07" year="1961"', "1961-03-07", "1961-03-07"),
        ('yearRangeFrom="1953" yearRangeTo="1958"', "[1953..1958]", "1953 to 1958"),
        ('yearRangeFrom="1953" yearRangeTo="1958" circa="true"', "", "circa 1953 to 1958"),
        ('yearRangeTo="1980"', "[..1980]", "to 1980"),
        ('yearRangeFrom="1980"', "", "1980 to"),
        ('yearRangeFrom="1980" yearRangeTo="1980"', "1980", "1980 to 1980"),
        ('year="1340" calendarType="ISLAMIC"', "", "1340"),
        ('year="1961" monthOfYear="99999999999"', "1961", "1961"),
    ],
)
def test_dates_of_birth(attributes: str, date: str, printed: str) -> None:
    record = one(PERSON, NAME, f"<birthdate {attributes}/>")
    assert [(born.text, born.printed) for born in record.born] == [(date, printed)]


def test_regulations_of_one_programme_are_one_listing() -> None:
    other = REGULATION.replace("2021/584 (OJ L124I)", "359/2011 (OJ L100)").replace("2021-04", "2011-04")
    third = REGULATION.replace('"NOR"', '"SOR"')
    assert one(REGULATION, other, third, PERSON, NAME).programmes == ("NOR", "SOR")


def test_an_entity_has_no_posts_and_its_name_keeps_its_capitals() -> None:
    record = one(
        '<subjectType classificationCode="E"/>'
        '<nameAlias wholeName="HARBOUR COURT" function="Head of it" strong="true"/>'
    )
    assert (record.name, record.positions) == ("HARBOUR COURT", ())


def test_an_entry_without_a_reference_number_has_its_logical_id() -> None:
    (record,) = read(xml(entity(PERSON + NAME, 'logicalId="13"')))
    assert (record.key, record.identifier) == ("13", "13")


@each(
    ("raw", "message"),
    [
        (xml(entity(PERSON + NAME), entity(PERSON + NAME)), r"line 2 \(byte \d+\): the key EU.1.2 is repeated"),
        (xml(entity(PERSON)), "record EU.1.2 has no name"),
        (xml(entity(NAME)), "subject type is ''"),
        (xml(entity(PERSON + NAME, 'logicalId="1" designationDate="2021"')), "designation date: '2021' is not a day"),
        (xml(), "the list has no record"),
        (table(), "the list has no record"),
        (table({"NameAlias_WholeName": "X", "Entity_SubjectType": "robot"}), "subject type is 'robot'"),
        (b"<export>", "not well-formed XML"),
    ],
)
def test_errors(raw: bytes, message: str) -> None:
    with pytest.raises(ListError, match=message):
        read(raw)
