"""Fact-checks: all of them, and the page of each."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

from tests.site.reading import Element, led_to, read, read_file

from mostanad.loader.fact_check_text import finding, grid, prose
from mostanad.models.language import speaking
from mostanad.models.words import quantity
from mostanad.site import fact_checks
from mostanad.site.contents import Record

PAGE = "checks/faraz-listed.html"
DATE = re.compile(r"\d{4}-\d\d-\d\d|\.\.\d{4}")


def reviewed(page: Element) -> dict[str, object]:
    (script,) = page.all("script", type="application/ld+json")
    found: dict[str, object] = json.loads(script.text)
    return found


def letters(text: str) -> str:
    """What is left of the words when signs and spaces go."""
    return re.sub(r"[\s,:;§]", "", text)


def told(text: str, claimed: str = "") -> str:
    """A cell as the page tells it: of whoever gives another number than is claimed not that they deny it."""
    answer, _, number = text.partition(": ")
    if claimed and answer in ("no", "unsure"):
        return f"gives {number}, not {claimed}" if answer == "no" else f"gives {number}, unsure"
    return {"-": "not asked"}.get(text, text if " " in text else f"{text} nothing in the record")


def test_a_check_names_claim_question_verdict_and_what_shows_each_answer(site: Path) -> None:
    page = read_file(site / PAGE)
    assert page.all("span", class_="verdict")[0].text == "supported"
    assert "Documents support this. Freedonia Treasury: the answer is yes for Omid Faraz. We asked: was he" in page.text
    assert "4 February 2021" in page.text
    (line,) = page.all("tbody")[0].all("tr")
    assert [one.attributes["href"] for one in led_to(line)][-1] == "../rows/freedonia-p1-omid-faraz.html"
    assert line.all("span", class_="answer")[0].text == "yes"
    assert "SELECT" in page.all("pre")[0].text


def test_a_check_is_told_as_claim_review_has_it(site: Path) -> None:
    review = reviewed(read_file(site / PAGE))
    rating = {"@type": "Rating", "alternateName": "supported", "ratingValue": 5, "bestRating": 5, "worstRating": 1}
    assert review["reviewRating"] == rating
    assert review["itemReviewed"] == {"@type": "Claim", "author": {"@type": "Organization", "name": "Lone Wire"}}
    assert review["url"] == f"https://example.org/norland/{PAGE}"
    assert review["datePublished"] == "2021-03-01"
    (same,) = reviewed(read_file(site / "checks.html"))["@graph"]  # type: ignore[misc]
    del review["@context"]
    assert same == review | {"url": "https://example.org/norland/checks.html#faraz-listed"}


def test_the_title_of_a_check_is_what_is_claimed_and_not_how_it_is_read(record: Record, site: Path) -> None:
    page = read_file(site / PAGE)
    assert page.all("h1")[0].text == reviewed(page)["claimReviewed"] == "The Treasury has listed him"
    (check,) = fact_checks.checks(record)
    events = {"square-2020": record.called("square-2020")}
    for row_id, claim in {
        **events,
        "square-2020-omid-faraz-accused": events["square-2020"],
        "square-2020-killed-wire": f"{events['square-2020']}: at most 12 people killed on the square",
    }.items():
        table, row = record.rows[row_id]
        assert fact_checks.claimed(record, replace(check, claim=replace(check.claim, table=table, row=row))) == claim


def test_each_check_says_what_would_change_its_answer(real_record: Record, real_site: Path) -> None:
    for key, row in real_record.checks.items():
        page = read_file(real_site / f"checks/{key}.html")
        (said,) = (one for one in page.all("dt") if one.text == "What would change it")
        assert prose(row["needs"]) in page.text, (key, said)


def test_what_a_check_says_has_its_dates_in_words(real_record: Record, real_site: Path) -> None:
    notes = [row["note"] for row in real_record.checks.values()]
    assert any(map(DATE.search, notes)), "the table has them in figures"
    for key in real_record.checks:
        for folder in ("", "fa/"):
            page = read_file(real_site / f"{folder}checks/{key}.html")
            said = [one.text for one in (*page.all("p"), *page.all("dd"))]
            assert not [text for text in said if DATE.search(text)], (folder, key)


def test_no_reading_stands_as_the_words_of_a_claimant(real_record: Record, real_site: Path) -> None:
    for key, row in real_record.checks.items():
        for folder in ("", "fa/"):
            page = read_file(real_site / f"{folder}checks/{key}.html")
            (listed,) = read_file(real_site / f"{folder}checks.html").by_id(key).all("h2")
            (title,), review = page.all("h1"), reviewed(page)
            assert title.text == review["claimReviewed"] == listed.text, key
            assert review["datePublished"] == real_record.date.isoformat()
            read_as = [one.text for one in page.all("dd") if one.text.casefold() == title.text.casefold()]
            assert read_as == [], key
        assert row["reading"] not in page.all("title")[0].text


def test_under_the_title_of_a_check_stands_who_claims_it_and_when(site: Path) -> None:
    for path in ("checks.html", "index.html"):
        assert "claimed by Lone Wire, published on 4 February 2021" in read_file(site / path).text, path


def test_the_list_of_checks_names_the_documents_whose_claims_are_checked(site: Path) -> None:
    (intro, *_) = read_file(site / "checks.html").by_id("main").all("p")
    assert "Only 1 claim has been checked, of these documents: Invented document wire-2021. Chosen were" in intro.text
    assert "that a claim is not here does not mean that it holds" in intro.text


def test_a_number_that_is_held_only_in_a_report_is_claimed_according_to_it(real_site: Path) -> None:
    """Of what the PMOI said no document of its own is held, and the day is that of a copy, which we infer."""
    said = "according to Iran Focus as published by IFMAT, published on 24 December 2019 (inferred)"
    assert said in read_file(real_site / "checks.html").by_id("killed-november-2019").text


def test_the_grid_says_what_the_text_says(real_record: Record, real_site: Path) -> None:
    for check in fact_checks.checks(real_record):
        page = read_file(real_site / f"checks/{check.check_id}.html")
        assert finding(check) in page.text
        lines = page.all("tbody")[0].all("tr")
        found = [[letters(one.text) for one in line.all("td")] for line in lines]
        row = check.claim.row
        claimed = quantity(row) if check.claim.table == "estimates" else ""
        assert found == [[letters(told(text, claimed)) for text in row[1:]] for row in grid(check)[1:]], check.check_id
        leads = sum(one.attributes.get("class") == "mark" for one in led_to(page.all("tbody")[0]))
        assert leads == sum(len(item.rows) for item in check.items) > 0


def test_the_most_decided_stand_first(real_record: Record, real_site: Path) -> None:
    page = read_file(real_site / "checks.html")
    verdicts = [one.all("span", class_="verdict")[0].text for one in page.all("article")]
    order = ["contradicted", "supported", "partly", "missing context", "undecidable"]
    assert verdicts == sorted(verdicts, key=order.index)
    assert len(set(verdicts)) == len(order)
    assert {one.attributes["id"] for one in page.all("article")} == real_record.checks.keys()


def test_a_no_is_explained_where_there_is_one(real_record: Record, real_site: Path) -> None:
    numbers = {check.check_id for check in real_record.answered() if check.claim.table == "estimates"}
    answers = real_record.tables["fact_check_answers"]
    with_no = {item["check_id"] for item in answers if item["answer"] == "no"} - numbers
    explained = {key for key in real_record.checks if "“No” means" in read_file(real_site / f"checks/{key}.html").text}
    assert explained == with_no
    assert 0 < len(with_no) < len(real_record.checks)


def test_readings_of_one_claim_lead_to_each_other(real_site: Path) -> None:
    page = read_file(real_site / "checks/six-of-seven-pmoi.html")
    assert "six-of-seven-pmoi-either.html" in {one.attributes["href"] for one in led_to(page.by_id("main"))}


def test_a_check_that_another_names_is_led_to_by_its_reading(real_record: Record, real_site: Path) -> None:
    page = read_file(real_site / "checks/us-lists-two-judges.html").by_id("main")
    links = {one.attributes["href"]: one.text for one in led_to(page)}
    other = "us-lists-two-judges-2019-12-19"
    assert links[f"{other}.html"] == real_record.checks[other]["reading"]
    assert set(re.findall(r"[\w-]+", page.text.partition("SELECT")[0])) & real_record.checks.keys() == set()


def test_a_claim_that_leaves_something_out_is_said_what_where_all_claims_stand(real_record: Record) -> None:
    for page in fact_checks.pages(real_record):
        if page.path == "checks.html":
            listed = read(page.html(real_record, ""))
    lacking = {key: row for key, row in real_record.checks.items() if row["verdict"] == "missing_context"}
    assert all(listed.by_id(key).all("p", class_="hint")[1:] for key in lacking)
    assert len(lacking) > 3
    us = listed.by_id("raisi-not-under-human-rights-sanctions").text
    assert "the US did list him" in us


def test_ids_become_links_and_all_else_stays_text(record: Record) -> None:
    held = replace(record)
    held.__dict__["checks"] = {"raid": {"reading": "The <raid>"}, "raid-2": {"reading": "Second"}}
    assert fact_checks._linked(held, "<b> raid-2; raids, a-raid, raid.") == (
        '&lt;b&gt; <a href="raid-2.html"><bdi>Second</bdi></a>; raids, a-raid, '
        '<a href="raid.html"><bdi>The &lt;raid&gt;</bdi></a>.'
    )
    assert fact_checks._linked(record, "see <raid>") == "see &lt;raid&gt;"


def test_a_persian_page_says_times_and_programmes_in_persian(real_record: Record) -> None:
    """Also behind the English one, which was written before it."""
    texts = dict[tuple[str, str], str]()
    for language in real_record.languages:
        with speaking(language):
            for page in fact_checks.pages(real_record):
                name = page.path.rpartition("/")[2].removesuffix(".html")
                if name in ("attendees-held-their-posts", "six-of-seven-us-any-programme"):
                    answers = read(page.html(real_record, "")).all("tbody")[0]
                    texts[language.code, name] = answers.text
    assert "last documented" in texts["en", "attendees-held-their-posts"]
    assert "last documented" not in texts["fa", "attendees-held-their-posts"]
    assert "(NPWMD)" in texts["en", "six-of-seven-us-any-programme"]
    assert "Weapons of mass" not in texts["fa", "six-of-seven-us-any-programme"]


def test_a_number_that_names_its_event_has_a_title_that_says_it_once(real_record: Record) -> None:
    titles = {check.check_id: fact_checks.claimed(real_record, check) for check in fact_checks.checks(real_record)}
    assert titles["killed-1988"].startswith("More than 30,000 prisoners killed in the massacre of 1988")
    assert titles["killed-november-2019"].startswith("Nationwide uprising in Iran from November 2019: 1,500 people")


def test_the_verdict_and_few_answers_stand_beside_the_claim(site: Path) -> None:
    page = read_file(site / PAGE)
    assert page.all("p", class_="finding")[0].all("span", class_="verdict")
    (columns,) = page.all("div", class_="columns")
    answers = page.by_id("answers")
    assert answers is not None
    assert (answers in columns.all("section")) == (len(answers.all("thead")[0].all("th")) < 4)
