"""The commands that check what is generated."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mostanad import contract
from mostanad.validation.explain import rules_page


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose generated files agree with the models."""
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "2026.11.0"\n', encoding="utf-8")
    (tmp_path / "datapackage.json").write_text('{"name": "x"}', encoding="utf-8")
    (tmp_path / "schema").mkdir()
    contract.write(tmp_path, contract.generated(tmp_path) | {"docs/rules.md": rules_page()})
    return tmp_path


def test_schema_check_of_files_that_agree(cli: Any, project: Path) -> None:
    run = cli("schema", project, "--check")
    assert (run.code, run.out, run.err) == (0, "the generated files agree with the models\n", "")


def test_schema_check_names_what_differs_and_write_corrects_it(cli: Any, project: Path) -> None:
    changed = project / "schema" / "tables" / "names.json"
    changed.write_text(changed.read_text("utf-8").replace("kind", "sort"), encoding="utf-8")
    (project / "docs" / "codebook.md").unlink()
    (project / "docs" / "rules.md").write_text("", encoding="utf-8")
    run = cli("schema", project, "--check")
    assert (run.code, run.err) == (1, "")
    differs = "differs from the models; run `mostanad schema --write`"
    assert run.out.splitlines() == [
        f"docs/codebook.md: {differs}",
        f"docs/rules.md: {differs}",
        f"schema/tables/names.json: {differs}",
    ]
    run = cli("schema", project, "--write")
    assert (run.code, run.err) == (0, "")
    assert run.out.splitlines() == ["wrote docs/codebook.md", "wrote docs/rules.md", "wrote schema/tables/names.json"]
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
