"""mostanad publish, and mostanad verify of a tree."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.publishing.conftest import NEW, OLD, first, published, recorded, releases, said, tree
from tests.releases.conftest import make_world
from typer.testing import CliRunner, Result

from mostanad.cli.main import app
from mostanad.releases import build

__all__ = ["first", "published", "recorded", "releases", "tree"]


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args])


def test_publish_and_verify(releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MOSTANAD_DOCUMENTS", raising=False)
    done = run(
        "publish", tmp_path / "tree", "--releases", releases, "--date", "2021-12-24", "--mirror", "https://x.org/a/"
    )
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert lines[:2] == [f"published {OLD}", f"published {NEW}"]
    assert lines[2] == f"index 1, {said(tmp_path / 'tree')['digest']}"
    assert said(tmp_path / "tree")["releases"][0]["mirrors"] == ["https://x.org/a"]
    again = run("publish", tmp_path / "tree", "--releases", releases, "--date", "2021-12-24")
    assert (again.exit_code, again.output) == (0, "nothing is new: index 1 of 2021-12-24 stands\n")
    assert run("verify", tmp_path / "tree").exit_code == 0


def test_a_tree_that_was_edited(tree: Path) -> None:
    path = tree / "releases" / OLD / "CITATION.cff"
    path.write_bytes(path.read_bytes() + b"\n")
    done = run("verify", tree)
    assert done.exit_code == 1
    assert f"releases/{OLD}/CITATION.cff" in done.output
    assert "MST632" in done.output


def test_what_is_refused_ends_with_one(tmp_path: Path, releases: Path) -> None:
    build(make_world().write(tmp_path / "package"), tmp_path / "out")
    done = run("publish", tmp_path / "tree", "--releases", tmp_path / "out")
    assert done.exit_code == 1
    assert "nothing is published: 2026.11.0 is not recorded" in done.output
    shutil.copytree(releases, tmp_path / "bad")
    (tmp_path / "bad" / NEW / "csv/facts.csv").write_bytes(b"")
    done = run("publish", tmp_path / "tree", "--releases", tmp_path / "bad", "--date", "2021-12-24")
    assert done.exit_code == 1
    assert "this release has errors" in done.output
    assert "MST603" in done.output


def test_what_cannot_be_run_ends_with_two(tmp_path: Path, releases: Path) -> None:
    done = run("publish", tmp_path / "tree", "--releases", releases, "--mirror", "ftp://x.org")
    assert done.exit_code == 2
    assert "is no address of a mirror" in done.output
    done = run("publish", tmp_path / "tree", "--releases", tmp_path / "nothing")
    assert isinstance(done.exception, FileNotFoundError)  # which main() makes a sentence and exit 2 of
    assert not (tmp_path / "tree").exists()
