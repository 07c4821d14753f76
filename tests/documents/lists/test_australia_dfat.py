"""Australia's list, a spreadsheet."""

from __future__ import annotations

import io
from functools import partial

import pytest
import xlsxwriter

from mostanad.documents.document import Document
from mostanad.documents.lists import read as read_list
from mostanad.documents.records import EntityType, ListError
from mostanad.documents.selectors import parse
from mostanad.models.vocabularies import DocumentFormat, IdentifierScheme

read = partial(read_list, DocumentFormat.AUSTRALIA_DFAT)
HEADER = (
    *("Reference", "Name of Individual or Entity", "Type", "Name Type", "Alias Strength", "Date of Birth"),
    *("Place of Birth", "Citizenship", "Address", "Additional Information", "Listing Information", "Committees"),
    *("Control Date", "Instrument of Designation", "Targeted Financial Sanction", "Travel Ban"),
)
PERSON = {
    **{"Reference": "7507", "Name of Individual or Entity": "Lena FALK", "Type": "Individual"},
    **{"Name Type": "Primary Name", "Committees": "Autonomous (Docks)", "Control Date": "2023-03-20"},
    **{"Listing Information": "Docks Amendment (No. 2) Instrument 2023", "Targeted Financial Sanction": "TRUE"},
}


def content(*rows: dict[str, str], header: tuple[str, ...] = HEADER) -> bytes:
    """A spreadsheet; numbers are numbers in it, and TRUE is a truth."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([dict(zip(header, header, strict=True)), *rows]):
            for at, column in enumerate(header):
                cell = row.get(column, "")
                if cell.isdigit():
                    sheet.write_number(number, at, int(cell))
                else:
                    (sheet.write_boolean if cell == "TRUE" else sheet.write_string)(number, at, cell)
    return made.getvalue()


def test_a_person_with_other_names_in_rows_of_their_own() -> None:
    person = PERSON | {"Date of Birth": "1963, 03/1964, /05/1965, soon", "Place of Birth": "Norport"}
    alias = PERSON | {"Reference": "7507a", "Name of Individual or Entity": "Lena FALCK", "Name Type": "Alias"}
    weak = alias | {"Reference": "7507b", "Name of Individual or Entity": "Lenah FALK", "Alias Strength": "Weak"}
    native = alias | {"Reference": "7507c", "Name of Individual or Entity": "لنا فالك", "Name Type": "Original Script"}
    (record,) = read(content(alias, person, weak, native))
    assert (record.identifier, record.scheme, record.key) == ("7507", IdentifierScheme.AU_DFAT, "7507")
    assert [(name.text, name.kind.value, name.key) for name in record.names] == [
        ("Lena Falk", "primary", "7507"),
        ("Lena Falck", "alias", "7507a"),
        ("Lenah Falk", "weak", "7507b"),
        ("لنا فالک", "primary", "7507c"),
    ]
    assert [said.text for said in record.born] == ["1963", "1964-03", "1965-05", ""]
    assert [said.text for said in record.birth_places] == ["Norport"]
    assert [measure.value for measure in record.listings[0].measures] == ["asset_freeze"]


def test_what_may_hold_deeds_numbers_and_victims_is_not_read() -> None:
    said = {"Additional Information": "Captain; passport 1", "Address": "1 Quay", "Citizenship": "Norland"}
    assert read(content(PERSON | said)) == read(content(PERSON))


@pytest.mark.parametrize(
    ("cells", "listed"),
    [
        ({}, "[2023-01-01..2023-03-20]"),
        ({"Control Date": "2024-05-05"}, "2023"),
        ({"Control Date": "2022-05-05"}, "[..2022-05-05]"),
        ({"Listing Information": "", "Instrument of Designation": "Docks Instrument 2023"}, "[2023-01-01..2023-03-20]"),
        ({"Listing Information": "Docks Instrument 202"}, "[..2023-03-20]"),
        ({"Listing Information": "Designated under the Docks Regulations 2011 on 2 March 2012."}, "2012-03-02"),
        ({"Listing Information": "Formerly listed. Relisted on 12 January 2023"}, "[..2023-03-20]"),
    ],
)
def test_a_listing_is_dated_as_far_as_the_list_shows_it(cells: dict[str, str], listed: str) -> None:
    (record,) = read(content(PERSON | cells))
    assert (record.listed, record.programmes) == (listed, ("Autonomous (Docks)",))


def test_a_body() -> None:
    (record,) = read(content(PERSON | {"Type": "Entity", "Name of Individual or Entity": "OSMA CORPS"}))
    assert (record.type, record.name) == (EntityType.ENTITY, "OSMA CORPS")


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"PK no spreadsheet", "not a spreadsheet"),
        (content(header=("Reference", "Name")), "the first row must have the columns Reference, Name of"),
        (content(), "the list has no record"),
        (content(PERSON | {"Reference": "x7"}), "Reference is 'x7'"),
        (content(PERSON, PERSON), "the key 7507 is repeated"),
        (content(PERSON | {"Type": "Tree"}), "Type is 'Tree'"),
        (content(PERSON | {"Name Type": "Nick"}), "Name Type is 'Nick'"),
        (content(PERSON | {"Control Date": "soon"}), "Control Date: 'soon' is not a day"),
        (content(PERSON | {"Name of Individual or Entity": ""}), "record 7507 has no name"),
    ],
)
def test_what_is_no_such_list(raw: bytes, says: str) -> None:
    with pytest.raises(ListError, match=says):
        read(raw)


def test_a_record_is_its_row_as_a_line_of_json() -> None:
    found = Document(content(PERSON), DocumentFormat.AUSTRALIA_DFAT).passage(parse("record=7507"))
    assert found.startswith(b'["7507","Lena FALK","Individual","Primary Name","","",')
    assert found.endswith(b'"True",""]')
