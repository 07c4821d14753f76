"""The files of queries: where a finding lies in one, and what becomes of files that are missing or left over."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from tests.validation.test_fact_checks import CHECKS, FILE, LAYERS, ROW

pytestmark = pytest.mark.usefixtures("queries_run_here")


@pytest.mark.parametrize(
    ("sql", "line"),
    [
        (f"-- who chaired it?\n{ROW}\nFROM events\nWHERE no_column = 1\n", 4),
        (f"{ROW}\nFROM events\nWHERE kind = \n'a' 'b' 'c'", 4),
        (f"{ROW}\nFROM events\nWHERE no_column = 1", 3),
        ("-- who?\n\n/* and\nwhen? */ SELECT *\nFROM nothing", 5),
        ("-- who?\nSELECT 1,,\nFROM events", 2),
        ("SELECT 1\nAS one\nFROM events", 1),
    ],
)
def test_a_finding_names_the_line_of_the_query(sample: Any, sql: str, line: int) -> None:
    sample.add_check(query=sql)
    (finding,) = sample.findings(LAYERS)
    assert (finding.file, finding.line) == (FILE, line)


def test_a_query_may_have_lines_comments_and_a_semicolon(sample: Any) -> None:
    lines = ROW.replace(", ", ",\n    ")
    sample.add_check(query=f"-- who chaired it?\n{lines};\n")
    assert sample.findings(LAYERS) == ()


def test_a_check_without_a_query(sample: Any) -> None:
    sample.add_check()
    (sample.root / FILE).unlink()
    (finding,) = sample.findings(LAYERS)
    assert (finding.code, finding.file, finding.line, finding.column) == ("MST535", CHECKS, 2, 1)
    assert finding.message == "the query of who-chaired is missing: there is no file who-chaired.sql"


@pytest.mark.parametrize("has_check", [True, False])
def test_a_query_without_a_check(sample: Any, has_check: bool) -> None:
    if has_check:
        sample.add_check()
    sample.query("who-sat", ROW)
    (finding,) = sample.findings(LAYERS)
    assert (finding.code, finding.file, finding.line) == ("MST540", "validators/fact_checks/who-sat.sql", 0)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"SELECT '\xff'", "the file is not UTF-8"), (b"-" * 100_001, "the file has more than 100,000 bytes")],
)
def test_a_file_that_is_no_text_of_a_query(sample: Any, content: bytes, words: str) -> None:
    sample.add_check()
    sample.query("who-chaired", content)
    (finding,) = sample.findings(LAYERS)
    assert (finding.code, finding.file, finding.line) == ("MST535", FILE, 1)
    assert finding.message == f"the query of who-chaired cannot be run: {words}"


@pytest.mark.parametrize("kind", ["folder", "pipe", "link", "loop"])
def test_what_is_no_file_of_the_package_is_not_read(sample: Any, tmp_path: Path, kind: str) -> None:
    sample.add_check()
    path = sample.root / FILE
    outside = path.rename(tmp_path / "outside.sql")
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(outside if kind == "link" else path)
    (finding,) = sample.findings(LAYERS)
    assert finding.message == "the query of who-chaired cannot be run: the file cannot be read"
