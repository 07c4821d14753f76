"""``mostanad show check``: a claim that was held against the record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.loader.conftest import CHECKED, write_tables

from mostanad.loader import Release, store


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only release at hand, with checks."""
    monkeypatch.setattr(store, "releases_root", lambda: tmp_path)
    path = tmp_path / "2026.11.0"
    (path / "parquet").mkdir(parents=True)
    (path / "datapackage.json").write_text('{"version": "2026.11.0"}', encoding="utf-8")
    write_tables(path, CHECKED)
    return path


@pytest.mark.parametrize("args", [[], ["--format", "text"], ["--release", "2026.11.0"]], ids=str)
def test_as_text(cli: Any, release: Path, args: list[str]) -> None:
    run = cli("show", "check", "all-three", *args)
    assert (run.code, run.err) == (0, "")
    assert run.out == f"{Release(release, '2026.11.0').check('all-three')}\n"
    assert run.out.startswith("all-three: partly (as of 6 January 2022;")


def test_as_json(cli: Any, release: Path) -> None:
    run = cli("show", "check", "all-three", "--format", "json")
    assert (run.code, run.err) == (0, "")
    assert json.loads(run.out) == Release(release, "2026.11.0").check("all-three").to_dict()
    assert "Dockers’" in run.out


def test_as_markdown(cli: Any, release: Path) -> None:
    run = cli("show", "check", "all-three", "--format", "markdown")
    assert (run.code, run.err) == (0, "")
    assert run.out == f"{Release(release, '2026.11.0').check('all-three').to_markdown()}\n"


def test_a_check_that_there_is_not_is_exit_2_with_those_there_are(cli: Any, release: Path) -> None:
    run = cli("show", "check", "all-four")
    assert (run.code, run.out) == (2, "")
    known = "checks: all-three, who-spoke, some-day, how-many\n"
    assert run.err == f"mostanad: no check 'all-four' in release 2026.11.0; {known}"
    run = cli("show", "check")
    assert (run.code, run.out) == (2, "")
    assert run.err == f"mostanad: name a check; {known}"


def test_a_release_without_checks_says_so(cli: Any, release: Path) -> None:
    write_tables(release, {"fact_checks": []})
    for args in (("all-three",), ()):
        run = cli("show", "check", *args)
        assert (run.code, run.out, run.err) == (2, "", "mostanad: release 2026.11.0 has no checks\n")


def test_a_release_that_there_is_not(cli: Any, release: Path) -> None:
    run = cli("show", "check", "all-three", "--release", "2020.1.0")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("mostanad: no release '2020.1.0'; on this machine: 2026.11.0; to download others, ")


@pytest.mark.parametrize("table", ["fact_checks", "fact_check_answers", "claims", "evidence", "sanctions"])
def test_a_damaged_release_is_exit_1_with_a_sentence(cli: Any, release: Path, table: str) -> None:
    (release / "parquet" / f"{table}.parquet").write_bytes(b"not what it should be")
    run = cli("show", "check", "all-three")
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("mostanad: the release is damaged (")
    assert "mostanad verify" in run.err


@pytest.mark.parametrize("table", ["claims", "sources", "evidence", "statements"])
def test_a_check_that_leads_nowhere_is_exit_1(cli: Any, release: Path, table: str) -> None:
    write_tables(release, {table: []})
    run = cli("show", "check", "all-three")
    assert (run.code, run.out) == (1, "")
    assert "which a check refers to; run `mostanad verify`" in run.err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["judge", "all-three"], "give one id, or `check` and the id of a check"),
        (["judge", "--format", "markdown"], "only a fact-check is printed as markdown"),
        (["check", "all-three", "--format", "html"], "html"),
        ([], "Missing argument"),
    ],
    ids=str,
)
def test_what_cannot_be_asked(cli: Any, release: Path, args: list[str], words: str) -> None:
    run = cli("show", *args)
    assert (run.code, run.out) == (2, "")
    assert words in " ".join(run.err.replace("│", " ").split())


def test_a_dossier_as_json(cli: Any, release: Path) -> None:
    (release / "json" / "officials").mkdir(parents=True)
    (release / "json" / "officials" / "judge.json").write_text('{"official": {}}', encoding="utf-8")
    run = cli("show", "judge", "--format", "json")
    assert (run.code, json.loads(run.out)) == (0, {"official": {}})
