"""Defects planted in a generated package with many claims: all are found where they are, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from mostanad.validation import validate

ROOT = Path(__file__).resolve().parents[2]
CLAIMS = 20_000


def edit(folder: Path, table: str, number: int, old: str, new: str) -> None:
    """Change a line, by its number from 1."""
    path = folder / "datasets" / f"{table}.csv"
    lines = path.read_text("utf-8").split("\n")
    assert old in lines[number - 1], lines[number - 1]
    lines[number - 1] = lines[number - 1].replace(old, new, 1)
    path.write_text("\n".join(lines), "utf-8", newline="\n")


@pytest.mark.slow
def test_planted_defects_are_all_that_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import generate

    generate.generate(CLAIMS, tmp_path)
    assert validate(tmp_path, trusted=True).findings == ()
    seals = (tmp_path / "datasets/seals.csv").read_text("utf-8").split("\n")
    claim, _, seal = seals[15_000].partition(",")
    edit(tmp_path, "seals", 15_001, seal, "0" * 64)
    edit(tmp_path, "officials", 200, ",female," if ",female," in _line(tmp_path, "officials", 200) else ",male,", ",,")
    edit(tmp_path, "passages", 4_000, _line(tmp_path, "passages", 4_000)[-64:], "f" * 64)
    found = validate(tmp_path, trusted=True)
    assert {finding.code for finding in found.findings} == {"MST503", "MST522"}
    broken = {finding.row_id for finding in found.findings if finding.code == "MST522" and not finding.summary}
    official = _line(tmp_path, "officials", 200).partition(",")[0]
    passage = _line(tmp_path, "passages", 4_000).partition(",")[0]
    claims = [line.split(",", 4) for line in _lines(tmp_path, "claims")[1:] if line]
    expected = {row[0] for row in claims if row[1] == passage or (row[2] == official and "gender" in row[3])}
    assert broken == expected | {claim}


def _lines(folder: Path, table: str) -> list[str]:
    return (folder / "datasets" / f"{table}.csv").read_text("utf-8").split("\n")


def _line(folder: Path, table: str, number: int) -> str:
    return _lines(folder, table)[number - 1]
