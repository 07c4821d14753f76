"""Timelines of pages: the picture of the package, with a link and the voices of each lane; and the data of the page."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.loader.drawn import covered, tip
from tests.loader.pictured import lanes as lanes_of
from tests.loader.pictured import lines, pictured
from tests.site.reading import Element, led_to, read, read_file

from mostanad.loader import Release
from mostanad.loader.drawings import STUB
from mostanad.models.language import speaking
from mostanad.site import timelines
from mostanad.site.contents import Record
from mostanad.site.timelines import timeline


def figure(site: Path, path: str) -> Element:
    (found,) = read_file(site / path).all("figure", class_="chart")
    return found


def lanes(site: Path, path: str) -> dict[str, Element]:
    """The lanes of the picture of a page by where they lead."""
    (picture,) = figure(site, path).all("svg", class_="broad")
    return {one.attributes["href"]: one for one in picture.all("a", class_="lane")}


def test_a_page_has_its_finding_its_picture_and_its_data(invented: Release, record: Record, site: Path) -> None:
    found = figure(site, "officials/omid-faraz.html")
    said = "None of 2 listings on record is shown to be for human rights"
    assert found.all("h2")[0].text == said
    links = [one.attributes["href"] for one in led_to(found) if not one.attributes["href"].startswith("../rows/")]
    assert links == ["../officials/omid-faraz.svg", "../officials/omid-faraz.csv"]
    picture = invented.plot_timeline("omid-faraz")
    assert (site / "officials/omid-faraz.svg").read_text("utf-8") == str(picture)
    assert said in str(picture)
    for row_id in ("omid-faraz", "lantern-council", "square-2020"):
        base = site / record.address(row_id).removesuffix(".html")
        frame = invented.timeline(row_id)
        assert base.with_suffix(".csv").read_text("utf-8") == invented.plot_timeline(row_id).csv
        with base.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
            assert [row["fact_id"] for row in csv.DictReader(file)] == list(frame["fact_id"])
        rows = json.loads(base.with_suffix(".json").read_text("utf-8"))
        assert [row["fact_id"] for row in rows] == list(frame["fact_id"])


def test_a_finding_opens_with_a_number_or_a_capital(site: Path) -> None:
    paths = [
        path.relative_to(site) for path in sorted(site.glob("officials/*.html")) + sorted(site.glob("parties/*.html"))
    ]
    pages = [read_file(site / path) for path in paths]
    found = [one.all("h2")[0].text for page in pages for one in page.all("figure") if one.all("h2")]
    assert len({one[0].isdigit() for one in found}) == 2
    assert [one for one in found if one[0].islower()] == []


def test_a_lane_leads_to_its_evidence_and_has_its_voices(record: Record, site: Path) -> None:
    found = lanes(site, "officials/omid-faraz.html")
    by_start = {"rows/omid-faraz-warden.html#title": ("title", "started", "ended"),
                "rows/omid-faraz-clerk.html#title": ("title", "started", "ended"),
                "rows/freedonia-p1-omid-faraz.html#listed": ("target_id", "listed", "delisted")}  # fmt: skip
    for place, fields in by_start.items():
        row_id = Path(place).name.partition(".")[0]
        voices = tuple(found[f"../{place}"].attributes[name] for name in ("data-v", "data-first", "data-last"))
        assert voices == tuple(record.heard(row_id, field) for field in fields)
        assert voices[0]
    (part,) = (one for href, one in found.items() if href.endswith("#part"))
    assert part.attributes["data-first"] == record.heard("square-2020", "date") != ""
    assert not any("statement" in href for href in found)


def test_labels_have_the_comma_of_the_language(record: Record) -> None:
    with speaking(record.languages[1]):
        picture = timeline(record, "omid-faraz").inline
    posts = [one.text for one in read(picture).all("text", class_="label")]
    assert any("، " in one for one in posts)
    assert not any(", " in one for one in posts)


def test_a_body_shows_who_had_a_post_in_it(site: Path) -> None:
    found = lanes(site, "parties/lantern-council.html")
    assert {href for href in found if "omid-faraz" in href} == {
        "../rows/omid-faraz-clerk.html#title", "../rows/omid-faraz-warden.html#title"
    }  # fmt: skip
    assert (
        found["../rows/omid-faraz-warden.html#title"].all("title")[0].text == "Warden, Omid Faraz: 2019 to March 2020"
    )


def test_a_picture_is_on_its_page_only_if_it_is_not_too_long(real_record: Record) -> None:
    of = {table: [next(iter(row.values())) for row in real_record.tables[table]] for table in ("parties", "events")}
    inline = [timeline(real_record, key).inline for keys in of.values() for key in keys[:300]]
    assert any(inline)
    assert all(picture.count('<a href="') <= 2 * timelines._MOST for picture in inline)
    assert any(not picture for picture in inline)
    for key in sorted(real_record.dossiers):
        chart = timeline(real_record, key)
        # A post of which only the last possible day of its end is known has no place in it.
        dated = [lane for lane in chart.rows if lane["date_min"] or (lane["date"] and lane["what"] != "post ended")]
        assert bool(chart.inline) == any(lane for lane in dated if lane["table_name"] != "statements"
                                         and not lane["fact_id"].endswith(("/born", "/standing_date")))  # fmt: skip


def test_an_event_that_a_list_only_prints_again_goes_on_by_a_short_arrow(tmp_path: Path) -> None:
    picture = pictured(tmp_path, as_of="[..2016-05-04]").plot_timeline("judge")
    (arrests,) = [one for one in lanes_of(picture).values() if "from November 2014 on" in lines(one)]
    start, stop = min(x for x, _ in covered(arrests)), tip(arrests, "arrow")[0]
    assert stop == pytest.approx(start + STUB, abs=0.5)
    assert "last documented" not in lines(arrests)


def test_a_long_picture_is_drawn_once_and_scrolls_where_there_is_little_room(real_record: Record) -> None:
    """Drawn twice, the pages of those with most posts and listings would be too large."""
    looks = {}
    for key in ("mohammad-reza-naqdi", "ali-khamenei"):
        found = read(f"<div>{timeline(real_record, key).inline}</div>")
        looks[key] = {one.attributes["class"]: len(one.all("a", class_="lane")) for one in found.all("svg")}
    assert [*looks["ali-khamenei"]] == ["broad", "narrow"]
    assert [*looks["mohammad-reza-naqdi"]] == ["broad"]
    assert looks["mohammad-reza-naqdi"]["broad"] > 18


def test_a_listing_that_is_older_than_the_law_of_its_programme_says_so(real_record: Record) -> None:
    """British listings of 2011 stand today under regulations of 2023: these were not in force from the first day."""
    law = "Iran (Sanctions) Regulations 2023"
    said = {key: timeline(real_record, key).inline for key in ("mostafa-bozorgnia", "morteza-barati", "ali-khamenei")}
    assert f"later under {law}" in said["mostafa-bozorgnia"]
    assert f"later under {law}" in said["morteza-barati"]  # of February 2023: the list carries older listings on
    assert "later under" not in said["ali-khamenei"]  # the order on him is of the year of his listing
