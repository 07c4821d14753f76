"""Pictures: every row of the frame is drawn once and where it belongs, and all words can be read."""

from __future__ import annotations

import datetime as dt
import doctest
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.style
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import num2date
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation
from tests.loader.pictured import LONG, comparison, marks, pictured, readable, timeline, words

from mostanad.loader import Release, plot_page
from mostanad.loader.compare import rivals
from mostanad.loader.plot_numbers import FACTOR, number_words, scale_of
from mostanad.loader.plot_page import SUPPORT, WIDTH, Picture, date_words, width, wrap
from mostanad.loader.timeline import entries
from mostanad.models.vocabularies import Comparator


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return pictured(tmp_path_factory.mktemp("plots"))


def on_days(line: Line2D) -> dt.date:
    return num2date(line.get_xdata()[0]).date()


@pytest.mark.parametrize("entity_id", ["judge", "clerk", "chief", "court"])
def test_every_row_of_a_timeline_is_drawn_once_and_can_be_read(release: Release, entity_id: str) -> None:
    picture = timeline(release, entity_id)
    assert marks(picture).keys() == {str(number) for number in range(len(release.timeline(entity_id)))}
    assert readable(picture) == []


@pytest.mark.parametrize("measure", [None, "killed", "arrested", "share", "injured"])
def test_every_number_is_drawn_once_and_can_be_read(release: Release, measure: str | None) -> None:
    picture = comparison(release, measure)
    assert marks(picture).keys() == {str(number) for number in range(len(release.compare("strike", measure)))}
    assert readable(picture) == []


def test_words_over_each_other_and_words_that_leave_the_page_are_seen(release: Release) -> None:
    picture = timeline(release, "clerk")
    picture.axes[0].text(0.4, 0.5, "over the title")
    picture.axes[0].text(WIDTH - 0.1, 0.9, "too far to the right")
    assert [what[:10] for what in readable(picture)] == ["too far to", "The Clerk "]


def test_marks_stand_on_the_day_or_in_the_middle_of_the_days(release: Release) -> None:
    rows, found = entries(release, "judge"), marks(timeline(release))
    undated = 0
    for number, row in enumerate(rows):
        mark = found[str(number)]
        assert mark.get_marker() == SUPPORT[row["support"]][0]
        if not row["date"]:
            undated += 1
            assert mark.get_xdata()[0] > WIDTH - 1  # inches, of the sheet
        elif row["what"] == "born":
            assert on_days(mark) > dt.date(2000, 1, 1)  # at the edge: it does not stretch the axis
        else:
            expected = {
                "2010": "2010-07-02", "[2012-01..2013-12]": "2012-12-31", "2012-02": "2012-02-15",
                "2013/2014": "2013-07-02", "2014": "2014-07-02", "2014-02": "2014-02-14", "2014-11/..": "2014-11-15",
                "2015": "2015-07-02", "[..2012-03-01]": "2012-03-01", "[..2016-01-01]": "2016-01-01",
            }.get(row["date"], row["date"])  # fmt: skip
            assert str(on_days(mark)) == expected, row
    assert undated == 4  # a listing, a tie, and a statement on both sides


def bars(picture: Picture, number: int) -> list[tuple[str, str, str]]:
    """The bars on the line of a row: colour, first and last day; of those that fade each step."""
    middle = marks(picture)[str(number)].get_ydata()[0]
    found = [patch for patch in picture.axes[1].patches if isinstance(patch, Rectangle)]
    here = [one for one in found if abs(one.get_y() + one.get_height() / 2 - middle) < 0.01]
    ends = [(one.get_x(), one.get_x() + one.get_width()) for one in here]
    colours = [matplotlib.colors.to_hex(one.get_facecolor()) for one in here]
    days = [tuple(str(num2date(end).date()) for end in both) for both in ends]
    return sorted((colour, *both) for colour, both in zip(colours, days, strict=True))


def number_of(release: Release, fact_id: str) -> int:
    return next(number for number, row in enumerate(entries(release, "judge")) if row["fact_id"] == fact_id)


DARK, LIGHT = "#8496a9", "#cfd8e1"


