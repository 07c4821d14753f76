"""The UK's ConList.csv."""

from __future__ import annotations

import csv
import io
from functools import partial

import pytest

from mostanad.documents.lists import read as read_list
from mostanad.documents.records import EntityType, ListError, Record
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

read = partial(read_list, DocumentFormat.UK_CONLIST)

COLUMNS = (
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,DOB,Town of Birth,Country of Birth,Nationality,Passport Details,"
    "NI Number,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,"
    "Other Information,Group Type,Alias Type,Regime,Listed On,Last Updated,Group ID"
)
OLD = COLUMNS.split(",")
NEW = [
    *OLD[:7],
    *("Name Non-Latin Script", "Non-Latin Script Type", "Non-Latin Script Language"),
    *OLD[7:11],
    *("Passport Number", "Passport Details", "National Identification Number", "National Identification Details"),
    *OLD[13:25],
    *("Alias Quality", "Regime", "Listed On", "UK Sanctions List Date Designated", "Last Updated", "Group ID"),
]
ROW = {
    "Name 6": "NIKPOUR",
    "Name 1": "Bahram",
    "Group Type": "Individual",
    "Alias Type": "Prime Alias",
    "Regime": "Docks",
    "Listed On": "14/04/2011",
    "Last Updated": "14/04/2011",
    "Group ID": "7",
}


def content(*rows: dict[str, str], header: list[str] = OLD, encoding: str = "cp1252") -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, header, restval="", lineterminator="\r\n")
    text.write("Last Updated,13/04/2018" + "," * (len(header) - 2) + "\r\n")
    writer.writeheader()
    writer.writerows(ROW | row for row in rows)
    return text.getvalue().encode(encoding)


def one(*rows: dict[str, str], header: list[str] = OLD, encoding: str = "cp1252") -> Record:
    (record,) = read(content(*rows, header=header, encoding=encoding))
    return record


def test_rows_of_a_group_are_one_target_wherever_they_stand() -> None:
    records = read(
        content(
            {"Name 6": " NIKPUR ", "Alias Type": "AKA", "DOB": "00/00/1961"},
            {"Name 6": "COURT", "Name 1": "", "Group ID": "8", "Group Type": "Entity"},
            {"Name 1": "Bahram", "Name 2": "Ali", "DOB": "07/03/1962", "Title": "Dr"},
            {"Name 1": "Bahram", "Name 2": "Ali", "DOB": "07/03/1962", "Regime": "Ships", "Listed On": "01/02/2012"},
        )
    )
    person, court = records
    assert (person.identifier, person.scheme, person.key) == ("7", IdentifierScheme.UK_GROUP_ID, "7/1")
    assert [(name.text, name.printed, name.kind.value, name.key) for name in person.names] == [
        ("Bahram Ali Nikpour", "NIKPOUR, Bahram Ali", "primary", "7/2"),
        ("Bahram Nikpur", "NIKPUR, Bahram", "alias", "7/1"),
    ]
    assert [(born.text, born.key) for born in person.born] == [("1961", "7/1"), ("1962-03-07", "7/2")]
    assert [(item.programme, item.listed, item.keys) for item in person.listings] == [
        ("Docks", "2011-04-14", ("7/1", "7/2")),
        ("Ships", "2012-02-01", ("7/3",)),
    ]
    assert (person.listed, [title.text for title in person.titles]) == ("2011-04-14", ["Dr"])
    assert (court.name, court.type, court.key, court.born) == ("COURT", EntityType.ENTITY, "8/1", ())


