"""Generating, writing and comparing the contract."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mostanad.contract import data_package, generated, table_schema, version_of
from mostanad.contract import drift as drift_from
from mostanad.contract import write as write_to
from mostanad.models import COMPILED, TABLES

VERSION = "2026.11.0"
PROJECT = Path(__file__).parents[2]


def drift(root: Path) -> list[str]:
    """What is not as it is generated."""
    return drift_from(root, generated(version_of(root)))


def write(root: Path) -> list[str]:
    """What was brought up to date."""
    return write_to(root, generated(version_of(root)))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(f'[project]\nname = "mostanad"\nversion = "{VERSION}"\n', encoding="utf-8")
    return tmp_path


def test_the_files_of_the_contract() -> None:
    tables = [*TABLES, *COMPILED]
    assert set(generated(VERSION)) == {
        *(f"schema/tables/{table}.json" for table in tables),
        *(f"schema/rows/{table}.schema.json" for table in tables),
        "schema/dossier.schema.json",
        "datapackage.json",
        "docs/codebook.md",
    }


def test_json_files_are_readable_and_hold_what_is_generated() -> None:
    files = generated(VERSION)
    assert json.loads(files["datapackage.json"]) == data_package(VERSION)
    assert json.loads(files["schema/tables/claims.json"]) == table_schema(TABLES["claims"])
    for path, text in files.items():
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        if path.endswith("json"):
            assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


def test_generation_is_the_same_whatever_the_order_of_sets() -> None:
    script = "import sys; from mostanad.contract import generated; sys.stdout.write(repr(generated(sys.argv[1])))"
    outputs = [
        subprocess.run(
            [sys.executable, "-c", script, VERSION],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1] == repr(generated(VERSION)).encode()


def test_write_then_drift_gives_nothing(root: Path) -> None:
    assert sorted(generated(VERSION)) == drift(root)
    assert write(root) == sorted(generated(VERSION))
    assert drift(root) == []
    assert write(root) == []
    assert (root / "datapackage.json").read_bytes() == generated(VERSION)["datapackage.json"].encode()


@pytest.mark.parametrize("path", ["schema/tables/claims.json", "datapackage.json", "docs/codebook.md"])
def test_drift_finds_a_changed_file(root: Path, path: str) -> None:
    write(root)
    before = (root / path).read_bytes()
    for after in (before + b" ", before.replace(b"\n", b"\r\n"), b""):
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
    (root / "datapackage.json").write_text("{}", "utf-8")
    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        write(root)
    assert (root / "datapackage.json").read_text("utf-8") == "{}"
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
    (root / "pyproject.toml").unlink()
    with pytest.raises(FileNotFoundError):
        write(root)


def test_the_committed_contract_is_what_the_models_say() -> None:
    assert drift(PROJECT) == [], "run: mostanad schema --write"
