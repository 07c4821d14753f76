"""Who has the documents may have their words on the pages; nobody else gets one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.conftest import GAZETTE, HERALD, VERSION, Bench
from tests.site.reading import read, read_file

from mostanad.documents.folder import Documents
from mostanad.loader import Release
from mostanad.releases import build
from mostanad.site import about, build_site
from mostanad.site.contents import Record

#: How many words in a row are a document's own.
_OWN = 9


@pytest.fixture(scope="module")
def told(bench_template: Bench, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Not to be changed."""
    out = tmp_path_factory.mktemp("told")
    return Release(build(bench_template.root, out, layers=["text", "rows"], forms=()), VERSION)


def runs(text: str) -> set[str]:
    """Every so many words that stand in a row."""
    words = re.findall(r"\w+", text.casefold())
    return {" ".join(words[at : at + _OWN]) for at in range(len(words) - _OWN + 1)}


def test_without_the_option_no_page_has_the_words_of_a_document(
    told: Release, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOSTANAD_DOCUMENTS", str(bench.documents))
    build_site(told, tmp_path / "site")
    own = runs(GAZETTE) | runs(HERALD)
    for path in (tmp_path / "site").rglob("*.html"):
        assert not own & runs(read_file(path).by_id("main").text), path


def test_with_the_option_a_passage_has_its_words(told: Release, bench: Bench, tmp_path: Path) -> None:
    build_site(told, tmp_path / "site", documents=bench.documents)
    page = read_file(tmp_path / "site/rows/bahram-nikpour-denies-beatings.html")
    (quoted,) = {one.text for one in page.all("blockquote")}
    assert quoted in " ".join(GAZETTE.split())
    assert quoted.startswith("The judge")


@pytest.mark.parametrize("is_given", [True, False])
def test_the_start_page_says_whether_the_words_are_there(told: Release, bench: Bench, is_given: bool) -> None:
    record = Record.of(told, Documents(bench.documents if is_given else None))
    (start,) = (page for page in about.pages(record) if page.path == "index.html")
    said = read(start.html(record, "")).text
    assert ("This copy prints the words of the passages" in said) is is_given
    assert ("are not reprinted" in said) is not is_given


def test_a_passage_of_another_hash_has_no_words(told: Release, bench: Bench) -> None:
    record = Record.of(told, Documents(bench.documents))
    (item, *_) = record.evidence.of("bahram-nikpour-denies-beatings")["gist"]
    assert record.words(item)
    assert record.words({**item, "passage_sha256": "0" * 64}) == ""
    assert Record.of(told).words(item) == ""
