"""The commands that check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mostanad import contract

FIELDS = ["code", "severity", "file", "line", "column", "value", "message", "remedy"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose generated files agree with the models."""
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "2026.11.0"\n', encoding="utf-8")
    contract.write(tmp_path)
    return tmp_path


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


def test_schema_check_of_files_that_agree(cli: Any, project: Path) -> None:
    run = cli("schema", project, "--check")
    assert (run.code, run.out, run.err) == (0, "the generated files agree with the models\n", "")


def test_schema_check_names_what_differs_and_write_mends_it(cli: Any, project: Path) -> None:
    changed = project / "schema" / "tables" / "names.json"
    changed.write_text(changed.read_text("utf-8").replace("kind", "sort"), encoding="utf-8")
    (project / "docs" / "codebook.md").unlink()
    run = cli("schema", project, "--check")
    assert (run.code, run.err) == (1, "")
    differs = "differs from the models; run `mostanad schema --write`"
    assert run.out.splitlines() == [f"docs/codebook.md: {differs}", f"schema/tables/names.json: {differs}"]
    run = cli("schema", project, "--write")
    assert (run.code, run.err) == (0, "")
    assert run.out.splitlines() == ["wrote docs/codebook.md", "wrote schema/tables/names.json"]
    assert cli("schema", project, "--check").code == 0


@pytest.mark.parametrize("content", [None, "x = [", "", "[project]\nversion = 1\n", "\xff"])
def test_schema_without_a_version_is_exit_2(cli: Any, tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "pyproject.toml").write_text(content, encoding="latin-1")
    for option in ("--check", "--write"):
        run = cli("schema", tmp_path, option)
        assert (run.code, run.out) == (2, "")
        assert str(tmp_path) in run.err
    assert {path.name for path in tmp_path.iterdir()} <= {"pyproject.toml"}
