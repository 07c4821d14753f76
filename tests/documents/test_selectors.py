"""Selectors: parsed, written again, and turned into the ids of passages."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases import each

from mostanad.documents.selectors import Selector, parse
from mostanad.models import cells
from mostanad.models.cells import CellType

RANGES = st.tuples(st.integers(0, 2_000_000), st.integers(1, 2_000_000)).map(lambda pair: (pair[0], sum(pair)))


def pattern(name: str) -> str:
    kind = next(item for item in get_args(getattr(cells, name)) if isinstance(item, CellType))
    assert kind.pattern is not None
    return kind.pattern


@each(("text", "selector", "place"), [
        ("char=0,1", Selector("char", 0, 1), "c000000-000001"),
        ("char=123,456", Selector("char", 123, 456), "c000123-000456"),
        ("char=999999,1000000", Selector("char", 999999, 1000000), "c999999-1000000"),
        ("line=0,1", Selector("line", 0, 1), "l000000-000001"),
        ("record=12252", Selector("record", key="12252"), "r-12252"),
        ("record=12252/13174", Selector("record", key="12252/13174"), "r-12252-13174"),
        ("record=1, Part 2/44", Selector("record", key="1, Part 2/44"), "r-1-part-2-44"),
        ("absent=NIKPOUR, B. (1961)", Selector("absent", key="NIKPOUR, B. (1961)"), "absent-nikpour-b-1961"),
        ("absent=a=b", Selector("absent", key="a=b"), "absent-a-b"),
    ])  # fmt: skip
def test_a_selector(text: str, selector: Selector, place: str) -> None:
    assert parse(text) == selector
    assert str(selector) == text
    assert selector.place == place
    assert re.fullmatch(pattern("PassageId"), f"source.{place}")


@each(
    "text",
    [
        "",
        "char",
        "char=",
        "char=1",
        "char=1,",
        "char=,1",
        "char=0,0",
        "char=1,0",
        "char=01,2",
        "char=1,02",
        "char=-1,2",
        "char=+1,2",
        "char=1.0,2",
        "char=1,2,3",
        "char=1-2",
        "char= 1,2",
        "char=1, 2",
        " char=1,2",
        "char=1,2 ",
        "char=1,2\n",
        "Char=1,2",
        "char=１,２",
        "char=۱,۲",
        "lines=1,2",
        "word=1,2",
        "record",
        "record=",
        "record= ",
        "record= a",
        "record=a ",
        "record=a\n",
        "record=a\nb",
        "records=a",
        "absent=",
        "xpath=/a",
        "char=1,2;length=5",
    ],
)
def test_what_is_no_selector(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a selector; write char=START,END|selects nothing"):
        parse(text)
    if text not in ("char=1,0", "char=0,0"):
        assert not re.fullmatch(pattern("Selector"), text)


@pytest.mark.parametrize("text", ["char=5,5", "char=6,5", "line=1,1", "line=100,20"])
def test_a_range_that_selects_nothing(text: str) -> None:
    with pytest.raises(ValueError, match="selects nothing: the end must be greater than the start"):
        parse(text)


@given(st.sampled_from(["char", "line"]), RANGES)
def test_a_range_is_written_as_it_is_read(scheme: str, ends: tuple[int, int]) -> None:
    text = f"{scheme}={ends[0]},{ends[1]}"
    selector = parse(text)
    assert (selector.scheme, selector.start, selector.end, selector.key) == (scheme, *ends, "")
    assert str(selector) == text
    assert re.fullmatch(pattern("Selector"), text)
    assert re.fullmatch(pattern("PassageId"), f"source.{selector.place}")


@given(st.sampled_from(["record", "absent"]), st.text(min_size=1).filter(lambda key: key == key.strip()))
def test_a_key_is_written_as_it_is_read(scheme: str, key: str) -> None:
    text = f"{scheme}={key}"
    if "\n" in key:
        with pytest.raises(ValueError, match="is not a selector"):
            parse(text)
    else:
        assert str(parse(text)) == text
        assert parse(text).key == key


@given(st.lists(RANGES.filter(lambda ends: ends[1] < 1_000_000), min_size=2))
def test_places_sort_in_reading_order(ranges: list[tuple[int, int]]) -> None:
    places = sorted(Selector("char", *ends).place for ends in ranges)
    assert places == [Selector("char", *ends).place for ends in sorted(ranges)]


@given(RANGES, RANGES)
def test_two_places_have_two_ids(one: tuple[int, int], other: tuple[int, int]) -> None:
    assert (Selector("char", *one).place == Selector("char", *other).place) == (one == other)
    assert Selector("char", *one).place != Selector("line", *one).place
