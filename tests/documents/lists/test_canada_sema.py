"""Canada's list."""

from __future__ import annotations

from functools import partial

import pytest

from mostanad.documents.lists import read as read_list
from mostanad.documents.records import EntityType, ListError, Record
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

read = partial(read_list, DocumentFormat.CANADA_SEMA)

PERSON = {"LastName": "Nikpour\u00a0", "GivenName": " Bahram "}


def content(*records: dict[str, str]) -> bytes:
    text = ""
    for record in records:
        cells = {"Country": "Iran", "Schedule": "1, Part 2", "Item": "4"} | record
        text += "<record>" + "".join(f"<{name}>{value}</{name}>" for name, value in cells.items()) + "</record>\n"
    return f"<data-set>{text}</data-set>".encode()


def one(**cells: str) -> Record:
    (record,) = read(content(cells))
    return record


def spellings(record: Record) -> list[tuple[str, str, str, str]]:
    return [(name.text, name.kind.value, name.script, name.language) for name in record.names]


def test_a_person() -> None:
    record = one(
        **PERSON,
        Aliases=" Bahram Nikpur,Nik, بهرام نيكپور\n",
        DateOfBirthOrShipBuildDate="1963 or 1964",
        DateOfListing="2024-09-17",
    )
    assert (record.key, record.identifier, record.scheme) == ("1, Part 2/4", "1, Part 2/4", IdentifierScheme.CA_SEMA)
    assert (record.type, record.listed, record.programmes) == (EntityType.PERSON, "2024-09-17", ("1, Part 2",))
    assert spellings(record) == [
        ("Bahram Nikpour", "primary", "Latn", ""),
        ("Bahram Nikpur", "alias", "Latn", ""),
        ("Nik", "weak", "Latn", ""),
        ("بهرام نیکپور", "primary", "Arab", ""),
    ]
    assert record.names[0].printed == "Nikpour, Bahram"
    assert [(born.text, born.printed) for born in record.born] == [("[1963,1964]", "1963 or 1964")]


def test_the_day_that_stands_on_all_older_entries_is_a_bound() -> None:
    assert one(**PERSON, DateOfListing="2016-02-05").listed == "[..2016-02-05]"


def test_titles_among_given_names() -> None:
    record = one(LastName="Nikpour", GivenName="Hojatoleslam Ali")
    assert (record.name, [title.text for title in record.titles]) == ("Ali Nikpour", ["Hojatoleslam"])
    assert one(LastName="Nikpour", GivenName="Ayatollah").name == "Ayatollah Nikpour"


@pytest.mark.parametrize(
    ("schedule", "item", "family", "given", "name"),
    [
        ("1, Part 2.1", "99", "Mohammad Mehdi", "Esmaili", "Mohammad Mehdi Esmaili"),
        ("1, Part 2.1", "101", "Mojtaba", "Zonnouri", "Mojtaba Zonnouri"),
        ("1, Part 2.1", "101", "Zonnouri", "Mojtaba", "Mojtaba Zonnouri"),
        ("1, Part 2.1", "98", "Mojtaba", "Zonnouri", "Zonnouri Mojtaba"),
    ],
)
def test_swapped_names_are_put_right_where_they_are_known(
    schedule: str, item: str, family: str, given: str, name: str
) -> None:
    record = one(Schedule=schedule, Item=item, LastName=family, GivenName=given)
    assert record.name == name
    assert record.names[0].printed == f"{family}, {given}"


def test_the_name_of_another_person_is_a_misprint() -> None:
    alias = {"LastName": "Mojtaba", "GivenName": "Zonnouri", "Aliases": "محمد مسرور", "Schedule": "1, Part 2.1"}
    assert one(**alias, Item="101").names[1].kind.value == "misprint"
    assert one(**alias, Item="102").names[1].kind.value == "primary"


def test_two_aliases_with_nothing_between() -> None:
    record = one(**PERSON, Aliases="Bahram Ali Nikpour Bahram Ali Nikpur\n بهرام")
    assert [name.text for name in record.names[1:3]] == ["Bahram Ali Nikpour", "Bahram Ali Nikpur"]


def test_entities_in_two_languages() -> None:
    record = one(
        EntityOrShip="Harbour Court/Tribunal du port",
        Aliases="HC, Court, Ltd./TP, la Cour et le Tribunal",
    )
    assert record.type is EntityType.ENTITY
    assert spellings(record) == [
        ("Harbour Court", "primary", "Latn", "en"),
        ("Tribunal du port", "alias", "Latn", "fr"),
        ("HC", "alias", "Latn", "en"),
        ("Court, Ltd.", "alias", "Latn", "en"),
        ("TP", "alias", "Latn", "fr"),
        ("la Cour", "alias", "Latn", "fr"),
        ("le Tribunal", "alias", "Latn", "fr"),
    ]


def test_a_name_in_brackets_and_escaped_signs() -> None:
    record = one(Entity="Docks &amp; Co. Limited\nCompany (also known as D&amp;C Limited)")
    assert [name.text for name in record.names] == ["Docks & Co. Limited Company", "D&C Limited"]


def test_elements_in_two_languages_since_2025() -> None:
    (record,) = read(
        b"<data-set><record><Country-Pays>Norland / Norlande</Country-Pays><LastName-NomDeFamille>Nikpour"
        b"</LastName-NomDeFamille><GivenName-Prenom>Bahram</GivenName-Prenom><TitleOrShipType-TitreOuTypeDeNavire>"
        b"Colonel, Head of the Court|Colonel, chef</TitleOrShipType-TitreOuTypeDeNavire>"
        b"<Schedule-Annexe>1</Schedule-Annexe><Item-NumeroDarticle>4</Item-NumeroDarticle><DateOfListing-DateDinscription>2025-11-01"
        b"</DateOfListing-DateDinscription></record></data-set>"
    )
    assert (record.key, record.programmes, record.listed) == ("Norland/1/4", ("Norland/1",), "2025-11-01")
    assert [title.text for title in record.titles] == ["Colonel"]
    assert [post.text for post in record.positions] == ["Head of the Court"]


def test_a_ship_is_not_born() -> None:
    record = one(EntityOrShip="Osma Star", ShipIMONumber="1234567", DateOfBirthOrShipBuildDate="1999")
    assert (record.type, record.born) == (EntityType.VESSEL, ())
    assert "1234567" not in repr(record)


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ([PERSON, PERSON], r"line 2 \(byte \d+\): the key 1, Part 2/4 is repeated"),
        ([{"EntityOrShip": " "}], "record 1, Part 2/4 has no name"),
        ([PERSON | {"DateOfListing": "2024"}], "DateOfListing: '2024' is not a day"),
        ([PERSON | {"Item": ""}], "no country, schedule or item"),
        ([], "the list has no record"),
    ],
)
def test_errors(records: list[dict[str, str]], message: str) -> None:
    with pytest.raises(ListError, match=message):
        read(content(*records))
