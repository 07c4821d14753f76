"""Annexes of EU regulations as tables."""

from __future__ import annotations

from functools import partial

import pytest

from mostanad.documents.document import Document
from mostanad.documents.lists import read as read_list
from mostanad.documents.records import EntityType, ListError, Record
from mostanad.documents.selectors import parse
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

read = partial(read_list, DocumentFormat.EU_ANNEX)

FULL = (
    "no\tname\taka\tname_native\tdate_of_birth\tplace_of_birth\tnationality\tgender\tfunction\tlisted_on",
    "no\tname\taka\tname_native\tlisted_on",
)


def table(header: str, *rows: str) -> bytes:
    return "\n".join((header, *rows, "")).encode()


def one(header: str, row: str) -> Record:
    (record,) = read(table(header, row))
    return record


def spellings(record: Record) -> list[tuple[str, str, str]]:
    return [(name.text, name.kind.value, name.script) for name in record.names]


def test_a_person_of_annex_i() -> None:
    row = (
        "21\tNIKPOUR Dr Bahram\tNIKPUR, Bahram; NASSER; Seyed, Sayyed and Sayyid\t"
        "نيك پور بهرام; بهرام (a.k.a. بهرام ن)\tcirca 1961\t"
        "Osma (Norland)\tNorlandic\tmale\tHead, Harbour Court; former Minister\t2011-04-12"
    )
    record = one(FULL[0], row)
    assert (record.key, record.identifier, record.scheme) == ("21", "p21", IdentifierScheme.EU_359_2011)
    assert (record.type, record.listed, record.programmes) == (EntityType.PERSON, "2011-04-12", ("359/2011",))
    assert spellings(record) == [
        ("Bahram Nikpour", "primary", "Latn"),
        ("Bahram Nikpur", "alias", "Latn"),
        ("Nasser", "weak", "Latn"),
        ("نیک پور بهرام", "primary", "Arab"),
        ("بهرام", "weak", "Arab"),
        ("بهرام ن", "alias", "Arab"),
    ]
    assert record.names[0].printed == "NIKPOUR Dr Bahram"
    assert [(born.text, born.printed) for born in record.born] == [("1961~", "circa 1961")]
    assert [place.text for place in record.birth_places] == ["Osma (Norland)"]
    assert [title.text for title in record.titles] == ["Dr"]
    assert [post.text for post in record.positions] == ["Head, Harbour Court", "former Minister"]
    assert record.gender is not None
    assert record.gender.text == "male"
    assert "Norlandic" not in repr(record)
    assert record.listings[0].keys == ("21",)


def test_a_short_table_of_persons() -> None:
    record = one("no\tname\taka\tlisted_on", "3\tNIKPOUR (NIKPUR) Bahram\t\t2011-04-12")
    assert record.identifier == "p3"
    assert [name.text for name in record.names] == ["Bahram Nikpour", "Bahram Nikpur"]
    assert (record.born, record.gender, record.positions) == ((), None, ())


@pytest.mark.parametrize(
    ("header", "row"),
    [(FULL[1], "5\tHarbour Court (HC)\tThe Court\tدادگاه\t2012-03-23"), ("no\tname\tlisted_on", "5\tX\t2012-03-23")],
)
def test_entities(header: str, row: str) -> None:
    record = one(header, row)
    assert (record.identifier, record.type, record.key) == ("e5", EntityType.ENTITY, "5")


def test_names_of_an_entity_are_as_printed() -> None:
    record = one(FULL[1], "5\tHarbour Court (HC)\tNAJA; The Court\tدادگاه\t2012-03-23")
    assert spellings(record) == [
        ("Harbour Court (HC)", "primary", "Latn"),
        ("NAJA", "alias", "Latn"),
        ("The Court", "alias", "Latn"),
        ("دادگاه", "primary", "Arab"),
    ]


def test_another_annex_has_parts_and_no_scheme() -> None:
    record = one("part\tno\tname\treasons\tlisted_on", "II.A\t6\tIRGC Bahram NIKPOUR\tHe commands\t2008-06-23")
    assert (record.key, record.identifier, record.scheme) == ("II.A/6", "II.A/6", None)
    assert (record.programmes, record.name) == (("267/2012",), "Bahram Nikpour")
    assert [title.text for title in record.titles] == ["IRGC"]
    assert "commands" not in repr(record)


def test_differences_between_versions_are_located_and_not_read() -> None:
    header = "kind\tno\tname\tlisted_on\tdifference"
    content = table(header, "person\t6\tNIKPOUR Bahram\t2011-04-12\tdeleted", "entity\t6\tCourt\t2012-03-23\tadded")
    document = Document(content, DocumentFormat.EU_ANNEX)
    assert document.passage(parse("record=person/6")) == b"person\t6\tNIKPOUR Bahram\t2011-04-12\tdeleted"
    with pytest.raises(ListError, match="no table of an annex has the header kind, no, name"):
        read(content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (table(FULL[1], "5\tX\t\t\t2012-03-23", "5\tY\t\t\t2012-03-23"), r"line 3 \(byte \d+\): the key 5 is repeated"),
        (table(FULL[1], "5\t\t\t\t2012-03-23"), "record 5 has no name"),
        (table(FULL[0], "5\t\tNIKPUR B" + 7 * "\t" + "2012-03-23"), "record 5 has no name"),
        (table(FULL[1], "5\tX\t\t\t2012"), "listed_on: '2012' is not a day"),
        (table(FULL[1]), "the list has no record"),
        (table("no\tname\tcolour\tlisted_on", "5\tX\tred\t2012-03-23"), "no table of an annex has the header"),
    ],
)
def test_errors(content: bytes, message: str) -> None:
    with pytest.raises(ListError, match=message):
        read(content)
