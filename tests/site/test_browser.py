"""Journeys of readers through the site, over the network and from a folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.site.browsing import DESK, PHONE, Visit, needs_browser, served, visiting
from tests.site.conftest import Sights
from tests.site.hostile import hostile_release

from mostanad.loader import Release
from mostanad.site.builder import build_site
from mostanad.site.contents import Record
from mostanad.site.show import MARKS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [needs_browser, pytest.mark.slow]
Opening = Callable[[], AbstractContextManager[Visit]]


@pytest.fixture(scope="module", params=["served", "from a folder"])
def tab(request: pytest.FixtureRequest, chromium: Browser, real_site: Path) -> Iterator[Opening]:
    """Opens a tab on the real site."""

    def opening(base: str) -> Opening:
        @contextmanager
        def opened() -> Iterator[Visit]:
            with visiting(chromium, base, permissions=["clipboard-read", "clipboard-write"]) as visit:
                yield visit

        return opened

    if request.param == "served":
        with served(real_site) as base:
            yield opening(base)
    else:
        yield opening(real_site.as_uri() + "/")


def test_a_number_is_followed_to_its_evidence(tab: Opening, sights: Sights, real_record: Record) -> None:
    with tab() as visit:
        page = visit.open("index.html")
        page.click("nav >> text=Events")
        page.focus("input[name=q]")  # it may stand on another page of the list
        page.click(f"a[href='{sights.event}']")
        assert visit.path == sights.event
        mark = page.locator("main table td:nth-of-type(1) .fact a.mark[href*='#value']").first
        number = mark.locator("xpath=..").inner_text()
        mark.click()
        match = re.fullmatch(r"rows/(.+)\.html#value", visit.path)
        assert match
        section = page.locator("#value")
        assert section.evaluate("one => one.matches(':target') && one.getBoundingClientRect().top < innerHeight")
        rows = real_record.evidence.of(match[1])["value"]
        assert re.sub(r"\D", "", number) == re.sub(r"\D", "", str(rows[0]["value"]))
        section.locator("a[href^='#passage-']").first.click()
        passage = page.locator(".exhibit:target")
        passage.locator("details.hashes summary").click()
        assert passage.locator("details.hashes code").nth(1).is_visible()
        text = str(page.locator("main").text_content())
        for row in rows:
            assert row["passage_sha256"] in text
            assert row["selector"] in text
        passage.locator("h3 a").click()
        assert any(str(row["source_sha256"]) in page.inner_text("main") for row in rows)


def test_the_switch_counts_as_the_package_does(
    tab: Opening, sights: Sights, real: Release, real_record: Record
) -> None:
    party = next(one for one in real_record.voices.parties if one in _heard(real_record, sights.event))
    left = real.without(parties=[party], origins=True).facts().set_index("fact_id")
    with tab() as visit:
        page = visit.open(sights.event)
        before = _marks(visit)
        page.select_option("#without-party", party)
        after = _marks(visit)
        assert after.keys() == before.keys()
        for fact_id, sign in after.items():
            row = left.loc[fact_id]
            said = MARKS[str(row["support"])][0] + ("≠" if row["disputed"] else "") if row["survives"] else "✕"
            assert sign in (said, "" if row["survives"] else said), fact_id
        fallen = sum(sign == "✕" for sign in after.values())
        assert 0 < fallen < len(after)
        said = page.inner_text("#without-said")
        total, first, *_ = map(int, re.findall(r"\d+", said))
        assert (total, first) == (len(after), fallen)
        page.uncheck("#without-origins")
        alone = real.without(parties=[party]).facts().set_index("fact_id")["survives"]
        assert {fact_id for fact_id, sign in _marks(visit).items() if sign == "✕"} == {
            fact_id for fact_id in before if not alone[fact_id]
        }
        assert str(first) in page.inner_text("#without-said")  # that it would be more is said
        visit.open(sights.row)  # the choice is kept
        assert not page.is_checked("#without-origins")
        assert page.input_value("#without-party") == party
        assert page.locator("main .falls").count() > 0
        page.select_option("#without-party", "")
        visit.open(sights.event)
        assert _marks(visit) == before
        assert page.locator("main .falls").count() == 0


def test_everybody_but_authorities_on_their_own_acts_can_be_left_out(
    tab: Opening, sights: Sights, real_record: Record
) -> None:
    with tab() as visit:
        page = visit.open(sights.official)
        before = _marks(visit)
        facts = real_record.facts
        official = {
            one for one in before if facts[one.rpartition("/")[0]][one.rpartition("/")[2]].support == "official"
        }
        assert f"; {len(official)} are authorities' records" in page.inner_text("#without-said")
        page.select_option("#without-party", "*")
        after = _marks(visit)
        assert {fact_id for fact_id, sign in after.items() if sign != "✕"} == official
        assert 0 < len(official) < len(before)


def test_several_parties_can_be_left_out_and_taken_back(
    tab: Opening, sights: Sights, real: Release, real_record: Record
) -> None:
    heard = _heard(real_record, sights.event)
    one, other = [party for party in real_record.voices.parties if party in heard][:2]
    left = real.without(parties=[one, other], origins=True).facts().set_index("fact_id")
    with tab() as visit:
        page = visit.open(sights.event)
        page.select_option("#without-party", other)
        alone = _marks(visit)
        page.select_option("#without-party", "")
        page.select_option("#without-party", one)
        page.select_option("#without-party", other)
        both = _marks(visit)
        assert {fact_id for fact_id, sign in both.items() if sign == "✕"} == {
            fact_id for fact_id in both if not left.loc[fact_id]["survives"]
        }
        buttons = page.locator("#without-chosen button")
        assert buttons.count() == 2
        assert both != alone
        buttons.first.click()
        assert _marks(visit) == alone
        assert page.locator("#without-chosen button").count() == 0


#: By table, without which cell nothing is left of what a line of a picture shows.
STANDS_BY = {
    "estimates": "value",
    "positions": "title",
    "sanctions": "target_id",
    "tags": "target_id",
    "participations": "part",
    "affiliations": "relation",
    "events": "title",
    "officials": "died",
}


@pytest.mark.parametrize("what", ["event", "official"])
def test_a_timeline_and_rival_numbers_follow_the_switch(
    what: str, tab: Opening, sights: Sights, real: Release, real_record: Record
) -> None:
    with tab() as visit:
        page = visit.open(getattr(sights, what))
        lanes = page.locator("a.lane[data-v]")
        options = page.locator("#without-party option").evaluate_all("all => all.map((one) => one.value)")
        falls = 0
        for party in options[2:6]:
            left = real.without(parties=[party], origins=True).facts().set_index("fact_id")["survives"]
            page.select_option("#without-party", "")
            page.select_option("#without-party", party)
            for lane in lanes.all():
                row_id = Path(str(lane.get_attribute("href"))).stem
                fact_id = f"{row_id}/{STANDS_BY[real_record.rows[row_id][0]]}"
                gone = "falls" in str(lane.get_attribute("class"))
                assert gone == (bool(lane.get_attribute("data-v")) and not left[fact_id]), fact_id
                falls += gone
        assert 0 < falls < 4 * lanes.count()
        page.select_option("#without-party", "")
        assert page.locator(".lane.falls, .lane.undated").count() == 0


def test_the_switch_is_closed_and_the_heading_stands_near_the_top(tab: Opening, sights: Sights) -> None:
    with tab() as visit:
        for size in (PHONE, DESK):
            visit.page.set_viewport_size(size)
            visit.page.goto(visit.base + sights.official)
            assert visit.page.locator("#without:not([open])").is_visible()
            assert visit.page.locator("#without form").is_hidden()
            assert visit.page.evaluate("document.querySelector('h1').getBoundingClientRect().top") < 160


def test_a_party_of_another_release_is_not_remembered(tab: Opening, sights: Sights) -> None:
    with tab() as visit:
        page = visit.open(sights.event)
        page.evaluate("localStorage.setItem('mostanad-without', 'a-party-that-is-gone')")
        page.reload()
        page.locator("#without-said", has_text="facts on this page").wait_for(state="attached")
        assert str(page.locator("#without-party option:checked").text_content()).startswith("nobody")
        assert page.locator("main .falls").count() == 0


def test_marks_have_a_name_that_says_what_they_are(tab: Opening, sights: Sights) -> None:
    with tab() as visit:
        page = visit.open(sights.event)
        mark = page.locator("a.mark[data-v]").first
        before = mark.get_attribute("aria-label")
        assert before is not None
        assert before.startswith("evidence: ")
        party = page.locator("#without-party option").nth(2).get_attribute("value")
        page.select_option("#without-party", party)
        fallen = page.locator(".fact.falls > a.mark").first
        assert fallen.get_attribute("aria-label") == "evidence: falls away without them"
        page.select_option("#without-party", "")
        assert mark.get_attribute("aria-label") == before


def _heard(record: Record, path: str) -> set[str]:
    row_id = Path(path).stem
    return {row["asserted_by"] for rows in record.evidence.of(row_id).values() for row in rows}


_SIGNS = """() => Array.from(document.querySelectorAll("main [data-v]:not(svg *)"), (one) => [
  one.getAttribute("href") || one.dataset.at,
  one.matches(".mark") ? one.textContent : one.matches(".falls") ? "✕" : "",
]).sort((one, other) => one[1].length - other[1].length)"""


def _marks(visit: Visit) -> dict[str, str]:
    """The sign of each fact on the page, by its id; of one without a mark of its own whether it falls."""
    found = visit.page.evaluate(_SIGNS)
    signs = {}
    for href, sign in found:
        match = re.search(r"rows/(.+)\.html#(.+)", href)
        assert match
        signs[f"{match[1]}/{match[2]}"] = str(sign)
    return signs


def test_the_list_of_officials_is_filtered_and_sorted(tab: Opening, real_record: Record) -> None:
    visible = "#list tbody tr:not(.section):visible"
    with tab() as visit:
        page = visit.open("officials.html")
        everybody = len(real_record.tables["officials"])
        page.focus("input[name=q]")  # the rows of the other pages come
        page.locator("#shown", has_text=f"{everybody} of {everybody} shown.").wait_for()
        page.select_option("select[name=authority]", "canada")
        listed = {
            row["target_id"] for row in real_record.tables["sanctions"] if row["authority_id"] == "canada"
        } & {row["official_id"] for row in real_record.tables["officials"]}  # fmt: skip
        assert page.locator(visible).count() == len(listed) > 5
        names = page.locator(f"{visible} th a").all_inner_texts()
        page.select_option("select[name=sort]", "first")
        days: dict[str, str] = {}
        for row in real_record.tables["sanctions"]:
            if row["listed_min"]:
                who = real_record.label(row["target_id"])
                days[who] = min(days.get(who, "9"), str(row["listed_min"]))
        found = page.locator(f"{visible} th a").all_inner_texts()
        assert sorted(found) == sorted(names)
        assert [days.get(who, "9") for who in found] == sorted(days.get(who, "9") for who in names)
        assert page.locator(".section:visible").count() == 0
        page.fill("input[name=q]", names[3])
        assert page.inner_text("#shown").startswith("1 of ")
        assert page.locator("#nothing").is_hidden()
        page.fill("input[name=q]", "nobody is called so")
        assert page.inner_text("#shown").startswith(f"0 of {everybody} shown.")
        assert f"It has {everybody} officials." in page.inner_text("#nothing")
        page.click("#nothing summary")
        assert "The record holds everybody who is listed" in page.inner_text("#nothing")


def test_a_list_is_filtered_by_any_spelling_of_letters(tab: Opening, real_record: Record) -> None:
    persian = {
        row["entity_id"]: row["name"] for row in reversed(real_record.tables["names"]) if row["script"] == "Arab"
    }
    who, name = next((key, name) for key, name in persian.items() if key in real_record.dossiers and "ی" in name)
    with tab() as visit:
        page = visit.open("officials.html")
        for text in (name.replace("ی", "ي").replace("ک", "ك"), real_record.label(who).upper() + "  "):
            page.fill("input[name=q]", text)
            page.locator("#shown", has_text=re.compile("^1 of ")).wait_for()
            assert name in page.locator("#list tbody tr:not(.section):visible").inner_text()


def test_corrections_of_one_page_are_shown_alone(tab: Opening, real_record: Record) -> None:
    changes = real_record.corrected["morteza-barati"]
    rows = len({(one["fact_id"], one["version"]) for one in changes if one["change"] != "merge"})
    assert rows > 1
    with tab() as visit:
        page = visit.open("officials/morteza-barati.html")
        page.click("#corrected summary")
        page.click("#corrected a[href*='corrections.html']")
        page.locator("#shown", has_text=f"{rows} of").wait_for()
        assert page.locator("#list > tbody > tr:not(.section):visible").count() == rows
        assert "the whole list" in page.inner_text("#filters")
        page.click("#filters a")
        page.locator("#shown", has_text=f"{rows} of").wait_for(state="hidden")
        assert visit.path == "corrections.html"


def test_a_citation_is_copied(tab: Opening, sights: Sights) -> None:
    with tab() as visit:
        page = visit.open(sights.row)
        page.locator("details:has(button.copy) summary").first.click()
        button = page.locator("button.copy").first
        button.click()
        page.locator("button.copy", has_text="Copied").wait_for()
        text = page.evaluate("navigator.clipboard.readText()")
        named = str(button.get_attribute("data-copy")).split()
        assert text == "\n\n".join(str(page.locator(f"#{name}").text_content()) for name in named)
        assert "\nmostanad, version " in text


def test_without_javascript_everything_can_be_read(chromium: Browser, real_site: Path, sights: Sights) -> None:
    with visiting(chromium, real_site.as_uri() + "/", java_script_enabled=False) as visit:
        page = visit.open(sights.event)
        assert page.locator("#without").is_hidden()
        page.locator("main a.mark").first.click()
        page.locator("details:has(> pre.cite) summary").first.click()
        assert page.locator("pre.cite").first.is_visible()
        visit.open("search.html")
        assert page.locator("noscript").inner_text() != ""


@pytest.mark.parametrize("spelling", ["ابراهیم رئیسی", "ابراهيم رئيسي", "ebrahim raissi"])
def test_a_name_in_any_spelling_finds_the_official(spelling: str, tab: Opening) -> None:
    with tab() as visit:
        page = visit.open("index.html")
        page.fill("#q", spelling)
        page.press("#q", "Enter")
        page.wait_for_url("**/search.html?q=*")
        hit = page.locator("#hits a").first
        hit.wait_for()
        assert hit.inner_text() == "Ebrahim Raisi"
        assert "President of Iran" in page.locator("#hits li").first.inner_text()
        assert page.locator("#hits li").first.locator("abbr").get_attribute("title") == "United States"
        hit.click()
        assert visit.path == "officials/ebrahim-raisi.html"


def test_a_name_that_nobody_has_is_said_to_be_not_found(tab: Opening) -> None:
    with tab() as visit:
        page = visit.open("search.html")
        page.fill("#q", "xqzw xqzw")
        page.locator("#none", has_text="No person, body, prison, town or event here has this name").wait_for()
        assert page.locator("#hits li").count() == 0


def test_a_hit_says_who_lists_somebody_no_longer(tab: Opening) -> None:
    with tab() as visit:
        page = visit.open("search.html?q=Firouzabadi")
        hit = page.locator("#hits li").first
        hit.wait_for()
        said = "by the European Union · an earlier listing by the United Kingdom ended by 11 August 2025; newer"
        assert said in hit.inner_text()


def test_a_hostile_release_runs_nothing(chromium: Browser, invented: Release, tmp_path: Path) -> None:
    build_site(hostile_release(invented, tmp_path), tmp_path / "site")
    paths = sorted(path.relative_to(tmp_path / "site").as_posix() for path in tmp_path.glob("site/**/*.html"))
    paths.remove("404.html")  # its links begin at the root of a server
    chosen = [path for path in paths if not path.startswith("rows/")] + [path for path in paths if "omid" in path]
    with visiting(chromium, (tmp_path / "site").as_uri() + "/", viewport={"width": 360, "height": 740}) as visit:
        for path in chosen:
            page = visit.open(path)
            assert page.evaluate("window.broken") is None, path
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
            assert page.locator("h1").count() == 1
    assert len(chosen) > 25
