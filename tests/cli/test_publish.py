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


def test_withdraw(tree: Path, releases: Path, tmp_path: Path) -> None:
    given: list[str | Path] = [
        "--withdraw",
        OLD,
        "--reason",
        "privacy: an address",
        "--date",
        "2021-12-25",
        "--releases",
        releases,
    ]
    done = run("publish", tree, *given)
    assert (done.exit_code, done.output.splitlines()) == (
        0,
        [
            f"withdrawn {OLD}, since 2021-12-25, replaced by {NEW}; nothing of it is left in {tree}",
            f"remove it there too: {releases / OLD}",
            f"index 2, {said(tree)['digest']}",
            "mostanad: this index is unsigned; `mostanad keygen` makes a key, --key signs with it",
        ],
    )
    assert run("verify", tree).exit_code == 0
    again = run("publish", tree, "--releases", releases, "--date", "2021-12-25")
    assert again.exit_code == 1
    assert f"nothing is published: {releases / OLD}: {OLD} was withdrawn on 2021-12-25 (privacy: an" in again.output
    (tree / "releases" / OLD).mkdir()
    (tree / "releases" / OLD / "left.csv").touch()
    left = run("verify", tree)
    assert left.exit_code == 1
    assert "MST639" in left.output


def test_mirrors_are_named_from_which_it_must_go_too(tmp_path: Path, releases: Path) -> None:
    tree = tmp_path / "tree"
    run("publish", tree, "--releases", releases, "--date", "2021-12-24", "--mirror", "https://x.org/a")
    done = run("publish", tree, "--withdraw", OLD, "--reason", "privacy", "--date", "2021-12-24")
    assert f"remove it there too: https://x.org/a/releases/{OLD}\n" in done.output


def test_what_is_not_withdrawn(tree: Path) -> None:
    done = run("publish", tree, "--withdraw", NEW, "--reason", "privacy", "--date", "2021-12-24")
    assert done.exit_code == 1
    assert f"nothing is withdrawn: {NEW} is the newest release" in done.output
    for given in (["--withdraw", OLD], ["--reason", "privacy"], ["--withdraw", OLD, "--reason", "a\nb"]):
        assert run("publish", tree, *given).exit_code == 2
    given = ["--withdraw", OLD, "--reason", "privacy", "--mirror", "https://x.org"]
    assert run("publish", tree, *given).exit_code == 2
    assert [release["version"] for release in said(tree)["releases"] if "withdrawn" in release] == []


def test_releases_that_still_hold_what_was_removed_for_privacy_are_named(tmp_path: Path, releases: Path) -> None:
    done = run("publish", tmp_path / "tree", "--releases", releases, "--date", "2021-12-24")
    hint = f"mostanad: {OLD} still holds 1 of the facts removed for privacy since; see --withdraw\n"
    assert hint in done.output
    assert "still holds" not in done.output.replace(hint, "")
    run("publish", tmp_path / "tree", "--withdraw", OLD, "--reason", "privacy", "--date", "2021-12-24")
    shutil.copytree(releases / NEW, tmp_path / "new" / NEW)
    done = run("publish", tmp_path / "tree", "--releases", tmp_path / "new", "--date", "2021-12-25")
    assert (done.exit_code, "index 3" in done.output, "still holds" in done.output) == (0, True, False)
