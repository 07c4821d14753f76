"""All layers together: what keeps what from running, the order of findings, and that nothing is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import fields
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from tests.cases import each, quick

from mostanad.files import PackageError
from mostanad.validation import LAYERS, Finding, Report, linked, rules, validate
from mostanad.validation.findings import Collector


def rule_names() -> set[str]:
    return {f"{rule.code.code} {rule.name}" for rule in rules.rules()}


def test_a_clean_package_passes_every_layer(sample: Any) -> None:
    assert sample.report(LAYERS, documents=True) == Report()


def test_without_documents_it_says_so_and_passes(sample: Any) -> None:
    report = sample.report(LAYERS)
    assert (report.findings, report.not_run) == ((), ())
    assert len(report.not_checked) == 1


def test_the_empty_package_passes(sample: Any) -> None:
    for table in sample.tables():
        sample.write(table, sample.text(table).split("\n")[0] + "\n")
    assert sample.report(LAYERS, documents=True) == Report()


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("parties", "a made-up", "a  made-up"),
        ("parties", "party_id,", "id,"),
        ("parties", ",ngo,,", ",ngo"),
        ("parties", ",ngo,", ",ngoo,"),
    ],
)
def test_a_broken_table_keeps_the_rules_that_read_it_from_running(sample: Any, table: str, old: str, new: str) -> None:
    sample.edit(table, old, new)
    for row in superseding():
        sample.add("estimates", **row)
    report = sample.report()
    assert "MST411" in {finding.code for finding in report.findings}
    assert "MST303 references_resolve" in report.not_run
    assert "MST501 cell_without_claim" in report.not_run
    assert "seals" in report.not_run
    assert "MST411 supersedes_later_number" not in report.not_run
    assert not {finding.code for finding in report.findings} & {name[:6] for name in report.not_run}


def superseding() -> list[dict[str, str]]:
    """An estimate that supersedes a later one: what a rule on estimates alone finds."""
    row = {"about_id": "session-2019-11", "measure": "injured", "population": "people", "comparator": "about"}
    row |= {"value": "5", "counted_by": "watch"}
    earlier = {"estimate_id": "earlier", "as_of": "2018", "supersedes": "later"}
    return [row | earlier, row | {"estimate_id": "later", "as_of": "2019"}]


def test_rules_that_do_not_read_a_broken_table_run(sample: Any) -> None:
    sample.edit("parties", "a made-up", "a  made-up")
    not_run = {name for name in sample.report().not_run if name.startswith("MST")}
    assert not_run < rule_names()
    ran = {name.split(" ")[1] for name in rule_names() - not_run}
    assert "supersedes_later_number" in ran
    sample.edit("estimates", ",injured,", ",hurt,")
    assert "MST411 supersedes_later_number" in sample.report().not_run


def test_all_rules_run_on_a_clean_package(sample: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = []
    original = rules.Rule.run
    monkeypatch.setattr(rules.Rule, "run", lambda rule, *rest: ran.append(rule) or original(rule, *rest))
    proven = []
    screen = linked.without_findings
    monkeypatch.setattr(linked, "without_findings", lambda *tables: proven.extend(screen(*tables)) or set(proven))
    sample.report(("rules",))
    assert {rule.name for rule in ran} | set(proven) == {rule.name for rule in rules.rules()}
    assert len(proven) == len(set(proven)) < len(ran)
    monkeypatch.setattr(linked, "without_findings", lambda *_: set())
    sample.report(("rules",))
    assert {f"{rule.code.code} {rule.name}" for rule in ran} == rule_names()


def test_rows_of_a_table_that_cannot_be_read_are_not_run(sample: Any) -> None:
    sample.edit("parties", "a made-up", "a  made-up")
    sample.edit("parties", ",ngo,", ",ngoo,")
    report = sample.report(("text", "structure", "rows"))
    assert [finding.code for finding in report.findings] == ["MST108"]
    assert report.not_run == ("rows of parties",)


def test_one_broken_table_does_not_hide_another(sample: Any) -> None:
    sample.edit("parties", "a made-up", "a  made-up")
    sample.edit("events", ",session,", ",sesion,")
    sample.edit("names", ",fa,", ",fa")
    assert [place[:2] for place in sample.places(("text", "structure", "rows"))] == [
        ("MST213", "datasets/events.csv"),
        ("MST204", "datasets/names.csv"),
        ("MST108", "datasets/parties.csv"),
    ]


QUICK = ("text", "structure", "rows", "rules", "fact_checks", "seals")
BREAKS = {
    "text": ("parties", "a made-up", "a  made-up", "MST108"),
    "structure": ("parties", ",ngo,,", ",ngo", "MST204"),
    "rows": ("parties", ",ngo,", ",ngoo,", "MST213"),
    "rules": ("names", "bahram-nemuneh-fa,bahram-nemuneh,", "bahram-nemuneh-fa,nobody,", "MST303"),
    "fact_checks": ("fact_check_answers", ",yes,", ",no,", "MST537"),
    "seals": ("claims", "event_id part,,,", "event_id part,,opinion,", "MST522"),
}


@pytest.mark.usefixtures("queries_run_here")
@pytest.mark.parametrize("layer", quick(2, BREAKS))
def test_a_layer_that_is_asked_for_finds_and_one_that_is_not_does_not(sample: Any, layer: str) -> None:
    table, old, new, code = BREAKS[layer]
    sample.add_check()
    sample.edit(table, old, new)
    assert code in {finding.code for finding in sample.findings((layer,))}
    others = [name for name in LAYERS if name not in (layer, "frictionless")]
    assert code not in {finding.code for finding in sample.findings(others)}


@pytest.mark.parametrize("layer", ["text", "structure", "rows"])
def test_a_layer_that_is_not_asked_for_still_keeps_later_ones_off(sample: Any, layer: str) -> None:
    table, old, new, _ = BREAKS[layer]
    sample.edit(table, old, new)
    report = sample.report(("rules", "seals"))
    assert report.findings == ()
    assert {"MST303 references_resolve", "seals"} <= set(report.not_run)


@pytest.mark.slow
@each("layers", [pair for pair in combinations(LAYERS, 2) if "frictionless" not in pair])
@each(
    "content",
    [b"", b"\xff\xfe", b'"', b'a,"b\n"', b"\n\n", b"claim_id\n", b",,,\n,,\n", b"fields,fields\n1,2\n", b"\0"],
)
def test_no_combination_of_layers_stumbles_over_any_file(sample: Any, layers: tuple[str, ...], content: bytes) -> None:
    sample.write("claims", content)
    sample.write("sources", content)
    report = sample.report(layers, documents=True)
    assert report.findings or report.not_run or "fact_checks" in layers  # which there are none of


def test_findings_are_in_order_of_their_places(sample: Any) -> None:
    for table in sample.tables():
        sample.write(table, sample.text(table).replace(",", " ,").replace("\n", " \n"))
    findings = sample.findings()
    assert len(findings) > 100
    assert list(findings) == sorted(findings, key=lambda f: (f.file, f.line, f.column, f.code, f.message, f.value))


def test_order_does_not_depend_on_hashes_or_on_the_order_of_discovery() -> None:
    cells = ("error", "a.csv", 1, 1)
    findings = [Finding("MST101", *cells, value, message, "") for value in "abcdefgh" for message in "xyz"]
    reports = []
    for order in (findings, findings[::-1], [*findings, *findings]):
        collector = Collector()
        collector.add(order)
        reports.append(collector.report((), ()))
    in_order = sorted((finding.message, finding.value) for finding in findings)
    assert [[(one.message, one.value) for one in report.findings] for report in reports] == [in_order] * 3
    assert len({report.findings for report in reports}) == 1
    assert len({finding.id for finding in reports[0].findings}) == len(in_order)


@pytest.mark.slow
def test_the_report_is_the_same_in_every_process(sample: Any) -> None:
    sample.edit("parties", ",ngo,", ",ngoo,")
    sample.edit("names", "bahram-nemuneh-fa,bahram-nemuneh,", "bahram-nemuneh-fa,nobody,")
    script = "import sys; from mostanad.validation import validate as v; print(v(sys.argv[1], layers=sys.argv[2:]))"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script, str(sample.root), *QUICK],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert b"MST213" in outputs.pop()


@pytest.mark.parametrize(
    "content", [None, "", "x", "[]", '"x"', "{}", '{"resources": {}}', "\ufeff{}", "{" * 10**5, "1e"]
)
def test_a_descriptor_that_is_none(sample: Any, content: str | None) -> None:
    path = sample.root / "datapackage.json"
    path.unlink() if content is None else path.write_text(content, encoding="utf-8")
    with pytest.raises(PackageError, match=r"datapackage\.json"):
        validate(sample.root)


def test_a_descriptor_in_another_encoding(sample: Any) -> None:
    path = sample.root / "datapackage.json"
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))
    with pytest.raises(PackageError, match="is not JSON"):
        validate(sample.root)


def test_a_directory_that_is_none(sample: Any) -> None:
    for path in (sample.root / "nowhere", sample.root / "datapackage.json"):
        with pytest.raises(PackageError, match="no such directory"):
            validate(path)


def test_a_folder_of_documents_that_is_none(sample: Any) -> None:
    with pytest.raises(FileNotFoundError, match="no such folder"):
        validate(sample.root, documents=sample.root / "nowhere")


def test_a_path_may_be_text(sample: Any) -> None:
    assert validate(str(sample.root), documents=str(sample.documents), layers=("text", "passages")) == Report()


def snapshot(root: Path) -> dict[str, tuple[bytes, int]]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


@pytest.mark.parametrize("broken", [False, True])
def test_nothing_is_written(sample: Any, broken: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if broken:
        sample.edit("parties", ",ngo,", ",ngoo,")
        sample.edit("names", ",fa,", " ,fa,")
    monkeypatch.chdir(sample.root)
    before = snapshot(sample.root.parent)
    sample.report(LAYERS, documents=True)
    assert snapshot(sample.root.parent) == before


def test_a_report_as_data(sample: Any) -> None:
    sample.edit("parties", ",ngo,", ",ngoo,")
    report = json.loads(json.dumps(sample.report().as_dict()))
    assert list(report) == ["findings", "not_checked", "not_run"]
    names = ["code", "severity", "file", "line", "column", "value", "message", "remedy"]
    names += ["end_column", "row_id", "field", "suggestion", "id", "covered_by", "summary"]
    assert [field.name for field in fields(Finding)] == names
    assert [list(finding) for finding in report["findings"]] == [names]
