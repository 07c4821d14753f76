"""docs/releases.md: its roots are those of the history, and its program proves a fact without mostanad."""

from __future__ import annotations

import json
import re
import shutil
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

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/releases.md").read_text("utf-8")


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


@pytest.mark.skipif(not (shutil.which("git") and shutil.which("make")), reason="not checked: git or make is missing")
def test_a_version_is_of_the_commit_that_gave_its_line_today_s_root_and_built_of_it(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "datasets").mkdir()

    def run(*command: str) -> str:
        return subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    def commit(*lines: str) -> str:
        (tmp_path / "datasets/releases.csv").write_text("".join(f"{line}\n" for line in lines), "utf-8")
        run("git", "add", ".")
        run("git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--message=x")
        return run("git", "rev-parse", "HEAD").strip()

    run("git", "init", "--quiet")
    head, first, *later = (
        "version,date,schema_version,facts,root",
        "2026.1.0,2026-01-01,1.0.0,3,aa",
        "2026.1.1,2026-01-02,1.0.0,3,bb",
        "2026.1.1,2026-01-02,1.0.0,3,cc",
        "2026.1.10,2026-01-03,1.0.1,3,cc",
    )
    commits = [commit(head, first), commit(head, first, later[0]), commit(head, first, later[1])]
    commits.append(commit(f"{head},coding_digest", f"{first},", f"{later[1]},", f"{later[2]},dd"))
    found = dict(line.split(" ") for line in run("make", "--silent", "recorded").splitlines())
    assert found == {"2026.1.0": commits[0], "2026.1.1": commits[2], "2026.1.10": commits[3]}
    commit(f"{head},coding_digest", f"{first},", f"{later[2]},dd")
    commits.append(commit(f"{head},coding_digest", f"{first},", f"{later[1]},", f"{later[2]},dd"))
    found = dict(line.split(" ") for line in run("make", "--silent", "recorded").splitlines())
    assert found == {"2026.1.0": commits[0], "2026.1.1": commits[-1], "2026.1.10": commits[3]}
    # Recorded again, with the same root: only what facts rest on is worded otherwise.
    commits.append(commit(f"{head},coding_digest", f"{first},", f"{later[1]},", f"{later[2]},ee"))
    found = dict(line.split(" ") for line in run("make", "--silent", "recorded").splitlines())
    assert found == {"2026.1.0": commits[0], "2026.1.1": commits[-2], "2026.1.10": commits[-1]}
    for name in ("requirements-dev.txt", "pyproject.toml", ".venv/.ready", ".ci/recorded"):  # .ready is no older
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text('#!/bin/sh\necho "$@" >> built\n', "utf-8")
    (tmp_path / ".ci/recorded").chmod(0o755)
    for options, before in (((), ""), (("OLDER=parquet",), "parquet ")):
        run("make", "--silent", "releases", *options)
        newest = f"2026.1.10 {commits[-1]}"
        expected = {f"{before}2026.1.0 {commits[0]}", f"{before}2026.1.1 {commits[-2]}", newest}
        assert set((tmp_path / "built").read_text("utf-8").splitlines()) == expected
        (tmp_path / "built").unlink()
