"""A release of two facts, written by hand: what the loader needs and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from mostanad.loader import Release, store
from mostanad.models import COMPILED, TABLES
from mostanad.package import Table
from mostanad.package.typed import arrow_table

VERSION = "2026.11.0"
_FACT = {"table_name": "events", "row_id": "strike", "modalities": "fact", "disputed": "false", "claims": "1"}
_FACT |= {"sources": "1", "origins": "1", "camps": "0", "asserted_by": "union", "origin_ids": "union"}
_FACT |= {"source_ids": "gazette", "support": "single"}
_EVIDENCE = {"source_id": "gazette", "source_sha256": "a" * 64, "passage_sha256": "b" * 64, "published_by": "gazette"}
_EVIDENCE |= {"modality": "fact", "hedge": "none", "stance": "asserts", "passage_id": "gazette.c000001-000005"}
_EVIDENCE |= {"claim_id": "gazette.c000001-000005.strike", "selector": "char=1,5"}
ROWS: dict[str, list[dict[str, str]]] = {
    "events": [
        {"event_id": "strike", "kind": "protest", "title": "Strike", "date": "2019-11"},
        {"event_id": "walkout", "kind": "protest", "title": "Walkout"},
    ],
    "groups": [
        {"group_id": "dockers", "description": "dockers", "size": "6"},
        {"group_id": "others", "description": "others"},
    ],
    "sanctions": [
        {"sanction_id": "one", "target_id": "x", "authority_id": "y", "measures": "asset_freeze travel_ban"},
        {"sanction_id": "two", "target_id": "x", "authority_id": "y", "human_rights": "true"},
    ],
    "estimates": [],
    "facts": [
        {"fact_id": "strike/date", "field": "date", "value": "2019-11"} | _FACT | {"disputed": "true", "camps": "1"},
        {"fact_id": "strike/kind", "field": "kind", "value": "protest"} | _FACT,
    ],
    "evidence": [
        {
            **{"evidence_id": "gazette.c000001-000005.strike/date", "fact_id": "strike/date", "value": "2019-11"},
            **_EVIDENCE,
            **{"asserted_by": "union", "origin": "federation", "as_stated": "in November", "hedge": "likely"},
            **{"source_url": "https://example.org/strike"},
        },
        {
            **{"evidence_id": "gazette.c000001-000005.strike.2/date", "fact_id": "strike/date", "value": "2019-12"},
            **_EVIDENCE,
            **{"asserted_by": "gazette", "origin": "gazette", "stance": "disputes", "modality": "opinion"},
        },
        {
            **{"evidence_id": "gazette.c000001-000005.strike/kind", "fact_id": "strike/kind", "value": "protest"},
            **_EVIDENCE,
            **{"asserted_by": "gazette", "origin": "gazette"},
        },
    ],
}
DOSSIER = {"official": {"official_id": "judge", "name": "The Judge"}, "rows": {}, "facts": {}, "version": VERSION}


def _write(path: Path, version: str) -> Path:
    """A release in a directory of its own."""
    (path / "parquet").mkdir(parents=True)
    (path / "json" / "officials").mkdir(parents=True)
    (path / "datapackage.json").write_text(json.dumps({"version": version}), encoding="utf-8")
    for name, rows in ROWS.items():
        model = (TABLES | COMPILED)[name]
        header = tuple(column.name for column in model.columns())
        cells = tuple(tuple(row.get(column, "") for column in header) for row in rows)
        pq.write_table(arrow_table(model, Table(name, "", header, cells)), path / "parquet" / f"{name}.parquet")
    text = json.dumps(DOSSIER | {"version": version}, ensure_ascii=False)
    (path / "json" / "officials" / "judge.json").write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The directory with releases, empty."""
    path = tmp_path / "releases"
    monkeypatch.setattr(store, "releases_root", lambda: path)
    return path


@pytest.fixture
def write(root: Path) -> Any:
    """Writes a release of a version."""
    return lambda version: _write(root / version, version)


@pytest.fixture
def release(write: Any) -> Release:
    return Release(write(VERSION), VERSION)