def test_bars_are_dark_where_it_is_sure_and_light_where_it_may_be(release: Release) -> None:
    picture = timeline(release)
    year = [("2010-01-01", "2010-12-31"), ("2010-12-31", "2014-01-01"), ("2014-01-01", "2014-12-31")]
    assert bars(picture, number_of(release, "whole/started")) == sorted(
        [(LIGHT, *year[0]), (DARK, *year[1]), (LIGHT, *year[2])]
    )
    assert bars(picture, number_of(release, "ended/listed")) == [(DARK, "2011-04-12", "2015-06-01")]
    event = [
        (LIGHT, "2013-01-01", "2013-12-31"),
        (DARK, "2013-12-31", "2014-01-01"),
        (LIGHT, "2014-01-01", "2014-12-31"),
    ]
    assert bars(picture, number_of(release, "strike/date")) == sorted(event)
    assert bars(picture, number_of(release, "beating/date")) == [(LIGHT, "2012-01-01", "2013-12-31")]


def test_bars_fade_where_an_end_is_not_known(release: Release) -> None:
    picture = timeline(release)
    begun, over = (bars(picture, number_of(release, name)) for name in ("begun/started", "over/ended"))
    assert min(first for _, first, _ in begun) == "2013-05-02"
    assert max(last for *_, last in over) == "2016-01-01"
    for steps in (begun, over):
        assert len(steps) > 5
        assert len({colour for colour, *_ in steps}) == len(steps)
    still = bars(picture, number_of(release, "still/listed"))
    assert (DARK, "2012-03-01", "2016-05-04") in still  # the day on which the list was last seen
    assert min(first for _, first, _ in still) < "2012-03-01"


def test_what_still_went_on_has_an_arrow(release: Release) -> None:
    picture = timeline(release)
    arrows = [line for line in picture.axes[1].lines if line.get_marker() == ">"]
    heights = {round(float(line.get_ydata()[0]), 3) for line in arrows}
    found = marks(picture)
    going_on = [found[str(number_of(release, name))] for name in ("still/listed", "arrests/date")]
    assert heights == {round(float(mark.get_ydata()[0]), 3) for mark in going_on}
    assert len(arrows) == 2
    assert "2016-05-04" in {str(on_days(line)) for line in arrows}


def test_what_is_disputed_has_a_ring_and_says_so(release: Release) -> None:
    picture = timeline(release)
    rings = [line.get_gid() for line in picture.findobj(Line2D) if str(line.get_gid()).startswith("disputed-")]
    assert rings == [f"disputed-row-{number_of(release, 'judge/born')}"]
    assert {"born (disputed)", "with a ring: disputed"} <= {text.get_text() for text in words(picture)}
    assert "disputed: others say 5" in {text.get_text() for text in words(comparison(release, "arrested"))}


def test_the_shapes_of_support_differ_without_their_colour() -> None:
    assert len({(shape, filled) for shape, filled, _ in SUPPORT.values()}) == len(SUPPORT)


def test_the_lanes(release: Release) -> None:
    bold = [text.get_text() for text in words(timeline(release)) if text.get_weight() == "bold"]
    assert bold == [
        "Bahram $x_2$ Nikpour",
        *("Life", "Posts", "Ties", "Listed by Council", "Events: accused", "Events: target", "Standing in events"),
        *("Said", "Spoken of", "Spoken to"),
    ]


def test_names_are_no_formulas_and_persian_letters_are_joined(release: Release) -> None:
    texts = timeline(release).axes[0].texts
    assert not any(text.get_parse_math() for text in texts)
    assert {"Bahram $x_2$ Nikpour", "بهرام نیک‌پور"} <= {text.get_text() for text in texts}
    assert width("بهرام", 40) < 0.9 * sum(width(letter, 40) for letter in "بهرام")


def test_a_picture_says_from_which_release_it_is(release: Release) -> None:
    for picture in (timeline(release), comparison(release)):
        foot = words(picture)[: len(picture.axes[0].texts)][-1].get_text()
        assert foot.startswith("mostanad 2026.11.0 · licence CC-BY-4.0 · rests on 1 document · ")


def test_who_has_nothing_on_record_has_a_picture_that_says_so(release: Release) -> None:
    assert len(release.timeline("clerk")) == 0
    assert any("nothing is on record" in text.get_text() for text in words(timeline(release, "clerk")))


