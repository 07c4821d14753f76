"""Dates: every form of the subset, what lies outside it, and the `edtf` library as a second opinion."""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
import time
import warnings
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cases import each

from mostanad.models import edtf

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of pyparsing, at import
    import edtf as oracle


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@each(
    ("text", "earliest", "latest"),
    [
        ("2019-12-19", "2019-12-19", "2019-12-19"),
        ("2019-12", "2019-12-01", "2019-12-31"),
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019~", "2019-01-01", "2019-12-31"),
        ("2019?", "2019-01-01", "2019-12-31"),
        ("2019-12~", "2019-12-01", "2019-12-31"),
        ("2019-12-19?", "2019-12-19", "2019-12-19"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2100-02", "2100-02-01", "2100-02-28"),
        ("2020-02-29", "2020-02-29", "2020-02-29"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
        ("[2022-09-15..2022-09-22]", "2022-09-15", "2022-09-22"),
        ("[1988-06..1988-09]", "1988-06-01", "1988-09-30"),
        ("[2017..2019]", "2017-01-01", "2019-12-31"),
        ("[2017..2019-08]", "2017-01-01", "2019-08-31"),
        ("[1972,1973]", "1972-01-01", "1973-12-31"),
        ("[1972,1980-02,1991-03-04]", "1972-01-01", "1991-03-04"),
    ],
)
def test_a_moment_and_its_days(text: str, earliest: str, latest: str) -> None:
    for span in (False, True):
        assert edtf.parse(text, span=span) == edtf.Edtf(text, day(earliest), day(latest))


@pytest.mark.parametrize(
    ("text", "latest"), [("[..2021-08-18]", "2021-08-18"), ("[..2021-08]", "2021-08-31"), ("[..2021]", "2021-12-31")]
)
def test_a_moment_with_an_open_beginning(text: str, latest: str) -> None:
    assert edtf.parse(text) == edtf.Edtf(text, None, day(latest))


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1988-07/1988-09", "1988-07-01", "1988-09-30"),
        ("2021-06-18/..", "2021-06-18", None),
        ("2019~/2020?", "2019-01-01", "2020-12-31"),
        ("2019-12/2019", "2019-12-01", "2019-12-31"),
        ("2019/2019", "2019-01-01", "2019-12-31"),
        ("2019-12-19/2019-12-19", "2019-12-19", "2019-12-19"),
        ("2019?/..", "2019-01-01", None),
    ],
)
def test_a_span_is_for_columns_that_take_one(text: str, earliest: str, latest: str | None) -> None:
    assert edtf.parse(text, span=True) == edtf.Edtf(text, day(earliest), latest and day(latest))
    with pytest.raises(ValueError, match=r"only events may last"):
        edtf.parse(text)


@each(
    "text",
    [
        "",
        " 2019",
        "2019 ",
        "2019\n",
        "2019-12-19\n",
        "\n2019",
        "[1972,1973]\n",
        "2019-12-19T00:00",
        "2019-1-2",
        "2019-13",
        "2019-00",
        "2019-12-00",
        "2019-12-32",
        "19",
        "201",
        "20190",
        "-2019",
        "+2019",
        "20191219",
        "2019/12/19",
        "19.12.2019",
        "2019~?",
        "2019%",
        "~2019",
        "2019-12-XX",
        "201X",
        "2019-21",
        "Y2019",
        "unknown",
        "../2019",
        "..",
        "[]",
        "[2019]",
        "[2019",
        "2019]",
        "[2019..]",
        "[..]",
        "[2019~..2020]",
        "[2019, 2020]",
        "[2019,]",
        "[2019..2020,2021]",
        "[2019...2020]",
        "{2019,2020}",
        "2019/",
        "/2019",
        "2019/2020/2021",
        "2019/[..2020]",
        "[2019/2020]",
        "2019/...",
        "２０１９",
        "۲۰۱۹",
        "٢٠١٩-١٢",
        "2019‐12",
        "2019-12‑19",
        "2019\u200c",
        "2019\x00",
    ],
)
def test_anything_else_is_refused_with_what_to_write(text: str) -> None:
    for span in (False, True):
        with pytest.raises(ValueError, match=r"is not a date of the EDTF subset.*; write 2019-12-19, 2019-12, 2019"):
            edtf.parse(text, span=span)


@pytest.mark.parametrize(
    "text",
    ["2019-02-29", "2019-04-31", "2100-02-29", "0000", "0000-01-01", "[2019-02-01..2019-02-30]", "[..2019-06-31]"],
)
def test_a_day_that_is_not_in_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not in the calendar"):
        edtf.parse(text)


def test_a_span_to_a_day_that_is_not_in_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'2019-02-29' is not in the calendar"):
        edtf.parse("2019-01/2019-02-29", span=True)


