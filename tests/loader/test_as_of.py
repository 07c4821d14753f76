"""A release as of a day, against rows read by hand; by which days it is decided, tests/evidence/test_spans.py tries."""

from __future__ import annotations

import dataclasses
import datetime as dt
import doctest
import importlib
import inspect
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.evidence.test_spans import NEEDED, table
from tests.shared import spans

from mostanad.loader import FORMS, AsOf, Release
from mostanad.models import TABLES
from mostanad.models.words import LASTING

VERSION = "2026.11.0"
TIMED = {"sanctions", "tags", "positions", "affiliations", "programmes", "legal_bases"}
KEYS = {"sanctions": "sanction_id", "positions": "position_id"}
#: What the lists of 2021-12-10, 2022-01-05, 2022-01-06 and 2022-02-01 would show, and what no list shows.
LISTINGS = {
    "a-by-name-of-day": ("2019-12-19", ""),
    "b-older-than-the-first-list": ("[..2021-12-10]", ""),
    "c-new-on-the-sixth": ("2022-01-06", ""),
    "d-new-on-the-seventh": ("2022-01-07", ""),
    "e-gone-on-the-sixth": ("2019", "2022-01-06"),
    "f-gone-on-the-seventh": ("2019", "2022-01-07"),
    "g-gone-some-day-of-january": ("2019", "2022-01"),
    "h-new-some-day-of-january": ("2022-01", ""),
    "i-gone-at-an-open-date": ("2019", "[..2022-02-01]"),
    "j-gone-long-ago-at-an-open-date": ("", "[..2021-12-10]"),
    "k-no-begin-and-still-there": ("", "2022-02-01"),
    "l-no-date-at-all": ("", ""),
    "m-about-2021": ("2021~", ""),
    "n-one-day-only": ("2022-01-06", "2022-01-06"),
    "o-may-have-begun-and-ended": ("2022-01", "2022-01"),
}
ON_THE_SIXTH = {
    "a-by-name-of-day": "yes",
    "b-older-than-the-first-list": "yes",
    "c-new-on-the-sixth": "yes",
    "f-gone-on-the-seventh": "yes",
    "g-gone-some-day-of-january": "unsure",
    "h-new-some-day-of-january": "unsure",
    "i-gone-at-an-open-date": "unsure",
    "k-no-begin-and-still-there": "unsure",
    "l-no-date-at-all": "unsure",
    "m-about-2021": "yes",
    "o-may-have-begun-and-ended": "unsure",
}


def timed(name: str, times: dict[str, tuple[str, str]], before: str = "") -> pa.Table:
    """A table with a time: ids with begin and end."""
    begin, end = TABLES[name].words().lasting or ("", "")
    key = TABLES[name].key()
    rows = [{key: before + row, begin: first, end: last} | NEEDED[name] for row, (first, last) in times.items()]
    return table(name, rows)


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """Listings (all on a list of February) and posts with all sorts of dates, and tables that have no time."""
    (tmp_path / "parquet").mkdir()
    tables = {
        "sanctions": timed("sanctions", LISTINGS),
        "positions": timed("positions", LISTINGS, "post-"),
        "affiliations": timed("affiliations", {}),
        "events": table("events", [{"event_id": "e", "kind": "trial", "title": "Trial", "date": "2030-01/.."}]),
        "officials": table("officials", [{"official_id": "judge", "name": "The Judge", "born": "2031"}]),
    }
    backing = {
        "claims": table("claims", [{"passage_id": "list", "target_id": key, "fields": "entry"} for key in LISTINGS]),
        "passages": table("passages", [{"passage_id": "list", "source_id": "list", "selector": "record=1"}]),
        "sources": table("sources", [{"source_id": "list", "published": "2022-02-01"}]),
    }
    tables["spans"] = spans(tables | backing)["spans"]
    for name, content in tables.items():
        pq.write_table(content, tmp_path / "parquet" / f"{name}.parquet")
    return Release(tmp_path, VERSION)


def answers(view: AsOf, name: str = "sanctions") -> dict[str, str]:
    return {row[KEYS[name]].removeprefix("post-"): row["in_force"] for row in view.load(name, "records")}


