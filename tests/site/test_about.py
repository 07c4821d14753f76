"""The pages around the record."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from tests.site.reading import led_to, place, read, read_file

from mostanad.site import about, catalogues
from mostanad.site.contents import Record


def test_the_start_page_counts_what_there_is(record: Record, site: Path) -> None:
    page = read_file(site / "index.html")
    counts = {name: len(record.release.load(name)) for name in ("officials", "sanctions", "events", "facts")}
    text = page.all("ul", class_="figures")[0].text
    for table, word in {
        "officials": "officials",
        "sanctions": "listings",
        "events": "events",
        "facts": "facts",
    }.items():
        assert f"{counts[table]} {word}" in text
    rows = page.all("table")[0].all("tbody")[0].all("tr")
    found = {row.all("th")[0].text: int(row.all("td")[-1].text.replace(",", "")) for row in rows}
    assert found.pop("disputed") == record.release.facts()["disputed"].sum() > 0
    assert sum(found.values()) == counts["facts"]
    assert min(found.values()) > 0


def test_the_start_page_names_the_newest_listings(real_record: Record, real_site: Path) -> None:
    links = [one.attributes["href"] for one in led_to(read_file(real_site / "index.html").by_id("main"))]
    found = [href for href in links if href.endswith("#listed")]
    newest = catalogues.newest(real_record, real_record.tables["sanctions"])[:5]
    assert found == [f"rows/{row['sanction_id']}.html#listed" for row in newest]


def test_the_switch_is_said_to_be_where_it_is(site: Path) -> None:
    text = read_file(site / "index.html").by_id("main").text
    assert "With the switch at the top of each page that shows marks you see" in text


def test_who_finds_nothing_is_told_who_has_a_row(record: Record, site: Path) -> None:
    nothing = read_file(site / "search.html").by_id("nothing")
    assert record.about.scope in nothing.text
    assert f"{len(record.tables['sources'])} documents" in nothing.text
    assert {one.attributes["href"] for one in led_to(nothing)} == {"sources.html", "about.html"}


def test_who_finds_nothing_is_told_of_which_lists_everybody_is_here(real_record: Record) -> None:
    (page,) = (page for page in about.pages(real_record) if page.path == "search.html")
    nothing = read(page.html(real_record, "")).by_id("nothing")
    whole = [row for row in real_record.tables["programmes"] if row["scope"] == "whole"]
    assert {real_record.address(row["programme_id"]) for row in whole} | {"sanctions.html#lists"} <= {
        one.attributes["href"] for one in led_to(nothing)
    }
    assert all(real_record.label(row["authority_id"]) in nothing.text for row in whole)
    assert whole


def test_machines_read_what_the_dataset_is(record: Record, site: Path) -> None:
    (script,) = read_file(site / "index.html").all("script", type="application/ld+json")
    data = json.loads(script.text)
    assert (data["@type"], data["version"]) == ("Dataset", record.version)
    assert data["license"].startswith("https://creativecommons.org/")


def test_each_file_that_is_offered_is_there_with_the_hash_that_is_said(site: Path) -> None:
    page = read_file(site / "releases.html")
    offered = 0
    for line in page.all("tr"):
        links = [one for one in led_to(line) if "downloads/" in one.attributes["href"]]
        for link in links:
            content = (site / place("releases.html", link.attributes["href"])[0]).read_bytes()
            assert hashlib.sha256(content).hexdigest() in line.text
            offered += 1
    assert offered == len(list((site / "downloads/parquet").iterdir())) > 20


def test_what_this_is_says_how_to_object(site: Path) -> None:
    assert read_file(site / "about.html").by_id("object").all("h2")[0].text == "How to object"


def test_versions_are_told_newest_first(real_site: Path) -> None:
    page = read_file(real_site / "releases.html")
    versions = [one.text for one in page.all("table")[0].all("th") if re.fullmatch(r"[\d.]+", one.text)]
    assert len(versions) > 1
    assert versions == sorted(versions, key=lambda version: [int(part) for part in version.split(".")], reverse=True)
