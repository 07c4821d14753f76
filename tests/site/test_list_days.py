"""Lists filtered by days, in a browser: in which order one writes them, what fits only perhaps, and what has none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.site.browsing import found, needs_browser, visiting

from mostanad.models.words import when
from mostanad.site import filters
from mostanad.site.contents import Record

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: Which rows fit only perhaps.
IN_ORDER = "rows => rows.map((one) => one.classList.contains('perhaps'))"
pytestmark = [needs_browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def base(real_site: Path) -> str:
    """The address of the real site."""
    return real_site.as_uri() + "/"


def test_a_day_is_asked_for_in_one_order_and_a_year_lasts_to_its_end(
    chromium: Browser, base: str, real_record: Record
) -> None:
    """In no country's own order of day and month; what is not yet a day, or is none, asks for nothing."""
    rows = [row for row in real_record.tables["sanctions"] if row["listed_min"] or row["listed_max"]]
    first, last = "2022-01-01", "2022-12-31"
    expected = {row["target_id"] for row in rows
                if str(row["listed_max"] or "9999") >= first and str(row["listed_min"] or "0000") <= last}  # fmt: skip
    sure = {row["target_id"] for row in rows if row["listed_min"] and row["listed_max"]
            and str(row["listed_min"]) >= first and str(row["listed_max"]) <= last}  # fmt: skip
    with visiting(chromium, base, locale="en-US") as visit:
        for language, year in (("", "2022"), ("fa/", "۲۰۲۲")):
            page = visit.open(f"{language}sanctions.html")
            assert page.locator("input[type=date]").count() == 0
            page.click("#filters summary")
            page.fill("[name=from]", year)
            page.fill("[name=to]", year)
            page.locator("#shown:not(:empty)").wait_for()
            links = page.locator("#list > tbody > tr:not(.section):visible th a").all()
            assert {Path(one.get_attribute("href") or "").stem for one in links} == expected
            assert visit.path == f"{language}sanctions.html?from=2022&to=2022"
            links = page.locator("tr.perhaps:visible th a").all()
            assert {Path(one.get_attribute("href") or "").stem for one in links} == expected - sure
            marks = page.locator("#list > tbody > tr:not(.section):visible").evaluate_all(IN_ORDER)
            assert marks == sorted(marks)  # those that fit surely stand first
            assert {*marks} == {True, False}
            for unfinished in ("2022-", "16/09/2022", "2022-13", "January 23, 2023"):
                page.fill("[name=to]", unfinished)
                page.locator("#shown strong", has_text=f"\u2066{unfinished}\u2069").wait_for()
                assert ("Ignored" if not language else "نادیده") in page.locator("#shown").inner_text()
                assert "to=" not in visit.path
                assert page.locator("[name=to]:invalid").count() == 1
            page.fill("[name=to]", year)
            page.locator("#shown", has_not_text="January").wait_for()
            page.fill("[name=on]", "2022")  # a day is asked for here
            assert "on=" not in visit.path


def test_a_row_that_fits_a_day_only_perhaps_says_so_in_words(chromium: Browser, base: str, real_record: Record) -> None:
    """With the days that are possible of the listing that was found; on a day in force as the release answers."""
    day, target = "2022-10-17", "hossein-salami"
    listed = [row for row in real_record.naming(target, "sanctions", "target_id") if row["listed_min"]]
    (nuclear,) = (row for row in listed if row["authority_id"] == "european-union"
                and str(row["listed_min"]) < day < str(row["listed_max"]))  # fmt: skip
    answers = real_record.release.listed("united-kingdom", on="2022-12-31")
    unsure = {*answers[answers["answer"] == "unsure"]["entity_id"]}
    with visiting(chromium, base) as visit:
        page = visit.open(f"sanctions.html?authority=european-union&from={day}&to={day}")
        page.locator("#shown", has_text="whose day is not known exactly").wait_for()
        said = page.locator(f"tr:visible th:has(a[href$='{target}.html'])").inner_text()
        assert "perhaps: listed on a day from" in said
        count = {name: page.locator(f"#list tbody tr:not(.section){name}:visible").count() for name in ("", ".perhaps")}
        sure, rest = count[""] - count[".perhaps"], "whose day is not known exactly."
        assert re.fullmatch(rf"{sure} of \d+ for certain, and perhaps {count['.perhaps']} more, {rest}",
                            page.inner_text("#shown"))  # fmt: skip
        assert page.evaluate("document.querySelector('h2').id") == "matrix"  # the answer before other tables
        marked = page.locator("#list tbody tr:not(.section):visible").evaluate_all(IN_ORDER)
        assert marked == sorted(marked)
        assert f"{when(str(nuclear['listed_min']))} to {when(str(nuclear['listed_max']))}" in said
        assert page.locator("tr:visible small.perhaps").count() == page.locator("tr.perhaps:visible").count() > 0
        page = visit.open("sanctions.html?authority=united-kingdom&on=2022-12-31")
        page.locator("#shown", has_text="more: no document shows whether it was so").wait_for()
        links = page.locator("tr:visible th:has(small.perhaps) a").all()
        assert {Path(one.get_attribute("href") or "").stem for one in links} == unsure != set()
        visit.open("sanctions.html?authority=canada&on=2026-11-01")  # later than its last list
        page.locator("#shown", has_text="0 of ").wait_for()


