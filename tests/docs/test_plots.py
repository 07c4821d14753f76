"""docs/plots.md: its examples run, write the pictures, and print what the page shows."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest
from tests.loader.versions import THIRD, versions_in
from typer.testing import CliRunner

from mostanad.cli.main import app
from mostanad.loader import charts, fact_check_text, overlaps, store

pytestmark = pytest.mark.slow

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "plots.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```)?", PAGE, re.DOTALL)


@pytest.fixture
def newest(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The release of the page is the newest one here."""
    folder = versions_in(tmp_path_factory)[THIRD].path.parent
    monkeypatch.setattr(store, "releases_root", lambda: folder)


def test_the_examples_print_what_the_page_shows(newest: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(EXAMPLES) == PAGE.count("```python") == 5
    assert sum(bool(shown) for _, shown in EXAMPLES) == PAGE.count("```text")
    names: dict[str, Any] = {}
    for code, shown in EXAMPLES:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(code, names)
        pattern = re.escape(shown).replace(r"\.\.\." + "\\\n", r"(.|\n)*")
        assert re.fullmatch(pattern, printed.getvalue()), printed.getvalue()
    for name in ("omid-faraz.svg", "square-2020.svg", "listings.svg", "overlaps.svg", "bodies.svg"):
        assert "<svg" in (tmp_path / name).read_text("utf-8")


def test_the_commands_run(newest: None) -> None:
    commands = re.findall(r"`mostanad (\w+ [^`]+)`", PAGE)
    assert commands
    for command in commands:
        assert CliRunner().invoke(app, command.split()).exit_code == 0


def test_the_page_names_the_extra_that_the_message_names() -> None:
    assert 'pip install "mostanad[plot]"' in PAGE
    assert 'pip install "mostanad[plot]"' in Path(charts.__file__).read_text("utf-8")


def test_the_page_has_every_sign() -> None:
    for sign, _, _ in fact_check_text.MARKS.values():
        assert sign in PAGE
    assert " ".join(fact_check_text.DISPUTED[:2]) in PAGE


def test_the_page_says_how_much_is_drawn_at_most() -> None:
    most = f"the first {overlaps._COMBINED} combinations and the {overlaps._BODIES} most listed bodies"
    assert most in " ".join(PAGE.split())


def test_the_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)", PAGE)
    assert links
    assert all((DOCS / path).is_file() for path in links)
