"""On which Pythons and systems the wheel is tried: as pyproject.toml says, here and in the workflow alike."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.test_portable import posix_imports

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / ".ci/pythons"
JOB: dict[str, Any] = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))["jobs"]["users"]
STEPS = {step["name"]: step["run"] for step in JOB["steps"] if "run" in step}
TESTS = [word for word in STEPS["What users call"].split() if word.startswith("tests/")]
WITHOUT = [word.partition("=")[2] for word in STEPS["What users call"].split() if word.startswith("--ignore=")]
VERSIONS = ["3.11", "3.12", "3.13", "3.14"]


def test_the_same_pythons_are_named_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    said = re.search(r"versions=\(([0-9. ]+)\)", SCRIPT.read_text("utf-8"))
    assert said is not None
    assert said[1].split() == JOB["strategy"]["matrix"]["python"] == VERSIONS
    assert project["requires-python"] == f">={VERSIONS[0]}"
    prefix = "Programming Language :: Python :: 3."
    classified = [one.rpartition(" ")[2] for one in project["classifiers"] if one.startswith(prefix)]
    assert classified in ([], VERSIONS)


def test_each_system_is_there() -> None:
    systems = [name.partition("-")[0] for name in JOB["strategy"]["matrix"]["os"]]
    assert systems == ["ubuntu", "macos", "windows"]
    assert JOB["defaults"]["run"]["shell"] == "bash"
    assert not JOB["strategy"]["fail-fast"]


def test_data_reach_windows_with_their_line_ends() -> None:
    """Before anything is checked out."""
    assert JOB["steps"][0]["run"] == "git config --global core.autocrlf false"
    assert [path.name for path in (ROOT / "datasets").iterdir() if b"\r" in path.read_bytes()] == []


def test_what_is_run_is_there() -> None:
    here = " ".join(re.findall(r"^tests\+?=\((.*)\)$", SCRIPT.read_text("utf-8"), re.M)).split()
    assert [name for name in [*TESTS, *WITHOUT, *here] if not (ROOT / name).exists()] == []
    assert set(TESTS) <= set(here)
    assert len(TESTS) > 5
    assert os.access(SCRIPT, os.X_OK)


def test_what_is_run_on_windows_needs_nothing_that_windows_has_not() -> None:
    paths = [path for name in TESTS for path in [*(ROOT / name).rglob("*.py"), ROOT / name] if path.suffix == ".py"]
    run = [path for path in paths if not any(path.is_relative_to(ROOT / name) for name in WITHOUT)]
    assert len(run) > 20
    needed = {path.name: list(posix_imports(ast.parse(path.read_text("utf-8")))) for path in run}
    assert {name: found for name, found in needed.items() if found} == {}
    called = re.compile(r"os\.(mkfifo|fork|kill|getuid|sync)\b|symlink_to|\bSIGKILL\b|/dev/full")
    assert [path.name for path in run if called.search(path.read_text("utf-8"))] == []


def test_the_wheel_is_installed_and_not_the_checkout(tmp_path: Path) -> None:
    """The script of the step, with a Python that notes what it is told."""
    (tmp_path / "python").write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/told.txt\n', "utf-8", newline="\n")
    (tmp_path / "python").chmod(0o755)
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist/mostanad-2026.11.2-py3-none-any.whl").touch()
    for name in ("What the tests need", "The wheel", "What users call"):
        path = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
        subprocess.run(["bash", "--noprofile", "--norc", "-e", "-c", STEPS[name]], cwd=tmp_path, env=path, check=True)
    needs, build, install, tests = (tmp_path / "told.txt").read_text("utf-8").splitlines()
    assert needs.endswith("-r requirements-dev.txt")
    assert build == "-m build --wheel --no-isolation --outdir dist ."
    assert install.endswith("--no-deps dist/mostanad-2026.11.2-py3-none-any.whl")
    assert tests.split()[:3] == ["-m", "pytest", TESTS[0]]


@pytest.mark.parametrize("version", ["2.99", "3.99"])
def test_a_python_that_cannot_be_had_is_said_to_be_not_checked(version: str, tmp_path: Path) -> None:
    for name in ("bash", "dirname", "mkdir", "tail"):
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")
    environment = {"PATH": str(tmp_path), "HOME": str(tmp_path)}
    run = subprocess.run([SCRIPT, version], env=environment, capture_output=True, text=True, check=False)
    why = f"it cannot be had here; dist/pythons/{version}.log says why"
    assert (run.returncode, run.stdout) == (0, f"not checked: Python {version} ({why})\n"), run.stderr