@pytest.mark.parametrize("name", KEYS)
def test_what_was_in_force_at_the_end_of_a_day(release: Release, name: str) -> None:
    found = answers(release.as_of(valid="2022-01-06"), name)
    unnoticed = {} if name == "sanctions" else {row: "unsure" for row in ON_THE_SIXTH if not LISTINGS[row][1]}
    first_day = {"c-new-on-the-sixth": "yes"}
    assert found == ON_THE_SIXTH | unnoticed | first_day  # a post without an end may be over from its second day on
    assert list(found) == sorted(found)  # as in the release


@pytest.mark.parametrize(
    ("row", "days"),
    [
        ("c-new-on-the-sixth", {"01-05": None, "01-06": "yes", "01-07": "yes"}),
        ("e-gone-on-the-sixth", {"01-05": "yes", "01-06": None, "01-07": None}),
        ("g-gone-some-day-of-january", {"01-01": "unsure", "01-30": "unsure", "01-31": None}),
        ("h-new-some-day-of-january", {"01-01": "unsure", "01-30": "unsure", "01-31": "yes"}),
        ("i-gone-at-an-open-date", {"01-31": "unsure", "02-01": None}),
        ("k-no-begin-and-still-there", {"01-31": "unsure", "02-01": None}),
        ("n-one-day-only", {"01-05": None, "01-06": None, "01-07": None}),
    ],
)
def test_the_days_around_a_change(release: Release, row: str, days: dict[str, str | None]) -> None:
    assert {day: answers(release.as_of(valid=f"2022-{day}")).get(row) for day in days} == days


def test_the_days_around_an_open_begin(release: Release) -> None:
    days = ("1979-01-01", "2021-12-09", "2021-12-10")
    found = [answers(release.as_of(valid=day))["b-older-than-the-first-list"] for day in days]
    assert found == ["unsure", "unsure", "yes"]


def test_the_first_and_the_last_day_of_the_calendar(release: Release) -> None:
    assert set(answers(release.as_of(valid=dt.date.min)).values()) == {"unsure"}
    last = answers(release.as_of(valid=dt.date.max))  # no list is of so late a day
    assert last == {row: "unsure" for row, (_, end) in LISTINGS.items() if not end}


def test_the_last_version_of_a_list_is_the_last_day_that_is_sure(release: Release) -> None:
    found = [answers(release.as_of(valid=day))["a-by-name-of-day"] for day in ("2022-02-01", "2022-02-02")]
    assert found == ["yes", "unsure"]
    (seen,) = {
        row["last_documented"]
        for row in release.as_of(valid="2022-02-01").load("sanctions", "records")
        if row["delisted"] is None
    }
    assert seen == dt.date(2022, 2, 1)


def test_every_form_has_the_same_rows_and_in_force_last(release: Release) -> None:
    view = release.as_of(valid="2022-01-06")
    records = view.load("sanctions", "records")
    assert [list(row)[-1] for row in records] == ["in_force"] * len(ON_THE_SIXTH)
    arrow = view.load("sanctions", "arrow")
    assert isinstance(arrow, pa.Table)
    assert arrow.to_pylist() == records
    assert arrow.schema.names == [*release.load("sanctions", "arrow").schema.names, "last_documented", "in_force"]
    assert arrow.schema.field("in_force").type == pa.string()
    assert arrow.schema.field("in_force").metadata == {
        b"description": b"Whether it was in force at the end of 2022-01-06: yes or unsure."
    }
    frame = view.load("sanctions", "polars")
    assert isinstance(frame, pl.DataFrame)
    assert frame.to_dicts() == records
    relation = view.load("sanctions", "duckdb")
    assert isinstance(relation, duckdb.DuckDBPyRelation)
    assert relation.to_arrow_table().to_pylist() == records
    pandas = view.load("sanctions")
    assert isinstance(pandas, pd.DataFrame)
    assert pandas.columns[-1] == "in_force"
    assert list(pandas.index) == list(range(len(records)))
    assert dict(zip(pandas["sanction_id"], pandas["in_force"], strict=True)) == ON_THE_SIXTH
    plain = release.load("sanctions")
    plain = plain[plain["sanction_id"].isin(ON_THE_SIXTH)].reset_index(drop=True)
    pd.testing.assert_frame_equal(pandas.drop(columns=["last_documented", "in_force"]), plain)


