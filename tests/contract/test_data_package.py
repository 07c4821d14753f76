"""datapackage.json: valid by the official profile, and Frictionless opens it and finds what is wrong in its tables."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import pytest
from tests.descriptor import data_package

from mostanad.files.resources import resource
from mostanad.models import TABLES

VERSION = "2026.11.0"
OFFICIAL = {"official_id": "ebrahim-raisi", "name": "Ebrahim Raisi"}
EVENT = {"event_id": "uprising-2019-11", "kind": "uprising", "title": "Uprising of November 2019"}


def official_profile() -> jsonschema.Draft7Validator:
    text = resource("schema/profiles/datapackage-2.0.json").read_text(encoding="utf-8")
    return jsonschema.Draft7Validator(json.loads(text))


def errors(root: Path, **rows: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    """Write a package with these rows; what Frictionless finds: kind of error, table, column."""
    (root / "datasets").mkdir()
    for table, model in TABLES.items():
        with (root / f"datasets/{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [column.name for column in model.columns()], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows.get(table, []))
    path = root / "datapackage.json"
    path.write_text(json.dumps(data_package(VERSION)), encoding="utf-8")
    report = frictionless.Package(str(path)).validate()
    assert report.errors == []
    return [(error.type, task.name, getattr(error, "field_name", "")) for task in report.tasks for error in task.errors]


def test_the_official_profile_accepts_it() -> None:
    official_profile().validate(data_package(VERSION))


def test_the_official_profile_would_notice_an_error() -> None:
    package = data_package(VERSION)
    package["resources"][0]["schema"]["fields"][0]["type"] = "slug"
    assert not official_profile().is_valid(package)


def test_it_has_every_curated_table_and_the_version() -> None:
    package = data_package(VERSION)
    assert package["version"] == VERSION
    assert {resource["name"]: resource["path"] for resource in package["resources"]} == {
        table: f"datasets/{table}.csv" for table in TABLES
    }


def test_frictionless_opens_and_validates_it(tmp_path: Path) -> None:
    part = {**EVENT, "event_id": "uprising-2019-11-mahshahr", "part_of": "uprising-2019-11", "date": "2019-11-16/.."}
    assert errors(tmp_path, officials=[OFFICIAL], events=[EVENT, part]) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "row", "expected"),
    [
        ("officials", {"official_id": "ebrahim-raisi\n"}, ("constraint-error", "official_id")),
        ("officials", {"born": "1960\n"}, ("constraint-error", "born")),
        ("officials", {"name": ""}, ("constraint-error", "name")),
        ("officials", {"gender": "Male"}, ("constraint-error", "gender")),
        ("events", {"kind": "riot"}, ("constraint-error", "kind")),
        ("events", {"part_of": "uprising-2017"}, ("foreign-key", "")),
        ("events", {"body_id": "un-general-assembly"}, ("foreign-key", "")),
    ],
)
def test_frictionless_finds_a_wrong_cell(
    tmp_path: Path, table: str, row: dict[str, str], expected: tuple[str, str]
) -> None:
    good: dict[str, dict[str, Any]] = {"officials": OFFICIAL, "events": EVENT}
    kind, field = expected
    assert errors(tmp_path, **{table: [{**good[table], **row}]}) == [(kind, table, field)]


def test_frictionless_finds_a_repeated_key(tmp_path: Path) -> None:
    assert ("unique-error", "officials", "official_id") in errors(tmp_path, officials=[OFFICIAL, OFFICIAL])
