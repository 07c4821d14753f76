"""OFAC's SDN.CSV with its aliases and countries."""

from __future__ import annotations

from functools import partial

import pytest
from tests.cases import each

from mostanad.documents.lists import formats
from mostanad.documents.lists import read as read_list
from mostanad.documents.records import EntityType, ListError, NameKind, Record
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

read = partial(read_list, DocumentFormat.OFAC_SDN)

NULL = "-0- "


def row(
    number: int = 9,
    name: str = "NIKPOUR, Bahram",
    kind: str = '"individual"',
    programmes: str = "HARBOUR",
    title: str = NULL,
    remarks: str = NULL,
) -> str:
    cells = [str(number), f'"{name}"', kind, f'"{programmes}"', title, *[NULL] * 6, remarks]
    return ",".join(cells) + "\r\n"


def one(**cells: str) -> Record:
    (record,) = read(row(**cells).encode("latin-1"))  # type: ignore[arg-type]
    return record


def remarks(text: str) -> Record:
    return one(remarks=f'"{text}"')


def test_an_entry() -> None:
    record = one(
        programmes="SDGT] [HARBOUR",
        title='"Brigadier General; Head, Harbour Court; Director, Docks Ltd."',
        remarks='"DOB 07 Mar 1961; alt. DOB circa 1960; POB Osma, Norland; nationality Norland; citizen Norland; '
        "alt. citizen Sorland; Gender Male; Additional Sanctions Information - Subject to Secondary Sanctions; "
        "Director, Docks Ltd; a.k.a. 'NIKPUR'; a.k.a. 'ABU-BAHRAM, 'Ali'; f.k.a. 'FALK, Bahram'; "
        'Linked To: HARBOUR COURT."',
    )
    assert (record.key, record.identifier, record.scheme) == ("9", "9", IdentifierScheme.OFAC_ENT_NUM)
    assert (record.type, record.name, record.programmes) == (EntityType.PERSON, "Bahram Nikpour", ("SDGT", "HARBOUR"))
    assert [(name.text, name.printed, name.kind.value) for name in record.names] == [
        ("Bahram Nikpour", "NIKPOUR, Bahram", "primary"),
        ("Bahram Falk", "FALK, Bahram", "former"),
        ("Nikpur", "NIKPUR", "weak"),
        ("'Ali Abu-Bahram", "ABU-BAHRAM, 'Ali", "weak"),
    ]
    assert [(born.text, born.printed) for born in record.born] == [
        ("1961-03-07", "07 Mar 1961"),
        ("1960~", "circa 1960"),
    ]
    assert [place.text for place in record.birth_places] == ["Osma, Norland"]
    assert record.gender is not None
    assert record.gender.text == "male"
    assert [title.text for title in record.titles] == ["Brigadier General"]
    assert [post.text for post in record.positions] == ["Head, Harbour Court", "Director, Docks Ltd."]
    assert [link.printed for link in record.links] == ["HARBOUR COURT"]
    assert all(listing.keys == ("9",) and not listing.listed for listing in record.listings)
    assert record.listed == ""


@pytest.mark.parametrize(
    ("kind", "entity"),
    [
        ('"individual"', EntityType.PERSON),
        ('"Individual"', EntityType.PERSON),
        (NULL, EntityType.ENTITY),
        ("-0-", EntityType.ENTITY),
        ('"vessel"', EntityType.VESSEL),
        ('"aircraft"', EntityType.AIRCRAFT),
    ],
)
def test_types(kind: str, entity: EntityType) -> None:
    assert one(kind=kind).type is entity


def test_the_name_of_an_entity_keeps_its_comma_and_its_capitals() -> None:
    record = one(kind=NULL, name="DOCKS COMPANY, LTD")
    assert (record.name, record.names[0].family) == ("DOCKS COMPANY, LTD", "")


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("HARBOUR", ("HARBOUR",)),
        ("A] [B] [C-D", ("A", "B", "C-D")),
        ("[A] [B]", ("A", "B")),
        ("A]  [A", ("A",)),
        ("CAATSA - NORLAND", ("CAATSA - NORLAND",)),
    ],
)
def test_programmes(cell: str, codes: tuple[str, ...]) -> None:
    assert one(programmes=cell).programmes == codes


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("DOB 1961.", [("1961", "1961")]),
        ("DOB Mar 1961 to Feb 1962.", [("[1961-03..1962-02]", "Mar 1961 to Feb 1962")]),
        ("DOB 1961; alt. DOB 1961.", [("1961", "1961")]),
        ("DOB circa 1960s.", [("", "circa 1960s")]),
    ],
)
def test_dates_of_birth(text: str, born: list[tuple[str, str]]) -> None:
    assert [(date.text, date.printed) for date in remarks(text).born] == born


