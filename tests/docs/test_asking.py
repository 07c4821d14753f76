"""docs/asking.md: what it shows is what its examples print."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
from pathlib import Path
from typing import Any

import pytest
from tests.docs import pages
from tests.loader.versions import THIRD, versions_in

from mostanad.files import resources
from mostanad.loader import store
from mostanad.loader.download import environment
from mostanad.publishing.publish import publish

pytestmark = pytest.mark.slow

PAGE = (pages.DOCS / "asking.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL)


def test_the_examples_print_what_the_page_shows(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    """They run on the invented world, published; a hash is sixteen digits, and ``...`` stands for any rest."""
    newest = versions_in(tmp_path_factory)[THIRD]
    monkeypatch.setattr(store, "releases_root", lambda: newest.path.parent)
    publish(newest.path.parent, tmp_path / "tree", date=dt.date(2026, 11, 2))
    monkeypatch.setenv(environment.INDEX, str(tmp_path / "tree"))
    monkeypatch.setenv(resources.CACHE, str(tmp_path / "cache"))
    assert len(EXAMPLES) == PAGE.count("```python") == 9
    names: dict[str, Any] = {}
    for code, shown in EXAMPLES:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(code, names)
        pattern = re.escape(shown).replace("SHA256", "[0-9a-f]{16}").replace(r"\.\.\." + "\\\n", r"(.|\n)*")
        assert re.fullmatch(pattern, printed.getvalue()), printed.getvalue()


def test_the_links_lead_somewhere() -> None:
    assert pages.links(PAGE)
    assert pages.dead_links(pages.DOCS / "asking.md") == []
