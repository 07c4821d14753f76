"""The list of listings that ended: without a script, in each language, by authority; what leads there."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace
from types import SimpleNamespace

import pytest
from tests.site.reading import Element, led_to, place, read

from mostanad.models.language import speaking, together
from mostanad.site import catalogues, dossiers, programmes
from mostanad.site.builder import all_pages
from mostanad.site.contents import Record


@pytest.fixture
def over(record: Record) -> Record:
    """The invented world with its listings ended."""
    first, last = dt.date(2022, 1, 1), dt.date(2022, 12, 31)
    end = {"delisted": "2022", "delisted_min": first, "delisted_max": last}
    return replace(
        record, tables={**record.tables, "sanctions": [{**row, **end} for row in record.tables["sanctions"]]}
    )


def _page(record: Record, path: str, language: int = 0) -> Element:
    with speaking(record.languages[language]):
        (page,) = (page for page in all_pages(record) if page.path == path)
        return read(page.html(record, ""))


def test_each_listing_that_ended_has_a_row_with_its_authority_programme_days_and_evidence(over: Record) -> None:
    page = _page(over, "ended.html")
    rows = [row for row in page.by_id("list").all("tr") if row.all("td")]
    assert [row.all("th")[0].text for row in rows] == ["Omid Faraz", "Omid Faraz"]
    labels = [cell.attributes["data-label"] for cell in rows[0].all("td")]
    assert labels == ["Authority", "Programme", "Listed", "Ended", "Evidence that it ended"]
    treasury, utopia = ([cell.text for cell in row.all("td")][:4] for row in rows)
    assert treasury == ["Freedonia Treasury", "P1", "from 3 February 2021", "2022"]
    assert utopia == ["Utopia Office", "", "day not known", "2022"]
    downloads = [one.attributes["href"] for one in led_to(page.all("footer")[0])]
    assert "downloads/csv/sanctions.csv" in downloads
    assert page.by_id("save").attributes["download"] == "ended.csv"


def test_who_is_still_listed_by_another_entry_is_told_apart_with_its_day(over: Record) -> None:
    """Of two listings the Treasury ended one: now the other is its, too."""
    ended, other = over.tables["sanctions"]
    day = dt.date(2023, 10, 18)
    again = {**other, "authority_id": ended["authority_id"], "listed": str(day), "listed_min": day, "listed_max": day}
    again |= dict.fromkeys(("delisted", "delisted_min", "delisted_max"))
    world = replace(over, tables={**over.tables, "sanctions": [ended, again]})
    vars(world.told)["outlasted"] = {ended["sanction_id"]}
    page = _page(world, "ended.html")
    (row,) = (one for one in page.by_id("list").all("tr") if one.all("td"))
    assert "(another listing by it stands, since 18 October 2023)" in row.text
    assert "Of 0 of these the authority does not list the target any more" in page.text
    (part,) = (one.said()["by_section"] for one in catalogues.pages(world) if one.path == "ended.html")
    assert [name for name, _ in part] == ["Freedonia Treasury, which still lists them under another entry"]
    assert "taken off the lists of an authority" not in _page(world, "sanctions.html").text
    assert "1 was taken off the lists of an authority" in _page(over, "sanctions.html").text
    assert "Of 2 of these the authority does not list the target any more" in _page(over, "ended.html").text


def test_the_evidence_of_an_end_is_who_says_so(real_record: Record) -> None:
    pages = [page.html(real_record, "") for page in catalogues.pages(real_record) if "ended" in page.path]
    rows = [row for page in pages for row in read(page).by_id("list").all("tr") if row.all("td")]
    assert len(rows) == sum(row["delisted"] is not None for row in real_record.tables["sanctions"]) > 50
    for row in rows:
        (mark,) = row.all("td")[-1].all("a", class_="mark")
        assert mark.attributes["href"].endswith("#delisted")
        assert row.all("td")[-1].all("span", class_="voice")[0].text
    assert max(len(page.encode()) for page in pages) < 92_000


@pytest.mark.parametrize("language", [0, 1])
def test_the_pages_of_sanctions_and_of_each_authority_lead_to_its_listings_that_ended(
    language: int, over: Record
) -> None:
    ids = [one.attributes["id"] for one in _page(over, "ended.html", language).all("tbody")]
    assert len(ids) == 2
    for path in ("sanctions.html", "parties/freedonia-treasury.html", "parties/utopia-office.html"):
        links = (place(path, one.attributes["href"]) for one in led_to(_page(over, path, language).by_id("main")))
        found = {anchor for address, anchor in links if address == "ended.html"}
        assert found == ({"", *ids} if path == "sanctions.html" else {ids[path == "parties/utopia-office.html"]})


def test_numbers_that_no_version_has_are_said_only_of_a_list_that_numbers_all_as_they_came(record: Record) -> None:
    programme = {**record.rows["freedonia-p1"][1], "scope": "whole"}
    row = next(one for one in record.tables["sanctions"] if one["programme_id"] == "freedonia-p1")

    def found(numbers: Iterable[int], **other: str) -> dict[str, dict[int, str]]:
        days = {number: dt.date(2020, 1, 1) + dt.timedelta(number // 10) for number in numbers}
        rows = [{**row, "entry": f"p{number}", "listed": str(day), "listed_min": day} for number, day in days.items()]
        runs = {
            "freedonia-p1": [(dt.date(2019, 1, 1), dt.date(2019, 1, 1)), (dt.date(2021, 5, 1), dt.date(2023, 5, 1))]
        }
        told = SimpleNamespace(named={row["authority_id"]: SimpleNamespace(runs=runs)})
        named = {"naming": lambda *_: rows, "told": told, "once": lambda _, make: make()}
        world = SimpleNamespace(**named, rows=record.rows, is_person=record.is_person)
        return programmes.unseen(world, {**programme, **other})  # type: ignore[arg-type]

    gone = "gone by the version of 1 May 2021"
    one_day = f"between entries listed on 1 January 2020; {gone}"
    assert found({*range(1, 30)} - {4, 10}) == {
        "people": {4: one_day, 10: f"between entries listed on 1 January 2020 and on 2 January 2020; {gone}"}
    }
    assert found(range(1, 30)) == found({*range(1, 30, 2)}) == {}
    assert found({*range(1, 30)} - {4}, scope="joined") == {}
    row = {**row, "target_id": "lantern-council"}
    assert found({*range(1, 30)} - {4}) == {"organisations": {4: one_day}}


def test_the_numbers_that_no_version_of_the_european_list_has_stand_where_its_listings_are_counted(
    real_record: Record,
) -> None:
    gaps = programmes.unseen(real_record, real_record.rows["eu-359-2011"][1])
    first = next(iter(gaps["people"].values()))
    numbers = [str(number) for number, beside in gaps["people"].items() if beside == first]
    said = f"No version held has these numbers: people {together(numbers)} ({first}), "
    for path in ("ended.html", "parties/european-union.html", "programmes/eu-359-2011.html"):
        page = _page(real_record, path)
        assert page.text.count(said) == 1
    table = next(one for one in page.all("table") if "years" in one.attributes["class"])
    years = {row.all("th")[0].text: [cell.text for cell in row.all("td")] for row in table.all("tr")[1:]}
    rows = real_record.naming("eu-359-2011", "sanctions", "programme_id")
    known = [int(year) for year in years if year.isdecimal()]
    assert known == [*range(known[0], known[-1] + 1)]  # a series that is pasted has no holes
    assert years["2015"] == ["0", "0", "0"]
    assert years["2023"][0] == str(sum(row["listed"].startswith("2023") for row in rows)) > "100"
    assert years["year not known"][2] == str(
        len([row for row in rows if row["delisted"] and row["delisted_min"].year < row["delisted_max"].year])
    )


def test_who_left_one_list_of_an_authority_and_stands_on_another_is_counted_beside(real_record: Record) -> None:
    pages = [*catalogues.sanctions(real_record), *catalogues.pages(real_record)]
    first, ended, grades = (
        next(read(one.html(real_record, "")).text for one in pages if one.path == path)
        for path in ("sanctions.html", "ended.html", "grades.html")
    )
    rows = [row for row in real_record.tables["sanctions"] if row["authority_id"] == "european-union"]
    over, still = [row for row in rows if row["delisted"]], real_record.told.outlasted
    gone, left = ({row["target_id"] for row in over if (row["sanction_id"] in still) is is_left}
                  for is_left in (False, True))  # fmt: skip
    said = f"European Union {len(gone)} ({len(left)} more left one of its lists and stand on another, or again)"
    assert said in first
    rights = sum(bool(row["delisted"] and row["human_rights"]) for row in rows)
    assert f"also where the authority still lists the target: European Union {rights}" in ended
    parts = [row for row in real_record.tables["participations"] if row["part"] == "accused"]
    killing = sum(real_record.rows[row["event_id"]][1]["kind"] == "killing" for row in parts)
    assert f"killing{killing}" in re.sub(r"\s", "", grades.partition("Accusations by kind")[2])


def test_the_page_of_data_leads_to_the_table_of_each_programme_of_which_everybody_is_held(real_record: Record) -> None:
    page = _page(real_record, "releases.html").by_id("main")
    links = {place("releases.html", one.attributes["href"]): one.text for one in led_to(page)}
    held = [row["programme_id"] for row in real_record.tables["programmes"] if row["scope"] == "whole"]
    assert {(real_record.address(key), "growth") for key in held} <= links.keys()
    assert links["programmes/eu-359-2011.html", "growth"] == "Human rights in Iran (359/2011), European Union"
    assert links["parties/european-union.html", "growth"] == "European Union"


def test_the_years_of_all_authorities_side_by_side_add_up_to_their_listings(real_record: Record) -> None:
    (table,) = _page(real_record, "overlaps.html").all("table", class_="by-year")
    head, *lines = ([cell.text for cell in row.all("th") + row.all("td")] for row in table.all("tr"))
    cells = {line[0]: dict(zip(head[1:], line[1:], strict=True)) for line in lines}
    for by in sorted({row["authority_id"] for row in real_record.tables["sanctions"]}):
        once = real_record.told.once(real_record.naming(by, "sanctions", "authority_id"))
        said = [line[real_record.label(by)] for line in cells.values()]
        numbers = [tuple(map(int, re.findall(r"\d+", one))) for one in said if one != "–"]
        assert tuple(map(sum, zip(*numbers, strict=True))) == (
            sum(bool(row["human_rights"]) for row in once),
            len(once),
        )
    of_year = [
        row for row in real_record.naming("european-union", "sanctions", "authority_id")
        if row["human_rights"] and row["listed"] and re.fullmatch(r"2022-\d\d-\d\d", row["listed"])
    ]  # fmt: skip
    assert cells["2022"]["European Union"].startswith(f"{len(of_year)} (")


def test_lists_held_name_what_we_compiled_of_other_versions(real_record: Record) -> None:
    (hint,) = (one for one in _page(real_record, "sanctions.html").all("p") if "tables or notes of our own" in one.text)
    found = {place("sanctions.html", one.attributes["href"])[0] for one in hint.all("a")}
    ends = [
        row["sanction_id"] for row in real_record.tables["sanctions"] if row["delisted"] == "[2022-04-01..2024-06-26]"
    ]
    resting = {item["source_id"] for key in ends for item in real_record.evidence.asserting(key, "delisted")}
    assert resting >= {"eu-359-2011-differences-2024-06-26", "list-notes"}
    assert {real_record.address(key) for key in resting} <= found


def test_the_start_page_counts_whom_each_authority_lists_for_human_rights_now(real_record: Record) -> None:
    chart = _page(real_record, "index.html").by_id("listings")
    head, *rows = ([cell.text for cell in row.all("th") + row.all("td")] for row in chart.all("tr"))
    assert head[1] == "People and organisations listed for human rights now"
    for label, now, *_ in rows:
        (who,) = (key for key in real_record.lists if real_record.label(key) == label)
        listings = real_record.naming(who, "sanctions", "authority_id")
        standing = {row["target_id"] for row in real_record.told.standing(listings) if row["human_rights"]}
        assert int(now) == len(standing), label


def test_whose_listing_ended_is_not_said_to_be_missing_on_a_list_that_has_them(real_record: Record) -> None:
    """The box of an authority names only days on which its list does not have them."""
    rows = [row for row in real_record.tables["on_lists"] if row["answer"] == "yes" and not row["human_rights"]]
    ended = {row["target_id"]: f"officials/{row['target_id']}.html" for row in real_record.tables["sanctions"]
             if row["delisted"] and row["target_id"] in real_record.dossiers}  # fmt: skip
    shown = {one.path: one for one in dossiers.pages(real_record) if one.path in ended.values()}
    wrong, seen = [], 0
    for key, path in ended.items():
        boxes = read(shown[path].html(real_record, "")).all("ul", class_="badges")[0].all("li")
        for box in boxes:
            if not (said := re.search(r"listing .*ended .*; not found on its lists? of (.+)", box.text)):
                continue
            seen += 1
            on = [row for row in rows if row["entity_id"] == key and real_record.label(row["authority_id"]) in box.text]
            words = re.findall(r"\d+ \w+ \d{4}", said[1])
            named = [str(dt.datetime.strptime(one, "%d %B %Y").date()) for one in words]
            wrong += [(key, day) for day in named for row in on if row["first_day"] <= day <= row["last_day"]]
    assert wrong == []
    assert seen > 3
