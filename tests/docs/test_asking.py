"""docs/asking.md: what it shows is what its examples print."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest
from tests.loader.versions import THIRD, versions_in

from mostanad.loader import store

PAGE = (Path(__file__).parents[2] / "docs/asking.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL)


def test_the_examples_print_what_the_page_shows(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """They run on the invented world; a hash is one of sixteen digits, and ``...`` stands for any rest."""
    newest = versions_in(tmp_path_factory)[THIRD]
    monkeypatch.setattr(store, "releases_root", lambda: newest.path.parent)
    assert len(EXAMPLES) == PAGE.count("```python") == 8
    names: dict[str, Any] = {}
    for code, shown in EXAMPLES:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(code, names)
        pattern = re.escape(shown).replace("SHA256", "[0-9a-f]{16}").replace(r"\.\.\." + "\\\n", r"(.|\n)*")
        assert re.fullmatch(pattern, printed.getvalue()), printed.getvalue()


def test_the_links_lead_somewhere() -> None:
    docs = Path(__file__).parents[2] / "docs"
    links = re.findall(r"\]\(([^)#]+)(?:#([^)]+))?\)", PAGE)
    assert links
    for path, anchor in links:
        page = (docs / path).read_text("utf-8")
        headings = {re.sub(r"[^a-z0-9]+", "-", line.lower()) for line in re.findall(r"^#+ (.*)$", page, re.MULTILINE)}
        assert not anchor or anchor in headings
