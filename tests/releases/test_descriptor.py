"""What a release says about itself, as other tools read it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import pytest
import yaml
from tests.cases import each
from tests.releases.conftest import VERSION, World

from mostanad.contract import SCHEMA_VERSION
from mostanad.files.resources import resource
from mostanad.models import COMPILED, TABLES


@pytest.fixture(scope="module")
def described(built: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((built / "datapackage.json").read_text("utf-8"))
    return found


def all_files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_the_official_profile_accepts_it(described: dict[str, Any]) -> None:
    profile = json.loads(resource("schema/profiles/datapackage-2.0.json").read_text("utf-8"))
    jsonschema.Draft7Validator(profile).validate(described)


def test_every_file_is_described(described: dict[str, Any], built: Path) -> None:
    resources = {resource["path"]: resource for resource in described["resources"]}
    assert resources.keys() == all_files(built) - {"datapackage.json", "ro-crate-metadata.json", "SHA256SUMS"}
    assert len({resource["name"] for resource in described["resources"]}) == len(described["resources"])
    for path, found in resources.items():
        content = (built / path).read_bytes()
        assert found["bytes"] == len(content)
        assert found["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert "/" in found["mediatype"]


def test_versions_and_licence(described: dict[str, Any]) -> None:
    assert (described["version"], described["schemaVersion"]) == (VERSION, SCHEMA_VERSION)
    assert [licence["name"] for licence in described["licenses"]] == ["CC-BY-4.0"]


@each("table", list(TABLES | COMPILED))
def test_the_schema_of_a_csv_file_fits_its_header(described: dict[str, Any], built: Path, table: str) -> None:
    found = next(resource for resource in described["resources"] if resource["name"] == table)
    assert found["path"] == f"csv/{table}.csv"
    header = (built / found["path"]).read_text("utf-8").split("\n")[0].split(",")
    assert [field["name"] for field in found["schema"]["fields"]] == header
    assert {field["type"] for field in found["schema"]["fields"] if field["name"].endswith(("_min", "_max"))} <= {
        "date"
    }


@pytest.mark.slow
def test_frictionless_finds_nothing_wrong_in_any_file(built: Path) -> None:
    report = frictionless.Package(str(built / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "note"])
    assert {task.name for task in report.tasks} >= {*TABLES, *COMPILED}


@pytest.mark.slow
def test_frictionless_would_notice(world: World, rebuilt: Callable[[], Path]) -> None:
    release = rebuilt()
    path = release / "csv/evidence.csv"
    path.write_bytes(path.read_bytes().replace(b",asserts,", b",agrees,", 1))
    report = frictionless.Package(str(release / "datapackage.json")).validate()
    assert {error.type for task in report.tasks for error in task.errors} == {
        "constraint-error",
        "hash-count",
        "byte-count",
    }


def test_citation(built: Path) -> None:
    found = yaml.safe_load((built / "CITATION.cff").read_text("utf-8"))
    assert found["cff-version"] == "1.2.0"
    assert found["title"].startswith("mostanad")
    assert (found["version"], found["license"], found["type"]) == (VERSION, "CC-BY-4.0", "dataset")
    assert found["authors"] == [{"name": "mostanad maintainers"}]
    assert found["message"]
    assert "date-released" not in found


def test_sums(built: Path) -> None:
    lines = (built / "SHA256SUMS").read_text("utf-8").splitlines()
    assert lines == [
        f"{hashlib.sha256((built / path).read_bytes()).hexdigest()}  {path}"
        for path in sorted(all_files(built) - {"SHA256SUMS"})
    ]