@pytest.mark.parametrize("form", FORMS)
def test_a_table_without_rows_and_one_of_which_none_is_left(release: Release, form: Any) -> None:
    programmes = {"programmes": timed("programmes", {"hr": ("2030", "")})}
    for name, content in (programmes | {"spans": spans(programmes)["spans"]}).items():
        pq.write_table(content, release.path / "parquet" / f"{name}.parquet")
    for name in ("affiliations", "programmes"):
        found = release.as_of(valid="2022-01-06").load(name, form)
        assert len(found) == 0
        if form != "records":
            columns = found.schema.names if form == "arrow" else list(found.columns)
            assert columns[-1] == "in_force"


@pytest.mark.parametrize("name", ["events", "officials"])
def test_a_table_without_a_time_is_as_in_the_release(release: Release, name: str) -> None:
    view = release.as_of(valid="2022-01-06")
    assert view.load(name, "arrow").equals(release.load(name, "arrow"), check_metadata=True)
    pd.testing.assert_frame_equal(view.load(name), release.load(name))


def test_the_tables_with_a_time_are_those_that_begin_and_end() -> None:
    assert {name for name, model in TABLES.items() if model.words().lasting} == TIMED
    dates = {(name, column.name) for name in TIMED for column in TABLES[name].columns() if column.type.name == "date"}
    assert {column for _, column in dates} == {column for time in LASTING for column in time}
    assert len(dates) == 2 * len(TIMED)


def test_a_view_has_all_tables_of_its_release(release: Release) -> None:
    view = release.as_of(valid="2022-01-06")
    assert (view.release, view.valid) == (release, dt.date(2022, 1, 6))
    assert (
        view.tables() == release.tables() == ["affiliations", "events", "officials", "positions", "sanctions", "spans"]
    )
    assert view == release.as_of(valid=dt.date(2022, 1, 6))
    with pytest.raises(dataclasses.FrozenInstanceError):
        view.valid = dt.date(2022, 1, 7)  # type: ignore[misc]


def test_a_table_or_a_form_that_there_is_not(release: Release) -> None:
    view = release.as_of(valid="2022-01-06")
    with pytest.raises(KeyError, match=r"no table 'sanction' in release 2026\.11\.0; tables: affiliations, events"):
        view.load("sanction")
    for name in ("sanctions", "events"):
        with pytest.raises(ValueError, match="as_='excel' is not one of pandas, arrow, polars, duckdb, records"):
            view.load(name, "excel")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "valid",
    [
        *("2022", "2022-01", "2022-1-6", "20220106", "2022-W01-4", "2022-01-06~", "[..2022-01-06]", "2022-01-06 ", ""),
        *("2022-01-06\n", "２０２２-01-06", "2022-01-06T00:00:00", "today", 2022, 20220106, None, (2022, 1, 6)),
        *(dt.datetime(2022, 1, 6), pd.Timestamp("2022-01-06"), pd.NaT),
    ],
)
def test_what_is_no_single_day(release: Release, valid: Any) -> None:
    with pytest.raises(ValueError, match=r"^valid=.* is not a day; give a datetime.date, or write it out like '2022-"):
        release.as_of(valid=valid)


@pytest.mark.parametrize("valid", ["2022-02-29", "2022-13-01", "0000-01-01", "2022-00-10"])
def test_what_is_not_in_the_calendar(release: Release, valid: str) -> None:
    with pytest.raises(ValueError, match=rf"^valid='{valid}' is not in the calendar: "):
        release.as_of(valid=valid)


def test_the_day_is_named(release: Release) -> None:
    parameters = inspect.signature(release.as_of).parameters
    assert {one.kind for one in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    parameter = parameters["valid"]
    assert (parameter.name, parameter.kind) == ("valid", inspect.Parameter.KEYWORD_ONLY)


def test_the_examples_of_the_documentation() -> None:
    results = doctest.testmod(importlib.import_module("mostanad.loader.days"))
    assert results.attempted > 0
    assert results.failed == 0
