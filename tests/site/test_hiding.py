"""The box that hides what one side says, in a browser: what rests on nobody else is struck through, and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.site.browsing import Visit, browser, needs_browser, visiting

from mostanad.site.contents import Record

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = [needs_browser, pytest.mark.slow]
CLOSED = "Show without the claims of one party"


@pytest.fixture
def visit(site: Path) -> Iterator[Visit]:
    """A tab on the site of the invented world."""
    with browser() as chromium, visiting(chromium, site.as_uri() + "/") as found:
        yield found


def is_struck(one: Locator) -> bool:
    return bool(one.evaluate("one => getComputedStyle(one).textDecorationLine.includes('line-through')"))


def test_what_rests_on_one_side_is_hidden_and_shown_again(visit: Visit) -> None:
    page = visit.page
    page.goto(visit.base + "officials/omid-faraz.html")
    box, summary = page.locator("#without"), page.locator("#without summary")
    alone = page.locator(".fact", has_text="the Treasury has listed him")  # nobody else says so
    heard = page.locator("#accusations .fact").first  # others say so too
    assert summary.inner_text() == CLOSED
    assert box.get_attribute("open") is None
    assert not is_struck(alone)
    summary.click()
    page.select_option("#without-party", "lone-wire")
    assert summary.inner_text().startswith("Without Lone Wire: ")
    assert is_struck(alone)
    assert alone.is_visible()  # one still sees what it is
    assert not is_struck(heard)
    page.goto(visit.base + "officials.html")
    page.goto(visit.base + "officials/omid-faraz.html")
    page.locator("#without.active").wait_for()
    assert is_struck(alone)  # the choice goes along
    page.evaluate("document.getElementById('without').open = true")
    page.select_option("#without-party", "")
    assert summary.inner_text() == CLOSED
    assert page.locator(".falls").count() == 0


def test_what_the_box_needs_comes_when_it_is_opened_or_somebody_is_left_out(visit: Visit) -> None:
    """It is the largest file of the site; also from a folder, where a script may load scripts only."""
    page, asked = visit.page, []
    page.on("request", lambda request: asked.append(Path(request.url).name))
    for path in ("officials.html", "officials/omid-faraz.html"):
        page.goto(visit.base + path)
        page.locator("#without").wait_for()
        assert "voices.js" not in asked
    page.locator("#without summary").click()
    page.locator("#without-said", has_text="facts on this page").wait_for()
    page.select_option("#without-party", "lone-wire")
    assert asked.count("voices.js") == 1
    page.locator("#without summary").click()
    page.locator("#without summary").click()
    assert asked.count("voices.js") == 1  # once a page
    page.goto(visit.base + "officials.html")
    page.locator("#without summary", has_text="Without Lone Wire").wait_for()
    assert asked.count("voices.js") == 2


#: By party without whom something is not heard, what on the page says so.
_HEARD = """() => {
  const heard = {};
  for (const mark of document.querySelectorAll("main [data-v]:not(svg *)")) {
    const fact = mark.getAttribute("href") || mark.dataset.at;
    for (const number of mark.dataset.v.split(" ").filter(Boolean)) {
      const voice = mostanadVoices[Math.abs(number) - 1];
      for (const party of [...voice[5], ...voice[6]]) (heard[party] ??= []).push(fact);
    }
  }
  return heard;
}"""


def test_of_those_with_whom_the_same_falls_one_who_speaks_is_offered(visit: Visit, record: Record) -> None:
    """Who only goes with a speaker, by a tie that documents show, need not be offered as well."""
    page = visit.open("officials/omid-faraz.html")
    everybody, *offered = page.locator("#without-party option").evaluate_all("all => all.map((one) => one.value)")[1:]
    heard = {party: {*facts} for party, facts in page.evaluate(_HEARD).items()}
    assert everybody == "*"
    assert {*offered} < heard.keys()
    assert all(any(heard[one] == facts for one in offered) for facts in heard.values())
    assert "freedonia-treasury" in record.voices.parties
    assert "freedonia-treasury" not in offered  # its list is printed by the gazette, and both are organs of one state
