"""Canonical form: what is written for rows, and what becomes of a cell that is not canonical."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from tests.cases import each

from mostanad.files.canonical import cell, lines, render
from mostanad.models import TABLES


def test_a_table_is_its_header_and_its_rows_in_order_of_the_key() -> None:
    rows = [
        {"group_id": "b", "entity_id": "x", "member_id": "b-x"},
        {"member_id": "a-x", "note": "one, two", "group_id": "a", "entity_id": "x"},
        {"member_id": "a-1", "group_id": "a", "entity_id": "y", "note": 'a "b"'},
    ]
    assert render("group_members", rows) == (
        b"member_id,group_id,entity_id,note\n"
        b'a-1,a,y,"a ""b"""\n'
        b'a-x,a,x,"one, two"\n'
        b"b-x,b,x,\n"
    )  # fmt: skip


@each("table", list(TABLES))
def test_an_empty_table_is_its_header(table: str) -> None:
    names = ",".join(column.name for column in TABLES[table].columns())
    assert render(table, []) == (names + "\n").encode()


def test_the_order_is_that_of_the_letters_whatever_the_place() -> None:
    keys = ["a", "a-b", "a.b", "ab", "a0", "b", "é", "ی"]
    rows = [{"claim_id": key, "seal": "x"} for key in reversed(keys)]
    assert [line.split(",")[0] for line in render("seals", rows).decode().splitlines()[1:]] == sorted(keys)


def test_lines_come_as_they_are_given() -> None:
    assert lines(["b", "a"], [["2", "é"], ["1", ""]]) == "b,a\n2,é\n1,\n".encode()
    assert lines([], []) == b"\n"


@each(
    ("text", "canonical"),
    [
        ("", ""),
        (" a ", "a"),
        ("a  b", "a b"),
        ("a\u00a0\u2003b\tc\r\nd", "a b c d"),
        ("\u2028a\x85", "a"),
        ("e\u0301", "é"),
        ("\u212b", "Å"),
        ("ﬁ", "ﬁ"),
        ("علي", "علی"),
        ("موسى", "موسی"),
        ("كتاب", "کتاب"),
        ("نیک\u200cپور", "نیک\u200cپور"),
        ("ي\u0654", "ئ"),
        ("ك\u00a0ي", "ک ی"),
        ("“a” – b…", "“a” – b…"),
        ("=1", "=1"),
    ],
)
def test_a_cell_comes_back_canonical(text: str, canonical: str) -> None:
    assert cell(text) == canonical


def test_arabic_keeps_its_own_letters() -> None:
    assert cell("  علي  كتاب موسى", is_arabic=True) == "علي كتاب موسى"


@given(st.text(), st.booleans())
def test_a_canonical_cell_stays_as_it_is(text: str, is_arabic: bool) -> None:
    once = cell(text, is_arabic=is_arabic)
    assert cell(once, is_arabic=is_arabic) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == " ".join(once.split())
    assert is_arabic or not set(once) & set("\u064a\u0649\u0643")
