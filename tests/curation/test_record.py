"""Recording a version: what became of each fact goes to the history, once, in turn, and never without a reason."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path

import pytest
from tests.descriptor import data_package
from tests.releases.conftest import NOWHERE, VERSION, World

from mostanad.curation.record import record
from mostanad.curation.transaction import EditRefused
from mostanad.evidence import proofs
from mostanad.files import open_package
from mostanad.releases import BuildRefused, build, verify
from mostanad.releases.compile import compile_tables
from mostanad.validation import validate

DAY = dt.date(2026, 11, 1)


def at(root: Path, version: str) -> Path:
    """The same package under another version."""
    (root / "datapackage.json").write_text(json.dumps(data_package(version)), "utf-8")
    return root


def contents(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "datasets").iterdir()}


@pytest.fixture
def root(world: World, tmp_path: Path) -> Path:
    return world.write(tmp_path / "package")


def test_the_first_version_adds_every_fact(root: Path) -> None:
    root_of_facts, changes = record(open_package(root), DAY)
    package = open_package(root)
    tables = compile_tables(package)
    entries = list(package.table("history").records())
    assert changes == Counter(added=tables["facts"].num_rows) == Counter(row["change"] for row in entries)
    (release,) = package.table("releases").records()
    assert release["root"] == root_of_facts == proofs.trees(tables, VERSION).facts_root
    assert (release["version"], release["date"], release["facts"]) == (VERSION, "2026-11-01", str(len(entries)))
    assert validate(root, layers=("text", "rows", "rules", "history")).findings == ()


def test_nothing_is_recorded_twice_or_out_of_turn(root: Path) -> None:
    record(open_package(root), DAY)
    before = contents(root)
    with pytest.raises(EditRefused, match="recorded already"):
        record(open_package(root), DAY)
    with pytest.raises(EditRefused, match=r"comes before 2026\.11\.0"):
        record(open_package(at(root, "2026.9.5")), DAY)
    with pytest.raises(EditRefused, match="2026-10-31 is before 2026-11-01"):
        record(open_package(at(root, "2026.11.1")), dt.date(2026, 10, 31))
    at(root, VERSION)
    assert contents(root) == before


@pytest.mark.slow
def test_a_version_in_which_nothing_is_different_has_no_entries(root: Path) -> None:
    first, _ = record(open_package(root), DAY)
    second, changes = record(open_package(at(root, "2026.11.1")), DAY)
    assert changes == {}
    assert second == first
    assert len(list(open_package(root).table("releases").records())) == 2


@pytest.mark.slow
def test_a_change_without_a_reason_is_refused_and_found(world: World, root: Path, tmp_path: Path) -> None:
    record(open_package(root), DAY)
    for name in ("history", "releases"):
        world.rows[name] = list(open_package(root).table(name).records())
    next(row for row in world.rows["events"] if row["event_id"] == "council-2020")["title"] = "A sitting"
    changed = at(world.write(tmp_path / "changed"), "2026.11.1")
    before = contents(changed)
    with pytest.raises(EditRefused, match="no version can be recorded") as refusal:
        record(open_package(changed), DAY)
    assert [finding.code for finding in refusal.value.findings] == ["MST544"]
    assert contents(changed) == before
    (found,) = validate(changed, layers=("text", "rows", "history")).findings
    assert (found.code, found.file, found.value) == ("MST544", "datasets/events.csv", "A sitting")
    assert found.message.endswith("no correction explains the change")
    # A correction with a slip of the pen in the published value is named.
    correction = {"correction_id": "c-1", "date": "2026-11-02", "target_id": "council-2020", "field": "title"}
    correction |= {"before": "A sesion", "after": "A sitting", "kind": "correction", "reason": "it was a sitting"}
    world.rows["corrections"].append(correction)
    again = at(world.write(tmp_path / "again"), "2026.11.1")
    (found,) = validate(again, layers=("text", "rows", "history")).findings
    assert found.message.endswith("explains the change (c-1: is `before` or `after` mistyped?)")


@pytest.mark.slow
def test_a_recorded_version_with_other_evidence_is_not_built(world: World, root: Path, tmp_path: Path) -> None:
    record(open_package(root), DAY)
    for name in ("history", "releases"):
        world.rows[name] = list(open_package(root).table(name).records())
    world.claim("paper-story", "square-2020", "place")  # the cells are the same, and rest on more
    changed = world.write(tmp_path / "changed")
    with pytest.raises(BuildRefused) as refusal:
        build(changed, tmp_path / "out")
    assert {finding.code for finding in refusal.value.report.errors} == {"MST619"}
    assert not (tmp_path / "out" / VERSION).exists()
    _, changes = record(open_package(at(changed, "2026.11.1")), DAY)
    assert set(changes) == {"re_sourced"}  # the cell, and all that rests on the document, which is another now
    assert verify(build(changed, tmp_path / "out"), NOWHERE).findings == ()


@pytest.mark.slow
def test_a_recorded_version_with_another_note_or_kind_is_not_built(world: World, root: Path, tmp_path: Path) -> None:
    record(open_package(root), DAY)
    for name in ("history", "releases"):
        world.rows[name] = list(open_package(root).table(name).records())
    edits = {
        "officials": {"note": "seen in town"},
        "parties": {"note": "a body of the state"},
        "sources": {"title": "Else"},
    }
    for number, (table, cells) in enumerate(edits.items()):
        row = world.rows[table][-1]
        before = dict(row)
        row |= cells
        changed = world.write(tmp_path / f"changed-{number}")
        with pytest.raises(BuildRefused) as refusal:
            build(changed, tmp_path / "out")
        assert [finding.code for finding in refusal.value.report.errors] == ["MST619"], table
        _, changes = record(open_package(at(changed, "2026.11.1")), DAY)
        assert changes == {}
        first, second = open_package(changed).table("releases").records()
        assert (first["root"], first["schema_version"]) == (second["root"], second["schema_version"])
        assert first["coding_digest"] != second["coding_digest"], table
        row.clear()
        row |= before


@pytest.mark.slow
def test_a_removal_for_privacy_leaves_no_value_and_no_hash(world: World, root: Path, tmp_path: Path) -> None:
    record(open_package(root), DAY)
    for name in ("history", "releases"):
        world.rows[name] = list(open_package(root).table(name).records())
    official = next(row for row in world.rows["officials"] if row["official_id"] == "omid-faraz")
    official["born"] = ""
    (claim,) = (row for row in world.rows["claims"] if row["target_id"] == "omid-faraz" and "born" in row["fields"])
    claim["fields"] = "name"
    cells = {"target_id": "omid-faraz", "field": "born", "date": "2026-11-02", "kind": "privacy", "reason": "private"}
    world.add("corrections", "2026-11-02-omid-faraz-born", **cells)
    changed = at(world.write(tmp_path / "changed"), "2026.11.1")
    assert record(open_package(changed), DAY)[1]["privacy"] == 1
    rows = list(open_package(changed).table("history").records())
    (gone,) = (row for row in rows if row["change"] == "privacy")
    assert (gone["digest"], gone["value_digest"], gone["reason_id"]) == ("", "", "2026-11-02-omid-faraz-born")
    table = compile_tables(open_package(changed))["changes"].to_pylist()
    assert [row["value"] for row in table if row["fact_id"] == "omid-faraz/born"] == [None, None]
    hashes = {(row["digest"], row["value_digest"]) for row in rows if row["fact_id"] == "omid-faraz/born"}
    assert hashes == {("", "")}  # in the older version too
    report = validate(changed, layers=("text", "rows", "history"))
    assert report.findings == ()
    assert any("removed for privacy" in text for text in report.not_checked)