def test_titles_in_remarks() -> None:
    record = remarks("Title Head of the Docks; Rank Colonel; Alternate Title, Chief, Alternate Title, Judge of Osma.")
    assert [post.text for post in record.positions] == ["Head of the Docks", "Chief", "Judge of Osma"]
    assert [title.text for title in record.titles] == ["Colonel"]


def test_a_remark_that_is_cut_in_the_middle_loses_its_last_item() -> None:
    record = remarks("DOB 1961; POB Osm")
    assert [born.text for born in record.born] == ["1961"]
    assert record.birth_places == ()


@each(
    "item",
    [
        "Passport Z7654321 (Norland) expires 25 May 2010",
        "alt. Passport Z7654321 (Norland)",
        "National ID No. 1234567890 (Norland)",
        "Identification Number 123456789012345678 (Sorland)",
        "Residency Number 310104 (Sorland)",
        "Birth Certificate Number 365",
        "Driver's License No. 12345678 (Sorland)",
        "Driver's License is issued by the State of Osma",
        "Personal ID Card 12345678901",
        "Email Address judge@example.org",
        "Website www.example.org",
        "Digital Currency Address - XBT 1NorLandNorLandNorLandNorLandQu2",
        "Phone Number 98 21 88",
        "Tax ID No. 123456789012 (Sorland)",
        "ethnicity Norlandic",
        "Son of the Minister of Docks",
        "Married to the head of the Harbour Court",
        "Cedula No. 1234567 (Sorland)",
        "Scars on both hands",
        "12 Quay Street, Osma",
        "nationality Norland; alt. citizen Sorland; Linked To: MINISTER OF DOCKS",
        "Organization Type: Activities of head offices; Target Type Government Official",
        "Additional Sanctions Information - Chief Commissioner",
    ],
)
def test_other_remarks_are_not_read(item: str) -> None:
    record = remarks(f"DOB 1961; {item}; POB Osma.")
    assert (record.positions, record.titles) == ((), ())
    assert [born.text for born in record.born] == ["1961"]


def test_latin_1_utf_8_and_the_end_mark() -> None:
    latin = row(name="NIKPÓUR, Bahram").encode("latin-1")
    assert read(latin + b"\x1a")[0].name == "Bahram Nikpóur"
    assert read(row(name="NIKPÓUR, Bahram").encode() + b"\x1a\r\n")[0].name == "Bahram Nikpóur"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (row() + row(), r"line 2 \(byte \d+\): the key 9 is repeated"),
        (row(kind='"robot"'), "type is 'robot'"),
        (row(name=""), "record 9 has no name"),
        (row() + "9,8\r\n", "a row of 2 cells"),
        ("\x1a", "the list has no record"),
    ],
)
def test_errors(content: str, message: str) -> None:
    with pytest.raises(ListError, match=message):
        read(content.encode())


def other_names(content: bytes) -> list[Record]:
    names = formats()[DocumentFormat.OFAC_ALT].names
    assert names is not None
    return list(names(content))


def test_other_names_are_read_as_their_target_wants_and_keep_their_own_keys() -> None:
    found = other_names(
        b'9,1,"aka","NIKPUR, Bahram",-0- \r\n7,2,"fka","HARBOUR, INC.",-0- \r\n9,4,"nka","NIK",-0- \r\n'
    )
    of_persons, of_entities = zip(*(other.names for other in found), strict=True)
    assert [(other.identifier, name.text, name.kind) for other, name in zip(found, of_persons, strict=True)] == [
        ("9", "Bahram Nikpur", NameKind.ALIAS),
        ("7", "INC. Harbour", NameKind.FORMER),
        ("9", "Nik", NameKind.WEAK),
    ]
    assert [(name.text, name.kind, name.key) for name in of_entities] == [
        ("NIKPUR, Bahram", NameKind.ALIAS, "9/1"),
        ("HARBOUR, INC.", NameKind.FORMER, "7/2"),
        ("NIK", NameKind.ALIAS, "9/4"),
    ]


def test_an_alias_of_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(ListError, match=r"line 1 \(byte 0\): type must be aka, fka or nka"):
        other_names(b'9,1,"dba","NIKPUR, Bahram",-0- \r\n')
