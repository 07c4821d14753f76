"""README.md says what is so: its Python runs and prints what the page shows, its files and commands exist."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest
from tests.cases import each
from tests.shared import release_of_this_tree
from typer.testing import CliRunner

from mostanad.cli.main import app
from mostanad.loader import Release, store

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "README.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.S)


@pytest.mark.slow
def test_the_examples_print_what_the_page_shows(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """They run on a release made of this tree, whatever lies in dist/."""
    folder = release_of_this_tree(tmp_path_factory).parent
    monkeypatch.setattr(store, "releases_root", lambda: folder)
    assert len(EXAMPLES) == 2
    names: dict[str, Any] = {}
    for code, shown in EXAMPLES:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(code, names)
        assert printed.getvalue() == shown


@pytest.mark.slow
def test_the_picture_is_that_of_the_release(tmp_path_factory: pytest.TempPathFactory) -> None:
    """If the data changed: `mostanad.release().plot_listings().save("docs/pictures/listings.svg")`."""
    path = release_of_this_tree(tmp_path_factory)
    drawn = Release(path, path.name).plot_listings()
    ((about, name),) = re.findall(r"!\[(.*?): each listing.*?\]\((.*?)\)", PAGE)
    assert (ROOT / name).read_text("utf-8") == drawn.svg
    assert about.split(" came")[0] == drawn.title.split(" came")[0]


@each("command", sorted(set(re.findall(r"`mostanad ([a-z]+)", PAGE))))
def test_the_commands_exist(command: str) -> None:
    assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0


@each("path", sorted(set(re.findall(r"\]\(([^)#]+)", PAGE))))
def test_the_links_lead_somewhere(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"^    make ([a-z-]+)", PAGE, re.M))))
def test_the_targets_exist(target: str) -> None:
    assert re.search(rf"^{target}:.*##", (ROOT / "Makefile").read_text("utf-8"), re.M)