def test_a_number_is_drawn_as_it_was_said(release: Release) -> None:
    picture = comparison(release, "killed")
    (axes,) = picture.axes[1:]
    found = marks(picture)
    drawn = [one for one in axes.texts if isinstance(one, Annotation)]
    arrows = {round(float(one.xyann[0])): float(one.xy[0]) - float(one.xyann[0]) for one in drawn}
    for number, row in enumerate(rivals(release, "strike", "killed")):
        mark, value, comparator = found[str(number)], row["value"], row["comparator"]
        if comparator == "unquantified":
            assert tuple(mark.get_xdata()) == axes.get_xlim()
            continue
        assert mark.get_xdata()[0] == value
        expected = {"at_least": 1, "more_than": 1, "at_most": -1, "as_many_as": -1}.get(comparator, 0)
        assert np.sign(arrows.get(round(value), 0)) == expected
        open_mark = mark.get_markerfacecolor() == "white"
        assert open_mark == (comparator in ("more_than", "nearly"))
        if comparator == "between":
            assert tuple(mark.get_xdata()) == (value, 900.0)
    assert len(arrows) == 4


def test_all_that_is_drawn_is_a_number_of_somebody(release: Release) -> None:
    """No sum, no mean: every mark lies where a row has it."""
    picture = comparison(release, "killed")
    values = {
        value for row in rivals(release, "strike", "killed") for value in (row["value"], row["value_to"]) if value
    }
    lines = [line for line in picture.axes[1].lines if line.get_marker() not in ("None", "")]
    assert lines
    assert {float(x) for line in lines for x in line.get_xdata()} <= values


def test_marks_stand_beside_their_words(release: Release) -> None:
    def beside(picture: Picture, number: int, said: str) -> bool:
        mark = marks(picture)[str(number)]
        (text,) = [text for text in picture.axes[0].texts if text.get_text() == said]
        height = text.get_transform().transform(text.get_position())[1]
        return abs(mark.get_transform().transform(mark.get_xydata()[0])[1] - height) < 0.05 * picture.dpi

    numbers = comparison(release, "killed")
    assert all(beside(numbers, at, number_words(row)) for at, row in enumerate(rivals(release, "strike", "killed")))
    times = timeline(release)
    lines = (("begun/started", "Judge, Harbour Court"), ("arrests/date", "Arrests"), ("strike/date", "Strike"))
    for fact_id, said in lines:
        assert beside(times, number_of(release, fact_id), said)


def test_populations_that_differ_have_panels_of_their_own_on_the_same_axis(release: Release) -> None:
    picture = comparison(release, "arrested")
    few, many = picture.axes[1:]
    assert few.get_xlim() == many.get_xlim()
    assert marks(picture)["0"].axes is not marks(picture)["1"].axes
    assert few.get_position().y0 > many.get_position().y1
    assert len(comparison(release, "killed").axes[1:]) == 1


def test_the_axis_is_logarithmic_only_if_it_must_be_and_says_so(release: Release) -> None:
    def row(value: float) -> dict[str, Any]:
        return {"value": value, "value_to": None}

    for values, is_log in (((1, FACTOR), False), ((1, FACTOR + 1), True), ((0, 1000), False), ((5,), False)):
        scale = scale_of([row(value) for value in values])
        assert scale is not None
        assert scale.is_log == is_log
        assert scale.low < min(values) or (not is_log and scale.low == 0)
        assert scale.high > max(values)
    assert scale_of([{"value": None, "value_to": None}]) is None
    for measure, is_log in (("arrested", True), ("killed", False)):
        picture = comparison(release, measure)
        assert any("logarithmic axis" in text.get_text() for text in words(picture)) == is_log
        assert (picture.axes[1].get_xscale() == "log") == is_log


@pytest.mark.parametrize("comparator", list(Comparator))
def test_every_comparator_has_words(comparator: Comparator) -> None:
    row = {"measure": "share", "comparator": comparator.value, "value": 1200.5, "value_to": 1300.0}
    said = number_words(row | ({"value": None, "value_to": None} if comparator == "unquantified" else {}))
    assert ("1,200.5 %" in said) == (comparator != "unquantified")
    assert ("1,300 %" in said) == (comparator == "between")


