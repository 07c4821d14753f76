"""The table of reasons: what an entry says of what somebody was listed for, in the order of the text."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow.parquet as pq
import pytest
from tests.cases import quick
from tests.releases.conftest import add_annex, found, make_world, rewrite, row_of

from mostanad.contract import dossier_schema
from mostanad.releases import build


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with reasons; not to be changed."""
    folder, world = tmp_path_factory.mktemp("reasons"), make_world()
    add_annex(world)
    return build(world.write(folder / "package"), folder / "out")


@pytest.fixture
def release(listed: Path, tmp_path: Path) -> Path:
    """The same, that a test may spoil."""
    return Path(shutil.copytree(listed, tmp_path / listed.name))


def rows(release: Path, listing: str) -> list[dict[str, Any]]:
    table = pq.read_table(release / "parquet/reasons.parquet").to_pylist()
    return sorted((row for row in table if row["sanction_id"] == listing), key=lambda row: row["place"])


def test_the_reasons_are_what_stands_inside_the_entry_in_the_order_of_the_text(release: Path) -> None:
    said = rows(release, "freedonia-p1-omid-faraz")
    assert [row["place"] for row in said] == list(range(1, 8))
    assert [(row["row_id"], row["stance"]) for row in said] == [
        ("omid-faraz-warden", "asserts"),
        ("beatings-2020", "asserts"),
        ("beatings-2020", "asserts"),
        ("beatings-2020-council", "asserts"),
        ("beatings-2020-faraz", "asserts"),
        ("beatings-2020", "approximates"),
        ("beatings-2020-injured", "asserts"),
    ]
    first, second, third, *_ = said
    assert (first["table_name"], first["fields"]) == (
        "positions",
        ["body_id", "ended", "holder_id", "started", "title"],
    )
    assert (first["asserted_by"], first["modality"], second["modality"]) == ("freedonia-treasury", "fact", "allegation")
    assert (third["fields"], third["modality"]) == (["part_of"], "inference")


def test_a_mark_on_another_s_listing_is_no_entry_of_it(release: Path) -> None:
    """A passage that backs no number of an entry is none; what it says is a reason of the one whose entry it is in."""
    said = rows(release, "freedonia-navid-kohan")
    assert [row["row_id"] for row in said] == [
        "trial-2020",
        "trial-2020-kohan-judge",
        "trial-2020-kohan-judge",
        "freedonia-p1-omid-faraz",
        "beatings-2020",
    ]
    assert {row["sanction_id"] for row in pq.read_table(release / "parquet/reasons.parquet").to_pylist()} == {
        "freedonia-p1-omid-faraz",
        "freedonia-navid-kohan",
    }


def test_without_an_entry_there_are_no_reasons(built: Path) -> None:
    assert pq.read_table(built / "parquet/reasons.parquet").num_rows == 0


def test_a_dossier_has_the_reasons_and_no_row_of_others_among_its_own(release: Path) -> None:
    dossier = json.loads((release / "json/officials/omid-faraz.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(dossier_schema()).validate(dossier)
    assert [item["reason"]["place"] for item in dossier["reasons"]] == list(range(1, 8))
    assert dossier["reasons"][3]["row"]["entity_id"] == "lantern-council"
    mine = {row["participation_id"] for row in dossier["rows"]["participations"]}
    assert mine == {"beatings-2020-faraz", "square-2020-omid-faraz-accused"}
    assert "annex-2022" in dossier["sources"]


@pytest.mark.parametrize(
    ("column", "cell"), quick(1, [("place", 9), ("row_id", "square-2020"), ("modality", "fact")]), ids=str
)
def test_reasons_that_the_evidence_does_not_give_are_found(release: Path, column: str, cell: object) -> None:
    assert found(release) == set()
    key = rows(release, "freedonia-p1-omid-faraz")[4]["reason_id"]
    rewrite(release, "reasons", lambda table: row_of(table, key).update({column: cell}))
    assert ("MST620", "csv/reasons.csv") in found(release)