def test_what_fits_but_has_no_date_is_counted_and_can_be_shown(
    chromium: Browser, base: str, real_record: Record
) -> None:
    rows = [row for row in real_record.tables["events"] if row["kind"] == "execution"]
    dated = {row["event_id"] for row in rows if row["date"] or any(one["date"] for one in real_record.larger(row))}
    undated = {row["event_id"] for row in rows} - dated
    with visiting(chromium, base) as visit:
        page = visit.open("events.html?kind=execution&from=2022&to=2023")
        said = page.locator("#shown", has_text="date").inner_text()
        assert f"{len(undated)} more have no date and may belong here" in said
        before = found(page)
        page.check("[name=undated]")
        page.locator("#shown", has_not_text="more fit").wait_for()
        assert found(page) == before | undated
        assert visit.path == "events.html?kind=execution&from=2022&to=2023&undated=yes"
        assert "more fit" not in page.inner_text("#shown")
        assert page.locator("tr.perhaps:visible").count() >= len(undated)


def test_an_event_for_which_a_listing_stands_is_not_said_to_have_only_one_that_ended(
    chromium: Browser, base: str, real_record: Record
) -> None:
    told = real_record.told
    whole = {row["event_id"]: told.listed_for(row["event_id"], within=True) for row in real_record.tables["events"]}
    rows = {key: [real_record.rows[one["sanction_id"]][1] for one in some] for key, some in whole.items()}
    by = {key: [one for one in some if one["authority_id"] == "european-union"] for key, some in rows.items()}
    over = sum(bool(some) and all(one["delisted"] for one in some) for some in by.values())
    with visiting(chromium, base) as visit:
        said = visit.open("events.html?authority=european-union").locator("#shown").inner_text()
    assert ("listing that ended" in said) == (over > 0)
    assert re.match(rf"{sum(map(bool, by.values()))} of ", said)


def test_whom_a_ground_that_is_not_shown_leaves_out_is_counted(
    chromium: Browser, base: str, real_record: Record
) -> None:
    by = filters.by_authority
    targets = {row["target_id"] for row in real_record.tables["sanctions"]}
    grounds = {one: [row["human_rights"] for row in by(real_record, one).get("canada", ())] for one in targets}
    rights = {one for one, some in grounds.items() if True in some}
    unknown = {one for one, some in grounds.items() if None in some} - rights
    with visiting(chromium, base) as visit:
        page = visit.open("sanctions.html?by=canada&for=rights")
        said = page.locator("#shown", has_text="more would fit").inner_text()
        assert said.startswith(f"{len(rights)} of {len(targets)} shown.")
        assert f"{len(unknown)} more would fit if listings on grounds that are not shown counted." in said
        assert found(page) == rights
        page.select_option("[name=for]", "unknown")
        page.locator("#shown", has_not_text="more would fit").wait_for()


def test_what_an_address_asks_for_in_vain_is_said_and_nothing_is_counted(chromium: Browser, base: str) -> None:
    """Else "655 of 655 shown" would pass for an answer; of boxes to tick too."""
    with visiting(chromium, base) as visit:
        for asked in ("authority=atlantis&state=ended", "by=atlantis", "authority=atlantis&from=2022"):
            page = visit.open(f"sanctions.html?{asked}")
            page.locator("#shown strong", has_text="Nothing here is called that: \u2066atlantis").wait_for()
            page.wait_for_load_state("networkidle")
            assert not re.search(r"\d", page.inner_text("#shown")), asked
        page.fill("[name=q]", "IRN0084")  # no list has the numbers of entries
        page.locator("#nothing a.search").click()
        page.locator("#hits a", has_text="Shahvarpour").first.wait_for()
        assert visit.path == "search.html?q=IRN0084"


def test_a_day_that_no_month_has_is_said_to_be_none_and_nothing_is_counted(chromium: Browser, site: Path) -> None:
    with visiting(chromium, site.as_uri() + "/", locale="en-US") as visit:
        days = {"2022-02-30": False, "2024-02-29": True, "2023-06-31": False, "2023-06": True}
        days |= {"1401-12-30": False, "1403-12-30": True, "1401-07-31": False, "1401-06-31": True}
        for day, is_day in days.items():
            page = visit.open(f"sanctions.html?from={day}")
            page.locator("#shown:not(:empty)").wait_for()
            said = page.locator("#shown").inner_text()
            assert ("There is no such day" in said) is not is_day, (day, said)
            assert bool(re.search(r"\d of \d", said)) is is_day, (day, said)
        for address in ("posts.html?on=2022-02-30", "fa/posts.html?on=2022-02-30"):
            page = visit.open(address)
            page.locator("#shown strong", has_text=re.compile("no such day|چنین روزی نیست")).wait_for()
            assert not re.search("shown|از", page.locator("#shown").inner_text().partition(":")[0])


