"""Layer 2 as Frictionless sees it: what it alone finds, at its place, and never what was said before."""

from __future__ import annotations

from typing import Any

import pytest

from mostanad.contract import data_package
from mostanad.validation import ALL_LAYERS, structure, with_frictionless

pytestmark = pytest.mark.slow

ONLY = ("frictionless",)


def test_a_clean_package_has_no_findings(sample: Any) -> None:
    assert sample.findings(ONLY) == ()


def test_a_cell_that_only_frictionless_refuses_is_found_at_its_place(sample: Any, monkeypatch: Any) -> None:
    def stricter(version: str) -> dict:
        descriptor = data_package(version)
        (name,) = [field for field in descriptor["resources"][1]["schema"]["fields"] if field["name"] == "kind"]
        name["constraints"]["enum"] = ["media"]
        return descriptor

    sample.add("parties", party_id="another", name="Another, too", kind="media")
    sample.add("parties", party_id="a-third", name="A “third”, too", kind="ngo")
    monkeypatch.setattr(with_frictionless, "data_package", stricter)
    first, second = sample.findings(ONLY)
    assert (first.code, first.severity, first.file) == ("MST207", "error", "datasets/parties.csv")
    assert sample.text("parties").split("\n")[first.line - 1][first.column - 1 :].startswith("ngo,")
    assert (first.line, first.column, first.value) == (2, 26, "ngo")
    assert (second.line, second.column, second.value) == (4, 30, "ngo")
    assert "constraint-error" in first.message


def test_frictionless_guesses_how_a_file_is_written_unless_it_is_told(sample: Any, monkeypatch: Any) -> None:
    def untold(version: str) -> dict:
        descriptor = data_package(version)
        for item in descriptor["resources"]:
            item.pop("dialect", None)
        return descriptor

    sample.edit("parties", '"Watch, a made-up NGO"', "Watch; 'made-up'; an NGO")
    for module in (structure, with_frictionless):
        monkeypatch.setattr(module, "data_package", untold)
    findings = sample.findings(ALL_LAYERS)
    assert {finding.code for finding in findings} == {"MST206", "MST207"}  # the sample itself does tell
    assert any("incorrect-label" in f.message and f.file == "datasets/parties.csv" for f in findings)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "old", "new", "codes"),
    [
        ("parties", ",ngo,", ",,", ["MST211"]),
        ("parties", ",ngo,", ",ngoo,", ["MST213"]),
        ("estimates", ",300,", ",3OO,", ["MST212"]),
        ("parties", "party_id,", "party,", ["MST203"]),
        ("parties", ",ngo,,,", ",ngo,,", ["MST204"]),
        ("parties", '"Watch', "Watch", ["MST110"]),
        ("parties", "Watch", "W\ud800tch", ["MST101"]),
        ("parties", "\n", "\r\n", ["MST103"]),
        ("parties", "\nwatch", "\n\nwatch", ["MST113"]),
    ],
)
def test_one_cause_is_said_once(sample: Any, table: str, old: str, new: str, codes: list[str]) -> None:
    text = sample.text(table).replace(old, new)
    sample.write(table, text.encode("utf-8", errors="surrogatepass"))
    assert [code for code, *_ in sample.places(ALL_LAYERS)] == codes


def test_a_key_that_stands_twice_is_said_once(sample: Any) -> None:
    sample.write("parties", sample.text("parties") + sample.text("parties").split("\n")[1] + "\n")
    assert sample.places(ALL_LAYERS) == [("MST301", "datasets/parties.csv", 3, 1)]
    alone = sample.findings(ONLY)
    assert {(finding.code, finding.file, finding.line) for finding in alone} == {("MST207", "datasets/parties.csv", 3)}
    assert "2" in next(finding.message for finding in alone if finding.column == 1)


def test_a_reference_to_nothing_is_said_once(sample: Any) -> None:
    sample.edit("sources", ",watch,", ",wotch,")
    assert [place[0] for place in sample.places(ONLY)] == ["MST207"]
    assert [place[0] for place in sample.places(("rules", "frictionless")) if place[0] == "MST207"] == []


def test_a_missing_table_is_not_said_again_for_every_reference_to_it(sample: Any) -> None:
    sample.path("parties").unlink()
    assert sample.places(ALL_LAYERS) == [("MST201", "datasets/parties.csv", 0, 0)]
    assert sample.places(ONLY) == []


def test_what_the_descriptor_names_is_not_opened(sample: Any, monkeypatch: Any) -> None:
    (sample.root.parent / "outside.csv").write_text("secret_word\n", encoding="utf-8")
    descriptor = sample.descriptor()
    descriptor["resources"].append({"name": "other", "path": "../outside.csv", "schema": {"fields": []}})
    sample.describe(descriptor)
    assert sample.findings(ONLY) == ()
