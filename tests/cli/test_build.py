"""The commands that make and verify a release."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mostanad.cli.make import Form
from mostanad.releases.layout import FORMS


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "made" / "releases"


@pytest.fixture
def release(cli: Any, bench: Any, out: Path) -> Path:
    assert cli("build", bench.root, "--out", out).code == 0
    return out / "2026.11.0"


def test_build_and_verify(cli: Any, bench: Any, out: Path) -> None:
    run = cli("build", bench.root, "--out", out, "--documents", bench.documents)
    release = out / "2026.11.0"
    assert (run.code, run.out, run.err) == (0, f"built {release}\n", "")
    run = cli("verify", release, "--documents", bench.documents)
    assert (run.code, run.out, run.err) == (0, "0 errors, 0 warnings\n", "")
    run = cli("verify", release, "--format", "json")
    assert (run.code, run.err) == (0, "")
    report = json.loads(run.out)
    assert (report["findings"], report["not_run"], len(report["not_checked"])) == ([], [], 1)
    run = cli("why", "bahram-nikpour", "born", "--release", release)
    assert run.out.startswith("bahram-nikpour/born = 1961\n")
    assert cli("show", "bahram-nikpour", "--release", release).code == 0


def test_build_of_another_version(cli: Any, bench: Any, out: Path) -> None:
    assert cli("build", bench.root, "--out", out, "--version", "2027.1.3").out == f"built {out / '2027.1.3'}\n"


def test_build_of_some_forms(cli: Any, bench: Any, out: Path) -> None:
    assert list(Form) == list(FORMS)
    assert cli("build", bench.root, "--out", out, "--form", "csv", "--form", "sqlite").code == 0
    made = {path.name for path in (out / "2026.11.0").iterdir()}
    assert made >= {"parquet", "csv", "mostanad.sqlite"}
    assert made.isdisjoint({"json", "croissant.json", "ro-crate-metadata.json"})
    assert cli("build", bench.root, "--out", out, "--form", "tar").code == 2


def test_build_with_errors_makes_nothing(cli: Any, bench: Any, out: Path) -> None:
    bench.edit("officials", "bahram-nikpour", gender="males")
    run = cli("build", bench.root, "--out", out)
    assert (run.code, run.err) == (1, "mostanad: no release is made, because there are errors\n")
    assert "MST213" in run.out
    assert run.out.splitlines()[-1] == "1 error, 0 warnings"
    assert not out.exists()


def test_build_that_could_not_run(cli: Any, bench: Any, out: Path) -> None:
    for args in (
        (bench.root / "nowhere", "--out", out),
        (bench.root, "--out", out, "--version", "1.0"),
        (bench.root, "--out", out, "--version", "2026.01.0"),
        (bench.root, "--out", out, "--documents", bench.root / "nowhere"),
        (bench.root, "--out", bench.root / "datapackage.json"),
    ):
        run = cli("build", *args)
        assert (run.code, run.out) == (2, "")
        assert run.err
    assert not out.exists()


def test_verify_a_release_that_was_changed(cli: Any, release: Path) -> None:
    (release / "CITATION.cff").write_text("other\n", encoding="utf-8")
    run = cli("verify", release, "--format", "json")
    assert (run.code, run.err) == (1, "")
    assert {finding["file"] for finding in json.loads(run.out)["findings"]} >= {"CITATION.cff"}


def test_verify_what_is_no_release(cli: Any, tmp_path: Path) -> None:
    run = cli("verify", tmp_path / "nowhere")
    assert (run.code, run.out) == (2, "")
    assert run.err == f"mostanad: {tmp_path / 'nowhere'}: no such release\n"
    assert cli("verify", tmp_path).code == 1
