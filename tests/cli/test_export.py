"""The command that writes a release in the form of another program."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.releases.exports.odd_release import ABOUT, VERSION, odd_release
from tests.shared import ROOT

from mostanad.cli.obtain import ExportFormat
from mostanad.loader import store
from mostanad.releases.exports import ftm, sqlite
from mostanad.releases.exports import xlsx as spreadsheet


@pytest.fixture(autouse=True)
def only_release(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only release at hand."""
    path = odd_release()[0]
    monkeypatch.setattr(store, "releases_root", lambda: path.parent)
    return path


def sources(path: Path) -> int:
    """How many documents a file names."""
    match path.suffix:
        case ".sqlite":
            connection = sqlite3.connect(path)
            (count,) = connection.execute("SELECT count(*) FROM sources").fetchone()
            connection.close()
            return int(count)
        case ".xlsx":
            with zipfile.ZipFile(path) as book:
                names = re.findall(r'sheet name="(\w+)"', book.read("xl/workbook.xml").decode())
                sheet = book.read(f"xl/worksheets/sheet{names.index('sources') + 1}.xml")
            return sheet.count(b"<row ") - 1
        case ".bib":
            return len(re.findall("^@", path.read_text("utf-8"), re.MULTILINE)) - 1
    return len(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize(
    ("format", "name"), [("sqlite", "m.sqlite"), ("xlsx", "m.xlsx"), ("bibtex", "m.bib"), ("csl-json", "m.json")]
)
def test_a_release_is_written(cli: Any, tmp_path: Path, format: str, name: str) -> None:
    out = tmp_path / name
    run = cli("export", format, "--out", out)
    assert (run.code, run.out, run.err) == (0, f"wrote {out}\n", "")
    assert sources(out) == odd_release()[1]["sources"].num_rows
    assert [path.name for path in tmp_path.iterdir()] == [name]
    for again, release in (("version", VERSION), ("path", odd_release()[0])):
        (tmp_path / again).mkdir()
        assert cli("export", format, release, "--out", tmp_path / again / name).code == 0
        assert (tmp_path / again / name).read_bytes() == out.read_bytes()


@pytest.mark.parametrize(
    ("format", "made"),
    [("ftm", ftm.entities), ("ftm-statements", ftm.statements)],
)
def test_lines_are_written(cli: Any, tmp_path: Path, format: str, made: Callable[..., Any]) -> None:
    out = tmp_path / "lines"
    assert cli("export", format, "--out", out).code == 0
    lines = out.read_bytes().decode("utf-8").splitlines(keepends=True)
    assert lines == [f"{line}\n" for line in made(odd_release()[1], ABOUT)]
    assert len(lines) > 5


def test_the_catalogue_of_datasets_is_written(cli: Any, tmp_path: Path) -> None:
    assert cli("export", "ftm-catalog", "--out", tmp_path / "catalog.json").code == 0
    assert (tmp_path / "catalog.json").read_text("utf-8") == ftm.catalog(odd_release()[1], ABOUT)


@pytest.mark.slow
def test_every_format_is_the_same_in_another_process(only_release: Path, tmp_path: Path) -> None:
    script = """
        import sys
        from pathlib import Path
        from mostanad.cli.main import main
        from mostanad.cli.obtain import ExportFormat
        folder, release = sys.argv[1:]
        for form in ExportFormat:
            sys.argv = ["mostanad", "export", str(form), release, "--out", str(Path(folder, form))]
            try:
                main()
            except SystemExit as end:
                assert not end.code, form
    """
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tehran")):
        (tmp_path / seed).mkdir()
        command = [sys.executable, "-c", textwrap.dedent(script), str(tmp_path / seed), str(only_release)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone})
    for form in ExportFormat:
        one, other = (tmp_path / seed / form for seed in ("1", "2"))
        assert one.read_bytes() == other.read_bytes() != b"", form


def test_a_release_is_named_as_for_other_commands(cli: Any, only_release: Path, tmp_path: Path) -> None:
    for number, way in enumerate(([only_release], ["--release", only_release])):
        assert cli("export", "csl-json", *way, "--out", tmp_path / f"{number}").code == 0
    assert (tmp_path / "0").read_bytes() == (tmp_path / "1").read_bytes()
    run = cli("export", "csl-json", only_release, "--release", only_release, "--out", tmp_path / "2")
    assert (run.code, "name one release" in run.err) == (2, True)
    assert cli("export", "csl-json", "--release", tmp_path / "none", "--out", tmp_path / "2").code == 2


def test_a_file_that_is_there_is_replaced_only_if_forced(cli: Any, tmp_path: Path) -> None:
    out = tmp_path / "m.json"
    out.write_text("something", encoding="utf-8")
    run = cli("export", "csl-json", "--out", out)
    assert (run.code, run.out) == (2, "")
    assert "exists already; --force replaces it" in run.err
    assert out.read_text("utf-8") == "something"
    assert cli("export", "csl-json", "--out", out, "--force").code == 0
    assert sources(out) > 0