@pytest.mark.parametrize(
    ("town", "country", "places"),
    [
        ("Osma", "Norland", ["Osma, Norland"]),
        ("Osma", "", ["Osma"]),
        ("", "Norland", ["Norland"]),
        ("Osma", "Osma, Norland (Kingdom of).", ["Osma, Norland (Kingdom of)"]),
        (
            "(a) Osma, Norland (b) Falk, Sorland (Old)",
            "(a) Norland (b) Sorland",
            ["Osma, Norland", "Falk, Sorland (Old)"],
        ),
        ("(1) Osma (2) Falk", "Norland", ["Osma, Norland", "Falk, Norland"]),
        ("Falk (South)", "Norland", ["Falk (South), Norland"]),
    ],
)
def test_places_of_birth(town: str, country: str, places: list[str]) -> None:
    record = one({"Town of Birth": town, "Country of Birth": country})
    assert [place.text for place in record.birth_places] == places


def test_other_information_is_read_in_parts() -> None:
    record = one(
        {
            "DOB": "00/00/1961",
            "Position": "Head of the Court",
            "Passport Details": "(a) Z7654321 (b) Z1234567",
            "Address 1": "12 Quay Street",
            "Country": "Sorland",
            "Other Information": "EU listing. Not UN. UN Ref NOi.020. Passport no: Z7654321. "
            "Former Minister (until 2010). Former  Mayor of Osma.  "
            "DOB is approximate. Place of work: Harbour HQ. Son of the Minister. Male. "
            "Also referred to as 'Old Nik'. Former husband of Lena.",
        }
    )
    assert [(born.text, born.printed) for born in record.born] == [("1961~", "00/00/1961")]
    assert record.gender is not None
    assert record.gender.text == "male"
    assert [post.text for post in record.positions] == [
        "Head of the Court",
        "Former Minister (until 2010)",
        "Former Mayor of Osma",
    ]
    assert [(name.text, name.kind.value) for name in record.names] == [
        ("Bahram Nikpour", "primary"),
        ("Old Nik", "weak"),
    ]
    for private in ("Z7654321", "Z1234567", "Quay", "Sorland", "Place of work", "Son of", "Lena"):
        assert private not in repr(record)


def test_quotation_marks_of_windows() -> None:
    assert b"\x91" in content({"Position": "Head of the ‘Docks’"})
    assert one({"Position": "Head of the ‘Docks’"}).positions[0].text == "Head of the ‘Docks’"


def test_the_columns_since_2022() -> None:
    record = one(
        {
            "Name Non-Latin Script": "بهرام نيكپور",
            "Alias Quality": "Good quality",
            "Passport Number": "Z7654321",
            "UK Sanctions List Date Designated": "13/04/2011",
            "Other Information": "(UK Sanctions List Ref):NOR0001. (Gender):Female",
        },
        {"Name 6": "NIK", "Name 1": "Old", "Alias Type": "Alias", "Alias Quality": "Low quality"},
        {"Name 1": "Bahrám", "Alias Type": "Primary name variation"},
        header=NEW,
        encoding="utf-8",
    )
    assert [(name.text, name.kind.value, name.script) for name in record.names] == [
        ("Bahram Nikpour", "primary", "Latn"),
        ("بهرام نیکپور", "primary", "Arab"),
        ("Old Nik", "weak", "Latn"),
        ("Bahrám Nikpour", "alias", "Latn"),
    ]
    assert record.gender is not None
    assert record.gender.text == "female"
    assert "Z7654321" not in repr(record)


def test_a_list_without_the_line_before_its_header() -> None:
    text = content({}).split(b"\r\n", 1)[1]
    assert read(text)[0].name == "Bahram Nikpour"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"Group Type": "Robot"}, r"line 3 \(byte \d+\): Group Type is 'Robot'"),
        ({"Alias Type": "Dream"}, "Alias Type is 'Dream'"),
        ({"Listed On": "2011"}, "Listed On: '2011' is not a day"),
        ({"Group ID": ""}, "Group ID is ''"),
    ],
)
def test_errors(row: dict[str, str], message: str) -> None:
    with pytest.raises(ListError, match=message):
        read(content(row))


def test_a_list_without_rows_is_an_error() -> None:
    with pytest.raises(ListError, match="the list has no record"):
        read(content())
