"""Everybody can read the main pages: WCAG 2.2 AA by axe, on a phone, with the keyboard, in print, in any script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.site.browsing import DESK, PHONE, Visit, keep, needs_browser, served, visiting
from tests.site.conftest import Sights

from mostanad.site.contents import Record
from mostanad.site.dossiers import _reasons

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [needs_browser, pytest.mark.slow]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def base(real_site: Path) -> Iterator[str]:
    with served(real_site) as address:
        yield address


@pytest.fixture(scope="module")
def axe() -> str:
    from axe_playwright_python.base import AXE_FILE_PATH

    return Path(AXE_FILE_PATH).read_text("utf-8")


#: Long lists are of lines that are alike; axe looks at each for long.
_SHORTEN = """() => {
  for (const list of document.querySelectorAll("tbody, ul.rows")) {
    [...list.children].slice(40).forEach((one) => one.remove());
  }
}"""


def violations(visit: Visit, axe: str) -> list[str]:
    """What axe finds on the page: the rule, how often, an element."""
    visit.page.evaluate(_SHORTEN)
    visit.page.evaluate(f"{axe};0")
    options = {"runOnly": {"type": "tag", "values": TAGS}, "preload": False}
    found = visit.page.evaluate("options => axe.run(options)", options)["violations"]
    return [f"{one['id']} x{len(one['nodes'])}: {one['nodes'][0]['html'][:200]}" for one in found]


@pytest.mark.parametrize(("scheme", "size"), [("light", "desk"), ("dark", "desk"), ("light", "phone")])
def test_no_rule_of_wcag_is_broken(
    scheme: str, size: str, chromium: Browser, base: str, axe: str, sights: Sights
) -> None:
    found = {}
    with visiting(chromium, base, color_scheme=scheme, viewport=DESK if size == "desk" else PHONE) as visit:
        for path in sights.main:
            visit.open(path)
            found[path] = violations(visit, axe)
            keep(visit.page, f"{path.removesuffix('.html').replace('/', '-')}-{scheme}-{size}")
    assert {path: rules for path, rules in found.items() if rules} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_is_broken_by_the_switch(scheme: str, chromium: Browser, base: str, axe: str, sights: Sights) -> None:
    with visiting(chromium, base, color_scheme=scheme) as visit:
        for path in (sights.event, sights.row):
            visit.open(path).select_option("#without-party", index=1)
            assert visit.page.locator(".falls").count() > 0
            assert violations(visit, axe) == []
            keep(visit.page, f"{path.removesuffix('.html').replace('/', '-')}-without-{scheme}")


def test_a_rule_that_is_broken_is_found(chromium: Browser, base: str, axe: str) -> None:
    with visiting(chromium, base) as visit:
        visit.open("about.html").evaluate("document.documentElement.removeAttribute('lang')")
        assert [rule.partition(" ")[0] for rule in violations(visit, axe)] == ["html-has-lang"]


def test_on_a_phone_no_page_is_wider_than_the_screen(chromium: Browser, base: str, sights: Sights) -> None:
    with visiting(chromium, base, viewport=PHONE, is_mobile=True, has_touch=True) as visit:
        for path in sights.main:
            page = visit.open(path)
            widths = page.evaluate("[document.documentElement.scrollWidth, visualViewport.width]")
            assert widths == [360, 360], path
            keep(page, f"{path.removesuffix('.html').replace('/', '-')}-phone")


#: What has the focus: its place among all elements, its text, whether it is on the screen, and its outline.
_FOCUSED = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const inside = box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight;
  const outline = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
  return [[...document.querySelectorAll("*")].indexOf(at), at.textContent.trim().slice(0, 40), inside, outline];
}"""


def test_the_keyboard_is_enough(chromium: Browser, base: str, sights: Sights) -> None:
    with visiting(chromium, base) as visit:
        page = visit.open(sights.event)
        order = []
        for _ in range(30):
            page.keyboard.press("Tab")
            place, text, inside, outline = page.evaluate(_FOCUSED)
            assert inside, text
            assert outline >= 2, text
            order.append(place)
            if len(order) == 1:
                assert text == "To the content"
        assert order == sorted(set(order))


def test_the_skip_link_leads_to_the_content(chromium: Browser, base: str, sights: Sights) -> None:
    with visiting(chromium, base) as visit:
        page = visit.open(sights.event)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.getElementById('main').contains(document.activeElement)")