@pytest.mark.parametrize(
    ("date", "said"),
    [
        (None, ""), ("2019-12-19", "2019-12-19"), ("2019~", "about 2019"), ("2019-12?", "perhaps 2019-12"),
        ("[2017..2019-08]", "between 2017 and 2019-08"), ("[..2021-08-18]", "by 2021-08-18"),
        ("[1972,1973]", "1972 or 1973"), ("[1972,1973,1980]", "1972, 1973 or 1980"),
        ("1988-07/1988-09", "1988-07 to 1988-09"), ("2021-06-18/..", "from 2021-06-18 on"),
        ("2017~/2018", "about 2017 to 2018"),
    ],
)  # fmt: skip
def test_dates_in_words(date: str | None, said: str) -> None:
    assert date_words(date) == said


def test_the_examples_of_the_docstrings() -> None:
    assert doctest.testmod(plot_page) == (0, 1)


def test_lines_fit_and_what_is_left_out_is_marked() -> None:
    short = wrap(LONG, 8.5, 3.0, 2)
    assert len(short.split("\n")) == 2
    assert short.endswith(" …")
    assert wrap("a" * 300, 8.5, 1.0).endswith("a …")
    whole = wrap(LONG, 8.5, 3.0, 99)
    assert whole.split() == LONG.split()
    assert all(
        width(line, 8.5) <= 3.0 for text in (short, whole, wrap("a" * 300, 8.5, 1.0)) for line in text.split("\n")
    )


def test_a_notebook_shows_it_and_nothing_is_left_open(release: Release) -> None:
    assert timeline(release)._repr_png_().startswith(b"\x89PNG")
    assert "matplotlib.pyplot" not in sys.modules or not sys.modules["matplotlib.pyplot"].get_fignums()


@pytest.mark.parametrize("style", ["dark_background", "ggplot", "grayscale"])
def test_it_looks_the_same_whatever_the_user_has_set(release: Release, style: str) -> None:
    def pixels() -> Any:
        found = []
        for picture in (timeline(release), comparison(release)):
            canvas = FigureCanvasAgg(picture)
            canvas.draw()
            found.append(np.asarray(canvas.buffer_rgba()))
        return found

    plain = pixels()
    with matplotlib.style.context(style), matplotlib.rc_context({"figure.autolayout": True}):
        styled = pixels()
    for one, other in zip(plain, styled, strict=True):
        assert np.array_equal(one, other)


def test_without_matplotlib_it_says_what_to_install(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    for draw in (timeline, comparison):
        with pytest.raises(
            ModuleNotFoundError, match=r'matplotlib is not installed; run: pip install "mostanad\[plot\]"'
        ):
            draw(release)


def test_what_there_is_not(release: Release) -> None:
    with pytest.raises(KeyError, match="no official or party 'nobody' in release"):
        release.plot_timeline("nobody")
    with pytest.raises(KeyError, match="nobody counts 'members' of 'strike'; what is counted: arrested, injured, k"):
        release.plot_compare("strike", "members")


def test_matplotlib_is_imported_only_for_a_picture() -> None:
    script = "import sys, mostanad.loader.release, mostanad.loader.plots; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_the_real_pictures_can_be_read() -> None:
    """The richest and the poorest, and the events of which most is counted, of the release that is built here."""
    built = [path for path in (Path(__file__).parents[2] / "dist/releases").glob("*.*.*") if path.is_dir()]
    if not built:
        pytest.skip("not checked: no release is built")
    path = max(built, key=lambda path: [int(part) for part in path.name.split(".")])
    release = Release(path, path.name)
    listed = Counter(row["target_id"] for row in release.load("sanctions", "records")).most_common()
    for entity_id, _ in (*listed[:2], listed[-1]):
        picture = timeline(release, entity_id)
        assert marks(picture).keys() == {str(number) for number in range(len(entries(release, entity_id)))}
        assert readable(picture) == [], entity_id
    counted = Counter(row["about_id"] for row in release.load("estimates", "records"))
    for about_id, number in counted.most_common(2):
        picture = release.plot_compare(about_id)
        assert len(marks(picture)) == number
        assert readable(picture) == [], about_id
