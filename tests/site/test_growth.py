"""The picture of growth: a line rises with the numbers, and can be drawn again."""

from __future__ import annotations

import pytest
from tests.loader.drawn import laid, places

from mostanad.loader.drawings import LAYOUTS, Measures
from mostanad.site.growth import Series, growth


def line(label: str) -> Series:
    """Three listings in 2019, then two; all but one are of the first voice."""
    return Series(label, [(2019, {"1": 3}), (2020, {"1": 1, "2 -3": 1})])


@pytest.mark.parametrize("measures", LAYOUTS)
def test_a_line_of_growth_rises_with_the_numbers_and_says_the_last(measures: Measures) -> None:
    one, other = laid(growth([line("one"), line("other")]), measures).all("g", class_="series")
    points = places(one.all("path")[0].attributes["d"])
    assert [x for x, _ in points] == sorted(x for x, _ in points)
    assert [y for _, y in points] == sorted((y for _, y in points), reverse=True)  # upwards is less
    assert one.all("title")[0].text == "one: 5 by the end of 2020"
    labels = [float(line.all("text")[0].attributes["y"]) for line in (one, other)]
    assert abs(labels[0] - labels[1]) >= 17


@pytest.mark.parametrize("measures", LAYOUTS)
def test_the_labels_of_growth_are_whole_and_inside(measures: Measures) -> None:
    """The page writes the number of what is left into the only ``tspan``, and the line into the first ``path``."""
    names = [f"{number} IRAN-EO13876, Office of Foreign Assets Control of the" for number in range(6)]
    picture = laid(growth([line(name) for name in names]), measures)
    lowest = 0.0
    for name, one in zip(names, picture.all("g", class_="series"), strict=True):
        assert " ".join(text.text for text in one.all("text")) == f"{name} 5"
        assert [total.text for total in one.all("tspan")] == ["5"]
        assert len(one.all("path")) == 1
        heights = [float(text.attributes["y"]) for text in one.all("text")]
        assert min(heights) >= lowest + 17 or not lowest
        lowest = max(heights)
        assert measures.label or min(heights) > measures.high  # below the plot
    assert lowest <= float(picture.attributes["height"]) - 4
    assert all(x <= measures.plot[1] for one in picture.all("path") for x, _ in places(one.attributes["d"]))


def test_one_year_is_no_growth() -> None:
    assert growth([Series("one", [(2019, {"1": 3})])]) == ""
