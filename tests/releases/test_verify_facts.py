"""Verification finds facts that are not the cells, and cells that are not backed, where all else was made to agree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cases import quick
from tests.releases.conftest import found, renew, rewrite, row_of

from mostanad.contract.lock import to_json


def test_a_fact_that_is_gone(release: Path) -> None:
    rewrite(release, "facts", lambda rows: rows.remove(row_of(rows, "square-2020/date")))
    assert found(release) == {("MST611", "csv/events.csv")}


def test_a_fact_of_a_cell_that_is_not_there(release: Path) -> None:
    rewrite(release, "events", lambda rows: row_of(rows, "square-2020").update(place=None))
    assert ("MST611", "csv/facts.csv") in found(release)


def test_a_fact_with_another_value(release: Path) -> None:
    rewrite(release, "events", lambda rows: row_of(rows, "square-2020").update(place="Porto Rosso"))
    assert found(release) == {("MST611", "csv/facts.csv")}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fact_id", "cells"),
    [
        ("square-2020/date", {"disputed": False}),
        ("square-2020/date", {"support": "single"}),
        ("square-2020/place", {"support": "official"}),
        ("utopia-omid-faraz/target_id", {"support": "official"}),  # another body's list
        ("council-2020-navid-kohan-attendee/part", {"support": "official"}),  # no act of the body that wrote it down
        ("omid-faraz/born", {"support": "official"}),
        ("freedonia-p1/code", {"support": "single"}),
        ("square-2020/place", {"support": "corroborated"}),
        ("square-2020/title", {"claims": 2}),
        ("square-2020/title", {"sources": 2}),
        ("square-2020/title", {"origins": 3, "support": "one_camp"}),
        ("square-2020/title", {"camps": 2}),
        ("square-2020/title", {"origin_ids": ["blue-herald", "lone-paper"]}),
        ("square-2020/title", {"asserted_by": ["blue-herald"]}),
        ("square-2020/title", {"source_ids": ["blue-story"]}),
        ("square-2020/place", {"modalities": ["fact"]}),
    ],
)
def test_a_fact_that_claims_more_than_its_evidence(release: Path, fact_id: str, cells: dict[str, Any]) -> None:
    rewrite(release, "facts", lambda rows: row_of(rows, fact_id).update(cells))
    assert found(release) == {("MST612", "csv/facts.csv")}


def test_a_fact_without_asserting_evidence(release: Path) -> None:
    def deny(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            if row["fact_id"] == "omid-faraz/born":
                row["stance"] = "denies"

    rewrite(release, "evidence", deny)
    assert found(release) == {("MST612", "csv/facts.csv"), ("MST613", "csv/evidence.csv")}


def test_evidence_that_is_gone(release: Path) -> None:
    def remove(rows: list[dict[str, Any]]) -> None:
        rows[:] = [row for row in rows if row["fact_id"] != "navid-kohan/name"]

    rewrite(release, "evidence", remove)
    assert found(release) == {("MST613", "csv/claims.csv")}


@pytest.mark.slow
@pytest.mark.parametrize(
    "cells",
    [
        {"selector": "char=0,1"},
        {"passage_sha256": "0" * 64},
        {"passage_id": "wire-story.c000001-000002"},
        {"source_sha256": "0" * 64},
        {"source_url": "https://example.org/other"},
        {"source_id": "red-story"},
        {"claim_id": "wire-story.c000001-000002.omid-faraz"},
        {"modality": "opinion"},
        {"hedge": "likely"},
        {"as_of": "2019"},
        {"value": "1950"},
    ],
)
def test_evidence_that_leads_astray(release: Path, cells: dict[str, Any]) -> None:
    def mislead(rows: list[dict[str, Any]]) -> None:
        next(row for row in rows if row["fact_id"] == "omid-faraz/born").update(cells)

    rewrite(release, "evidence", mislead)
    assert ("MST613", "csv/evidence.csv") in found(release)


def test_a_rival_value_that_is_not_the_claims(release: Path) -> None:
    def change(rows: list[dict[str, Any]]) -> None:
        next(row for row in rows if row["stance"] == "disputes").update(value="2020-05-09")

    rewrite(release, "evidence", change)
    assert found(release) == {("MST613", "csv/evidence.csv")}


@pytest.mark.parametrize("table", quick(1, ["sources", "passages", "claims"]))
def test_a_chain_without_a_link(release: Path, table: str) -> None:
    rewrite(release, table, lambda rows: rows.pop())
    assert ("MST613", "csv/evidence.csv") in found(release)


@pytest.mark.slow
def test_a_dossier_that_says_something_else(release: Path) -> None:
    path = release / "json/officials/omid-faraz.json"
    dossier = json.loads(path.read_text("utf-8"))
    dossier["facts"]["omid-faraz/born"]["value"] = "1950"
    path.write_bytes(to_json(dossier).encode())
    renew(release)
    assert found(release) == {("MST614", "json/officials/omid-faraz.json")}
    del dossier["facts"]["omid-faraz/born"]["evidence"][0]
    path.write_bytes(to_json(dossier).encode())
    assert ("MST610", "json/officials/omid-faraz.json") in found(release)
