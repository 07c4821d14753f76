"""JSON Lines, and spreadsheets written as such."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.cases import each
from tests.documents.spreadsheets import ods, xlsx

from mostanad.documents.entries import of_spreadsheet, values
from mostanad.documents.records import ListError


def test_every_line_has_its_bytes() -> None:
    content = '{"a": "é"}\r\n\n[1]\n"x"'.encode()
    found = [(line.line, content[line.start : line.end].decode(), line.value) for line in values(content)]
    assert found == [(1, '{"a": "é"}', {"a": "é"}), (3, "[1]", [1]), (4, '"x"', "x")]


@each(
    ("content", "says"),
    [
        (b"{}\n{,}\n", r"line 2 \(byte 3\): not a line of JSON"),
        (b'{"a": "\xff"}', "not a line of JSON"),
        (b'{"a": 1, "a": 2}', "the key 'a' is repeated"),
        (b"[" * 100_000, "not a line of JSON"),
        ("{}".encode("utf-16"), "not a line of JSON"),
    ],
)
def test_a_line_that_is_no_json_is_named(content: bytes, says: str) -> None:
    with pytest.raises(ListError, match=says):
        list(values(content))


@each("gap", ["", "\n", " \n\t  \r\n "])
def test_white_space_between_elements_of_a_spreadsheet_means_nothing(gap: str) -> None:
    content = ods([["id", "name"], ["7", "Osma, Harbour; بهرام  &amp; “x”"], ["", ""]], gap=gap)
    assert of_spreadsheet(content).decode().split("\n")[:2] == ['["id","name"]', '["7","Osma, Harbour; بهرام  & “x”"]']


def test_days_and_numbers_of_a_workbook_are_texts() -> None:
    day, moment = dt.date(2020, 12, 31), dt.datetime(2020, 12, 31, 9, 30)
    content = xlsx([["id", "day"], [7, day], [7.5, moment], [True, " a\n"]])
    rows = ['["id","day"]', '["7","2020-12-31"]', '["7.5","2020-12-31T09:30:00"]', '["True","a"]', ""]
    assert of_spreadsheet(content).decode() == "\n".join(rows)


@each("content", [b"", b"id,name\n7,x\n", b"PK\x03\x04 cut", xlsx([["id"]])[:-40], b"\xd0\xcf\x11\xe0" + bytes(600)])
def test_what_is_no_spreadsheet_is_refused(content: bytes) -> None:
    with pytest.raises(ListError, match="not a spreadsheet"):
        of_spreadsheet(content)
