"""The command that checks a data package: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.cases import each, quick

from mostanad.cli import report as reports
from mostanad.files import open_package
from mostanad.files.resources import resource

FIELDS = ["code", "severity", "file", "line", "column", "value", "message", "remedy"]
FIELDS += ["end_column", "row_id", "field", "suggestion", "id", "covered_by", "summary"]


def test_validate_a_clean_package(cli: Any, bench: Any) -> None:
    run = cli("validate", bench.root, "--documents", bench.documents)
    assert (run.code, run.out, run.err) == (0, "0 errors, 0 warnings\n", "")


def test_validate_without_documents_says_what_was_not_checked(cli: Any, bench: Any) -> None:
    run = cli("validate", bench.root)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("not checked: ")


def test_validate_takes_the_folder_from_the_environment(cli: Any, bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOSTANAD_DOCUMENTS", str(bench.documents))
    assert cli("validate", bench.root).out == "0 errors, 0 warnings\n"


def test_validate_takes_the_directory_where_it_is_run(cli: Any, bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bench.root)
    bench.edit("officials", "bahram-nikpour", name="Bahram  Nikpour")
    run = cli("validate")
    assert run.code == 1
    assert run.out.startswith("datasets/officials.csv:2:16: MST108 error: ")


def test_validate_with_findings_is_exit_1_with_the_report_on_stdout(cli: Any, bench: Any) -> None:
    bench.edit("officials", "bahram-nikpour", gender="males")
    run = cli("validate", bench.root)
    assert (run.code, run.err) == (1, "")
    first, *_, last = run.out.splitlines()
    assert "MST213 error: gender: 'males' is not in the vocabulary; did you mean 'male'?" in first
    assert last == "1 error, 0 warnings"


def test_validate_with_warnings_only_is_exit_1(cli: Any, bench: Any) -> None:
    bench.enter("gazette-2019", ("Port Osma", "names", "bahram-nikpour-other", NAME))
    assert bench.run("seal").exit_code == 0
    run = cli("validate", bench.root)
    assert run.code == 1
    assert run.out.splitlines()[-1] == "0 errors, 1 warning"


NAME = "entity_id=bahram-nikpour|name=Port Osma|script=Latn|kind=primary"


def test_validate_as_json_is_one_object(cli: Any, bench: Any) -> None:
    bench.edit("officials", "bahram-nikpour", gender="males", born="196O")
    run = cli("validate", bench.root, "--format", "json")
    assert (run.code, run.err) == (1, "")
    report = json.loads(run.out)
    assert [list(finding) for finding in report["findings"]] == [FIELDS, FIELDS]
    assert [finding["code"] for finding in report["findings"]] == ["MST212", "MST213"]
    assert {finding["file"] for finding in report["findings"]} == {"datasets/officials.csv"}
    assert "seals" in report["not_run"]
    assert len(report["not_checked"]) == 1


def test_validate_as_json_of_a_clean_package(cli: Any, bench: Any) -> None:
    run = cli("validate", bench.root, "--format", "json", "--documents", bench.documents)
    assert (run.code, run.err) == (0, "")
    assert json.loads(run.out) == {"findings": [], "not_checked": [], "not_run": []}


@pytest.mark.parametrize("format", ["text", "json"])
@pytest.mark.parametrize("content", [None, "", "{", "[1]", '{"name": "x"}', "\xff"])
def test_validate_without_a_descriptor_is_exit_2(cli: Any, tmp_path: Path, content: str | None, format: str) -> None:
    if content is not None:
        (tmp_path / "datapackage.json").write_text(content, encoding="latin-1")
    run = cli("validate", tmp_path, "--format", format)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"mostanad: {tmp_path / 'datapackage.json'}: ")


def test_validate_with_a_descriptor_that_is_a_directory_is_exit_2(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").mkdir()
    run = cli("validate", tmp_path)
    assert (run.code, run.out) == (2, "")
    assert "cannot be read" in run.err


def test_validate_with_a_package_of_nothing_is_exit_1(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"name": "x", "resources": []}', encoding="utf-8")
    run = cli("validate", tmp_path, "--format", "json")
    assert run.code == 1
    assert {"MST201"} <= {finding["code"] for finding in json.loads(run.out)["findings"]}


def test_validate_without_the_folder_of_documents_is_exit_2(
    cli: Any, bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = bench.root / "nowhere"
    run = cli("validate", bench.root, "--documents", nowhere)
    assert (run.code, run.out, run.err) == (2, "", f"mostanad: {nowhere}: no such folder of documents\n")
    monkeypatch.setenv("MOSTANAD_DOCUMENTS", str(nowhere))
    assert cli("validate", bench.root).code == 2


def test_validate_with_a_table_that_is_a_directory_is_a_finding(cli: Any, bench: Any) -> None:
    bench.file("names").unlink()
    bench.file("names").mkdir()
    run = cli("validate", bench.root)
    assert (run.code, run.err) == (1, "")
    assert "datasets/names.csv: MST201 error" in run.out


def test_validate_with_a_document_that_was_edited(cli: Any, bench: Any) -> None:
    with (bench.documents / "herald-2019.txt").open("a", encoding="utf-8") as file:
        file.write("One more line.\n")
    run = cli("validate", bench.root, "--documents", bench.documents)
    assert run.code == 1
    assert "MST533" in run.out


def break_two_cells(bench: Any) -> None:
    bench.edit("officials", "bahram-nikpour", gender="males", born="196O")


@pytest.mark.parametrize("format", quick(2, [one.value for one in reports.Format]))
def test_every_format_of_findings_is_exit_1(cli: Any, bench: Any, format: str, tmp_path: Path) -> None:
    break_two_cells(bench)
    run = cli("validate", bench.root, "--format", format)
    assert (run.code, run.err) == (1, "")
    assert "MST212" in run.out
    assert "MST213" in run.out
    again = cli("validate", bench.root, "--format", format, "--output", tmp_path / "report")
    assert (again.code, again.out) == (1, "")
    assert (tmp_path / "report").read_text("utf-8") == run.out
    assert again.err == f"mostanad: wrote {tmp_path / 'report'}: 2 errors, 0 warnings\n"
    assert [path.name for path in tmp_path.glob(".*tmp")] == []


def test_json_is_as_its_schema_says(cli: Any, bench: Any) -> None:
    break_two_cells(bench)
    report = json.loads(cli("validate", bench.root, "--format", "json").out)
    Draft202012Validator(json.loads(resource("schema/findings.schema.json").read_bytes())).validate(report)
    assert len(report["findings"]) == 2


def test_an_output_that_cannot_be_written_is_exit_2_and_nothing_is_left(cli: Any, bench: Any, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "nowhere" / "report", tmp_path / "folder", tmp_path / "pipe"):
        run = cli("validate", bench.root, "--output", path)
        assert (run.code, run.out) == (2, "")
        assert run.err.startswith("mostanad: ")
    assert [path.name for path in tmp_path.glob(".*tmp")] == []
    assert (tmp_path / "pipe").is_fifo()


def test_an_output_stays_as_it_was_if_writing_fails(
    cli: Any, bench: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", "report")

    (tmp_path / "report").write_text("before", "utf-8")
    monkeypatch.setattr("mostanad.files.disk.os.replace", fail)
    run = cli("validate", bench.root, "--output", tmp_path / "report")
    assert (run.code, run.err) == (2, f"mostanad: {tmp_path / 'report'}: No space left on device\n")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["report"]
    assert (tmp_path / "report").read_text("utf-8") == "before"


@pytest.mark.parametrize(
    ("args", "codes"),
    quick(
        2,
        [
            (["--select", "MST212"], ["MST212"]),
            (["--select", "MST2"], ["MST212", "MST213"]),
            (["--select", "MST212,MST213"], ["MST212", "MST213"]),
            (["--select", "MST212", "--select", " MST213 "], ["MST212", "MST213"]),
            (["--ignore", "MST212"], ["MST212", "MST213"]),  # it keeps rules from running that are not ignored
            (["--select", "MST2", "--ignore", "MST213"], ["MST212"]),
            (["--select", "MST1"], []),
            (["--ignore", "MST"], []),
        ],
    ),
)
def test_codes_are_selected_and_ignored(cli: Any, bench: Any, args: list[str], codes: list[str]) -> None:
    break_two_cells(bench)
    run = cli("validate", bench.root, "--format", "json", *args)
    assert [finding["code"] for finding in json.loads(run.out)["findings"]] == codes
    assert run.code == (1 if codes else 0)


@pytest.mark.slow
def test_a_table_that_is_missing_never_passes_for_clean(cli: Any, bench: Any) -> None:
    bench.file("parties").unlink()
    passed = cli("validate", bench.root, "--select", "MST411")
    assert (passed.code, "not run: text and rows of parties" in passed.out) == (0, True)
    for args in (["--select", "MST401,MST303"], ["--select", "MST3", "--ignore", "MST2"], ["--ignore", "MST2"]):
        run = cli("validate", bench.root, *args)
        assert run.code == 1
        assert "datasets/parties.csv: MST201 error" in run.out
        assert "MST303 references_resolve" in run.out


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize("codes", ["MST9", "mst1", "", "MST1,", "E501"])
def test_a_code_that_there_is_not_is_exit_2(cli: Any, bench: Any, option: str, codes: str) -> None:
    run = cli("validate", bench.root, option, codes)
    assert (run.code, run.out) == (2, "")
    assert option in run.err
    assert "no code begins with" in run.err


@each(
    ("environment", "is_terminal", "expected"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"TERM": "dumb"}, True, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ],
)
def test_where_there_are_colours(environment: dict[str, str], is_terminal: bool, expected: bool) -> None:
    assert reports.coloured(environment, is_terminal=is_terminal) is expected


@pytest.mark.slow
def test_colours_on_the_command_line(cli: Any, bench: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    break_two_cells(bench)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    assert "\x1b" not in cli("validate", bench.root).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;31mMST212 error\x1b[0m" in cli("validate", bench.root).out
    for args in (("--format", "json"), ("--format", "github"), ("--output", tmp_path / "r")):
        assert "\x1b" not in cli("validate", bench.root, *args).out
    assert "\x1b" not in (tmp_path / "r").read_text("utf-8")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in cli("validate", bench.root).out


def test_the_line_is_cut_to_the_terminal(cli: Any, bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    break_two_cells(bench)
    monkeypatch.setenv("COLUMNS", "40")
    lines = [line for line in cli("validate", bench.root).out.splitlines() if " | " in line]
    assert lines
    assert max(map(len, lines)) <= 40


@pytest.mark.slow
def test_paths_are_those_of_the_repository(cli: Any, bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    break_two_cells(bench)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(bench.root.parent))
    prefix = f"{bench.root.name}/datasets/officials.csv"
    assert f"::error file={prefix},line=2," in cli("validate", bench.root, "--format", "github").out
    log = json.loads(cli("validate", bench.root, "--format", "sarif").out)
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == prefix
    monkeypatch.setenv("GITHUB_WORKSPACE", str(bench.root))
    assert "file=datasets/officials.csv," in cli("validate", bench.root, "--format", "github").out
    monkeypatch.delenv("GITHUB_WORKSPACE")
    monkeypatch.chdir(bench.root.parent)
    assert f"file={prefix}," in cli("validate", bench.root.name, "--format", "github").out


def test_the_summary_of_the_job_gets_what_is_no_annotation(
    cli: Any, bench: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    columns = open_package(bench.root).table("parties").header
    rows = [f"x{n:02d},X{n},kind-{n},," + "," * (len(columns) - 5) for n in range(15)]
    bench.file("parties").write_text(bench.file("parties").read_text("utf-8") + "\n".join(rows) + "\n", "utf-8")
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    run = cli("validate", bench.root, "--format", "github")
    assert (run.code, run.out.count("::error ")) == (1, 10)
    assert "5 more findings are in the summary of the job" in run.out
    written = summary.read_text("utf-8")
    assert written.startswith("before\n### mostanad: 15 errors, 0 warnings\n")
    assert written.count("| MST213 error |") == 15
    cli("validate", bench.root)
    assert summary.read_text("utf-8") == written


def test_without_a_standard_output_there_are_no_colours(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    reports.print_report(reports_of_nothing(), reports.Format.TEXT, bench.root)


def reports_of_nothing() -> Any:
    from mostanad.validation import Report

    return Report()
