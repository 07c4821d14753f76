"""The command that cites: what the loader cites, in each style; and what it says if it cannot."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from tests.releases.conftest import release_of_the_world

from mostanad.cli.look import Style
from mostanad.loader import STYLES, Release, store


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release_of_the_world(tmp_path_factory)


@pytest.fixture
def release(built: Path, monkeypatch: pytest.MonkeyPatch) -> Release:
    """The only release at hand."""
    monkeypatch.setattr(store, "releases_root", lambda: built.parent)
    return Release(built, built.name)


def test_the_styles_are_those_of_the_loader() -> None:
    assert tuple(style.value for style in Style) == STYLES


@pytest.mark.parametrize("style", STYLES)
def test_it_prints_what_the_loader_cites(cli: Any, release: Release, style: Any) -> None:
    run = cli("cite", "square-2020", "council-2020/title", "--style", style)
    assert (run.code, run.err) == (0, "")
    assert run.out == release.cite(["square-2020", "council-2020/title"], style)
    assert run.out != release.cite("square-2020", style)


def test_without_a_style_it_is_bibtex(cli: Any, release: Release) -> None:
    assert cli("cite", "square-2020").out == release.cite("square-2020")
    assert cli("cite", "square-2020").out.startswith("@dataset{mostanad-")


def test_the_day_on_which_somebody_looked(cli: Any, release: Release) -> None:
    run = cli("cite", "square-2020", "--style", "csl-json", "--accessed", "2026-11-20")
    assert run.out == release.cite("square-2020", "csl-json", dt.date(2026, 11, 20))
    assert any(item.get("accessed") for item in json.loads(run.out))
    for day in ("yesterday", "2022-02-30"):
        assert cli("cite", "square-2020", "--accessed", day).code == 2


def test_from_a_release_that_is_named(cli: Any, release: Release, tmp_path: Path) -> None:
    whole = cli("cite", "square-2020").out
    assert cli("cite", "square-2020", "--release", release.version).out == whole
    assert cli("cite", "square-2020", "--release", release.path).out == whole


@pytest.mark.parametrize("ids", [["nobody"], ["square-2020", "nobody"]])
def test_an_id_that_there_is_not_is_exit_1(cli: Any, release: Release, ids: list[str]) -> None:
    run = cli("cite", *ids)
    assert (run.code, run.out) == (1, "")
    assert run.err == f"mostanad: no id 'nobody' in release {release.version}\n"


def test_a_release_that_is_not_there_is_exit_2(cli: Any, release: Release) -> None:
    run = cli("cite", "square-2020", "--release", "2020.1.0")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("mostanad: no release '2020.1.0'; on this machine: ")


def test_wrong_usage_is_exit_2(cli: Any, release: Release) -> None:
    assert cli("cite").code == 2
    assert cli("cite", "square-2020", "--style", "apa").code == 2