@pytest.mark.parametrize(
    "text", ["[2019..2018]", "[2019..2019]", "[2019-05..2019]", "[1973,1972]", "[1972,1972]", "[1972,1974,1973]"]
)
def test_moments_out_of_order_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not in order"):
        edtf.parse(text)


@pytest.mark.parametrize("text", ["[2019,2019-05]", "[2019-12,2019-12-19]", "[1972,1973,1973-04-05]"])
def test_a_date_within_another_of_the_same_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"repeats a date"):
        edtf.parse(text)


@pytest.mark.parametrize("text", ["2020/2019", "2019-12-20/2019-12-19", "2019-02/2019-01?"])
def test_a_span_that_ends_before_it_begins_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"ends before it begins"):
        edtf.parse(text, span=True)


def test_every_form_of_the_docstring_is_accepted() -> None:
    table = [line.split("  ")[0] for line in (edtf.__doc__ or "").splitlines() if line.startswith("``")]
    forms = [form for line in table for form in re.findall(r"``([^`]+)``", line)]
    assert {"2019-12-19", "2019-12~", "[1972,1973]", "1988-07/1988-09"} <= set(forms)
    for form in forms:
        assert edtf.parse(form, span=True).text == form


@given(st.integers(0, 10_000), st.integers(0, 13), st.integers(0, 32))
def test_a_day_is_accepted_if_and_only_if_the_calendar_has_it(year: int, month: int, number: int) -> None:
    text = f"{year:04d}-{month:02d}-{number:02d}"
    try:
        expected = dt.date(year, month, number)
    except ValueError:
        with pytest.raises(ValueError, match=r"calendar|subset"):
            edtf.parse(text)
    else:
        assert edtf.parse(text) == edtf.Edtf(text, expected, expected)


@st.composite
def dates(draw: st.DrawFn) -> str:
    """A year, a month or a day, often near another and now and then not in the calendar."""
    year = draw(st.integers(2018, 2021) | st.integers(1, 9999))
    month = draw(st.integers(1, 12))
    number = draw(st.integers(1, 31) | st.just(calendar.monthrange(year, month)[1]))
    return draw(st.sampled_from([f"{year:04d}", f"{year:04d}-{month:02d}", f"{year:04d}-{month:02d}-{number:02d}"]))


MARKED = st.builds(str.__add__, dates(), st.sampled_from(["", "~", "?"]))
ONE_OF = st.one_of(
    st.builds("[{}..{}]".format, dates(), dates()),
    st.builds("[..{}]".format, dates()),
    st.lists(dates(), min_size=2, max_size=4).map(lambda found: f"[{','.join(sorted(found))}]"),
)
SPANS = st.builds("{}/{}".format, MARKED, MARKED | st.just(".."))


def has_two_precisions(text: str) -> bool:
    """A range from a year to a month, say: the library has no grammar for these."""
    return len({len(part) for part in text.strip("[]").split("..") if part}) > 1 and ".." in text


def _as_date(bound: Any) -> dt.date | None:
    if isinstance(bound, time.struct_time):
        return dt.date(*bound[:3])
    assert math.isinf(bound)
    return None


@given(MARKED | ONE_OF | SPANS)
@pytest.mark.slow
def test_the_edtf_library_agrees_with_whatever_is_accepted(text: str) -> None:
    try:
        mine = edtf.parse(text, span=True)
    except ValueError:
        return
    if text.startswith("[") and has_two_precisions(text):
        return
    theirs = oracle.parse_edtf(text)
    assert mine.earliest == _as_date(theirs.lower_strict())
    assert mine.latest == _as_date(theirs.upper_strict())


def test_the_property_test_reaches_every_kind_of_date() -> None:
    """The generated dates are no trivial ones: this many of a thousand are accepted."""
    seen: dict[str, int] = {"..": 0, ",": 0, "/": 0}

    @given(ONE_OF | SPANS)
    def count(text: str) -> None:
        try:
            edtf.parse(text, span=True)
        except ValueError:
            return
        for mark in seen:
            seen[mark] += mark in text

    count()
    assert all(number >= 10 for number in seen.values()), seen


@given(st.text("0123456789-~?[].,/ \n\u06f1", max_size=16), st.booleans())
def test_whatever_is_given_it_parses_or_raises_value_error(text: str, span: bool) -> None:
    try:
        date = edtf.parse(text, span=span)
    except ValueError:
        return
    assert re.fullmatch(edtf.SPAN_PATTERN if span else edtf.MOMENT_PATTERN, text)
    assert date.earliest is None or date.latest is None or date.earliest <= date.latest


def test_a_date_is_a_value() -> None:
    assert hash(edtf.parse("2019")) == hash(edtf.parse("2019"))
    assert edtf.parse("2019") != edtf.parse("2019~")
