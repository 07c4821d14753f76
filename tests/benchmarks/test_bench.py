"""The page of benchmarks is made of the figures alone, and the other ways to check find what is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.shared import ROOT

from mostanad.files.typed import arrow_schema
from mostanad.models import MODELS

BENCHMARKS = ROOT / "benchmarks"


@pytest.fixture(autouse=True)
def path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))


def test_how_something_grows_is_the_slope() -> None:
    import page

    assert page.exponent({10: 5.0, 100: 50.0, 1000: 500.0}) == pytest.approx(1)
    assert page.exponent({10: 1.0, 100: 100.0}) == pytest.approx(2)


def test_the_page_shows_medians_and_says_what_is_missing() -> None:
    import page

    text = page.page(
        {
            "machine": {"Cores": "2", "Load before": "0.1"},
            "parse/10": [[1.0, 1.0, 50.0]],
            "parse/100": [[2.0, 2.0, 60.0]],
            "validate/10": [[4.0, 4.0, 70.0], [3.0, 3.0, 70.0], [5.0, 5.0, 70.0]],
            "validate/100": [[8.0, 8.0, 70.0]],
            "only write/10": [[1.0, 1.0, 0.0]],
            "build/10": [[1.5, 1.0, 80.0]],
            "look-up/10": [{"cold": 40.0, "warm": 3.0, "sqlite": 0.1, "load": 2.0, "read_parquet": 2.0}],
        }
    )
    assert "| **`mostanad validate`** | 4 s (3 to 5), 70 MB | 8 s, 70 MB |" in text
    assert "| **build and verify** (Parquet) | 1.5 s, 80 MB | not measured |" in text
    assert "The limit is 3 times, 6 s: 2 s are to be saved." in text
    assert "The limit is 2 times, 2 s: kept." in text
    assert "| first dossier of a process, made of Parquet | 50 ms | 40 ms: kept | not measured |" in text
    assert "| first dossier of a process, from its file | 50 ms | not measured | not measured |" in text
    assert "3 ms (0.1 ms): 3 times too much" in text
    assert "other work" not in text
    busy = page.page({"machine": {"Cores": "2", "Load before": "4.0"}})
    assert "other work" in busy


def test_writing_counts_all_parts_of_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import only_write

    for name, model in MODELS.items():
        (tmp_path / "made" / name).mkdir(parents=True)
        schema, zero = arrow_schema(model), pa.array([0, 0], pa.int32())
        cells = [pa.array([["0"]] * 2, t) if pa.types.is_list(t) else zero.cast(t) for t in schema.types]
        for number in range(2):
            pq.write_table(pa.table(cells, schema), tmp_path / "made" / name / f"part-{number:05}.parquet")
    written: dict[str, int] = {}
    monkeypatch.setattr(
        only_write,
        "write_parquet",
        lambda tables, *_: written.update({name: len(table) for name, table in tables.items()}),
    )
    monkeypatch.setattr(sys, "argv", ["only_write.py", str(tmp_path / "made"), str(tmp_path / "again")])
    only_write.main()
    assert written == dict.fromkeys(MODELS, 4)


@pytest.mark.slow
@pytest.mark.parametrize("way", ["polars", "duckdb", "pydantic"])
def test_the_other_ways_find_what_is_wrong(way: str, tmp_path: Path) -> None:
    import generate
    import rivals

    generate.generate(2000, tmp_path)
    (tmp_path / "columns.json").write_text(json.dumps(rivals.described()), encoding="utf-8")
    command = [sys.executable, str(BENCHMARKS / "rivals.py"), way, str(tmp_path), str(tmp_path / "columns.json")]
    assert subprocess.run(command, check=False).returncode == 0
    officials = tmp_path / "datasets" / "officials.csv"
    text = officials.read_text("utf-8")
    spoilt = text.replace(",male,", ",Male,", 1)
    assert spoilt != text
    officials.write_text(spoilt, encoding="utf-8", newline="\n")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
