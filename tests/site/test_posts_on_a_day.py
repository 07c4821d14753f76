"""The list of posts in a browser: who held which on a day, surely or perhaps."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.site.browsing import browser, needs_browser, served, visiting

from mostanad.evidence.spans import in_force
from mostanad.site.contents import Record

pytestmark = [needs_browser, pytest.mark.slow]


def test_who_held_a_post_on_a_day_is_as_the_release_says(real_site: Path, real_record: Record) -> None:
    day = dt.date(2019, 11, 15)
    held = [in_force(real_record.spans[row["position_id"]], day, day) for row in real_record.tables["positions"]]
    shown = "#list > tbody > tr:not(.section):visible"
    with browser() as chromium, served(real_site) as base, visiting(chromium, base) as visit:
        page = visit.open(f"posts.html?on={day}")
        page.locator("#shown", has_text="of").wait_for()
        assert page.locator(shown).count() == held.count("yes") + held.count("unsure")
        assert page.locator(f"{shown}.perhaps").count() == held.count("unsure")
        page.check("[name=sure]")
        page.locator("#shown", has_not_text="may not fit").wait_for()
        assert page.locator(shown).count() == held.count("yes") > 0
        page.select_option("[name=rank]", "head")
        (minister,) = page.locator(shown, has_text="Minister of Interior").all_inner_texts()
        assert "Abdolreza Rahmani Fazli" in minister


def test_a_post_without_an_end_is_told_with_the_later_one_of_its_holder(real_site: Path) -> None:
    key = "azizollah-rajabzadeh-commander-of-the-law-enforcement-forces-in-greater-tehran"
    with browser() as chromium, visiting(chromium, real_site.as_uri() + "/") as visit:
        for day, rest in (("2022-09-16", " when they began another post (2014)"), ("2013-06-01", "")):
            page = visit.open(f"posts.html?q=Rajabzadeh&on={day}")
            said = page.locator(f"tr:visible:has([href*='{key}']) small.perhaps").inner_text().strip()
            assert said == f"(perhaps: it had begun by then; no document says whether it still lasted{rest})"


def test_a_day_of_the_persian_calendar_is_read_as_one(real_site: Path) -> None:
    """Else the year 1401 would be one of ours, and everybody without a start would perhaps have held a post then."""
    shown = "#list > tbody > tr:not(.section):visible"
    with browser() as chromium, served(real_site) as base, visiting(chromium, base) as visit:
        found = []
        for address in ("posts.html?on=2022-09-16", "posts.html?on=1401-06-25", "fa/posts.html?on=۱۴۰۱/۰۶/۲۵"):
            page = visit.open(address)
            page.locator("#shown", has_text="of" if address.startswith("posts") else "از").wait_for()
            found.append((page.locator(shown).count(), page.locator(f"{shown}.perhaps").count()))
        assert found[0] == found[1] == found[2] > (0, 0)
        assert "1401-06-25 = 2022-09-16" in page.locator("#shown").inner_text()
        counts = []
        for address in ("sanctions.html?from=2022-03-21&to=2023-03-20", "sanctions.html?from=1401&to=1401"):
            page = visit.open(address)
            page.locator("#shown", has_text="of").wait_for()
            counts.append(page.locator("#list > tbody > tr:not(.section):visible").count())
        assert counts[0] == counts[1] > 0
