"""Annexes of EU regulations with their reasons. All of it is invented."""

from __future__ import annotations

import csv
import io
from functools import partial

import pytest
from tests.cases import each

from mostanad.documents.document import Document
from mostanad.documents.lists import read as read_list
from mostanad.documents.records import EntityType, ListError, Record
from mostanad.documents.selectors import parse
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

read = partial(read_list, DocumentFormat.EU_ANNEX_CSV)
COLUMNS = (
    *("celex", "recordId", "programKey", "annex", "startDate", "reason", "schema", "name", "alias", "weakAlias"),
    *("previousName", "birthDate", "birthPlace", "position", "gender", "passportNumber", "fatherName", "address"),
)
JUDGE = {
    **{"celex": "32011R0359", "recordId": "21", "annex": "I.A", "startDate": "12.4.2011", "schema": "Person"},
    **{"reason": "He said, “no”,\nin Osma.", "name": "NIKPOUR Dr Bahram", "birthDate": "27.11.1961; Osma"},
    "alias": "‘Nasser’; NIKPUR Bahram; Seyed, Sayyed and Sayyid; نيك‌پور بهرام",
    **{"weakAlias": "Harbourmaster of Osma", "previousName": "FALK Bahram", "birthPlace": "Osma (Norland); Kirkvik"},
    "position": "Brigadier-General; Head of the Harbour Court; his wife Lena Falkson",
    **{"gender": "Male", "passportNumber": "998877", "fatherName": "Falkson", "address": "Quay 1"},
}


def table(*rows: dict[str, str]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def one(**cells: str) -> Record:
    (record,) = read(table(JUDGE | cells))
    return record


def test_a_person_of_annex_i() -> None:
    record = one()
    assert (record.key, record.identifier, record.scheme) == ("I.A/21", "p21", IdentifierScheme.EU_359_2011)
    assert (record.type, record.listed, record.programmes) == (EntityType.PERSON, "2011-04-12", ("359/2011",))
    assert [(name.text, name.kind.value, name.script) for name in record.names] == [
        ("Bahram Nikpour", "primary", "Latn"),
        ("Nasser", "weak", "Latn"),
        ("Bahram Nikpur", "alias", "Latn"),
        ("نیک‌پور بهرام", "primary", "Arab"),
        ("Harbourmaster of Osma", "weak", "Latn"),
        ("Bahram Falk", "former", "Latn"),
    ]
    assert [born.text for born in record.born] == ["1961-11-27"]
    assert [place.text for place in record.birth_places] == ["Osma (Norland)", "Kirkvik"]
    assert [title.text for title in record.titles] == ["Dr", "Brigadier-General"]
    assert [post.text for post in record.positions] == ["Head of the Harbour Court"]
    assert record.gender is not None
    assert record.gender.text == "male"
    for private in ("998877", "Falkson", "Quay", "“no”"):
        assert private not in repr(record)


def test_a_body_has_a_number_of_its_own() -> None:
    court = {"schema": "LegalEntity", "annex": "I.B", "name": "Harbour Court (HC)", "startDate": "2 May 2012"}
    record = one(**court)
    assert (record.identifier, record.type, record.listed) == ("e21", EntityType.ENTITY, "2012-05-02")
    assert record.name == "Harbour Court (HC)"
    assert one(**court | {"name": "Docks and the following subsidiaries:"}).name == "Docks"


@each(
    ("cells", "key", "identifier", "programme"),
    [
        ({"celex": "32012R0267", "annex": "IX.II.A", "recordId": "6"}, "IX.II.A/6", "II.A/6", "267/2012"),
        ({"celex": "32012R0267", "annex": "IX.I.B", "recordId": "5 (a)"}, "IX.I.B/5 (a)", "I.B/5 (a)", "267/2012"),
        ({"celex": "32020R1998", "annex": "I.A", "recordId": "6"}, "I.A/6", "I.A/6", "2020/1998"),
        ({"celex": "32020R1998", "annex": "I.B", "recordId": ""}, "I.B/-", "I.B/-", "2020/1998"),
    ],
)
def test_other_regulations(cells: dict[str, str], key: str, identifier: str, programme: str) -> None:
    record = one(**cells)
    assert (record.key, record.identifier, record.scheme) == (key, identifier, None)
    assert record.programmes == (programme,)
    document = Document(table(JUDGE | cells), DocumentFormat.EU_ANNEX_CSV)
    assert document.passage(parse(f"record={key}")).startswith(cells["celex"].encode())
    assert document.passage(parse("absent=II.B/3 (c)"))


def test_words_of_the_reasons_are_passages() -> None:
    content = table(JUDGE)
    at = content.decode().index("in Osma")
    assert Document(content, DocumentFormat.EU_ANNEX_CSV).passage(parse(f"char={at},{at + 7}")) == b"in Osma"


@each(
    ("cells", "says"),
    [
        ({"annex": ""}, "the row names no annex"),
        ({"celex": "359/2011"}, "celex is '359/2011'; it must be the number of a regulation"),
        ({"schema": "Club"}, "schema is 'Club'"),
        ({"startDate": "2011"}, "startDate: '2011' is not a day"),
        ({"name": ""}, "record I.A/21 has no name"),
    ],
)
def test_odd_rows_are_refused(cells: dict[str, str], says: str) -> None:
    with pytest.raises(ListError, match=says):
        one(**cells)


def test_a_number_stands_once() -> None:
    with pytest.raises(ListError, match=r"the key I\.A/21 is repeated"):
        read(table(JUDGE, JUDGE))