def test_a_day_is_read_as_people_write_it(chromium: Browser, site: Path) -> None:
    """With the name of the month, and without zeros before."""
    days = {
        "1 March 2024": "2024-03-01",
        "March 2024": "2024-03",
        "۱ مارس ۲۰۲۴": "2024-03-01",
        "2024-3-1": "2024-03-01",
    }
    days |= dict.fromkeys(("۱۴۰۱/۷/۸", "1401-7-8", "۸ مهر ۱۴۰۱"), "2022-09-30")
    with visiting(chromium, site.as_uri() + "/") as visit:
        page = visit.open("sanctions.html")
        page.click("#filters summary")
        for written, day in days.items():
            page.fill("[name=from]", written)
            page.locator("#shown", has_text=re.compile(r"\d of \d")).wait_for()
            kept = page.input_value("[name=from]")
            assert re.fullmatch(r"\d{4}-\d+(-\d+)?", kept), written
            assert kept == day or f"{kept} = {day}" in page.inner_text("#shown")
            assert page.locator("#shown strong, [name=from]:invalid").count() == 0


def test_an_event_fits_for_certain_if_it_lasted_into_the_days_and_else_its_date_leaves_it_open(
    chromium: Browser, base: str, real_record: Record
) -> None:
    """Of an event that lasted the day is not unknown; one of 1988 or earlier was perhaps in 1988."""
    rows = {row["event_id"]: row["date"] for row in real_record.tables["events"] if row["date"]}
    with visiting(chromium, base) as visit:
        for year, sure in (("2026", "2025-12/2026-01"), ("2019", "2019-11")):
            page = visit.open(f"events.html?from={year}&to={year}")
            page.locator("#shown", has_text="more, whose dates leave this open.").wait_for()
            links = page.locator("tr.perhaps:visible th a").all()
            perhaps = {Path(one.get_attribute("href") or "").stem for one in links}
            certain = {key for key, date in rows.items() if date == sure}
            assert certain
            assert certain <= found(page) - perhaps
            for row in page.locator("tr.perhaps:visible", has=page.locator("time")).all():
                said = row.locator("time").inner_text()
                assert row.locator("small.perhaps").inner_text().strip() == f"(perhaps: dated only {said})"


def test_an_undated_event_was_perhaps_in_the_days_of_the_one_of_which_it_was_part(
    chromium: Browser, base: str, real_record: Record
) -> None:
    key, larger = "torture-evin-prison-2022-09", "torture-2022-09"
    assert real_record.rows[key][1]["date"] is None
    with visiting(chromium, base) as visit:
        page = visit.open("events.html?place=Evin Prison&from=2022-01-01&to=2022-12-31")
        row = page.locator("tr.perhaps:visible", has=page.locator(f"th a[href$='/{key}.html']"))
        row.wait_for()
        said = f"{real_record.label(larger)} ({real_record.day(real_record.rows[larger][1])})"
        assert row.locator("small.perhaps").inner_text().strip() == f"(perhaps: it has no date; it is part of {said})"
        page.fill("[name=from]", "2021")
        page.fill("[name=to]", "2021")
        row.wait_for(state="detached")


def test_listings_that_ended_are_counted_beside_those_that_stand(
    chromium: Browser, base: str, real_record: Record
) -> None:
    by = {"european-union", "united-kingdom", "united-states"}
    rows = real_record.tables["sanctions"]
    ever, now = ({row["target_id"]: set[str]() for row in rows} for _ in range(2))
    for row in rows:
        ever[row["target_id"]].add(row["authority_id"])
        if not row["delisted"]:
            now[row["target_id"]].add(row["authority_id"])
    count = {one for one in ever if by <= ever[one]}
    over = {one for one in count if not by <= now[one]}
    with visiting(chromium, base) as visit:
        page = visit.open("sanctions.html?" + "&".join(f"by={one}" for one in sorted(by)))
        page.locator("#shown", has_text="of them no longer by").wait_for()
        said = page.inner_text("#shown")
        assert said.startswith(f"{len(count)} of {len(ever)} shown. {len(over)} of them no longer by each of these: ")
        assert "United States: of programmes other than" in said
        assert "so newer listings can be missing" in said
        page.select_option("select[name=state]", "now")
        assert page.inner_text("#shown").startswith(f"{len(count - over)} of {len(ever)} shown. United Kingdom")
        page = visit.open("sanctions.html?state=now")
        page.locator("#shown", has_text="shown").wait_for()
        assert page.inner_text("#shown").startswith(
            f"{sum(map(bool, now.values()))} of {len(ever)} shown. By authority: "
        )
    assert over
