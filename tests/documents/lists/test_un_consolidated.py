"""The UN Security Council's list."""

from __future__ import annotations

from functools import partial

import pytest

from mostanad.documents.lists import read as read_list
from mostanad.documents.records import EntityType, ListError, Record
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

read = partial(read_list, DocumentFormat.UN_CONSOLIDATED)
PERSON = (
    "<FIRST_NAME>LENA</FIRST_NAME><SECOND_NAME>FALK</SECOND_NAME><UN_LIST_TYPE>Docks</UN_LIST_TYPE>"
    "<REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER><LISTED_ON>2007-03-24</LISTED_ON>"
)


def content(*records: str) -> bytes:
    return f"<CONSOLIDATED_LIST><INDIVIDUALS>{''.join(records)}</INDIVIDUALS></CONSOLIDATED_LIST>".encode()


def one(more: str = "", person: str = PERSON, tag: str = "INDIVIDUAL") -> Record:
    (record,) = read(content(f"<{tag}>{person}{more}</{tag}>"))
    return record


def test_a_person() -> None:
    record = one(
        "<NAME_ORIGINAL_SCRIPT>لنا فالك</NAME_ORIGINAL_SCRIPT><GENDER>Female</GENDER>"
        "<TITLE><VALUE>General</VALUE></TITLE><DESIGNATION><VALUE>a) Harbour master b) Pilot</VALUE></DESIGNATION>"
        "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Lena Falck; Leena Falk</ALIAS_NAME></INDIVIDUAL_ALIAS>"
        "<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Lena F.</ALIAS_NAME></INDIVIDUAL_ALIAS>"
        "<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>"
        "<INDIVIDUAL_PLACE_OF_BIRTH><CITY>Norport</CITY><COUNTRY>Norland</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>"
    )
    assert (record.identifier, record.scheme, record.type) == ("XXi.001", IdentifierScheme.UN_SC, EntityType.PERSON)
    assert (record.programmes, record.listed) == (("Docks",), "2007-03-24")
    assert [(name.text, name.kind.value) for name in record.names] == [
        ("Lena Falk", "primary"),
        ("لنا فالک", "primary"),
        ("Lena Falck", "alias"),
        ("Leena Falk", "alias"),
        ("Lena F.", "weak"),
    ]
    assert [said.text for said in (*record.titles, *record.positions)] == ["General", "Harbour master", "Pilot"]
    assert [said.text for said in record.birth_places] == ["Norport, Norland"]


@pytest.mark.parametrize(
    ("birth", "born"),
    [
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1959-04-27</DATE>", "1959-04-27"),
        ("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1959</YEAR>", "1959~"),
        ("<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1958</FROM_YEAR><TO_YEAR>1960</TO_YEAR>", "[1958..1960]"),
        ("<TYPE_OF_DATE/>", None),
    ],
)
def test_births(birth: str, born: str | None) -> None:
    record = one(f"<INDIVIDUAL_DATE_OF_BIRTH>{birth}</INDIVIDUAL_DATE_OF_BIRTH>")
    assert next((said.text for said in record.born), None) == born


def test_a_body_of_before() -> None:
    body = PERSON.replace("<SECOND_NAME>FALK</SECOND_NAME>", "").replace("LENA", "OSMA WORKS").replace("XXi", "XXe")
    former = "<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Osma Mill</ALIAS_NAME></ENTITY_ALIAS>"
    record = one(former, body, "ENTITY")
    assert (record.type, record.key) == (EntityType.ENTITY, "XXe.001")
    assert [(name.text, name.kind.value) for name in record.names] == [
        ("OSMA WORKS", "primary"),
        ("Osma Mill", "former"),
    ]


def test_what_is_private_is_not_read() -> None:
    private = "<COMMENTS1>Son of A</COMMENTS1><INDIVIDUAL_DOCUMENT><NUMBER>X12345678</NUMBER></INDIVIDUAL_DOCUMENT>"
    assert one(f"{private}<INDIVIDUAL_ADDRESS><STREET>1 Quay</STREET></INDIVIDUAL_ADDRESS>") == one()


def test_a_day_may_have_a_zone() -> None:
    assert one(person=PERSON.replace("2007-03-24", "2007-03-24-04:00")).listed == "2007-03-24"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (content("<INDIVIDUAL><FIRST_NAME>A</FIRST_NAME></INDIVIDUAL>"), "the record has no REFERENCE_NUMBER"),
        (content(f"<ENTITY>{PERSON}</ENTITY>", f"<ENTITY>{PERSON}</ENTITY>"), "the key XXi.001 is repeated"),
        (content(f"<ENTITY>{PERSON.replace('2007-03-24', '')}</ENTITY>"), "LISTED_ON: '' is not a day"),
        (content(f"<ENTITY>{PERSON.replace('LENA', '').replace('FALK', '')}</ENTITY>"), "record XXi.001 has no name"),
        (content(), "the list has no record"),
        (b"<LIST/>", "the root element is <LIST>"),
    ],
)
def test_what_is_no_such_list(raw: bytes, says: str) -> None:
    with pytest.raises(ListError, match=says):
        read(raw)
