"""Pictures say what the data say: in order along the axis, solid where it is certain, an arrow for a bound."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from tests.cases import each
from tests.loader.drawn import Day, bars, covered, day, drawn, grid, laid, lane, timeline, tip, years

from mostanad.loader.drawings import LAYOUTS, NARROW, STUB, WIDE, Count, Lane, Measures, counts
from mostanad.models.language import speaking
from mostanad.site import show
from mostanad.site.persian import Persian

UNTIL = dt.date(2026, 11, 1)


def test_a_post_of_known_days_is_solid_between_them() -> None:
    picture = timeline([lane("post", (day(2014), day(2014)), (day(2018), day(2018)))], UNTIL)
    at = years(picture)
    assert bars(drawn(picture)["post"], "sure") == [pytest.approx((at[2014], at[2018]), abs=0.2)]
    assert bars(drawn(picture)["post"], "faint") == []


def test_days_that_are_not_known_exactly_are_faint() -> None:
    first, last = (day(2014), day(2016)), (day(2018), day(2020))
    picture = timeline([lane("post", first, last)], UNTIL)
    at = years(picture)
    assert bars(drawn(picture)["post"], "sure") == [pytest.approx((at[2016], at[2018]), abs=0.2)]
    faint = [pytest.approx((at[2014], at[2016]), abs=0.2), pytest.approx((at[2018], at[2020]), abs=0.2)]
    assert bars(drawn(picture)["post"], "faint") == faint


def test_what_a_list_only_still_prints_is_solid_at_its_begin_and_faint_to_the_list() -> None:
    first = dt.date(2014, 1, 1), dt.date(2014, 1, 31)
    picture = timeline([lane("post", first, (None, None), seen=first[0], printed=day(2018))], UNTIL)
    at, one = years(picture), drawn(picture)["post"]
    ((start, stop),) = bars(one, "sure")  # a mark, as near as the axis shows
    assert at[2014] <= start < stop < start + 4
    assert max(end for _, end in bars(one, "faint")) == pytest.approx(at[2018], abs=0.2)


@pytest.mark.parametrize("measures", LAYOUTS)
def test_what_has_no_end_is_solid_to_the_last_document_that_shows_it_and_open(measures: Measures) -> None:
    known = lane("known", (day(2014), day(2014)), (day(2018), day(2018)))
    picture = timeline([known, lane("post", (day(2014), day(2014)), (None, None), seen=day(2018))], UNTIL)
    ((start, stop),) = bars(drawn(picture, measures)["known"], "sure")
    one = drawn(picture, measures)["post"]
    assert bars(one, "sure") == [pytest.approx((start, stop), abs=0.2)]
    assert bars(one, "faint") == []
    assert tip(one, "arrow") == pytest.approx((stop, 1), abs=0.2)
    assert max(x for x, _ in covered(one)) <= stop + 0.2


@pytest.mark.parametrize("seen", [None, day(2013), day(2014), day(2014, 1, 20)])
def test_of_what_is_heard_of_only_when_it_began_there_is_a_solid_head(seen: Day) -> None:
    picture = timeline([lane("post", (day(2014), day(2014)), (None, None), seen=seen)], UNTIL)
    stop = years(picture)[2014] + (2 if seen == day(2014, 1, 20) else 0)
    one = drawn(picture)["post"]
    assert tip(one, "sure") == pytest.approx((stop, 1), abs=0.5)
    assert max(x for x, _ in covered(one)) == tip(one, "sure")[0]
    assert one.all("path", class_="arrow") == []


@pytest.mark.parametrize(
    ("ended", "seen", "until", "stop"),
    [((2018, None), 2020, 2018, 2020), ((2018, 2022), 2020, 2018, 2022), ((None, 2022), 2020, 2020, 2022)],
)
def test_an_end_counts_before_a_later_document(
    ended: tuple[int | None, int | None], seen: int, until: int, stop: int
) -> None:
    first, last = (year and day(year) for year in ended)
    picture = timeline([lane("post", (day(2014), day(2014)), (first, last), seen=day(seen))], UNTIL)
    at = years(picture)
    assert bars(drawn(picture)["post"], "sure") == [pytest.approx((at[2014], at[until]), abs=0.2)]
    assert bars(drawn(picture)["post"], "faint") == [pytest.approx((at[until], at[stop]), abs=0.2)]


@pytest.mark.parametrize("measures", LAYOUTS)
def test_a_begin_of_a_listing_that_nobody_says_is_a_short_open_bar(measures: Measures) -> None:
    known = lane("known", (day(1990), day(1990)), (day(2018), day(2018)))
    picture = timeline([known, lane("unknown", (None, None), (None, day(2018)), "listing")], UNTIL)
    ((_, stop),) = bars(drawn(picture, measures)["known"], "sure")
    one = drawn(picture, measures)["unknown"]
    assert bars(one, "faint") == [pytest.approx((stop - STUB, stop), abs=0.2)]
    assert bars(one, "sure") == []
    assert tip(one, "arrow") == pytest.approx((stop - STUB, -1), abs=0.2)


@pytest.mark.parametrize("measures", LAYOUTS)
def test_a_post_without_a_begin_is_faint_back_to_the_edge(measures: Measures) -> None:
    """What happened before it ended is not drawn as if it was before the post."""
    post = lane("post", (None, None), (day(2018), day(2018)))
    picture = timeline([lane("event", (day(1990), day(1990)), None, "event"), post], UNTIL)
    one = drawn(picture, measures)["post"]
    ((start, stop),) = bars(one, "faint")
    assert start == pytest.approx(measures.label + 4, abs=0.2)
    assert bars(one, "sure") == [pytest.approx((stop, stop + 3), abs=0.2)]
    assert tip(one, "arrow") == pytest.approx((start, -1), abs=0.2)
    assert all(x > start for x, _ in covered(drawn(picture, measures)["event"]))


def test_a_known_end_without_a_begin_is_marked() -> None:
    picture = timeline([lane("post", (None, None), (day(2018), day(2018)))], UNTIL)
    at = years(picture)
    assert bars(drawn(picture)["post"], "sure") == [pytest.approx((at[2018] - 3, at[2018]), abs=0.2)]


def test_what_may_have_ended_before_it_began_for_certain_is_nowhere_solid() -> None:
    picture = timeline([lane("post", (day(2014), day(2016)), (day(2015), day(2018)))], UNTIL)
    at = years(picture)
    assert bars(drawn(picture)["post"], "sure") == []
    assert bars(drawn(picture)["post"], "faint") == [pytest.approx((at[2014], at[2018]), abs=0.2)]


def test_what_ended_at_some_day_or_earlier_is_never_solid() -> None:
    picture = timeline([lane("known", (day(2010), day(2010)), (None, day(2018)))], UNTIL)
    at = years(picture)
    assert bars(drawn(picture)["known"], "faint") == [pytest.approx((at[2010] + 3, at[2018]), abs=0.2)]
    assert [round(stop - start) for start, stop in bars(drawn(picture)["known"], "sure")] == [3]


@pytest.mark.parametrize(("first", "forward"), [((None, day(2018)), False), ((day(2018), None), True)])
def test_what_happened_at_some_day_or_earlier_or_later_is_a_short_open_bar(
    first: tuple[Day, Day], forward: bool
) -> None:
    picture = timeline([lane("one", first, None), lane("other", (day(2010), day(2010)), None)], UNTIL)
    x = years(picture)[2018]
    start, stop = (x, x + STUB) if forward else (x - STUB, x)
    one = drawn(picture)["one"]
    assert bars(one, "faint") == [pytest.approx((start, stop), abs=0.2)]
    assert tip(one, "arrow") == pytest.approx((stop if forward else start, 1 if forward else -1), abs=0.2)
    assert bars(one, "sure") == []


def test_what_began_at_some_day_or_earlier_is_solid_from_that_day() -> None:
    picture = timeline([lane("post", (None, day(2014)), (day(2018), day(2018)))], UNTIL)
    at = years(picture)
    assert bars(drawn(picture)["post"], "sure") == [pytest.approx((at[2014], at[2018]), abs=0.2)]
    assert bars(drawn(picture)["post"], "faint") == [pytest.approx((at[2014] - STUB, at[2014]), abs=0.2)]


def test_events_stand_in_order_of_time() -> None:
    lanes = [lane(str(year), (day(year), day(year)), None, "event") for year in (2019, 1988, 2009)]
    picture = timeline(lanes, UNTIL)
    found = {covered(one)[0][0]: label for label, one in drawn(picture).items()}
    assert [found[x] for x in sorted(found)] == ["1988", "2009", "2019"]


EDGES = [
    lane("first", (day(1988), day(1988)), None),
    lane("last", (day(2026, 11), day(2026, 11)), None),
    lane("before", (None, day(1988)), None),
    lane("after", (day(2026, 11), None), None),
    lane("ended", (None, None), (None, day(1988))),
    lane("listed", (None, day(1988)), (None, None), seen=day(2026, 11)),
    lane("new", (day(2026, 11), day(2026, 11)), (None, None), seen=day(2026, 11)),
]


@each("measures", list(LAYOUTS))
@each("lanes", [EDGES, *([one] for one in EDGES), EDGES[:2]])
def test_nothing_is_drawn_outside_the_years(lanes: list[Lane], measures: Measures) -> None:
    picture = laid(timeline(lanes, UNTIL), measures)
    height = float(picture.attributes["height"])
    for one in picture.all("a", class_="lane"):
        for x, y in covered(one):
            assert measures.label <= x <= measures.width, one.text
            assert 20 <= y <= height, one.text
    ends = [float(one.attributes["x"]) for one in picture.all("text", class_="axis")]
    assert all(15 <= x <= measures.width - 15 for x in ends)


@pytest.mark.parametrize("year", [1988, 1989, 2001])
def test_the_first_line_of_the_years_is_left_of_all_that_happened(year: int) -> None:
    picture = timeline([lane("one", (day(year, 6), day(year, 6)), None)], UNTIL)
    assert min(x for x, _ in covered(drawn(picture)["one"])) > min(years(picture).values())


def test_every_lane_leads_to_its_evidence_and_says_when() -> None:
    picture = timeline([lane("post", (day(2014), day(2014)), (None, None))], UNTIL)
    one = drawn(picture)["post"]
    assert one.attributes["href"] == "rows/post.html#title"
    assert one.all("title")[0].text == "post: when post was"


def test_what_has_no_day_is_not_drawn() -> None:
    nothing = lane("nothing", (None, None), (None, None))
    picture = timeline([nothing, lane("post", (day(2014), day(2014)), None)], UNTIL)
    assert [bool(covered(one)) for one in drawn(picture).values()] == [False, True]


def test_no_year_is_cut_at_the_right_edge() -> None:
    for month in range(1, 13):
        picture = timeline([lane("post", (day(2014), day(2014)), (None, None))], dt.date(2026, month, 1))
        for measures in LAYOUTS:
            for one in laid(picture, measures).all("text", class_="axis"):
                assert float(one.attributes["x"]) + 15 <= measures.width, month


def number(label: str, comparator: str, value: float, upper: float | None = None) -> Count:
    return Count(label, f"{value:,.0f}", f"rows/{label}.html#value", comparator, value, upper)


def test_numbers_stand_in_order_of_size_over_an_axis_from_zero() -> None:
    picture = counts([number(str(size), "exactly", size) for size in (300, 12, 120)])
    centres = {label: float(one.all("circle")[0].attributes["cx"]) for label, one in drawn(picture).items()}
    assert centres["12"] < centres["120"] < centres["300"]
    zero = grid(picture)[0]
    assert zero > WIDE.label
    assert (centres["300"] - zero) / (centres["120"] - zero) == pytest.approx(2.5, abs=0.01)


@pytest.mark.parametrize(
    ("comparator", "points"),
    [("at_least", 1), ("more_than", 1), ("at_most", -1), ("as_many_as", -1), ("nearly", -1), ("about", 0)],
)
def test_a_bound_has_an_arrow_to_where_the_truth_may_be(comparator: str, points: int) -> None:
    one = drawn(counts([number("one", comparator, 100), number("other", "exactly", 300)]))["one"]
    assert [dot.attributes["class"] for dot in one.all("circle")] == ["faint"]
    arrows = [
        re.match(r"M([\d.]+) [\d.]+H([\d.]+)", arrow.attributes["d"]) for arrow in one.all("path", class_="arrow")
    ]
    found = [float(match[2]) - float(match[1]) for match in arrows if match]
    assert [size > 0 for size in found] == ([points > 0] if points else [])


def test_a_number_that_is_given_plainly_is_solid_and_has_no_arrow() -> None:
    one = drawn(counts([number("one", "exactly", 100), number("other", "about", 300)]))["one"]
    assert [dot.attributes["class"] for dot in one.all("circle")] == ["sure"]
    assert one.all("path") == []


def test_a_range_is_a_bar_from_its_lower_to_its_upper_number() -> None:
    picture = counts([number("range", "between", 40, 60), number("other", "exactly", 80)])
    ((start, stop),) = bars(drawn(picture)["range"], "sure")
    at = float(drawn(picture)["other"].all("circle")[0].attributes["cx"])
    zero = grid(picture)[0]
    assert (start - zero, stop - zero) == pytest.approx(((at - zero) / 2, (at - zero) * 3 / 4), abs=0.2)


@pytest.mark.parametrize("measures", LAYOUTS)
def test_no_arrow_goes_below_zero_and_no_dot_out_of_the_plot(measures: Measures) -> None:
    numbers = [number("few", "at_most", 3), number("none", "exactly", 0), number("many", "at_least", 30_000)]
    picture = counts(numbers)
    zero = grid(picture, measures)[0]
    assert tip(drawn(picture, measures)["few"], "arrow")[0] >= zero
    for one in drawn(picture, measures).values():
        assert all(measures.label <= x <= measures.width for x, _ in covered(one))


def test_a_narrow_picture_has_the_number_whole_after_the_label() -> None:
    numbers = [Count("x " * 200, "as many as 30,000", "", "as_many_as", 30_000, None), number("one", "exactly", 1)]
    long, short = laid(counts(numbers), NARROW).all("a", class_="lane")
    assert " ".join(one.text for one in long.all("text")).endswith("…: as many as 30,000")
    assert [one.text for one in short.all("text")] == ["one: 1"]


def test_in_a_narrow_picture_no_dot_stands_on_what_a_number_counts() -> None:
    numbers = [Count("one", str(size), "", "exactly", size, None, note="people who were held " * 4) for size in (1, 2)]
    for one in laid(counts(numbers), NARROW).all("a", class_="lane"):
        lowest = max(float(line.attributes["y"]) for line in one.all("text"))
        assert float(one.all("circle")[0].attributes["cy"]) - 6 > lowest


def test_a_line_runs_to_the_left_on_a_page_that_does_though_a_latin_name_opens_it() -> None:
    numbers = [Count("iranliberty.net", "بیش از ۱٬۵۰۰", "", "more_than", 1500, None), number("one", "exactly", 1)]
    with speaking(Persian({})):
        (line, _) = (one.all("text")[0].text for one in laid(counts(numbers), NARROW).all("a", class_="lane"))
    assert line == "\u200firanliberty.net: بیش از ۱٬۵۰۰"


def test_one_number_has_no_rival() -> None:
    assert counts([number("one", "exactly", 1)]) == ""


def test_equal_or_no_numbers_are_drawn_too() -> None:
    assert len(drawn(counts([number("one", "exactly", 0), number("other", "exactly", 0)]))) == 2


@pytest.mark.parametrize("measures", LAYOUTS)
def test_a_long_label_has_lines_and_is_whole_in_the_title(measures: Measures) -> None:
    fits = "accused: Mass killing in Iran in 1988 of prisoners called political"
    one, other = laid(
        timeline([lane(label, (day(2014), day(2014)), None) for label in (fits, "x" * 300)], UNTIL), measures
    ).all("a", class_="lane")
    assert " ".join(line.text for line in one.all("text", class_="label")) == fits
    lines = [line.text for line in other.all("text", class_="label")]
    assert len(lines) == 3
    assert lines[-1] == "x" * (measures.letters - 1) + "…"
    assert other.all("title")[0].text.startswith("x" * 300)


@pytest.mark.parametrize("measures", LAYOUTS)
def test_no_row_covers_another(measures: Measures) -> None:
    lanes = [lane(label, (None, day(2014)), (None, day(2018))) for label in ("one", "two " * 20, "three")]
    free = 0.0
    for one in laid(timeline(lanes, UNTIL), measures).all("a", class_="lane"):
        texts = [float(text.attributes["y"]) for text in one.all("text")]
        ys = [y for _, y in covered(one)]
        assert min(texts) - 11 >= free if not measures.label else min(ys) >= free
        if measures.label:
            assert sum(texts) / len(texts) - 4 == pytest.approx((min(ys) + max(ys)) / 2, abs=0.2)
        else:  # the label is above, and nearer to its bar than to the one before
            assert max(texts) + 3 <= min(ys)
            assert min(ys) - max(texts) < min(texts) - 11 - free or not free
        free = max(ys)


def test_both_layouts_have_the_same_lanes_and_take_their_looks_from_the_style_sheet() -> None:
    lanes = [lane(label, (day(2014), day(2014)), (None, None), seen=day(2016)) for label in ("one", "two")]
    for picture in (timeline(lanes, UNTIL), counts([number("one", "at_most", 1), number("two", "about", 2)])):
        said = [[(one.attributes, one.all("title")[0].text) for one in drawn(picture, by).values()] for by in LAYOUTS]
        assert said[0] == said[1]
        assert "style=" not in picture
    assert laid(timeline(lanes, UNTIL), NARROW).attributes["viewbox"].startswith("0 0 328 ")  # 360 less the margins
    css = (Path(show.__file__).parent / "static/style.css").read_text("utf-8")
    assert re.search(r"\n\.picture \.narrow \{ display: none;", css)
    assert re.search(r"@media screen and \(max-width: 40rem\) \{\s+\.picture \.broad:not\(:only-child\) \{", css)
