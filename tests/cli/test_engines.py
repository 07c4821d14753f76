"""Where the work is done: what is said when Spark cannot do it, and what it does not do."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cases import each

Cli = Callable[..., Any]


@pytest.fixture
def java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something that looks like Java."""
    program = tmp_path / "home" / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))


@each("command", ["validate", "build"])
def test_without_java_it_says_so(command: str, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    run = cli(command, tmp_path, "--engine", "spark")
    assert run.code == 2
    assert run.err == (
        f"mostanad: Spark needs Java 17 or newer, but JAVA_HOME is {tmp_path}, where no Java is; "
        "install it, or set JAVA_HOME\n"
    )


@pytest.mark.usefixtures("java")
def test_without_pyspark_it_names_the_extra(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    run = cli("validate", tmp_path, "--engine", "spark")
    assert run.code == 2
    assert 'this command needs pyspark; run: pip install "mostanad[spark]"' in run.err


_NOT_THERE = {
    "fix": (("validate", "--fix"), "--fix edits files of this machine"),
    "all layers": (("validate", "--layers", "all"), "Frictionless reads local files only"),
    "forms": (("build", "--form", "csv"), "has Parquet only"),
}


@each(("options", "said"), _NOT_THERE)
def test_what_spark_does_not_do_is_refused(options: tuple[str, ...], said: str, cli: Cli, tmp_path: Path) -> None:
    command, *others = options
    run = cli(command, tmp_path, "--engine", "spark", *others)
    assert run.code == 2
    assert said in run.err
    assert list(tmp_path.iterdir()) == []
