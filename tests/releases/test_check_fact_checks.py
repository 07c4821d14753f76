"""The checks of a release: a verdict that does not follow from its tables is a finding."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.releases.conftest import ABOUT, NOWHERE, World, found, rewrite, row_of, tables_of

from mostanad.releases import BuildRefused, build_release, check_facts, compile, verify
from mostanad.releases.write import write
from mostanad.validation import asking

pytestmark = pytest.mark.slow
Rebuilt = Callable[[], Path]
FILE = "fact_checks/faraz-listed.sql"
ANSWERS = "fact_check_answers"
CHECKS, ITEMS = "csv/fact_checks.csv", "csv/fact_check_answers.csv"


def asked(release: Path, query: str) -> None:
    """Write a release again, with another query of its fact check."""
    tables = tables_of(release)
    shutil.rmtree(release)
    release.mkdir()
    write(tables, ABOUT, release, queries={"faraz-listed": query})


@pytest.fixture
def checked(world: World, rebuilt: Rebuilt) -> Path:
    """A release with a check."""
    world.add_check()
    return rebuilt()


def test_a_check_that_follows_from_the_tables(checked: Path) -> None:
    report = verify(checked, NOWHERE)
    assert (report.findings, report.not_run) == ((), ())


def test_a_release_without_checks_runs_nothing(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_facts, "problems", None)
    assert list(check_facts.check_fact_checks(built, tables_of(built))) == []


def test_a_query_that_changes_under_a_build_is_released_as_it_was_asked(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.add_check()
    root = world.write(tmp_path / "package")
    file = root / "validators" / FILE
    asked = file.read_text("utf-8")

    def compile_tables(*given: Any) -> dict[str, pa.Table]:
        file.write_text("SELECT 1", encoding="utf-8")
        return compile.compile_tables(*given)

    monkeypatch.setattr(build_release, "compile_tables", compile_tables)
    assert (build_release.build(root, tmp_path / "out") / FILE).read_text("utf-8") == asked


def test_a_build_is_refused_where_a_verdict_does_not_follow(world: World, rebuilt: Rebuilt) -> None:
    world.add_check(verdict="contradicted")
    with pytest.raises(BuildRefused, match="MST538 the verdict of faraz-listed is contradicted"):
        rebuilt()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "key", "cells", "file", "words"),
    [
        ("fact_checks", "faraz-listed", {"verdict": "partly"}, CHECKS, "the verdict of faraz-listed is partly"),
        (ANSWERS, "faraz-listed-omid-faraz", {"answer": "no"}, ITEMS, "but its query answers yes"),
        (
            "fact_check_answers",
            "faraz-listed-omid-faraz",
            {"shown_by": ["a", "b"]},
            ITEMS,
            "freedonia-p1-omid-faraz; too many",
        ),
        (
            "fact_check_answers",
            "faraz-listed-omid-faraz",
            {"shown_by": None},
            ITEMS,
            "missing: freedonia-p1-omid-faraz",
        ),
        (
            "fact_check_answers",
            "faraz-listed-omid-faraz",
            {"entity_id": "navid-kohan"},
            ITEMS,
            "its query answers nothing",
        ),
        (
            "fact_check_answers",
            "faraz-listed-omid-faraz",
            {"check_id": "gone"},
            CHECKS,
            "faraz-listed has no answer for",
        ),
    ],
)
def test_a_release_that_was_edited_and_sealed_anew(
    checked: Path, table: str, key: str, cells: dict[str, Any], file: str, words: str
) -> None:
    rewrite(checked, table, lambda rows: row_of(rows, key).update(cells))
    findings = [finding for finding in verify(checked, NOWHERE).findings if finding.code == "MST617"]
    (finding,) = (finding for finding in findings if finding.file == file)
    assert (finding.line, finding.column) == (2, 0)
    assert words in finding.message
    assert {code for code, _ in found(checked)} == {"MST617"}


@pytest.mark.parametrize(
    ("query", "line", "words"),
    [
        ("SELECT 1", 1, "the query of faraz-listed returns no valid answers: it returns 1"),
        ("SELECT *\nFROM facts", 2, "the query of faraz-listed cannot be run: Catalog Error"),
    ],
)
def test_a_query_that_was_edited(checked: Path, query: str, line: int, words: str) -> None:
    asked(checked, query)
    (finding,) = verify(checked, NOWHERE).findings
    assert (finding.code, finding.file, finding.line, finding.column) == ("MST617", FILE, line, 0)
    assert words in finding.message


def test_a_release_carries_the_query_as_it_stands_in_the_package(world: World, checked: Path) -> None:
    assert (checked / FILE).read_text("utf-8") == world.queries["faraz-listed"]
    (checked / FILE).unlink()
    assert ("MST617", CHECKS) in {(one.code, one.file) for one in verify(checked, NOWHERE).findings}


def test_a_day_on_which_it_was_not_so(checked: Path) -> None:
    day = dt.date(2021, 2, 2)

    def earlier(rows: list[dict[str, Any]]) -> None:
        row_of(rows, "faraz-listed").update(as_of=str(day), as_of_min=day, as_of_max=day)

    rewrite(checked, "fact_checks", earlier)
    (finding,) = verify(checked, NOWHERE).findings
    assert (finding.code, finding.file, finding.line) == ("MST617", FILE, 1)
    assert finding.message == "the query of faraz-listed returns no valid answers: it returns no rows"


def test_without_all_tables_it_is_said_not_to_be_run(checked: Path) -> None:
    (checked / "parquet/sanctions.parquet").unlink()
    assert "checks against tables" in verify(checked, NOWHERE).not_run


def test_a_query_of_a_stranger_is_bounded(checked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SECONDS", 0.3)
    endless = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t"
    asked(checked, endless)
    (finding,) = verify(checked, NOWHERE).findings
    assert "it runs for longer than 0.3 seconds" in finding.message
