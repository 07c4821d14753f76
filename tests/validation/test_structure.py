"""Layer 2: the descriptor, its resources, and the shape of tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cases import quick

LAYERS = ("text", "structure")
PARTIES = "datasets/parties.csv"


def change(sample: Any, edit: Callable[[dict], Any]) -> None:
    """Put something else in the place of the resource of parties, which is the second."""
    descriptor = sample.descriptor()
    assert descriptor["resources"][1]["name"] == "parties"
    descriptor["resources"][1] = edit(descriptor["resources"][1])
    sample.describe(descriptor)


def test_a_clean_package_has_no_findings(sample: Any) -> None:
    assert sample.findings(LAYERS) == ()


def test_table_whose_file_is_missing(sample: Any) -> None:
    sample.path("parties").unlink()
    (finding,) = sample.findings(LAYERS)
    assert (finding.code, finding.file, finding.line, finding.column) == ("MST201", PARTIES, 0, 0)
    assert finding.value == "parties"


def test_table_whose_file_is_a_directory(sample: Any) -> None:
    sample.path("parties").unlink()
    sample.path("parties").mkdir()
    assert sample.places(LAYERS) == [("MST201", PARTIES, 0, 0)]


def test_table_without_a_resource(sample: Any) -> None:
    descriptor = sample.descriptor()
    del descriptor["resources"][1]
    sample.describe(descriptor)
    assert sample.places(LAYERS) == [("MST201", "datapackage.json", 0, 0)]


def test_resource_of_no_known_table(sample: Any) -> None:
    descriptor = sample.descriptor()
    descriptor["resources"].append({"name": "villains", "path": "datasets/parties.csv"})
    sample.describe(descriptor)
    (finding,) = sample.findings(LAYERS)
    assert (finding.code, finding.value) == ("MST202", "villains")
    assert "no such table" in finding.message


def test_table_with_two_resources(sample: Any) -> None:
    descriptor = sample.descriptor()
    descriptor["resources"].append(descriptor["resources"][1] | {"path": "datasets/names.csv"})
    sample.describe(descriptor)
    (finding,) = sample.findings(LAYERS)
    assert (finding.code, finding.file, finding.value) == ("MST202", "datapackage.json", "parties")
    assert "datasets/names.csv" in finding.message
    assert "twice" in finding.message


@pytest.mark.parametrize(
    "path",
    quick(
        6,
        [
            *("../secret.csv", "datasets/../../secret.csv", "/etc/hostname", "https://example.org/parties.csv", "."),
            *("datasets/\0.csv", "datasets/\ud800.csv", "~/secret.csv", "C:\\secret.csv", "file:///etc/hostname", ""),
        ],
    ),
)
def test_path_that_leads_out_or_nowhere(sample: Any, path: str) -> None:
    (sample.root.parent / "secret.csv").write_text("secret_word\n", encoding="utf-8")
    change(sample, lambda resource: resource | {"path": path})
    report = sample.report(LAYERS)
    (finding,) = [finding for finding in report.findings if finding.code != "MST201"]
    assert (finding.code, finding.file, finding.value) == ("MST202", "datapackage.json", "parties")
    assert "secret_word" not in str(report)


def test_link_out_of_the_package_is_not_followed(sample: Any) -> None:
    outside = sample.root.parent / "secret.csv"
    outside.write_text("secret_word\n", encoding="utf-8")
    sample.path("parties").unlink()
    sample.path("parties").symlink_to(outside)
    report = sample.report(LAYERS)
    assert [(finding.code, finding.file) for finding in report.findings] == [("MST202", PARTIES)]
    assert "secret_word" not in str(report)


def test_link_inside_the_package_is_followed(sample: Any) -> None:
    sample.path("parties").rename(sample.root / "elsewhere.csv")
    sample.path("parties").symlink_to(Path("..") / "elsewhere.csv")
    assert sample.findings(LAYERS) == ()


def test_links_in_a_circle(sample: Any) -> None:
    sample.path("parties").unlink()
    sample.path("parties").symlink_to("parties.csv")
    assert sample.places(LAYERS) == [("MST202", PARTIES, 0, 0)]


@pytest.mark.parametrize(
    "resource", quick(3, [None, {"name": "parties"}, {"name": ["parties"], "path": 1}, "parties", 7, [], {}])
)
def test_resource_that_is_no_resource(sample: Any, resource: object) -> None:
    change(sample, lambda _: resource)
    assert sample.places(LAYERS) == [(code, "datapackage.json", 0, 0) for code in ("MST201", "MST202")]


@pytest.mark.parametrize(
    ("header", "places"),
    [
        ("party_id,name,kind,countri,born,note", [(20, "no such column; did you mean 'country'?")]),
        ("party_id,name,kind,country,born", [(0, "missing: note")]),
        ("party_id,kind,name,country,born,note", [(0, "out of order")]),
        ("party_id,name,kind,country,born,note,note", [(0, "repeated")]),
        ("party_id,name,name,kind,country,born,note", [(0, "repeated")]),
        ("party_id,name,kind,country,born,note,", [(38, "no such column")]),
        ('party_id,name,kind,"a, b",country,born,note', [(20, "no such column")]),
        ("Party_id,name,kind,country,born,note", [(1, "no such column; did you mean 'party_id'?")]),
        ("party_id,name,sort,country,born,note", [(15, "no such column; did you mean 'kind'?")]),
        ("party_id,title,sort,country,born,note", [(0, "missing: name, kind"), (10, "no such"), (16, "no such")]),
        ("party_id,naam,sort,country,born,note", [(0, "missing: kind"), (10, "did you mean 'name'?"), (15, "no such")]),
    ],
)
def test_wrong_header(sample: Any, header: str, places: list[tuple[int, str]]) -> None:
    sample.edit("parties", "party_id,name,kind,country,born,note\n", f"{header}\n")
    findings = sample.findings(LAYERS)
    assert [(finding.code, finding.file, finding.line) for finding in findings] == [("MST203", PARTIES, 1)] * len(
        places
    )
    assert [finding.column for finding in findings] == [column for column, _ in places]
    for finding, (_, words) in zip(findings, places, strict=True):
        assert words in finding.message
    assert findings[-1].value in header


@pytest.mark.parametrize(("tail", "count"), [("ngo,", 4), ("ngo", 3), ("ngo,,,,", 7), ("ngo,NL,,a note,with comma", 7)])
def test_ragged_row(sample: Any, tail: str, count: int) -> None:
    sample.add("parties", party_id="another", name="Another", kind="ngo")
    sample.edit("parties", 'NGO",ngo,,,', f'NGO",{tail}')
    (finding,) = sample.findings(LAYERS)
    assert (finding.code, finding.file, finding.line, finding.column) == ("MST204", PARTIES, 3, 0)
    assert finding.message.startswith(f"{count} cells where the header has 6")


def test_every_ragged_row_is_found(sample: Any) -> None:
    sample.write("parties", sample.text("parties") + "x,X\ny,Y\n")
    assert [place[2] for place in sample.places(LAYERS)] == [3, 4]


@pytest.mark.parametrize(
    ("cells", "where"),
    [({"licenses": "CC-BY-4.0"}, "licenses"), ({"created": 7}, "created"), ({"homepage": 7}, "homepage")],
)
def test_descriptor_against_the_official_profile(sample: Any, cells: dict, where: str) -> None:
    sample.describe(sample.descriptor() | cells)
    findings = sample.findings(LAYERS)
    assert {(finding.code, finding.file, finding.line) for finding in findings} == {("MST205", "datapackage.json", 0)}
    assert where in {finding.value for finding in findings}


@pytest.mark.parametrize(
    ("edit", "key"),
    [
        (lambda resource: resource | {"schema": {"fields": []}}, "schema"),
        (lambda resource: resource | {"schema": "schema/tables/parties.json"}, "schema"),
        (lambda resource: resource | {"dialect": {"delimiter": ";"}}, "dialect"),
        (lambda resource: resource | {"encoding": "latin-1"}, "encoding"),
        (lambda resource: {key: value for key, value in resource.items() if key != "encoding"}, "encoding"),
        (lambda resource: resource | {"format": "tsv", "type": "file"}, "format, type"),
    ],
)
def test_resource_that_is_not_as_in_the_models(sample: Any, edit: Callable[[dict], dict], key: str) -> None:
    change(sample, edit)
    (finding,) = sample.findings(LAYERS)
    assert (finding.code, finding.file, finding.value) == ("MST206", "datapackage.json", "parties")
    assert finding.message == f"parties: differs from the models in {key}"


def test_one_constraint_less_is_drift(sample: Any) -> None:
    descriptor = sample.descriptor()
    del descriptor["resources"][1]["schema"]["fields"][0]["constraints"]["unique"]
    sample.describe(descriptor)
    assert sample.places(LAYERS) == [("MST206", "datapackage.json", 0, 0)]


def test_a_table_that_lies_elsewhere_is_drift_and_is_checked_where_it_lies(sample: Any) -> None:
    sample.path("parties").rename(sample.root / "parties.csv")
    change(sample, lambda resource: resource | {"path": "parties.csv"})
    (sample.root / "parties.csv").write_bytes(b"\xef\xbb\xbf" + (sample.root / "parties.csv").read_bytes())
    assert sample.places(LAYERS) == [("MST206", "datapackage.json", 0, 0), ("MST102", "parties.csv", 1, 1)]


@pytest.mark.parametrize("key", ["name", "title", "description", "licenses"])
def test_what_releases_say_of_a_dataset_must_stand_in_its_descriptor(sample: Any, key: str) -> None:
    sample.describe({name: value for name, value in sample.descriptor().items() if name != key})
    found = [finding for finding in sample.findings(LAYERS) if finding.code == "MST205"]
    assert {finding.value.split("/")[0] for finding in found} == {key}


def test_a_contributor_without_a_title_is_found_since_nothing_would_name_them(sample: Any) -> None:
    descriptor = sample.descriptor()
    for given, codes in (([{"title": "A. B."}, {"email": "c@d.example"}], ["MST205"]), ([{"title": "A. B."}], [])):
        sample.describe({**descriptor, "contributors": given, "resources": descriptor["resources"]})
        assert [finding.code for finding in sample.findings(LAYERS)] == codes


def test_the_head_of_a_descriptor_that_breaks_the_standard_is_found_though_the_tables_are_right(sample: Any) -> None:
    resources = sample.descriptor()["resources"]
    head = {name: value for name, value in sample.descriptor().items() if name != "resources"}
    sample.describe(head | {"contributors": "A. B.", "resources": resources})
    assert [(finding.code, finding.value) for finding in sample.findings(LAYERS)] == [("MST205", "contributors")]
