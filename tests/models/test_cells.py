"""Types of cells: what each accepts, what it makes of it, and what it refuses."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases import each

from mostanad.models import cells
from mostanad.models.cells import CellType
from mostanad.models.vocabularies import Modality, SanctionMeasure

PASSAGE = "pmoi-2022.c000123-000456"


def type_of(name: str) -> CellType:
    """The cell type of one of the names in ``cells``."""
    return next(item for item in get_args(getattr(cells, name)) if isinstance(item, CellType))


def is_cell_type(name: str) -> bool:
    return any(isinstance(item, CellType) for item in get_args(getattr(cells, name)))


NAMES = sorted(filter(is_cell_type, vars(cells)))

ACCEPTED: dict[str, dict[str, Any]] = {
    "Slug": dict.fromkeys(["a", "0", "ebrahim-raisi", "us-ofac", "1988-massacre", "a-1-b"]),
    "PassageId": dict.fromkeys(
        [PASSAGE, "s.c1234567-1234568", "s.l000000-000001", "s.r-12252-13174", "s.absent-nikpour"]
    ),
    "ClaimId": dict.fromkeys([f"{PASSAGE}.row", f"{PASSAGE}.row.asserter", f"{PASSAGE}.row.asserter.2", "s.r-1.row"]),
    "AnyId": dict.fromkeys(["row", PASSAGE, f"{PASSAGE}.row", f"{PASSAGE}.row.asserter.2"]),
    "FactId": dict.fromkeys(["massacre-1988/date", "a/birth_place"]),
    "EvidenceId": dict.fromkeys([f"{PASSAGE}.row/date", f"{PASSAGE}.row.asserter.2/birth_place"]),
    "FactVersion": dict.fromkeys(["massacre-1988/date@2026.11.0", "a/date@2026.1.12"]),
    "Version": dict.fromkeys(["2026.11.0", "2026.1.10", "0001.1.0"]),
    "SchemaVersion": dict.fromkeys(["1.0.0", "0.10.2"]),
    "Text": dict.fromkeys(["a", "a b", "بهرام نیک‌پور", "a  b", "🚢", "=", "0"]),
    "Selector": dict.fromkeys(["char=0,1", "char=10,200", "line=3,4", "record=12252/13174", "absent=A, B / 3"]),
    "Sha256": dict.fromkeys(["0" * 64, "3a" * 32]),
    "Url": dict.fromkeys(["https://a.example/b?c=d&e=(f)#g", "http://a.example", "https://fa.example/بهرام"]),
    "Country": dict.fromkeys(["IR", "EU"]),
    "Language": dict.fromkeys(["en", "fa", "ckb", "ar-IQ", "az-Latn-IR"]),
    "Script": dict.fromkeys(["Latn", "Arab"]),
    "Moment": dict.fromkeys(["2019", "2019-12~", "[..2019]", "[1972,1973]"]),
    "Span": dict.fromkeys(["2019", "1988-07/1988-09", "2021-06-18/.."]),
    "Integer": {"0": 0, "7": 7, "10": 10, "999999999999999999": 999999999999999999},
    "Number": {"0": 0.0, "300": 300.0, "48.8": 48.8, "0.000001": 0.000001, "100.05": 100.05, "9" * 15: 1e15 - 1},
    "Boolean": {"true": True, "false": False},
    "TableName": dict.fromkeys(["events", "group_members"]),
    "FieldNames": {"date": ("date",), "date kind title": ("date", "kind", "title")},
    "Ids": {"a": ("a",), "a-1 b": ("a-1", "b")},
    "AnyIds": {"a": ("a",), f"a {PASSAGE}": ("a", PASSAGE)},
    "Day": dict.fromkeys(["0001-01-01", "2022-01-06"]),
    "Modalities": {"fact": ("fact",), "allegation fact": ("allegation", "fact")},
    "SanctionMeasures": {"asset_freeze travel_ban": ("asset_freeze", "travel_ban")},
}  # fmt: skip

REFUSED: dict[str, list[str]] = {
    "Slug": ["A", "a_b", "a--b", "-a", "a-", "a.b", "a b", "é", "а", "بهرام", "a/b", "１"],
    "PassageId": ["s", "s.c1-2", "s.c000001", "s.x000001-000002", "s.c000001-000002.x", "S.r-a", "s.r-", "s.r-A"],
    "ClaimId": [PASSAGE, f"{PASSAGE}.", f"{PASSAGE}.a.b.c.d", f"{PASSAGE}.A", "row", f"{PASSAGE}/row"],
    "AnyId": ["", "a/b", "A", f"{PASSAGE}.a.b.c.d", f"{PASSAGE}."],
    "FactId": ["row", "row/", "/date", "row/Date", "row/date2", "row/date/x", "row.date"],
    "EvidenceId": [f"{PASSAGE}/date", "row/date", f"{PASSAGE}.row"],
    "FactVersion": ["row/date", "row/date@2026.11", "row/date@", "@2026.11.0", "row/date@2026.011.0"],
    "Version": ["2026.11", "2026.0.1", "2026.011.0", "2026.11.00", "26.11.0", "v2026.11.0", "2026.11.0.1",
                "2026-11-0", "2026.123.0"],
    "SchemaVersion": ["1", "1.0", "01.0.0", "1.0.0-rc1", "v1.0.0", "1.0.0.0"],
    "Text": ["", " ", " a", "a ", "a\nb", "\u00a0a", "a\u2003"],
    "Selector": ["char=1", "char=1,0", "char=01,2", "char=-1,2", "char=1,2,3", "char= 1,2", "line=,2", "record=",
                 "record= 1", "xpath=/a", "CHAR=1,2", "char=１,２", "char=1,2;x"],
    "Sha256": ["3a" * 31, "3A" * 32, "3g" * 32, "3a" * 33, "３a" * 32],
    "Url": ["a.example", "ftp://a.example", "https://", "https://a b", "javascript:alert(1)", "https://a<b",
            'https://a"b', "HTTPS://a.example"],
    "Country": ["ir", "IRN", "I", "İR", "I1"],
    "Language": ["English", "EN", "e", "en_GB", "en-", "en-x", "فا"],
    "Script": ["latn", "Lat", "LATN", "Latin"],
    "Moment": ["1988-07/1988-09", "19.12.2019", "2019-12-32", "2019-02-30"],
    "Span": ["1988-09/1988-07", "../2019", "2019-02-30/.."],
    "Integer": ["-1", "+1", "01", "00", "1.0", "1e3", "1_000", "1,000", "1 000", "0x10", "１", "۶",
                "٦", "True", "nan", "1" * 19, "²"],
    "Number": ["-1", "+1", "01", "1.", ".5", "1.0", "1.50", "0.0", "1e3", "1E3", "1,5", "1 000", "1_000",
               "inf", "nan", "48٫8", "۴۸", "１", "1.1234567", "1" * 16],
    "Boolean": ["True", "TRUE", "yes", "1", "0", "t", "false ", "falsch"],
    "TableName": ["Events", "1events", "a b", "events;", "", "a-b"],
    "FieldNames": ["kind date", "date date", "date  kind", "Date", "date,kind", " date", "date ",
                   "date\tkind", "date\u00a0kind"],
    "Ids": ["b a", "a a", "a  b", "A", "a,b"],
    "AnyIds": ["b a", "a a", "a/b", "A"],
    "Day": ["2022-01", "2022-1-6", "[..2022-01-06]", "2022-01-06~"],
    "Modalities": ["fact allegation", "fact fact", "Fact", "rumour", "fact, opinion", "fact "],
    "SanctionMeasures": ["travel_ban asset_freeze", "freeze", "asset_freeze, travel_ban"],
}  # fmt: skip

# Anything with one of these is refused by every type that is no plain text.
STRICT = sorted(set(NAMES) - {"Text", "Selector"})


def test_the_examples_cover_every_type() -> None:
    assert list(NAMES) == sorted(ACCEPTED) == sorted(REFUSED)


@each("name", list(NAMES))
def test_a_canonical_cell_becomes_its_value(name: str) -> None:
    for cell, expected in ACCEPTED[name].items():
        value = type_of(name).parse(cell)
        assert value == (cell if expected is None else expected)
        assert type(value) is (str if expected is None else type(expected))


@each("name", list(NAMES))
def test_any_other_cell_is_refused(name: str) -> None:
    for cell in REFUSED[name]:
        with pytest.raises(ValueError, match=r"' is not |is not in order|begins|repeats an item"):
            print(f"{cell!r} became {type_of(name).parse(cell)!r}")


@each("name", list(STRICT))
def test_nothing_hides_around_a_cell(name: str) -> None:
    # Characters that nobody sees inside a web address are the business of layer 1.
    invisible = () if name == "Url" else ("{}\u200c", "{}\x00")
    for around in ("{}\n", "\n{}", " {}", "{} ", "{}\r", "\ufeff{}", "{}\u2028", *invisible):
        for cell in ACCEPTED[name]:
            with pytest.raises(ValueError, match=r"is not|in order"):
                print(f"{cell!r} became {type_of(name).parse(around.format(cell))!r}")


@each("name", sorted(set(NAMES) - {"Moment", "Span"}))
def test_the_hint_says_what_is_allowed(name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(type_of(name).expected)):
        type_of(name).parse("\n")


def test_a_list_out_of_order_is_told_how_to_write_it() -> None:
    with pytest.raises(ValueError, match=r"write 'allegation fact'"):
        type_of("Modalities").parse("fact allegation fact")


def test_lists_of_words_are_taken_from_their_vocabularies() -> None:
    for name, vocabulary in (("Modalities", Modality), ("SanctionMeasures", SanctionMeasure)):
        for word in vocabulary:
            assert type_of(name).parse(word) == (word,)


@each("name", sorted(set(NAMES) - {"Modalities", "SanctionMeasures"}))
def test_the_pattern_that_other_tools_are_told_agrees(name: str) -> None:
    """Table Schema and JSON Schema get the pattern: it must let through what is accepted, and little else."""
    kind = type_of(name)
    assert kind.pattern is not None
    for cell in ACCEPTED[name]:
        for item in cell.split(" ") if kind.name == "list" else [cell]:
            assert re.fullmatch(kind.pattern, item)
    if kind.name not in ("list", "date", "span"):
        for cell in REFUSED[name]:
            assert not re.fullmatch(kind.pattern, cell)


@given(st.integers(0, 10**18 - 1))
def test_every_whole_number_is_read_as_it_is_written(number: int) -> None:
    assert type_of("Integer").parse(str(number)) == number


@given(st.integers(0, 10**9 - 1), st.integers(0, 999_999))
def test_every_decimal_is_read_as_it_is_written(whole: int, fraction: int) -> None:
    cell = f"{whole}.{fraction:06d}".rstrip("0").rstrip(".")
    assert type_of("Number").parse(cell) == float(cell)
    assert f"{type_of('Number').parse(cell):.6f}".rstrip("0").rstrip(".") == cell


@given(st.text(max_size=6))
def test_whatever_a_number_accepts_is_plain_ascii(text: str) -> None:
    for name in ("Integer", "Number"):
        try:
            type_of(name).parse(text)
        except ValueError:
            continue
        assert re.fullmatch(r"[0-9]+(\.[0-9]+)?", text, re.ASCII)
        assert text.isascii()


def test_cells_with_a_standard_of_their_own_say_so() -> None:
    standards = {name: type_of(name).standard for name in NAMES if type_of(name).standard}
    assert standards.keys() == {"Day", "Moment", "Span", "Sha256", "Selector", "Country", "Language", "Script"}
    assert "EDTF" in standards["Moment"]
    assert standards["Language"] == "BCP 47"


def test_a_column_says_what_it_is_for() -> None:
    column = cells.column("assertion", "What.", "a", references=("events",), standard="S")
    assert column.json_schema_extra == {"role": "assertion", "references": ["events"], "standard": "S"}
    assert (column.description, column.examples) == ("What.", ["a"])
