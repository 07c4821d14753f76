"""Spans: against every course that dates leave open, and against what lists, lives and successors show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import product
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.cases import quick

from mostanad.evidence import sandbox
from mostanad.evidence.spans import TIMED, arrow_spans, in_force
from mostanad.files import Table
from mostanad.files.typed import arrow_table
from mostanad.models import TABLES

NEEDED = {
    "sanctions": {"target_id": "judge", "authority_id": "treasury"},
    "tags": {"target_id": "judge", "authority_id": "treasury", "programme_id": "hr"},
    "positions": {"holder_id": "judge", "title": "Judge"},
    "affiliations": {"from_id": "judge", "to_id": "court", "relation": "part_of"},
    "programmes": {"authority_id": "treasury", "name": "HR", "code": "HR", "kind": "designation"},
    "legal_bases": {"programme_id": "hr", "act": "Order 1"},
}
Rows = list[dict[str, str]]


def table(name: str, rows: Rows) -> pa.Table:
    """A table of a release, made of cells."""
    header = tuple(column.name for column in TABLES[name].columns())
    cells = tuple(tuple(row.get(column, "") for column in header) for row in rows)
    return arrow_table(TABLES[name], Table(name, "", header, cells))


def timed(name: str, key: str, begin: str = "", end: str = "", **cells: str) -> dict[str, str]:
    """A row of a table whose rows last."""
    first, last = TIMED[name]
    return {TABLES[name].key(): key} | NEEDED[name] | {first: begin, last: end} | cells


def shown(source: str, target: str, fields: str, place: str = "char=0,1", **cells: str) -> dict[str, Rows]:
    """A claim with its passage."""
    key = f"{source}.c000000-{len(target):06}"
    claim = {"claim_id": f"{key}.{target}", "passage_id": key, "target_id": target, "fields": fields} | cells
    return {"passages": [{"passage_id": key, "source_id": source, "selector": place}], "claims": [claim]}


def source(key: str, published: str, listed: str = "") -> dict[str, Rows]:
    """A document, or a version of a list."""
    kind = "sanctions_list" if listed else "news"
    return {"sources": [{"source_id": key, "published": published, "kind": kind, "derived_from": listed}]}


def absent(source_id: str, name: str) -> dict[str, Rows]:
    key = f"{source_id}.absent-{name.lower().replace(' ', '-')}"
    return {"passages": [{"passage_id": key, "source_id": source_id, "selector": f"absent={name}"}]}


def made(*parts: Mapping[str, Rows]) -> dict[str, pa.Table]:
    rows: dict[str, dict[str, dict[str, str]]] = {}
    for part in parts:
        for name, some in part.items():
            rows.setdefault(name, {}).update({next(iter(row.values())): row for row in some})
    return arrow_spans({name: table(name, list(some.values())) for name, some in rows.items()})


def spans(*parts: Mapping[str, Rows]) -> dict[str, tuple[str | None, ...]]:
    """By row earliest, begun_by, last_documented, latest."""
    return {row["row_id"]: tuple(row.values())[2:] for row in made(*parts)["spans"].to_pylist()}


def test_no_time_is_not_the_same_as_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    given = list[float]()
    bounded = sandbox.bounded
    monkeypatch.setattr(sandbox, "bounded", lambda one, seconds: given.append(seconds) or bounded(one, sandbox.EVER))
    for seconds in (0, None, 5):
        arrow_spans({}, seconds)
    assert given == [0, sandbox.EVER, 5]


# Against an oracle that knows no rule: it lives through every course of events that the dates leave open.

FIRST = dt.date(2022, 1, 1)
DAYS = range(-1, 12)  # FIRST is 0; -1 and 11 stand for any day before and after those that dates name
NEVER = 99
numbers = st.integers(0, 10)


def name_of(number: int) -> str:
    return str(FIRST + dt.timedelta(number))


def moment(bounds: tuple[int | None, int] | None) -> str:
    if bounds is None:
        return ""
    first, last = bounds
    if first is None:
        return f"[..{name_of(last)}]"
    return name_of(first) if first == last else f"[{name_of(first)}..{name_of(last)}]"


moments = st.one_of(
    st.tuples(numbers, numbers).filter(lambda bounds: bounds[0] <= bounds[1]), st.tuples(st.none(), numbers)
)
rows = st.tuples(st.none() | moments, st.none() | moments)


def in_order(row: tuple[Any, Any]) -> bool:
    """As the rule MST401 demands: not reversed however the dates are taken."""
    begin, end = row
    return begin is None or end is None or begin[0] is None or begin[0] <= end[1]


def days(bounds: tuple[int | None, int] | None) -> range:
    """Every day that a date can mean."""
    return DAYS if bounds is None else range(DAYS[0] if bounds[0] is None else bounds[0], bounds[1] + 1)


def oracle(name: str, row: tuple[Any, Any], valid: int) -> str:
    """A listing without an end stands on a list of a later day; anything else may have ended from the next day on."""
    begin, end = row
    unknown = [NEVER] if name in ("sanctions", "tags") else [*DAYS, NEVER]
    ends = unknown if end is None else days(end)
    courses = {
        first <= valid < last
        for first, last in product(days(begin), ends)
        if first < last or (first == last and end is not None)
    }
    return {frozenset({True}): "yes", frozenset({False}): "no"}.get(frozenset(courses), "unsure")


@pytest.mark.parametrize("name", sorted(TIMED))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(drawn=st.lists(rows.filter(in_order), max_size=30), valid=numbers)
@example(drawn=[(None, None), ((None, 3), (None, 3)), ((3, 3), (0, 5)), ((2, 5), (2, 5))], valid=3)
@pytest.mark.slow
def test_it_says_what_all_courses_of_events_agree_on(name: str, drawn: list[tuple[Any, Any]], valid: int) -> None:
    lasting = {
        f"row-{n:02}": timed(name, f"row-{n:02}", moment(one), moment(two)) for n, (one, two) in enumerate(drawn)
    }
    listed = [shown("late", key, "entry") for key in lasting] if name in ("sanctions", "tags") else []
    found = spans({name: list(lasting.values())}, source("late", "2022-03-01", "list"), *listed)
    day = name_of(valid)
    columns = ("earliest", "begun_by", "last_documented", "latest")
    said = {key: in_force(dict(zip(columns, span, strict=True)), day, day) for key, span in found.items()}
    assert said == {f"row-{n:02}": oracle(name, row, valid) for n, row in enumerate(drawn)}


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [("04", "06", "yes"), ("03", "06", "unsure"), ("04", "07", "unsure"), ("01", "02", "no"), ("09", "11", "no")],
)
def test_of_a_day_that_is_one_of_several_each_counts(first: str, last: str, expected: str) -> None:
    span = {"earliest": "03", "begun_by": "04", "last_documented": "06", "latest": "08"}
    assert in_force(span, first, last) == expected


# What documents show.


def test_a_listing_lasts_to_the_last_version_of_its_list_whatever_entry_that_shows() -> None:
    found = spans(
        {
            "sanctions": [
                timed("sanctions", key, "2018") for key in ("old", "new", "elsewhere", "in-a-paper", "by-none")
            ]
        },
        *(source("list-1", "2020-01-01", "list"), source("list-2", "2021-06-01", "list"), source("log", "2021-09-09")),
        *(source("other-1", "2018-04-13", "other"), source("paper", "2019-12-24")),
        *(shown("list-1", "old", "entry"), shown("list-2", "new", "entry"), shown("log", "new", "listed")),
        *(shown("other-1", "elsewhere", "entry"), shown("paper", "in-a-paper", "listed")),
        shown("list-2", "by-none", "listed", stance="denies"),
    )
    assert {key: span[2] for key, span in found.items()} == {
        **{"old": "2021-09-09", "new": "2021-09-09", "elsewhere": "2018-04-13"},
        **{"in-a-paper": "2019-12-24", "by-none": "2018-01-01"},
    }


@pytest.mark.parametrize(("coverage", "expected"), [("whole", "2021-06-01"), ("excerpt", "2020-01-01")])
def test_of_a_programme_without_entries_in_it_only_a_whole_version_speaks(coverage: str, expected: str) -> None:
    programmes = [timed("programmes", key, "2012") for key in ("hr", "terror")]
    listings = [timed("sanctions", f"by-{key}", "2018", programme_id=key) for key in ("hr", "terror")]
    newer = source("list-2", "2021-06-01", "list")
    newer["sources"][0]["coverage"] = coverage
    found = spans(
        {"programmes": programmes, "sanctions": listings},
        *(source("list-1", "2020-01-01", "list"), newer),
        *(shown("list-1", "by-hr", "entry"), shown("list-1", "by-terror", "entry"), shown("list-2", "by-hr", "entry")),
    )
    assert (found["by-hr"][2], found["by-terror"][2]) == ("2021-06-01", expected)


def test_a_document_that_says_of_which_day_an_entry_stands_speaks_of_it_alone() -> None:
    found = spans(
        {"sanctions": [timed("sanctions", "old", "2018"), timed("sanctions", "other", "2018")]},
        source("list-1", "[2020-01-01..2020-02-01]", "list"), source("file", "2023-05-05", "addresses"),
        shown("list-1", "old", "entry"), shown("list-1", "other", "entry"),
        shown("file", "old", "entry", as_of="2023-05-05"),
    )  # fmt: skip
    assert {key: span[2] for key, span in found.items()} == {"old": "2023-05-05", "other": "2020-01-01"}, (
        "and a version of an unknown day shows no more than the first of its days"
    )


def test_a_listing_that_ended_lasts_to_the_day_before_and_not_to_the_last_list() -> None:
    (span,) = spans(
        {"sanctions": [timed("sanctions", "gone", "2018", "[2020-01-01..2020-02-01]")]},
        source("list-1", "2021-01-01", "list"), shown("list-1", "gone", "entry"),
    ).values()  # fmt: skip
    assert span == ("2018-01-01", "2018-12-31", "2019-12-31", "2020-01-31")


def test_a_listing_cannot_begin_before_its_programme() -> None:
    programmes = [timed("programmes", "hr", "2012")]
    listing = timed("sanctions", "one", "[..2021-08-18]", programme_id="hr")
    found = spans({"programmes": programmes, "sanctions": [listing]})
    assert found["one"] == ("2012-01-01", "2021-08-18", None, None)


def test_a_listing_cannot_outlast_its_programme() -> None:
    programmes = [timed("programmes", "hr", "2012", "[2018-04-14..2025-08-11]")]
    listings = [timed("sanctions", "one", "2013", programme_id="hr")]
    listings.append(timed("sanctions", "gone", "2013", "2014", programme_id="hr"))
    found = spans({"programmes": programmes, "sanctions": listings})
    assert (found["one"][3], found["gone"][3]) == ("2025-08-10", "2014-12-30")


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2022-01-05", (None, "2022-01-05", "2022-01-05", None)),
        ("[2022-01-05..2022-01-06]", (None, "2022-01-06", "2022-01-05", None)),
        ("[..2018-04-13]", (None, "2018-04-13", None, None)),  # on some day up to that of the list
        ("", (None, "2020-02-02", "2020-02-02", None)),  # then the claim is about the day of its document
    ],
)
def test_a_post_is_documented_for_the_days_that_claims_are_about(as_of: str, expected: tuple[str | None, ...]) -> None:
    post = {"positions": [timed("positions", "post")]}
    said = shown("paper", "post", "holder_id title", as_of=as_of)
    assert spans(post, source("paper", "2020-02-02"), said)["post"] == expected


@pytest.mark.parametrize(
    "printed", quick(2, ["sanctions_list/", "legal_act/act", "official_record/act", "legal_act/", "news/wire"])
)
def test_what_prints_old_words_again_does_not_show_that_a_post_was_held_then(printed: str) -> None:
    kind, base = printed.split("/")
    late = {"sources": [{"source_id": "late", "published": "2020-02-02", "kind": kind, "derived_from": base}]}
    lasted = "2020-02-02" if printed in ("legal_act/", "news/wire") else "2019-11-01"  # these speak of their own day
    for name, until in {"positions": lasted, "affiliations": lasted, "programmes": "2020-02-02"}.items():
        found = spans({name: [timed(name, "it", "2019-11")]}, late, shown("late", "it", "note"))["it"]
        assert found == ("2019-11-01", "2019-11-30", until, None)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("started", "2011-05-12", ("2011-05-12", "2013-12-31", "2018-12-31", "2019-12-30")),
        ("started", "[..2011-05-12]", (None, "2013-12-31", "2018-12-31", "2019-12-30")),
        ("started", "2014-02", ("2013-01-01", "2014-02-28", "2018-12-31", "2019-12-30")),
        ("ended", "2015", ("2013-01-01", "2013-12-31", "2014-12-31", "2019-12-30")),
        ("ended", "[..2018-04-13]", ("2013-01-01", "2013-12-31", None, "2019-12-30")),
        ("ended", "2021", ("2013-01-01", "2013-12-31", "2018-12-31", "2021-12-30")),
        ("title", "2021", ("2013-01-01", "2013-12-31", "2018-12-31", "2019-12-30")),
    ],
)
def test_of_days_that_are_disputed_each_may_be_meant(field: str, value: str, expected: tuple[str | None, ...]) -> None:
    post = {"positions": [timed("positions", "post", "2013", "2019")]}
    said = shown("paper", "post", field, stance="disputes", value=value)
    assert spans(post, source("paper", "2020-02-02"), said)["post"] == expected
    approximate = shown("paper", "post", field, stance="approximates", value=value)
    assert spans(post, source("paper", "2020-02-02"), approximate) == spans(post)


def test_a_claim_on_the_end_of_a_post_does_not_show_it_held() -> None:
    post = {"positions": [timed("positions", "post", "2010-01-01", "2012-01-01")]}
    said = shown("paper", "post", "ended", as_of="2020-02-02")
    assert spans(post, source("paper", "2020-02-02"), said)["post"] == (
        *("2010-01-01", "2010-01-01", "2011-12-31", "2011-12-31"),
    )


def test_what_can_have_come_out_after_the_end_does_not_show_a_post_held() -> None:
    said, lasted = shown("paper", "post", "title"), "2020-02-01"
    for end, until in {"[..2020-02]": None, "[..2020-02-02]": None, "[..2020-03-01]": lasted, "": lasted}.items():
        post = {"positions": [timed("positions", "post", "", end)]}
        assert spans(post, source("paper", "[2020-02-01..2020-02-29]"), said)["post"][2] == until, end
    told = shown("paper", "post", "ended title")  # by a document that knows of the end
    post = {"positions": [timed("positions", "post", "", "[..2020-03-01]")]}
    assert spans(post, source("paper", "[2020-02-01..2020-02-29]"), told)["post"][2] is None


def test_no_post_outlasts_its_holder() -> None:
    judge = {"officials": [{"official_id": "judge", "name": "The Judge", "died": "2021-09-03"}]}
    post = {"positions": [timed("positions", "post", "2010-01-01")]}
    said = shown("paper", "post", "holder_id title", as_of="2022-02-02")
    assert spans(judge, post, source("paper", "2022-02-02"), said)["post"][2:] == ("2021-09-03", "2021-09-03")


def minister(key: str, begin: str, end: str = "", title: str = "Minister of Salt", body: str = "cabinet") -> Any:
    return timed("positions", key, begin, end, holder_id=key, title=title, body_id=body)


def test_a_post_of_which_no_title_is_left_has_no_successor() -> None:
    posts = table("positions", [minister("first", "2013-09-10"), minister("second", "2021-08-03")])
    untitled = posts.set_column(posts.column_names.index("title"), "title", pa.nulls(2, pa.string()))
    assert [row["latest"] for row in arrow_spans({"positions": untitled})["spans"].to_pylist()] == [None, None]


def test_a_post_is_over_when_somebody_else_starts_in_it() -> None:
    found = spans({"positions": [minister("first", "2013-09-10"), minister("second", "2021-08", "2023-01-01")]})
    assert found["first"][3] == "2021-08-30"
    assert found["second"][3] == "2022-12-31"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (minister("first", "2013"), minister("second", "2021", body="senate")),
        (minister("first", "2013"), minister("second", "2021", title="Minister of Sugar")),
        (minister("first", "2013"), minister("first", "2021") | {"position_id": "again"}),
        (minister("first", ""), minister("second", "2021")),  # who came first is not known
        (
            minister("first", "2013", title="Member of the board"),
            minister("second", "2021", title="Member of the board"),
        ),
        (minister("first", "2013-01-01", "2021-06-01"), minister("second", "2021-01-01")),  # both held it at once
    ],
)
def test_no_other_start_ends_a_post(first: dict[str, str], second: dict[str, str]) -> None:
    found = spans({"positions": [first, second]})
    assert found["first"][3] in (None, "2021-05-31")


@settings(deadline=None)
@given(drawn=st.lists(st.tuples(st.sampled_from("abc"), rows.filter(in_order)), max_size=7))
@example(drawn=[("a", ((0, 0), None)), ("a", ((5, 5), None)), ("b", ((7, 7), None))])
@pytest.mark.slow
def test_among_several_holders_of_a_post_each_pair_counts(drawn: list[tuple[str, tuple[Any, Any]]]) -> None:
    posts = [
        minister(who, moment(begin), moment(end)) | {"position_id": str(n)}
        for n, (who, (begin, end)) in enumerate(drawn)
    ]
    alone: list[tuple[Any, ...]] = [spans({"positions": [post]})[post["position_id"]] for post in posts]
    pairs = [(n, m) for n, m in product(range(len(posts)), repeat=2) if drawn[n][0] != drawn[m][0]]
    sure = {(n, m) for n, m in pairs if all((*alone[n][1:3], *alone[m][1:3]))}
    latest = {str(n): [span[3] or "9"] for n, span in enumerate(alone)}
    if not any(max(alone[n][1], alone[m][1]) <= min(alone[n][2], alone[m][2]) for n, m in sure):
        for n, m in pairs:
            if (alone[n][1] or "9") < (alone[m][0] or ""):
                latest[str(n)].append(str(dt.date.fromisoformat(alone[m][1]) - dt.timedelta(1)))
    found = spans({"positions": posts}) if posts else {}
    assert {key: span[3] or "9" for key, span in found.items()} == {key: min(days) for key, days in latest.items()}