def test_a_link_is_not_followed(cli: Any, tmp_path: Path) -> None:
    behind, link = tmp_path / "behind", tmp_path / "link.json"
    behind.write_text("something", encoding="utf-8")
    link.symlink_to(behind)
    assert cli("export", "csl-json", "--out", link).code == 2
    assert cli("export", "csl-json", "--out", link, "--force").code == 0
    assert behind.read_text("utf-8") == "something"
    assert not link.is_symlink()
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    assert cli("export", "csl-json", "--out", tmp_path / "nowhere").code == 2
    assert not (tmp_path / "gone").exists()


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_what_is_no_file_is_never_replaced(cli: Any, tmp_path: Path, force: list[str]) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder"):
        run = cli("export", "csl-json", "--out", tmp_path / name, *force)
        assert (run.code, run.out) == (2, "")
        assert "is not a file" in run.err
    run = cli("export", "csl-json", "--out", tmp_path / "none" / "m.json", *force)
    assert run.code == 2
    assert "no such directory" in run.err


def test_a_release_that_is_not_there_is_exit_2(cli: Any, tmp_path: Path) -> None:
    run = cli("export", "sqlite", "2020.1.0", "--out", tmp_path / "m")
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"mostanad: no release '2020.1.0'; on this machine: {VERSION}; to download others, ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("args", [["nonsense", "--out", "m"], ["sqlite"], []])
def test_wrong_usage_is_exit_2(cli: Any, args: list[str]) -> None:
    assert cli("export", *args).code == 2


@pytest.mark.parametrize("format", ["sqlite", "csl-json"])
def test_a_damaged_release_is_exit_1_and_leaves_nothing(cli: Any, tmp_path: Path, format: str) -> None:
    release = Path(shutil.copytree(odd_release()[0], tmp_path / "release"))
    (tmp_path / "out").mkdir()
    parquet = release / "parquet" / "sources.parquet"
    for content in (b"not Parquet", (release / "parquet" / "names.parquet").read_bytes(), None):
        if content is None:
            parquet.unlink()
        else:
            parquet.write_bytes(content)
        run = cli("export", format, release, "--out", tmp_path / "out" / "m")
        assert (run.code, run.out) == (1, "")
        assert run.err.startswith(("mostanad: the release is damaged", "mostanad: no table 'sources'"))
        assert list((tmp_path / "out").iterdir()) == []


def test_a_key_that_is_there_twice_is_exit_1(cli: Any, tmp_path: Path) -> None:
    release = Path(shutil.copytree(odd_release()[0], tmp_path / "release"))
    table = odd_release()[1]["groups"]
    pq.write_table(pa.concat_tables([table, table]), release / "parquet" / "groups.parquet")
    run = cli("export", "sqlite", release, "--out", tmp_path / "m")
    assert (run.code, run.out) == (1, "")
    assert "is damaged (UNIQUE constraint failed: groups.group_id)" in run.err
    assert not (tmp_path / "m").exists()


def test_what_sqlite_cannot_write_is_exit_2(cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_SETTINGS", (*sqlite._SETTINGS, "PRAGMA max_page_count = 9"))
    run = cli("export", "sqlite", "--out", tmp_path / "m")
    assert (run.code, run.out, run.err) == (2, "", "mostanad: database or disk is full\n")
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_fails_leaves_what_was_there(cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(tables: object, version: str, path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(sqlite, "write", fail)
    out = tmp_path / "m.sqlite"
    out.write_bytes(b"before")
    run = cli("export", "sqlite", "--out", out, "--force")
    assert (run.code, run.out) == (2, "")
    assert run.err.endswith("No space left on device\n")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("m.sqlite", b"before")]


def test_what_comes_there_while_an_export_is_written_stays(
    cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "m.sqlite"

    def meanwhile(tables: object, version: str, path: Path) -> None:
        path.write_bytes(b"ours")
        out.write_bytes(b"mine")

    monkeypatch.setattr(sqlite, "write", meanwhile)
    run = cli("export", "sqlite", "--out", out)
    assert run.code == 2
    assert "exists already; --force replaces it" in run.err
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("m.sqlite", b"mine")]


def test_what_fits_no_spreadsheet_is_said(cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 10)
    run = cli("export", "xlsx", "--out", tmp_path / "m.xlsx")
    assert (run.code, run.out) == (2, "")
    assert "a sheet takes 9 below its header" in run.err
    assert list(tmp_path.iterdir()) == []


def test_an_extra_that_is_missing_is_named(cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    run = cli("export", "xlsx", "--out", tmp_path / "m.xlsx")
    assert (run.code, run.out) == (2, "")
    assert 'pip install "mostanad[export]"' in run.err
    assert list(tmp_path.iterdir()) == []


def test_the_page_that_the_help_names_says_what_each_form_holds() -> None:
    page = (ROOT / "docs" / "exports.md").read_text("utf-8")
    named = {name for first in re.findall(r"^\| ([^|]+) \|", page, re.M) for name in re.findall("`([a-z-]+)`", first)}
    missing = {form.value for form in ExportFormat} - named
    assert not missing, f"docs/exports.md: add a line to its table for {', '.join(sorted(missing))}"
