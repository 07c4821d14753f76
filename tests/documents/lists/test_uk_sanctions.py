"""The UK Sanctions List: lines with reasons, a spreadsheet, a table of ids. All of it is invented."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from tests.cases import each
from tests.documents.spreadsheets import ods

from mostanad.documents.document import Document, PassageError
from mostanad.documents.lists import read as read_list
from mostanad.documents.records import EntityType, ListError, Record
from mostanad.documents.selectors import parse
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

read = partial(read_list, DocumentFormat.UK_SANCTIONS_JSONL)
LINE: dict[str, Any] = {
    "id": "NOR0007",
    "regime": "The Norland (Sanctions) Regulations 2023",
    "type": "individual",
    "date_designated": "31/12/2020",
    "sanctions_imposed": "Asset freeze|Travel Ban|Director Disqualification Sanction|Targeted arms embargo",
    "names": [
        {"name": "Bahram NIKPUR", "kind": "variation"},
        {"name": "Bahram Nikpour", "kind": "primary"},
        {"name": "Harbourmaster", "kind": "alias", "strength": "Low quality a.k.a"},
    ],
    "non_latin": ["بهرام نيك‌پور", "نیک‌پور"],
    "titles": ["Brigadier General"],
    "positions": [
        "(1) Head of the Harbour Court",
        "2) Judge ( 2009-2013)|Former Mayor of Osma",
        "wife of Lena Falkson",
    ],
    "birth_years": [1957, 1953],
    "nationalities": ["Norland"],
    "reasons": "\nHe said “no” in Osma.",
    "other_information": "Passport 998877.",
}
HEADER = ["Unique ID", "OFSI Group ID", "Name", "Regime Name", "Type", "Date Designated", "Sanctions Imposed"]
ROW = ["NOR0007", "7", "Nikpour Bahram", "Iran", "Individual", "31-12-2020", "Asset freeze, Travel Ban"]


def lines(*records: dict[str, Any]) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def one(**cells: Any) -> Record:
    (record,) = read(lines(LINE | cells))
    return record


def test_a_person() -> None:
    record = one()
    assert (record.key, record.identifier, record.scheme) == ("NOR0007", "NOR0007", IdentifierScheme.UK_SANCTIONS_LIST)
    assert (record.type, record.listed) == (EntityType.PERSON, "2020-12-31")
    assert record.programmes == ("The Norland (Sanctions) Regulations 2023",)
    assert record.listings[0].measures == ("asset_freeze", "travel_ban", "director_disqualification", "arms_embargo")
    assert [(name.text, name.kind.value, name.script) for name in record.names] == [
        ("Bahram Nikpour", "primary", "Latn"),
        ("Bahram Nikpur", "alias", "Latn"),
        ("Harbourmaster", "weak", "Latn"),
        ("بهرام نیک‌پور", "primary", "Arab"),
        ("نیک‌پور", "weak", "Arab"),
    ]
    assert [born.text for born in record.born] == ["1957", "1953"]
    assert [post.text for post in record.positions] == [
        "Head of the Harbour Court",
        "Judge (2009-2013)",
        "Former Mayor of Osma",
    ]
    assert "998877" not in repr(record)
    assert "“no”" not in repr(record)


def test_a_measure_that_the_vocabulary_lacks_stays_as_printed() -> None:
    """Left out silently, it would be missing in the record too, and no comparison would show it."""
    (listing,) = one(sanctions_imposed="Travel Ban|Ban on Lighthouses").listings
    assert listing.measures == ("travel_ban", "ban_on_lighthouses")


def test_a_body_and_a_ship() -> None:
    bare = {"non_latin": [], "titles": [], "positions": [], "birth_years": []}
    body = one(type="entity", names=[{"name": "Harbour Court (a.k.a. The Court)", "kind": "primary"}], **bare)
    assert (body.type, [name.text for name in body.names]) == (EntityType.ENTITY, ["Harbour Court", "The Court"])
    assert one(type="Ship").type is EntityType.VESSEL


def test_the_group_id_is_a_number_in_the_list_of_the_treasury() -> None:
    group = ((IdentifierScheme("uk-group-id"), "7"),)
    assert (one(ofsi_group_id="7").numbers, one(ofsi_group_id=None).numbers, one().numbers) == (group, (), ())
    rows = read_list(DocumentFormat.UK_SANCTIONS_ODS, sheet(ROW, ["NOR0008", "", "Falk Lena", *ROW[3:]]))
    assert [record.numbers for record in rows] == [group, ()]


def test_words_of_the_reasons_are_passages() -> None:
    content = lines(LINE)
    document = Document(content, DocumentFormat.UK_SANCTIONS_JSONL)
    at = content.decode().index("in Osma")
    assert document.passage(parse(f"char={at},{at + 7}")) == b"in Osma"
    assert document.passage(parse("record=NOR0007")) == content.rstrip()


@each(
    ("cells", "says"),
    [
        ({"id": "7"}, "id is '7'; it must be three letters and four digits"),
        ({"id": None}, "id is None"),
        ({"type": "club"}, "type is 'club'"),
        ({"type": None}, "type is None; it must be a text"),
        ({"date_designated": "2020"}, "the day of designation: '2020' is not a day"),
        ({"names": [], "non_latin": []}, "record NOR0007 has no name"),
        ({"names": ["Bahram"]}, "names has 'Bahram'; it must be an object with a name"),
        ({"names": [{"name": "Bahram", "kind": "nick"}]}, "kind is 'nick'"),
        ({"positions": "Judge"}, "positions is 'Judge'; it must be a list"),
    ],
)
def test_odd_lines_are_refused(cells: dict[str, Any], says: str) -> None:
    with pytest.raises(ListError, match=says):
        one(**cells)


@each(
    ("content", "says"),
    [(b'["NOR0007"]\n', "the line is not an object"), (lines(LINE, LINE), "line 2 .*the key NOR0007 is repeated")],
)
def test_odd_files_are_refused(content: bytes, says: str) -> None:
    with pytest.raises(ListError, match=says):
        read(content)


def sheet(*rows: list[str]) -> bytes:
    return ods([HEADER, *rows], gap="\n  ")


def test_a_row_of_the_spreadsheet() -> None:
    content = sheet(ROW, ["NOR0008", "", "", *ROW[3:]])
    (record,) = read_list(DocumentFormat.UK_SANCTIONS_ODS, content)  # the second has no name
    assert (record.key, record.name, record.listed) == ("NOR0007", "Nikpour Bahram", "2020-12-31")
    assert record.programmes == ("The Iran (Sanctions) Regulations 2023",)
    assert record.listings[0].measures == ("asset_freeze", "travel_ban")


def test_the_passage_of_a_row_is_its_cells_as_json() -> None:
    content = sheet(ROW, ["NOR0008", "", "Falk Lena", *ROW[3:]])
    document = Document(content, DocumentFormat.UK_SANCTIONS_ODS)
    assert document.passage(parse("record=NOR0007")).decode() == json.dumps(ROW, separators=(",", ":"))
    assert document.passage(parse("absent=NOR0009")) == content
    assert document.passage(parse("absent=Navid Kohan")) == content
    with pytest.raises(PassageError, match="the list has the name Falk Lena"):
        document.passage(parse("absent=Lena Falk"))
    with pytest.raises(PassageError, match="has no char= passages"):
        document.passage(parse("char=0,1"))


@each(
    ("content", "says"),
    [
        (ods([["Unique ID", "Name"]]), "the first row must have the columns Unique ID, Name, Regime Name"),
        (sheet(["x", *ROW[1:]]), "Unique ID is 'x'"),
        (sheet(ROW, ROW), "the key NOR0007 is repeated"),
        (sheet([*ROW[:4], "Club", *ROW[5:]]), "Type is 'Club'"),
        (b"Unique ID,Name\n", "not a spreadsheet"),
    ],
)
def test_odd_spreadsheets_are_refused(content: bytes, says: str) -> None:
    with pytest.raises(ListError, match=says):
        read_list(DocumentFormat.UK_SANCTIONS_ODS, content)
    with pytest.raises(PassageError):
        Document(content, DocumentFormat.UK_SANCTIONS_ODS).passage(parse("record=NOR0009"))


def test_a_table_of_ids_is_located_and_not_read() -> None:
    content = b"unique_id,subject_type,date_designated\nNOR0007,individual,31/12/2020\n"
    document = Document(content, DocumentFormat.UK_SUBJECTS)
    assert document.passage(parse("record=NOR0007")) == b"NOR0007,individual,31/12/2020"
    with pytest.raises(ListError, match="the list has no record"):
        read_list(DocumentFormat.UK_SUBJECTS, content)
    with pytest.raises(PassageError, match="unique_id is '7'"):
        Document(b"unique_id,date_designated\n7,x\n", DocumentFormat.UK_SUBJECTS).passage(parse("record=NOR0007"))
