"""Lists on a phone: cards, and filters that leave room for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.site.browsing import PHONE, needs_browser, visiting
from tests.site.test_lists import LISTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [needs_browser, pytest.mark.slow]


#: What is wrong with the cards of a page: cells off the screen or without the name of their column, small text, days
#: that are broken, tables that scroll sideways.
_POOR = """() => {
  const poor = [];
  for (const table of document.querySelectorAll("table.cards")) {
    if (table.parentElement.scrollWidth > table.parentElement.clientWidth) poor.push("scrolls: " + table.id);
    for (const cell of table.querySelectorAll("tbody th, tbody td")) {
      if (cell.closest("[hidden], .section")) continue;
      const box = cell.getBoundingClientRect(), label = getComputedStyle(cell, "::before").content;
      const isEmpty = cell.textContent === "";
      if (isEmpty && cell.tagName === "TD" && box.height > 0) poor.push("empty: " + label);
      if (box.left < 0 || box.right > innerWidth) poor.push("off the screen: " + cell.textContent);
      const isNamed = cell.tagName === "TH" || !cell.cellIndex || isEmpty || label === `"${cell.dataset.label}: "`;
      if (!isNamed) poor.push("of what: " + label);
      for (const one of [cell, ...cell.querySelectorAll("*")]) {
        if (parseFloat(getComputedStyle(one).fontSize) < 12) poor.push("small: " + one.textContent);
      }
    }
    for (const time of table.querySelectorAll("time:not([title*='..'], [title*='/'])")) {
      const lines = new Set(Array.from(time.getClientRects(), (rect) => Math.round(rect.top)));
      if (lines.size > 1) poor.push("broken: " + time.textContent);
    }
  }
  return poor;
}"""


@pytest.fixture
def phone(chromium: Browser, base: str) -> Iterator[Page]:
    with visiting(chromium, base, viewport=PHONE, is_mobile=True, has_touch=True) as visit:
        visit.open("index.html")
        yield visit.page


def test_on_a_phone_a_list_is_of_cards(phone: Page, base: str) -> None:
    for path in sorted({*LISTS, "bodies.html", "sources.html"} - {"checks.html"}):
        phone.goto(base + path)
        assert phone.locator("table.cards tbody tr").count() > 0
        assert phone.evaluate(_POOR) == [], path
        assert phone.locator("table:not(.cards)").count() == 0, path
        first = phone.locator("table.cards tbody tr:not(.section)").first
        boxes = [one.bounding_box() for one in first.locator("th, td").locator("visible=true").all()]
        tops = [box["y"] for box in boxes if box]
        assert tops == sorted(set(tops)), path  # each in a line of its own, the name first


def test_on_a_phone_what_the_marks_mean_is_of_cards(phone: Page, base: str) -> None:
    phone.goto(base + "index.html")
    assert phone.locator("table.cards").count() == phone.locator("table").count() > 0
    assert phone.evaluate(_POOR) == []


def test_on_a_phone_the_filters_leave_room_for_the_list(phone: Page, base: str) -> None:
    phone.goto(base + "officials.html")
    box = phone.locator("#filters").bounding_box()
    assert box is not None
    assert box["height"] < PHONE["height"] / 3
    lefts = {
        one.evaluate("one => one.getBoundingClientRect().left") for one in phone.locator("#filters label:visible").all()
    }
    assert len(lefts) == 2
