"""Sanctions, claims that were checked, documents."""

from __future__ import annotations

import json
from pathlib import Path

from tests.site.reading import led_to, read_file

from mostanad.site import catalogues
from mostanad.site.record import Record


def test_a_listing_stands_where_its_target_and_its_authority_cross(site: Path) -> None:
    table = read_file(site / "sanctions.html").by_id("list")
    heads = [cell.text for cell in table.all("thead")[0].all("th")]
    assert heads == ["Listed", "Freedonia Treasury", "Utopia Office"]
    (line,) = table.all("tbody")[0].all("tr")
    treasury, utopia = line.all("td")
    assert treasury.text.startswith("2021-02-03")
    assert treasury.text.endswith("P1")
    assert utopia.text == "day not known"


def test_every_listing_of_the_real_release_stands_in_the_matrix(real_record: Record) -> None:
    cells = catalogues.sanctions(real_record).said["cells"]
    found = [row["sanction_id"] for by in cells.values() for rows in by.values() for row in rows]
    assert sorted(found) == [row["sanction_id"] for row in real_record.tables["sanctions"]]


def test_the_growth_of_lists_counts_every_listing_with_a_day_once(real_record: Record) -> None:
    grown = dict(catalogues._grown(real_record))
    assert len(grown) == 6
    for name, points in grown.items():
        (programme,) = [
            row["programme_id"]
            for row in real_record.tables["programmes"]
            if name == f"{row['code']}, {real_record.label(row['authority_id'])}"
        ]
        rows = [
            row for row in real_record.tables["sanctions"] if row["programme_id"] == programme and row["listed_max"]
        ]
        for year, number in points:
            assert number == sum(row["listed_max"].year <= year for row in rows), (name, year)


def test_a_check_names_claim_question_verdict_and_what_shows_each_answer(site: Path) -> None:
    page = read_file(site / "checks.html")
    (check,) = page.all("article")
    assert check.attributes["id"] == "faraz-listed"
    assert check.all("span", class_="verdict")[0].text == "supported"
    assert "was he listed?" in check.text
    assert "2021-02-04" in check.text
    (line,) = check.all("tbody")[0].all("tr")
    assert [one.attributes["href"] for one in led_to(line)][-1] == "rows/freedonia-p1-omid-faraz.html"
    assert line.all("span", class_="answer")[0].text == "yes"
    (script,) = page.all("script", type="application/ld+json")
    (review,) = json.loads(script.text)["@graph"]
    assert review["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "supported",
        "ratingValue": 5,
        "bestRating": 5,
        "worstRating": 1,
    }
    assert review["itemReviewed"]["author"]["name"] == "Lone Wire"


def test_a_document_has_its_lineage_its_hash_and_what_rests_on_it(record: Record, site: Path) -> None:
    page = read_file(site / "sources/blue-copy.html").by_id("main")
    assert "Invented document blue-story" in page.text
    assert "Invented document blue-reprint" in page.text
    assert record.sources["blue-copy"]["sha256"] in page.text
    hrefs = [one.attributes["href"] for one in led_to(page)]
    assert "../rows/square-2020.html#title" in hrefs
    assert "../rows/square-2020.html#date" not in hrefs  # of that it says nothing


def test_the_list_of_documents_counts_the_facts_of_each(record: Record, site: Path) -> None:
    lines = [line for line in read_file(site / "sources.html").by_id("list").all("tr") if line.all("td")]
    found = {Path(led_to(line)[0].attributes["href"]).stem: int(line.all("td")[-1].text) for line in lines}
    evidence = record.tables["evidence"]
    assert found == {
        key: len({row["fact_id"] for row in evidence if row["source_id"] == key}) for key in record.sources
    }
