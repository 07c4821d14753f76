"""Pictures say what the data say: in order along the axis, solid where it is certain, an arrow for a bound."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from tests.site.reading import Element, read

from mostanad.site.drawings import LABEL, WIDTH, Count, Lane, counts, growth, timeline

UNTIL = dt.date(2026, 11, 1)
Day = dt.date | None


def day(year: int, month: int = 1, date: int = 1) -> dt.date:
    return dt.date(year, month, date)


def lane(label: str, first: tuple[Day, Day], last: tuple[Day, Day] | None, kind: str = "post") -> Lane:
    return Lane(label, kind, f"rows/{label}.html#title", first, last, f"when {label} was")


def drawn(picture: str) -> dict[str, Element]:
    """The lanes of a picture by their label."""
    return {one.all("text", class_="label")[0].text: one for one in read(picture).all("a", class_="lane")}


def bars(one: Element, look: str) -> list[tuple[float, float]]:
    """From where to where the bars of a look go."""
    found = [(float(bar.attributes["x"]), float(bar.attributes["width"])) for bar in one.all("rect", class_=look)]
    return [(x, x + width) for x, width in found]


def years(picture: str) -> dict[int, float]:
    """Where the lines of the years are."""
    lines = [float(one.attributes["x1"]) for one in read(picture).all("line", class_="grid")]
    return dict(zip((int(one.text) for one in read(picture).all("text", class_="axis")), lines, strict=True))


def test_a_post_of_known_days_is_solid_between_them() -> None:
    picture = timeline([lane("post", (day(2014), day(2014)), (day(2018), day(2018)))], UNTIL)
    at = years(picture)
    assert bars(drawn(picture)["post"], "sure") == [pytest.approx((at[2014], at[2018]), abs=0.2)]
    assert bars(drawn(picture)["post"], "faint") == []


def test_days_that_are_not_known_exactly_are_faint() -> None:
    first, last = (day(2014), day(2015)), (day(2018), day(2019))
    picture = timeline([lane("post", first, last)], UNTIL)
    at = years(picture)
    assert bars(drawn(picture)["post"], "sure") == [pytest.approx((at[2015], at[2018]), abs=0.2)]
    faint = [pytest.approx((at[2014], at[2015]), abs=0.2), pytest.approx((at[2018], at[2019]), abs=0.2)]
    assert bars(drawn(picture)["post"], "faint") == faint


def test_an_end_that_nobody_says_is_faint_to_the_day_of_the_release() -> None:
    picture = timeline([lane("post", (day(2014), day(2014)), (None, None))], UNTIL)
    at = years(picture)
    ((start, stop),) = bars(drawn(picture)["post"], "faint")
    assert start == pytest.approx(at[2014], abs=0.2)
    assert stop == WIDTH - 12
    ((start, stop),) = bars(drawn(picture)["post"], "sure")
    assert stop - start == 3  # where it began


def test_what_ended_at_some_day_or_earlier_is_never_solid() -> None:
    known = lane("known", (day(2010), day(2010)), (None, day(2018)))
    unknown = lane("unknown", (None, None), (None, day(2018)))
    picture = timeline([known, unknown], UNTIL)
    at = years(picture)
    assert bars(drawn(picture)["known"], "faint") == [pytest.approx((at[2010], at[2018]), abs=0.2)]
    assert [round(stop - start) for start, stop in bars(drawn(picture)["known"], "sure")] == [3]
    assert bars(drawn(picture)["unknown"], "faint") == [pytest.approx((LABEL, at[2018]), abs=0.2)]
    assert bars(drawn(picture)["unknown"], "sure") == []


def test_what_began_at_some_day_or_earlier_is_solid_from_that_day() -> None:
    picture = timeline([lane("post", (None, day(2014)), (day(2018), day(2018)))], UNTIL)
    at = years(picture)
    assert bars(drawn(picture)["post"], "sure") == [pytest.approx((at[2014], at[2018]), abs=0.2)]


def test_events_stand_in_order_of_time() -> None:
    lanes = [lane(str(year), (day(year), day(year)), None, "event") for year in (2019, 1988, 2009)]
    picture = timeline(lanes, UNTIL)
    found = {}
    for label, one in drawn(picture).items():
        (path,) = one.all("path")
        found[float(path.attributes["d"][1:].split()[0])] = label
    assert [found[x] for x in sorted(found)] == ["1988", "2009", "2019"]
    assert min(found) >= LABEL
    assert max(found) <= WIDTH


def test_every_lane_leads_to_its_evidence_and_says_when() -> None:
    picture = timeline([lane("post", (day(2014), day(2014)), (None, None))], UNTIL)
    one = drawn(picture)["post"]
    assert one.attributes["href"] == "rows/post.html#title"
    assert one.all("title")[0].text == "post: when post was"


def test_what_has_no_day_is_not_drawn() -> None:
    nothing = lane("nothing", (None, None), (None, None))
    assert timeline([nothing], UNTIL) == ""
    assert list(drawn(timeline([nothing, lane("post", (day(2014), day(2014)), None)], UNTIL))) == ["post"]


def test_no_year_is_cut_at_the_right_edge() -> None:
    for month in range(1, 13):
        picture = timeline([lane("post", (day(2014), day(2014)), (None, None))], dt.date(2026, month, 1))
        for one in read(picture).all("text", class_="axis"):
            assert float(one.attributes["x"]) + 32 <= WIDTH, month


def number(label: str, comparator: str, value: float, upper: float | None = None) -> Count:
    return Count(label, f"{value:,.0f}", f"rows/{label}.html#value", comparator, value, upper)


def test_numbers_stand_in_order_of_size_over_an_axis_from_zero() -> None:
    picture = counts([number(str(size), "exactly", size) for size in (300, 12, 120)])
    centres = {label: float(one.all("circle")[0].attributes["cx"]) for label, one in drawn(picture).items()}
    assert centres["12"] < centres["120"] < centres["300"]
    zero = float(read(picture).all("line", class_="grid")[0].attributes["x1"])
    assert zero == LABEL
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
    assert (start - LABEL, stop - LABEL) == pytest.approx(((at - LABEL) / 2, (at - LABEL) * 3 / 4), abs=0.2)


def test_an_arrow_covers_no_label() -> None:
    one = drawn(counts([number("few", "at_most", 3), number("many", "exactly", 30_000)]))["few"]
    (arrow,) = one.all("path", class_="arrow")
    assert float(arrow.attributes["d"].split("H")[1].split("m")[0]) >= LABEL


def test_one_number_has_no_rival() -> None:
    assert counts([number("one", "exactly", 1)]) == ""


def test_equal_or_no_numbers_are_drawn_too() -> None:
    assert len(drawn(counts([number("one", "exactly", 0), number("other", "exactly", 0)]))) == 2


def test_a_line_of_growth_rises_with_the_numbers_and_says_the_last() -> None:
    picture = read(growth([("one", [(2019, 3), (2020, 5)]), ("other", [(2019, 3), (2020, 5)])]))
    one, other = picture.all("g", class_="series")
    places = [
        tuple(map(float, pair.split()))
        for pair in re.findall(r"[ML]([\d.]+ [\d.]+)", one.all("path")[0].attributes["d"])
    ]
    assert [x for x, _ in places] == sorted(x for x, _ in places)
    assert [y for _, y in places] == sorted((y for _, y in places), reverse=True)  # upwards is less
    assert one.all("title")[0].text == "one: 5 by the end of 2020"
    labels = [float(line.all("text")[0].attributes["y"]) for line in (one, other)]
    assert abs(labels[0] - labels[1]) >= 17


def test_one_year_is_no_growth() -> None:
    assert growth([("one", [(2019, 3)])]) == ""


def test_a_long_label_is_cut_and_whole_in_the_title() -> None:
    long = "x" * 80
    (one,) = drawn(timeline([lane(long, (day(2014), day(2014)), None)], UNTIL)).values()
    assert one.all("text", class_="label")[0].text == "x" * 33 + "…"
    assert one.all("title")[0].text.startswith(long)
