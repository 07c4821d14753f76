"""record, diff and prove on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.releases.conftest import VERSION, make_world

from mostanad.files import open_package
from mostanad.releases import build


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two recorded versions of the invented world; the second has an event more."""
    import datetime as dt

    from mostanad.curation.record import record

    folder = tmp_path_factory.mktemp("versions")
    world = make_world()
    for version, day in ((VERSION, 1), ("2026.11.1", 2)):
        root = world.write(folder / version, version)
        record(open_package(root), dt.date(2026, 11, day))
        build(root, folder / "out", forms=())
        for name in ("history", "releases"):
            world.rows[name] = list(open_package(root).table(name).records())
        world.backed("events", "march-2021", "wire-2021", kind="protest", title="A march, = odd", date="2021-01")
    return folder / "out"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return make_world().write(tmp_path / "package")


@pytest.mark.slow
def test_a_version_is_recorded_once(cli: Any, package: Path) -> None:
    run = cli("record", VERSION, "--date", "2026-11-01", "-C", package)
    assert run.code == 0
    first, second = run.out.splitlines()
    assert first == f"recorded {VERSION}: 72 added"
    assert second.startswith("root over its facts: ")
    run = cli("record", VERSION, "-C", package)
    assert (run.code, run.out) == (1, "")
    assert "recorded already" in run.err
    run = cli("record", "2026.12.0", "-C", package)
    assert (run.code, run.out) == (1, "")
    assert f"datapackage.json has version {VERSION}, not 2026.12.0" in run.err


def test_what_is_different_is_printed_in_each_form(cli: Any, releases: Path) -> None:
    old, new = releases / VERSION, releases / "2026.11.1"
    run = cli("diff", old, new)
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith(f"{VERSION} to 2026.11.1: 3 added")
    assert "  march-2021/title: A march, = odd" in run.out.splitlines()
    rows = [row for row in json.loads(cli("diff", old, new, "--format", "json").out) if row["change"] == "added"]
    assert [row["fact_id"] for row in rows] == ["march-2021/date", "march-2021/kind", "march-2021/title"]
    assert rows[2] | {"change": "added", "before": None, "after": "A march, = odd"} == rows[2]
    assert '"A march, = odd"' in cli("diff", old, new, "--format", "csv").out
    assert cli("diff", old, old).out == f"{VERSION} and {VERSION} have the same facts\n"
    run = cli("diff", old, releases / "none")
    assert (run.code, run.out) == (2, "")
    assert "no release" in run.err


def test_a_fact_is_proved_and_checked_and_a_forgery_is_not(cli: Any, releases: Path, tmp_path: Path) -> None:
    release = releases / "2026.11.1"
    root = json.loads((release / "proofs/root.json").read_text("utf-8"))["root"]
    run = cli("prove", "omid-faraz/born", "--release", release)
    (tmp_path / "proof.json").write_text(run.out, "utf-8")
    done = cli("prove", "--check", tmp_path / "proof.json", "--root", root)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"omid-faraz/born = 1951 is a fact of the release with root {root}\n"
    (tmp_path / "forged.json").write_text(run.out.replace("1951", "1952"), "utf-8")
    for file, wanted in (("forged.json", root), ("proof.json", "00" * 32)):
        done = cli("prove", "--check", tmp_path / file, "--root", wanted)
        assert (done.code, done.out) == (1, "")
        assert file in done.err


def test_a_release_continues_the_one_before(cli: Any, releases: Path, tmp_path: Path) -> None:
    roots = [
        json.loads((releases / name / "proofs/root.json").read_text("utf-8"))["root"] for name in (VERSION, "2026.11.1")
    ]
    (tmp_path / "proof.json").write_text(
        cli("prove", "--since", VERSION, "--release", releases / "2026.11.1").out, "utf-8"
    )
    check = ("prove", "--check", tmp_path / "proof.json", "--root", roots[1], "--older-root")
    assert cli(*check, roots[0]).code == 0
    done = cli(*check, "00" * 32)
    assert done.code == 1
    assert "does not continue" in done.err


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("a/date", "--since", VERSION),
        ("--check", "README.md"),
        ("no-such/fact",),
        ("--since", "2026.1.0"),
        ("--check", "no-such-file", "--root", "00"),
    ],
)
def test_what_cannot_be_proved_is_said(cli: Any, releases: Path, args: tuple[str, ...]) -> None:
    run = cli("prove", *args, "--release", releases / "2026.11.1")
    assert (run.code, run.out) == (2, "")
    assert run.err


def test_what_is_no_json_is_no_proof(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "proof.json").write_text("{", "utf-8")
    run = cli("prove", "--check", tmp_path / "proof.json", "--root", "00" * 32)
    assert (run.code, run.out) == (1, "")
    assert "this is not JSON" in run.err
