"""Numbers in Persian sentences: in Persian digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.site.reading import Element, read, read_file

from mostanad.models.language import speaking
from mostanad.site.builder import all_pages
from mostanad.site.contents import Record


def _latin_digits(element: Element) -> Iterator[str]:
    """Sentences in Persian with digits of another script, but for versions, numbers of acts and what a list prints."""
    if element.tag in ("head", "script", "code", "pre", "svg", "option") or element.attributes.get("lang") == "en":
        return
    own = " ".join(part for part in element.parts if isinstance(part, str))
    left = re.sub(r"«[^»]*»|\b\d{4}\.\d+\.\d+|\d+/\d+|(?:RFC|Part) [\d.]+|[A-Za-z][\w.-]*", "", own)
    if re.search("[\u0600-\u06ff]", own) and re.search("[0-9]", left):
        yield own
    for part in element.parts:
        if isinstance(part, Element):
            yield from _latin_digits(part)


def test_a_persian_sentence_has_persian_digits(site: Path) -> None:
    pages = {path.relative_to(site).as_posix(): read_file(path) for path in sorted((site / "fa").rglob("*.html"))}
    found = {path: [*_latin_digits(html)] for path, html in pages.items()}
    assert {path: said for path, said in found.items() if said} == {}


@pytest.mark.slow
def test_the_lists_of_the_record_count_in_persian_digits(real_record: Record) -> None:
    with speaking(real_record.languages[1]):
        pages = {one.path: one.html(real_record, "") for one in all_pages(real_record) if "/" not in one.path}
    found = {path: [*_latin_digits(read(html))] for path, html in pages.items()}
    assert {path: said for path, said in found.items() if said} == {}
    assert "در هر دو گروه" in pages["ended.html"]  # where numbers were put into a sentence as they are
