"""docs/releases.md: its roots are those of the history, and its program proves a fact without mostanad."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.releases.conftest import VERSION, release_of_the_world

from mostanad.evidence import merkle, proofs
from mostanad.files import open_package
from mostanad.files.resources import resource
from mostanad.files.typed import arrow_table
from mostanad.models import TABLES
from mostanad.models.cells import version_order

PAGE = (Path(__file__).parents[2] / "docs/releases.md").read_text("utf-8")


def test_the_roots_on_the_page_are_those_of_the_history() -> None:
    package = open_package(resource("datapackage.json").parent)
    lines = proofs.version_lines(arrow_table(TABLES["releases"], package.table("releases")))
    leaves = [merkle.leaf(lines[version].encode()) for version in sorted(lines, key=version_order)]
    roots = {merkle.root(leaves[: number + 1]).hex() for number in range(len(leaves))}
    found = set(re.findall(r"\b[0-9a-f]{64}\b", PAGE))
    assert len(found) == 2
    assert found <= roots


@pytest.fixture
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release_of_the_world(tmp_path_factory)


def test_the_program_on_the_page_gives_the_root_of_a_proof_and_another_of_a_forgery(
    release: Path, tmp_path: Path
) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "program.py").write_text(program, "utf-8")
    tables = {
        name: pq.ParquetFile(release / f"parquet/{name}.parquet").read() for name in ("facts", "evidence", "releases")
    }
    root = json.loads((release / "proofs/root.json").read_text("utf-8"))["root"]

    def run(proof: object) -> tuple[int, str]:
        (tmp_path / "proof.json").write_text(json.dumps(proof), "utf-8")
        command = [sys.executable, "-I", str(tmp_path / "program.py"), str(tmp_path / "proof.json")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.strip()

    proof = proofs.prove(tables, VERSION, "omid-faraz/born")
    assert run(proof) == (0, root)
    assert run(proof | {"fact": proof["fact"].replace("1951", "1952")})[0] == 1
    assert run(proof | {"evidence": []})[0] == 1
    assert run(proof | {"version": proof["version"].replace(VERSION, "2026.11.1")}) != (0, root)
