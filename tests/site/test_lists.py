"""Lists and the search in a browser: filters that a search leads to, heads that stay, cards on a phone."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cases import each
from tests.site.browsing import PHONE, found, needs_browser, visiting

from mostanad.site import catalogues
from mostanad.site.contents import Record

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [needs_browser, pytest.mark.slow]
LISTS = (
    "officials.html", "posts.html", "events.html", "checks.html", "sanctions.html", "statements.html",
)  # fmt: skip
#: What a list has, and what of it can be seen.
ITEMS = "#list > tbody > tr:not(.section), #list > article"
VISIBLE = "#list > tbody > tr:not(.section):visible, #list > article:visible"


def test_who_finds_nothing_is_told_what_that_means(chromium: Browser, base: str) -> None:
    with visiting(chromium, base) as visit:
        page = visit.open("search.html")
        assert page.locator("#nothing, #elsewhere").locator("visible=true").count() == 0
        page.fill("#q", "xqzw & qwzx")
        page.locator("#nothing").wait_for()
        assert "says nothing about whether a claim is true" in page.inner_text("#nothing")
        assert page.inner_text("#sought") == "xqzw & qwzx"
        assert page.locator("#elsewhere a:visible").count() == len(LISTS) + 1  # by their events too
        page.fill("#q", "ebrahim raisi")
        page.locator("#hits a").first.wait_for()
        assert page.locator("#nothing").is_hidden()
        assert page.locator("#elsewhere a:visible").count() == len(LISTS) + 1  # by their events too
        page.fill("#q", " ")
        page.locator("#elsewhere").wait_for(state="hidden")
        assert page.locator("#hits li").count() == 0


@each(
    ("path", "text"),
    [
        ("officials.html", "judge"),
        ("events.html", "2019"),
        ("checks.html", "resolution"),
        ("sanctions.html", "salavati"),
        ("statements.html", "uprising"),
    ],
)
def test_a_search_carries_its_text_to_a_list(path: str, text: str, chromium: Browser, base: str) -> None:
    with visiting(chromium, base) as visit:
        page = visit.open(f"search.html?q={text}")
        page.click(f"#elsewhere a[href*='{path}']")
        assert visit.path == f"{path}?q={text}"
        page.locator("#shown", has_text=re.compile(r"^\d+ of \d+ shown")).wait_for()  # the rows of other pages came
        assert page.input_value("input[name=q]") == text
        everything = page.locator(ITEMS).count()
        seen = page.locator(VISIBLE).all_text_contents()
        assert 0 < len(seen) < everything
        # A line names three posts of somebody; others are found too, and who presides over a court is a judge.
        assert all(text in one.casefold() or re.search(r"and \d+ more|(?:Head|President|Chief)\b", one) for one in seen)
        assert page.inner_text("#shown").startswith(f"{len(seen)} of {everything} shown.")
        assert ("so there can be more such posts, or fewer" in page.inner_text("#shown")) is (path == "officials.html")
        assert page.locator(".bar:visible").count() == 0  # it counts all
        first = page.locator(VISIBLE).first.bounding_box()
        assert first is not None
        assert 0 < first["y"] < page.evaluate("innerHeight")  # one need not scroll for it


def test_a_list_finds_other_spellings_as_the_search_does(chromium: Browser, base: str) -> None:
    """By any name of somebody, in either script; an event by who had a part in it."""
    hits = {}
    with visiting(chromium, base) as visit:
        for path in ("officials.html?q=Mousavi", "officials.html?q=موسوی", "officials.html?q=Baqir Mousavi",
                     "events.html?q=Moussavi death", "sanctions.html?q=Mousavi", "officials.html?q=xqzw"):  # fmt: skip
            hits[path] = found(visit.open(path))
    assert "seyed-mohammad-bagher-moussavi" in hits["officials.html?q=Mousavi"]
    assert "seyed-mohammad-bagher-moussavi" in hits["officials.html?q=موسوی"]
    assert hits["officials.html?q=Baqir Mousavi"] == {"seyed-mohammad-bagher-moussavi"}
    assert "verdicts-death-seyed-mohammad-bagher-moussavi" in hits["events.html?q=Moussavi death"]
    assert "seyed-mohammad-bagher-moussavi" in hits["sanctions.html?q=Mousavi"]
    assert hits["officials.html?q=xqzw"] == set()


def test_without_javascript_a_list_is_whole(chromium: Browser, base: str) -> None:
    with visiting(chromium, base, java_script_enabled=False) as visit:
        for path in LISTS:
            page = visit.open(f"{path}?q=xqzw")
            assert page.locator("#filters").is_hidden()
            assert page.locator(VISIBLE).count() == page.locator(ITEMS).count() > 0
        page = visit.open("search.html?q=xqzw")
        assert page.locator("#nothing, #elsewhere").locator("visible=true").count() == 0


def _listed_by(page: Page, authority_id: str) -> None:
    """Ask for those whom an authority lists, and open the other filters."""
    page.select_option("[name=authority]", authority_id)
    page.locator("#shown", has_text="of").wait_for()
    page.click("#filters summary")


def test_what_is_asked_of_listings_holds_for_one_listing(chromium: Browser, base: str, real_record: Record) -> None:
    """Who asks for an authority and a day finds whom it listed then, not whom it listed at some other time."""
    rows = real_record.tables["sanctions"]
    eu = [row for row in rows if row["authority_id"] == "european-union"]
    since = {row["target_id"] for row in rows if str(row["listed_max"]) >= "2022-09-16"}
    expected = {row["target_id"] for row in eu if str(row["listed_max"]) >= "2022-09-16" and row["human_rights"]}
    assert expected < since & {row["target_id"] for row in eu}
    with visiting(chromium, base) as visit:
        page = visit.open("sanctions.html")
        _listed_by(page, "european-union")
        page.select_option("[name=for]", "rights")
        page.fill("[name=from]", "2022-09-16")
        links = page.locator("#list > tbody > tr:not(.section):visible th a").all()
        found = {Path(one.get_attribute("href") or "").stem for one in links}
        assert found == expected
        page.fill("[name=to]", "2022-09-15")
        assert page.locator(VISIBLE).count() == sum(  # of whom only bounds are known can have been listed then
            any(str(row["listed_min"] or "0") <= "2022-09-15" for row in eu if row["target_id"] == target
                and row["human_rights"] and str(row["listed_max"]) >= "2022-09-16") for target in expected
        )  # fmt: skip


def test_the_rows_that_a_filter_leaves_can_be_saved(chromium: Browser, base: str) -> None:
    """For a spreadsheet: those that one sees and no others, each with the address where it leads."""
    with visiting(chromium, base) as visit:
        assert visit.open("sanctions.html").locator("#save").is_hidden()  # the other pages are not here yet
        _listed_by(page := visit.page, "canada")
        page.select_option("[name=for]", "rights")
        with page.expect_download() as saving:
            page.click("#save")
        head, *rows = csv.reader(saving.value.path().read_text("utf-8-sig").splitlines())
        assert len(rows) == page.locator(VISIBLE).count() > 1
        assert {Path(row[-1]).stem for row in rows} == found(page)
        assert (head[0], head[-1]) == ("Listed", "URL")


@each(("path", "table"), [("officials.html", "officials"), ("bodies.html", "parties"), ("sanctions.html", "")])
def test_a_ground_that_is_not_shown_can_be_asked_for(
    path: str, table: str, chromium: Browser, base: str, real_record: Record
) -> None:
    """It is neither human rights nor something else: an empty cell is not a no."""
    rows = [row for row in real_record.tables["sanctions"] if row["authority_id"] == "united-states"]
    here = {row["target_id"] for row in rows if table in ("", real_record.rows[row["target_id"]][0])}
    by_ground = {
        value: here & {row["target_id"] for row in rows if row["human_rights"] is ground}
        for value, ground in (("rights", True), ("other", False), ("unknown", None))
    }
    assert by_ground["unknown"] - by_ground["rights"] - by_ground["other"]
    with visiting(chromium, base) as visit:
        for value, expected in by_ground.items():
            page = visit.open(f"{path}?authority=united-states&for={value}")
            page.locator("#shown", has_text="of").wait_for()
            links = page.locator("#list > tbody > tr:not(.section):visible th a").all()
            assert {Path(one.get_attribute("href") or "").stem for one in links} == expected, value


@each(
    ("by", "not_by", "on", "rights"),
    [
        ("european-union", "united-states", "", False),
        ("european-union", "united-states", "2021-06-01", False),
        ("united-states", "united-kingdom", "2019-12-01", True),
        ("", "united-kingdom", "2012-01-01", False),
    ],
)
def test_who_was_listed_on_a_day_and_not_by_another_is_as_the_release_says(
    by: str, not_by: str, on: str, rights: bool, chromium: Browser, base: str, real_record: Record
) -> None:
    found = real_record.release.listed(by or (), not_by, on or None, human_rights=rights)
    out = "notrights" if rights else "not"
    asked = {"authority": by, "for": "rights" if rights else "", "state": "" if on else "now", out: not_by, "on": on}
    with visiting(chromium, base) as visit:
        page = visit.open("sanctions.html?" + "&".join(f"{name}={value}" for name, value in asked.items() if value))
        page.locator("#shown", has_text="of").wait_for()
        links = page.locator("#list > tbody > tr:not(.section):visible th a").all()
        assert {Path(one.get_attribute("href") or "").stem for one in links} == {*found["entity_id"]}
        certain = found.loc[found["answer"] == "yes", "entity_id"].nunique()
        assert f"{certain} of " in page.inner_text("#shown")
        assert page.locator(f"[name={out}]").is_visible()
    assert 10 < found["entity_id"].nunique() < 500


@each(
    ("by", "not_by", "on", "rights"),
    [
        ("european-union", "united-kingdom", "2023-01-01", False),
        ("united-states", "european-union", "2023-01-01", False),
        ("european-union", "united-states", "2021-06-01", True),
        ("canada", "european-union", "2022-12-01", True),
        ("united-kingdom", "canada", "2014-06-01", False),
        ("", "united-kingdom", "2012-01-01", False),
    ],
)
def test_what_lists_leave_open_on_either_side_stands_under_perhaps(
    by: str, not_by: str, on: str, rights: bool, chromium: Browser, base: str, real_record: Record
) -> None:
    """For certain whom the one surely listed and of whom ``on_lists`` leaves nothing open for the other; perhaps whom
    either side leaves open; nobody whom the other surely listed. Who is in ``on_lists`` alone is counted beside it."""
    listed = real_record.release.listed(by or (), (), on, human_rights=rights)
    sure, maybe = ({*listed.loc[listed["answer"] == answer, "entity_id"]} for answer in ("yes", "unsure"))
    answers = {(row["entity_id"], row["authority_id"]): row["answer"] for row in real_record.tables["on_lists"]
               if row["human_rights"] == rights and row["first_day"] <= on <= row["last_day"]}  # fmt: skip
    out, unsure = ({who for (who, whose), said in answers.items() if (whose, said) == (not_by, answer)}
                   for answer in ("yes", "unsure"))  # fmt: skip
    certain, shown = sure - out - unsure, (sure | maybe) - out
    asked = {"by": by, "on": on, "for": "rights" if rights else "", "notrights" if rights else "not": not_by}
    with visiting(chromium, base) as visit:
        page = visit.open("sanctions.html?" + "&".join(f"{name}={value}" for name, value in asked.items() if value))
        assert found(page) == shown
        said, marks = page.inner_text("#shown"), page.locator("#list > tbody > tr.perhaps:visible th a")
        assert {Path(one.get_attribute("href") or "").stem for one in marks.all()} == shown - certain
        assert f"{len(certain)} of " in said
        assert (f"perhaps {len(shown - certain)} more" in said) == bool(shown - certain)
        assert "“Not listed” means: on no list that we hold." in said
        known = {row["target_id"] for row in real_record.tables["sanctions"]}
        silent = {who for (who, whose), answer in answers.items() if (whose, answer) == (by, "unsure")} & known - out
        assert (f"For {len(silent - sure - maybe)} more we cannot tell" in said) == bool(silent - sure - maybe)
        page.check("[name=sure]")
        assert found(page) == certain


def test_who_is_not_listed_by_another_stands_on_none_of_its_lists(
    chromium: Browser, base: str, real_record: Record
) -> None:
    """Whom the one lists for human rights, and the other not at all: another ground is a listing too."""
    listed = real_record.release.listed
    ours = {*listed("european-union", human_rights=True)["entity_id"]}
    theirs, rights = ({*listed("united-states", human_rights=only)["entity_id"]} for only in (False, True))
    assert ours & (theirs - rights)
    with visiting(chromium, base) as visit:
        for name, out in (("not", theirs), ("notrights", rights)):
            for state in ("", "&state=now"):  # what ended does not count either way
                page = visit.open(f"sanctions.html?authority=european-union&for=rights{state}&{name}=united-states")
                assert found(page) == ours - out
        ended = {row["target_id"] for row in real_record.tables["sanctions"] if row["delisted"]}
        page = visit.open("sanctions.html?authority=european-union&state=ended&not=united-kingdom")
        assert found(page) & ended == found(page) != set()


def test_organisations_that_another_does_not_list_are_found_as_the_release_says(
    chromium: Browser, base: str, real_record: Record
) -> None:
    """Among all who are listed, and in the list of organisations."""
    answers = real_record.release.listed("united-states", "european-union")
    ours = {key for key in answers["entity_id"] if real_record.rows[key][0] == "parties"}
    bodies = {key for key in ours if real_record.rows[key][1]["kind"] != "person"}
    assert 5 < len(bodies) < len({*answers["entity_id"]})
    asked = "?authority=united-states&state=now&not=european-union"
    with visiting(chromium, base) as visit:
        assert found(visit.open(f"sanctions.html{asked}&who=organisation")) == bodies
        assert found(visit.open(f"sanctions.html{asked}&who=person")) == {*answers["entity_id"]} - bodies
        assert found(visit.open("bodies.html?authority=united-states&not=european-union")) >= bodies


def test_several_authorities_can_be_asked_for_at_once(chromium: Browser, base: str, real_record: Record) -> None:
    """Each must have a listing of its own that meets the other conditions; the address keeps them."""
    states, other = ("european-union", "united-kingdom", "canada"), "united-states"
    release = real_record.release
    by_each = [{*release.listed(one, human_rights=True)["entity_id"]} for one in states]
    expected = set.intersection(*by_each) - {*release.listed(other)["entity_id"]}
    assert 5 < len(expected) < min(map(len, by_each))
    with visiting(chromium, base, viewport=PHONE) as visit:
        page = visit.open("sanctions.html")
        _listed_by(page, states[0])
        for one in states[1:]:
            page.check(f"[name=by][value={one}]")
        page.select_option("[name=for]", "rights")
        page.select_option("[name=not]", other)
        assert found(page) == expected
        assert visit.path == (
            "sanctions.html?authority=european-union&by=canada&by=united-kingdom&for=rights&not=united-states"
        )
        assert found(visit.open(visit.path)) == expected
        page.uncheck("[name=by][value=canada]")
        assert found(page) > expected


def test_an_address_keeps_what_is_asked(chromium: Browser, base: str) -> None:
    with visiting(chromium, base) as visit:
        page = visit.open("officials.html")
        _listed_by(page, "canada")
        page.select_option("[name=grade]", "alleged")
        page.select_option("[name=sort]", "-many")
        assert visit.path == "officials.html?authority=canada&sort=-many&grade=alleged"
        said, names = page.inner_text("#shown"), page.locator("#list th a:visible").all_inner_texts()
        assert names != sorted(names, key=str.casefold)
        again = visit.open(visit.path)
        again.locator("#shown", has_text=said).wait_for()
        assert again.locator("#list th a:visible").all_inner_texts() == names
        assert again.locator("[name=grade]").is_visible()
        again.select_option("[name=sort]", "")
        assert again.locator("#list th a:visible").all_inner_texts() == sorted(names, key=str.casefold)


def test_while_all_rows_are_filtered_the_heading_names_no_page(chromium: Browser, base: str) -> None:
    with visiting(chromium, base) as visit:
        page = visit.open("parts/officials/2.html")
        assert page.inner_text("h1").startswith("Officials, page 2 of ")
        page.fill("[name=q]", "judge")
        page.locator("#shown", has_text="of").wait_for()
        assert page.inner_text("h1") == "Officials"
        assert page.title().startswith("Officials ·")


def test_a_prison_is_found_in_a_list_by_each_name_and_a_province_with_its_towns(chromium: Browser, base: str) -> None:
    with visiting(chromium, base) as visit:
        assert found(visit.open("events.html?q=Gohardasht")) == found(visit.open("events.html?q=Rajai+Shahr")) != set()
        province = found(visit.open("events.html?place=Kurdistan"))
        assert province == found(visit.open("events.html?place=Kurdistan+Province"))
        assert province > found(visit.open("events.html?place=Sanandaj")) != set()
        prison = found(visit.open("posts.html?q=Rajai+Shahr"))
        assert prison == found(visit.open("posts.html?q=Gohardasht")) != set()
        posts = visit.open("posts.html?q=Sistan")
        posts.locator("#shown", has_text="of").wait_for()
        assert posts.locator(f"{VISIBLE}", has_text="Assistant").count() == 0 < posts.locator(VISIBLE).count()


def test_the_bar_leads_to_each_section_of_a_list(chromium: Browser, base: str) -> None:
    with visiting(chromium, base, java_script_enabled=False) as visit:
        for path in (
            "officials.html",
            "bodies.html",
            "events.html",
            "sanctions.html",
            "sources.html",
            "statements.html",
        ):
            links = [
                (one.text_content(), one.get_attribute("href")) for one in visit.open(path).locator(".bar a").all()
            ]
            assert len(links) > 10
            for name, href in (links[0], links[-1]):
                head = visit.open(str(href)).locator(f"#{str(href).partition('#')[2]} .section")
                assert (head.text_content() or "").casefold() == str(name).casefold()
    with visiting(chromium, base) as visit:
        page = visit.open("officials.html")
        page.focus("[name=q]")
        page.locator("#shown", has_text="of").wait_for()
        page.locator(".bar a", has_text="Z").click()  # all rows are on this page now
        assert visit.path == "officials.html#at-Z"
        heads = page.locator(".section:visible").all_inner_texts()
        assert heads == page.locator(".bar a").all_inner_texts()
        page.fill("[name=q]", "karami")  # also of a letter that goes on from the page before
        names = page.locator("#list > tbody > tr:not(.section):visible th a").all_inner_texts()
        assert page.locator(".section:visible").all_inner_texts() == sorted({catalogues.letter(name) for name in names})


def test_the_head_of_a_list_stays_in_sight_and_only_the_window_scrolls(chromium: Browser, base: str) -> None:
    with visiting(chromium, base) as visit:
        for path in ("officials.html", "events.html", "sanctions.html", "sources.html", "statements.html"):
            page = visit.open(path)
            line = page.locator("#list > tbody > tr:not(.section):visible").nth(-5)
            line.evaluate("one => one.scrollIntoView({ block: 'center' })")
            box = page.locator("#list > thead th").first.bounding_box()
            assert box is not None
            assert box["y"] == 0, path
            inner = "Array.from(document.querySelectorAll('.wide'), (one) => one.scrollHeight - one.clientHeight)"
            assert max(page.evaluate(inner)) <= 1, path
            assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth"), path


#: Puts the focus behind a link that the head of the list covers.
_GO_UNDER = """() => {
  const [under, behind] = Array.from(document.querySelectorAll("#list tbody a")).slice(49, 51);
  behind.focus();
  window.scrollBy(0, under.getBoundingClientRect().top - 4);
}"""


def test_what_has_the_focus_is_not_under_the_head_of_a_list(chromium: Browser, base: str) -> None:
    with visiting(chromium, base) as visit:
        page = visit.open("officials.html")
        page.evaluate(_GO_UNDER)
        page.keyboard.press("Shift+Tab")
        head = page.locator("#list > thead th").first.bounding_box()
        assert head is not None
        assert head["y"] == 0
        top = page.evaluate("document.activeElement.getBoundingClientRect().top")
        assert head["height"] <= top < page.evaluate("innerHeight")
