"""Nothing that a document brings is more than text: not in HTML, not in scripts, not as an address."""

from __future__ import annotations

import json
import re

import pytest
from tests.site.hostile import ENDS_SCRIPT, LONG, MARKUP, QUOTED_URL, QUOTES, TURNED, hostile_release
from tests.site.reading import Element, fetched, led_to, read_file

from mostanad.loader import Release
from mostanad.site.builder import build_site

#: All attributes that the templates give; one from the data would not be among them.
ATTRIBUTES = frozenset(
    """
    action aria-current aria-describedby aria-label aria-labelledby aria-live autocomplete charset checked class
    colspan content cx cy d data-at data-copy data-deeds data-first data-here data-kinds data-label data-lacking
    data-last data-name data-of data-root data-rows data-said data-v data-words defer dir download for height hidden
    href http-equiv id lang maxlength name pattern placeholder property r rel role rx scope spellcheck src
    stroke-dasharray stroke-width
    tabindex title transform type value viewbox width x x1 x2 y y1 y2
    """.split()  # noqa: SIM905
)


@pytest.fixture(scope="module")
def pages(invented: Release, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Element]:
    """The pages of the site of a hostile release."""
    folder = tmp_path_factory.mktemp("hostile")
    out = folder / "site"
    build_site(hostile_release(invented, folder), out, "https://example.org/")
    return {path.relative_to(out).as_posix(): read_file(path) for path in sorted(out.rglob("*.html"))}


def test_no_element_or_attribute_comes_from_the_data(pages: dict[str, Element]) -> None:
    for path, page in pages.items():
        for one in page.walk():
            assert one.attributes.keys() <= ATTRIBUTES, (path, one.tag)
            assert not any(name.startswith("on") or name == "style" for name in one.attributes), (path, one.tag)
        assert page.all("img") == []
        scripts = [one for one in page.all("script") if one.attributes.get("type") != "application/ld+json"]
        assert all("src" in one.attributes and not one.parts for one in scripts), path


def test_the_texts_are_shown_as_they_are(pages: dict[str, Element]) -> None:
    def shows(path: str, text: str) -> bool:
        return " ".join(text.split()) in pages[path].by_id("main").text

    assert shows("officials/omid-faraz.html", MARKUP)
    assert shows("sources/wire-story.html", ENDS_SCRIPT)
    assert shows("events/square-2020.html", "{{ 7 * 7 }}{% raw %}${window.broken=1}")
    assert shows("officials/omid-faraz.html", QUOTES)


def test_json_in_a_page_cannot_end_its_script(pages: dict[str, Element]) -> None:
    (script,) = pages["officials/omid-faraz.html"].all("script", type="application/ld+json")
    assert json.loads(script.text)["name"] == MARKUP
    (script,) = pages["checks.html"].all("script", type="application/ld+json")
    (review,) = json.loads(script.text)["@graph"]
    assert review["claimReviewed"] == MARKUP
    assert "<" not in script.text


def test_only_addresses_of_the_web_are_links(pages: dict[str, Element]) -> None:
    outside = [
        one for page in pages.values() for one in led_to(page)
        if re.match(r"\s*(//|[a-zA-Z][\w+.\s-]*:)", one.attributes["href"])
    ]  # fmt: skip
    hrefs = {one.attributes["href"] for one in outside}
    assert hrefs == {QUOTED_URL, "https://example.org/blue-story"}
    assert {one.attributes["rel"] for one in outside} == {"noreferrer nofollow"}
    assert [address for page in pages.values() for address in fetched(page) if ":" in address or "//" in address] == []


def test_a_turned_or_long_text_stays_in_its_place(pages: dict[str, Element]) -> None:
    """A control that turns the direction ends with the element that holds the text, on every page."""
    held = 0
    for path, page in pages.items():
        for one in page.walk():
            own = "".join(part for part in one.parts if isinstance(part, str))
            if "\u202e" in own and one.tag not in ("title", "script", "text", "pre"):
                assert one.tag == "bdi", (path, one.tag)
                held += 1
    assert held > 5
    assert " ".join(TURNED.split()) in pages["events.html"].text
    assert LONG in pages["officials.html"].text
