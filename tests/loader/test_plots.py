"""Pictures: every row of a frame is drawn once and where it belongs, says on whose word, and can be read."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from tests.loader.conftest import write_tables
from tests.loader.drawn import bars, covered, tip
from tests.loader.pictured import LONG, ROWS, evidence, facts, lanes, lines, pictured
from tests.site.reading import Element, fetched, read

from mostanad.loader import Release
from mostanad.loader.charts import DARK, LIGHT, Picture
from mostanad.loader.reasons import Told
from mostanad.loader.timeline import entries

SVG = "{http://www.w3.org/2000/svg}"
SITE = Path(__file__).parents[2] / "src/mostanad/site/static/style.css"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return pictured(tmp_path_factory.mktemp("plots"))


@pytest.fixture(scope="module")
def judge(release: Release) -> Picture:
    return release.plot_timeline("judge")


def lane_of(release: Release, picture: Picture, fact_id: str) -> Element:
    (number,) = [number for number, row in enumerate(entries(release._by_id, "judge")) if row["fact_id"] == fact_id]
    return lanes(picture)[number]


def years(picture: Picture) -> dict[int, float]:
    return {int(one.text): float(one.attributes["x"]) for one in read(str(picture)).all("text", class_="axis")}


def widths(picture: Picture) -> list[tuple[str, float, float]]:
    """Of each line of text where it begins and ends, by the letters of a wide font (0.62 of its size each)."""
    found = []
    for one in read(str(picture)).all("text"):
        look = one.attributes["class"].split()
        size = 20 if "title" in look else 15 if "head" in look else 12 if {"note", "axis"} & set(look) else 13.5
        room, x = 0.62 * size * len(one.text), float(one.attributes["x"])
        start = x - room if "label" in look else x - room / 2 if "mid" in look else x
        in_drawing = one.parent is not None and any(
            "translate(16" in up.attributes.get("transform", "") for up in above(one)
        )
        found.append((one.text, start + 16 * in_drawing, start + room + 16 * in_drawing))
    return found


def above(one: Element) -> list[Element]:
    return [one, *above(one.parent)] if one.parent else [one]


def readable(picture: Picture) -> list[str]:
    """What is wrong with a picture: words that leave it, or a lane that lies over the one before."""
    whole = read(str(picture)).all("svg")[0]
    wrong = [words for words, start, stop in widths(picture) if start < 0 or stop > float(whole.attributes["width"])]
    for drawing in whole.all("g"):
        free = 0.0
        for lane in (one for one in drawing.parts if isinstance(one, Element) and one.tag in ("g", "text")):
            heights = [float(text.attributes["y"]) for text in lane.all("text") if text.attributes["class"] != "said"]
            if "axis" in lane.attributes["class"] or not heights or lane.attributes["class"] == "group":
                continue
            wrong += [lines(lane)] if min(heights) < free + 12 else []
            free = max(heights)
    return wrong


@pytest.mark.parametrize("entity_id", ["judge", "clerk", "chief", "court"])
def test_every_row_of_a_timeline_is_drawn_once_and_can_be_read(release: Release, entity_id: str) -> None:
    picture = release.plot_timeline(entity_id)
    assert lanes(picture).keys() == set(range(len(release.timeline(entity_id))))
    assert readable(picture) == []


@pytest.mark.parametrize("measure", [None, "killed", "arrested", "share", "injured"])
def test_every_number_is_drawn_once_and_can_be_read(release: Release, measure: str | None) -> None:
    picture = release.plot_compare("strike", measure)
    assert lanes(picture).keys() == set(range(len(release.compare("strike", measure))))
    assert readable(picture) == []


def test_words_that_leave_the_page_and_lanes_over_each_other_are_seen(judge: Picture) -> None:
    assert readable(Picture("", judge.svg.replace("member of Harbour Court", "member of " * 9))) == [
        "member of " * 8 + "member of"
    ]
    (last, first) = re.findall(r'<text class="label" x="402" y="([\d.]+)">(?:HR|member)', judge.svg)[:2]
    assert readable(Picture("", judge.svg.replace(f'x="402" y="{first}"', f'x="402" y="{last}"')))


def test_a_bar_is_solid_where_it_is_sure_and_faint_where_it_may_be(release: Release, judge: Picture) -> None:
    at = years(judge)
    post = lane_of(release, judge, "whole/started")
    assert post is not None
    assert bars(post, "sure") == [pytest.approx((at[2011], at[2014]), abs=0.5)]
    assert bars(post, "faint") == [
        pytest.approx((at[2010], at[2011]), abs=0.5), pytest.approx((at[2014], at[2015]), abs=0.5),
    ]  # fmt: skip
    assert lines(lane_of(release, judge, "whole/ended")) == lines(post)  # one lane for its begin and its end
    listed = lane_of(release, judge, "ended/listed")
    ((start, stop),) = bars(listed, "sure")
    assert at[2011] < start < at[2012] < at[2015] < stop < at[2016]
    strike = lane_of(release, judge, "strike/date")  # it lasted: from some day in 2013 to some day in 2014
    assert bars(strike, "faint") == [
        pytest.approx((at[2013], at[2014]), abs=0.5),
        pytest.approx((at[2014], at[2015]), abs=0.5),
    ]
    beating = lane_of(release, judge, "beating/date")  # on some day of two years
    assert bars(beating, "faint") == [pytest.approx((at[2012], at[2014]), abs=0.5)]


def test_an_end_that_nobody_says_is_open(release: Release, judge: Picture) -> None:
    at = years(judge)
    still = lane_of(release, judge, "still/listed")  # the list was last seen in May of 2016
    heads = [tuple(path.attributes["d"]) for path in still.all("path", class_="arrow")]
    assert len(heads) == 2  # nobody says since when either
    assert at[2016] < max(x for x, _ in covered(still)) < at[2017]
    assert "from 1 March 2012 or earlier; last documented on 4 May 2016; no document says until when" in lines(still)
    assert tip(lane_of(release, judge, "begun/started"), "sure")[1] == 1
    over = lane_of(release, judge, "over/ended")
    assert covered(over) == []  # a document calls it past; how long it lasted nobody says
    assert "former since a day not stated, already so on 1 January 2016" in lines(over)
    arrests = lane_of(release, judge, "arrests/date")
    assert tip(arrests, "arrow") == (pytest.approx(max(x for x, _ in covered(still))), 1)
    assert "from November 2014 on, last documented on 4 May 2016" in lines(arrests)


def test_what_has_no_day_stands_in_words_and_has_no_shape(release: Release, judge: Picture) -> None:
    undated = [number for number, row in enumerate(entries(release._by_id, "judge")) if not row["date"]]
    assert len(undated) == 4  # a listing, a tie, and a statement on both sides
    born = lane_of(release, judge, "judge/born")  # it would stretch the axis by ninety years
    assert "about 1921" in lines(born)
    for lane in (born, *(lanes(judge)[number] for number in undated)):
        assert covered(lane) == []
    assert all("no date on record" in lines(lanes(judge)[number]) for number in undated)
    assert min(years(judge)) == 2010


def test_a_lane_says_on_what_it_rests_on_whose_word_and_whether_it_is_disputed(
    release: Release, judge: Picture
) -> None:
    assert "2010 to 2014 · ● corroborated and ○ one origin · says Dockers’ Union" in lines(
        lane_of(release, judge, "whole/started")
    )
    assert "◍ independence unknown, ≠ disputed" in lines(lane_of(release, judge, "judge/born"))
    (few,) = [lane for lane in lanes(release.plot_compare("strike", "arrested")).values() if lines(lane).endswith(" 4")]
    assert "○ one origin, ≠ disputed" in lines(few)
    assert "others say 5" in lines(few)
    assert "Solid means certain, faint means possible." in read(str(judge)).text


def test_an_accusation_is_marked_as_one_and_names_who_makes_it(tmp_path: Path) -> None:
    said = [
        fact
        | (
            {"modalities": "allegation", "asserted_by": "court", "support": "one_camp"}
            if fact["fact_id"] == "p2/part"
            else {}
        )
        for fact in facts()
    ]
    said = [fact | ({"modalities": "inference"} if fact["fact_id"] == "e-about/value" else {}) for fact in said]
    said = [fact | ({"asserted_by": "court union"} if fact["fact_id"] == "e-as_many_as/value" else {}) for fact in said]
    (tmp_path / "parquet").mkdir()
    write_tables(tmp_path, ROWS | {"facts": said, "evidence": list(evidence())})
    release = Release(tmp_path, "2026.11.0")
    accused = lane_of(release, release.plot_timeline("judge"), "arrests/date")
    assert (
        lines(accused) == "Arrests from November 2014 on, last documented on 4 May 2016"
        " · ◐ one camp · allegation: Harbour Court"
    )
    numbers = {
        row["estimate_id"]: lines(lanes(release.plot_compare("strike", "killed"))[n])
        for n, row in enumerate(Told(release).rivals("strike", "killed"))
    }
    assert numbers["e-about"] == "Harbour Court ○ one origin · inference: Dockers’ Union about 250"
    assert numbers["e-as_many_as"] == "Harbour Court ○ one origin · says Harbour Court, Dockers’ Union as many as 400"
    assert numbers["e-exactly"] == "Dockers’ Union ○ one origin 200"  # who counted says so


def test_the_headings(judge: Picture, release: Release) -> None:
    assert [one.text for one in read(str(judge)).all("text", class_="group")] == [
        *("Life", "Posts", "Ties", "Listed by Council", "Events: said to have had a part", "Events: target"),
        *("Standing in events", "Said", "Spoken of", "Spoken to"),
    ]
    compared = read(str(release.plot_compare("strike"))).all("text", class_="head")
    assert [one.text.split(":")[0] for one in compared] == ["Arrested", "Injured", "Killed", "Share"]


def test_the_title_is_there_in_persian_too_and_as_it_is(judge: Picture) -> None:
    title, persian = read(str(judge)).all("text", class_="title")
    assert (title.text, persian.text) == ("Bahram $x_2$ Nikpour", "بهرام نیک‌پور")
    assert persian.attributes["lang"] == "fa"
    whole = read(str(judge)).all("svg")[0]
    assert whole.attributes["aria-label"] == whole.all("title")[0].text == judge.title == title.text
    assert repr(judge) == "Picture(title='Bahram $x_2$ Nikpour')"


def test_a_picture_says_from_which_release_it_is(release: Release, judge: Picture) -> None:
    for one in (judge, release.plot_compare("strike")):
        foot = read(str(one)).all("text")[-1].text
        assert foot.startswith("mostanad 2026.11.0 · licence CC-BY-4.0 · rests on 1 document · ")


def test_who_has_nothing_on_record_has_a_picture_that_says_so(release: Release) -> None:
    assert len(release.timeline("clerk")) == 0
    assert "Nothing is on record" in str(release.plot_timeline("clerk"))
    assert release.plot_timeline("clerk").csv.strip() == ""


def test_a_number_is_drawn_as_it_was_said(release: Release) -> None:
    """No sum, no mean: every shape lies where a row has its number, on an axis from zero."""
    drawn = release.plot_compare("strike", "killed")
    found, scale = (
        lanes(drawn),
        {
            int(one.text.replace(",", "")): float(one.attributes["x"])
            for one in read(str(drawn)).all("text", class_="axis")
        },
    )
    zero, one = scale[0], (scale[1000] - scale[0]) / 1000
    for number, row in enumerate(Told(release).rivals("strike", "killed")):
        lane, value, comparator = found[number], row["value"], row["comparator"]
        words = lane.all("text", class_="said")[0].text
        if comparator == "unquantified":
            assert (words, covered(lane)) == ("no number given", [])
            continue
        if comparator == "between":
            assert words == "550 to 900"
            assert bars(lane, "sure") == [pytest.approx((zero + one * value, zero + one * 900), abs=0.2)]
            continue
        (dot,) = lane.all("circle")
        assert float(dot.attributes["cx"]) == pytest.approx(zero + one * value, abs=0.1)
        assert dot.attributes["class"] == ("sure" if comparator == "exactly" else "faint")
        assert words == f"{'' if comparator == 'exactly' else comparator.replace('_', ' ')} {value:.0f}".strip()
        arrows = [tip(lane, "arrow")[1]] if lane.all("path") else []
        assert arrows == {"exactly": [], "about": [], "at_least": [1], "more_than": [1]}.get(comparator, [-1])


def test_a_number_says_of_which_it_is_a_part(release: Release) -> None:
    said = " ".join(map(lines, lanes(release.plot_compare("strike")).values()))
    assert "a part of about 250 (killed, Harbour Court)" in said
    assert "a part of a number that is not given (injured, " in said


def test_populations_that_differ_have_headings_of_their_own_on_one_axis(release: Release) -> None:
    page = read(str(release.plot_compare("strike", "arrested")))
    heads = [one.text for one in page.all("text", class_="group")]
    assert heads[-1] == "people at the strike"
    assert " ".join(heads[:-1]).startswith(LONG[:80])
    assert [one.text for one in page.all("text", class_="axis")].count("0") == 1


def test_a_share_is_in_per_cent(release: Release) -> None:
    assert lines(lanes(release.plot_compare("strike", "share"))[0]).endswith("12.5%")


def test_a_picture_needs_nothing_else_and_touches_nothing_else(release: Release, judge: Picture) -> None:
    """Where a notebook shows it inline, its looks hold for it only; and it asks the network for nothing."""
    for one in (judge, release.plot_compare("strike")):
        page = read(str(one))
        assert ElementTree.fromstring(str(one)).tag == f"{SVG}svg"
        assert fetched(page) == page.all("script") == page.all("a") == []
        style = page.all("style")[0].text
        assert "url(" not in style
        assert "@import" not in style
        light, dark = style.split("@media (prefers-color-scheme: dark) {")
        selectors = re.findall(r"([^{}]+)\{[^{}]*\}", light + dark)
        assert selectors
        assert all(part.strip().startswith(".mostanad ") for names in selectors for part in names.split(","))
        assert not any("id" in element.attributes for element in page.walk())  # two of them in a page would share it


def test_the_colours_are_those_of_the_site_and_all_there_in_the_dark(judge: Picture) -> None:
    light, dark = SITE.read_text("utf-8").split("@media (prefers-color-scheme: dark)")
    assert LIGHT.keys() == DARK.keys()
    assert all(f": {colour};" in light for colour in LIGHT.values())
    assert all(f": {colour};" in dark.split("\n}")[0] for colour in DARK.values())
    style = read(str(judge)).all("style")[0].text
    assert all(colour in style for colour in (*LIGHT.values(), *DARK.values()))


def test_names_cannot_break_out(tmp_path: Path) -> None:
    bad = '</text><script>alert("1")</script>&'
    rows = {
        **ROWS,
        "parties": [row | {"name": bad} for row in ROWS["parties"]],
        "events": [row | {"title": bad} for row in ROWS["events"]],
    }
    (tmp_path / "parquet").mkdir()
    write_tables(tmp_path, rows | {"facts": list(facts()), "evidence": list(evidence())})
    release = Release(tmp_path, "2026.11.0")
    for one in (release.plot_timeline("judge"), release.plot_timeline("court"), release.plot_compare("strike")):
        tree = ElementTree.fromstring(str(one))
        assert not list(tree.iter(f"{SVG}script"))
        assert bad in "".join(tree.itertext())


def test_the_same_release_gives_the_same_bytes(release: Release, judge: Picture) -> None:
    assert Release(release.path, release.version).plot_timeline("judge") == judge
    assert judge._repr_svg_() == str(judge) == judge.svg


def test_it_is_saved_as_svg_and_png(judge: Picture, tmp_path: Path) -> None:
    judge.save(tmp_path / "judge.svg")
    assert (tmp_path / "judge.svg").read_bytes() == judge.svg.encode()
    try:
        judge.save(str(tmp_path / "judge.PNG"))
    except ValueError as error:
        pytest.skip(f"not checked: {error}")
    png = (tmp_path / "judge.PNG").read_bytes()
    assert png.startswith(b"\x89PNG")
    whole = read(judge.svg).all("svg")[0].attributes
    assert int.from_bytes(png[16:20]) == 2 * float(whole["width"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["judge.PNG", "judge.svg"]


def test_what_cannot_be_saved_says_why_and_writes_nothing(
    judge: Picture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ValueError, match=r"saved as \.svg or \.png, not as 'judge.pdf'"):
        judge.save(tmp_path / "judge.pdf")
    import resvg_py

    monkeypatch.setattr(resvg_py, "svg_to_bytes", lambda *_, **__: b"\x89PNG, empty")
    with pytest.raises(ValueError, match="there is no font on this machine"):
        judge.save(tmp_path / "judge.png")
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(ModuleNotFoundError, match=r'pip install "mostanad\[plot\]", or save the picture as \.svg'):
        judge.save(tmp_path / "judge.png")
    assert list(tmp_path.iterdir()) == []


def test_what_there_is_not(release: Release) -> None:
    with pytest.raises(KeyError, match="no official, party or event 'nobody' in release"):
        release.plot_timeline("nobody")
    with pytest.raises(KeyError, match="has no estimate of 'members' for 'strike'; measures: arrested, injured, k"):
        release.plot_compare("strike", "members")


def test_a_picture_needs_no_library_for_templates_or_pictures() -> None:
    script = (
        "import sys, mostanad.loader.release; sys.exit(bool({'jinja2', 'markupsafe', 'resvg_py'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.slow
def test_the_real_pictures_can_be_read() -> None:
    """The richest and the poorest, and the events of which most is counted, of the release that is built here."""
    if not (built := [*(Path(__file__).parents[2] / "dist/releases").glob("*.*.*/")]):
        pytest.skip("not checked: no release is built")
    path = max(built, key=lambda path: [int(part) for part in path.name.split(".")])
    release = Release(path, path.name)
    listed = Counter(row["target_id"] for row in release.load("sanctions", "records")).most_common()
    for entity_id, _ in (*listed[:2], listed[-1]):
        picture = release.plot_timeline(entity_id)
        assert lanes(picture).keys() == set(range(len(entries(release._by_id, entity_id))))
        assert readable(picture) == [], entity_id
    counted: Counter[Any] = Counter(row["about_id"] for row in release.load("estimates", "records"))
    for about_id, number in counted.most_common(2):
        picture = release.plot_compare(about_id)
        assert len(lanes(picture)) == number
        assert readable(picture) == [], about_id


def test_what_has_ended_is_not_solid_up_to_a_later_document(release: Release) -> None:
    """The documents are of 2016: what has no end is solid up to then, what ended in 2014 or 2015 is not."""
    at, lanes_of = years(judge := release.plot_timeline("judge")), partial(lane_of, release, judge)
    ((_, until),) = bars(lanes_of("still/listed"), "sure")
    assert at[2016] < until < at[2017]
    ((_, until),) = bars(lanes_of("whole/started"), "sure")
    assert until == pytest.approx(at[2014], abs=0.5)
    assert bars(lanes_of("strike/date"), "sure") == []  # over some day of 2014


def test_a_timeline_says_its_finding(release: Release) -> None:
    def said(key: str) -> str:
        return next(one.text for one in read(str(release.plot_timeline(key))).all("text", class_="note"))

    assert said("judge") == "The post of Judge began after a listing (Council, 12 April 2011)"
    assert said("court") == "The only person on record with a post in it has been listed: Bahram $x_2$ Nikpour"
    # Their listings give no reasons that mention it.
    assert said("strike") == "What is on record, in order of time"
