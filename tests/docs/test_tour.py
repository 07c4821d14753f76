"""docs/tour.md: its examples, run in order on a release made of this tree, print what the page shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.docs import pages

pytestmark = pytest.mark.slow

PAGE = (pages.DOCS / "tour.md").read_text("utf-8")
PROGRAMS = frozenset({"python", "mostanad"})


def test_the_examples_print_what_the_page_shows(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    pages.desk(tmp_path_factory, monkeypatch, tmp_path)
    pages.assert_follows(PAGE, PROGRAMS, "tour.md")


def test_every_example_is_run() -> None:
    found = [example.program or example.kind for example in pages.examples(PAGE)]
    assert len(found) > 10
    assert set(found) == PROGRAMS | pages.NOT_TYPED


def test_it_fits_a_terminal() -> None:
    assert pages.too_wide(PAGE) == []


def test_it_can_be_pasted_at_the_prompt() -> None:
    assert pages.refused_at_the_prompt(PAGE) == []


def test_the_links_lead_somewhere() -> None:
    assert pages.links(PAGE)
    assert pages.dead_links(pages.DOCS / "tour.md") == []
