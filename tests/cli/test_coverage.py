"""The command that says how far lists reach."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.loader.test_coverage import MODELS, SDN, filled, made

from mostanad.documents.folder import Documents
from mostanad.files.typed import arrow_table
from mostanad.loader import store
from mostanad.loader.coverage import REASONS, coverage


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "releases_root", lambda: tmp_path / "releases")
    path = tmp_path / "releases" / "2026.11.0"
    (path / "parquet").mkdir(parents=True)
    (path / "datapackage.json").write_text('{"version": "2026.11.0"}', encoding="utf-8")
    for name, table in filled().items():
        pq.write_table(arrow_table(MODELS[name], table), path / "parquet" / f"{name}.parquet")


@pytest.mark.usefixtures("release")
def test_on_the_command_line(cli: Any, tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "any name").write_bytes(SDN.encode())
    run = cli("coverage", "--documents", documents)
    assert (run.code, run.out.splitlines()) == (
        0,
        [
            "us-list: The list",
            "  versions held: 2, from 2019-01-15 to 2024-05-01",
            "  later data made from it by somebody else: 2025-02-28",
            "  the last version: new, an excerpt, with 5 entries",
            "  in the record: 1 entries of this list that were in force on 2024-05-01",
            "  of the entries of the last version, 2 are rows, and 3 are not",
            f"    1 {REASONS['joined']}",
            f"    1 {REASONS['none']}",
            f"    1 {REASONS['ships']}",
        ],
    )
    run = cli("coverage", "--documents", documents, "--format", "json")
    assert json.loads(run.out) == json.loads(json.dumps(coverage(made(), Documents(documents))))
    assert cli("coverage", "--documents", documents / "none").code == 2
