"""docs/checks.md is followed: its example is entered, validated and shown, and its query is run without mostanad."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from mostanad.cli.main import app
from mostanad.files.queries import FOLDER
from mostanad.loader import store
from mostanad.releases import build
from mostanad.validation import explain, validate

pytestmark = pytest.mark.slow

PAGE = (Path(__file__).parents[2] / "docs" / "checks.md").read_text("utf-8")


def block(kind: str) -> str:
    """The one fenced block of a language."""
    (text,) = re.findall(rf"```{kind}\n(.*?)```", PAGE, re.S)
    return str(text)


@pytest.fixture
def release(bench: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A release of the invented package with the example in it."""
    cells = dict(re.findall(r"^\| (\w+) \| `(.*)` \|$", PAGE, re.M))
    bench.write("fact_checks", [cells])
    query = bench.root / FOLDER / f"{cells['check_id']}.sql"
    query.parent.mkdir(parents=True)
    query.write_text(block("sql"), encoding="utf-8")
    bench.write("fact_check_answers", csv.DictReader(io.StringIO(block("csv"))))
    report = validate(bench.root)
    assert (report.findings, report.not_run) == ((), ())
    monkeypatch.setattr(store, "releases_root", lambda: tmp_path / "out")
    return build(bench.root, tmp_path / "out")


def test_the_page_is_what_the_command_prints(release: Path) -> None:
    command, _, printed = block("console").partition("\n")
    result = CliRunner().invoke(app, command.removeprefix("$ mostanad ").split())
    assert (result.exit_code, result.output) == (0, printed)


def test_the_query_can_be_asked_again_without_mostanad(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(release)
    printed = io.StringIO()
    with duckdb.connect() as connection, contextlib.redirect_stdout(printed):
        exec(block("python").replace("import duckdb\n", ""), {"duckdb": connection})
    for words in ("bahram-nikpour", "norland-treasury", "supported"):
        assert words in printed.getvalue()


def test_the_query_gives_the_items(release: Path) -> None:
    with duckdb.connect() as connection:
        for path in (release / "parquet").glob("*.parquet"):
            connection.execute(f"CREATE VIEW {path.stem} AS FROM '{path}'")
        found = connection.execute(block("sql")).fetchall()
        items = connection.execute(
            "SELECT entity_id, authority_id, answer, shown_by FROM fact_check_answers"
        ).fetchall()
    assert sorted(row[:4] for row in found) == sorted(items)
    assert [row[3] for row in items] == [["norland-harbour-bahram-nikpour"]]


@pytest.mark.parametrize("day", ["2019-12-18", "2019-12"])
def test_on_another_day_the_example_says_something_else(bench: Any, release: Path, day: str) -> None:
    bench.edit("fact_checks", "judge-on-the-list", as_of=day)
    assert [finding.code for finding in validate(bench.root).findings] == ["MST537", "MST538"]


def test_the_codes_that_the_page_names_are_in_the_catalogue() -> None:
    assert set(re.findall(r"MST[0-9]{3}", PAGE)) <= explain.catalogue().keys()
