"""Lists filtered by words, in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cases import each
from tests.site.browsing import needs_browser, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [needs_browser, pytest.mark.slow]
#: Of each row whether it shows all these words; and whether it is found.
SHOWS = "(rows, words) => rows.map((row) => words.every((word) => row.innerText.toLowerCase().includes(word)))"
FOUND = "rows => rows.map((row) => !row.hidden)"


@each(
    ("path", "text"),
    [("fa/officials.html", "قاضی شیراز"), ("fa/officials.html", "قاضی"), ("fa/officials.html", "رئیس زندان"),
     ("officials.html", "head"), ("fa/bodies.html", "زندان"), ("fa/events.html", "تهران"), ("events.html", "verdict"),
     ("posts.html", "judge"), ("sanctions.html", "ended"), ("statements.html", "killed")],
)  # fmt: skip
def test_a_list_finds_each_row_that_shows_the_words(path: str, text: str, chromium: Browser, real_site: Path) -> None:
    """Also at the edge of a cell or of a line of one, where nothing stands between two words."""
    with visiting(chromium, real_site.as_uri() + "/") as visit:
        page = visit.open(path)
        rows = page.locator("#list > tbody > tr:not(.section)")
        page.fill("[name=q]", "x")
        page.fill("[name=q]", "")
        page.locator(".pager:not([hidden])").first.wait_for(state="detached")  # the rows of all pages came
        shows = rows.evaluate_all(SHOWS, text.split())
        page.fill("[name=q]", text)
        found = rows.evaluate_all(FOUND)
    assert not [at for at, is_shown in enumerate(shows) if is_shown and not found[at]]
    assert 0 < sum(shows) <= sum(found) < len(found)


def test_what_a_list_says_of_all_its_rows_stands_beside_them_not_before_or_in_each(
    chromium: Browser, real_site: Path
) -> None:
    """The kind of a body in the heading of its section; authorities one by one, not bold; what is not covered below."""
    with visiting(chromium, real_site.as_uri() + "/") as visit:
        page = visit.open("bodies.html")
        assert page.locator("#list thead th:visible").all_inner_texts()[:2] == ["Name", "Listed by"]
        marked = page.locator("#list .listed b")
        assert marked.count() > 10
        assert marked.evaluate_all("all => all.every((one) => getComputedStyle(one).fontWeight === '400')")
        assert not [text for text in marked.all_inner_texts() if "listed" in text]
        page.select_option("[name=sort]", "-many")
        page.locator("#list thead th:visible", has_text="Kind").wait_for()
        page = visit.open("sanctions.html")
        is_below = "document.getElementById('list').compareDocumentPosition(document.getElementById('reach')) & 4"
        assert page.evaluate(is_below)