#: The texts in Arabic script that have no element around them which says language and direction.
_LOST = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), lost = [];
  while (walker.nextNode()) {
    const node = walker.currentNode, around = node.parentElement;
    if (!/[\\u0600-\\u06ff]{2}/.test(node.data)) continue;
    const isRight = getComputedStyle(around).direction === "rtl";
    if (!isRight || !["fa", "ar"].includes(around.closest("[lang]").lang)) lost.push(node.data);
  }
  return lost;
}"""


def test_every_name_in_arabic_script_has_its_language_and_direction(
    chromium: Browser, base: str, sights: Sights
) -> None:
    with visiting(chromium, base) as visit:
        for path in ("officials.html", sights.official):
            page = visit.open(path)
            assert page.locator("main [dir=rtl]").count() > 0
            assert page.evaluate(_LOST) == [], path


#: Of every picture: texts that are cut, and pairs of texts of which one covers another.
_POOR = """() => Array.from(document.querySelectorAll("svg"), (svg) => {
  const {width, height} = svg.viewBox.baseVal, boxes = [], poor = [];
  for (const text of svg.querySelectorAll("text:not([transform])")) {
    const box = text.getBBox();
    if (box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height) poor.push(text.textContent);
    boxes.push([box, text.textContent]);
  }
  boxes.forEach(([one, said], at) => boxes.slice(at + 1).forEach(([other, too]) => {
    const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
    const down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
    if (across > 1 && down > 3) poor.push(said + " / " + too);
  }));
  return poor;
}).flat()"""


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_no_word_of_a_picture_is_cut_or_covered(
    size: str, chromium: Browser, base: str, sights: Sights, real_site: Path
) -> None:
    dossiers = sorted(real_site.glob("officials/*.html"), key=lambda path: -path.stat().st_size)[:8]
    authorities = ("united-states", "united-kingdom")
    paths = ["index.html", sights.event, *(f"parties/{key}.html" for key in authorities)]
    paths += [f"officials/{path.name}" for path in dossiers]
    with visiting(chromium, base, viewport=DESK if size == "desk" else PHONE) as visit:
        for path in paths:
            page = visit.open(path)
            assert page.locator("svg:visible").count() > 0
            assert page.evaluate(_POOR) == [], path


#: Of definitions, paragraphs and items: what stands in a column that has room for a few letters only.
_SQUEEZED = """() => [...document.querySelectorAll("#main dd, #main p, #main li")].filter((one) => one.checkVisibility()
  && one.textContent.trim().length > 6 && one.getBoundingClientRect().width < 40).map((one) => one.textContent)"""
#: What is laid out in columns though it is a sentence: its commas would stand in a column of their own.
_TORN = """() => [...document.querySelectorAll("#main :is(dd, p, li)")].filter((one) =>
  /grid|flex/.test(getComputedStyle(one).display) && [...one.childNodes].some((part) =>
  part.nodeType === Node.TEXT_NODE && part.textContent.trim())).map((one) => one.textContent)"""


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_no_text_is_squeezed_into_a_column_of_letters_or_torn(
    size: str, chromium: Browser, base: str, sights: Sights, real_site: Path, real_record: Record
) -> None:
    longest = max(real_site.glob("officials/*.html"), key=lambda path: path.stat().st_size)
    reasons = max(sorted(real_record.dossiers), key=lambda key: len(_reasons(real_record, key)[1].rows))
    with visiting(chromium, base, viewport=DESK if size == "desk" else PHONE) as visit:
        officials = (f"officials/{longest.name}", f"fa/officials/{longest.name}", f"officials/{reasons}.html")
        for path in (*sights.main, *officials):
            page = visit.open(path)
            assert page.evaluate(_SQUEEZED) == [], path
            assert page.evaluate(_TORN) == [], path


def test_print_cuts_nothing_and_opens_everything(chromium: Browser, base: str, sights: Sights) -> None:
    paper = {"width": 718, "height": 1000}  # A4 at 96 dots per inch, without its margins
    with visiting(chromium, base, viewport=paper) as visit:
        for path in (sights.official, sights.row, sights.event):
            page = visit.open(path)
            page.emulate_media(media="print")
            assert page.evaluate("document.documentElement.scrollWidth") <= paper["width"], path
            for selector in ("nav", "#without", "button.copy"):
                assert not any(one.is_visible() for one in page.locator(selector).all()), (path, selector)
            pdf = page.pdf(format="A4")
            assert pdf.startswith(b"%PDF")
            assert len(pdf) > 20_000
            closed = page.locator("details:not([open])").count()
            assert closed == 0, path
