"""The command that tells what a pull request changes: what it prints, where, and with which exit code."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any


def test_nothing_changed(cli: Any, bench: Any) -> None:
    run = cli("summary", bench.root, bench.root)
    assert (run.code, run.out, run.err) == (0, "### mostanad: changes nothing\n", "")


def test_a_change(cli: Any, bench: Any, tmp_path: Path) -> None:
    base = shutil.copytree(bench.root, tmp_path / "base")
    bench.edit("statements", "bahram-nikpour-denies-beatings", gist="he had them beaten")
    run = cli("summary", base, bench.root)
    assert (run.code, run.err) == (0, "")
    first, *rest = run.out.splitlines()
    assert first.startswith("### mostanad: adds 0 facts, corrects 1, retracts 0; ")
    assert "1 statement about living people needs a second reader" in first
    assert "| statements | 0 | 1 | 0 |" in rest


def test_a_broken_package_is_exit_1_with_its_findings(cli: Any, bench: Any, tmp_path: Path) -> None:
    base = shutil.copytree(bench.root, tmp_path / "base")
    bench.edit("officials", "bahram-nikpour", gender="males")
    for trees in ((base, bench.root), (bench.root, base)):
        run = cli("summary", *trees)
        assert run.code == 1
        assert "MST213 error: gender: 'males'" in run.out
        assert run.err == f"mostanad: {bench.root}: it has errors, so its facts cannot be compared\n"


def test_an_absent_package_is_exit_2(cli: Any, bench: Any, tmp_path: Path) -> None:
    for trees in ((bench.root, tmp_path / "absent"), (tmp_path / "absent", bench.root)):
        run = cli("summary", *trees)
        assert (run.code, run.out) == (2, "")
        assert "no such directory" in run.err
