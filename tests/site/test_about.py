"""The pages around the record."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from tests.loader.charted import dots
from tests.shared import ROOT
from tests.site.reading import Element, led_to, place, read, read_file

from mostanad.contract import About
from mostanad.loader import Release
from mostanad.loader.fact_check_text import DISPUTED, MARKS
from mostanad.models.words import when
from mostanad.site import about, catalogues
from mostanad.site.contents import Record
from mostanad.site.page import Page, listing
from mostanad.site.posts import latest_posts
from mostanad.site.sections import Section
from mostanad.site.show import PRESS


def test_the_start_page_says_first_how_many_are_listed_by_how_many(
    site: Path, real_record: Record, real_site: Path
) -> None:
    said = read_file(real_site / "index.html").all("p", class_="finding")[0].text
    rows = real_record.told.standing(real_record.tables["sanctions"])
    people, rights, authorities = (
        {row[name] for row in some}
        for name, some in (
            ("target_id", rows),
            ("target_id", [row for row in rows if row["human_rights"]]),
            ("authority_id", rows),
        )
    )
    persons = sum(real_record.rows[one][1].get("kind", "person") == "person" for one in people)
    whom = f"{persons} people and {len(people) - persons} organisations"
    assert said.startswith(f"At least {whom} are listed by one or more of {len(authorities)} authorities; at least ")
    assert "Of newer lists of the United Kingdom and the United States only parts are held." in said
    assert f"{len(rights)} of these {len(people)} on human-rights grounds, according to lists dated " in said
    ends = sorted(max(days) for days in real_record.lists.values())
    assert f"{when(str(ends[0]))} to {when(str(ends[-1]))}" in said
    # Of the invented world neither listing is said to be for human rights.
    said = read_file(site / "index.html").all("p", class_="finding")[0].text
    begin = "1 person is listed by one or more of 2 authorities, according to lists dated "
    assert said.startswith(f"{begin}3 February 2021 to ")


def _charts(site: Path) -> dict[str, Element]:
    pages = [read_file(site / name) for name in ("index.html", "overlaps.html")]
    return {one.attributes["id"]: one for page in pages for one in page.all("figure")}


def test_each_picture_has_its_finding_its_image_its_data_and_a_table(
    site: Path, real: Release, real_site: Path
) -> None:
    assert _charts(site).keys() == {"listings"}  # of few there is nothing to compare
    charts = _charts(real_site)
    assert charts.keys() == {"listings", "overlaps", "bodies"}
    for name, chart in charts.items():
        picture = getattr(real, f"plot_{name}")()
        assert chart.all("h2")[0].text == picture.title or name == "bodies"  # the page shows fewer of them
        assert all("aria-label" not in drawing.attributes for drawing in chart.all("svg"))  # said once, by the region
        assert chart.by_id(chart.attributes["aria-describedby"]).text
        assert [one.attributes["href"] for one in chart.all("p", class_="get")[0].all("a")] == [
            f"pictures/{name}.svg",
            f"pictures/{name}.csv",
        ]
        assert (real_site / f"pictures/{name}.svg").read_text("utf-8") == picture.svg
        assert (real_site / f"pictures/{name}.csv").read_text("utf-8") == picture.csv
        assert len(chart.all("table")) == 1
    assert any(one.attributes["href"] == "overlaps.html" for one in led_to(read_file(real_site / "index.html")))
    assert all((real_site / name).stat().st_size < 90_000 for name in ("index.html", "fa/index.html"))


def test_every_listing_of_the_release_is_on_the_start_page_once(real_record: Record, real_site: Path) -> None:
    """Dots and bars are as many as listings, one that was carried over counted once; the table counts the same."""
    rows = real_record.told.once(real_record.tables["sanctions"])
    days = sum(row["listed_min"] is not None and row["listed_min"] == row["listed_max"] for row in rows)
    chart = _charts(real_site)["listings"]
    for layout in chart.all("svg"):
        strips = layout.all("g", class_="strip")
        assert sum(len(dots(strip, look)) for strip in strips for look in ("filled", "hollow")) == days
        bars = [bar for strip in strips for bar in strip.all("g")[1:] if bar.all("rect")]
        titles = [title.text for bar in bars for title in bar.all("title")]
        if layout.attributes["class"] == "broad":  # a phone shows no titles
            bounded = sum(int(title.partition(":")[0]) for title in titles)
            assert bounded == sum(bool(row["listed"]) for row in rows) - days > 0
        assert len(titles) == (len(bars) if layout.attributes["class"] == "broad" else 0)
        filled = sum(len(dots(strip, "filled")) for strip in strips)
        known = [row for row in rows if row["listed_min"] and row["listed_min"] == row["listed_max"]]
        assert filled == sum(bool(row["human_rights"]) for row in known)
    counted = {line.all("th")[0].text: line.all("td")[2].text for line in chart.all("tbody")[0].all("tr")}
    authorities = Counter(real_record.label(row["authority_id"]) for row in rows)
    assert counted == {name: str(number) for name, number in authorities.items()}


def test_the_waves_are_marked_by_the_events_of_the_record(real_site: Path) -> None:
    chart = _charts(real_site)["listings"]
    links = [Path(one.attributes["href"]).stem for one in chart.all("a") if "/events/" in f"/{one.attributes['href']}"]
    waves = ["protests-2009-06", "uprising-2019-11", "protests-2022-09", "protests-2025-12"]
    assert links == waves * 2  # in both layouts
    titles = [one.text for one in chart.all("title")]
    assert "15 November 2019: Nationwide uprising in Iran from November 2019" in titles


def test_the_start_page_names_the_newest_listings(real_record: Record, real_site: Path) -> None:
    links = [one.attributes["href"] for one in led_to(read_file(real_site / "index.html").by_id("main"))]
    found = [href for href in links if href.endswith("#listed")]
    in_order = catalogues.newest(real_record, real_record.tables["sanctions"])
    same_day = [row["listed_min"] for row in in_order].count(in_order[0]["listed_min"])
    newest = in_order[: min(max(5, same_day), 10)]
    assert found == [f"rows/{row['sanction_id']}.html#listed" for row in newest]
    posts = [post["title"] for row in newest for post in latest_posts(real_record, row["target_id"])[:1]]
    text = read_file(real_site / "index.html").by_id("main").text
    assert posts
    assert all(title in text for title in posts)


def test_the_start_page_says_a_claim_once(record: Record) -> None:
    """One claim can be read in several ways, and then has several checks."""
    said = about._start(record)
    assert len(said["checks"]) == 1
    page = Page("index.html", "start", "Start", lambda: {**said, "checks": said["checks"] * 2})
    shown = [one.text for one in read(page.html(record, "")).all("li") if one.all("span", class_="verdict")]
    assert len(shown) == 1
    assert about.fact_checks.claimed(record, said["checks"][0]) in shown[0]


def test_the_start_page_says_what_each_mark_means(site: Path) -> None:
    text = read_file(site / "index.html").by_id("marks").parent.text
    assert all(sign in text and word in text and means in text for sign, word, means in [*MARKS.values(), DISPUTED])
    assert "only a transcription or a copy by somebody else, not compared with the original" in text


def test_a_programme_of_which_the_act_is_not_held_is_classed_by_the_reasons_of_its_listings(site: Path) -> None:
    classed = read_file(site / "about.html").by_id("human-rights").text
    assert "where we do not hold the act, if the reasons given for listings under it are." in classed


def test_who_finds_nothing_is_told_who_has_a_row(record: Record, site: Path) -> None:
    nothing = read_file(site / "search.html").by_id("nothing")
    assert record.about.scope in nothing.text
    assert f"{len(record.tables['sources'])} documents" in nothing.text
    assert {one.attributes["href"] for one in led_to(nothing)} >= {
        "sources.html",
        "about.html#scope",
        "sanctions.html#lists",
        "events.html?kind=protest",
        "ended.html",
    }
    (waves,) = (one for one in read_file(site / "search.html").all("section") if one.attributes.get("data-lacking"))
    assert [one.attributes["href"] for one in led_to(waves)] == ["events/square-2020.html"]
    assert read_file(site / "about.html").by_id("scope").tag == "section"


def test_who_finds_nothing_is_led_to_the_great_events(real_record: Record) -> None:
    waves = [row["event_id"] for row in about._search(real_record)["waves"]]
    assert waves.index("protests-2009-06") < waves.index("uprising-2019-11") < waves.index("protests-2022-09")


def test_who_finds_nothing_is_told_of_each_list_up_to_which_day_it_is_held_and_whom_of_it(record: Record) -> None:
    (page,) = (page for page in about.pages(record) if page.path == "search.html")
    nothing, lists = read(page.html(record, "")).by_id("nothing"), catalogues.lists(record)
    lines = [line.text for line in nothing.all("ul")[0].all("li")]
    assert len(lines) == len(lists) > 1
    for item, line in zip(lists, lines, strict=True):
        day = item["until"] or item["versions"][-1]["published_max"]
        assert line.startswith(record.label(item["authority_id"]))
        assert f"up to {when(str(day))}" in line
    assert "says nothing about anybody" in nothing.text


def test_who_finds_nothing_is_told_of_which_programmes_everybody_is_here(real_record: Record) -> None:
    (page,) = (page for page in about.pages(real_record) if page.path == "search.html")
    lines = [line.text for line in read(page.html(real_record, "")).by_id("nothing").all("ul")[0].all("li")]
    whole = [row for row in real_record.tables["programmes"] if row["scope"] == "whole" and not row["ended"]]
    assert whole
    for row in whole:
        said = [line for line in lines if line.startswith(real_record.label(row["authority_id"]))]
        assert any("everybody under" in line and real_record.label(row["programme_id"]) in line for line in said), row


def test_machines_read_what_the_dataset_is(record: Record, site: Path) -> None:
    (script,) = read_file(site / "index.html").all("script", type="application/ld+json")
    data = json.loads(script.text)
    assert (data["@type"], data["version"]) == ("Dataset", record.release.version)
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
    assert offered == len(list((site / "downloads").glob("*/*"))) > 60


def test_only_where_somebody_answers_is_it_said_how_to_object(record: Record) -> None:
    assert _objecting(record).all("h2")[0].text == "Objections and errors"
    answers = {"owner": "Ada", "contact": "https://a.example", "form": "in Thai", "time": "soon"}
    ours = _objecting(record, answers=answers)
    assert ours.all("h2")[0].text == "How to object"
    assert "Anybody can object to an entry about them" in ours.text
    assert "https://a.example" in ours.text
    assert "cannot be sent" not in ours.text


def test_the_section_on_objections_says_what_reading_and_searching_send(record: Record) -> None:
    said = _objecting(record).text
    assert said.count("Reading and searching these pages sends nothing to anybody") == 1
    assert "If the pages come from a server, its owner can see which addresses you open" in said


def test_where_nobody_answers_it_is_said_once_what_can_be_done_today(record: Record) -> None:
    """Nothing before or after that says that somebody can object."""
    ours = _objecting(record, name="mostanad").text
    assert ours.count("What you can do today") == ours.count("applies only from the day") == 1
    assert ours.index("cannot be sent today") < ours.index("applies only from the day") < ours.index("Name the address")
    assert not re.search("can object", ours)


def _objecting(record: Record, **head: object) -> Element:
    held = replace(record)
    held.__dict__["about"] = About({**record.about.head, **head})
    (page,) = (page for page in about.pages(held) if page.path == "about.html")
    return read(page.html(held, "")).by_id("object")


def test_the_texts_of_parties_and_of_the_press_stand_with_how_many_facts_are_in_each(
    real: Release, real_record: Record
) -> None:
    (page,) = (one for one in about.pages(real_record) if one.path == "about.html")
    lines = read(page.html(real_record, "")).by_id("press").all("li")
    texts = [row for row in real_record.tables["sources"] if row["kind"] in PRESS and row["sha256"]]
    facts = set(real.load("facts", "arrow")["fact_id"].to_pylist())
    assert len(lines) == len(texts) > 4
    for row in texts:
        number = len(facts.intersection(real_record.evidence.facts_on[row["source_id"]]))
        (line,) = [one for one in lines if f"sources/{row['source_id']}.html" in led_to(one)[0].attributes["href"]]
        assert line.text.endswith(f": {number:,} facts")
        assert f"sources.html?kind={row['kind']}" in [link.attributes["href"] for link in led_to(line)]


def test_who_may_object_what_is_checked_and_what_is_added_is_as_the_scope_says(record: Record) -> None:
    """In short: each question of docs/scope.md has a line, in its order; another publisher promises nothing of it."""

    scope = (ROOT / "docs/scope.md").read_text("utf-8").partition("## How to object")[2].partition("\n## ")[0]
    questions = re.findall(r"^\d\. (.+?)\?", scope, re.MULTILINE)
    ours = _objecting(record, name="mostanad")
    lines = [one.text for one in ours.all("li")]
    assert len(questions) == len(lines) == 6
    for question, line in zip(questions, lines, strict=True):
        asked, said = (set(re.findall(r"[a-z]{5,}", text)) for text in (question, line))
        assert asked & said, (question, line)
    assert "Objections may come from anybody whom an entry is about" in ours.text
    assert "appears beside the entry. If the document denies the entry" in ours.text
    assert "has named nobody who answers" in ours.text
    assert _objecting(record, name="others").all("li") == []


def test_versions_are_told_newest_first(real_site: Path) -> None:
    page = read_file(real_site / "releases.html")
    versions = [one.text for one in page.by_id("changes").all("th") if re.fullmatch(r"[\d.]+", one.text)]
    assert len(versions) > 1
    assert versions == sorted(versions, key=lambda version: [int(part) for part in version.split(".")], reverse=True)


def test_each_page_leads_to_its_data(record: Record, site: Path) -> None:
    """To files of its own, or to the tables on which it rests; and to the whole release."""
    own = ("officials/omid-faraz.html", "parties/lantern-council.html", "events/square-2020.html")
    tables = {"officials.html": "officials", "sanctions.html": "sanctions", "rows/square-2020.html": "events",
              "sources/wire-story.html": "sources", "checks.html": "fact_checks", "index.html": "sanctions",
              "statements.html": "statements", "posts.html": "positions", "overlaps.html": "sanctions"}  # fmt: skip
    for path in (*own, *tables, "search.html"):
        (footer,) = read_file(site / path).all("footer")
        (links,) = footer.all("p", class_="get")
        places = [place(path, one.attributes["href"]) for one in led_to(links)]
        assert places[-1] == ("releases.html", "files")
        assert all((site / target).is_file() for target, _ in places)
        names = [target for target, _ in places[:-1]]
        if path in own:
            assert names == [path.replace(".html", end) for end in (".csv", ".json")]
        elif path in tables:
            name = tables[path]
            assert names[:3] == [f"downloads/csv/{name}.csv", f"downloads/json/{name}.ndjson",
                                 f"downloads/parquet/{name}.parquet"]  # fmt: skip
        else:
            assert names == []
        if path.startswith("rows/"):
            assert {"downloads/parquet/claims.parquet", "downloads/parquet/passages.parquet"} <= {*names}
    (changes,) = (page for page in about.pages(record) if page.path == "corrections.html")
    (links,) = read(changes.html(record, "")).all("p", class_="get")
    assert led_to(links)[0].attributes["href"].startswith("downloads/")


@pytest.mark.parametrize(
    ("whole", "expected"),
    [
        ("officials/omid-faraz", ["../../officials/omid-faraz.csv", "../../officials/omid-faraz.json"]),
        ("programmes/p-1", [f"../../downloads/{form}/programmes.{end}" for form, end in
                            (("csv", "csv"), ("json", "ndjson"))]),
    ],
)  # fmt: skip
def test_a_part_of_a_page_leads_to_the_data_of_the_page(whole: str, expected: list[str], record: Record) -> None:
    section = Section("listed", "Listings", [], "")
    (page,) = listing(f"{whole}/listed.html", "section", "x", [], str, lambda row: row,
                      lambda _: {"section": section, "whole": (f"{whole}.html", "x")})  # fmt: skip
    (links,) = read(page.html(record, "")).all("p", class_="get")
    assert [one.attributes["href"] for one in led_to(links)][:2] == expected


def test_the_pages_offer_only_the_data_that_a_reader_can_get(site: Path, invented: Release) -> None:
    (file,) = invented.path.glob("*.sqlite")
    page = read_file(site / "releases.html")
    assert f"({max(1, file.stat().st_size // 1_000_000)} MB), not on this site" in page.by_id("sqlite").text
    assert f"mostanad download {invented.version}, for which the publisher must give the address" in page.text
    assert "This release has no DOI, and no address of its own." in page.text
    start = read_file(site / "index.html")
    assert "SQLite" not in start.text
    assert "pip install" not in start.text
    assert 'downloads/parquet/sanctions.parquet")' in start.text
    assert (site / "downloads/parquet/sanctions.parquet").is_file()
    links = {place("releases.html", one.attributes["href"])[0] for one in led_to(page.by_id("main"))}
    assert "downloads/codebook.md" in links
    assert (site / "downloads/codebook.md").read_text("utf-8").startswith("# Codebook")


def test_the_page_of_data_says_that_its_counts_are_no_shares(real_record: Record) -> None:
    (page,) = (one for one in about.pages(real_record) if one.path == "releases.html")
    assert (
        "how many posts or perpetrators there are in all, no document here says"
        in read(page.html(real_record, "")).text
    )


def test_about_leads_to_the_texts_of_parties_and_of_the_press(real_record: Record) -> None:
    (page,) = (one for one in about.pages(real_record) if one.path == "about.html")
    links = {one.attributes["href"] for one in read(page.html(real_record, "")).all("a")}
    press = {key for key, row in real_record.sources.items() if row["kind"] in PRESS and row["sha256"]}
    assert len(press) >= 5
    assert {f"sources/{key}.html" for key in press} <= links


def test_the_page_says_where_victims_and_delistings_are_found(real_record: Record) -> None:
    (page,) = (page for page in about.pages(real_record) if page.path == "search.html")
    shown = read(page.html(real_record, ""))
    assert "Victims are not named here" in shown.all("p", class_="hint")[0].text
    nothing = shown.by_id("nothing")
    victims = [one for one in shown.all("section") if one.attributes.get("data-lacking") == "victims"]
    assert "protests-2022-09" in " ".join(link.attributes["href"] for one in victims for link in led_to(one))
    assert "ended.html" in [one.attributes["href"] for one in led_to(nothing)]


def test_the_page_about_counts_how_well_facts_are_supported(real_record: Record) -> None:
    (page,) = (one for one in about.pages(real_record) if one.path == "about.html")
    own = read(page.html(real_record, "")).by_id("support")
    facts = [(real_record.rows[key][0], fact) for key, some in real_record.facts.items() for fact in some.values()]
    supports = Counter((table, fact.support) for table, fact in facts)
    both, parts = (sum(supports[one] for one in supports if one[1] == "corroborated" and one[0].startswith(table))
                   for table in ("", "participations"))  # fmt: skip
    said = own.all("p")[0].text
    assert f"Of {len(facts):,} facts, {both:,} are corroborated" in said
    assert f"{sum(fact.sources == 1 for _, fact in facts):,} stand in one document alone" in said
    assert ("is said to have had in an event is corroborated" in said) == (parts == 0)
    rows = {line.all("th")[0].text: [cell.text for cell in line.all("td")] for line in own.all("tr")[1:]}
    listed = [fact for table, fact in facts if table == "sanctions"]
    assert rows["Listings"][:2] == [f"{len(listed):,}", f"{supports['sanctions', 'official']:,}"]
    assert sum(int(cells[0].replace(",", "")) for cells in rows.values()) == len(facts)
