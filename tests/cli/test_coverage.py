"""The command that says how far lists reach."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.loader.test_coverage import SDN, filled

from mostanad.documents import Documents
from mostanad.files import Table
from mostanad.files.typed import arrow_table
from mostanad.loader import store
from mostanad.loader.coverage import REASONS, coverage
from mostanad.models import TABLES


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "releases_root", lambda: tmp_path / "releases")
    path = tmp_path / "releases" / "2026.11.0"
    (path / "parquet").mkdir(parents=True)
    (path / "datapackage.json").write_text('{"version": "2026.11.0"}', encoding="utf-8")
    for name, rows in filled().items():
        table = Table(name, "", tuple(rows[0]), tuple(tuple(row.values()) for row in rows))
        pq.write_table(arrow_table(TABLES[name], table), path / "parquet" / f"{name}.parquet")


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
            "  versions: 2, 2019-01-15 to 2024-05-01; the last (new) is an excerpt",
            "  somebody else's table of it shows what stood on 2025-02-28",
            "  entries of the last: 5, of which 2 are rows",
            f"    not: 1 {REASONS['joined']}",
            "    not: 1 under programmes that the record does not have",
            "    not: 1 ships and aircraft, which are not taken in",
        ],
    )
    run = cli("coverage", "--documents", documents, "--format", "json")
    assert json.loads(run.out) == json.loads(json.dumps(coverage(filled(), Documents(documents))))
    assert cli("coverage", "--documents", documents / "none").code == 2
