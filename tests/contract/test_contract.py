"""Generating, writing and comparing the contract."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mostanad.contract import codebook, data_package, generated, table_schema
from mostanad.contract import drift as drift_from
from mostanad.contract import write as write_to
from mostanad.models import COMPILED, TABLES

VERSION = "2026.11.0"
#: What an invented dataset says of itself.
HEAD = {"name": "nowhereabad", "title": "Officials of Nowhereabad", "version": "1"}
PROJECT = Path(__file__).parents[2]


def drift(root: Path) -> list[str]:
    """What is not as it is generated."""
    return drift_from(root, generated(root))


def write(root: Path) -> list[str]:
    """What was brought up to date."""
    return write_to(root, generated(root))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(f'[project]\nname = "mostanad"\nversion = "{VERSION}"\n', encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(json.dumps(HEAD), encoding="utf-8")
    (tmp_path / "schema").mkdir()
    return tmp_path


def test_the_files_of_the_contract(root: Path) -> None:
    tables = [*TABLES, *COMPILED]
    assert set(generated(root)) == {
        *(f"schema/tables/{table}.json" for table in tables),
        *(f"schema/rows/{table}.schema.json" for table in tables),
        "schema/dossier.schema.json",
        "datapackage.json",
        "docs/codebook.md",
    }


def test_json_files_are_readable_and_hold_what_is_generated(root: Path) -> None:
    files = generated(root)
    assert json.loads(files["datapackage.json"]) == data_package(HEAD | {"version": VERSION})
    assert json.loads(files["schema/tables/claims.json"]) == table_schema(TABLES["claims"])
    for path, text in files.items():
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        if path.endswith("json"):
            assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


@pytest.mark.slow
def test_generation_is_the_same_whatever_the_order_of_sets(root: Path) -> None:
    script = "import sys, pathlib; from mostanad.contract import generated; "
    script += "sys.stdout.write(repr(generated(pathlib.Path(sys.argv[1]))))"
    outputs = [
        subprocess.run(
            [sys.executable, "-c", script, str(root)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1] == repr(generated(root)).encode()


def test_write_then_drift_gives_nothing(root: Path) -> None:
    assert sorted(generated(root)) == drift(root)
    assert write(root) == sorted(generated(root))
    assert drift(root) == []
    assert write(root) == []
    assert (root / "datapackage.json").read_bytes() == generated(root)["datapackage.json"].encode()


@pytest.mark.parametrize("path", ["schema/tables/claims.json", "datapackage.json", "docs/codebook.md"])
def test_drift_finds_a_changed_file(root: Path, path: str) -> None:
    write(root)
    before = (root / path).read_bytes()
    for after in (before + b" ", before.replace(b"\n", b"\r\n")):
        (root / path).write_bytes(after)
        assert drift(root) == [path]
    assert write(root) == [path]
    assert (root / path).read_bytes() == before


@pytest.mark.parametrize("path", ["schema/rows/claims.schema.json", "schema/dossier.schema.json"])
def test_drift_finds_a_missing_file(root: Path, path: str) -> None:
    write(root)
    (root / path).unlink()
    assert drift(root) == [path]
    assert write(root) == [path]
    assert drift(root) == []


@pytest.mark.parametrize("path", ["schema/tables/victims.json", "schema/rows/old/claims.schema.json"])
def test_drift_finds_a_file_of_a_table_that_is_gone_and_write_removes_it(root: Path, path: str) -> None:
    write(root)
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_text("{}\n", encoding="utf-8")
    assert drift(root) == [path]
    assert write(root) == [path]
    assert drift(root) == []


def test_what_cannot_be_written_is_as_before(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    write(root)
    (root / "datapackage.json").write_text(json.dumps(HEAD), "utf-8")
    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        write(root)
    assert (root / "datapackage.json").read_text("utf-8") == json.dumps(HEAD)
    assert not list(root.rglob("*-tmp"))


def test_write_leaves_what_it_did_not_make(root: Path) -> None:
    write(root)
    (root / "schema/tables/notes.txt").write_text("mine\n", encoding="utf-8")
    (root / "schema/mine.schema.json").write_text("{}\n", encoding="utf-8")
    assert write(root) == []
    assert drift(root) == ["schema/tables/notes.txt"]


def test_a_new_version_is_a_drift_of_the_package_only(root: Path) -> None:
    write(root)
    (root / "pyproject.toml").write_text('[project]\nversion = "2026.12.0"\n', encoding="utf-8")
    assert drift(root) == ["datapackage.json"]


def test_a_project_without_a_version_is_an_error(root: Path) -> None:
    (root / "pyproject.toml").write_text('[project]\nname = "mostanad"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="has no version"):
        drift(root)


def test_the_committed_contract_is_what_the_models_say() -> None:
    assert drift(PROJECT) == [], "run: mostanad schema --write"


def test_a_dataset_of_its_own_has_no_schemas_of_tables_and_says_its_version_itself(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text(json.dumps(HEAD), encoding="utf-8")
    assert write(tmp_path) == ["datapackage.json", "docs/codebook.md"]
    assert json.loads((tmp_path / "datapackage.json").read_text("utf-8")) == data_package(HEAD)


def test_a_fork_with_schemas_shows_no_examples_from_our_data(root: Path) -> None:
    page, ours = (codebook(has_examples=has_examples) for has_examples in (False, True))
    assert generated(root)["docs/codebook.md"] == page
    (root / "datapackage.json").write_text(json.dumps(HEAD | {"name": "mostanad"}), encoding="utf-8")
    assert generated(root)["docs/codebook.md"] == ours


def test_a_descriptor_that_cannot_be_read_is_never_written_over(root: Path) -> None:
    (root / "datapackage.json").write_text('{"name": "nowhereabad"', encoding="utf-8")
    with pytest.raises(ValueError, match=r"datapackage.json is missing or is not valid JSON"):
        generated(root)
