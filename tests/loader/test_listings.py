"""The picture of listings: each drawn once, on its day or between its bounds, after which events."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.loader.charted import ROWS, charted, dots, listing, place_of, strips
from tests.loader.drawn import bars, places
from tests.shared import release_of_this_tree
from tests.site.reading import Element, read

from mostanad.loader import Release
from mostanad.loader.charts import Picture
from mostanad.loader.drawings import WIDE
from mostanad.loader.listings import _year_after, plot_listings
from mostanad.loader.lists_held import Versions
from mostanad.loader.reasons import Told
from mostanad.loader.strips import Mark, _marked


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return charted(tmp_path_factory.mktemp("listings"))


@pytest.fixture(scope="module")
def picture(release: Release) -> Picture:
    return release.plot_listings()


def test_a_listing_of_a_known_day_is_a_dot_on_it_and_filled_if_for_human_rights(picture: Picture) -> None:
    council, treasury = strips(picture)["Council"], strips(picture)["Treasury"]
    march, may = (place_of(picture, dt.date(*day)) for day in ((2020, 3, 1), (2013, 5, 5)))
    assert dots(council, "filled") == pytest.approx([may, march, march, march], abs=0.2)
    assert dots(council, "hollow") == pytest.approx([march], abs=0.2)
    assert dots(treasury, "filled") == []
    assert dots(treasury, "hollow") == pytest.approx([place_of(picture, dt.date(2012, 2, 2))], abs=0.2)


def test_no_dot_lies_on_another(tmp_path: Path) -> None:
    days = [f"2020-03-{day:02}" for day in (1, 1, 1, 2, 3, 3, 9)] + ["2020-03-01"] * 50
    rows = [listing(f"c-{number}", "judge", "council", day) for number, day in enumerate(days)]
    picture = charted(tmp_path, sanctions=rows).plot_listings()
    (strip,) = strips(picture).values()
    (path,) = strip.all("path", class_="dots")
    pitch = float(path.attributes["stroke-dasharray"].split()[1])
    found = list[tuple[float, float]]()
    for part in path.attributes["d"].split("M")[1:]:
        (x, y), (_, length) = (part.partition("v-")[0].split(), ("", part.partition("v-")[2]))
        found += [(float(x), float(y) - pitch * n) for n in range(int(float(length) / pitch + 0.02) + 1)]
    assert len(found) == len(days)
    for number, (x, y) in enumerate(found):
        near = [one for one in found[:number] if abs(one[0] - x) < pitch - 0.2 and abs(one[1] - y) < pitch - 0.2]
        assert near == []


def test_a_listing_of_which_only_bounds_are_known_is_a_bar_between_them_and_no_dot(picture: Picture) -> None:
    strip = strips(picture)["Treasury"]
    first, last, before = (place_of(picture, dt.date(*day)) for day in ((2014, 1, 1), (2016, 12, 31), (2015, 6, 30)))
    found = sorted(bars(strip, "faint"), key=lambda bar: bar[1])
    assert found[1] == pytest.approx((first, last), abs=0.3)
    assert found[0][1] == pytest.approx(before, abs=0.3)
    (head,) = strip.all("path", class_="arrow")  # nobody says on which day at the earliest
    assert min(x for x, _ in places(head.attributes["d"])) == pytest.approx(found[0][0], abs=0.2)
    assert len(found) == 2
    titles = [title.text for title in strip.all("title")]
    assert "1: between 1 January 2014 and 31 December 2016" in titles
    assert "without a day" in strip.text  # the one that has neither


def test_what_ended_is_drawn_between_its_bounds_too(picture: Picture) -> None:
    ended = strips(picture)["Council"].all("path", class_="ended")
    xs = [x for x, _ in places(ended[0].attributes["d"].replace("V", "L0 ")) if x]
    assert (min(xs), max(xs)) == pytest.approx(
        (place_of(picture, dt.date(2016, 1, 1)), place_of(picture, dt.date(2018, 12, 31))), abs=0.3
    )
    assert "\u22121" in strips(picture)["Council"].text
    assert "1 ended: on 2 February 2014" in [title.text for title in strips(picture)["Treasury"].all("title")]


def test_a_strip_is_solid_up_to_the_last_list(picture: Picture) -> None:
    solid, later = strips(picture)["Council"].all("line", class_="base")
    seen = place_of(picture, dt.date(2021, 6, 30))
    assert float(solid.attributes["x2"]) == pytest.approx(seen, abs=0.3)
    assert (later.attributes["class"], later.attributes["x1"]) == ("base open", solid.attributes["x2"])
    assert float(later.attributes["x2"]) == pytest.approx(place_of(picture, dt.date(2023, 12, 31)), abs=0.3)
    assert "documents up to 30 June 2021" in strips(picture)["Council"].text
    known, _ = strips(picture)["Treasury"].all("line", class_="base")  # no list, but a listing that ended
    assert float(known.attributes["x2"]) == pytest.approx(place_of(picture, dt.date(2014, 2, 1)), abs=0.3)


def test_no_line_of_a_mark_goes_through_the_words_of_another() -> None:
    days = {"Uprising from November 2019": 2019, "Protests from September 2022": 2022, "Protests from 2025": 2025}
    marks = [Mark(said, said, "", (dt.date(year, 1, 1),) * 2) for said, year in {"War of 1981": 1981, **days}.items()]
    at = {1981: 20.0, 2019: 600.0, 2022: 690.0, 2025: 790.0}
    drawn, _ = _marked(marks, lambda day: at[day.year], WIDE)
    parts = read("".join(f"<svg>{one}</svg>" for one in drawn))
    lines = [[float(one.attributes[name]) for name in ("x1", "y1", "y2")] for one in parts.all("line")]
    words = [(one, float(one.attributes["x"]), float(one.attributes["y"])) for one in parts.all("text")]
    assert (len(lines), len(words)) == (4, 4)
    for word, x, y in words:
        wide = 7.2 * len(word.text)
        first = x - wide if "end" in word.attributes["class"] else x
        assert [one for one, top, bottom in lines if first < one < first + wide and top < y < bottom] == []


def test_an_event_is_marked_on_its_day_and_one_of_a_year_over_the_whole_year(picture: Picture) -> None:
    page = read(str(picture))
    bands = [(float(one.attributes["x"]), float(one.attributes["width"])) for one in page.all("rect", class_="wave")]
    ((begin, width),) = set(bands)
    assert (begin, begin + width) == pytest.approx(
        (place_of(picture, dt.date(2012, 1, 1)), place_of(picture, dt.date(2012, 12, 31))), abs=0.3
    )
    uprising = place_of(picture, dt.date(2019, 11, 15))
    lines = {float(one.attributes["x1"]) for one in page.all("line", class_="wave")}
    assert [x for x in lines if abs(x - uprising) < 0.3]
    assert len(lines) == 1  # none at the tick of a year
    assert "15 November 2019: Uprising" in page.text
    assert "2012: Strike" in page.text
    assert not {"Raid", "Too early", "No day"} & set(page.text.split())  # a part; before all listings; without a day


def test_the_line_and_the_counts_end_with_the_last_list_that_shows_who_is_new(release: Release) -> None:
    """A later file has entries, but of which programmes is not known: for a year after the last list there is no 0."""
    told = Told(release)
    part = {"published_min": dt.date(2021, 1, 1), "published_max": dt.date(2021, 6, 30)}
    held = Versions([dt.date(2019, 1, 1)], part, ["hr"], ["hr"], dt.date(2019, 5, 6), {}, dt.date(2019, 1, 1))
    told.__dict__["named"] = {"council": held}
    chart = plot_listings(told, of="hr")
    heads, ((_, *row),) = chart.table
    shown = dict(zip(heads[1:], row, strict=True))
    behind = "and parts of later lists up to 30 June 2021 (3 of those listed now are only on these)"
    assert shown["Shown up to"] == f"6 May 2019, {behind}"
    assert shown["From 15 November 2019 to 14 November 2020"] == "3"  # that a day is known shows it
    assert shown["From 1 January 2013 to 31 December 2013"] == "0"
    picture = chart.picture(release)
    solid, _ = strips(picture)["Human rights"].all("line", class_="base")
    assert float(solid.attributes["x2"]) == pytest.approx(place_of(picture, dt.date(2019, 5, 6)), abs=0.3)
    assert "shown by lists up to 6 May 2019, of later ones we hold only parts" in strips(picture)["Human rights"].text
    told.__dict__["named"] = {"council": held._replace(covered=dt.date(2012, 3, 4))}
    heads, ((_, *row),) = plot_listings(told, of="hr").table
    assert dict(zip(heads[1:], row, strict=True))["From 1 January 2013 to 31 December 2013"] == "no list"
    assert held._replace(part=part | {"published_min": part["published_max"]}).until("hr") is None


def test_the_year_after_a_day_ends_on_the_day_before_it_and_of_a_month_begins_with_the_next() -> None:
    day = dt.date
    assert _year_after((day(2022, 9, 30), day(2022, 9, 30))) == (day(2022, 9, 30), day(2023, 9, 29))
    assert _year_after((day(2022, 9, 1), day(2022, 9, 30))) == (day(2022, 10, 1), day(2023, 9, 30))
    assert _year_after((day(2024, 2, 1), day(2024, 2, 29))) == (day(2024, 3, 1), day(2025, 2, 28))


def test_an_event_of_a_year_began_in_the_month_that_its_title_names(tmp_path: Path) -> None:
    """Else no listing could be shown to be one of the year after: the event can have begun on 31 December."""
    named = [row | ({"title": "Strike after the vote of June 2012"} if row["event_id"] == "strike" else {})
             for row in ROWS["events"]]  # fmt: skip
    heads, rows = plot_listings(Told(charted(tmp_path, events=named))).table
    assert "From 1 July 2012 to 30 June 2013" in heads  # which includes no day before the strike
    counts = {row[0]: row[heads.index("From 1 July 2012 to 30 June 2013")] for row in rows}
    assert counts["Council"] == "1"  # on 5 May 2013


def test_the_title_is_what_the_data_say(release: Release, picture: Picture, tmp_path: Path) -> None:
    # Four came in the year after; the one without a day is not counted among them, but among all.
    assert picture.title == "4 of 9 listings came from 15 November 2019 to 14 November 2020, after the uprising began"
    bounded = [row | ({"listed": "[2020-01-01..2021-12-31]"} if row["sanction_id"] == "c-clerk" else {})
               for row in ROWS["sanctions"]]  # fmt: skip
    other = charted(tmp_path / "bounded", sanctions=bounded).plot_listings()
    assert other.title.startswith("At least 3 of 9 listings came")
    calm = charted(tmp_path / "calm", participations=[]).plot_listings()
    assert calm.title == "At least 4 of 9 listings came on one day, 1 March 2020"
    # None of those whose day is not known can have come on that day.
    later = [row | ({"listed": "[2021-01-01..2021-12-31]"} if row["listed"] != "2020-03-01" else {})
             for row in ROWS["sanctions"]]  # fmt: skip
    sure = charted(tmp_path / "sure", sanctions=later, participations=[]).plot_listings()
    assert sure.title == "4 of 9 listings came on one day, 1 March 2020"
    days = {"judge": "2020-03-01", "chief": "2020-03-01", "clerk": "2021-05-05"}
    rows = [listing(f"c-{who}", who, "council", day) for who, day in days.items()]
    rows += [listing("t-judge", "judge", "treasury", "2021-05-05")]
    twice = charted(tmp_path / "twice", sanctions=rows, participations=[]).plot_listings()
    assert twice.title == "2 of 4 listings came on each of two days, 1 March 2020 and 5 May 2021"
    one = charted(tmp_path / "one", sanctions=ROWS["sanctions"][:1], participations=[]).plot_listings()
    assert one.title == "The only listing came on 1 March 2020"
    wide = [row | {"listed": "[2006-12-23..2026-08-01]"} for row in ROWS["sanctions"][:2]]
    title = charted(tmp_path / "wide", sanctions=wide, participations=[]).plot_listings().title
    assert title == "Of 2 listings no day is known more closely than from 23 December 2006 to 1 August 2026"
    one = charted(tmp_path / "one-after", sanctions=ROWS["sanctions"][:1]).plot_listings()
    assert one.title == "The only listing came from 15 November 2019 to 14 November 2020, after the uprising began"


@pytest.mark.slow
def test_another_release_gives_another_picture(picture: Picture, tmp_path: Path) -> None:
    for column, value in (("listed", "2020-09-01"), ("human_rights", "false"), ("authority_id", "treasury")):
        rows = [row | ({column: value} if row["sanction_id"] == "c-judge" else {}) for row in ROWS["sanctions"]]
        assert charted(tmp_path / column, sanctions=rows).plot_listings().svg != picture.svg, column
    assert charted(tmp_path / "same").plot_listings() == picture


def test_of_one_authority_there_is_a_strip_for_each_programme_and_the_same_events(release: Release) -> None:
    picture = release.plot_listings("council")
    assert {name: len(dots(strip, "filled")) for name, strip in strips(picture).items()} == {
        "Human rights": 3,
        "No programme is named": 1,
    }
    assert "15 November 2019: Uprising" in read(str(picture)).text
    with pytest.raises(KeyError, match="no party or programme 'nobody'"):
        release.plot_listings("nobody")


def test_its_table_says_of_each_count_whether_what_ended_is_inside(tmp_path: Path) -> None:
    """What ended for human rights and what is left make up what ever was."""
    rows = [listing(f"c-{who}", who, "council", "2012-01-01") for who in ("judge", "chief", "clerk")]
    rows += [
        listing("c-again", "judge", "council", "2013-01-01"),
        rows[0] | {"sanction_id": "c-old", "delisted": "2014"},
    ]
    # Whom it lists for something else now is not listed for human rights now, though the listing for them outlasted.
    rows.append(listing("c-was", "court", "council", "2012-01-01", delisted="2014"))
    rows.append(listing("c-else", "court", "council", "2013-01-01") | {"human_rights": "false"})
    rows.append(listing("c-gone", "guard", "council", "2012-01-01", delisted="2014"))
    release = charted(tmp_path, sanctions=rows)
    heads, ((_, now, people, every, rights, _, _, gone, *_), *_) = plot_listings(Told(release)).table
    assert heads[1:5] == [
        "People and organisations listed for human rights now",
        "Of these people",
        "All listings on record, those that ended included",
        "Of the listings for human rights",
    ]
    assert (now, people, every, rights) == (3, 3, 8, 7)
    assert (heads[7], gone) == ("Seen to have left its lists", 1)
    heads, ((_, now, *row), *_) = plot_listings(Told(release), of="council").table
    assert (now, heads[7], row[5]) == (3, "Ended, also of those still listed by another entry", 3)
    said = "7 ever for human rights: 3 ended, the others are of 3 people and organisations"
    assert said in strips(release.plot_listings())["Council"].text


def test_its_data_are_the_rows_of_the_release(release: Release, picture: Picture, tmp_path: Path) -> None:
    found = list(csv.DictReader(io.StringIO(picture.csv)))
    listings = release.load("sanctions", "records")
    assert [row["sanction_id"] for row in found] == [row["sanction_id"] for row in listings]
    for row, whole in zip(found, listings, strict=True):
        for column in ("listed", "listed_min", "delisted_max", "human_rights"):
            assert row[column] == ("" if whole[column] is None else str(whole[column]))
    assert found[0]["last_documented"] == "2021-06-30"
    picture.save(tmp_path / "listings.svg")
    assert (tmp_path / "listings.svg").read_text("utf-8") == picture.svg


def test_a_release_without_listings_has_a_picture_that_says_so(tmp_path: Path) -> None:
    picture = charted(tmp_path, sanctions=[]).plot_listings()
    assert picture.title == "There is no listing"
    assert strips(picture) == {}
    ElementTree.fromstring(picture.svg)


def test_a_listing_that_was_carried_over_is_told_by_its_programmes(tmp_path: Path) -> None:
    """Its target stood under a programme of the same authority that ended when the listing can have begun."""
    programme = {"authority_id": "treasury", "kind": "designation"}
    programmes = [{"programme_id": "former", "code": "F", "name": "Former", "ended": "[2018..2025]", **programme}]
    programmes += [{"programme_id": "new", "code": "N", "name": "New", **programme}]
    rows = [
        listing(f"old-{who}", who, "treasury", "2011", programme_id="former") for who in ("judge", "chief", "clerk")
    ]
    rows += [listing("old-guard", "guard", "treasury", "2011", delisted="2012", programme_id="former")]
    rows += [
        listing(f"new-{who}", who, "treasury", day, programme_id="new")
        for who, day in {"judge": "2020-12-31", "chief": "2015", "guard": "2020-12-31", "court": "2020-12-31"}.items()
    ]
    rows += [listing("other-clerk", "clerk", "council", "2020-12-31")]
    release = charted(tmp_path, programmes=programmes, sanctions=rows)
    told = Told(release)
    assert told.carried == {"new-judge": "former"}
    said = "1 of these listings was carried over from a programme that ended"
    assert [said in plot_listings(told, of=of).note for of in ("treasury", "new", "council")] == [True, True, False]
    said = "1 of the listings that ended is of somebody whom the same authority lists now by another."  # the guard
    assert [said in plot_listings(told, of=of).note for of in ("treasury", "council")] == [True, False]
    # Of an authority as a whole it counts once, since its first day; under each of its programmes it is shown.
    assert [row["listed"] for row in told.once(told.tables["sanctions"]) if row["target_id"] == "judge"] == ["2011"]
    whole, of_one = release.plot_listings(), release.plot_listings("treasury")
    assert ("8 listings" in whole.title, "7 listings" in of_one.title) == (True, True), (whole.title, of_one.title)
    assert "7 listings" in strips(whole)["Treasury"].text
    assert "ended" not in strips(whole)["Treasury"].text  # of the guard, whom it still lists
    said = "1 more ended, but the same authority lists its target now by another: it does not count as ended."
    assert said in plot_listings(told).note
    assert ["4 listings" in strips(of_one)[name].text for name in ("Former", "New")] == [True, True]
    assert len(list(csv.DictReader(io.StringIO(whole.csv)))) == 9


def test_of_several_later_listings_the_first_is_the_one_that_was_carried_over(tmp_path: Path) -> None:
    programme = {"authority_id": "treasury", "kind": "designation"}
    programmes = [{"programme_id": "former", "code": "F", "name": "Former", "ended": "[2018..2025]", **programme}]
    programmes += [{"programme_id": one, "code": one, "name": one, **programme} for one in ("next", "other")]
    rows = [
        listing("old-judge", "judge", "treasury", "2011", programme_id="former"),
        listing("next-judge", "judge", "treasury", "2020-12-31", programme_id="next"),
        listing("other-judge", "judge", "treasury", "2023-10-18", programme_id="other"),
    ]
    told = Told(charted(tmp_path, programmes=programmes, sanctions=rows))
    assert told.carried == {"next-judge": "former"}
    assert [row["sanction_id"] for row in told.once(told.tables["sanctions"])] == ["next-judge", "other-judge"]


def test_a_listing_that_ended_by_itself_or_has_another_ground_was_not_carried_over(tmp_path: Path) -> None:
    programme = {"authority_id": "treasury", "kind": "designation"}
    programmes = [{"programme_id": "former", "code": "F", "name": "Former", "ended": "[2018..2025]", **programme}]
    programmes += [{"programme_id": "next", "code": "N", "name": "Next", **programme}]
    targets = ("judge", "chief", "clerk")
    old = {who: listing(f"old-{who}", who, "treasury", "2011", programme_id="former") for who in targets}
    new = {who: listing(f"new-{who}", who, "treasury", "2020-12-31", programme_id="next") for who in targets}
    old["chief"]["delisted"] = "[2018..2025]"
    old["clerk"]["human_rights"], new["clerk"]["human_rights"] = "false", "true"
    told = Told(charted(tmp_path, programmes=programmes, sanctions=[*old.values(), *new.values()]))
    assert told.carried == {"new-judge": "former"}


@pytest.mark.slow
def test_the_british_listings_of_2020_are_those_carried_over(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = release_of_this_tree(tmp_path_factory)
    release = Release(path, path.name)
    rows = release.load("sanctions", "records")
    day = [row for row in rows if row["listed"] == "2020-12-31" and row["authority_id"] == "united-kingdom"]
    former = {"uk-iran-2023": "uk-iran-human-rights", "uk-iran-nuclear-inu": "uk-iran-nuclear",
              "uk-counter-terrorism-international": "uk-terrorism-and-terrorist-financing"}  # fmt: skip
    assert Told(release).carried == {row["sanction_id"]: former[row["programme_id"]] for row in day}
    assert {row["programme_id"] for row in day} == set(former)
    assert len(day) > 50


def test_what_ended_at_several_times_is_one_line_that_tells_of_each(tmp_path: Path) -> None:
    """A lane of its own for each end is more than a picture of all has room for."""
    ends = {"judge": "2014-02-02", "chief": "[2015-01-01..2016-06-30]", "clerk": "[2015-01-01..2016-06-30]"}
    rows = [listing(f"c-{who}", who, "council", "2012-01-01", delisted=day) for who, day in ends.items()]
    (strip,) = strips(charted(tmp_path, sanctions=rows).plot_listings()).values()
    (group,) = [
        one
        for one in strip.all("g")
        if any("ended" in part.attributes.get("class", "") for part in one.parts if isinstance(part, Element))
    ]
    assert group.all("title")[0].text == "1 ended: on 2 February 2014; 2 ended: between 1 January 2015 and 30 June 2016"
    assert group.all("text")[0].text == "\u22123"


def test_short_bars_side_by_side_are_one_tick_with_the_sum_of_its_kind(tmp_path: Path) -> None:
    """Each would be a broken square; what is far from them, or of another kind, stands alone."""
    days = {"judge": "2020-01-03/06", "chief": "2020-01-10/14", "clerk": "2020-01-11/15", "guard": "2024-01-03/06"}
    rows = [listing(f"c-{who}", who, "council", f"[{day[:10]}..{day[:8]}{day[11:]}]") for who, day in days.items()]
    rows.append(listing("c-court", "court", "council", "[2020-01-03..2020-01-06]", human_rights="false"))
    rows.append(listing("c-old", "court", "council", "[2010-01-01..2012-01-01]"))
    picture = charted(tmp_path, sanctions=rows).plot_listings()
    (strip,) = strips(picture).values()
    ticks = [one for one in strip.all("g")[1:] if one.all("rect", class_="tick")]
    said = {one.all("title")[0].text: one.all("text")[0].text for one in ticks}
    assert said == {
        "3: 1 between 3 and 6 January 2020; 1 between 10 and 14 January 2020; 1 between 11 and 15 January 2020": "3",
        "1: between 3 and 6 January 2020": "1",
        "1: between 3 and 6 January 2024": "1",
    }
    assert ["other" in one.attributes["class"] for one in strip.all("rect", class_="tick")].count(True) == 1
    first, last = (place_of(picture, dt.date(2020, *day)) for day in ((1, 3), (1, 15)))
    wide = next(one for one in ticks if "; " in one.all("title")[0].text).all("rect")[0]
    start, length = (float(wide.attributes[name]) for name in ("x", "width"))
    assert (start, start + length) == pytest.approx((first, last), abs=2.5)  # between these days, and hardly more
    assert length < 8
    assert len(bars(strip, "faint")) == 1
