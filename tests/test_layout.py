"""The house: what lies where, and how long it may be."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.machinery import PathFinder
from pathlib import Path

import pytest
from tests.cases import each

from mostanad.cli import errors

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "mostanad"
DATA_FOLDERS = ("datasets", "schema", "validators", "build")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def modules() -> list[Path]:
    """Every Python file of the project."""
    return [ROOT / "hatch_build.py", *sorted(SRC.rglob("*.py")), *sorted((ROOT / "tests").rglob("*.py"))]


def pins(lines: list[str]) -> dict[str, str]:
    """Versions by name, of requirements like ``name==1.2``."""
    found = (line.partition("==") for line in lines if not line.startswith("#"))
    return {name.lower(): version for name, _, version in found}


def git(*args: str) -> int:
    return subprocess.run(["git", "-C", str(ROOT), *args], capture_output=True, check=False).returncode


@pytest.mark.parametrize("folder", DATA_FOLDERS)
def test_the_data_folders_hold_no_python_module(folder: str) -> None:
    files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if path.suffix in (".py", ".pyi", ".pyc", ".so", ".pyd")] == []


def test_src_holds_one_package() -> None:
    assert [path.name for path in SRC.parent.iterdir() if not path.name.endswith((".egg-info", "__pycache__"))] == [
        "mostanad"
    ]


@pytest.mark.parametrize("folder", DATA_FOLDERS)
def test_no_module_with_the_name_of_a_data_folder_comes_from_the_checkout(folder: str, tmp_path: Path) -> None:
    assert PathFinder.find_spec(folder, [str(SRC.parent)]) is None
    # As users run it: from elsewhere, with the checkout's src on the path.
    script = (
        "import importlib.util, sys; spec = importlib.util.find_spec(sys.argv[1]);"
        "print(*([spec.origin or '', *(spec.submodule_search_locations or [])] if spec else []))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, folder],
        env={"PYTHONPATH": str(SRC.parent)},
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
    )
    assert str(ROOT) not in run.stdout.replace(sys.prefix, "")


def test_git_ignores_compiled_releases_but_never_build() -> None:
    assert git("rev-parse") == 0
    assert git("check-ignore", "--no-index", "build/x.sql") == 1
    assert git("check-ignore", "--no-index", "validators/x.sql") == 1
    assert git("check-ignore", "--no-index", "datasets/x.csv") == 1
    assert git("check-ignore", "--no-index", "dist/releases/2026.11.0/datapackage.json") == 0
    assert git("check-ignore", "--no-index", ".venv/x") == 0
    left = ("datasets/.events.csv.0a0a.mostanad-tmp", ".site.0a0a.mostanad-tmp/new", ".site.0a0a.mostanad-mark")
    for name in (".mostanad-undo.json", ".mostanad-edit.json", *left):
        assert git("check-ignore", "--no-index", name) == 0


def test_build_requirements_are_pinned_as_in_the_development_environment() -> None:
    requires = pins(PYPROJECT["build-system"]["requires"])
    developed_with = pins((ROOT / "requirements-dev.txt").read_text("utf-8").splitlines())
    assert requires.keys() >= {"hatchling", "pydantic", "pyarrow", "duckdb"}
    assert requires == {name: developed_with.get(name) for name in requires}


def test_the_development_environment_is_pinned_exactly() -> None:
    lines = (ROOT / "requirements-dev.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#") and "==" not in line] == []


def test_what_the_build_imports_is_what_the_build_requires() -> None:
    script = "import sys; import mostanad.validation, mostanad.releases; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    loaded = {name for name in run.stdout.split() if "." not in name}
    outside = {"frictionless", "typer", "pandas", "polars", "hypothesis", "pytest", "rich", "platformdirs", "rapidfuzz"}
    assert loaded & outside == set()


_BROUGHT = [*errors._EXTRAS.items(), ("polars", "polars"), ("duckdb", "duckdb"), ("resvg_py", "plot")]


@each(("module", "extra"), _BROUGHT)
def test_the_extra_that_a_message_names_brings_the_module(module: str, extra: str) -> None:
    extras = PYPROJECT["project"]["optional-dependencies"]
    assert extra in extras
    named = {re.split(r"[^A-Za-z0-9_-]", requirement)[0] for requirement in extras[extra]}
    assert module in {name.replace("-", "_") for name in named}


def test_the_version_stands_once() -> None:
    version = PYPROJECT["project"]["version"]
    descriptor = json.loads((ROOT / "datapackage.json").read_text("utf-8"))
    assert descriptor["version"] == version
    assert not [path for path in SRC.rglob("*.py") if "__version__" in path.read_text("utf-8")]


def test_the_wheel_holds_the_data_folders() -> None:
    tree = ast.parse((ROOT / "hatch_build.py").read_text("utf-8"))
    (value,) = [n.value for n in tree.body if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "FOLDERS"]
    assert set(ast.literal_eval(value)) == set(DATA_FOLDERS) - {"datasets"}  # of these the release is compiled


def test_tests_mirror_src() -> None:
    rooms = {path.name for path in SRC.iterdir() if path.is_dir() and (path / "__init__.py").is_file()}
    tested = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    assert rooms - tested == set()


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {path: length for path, length in lengths.items() if length > 400} == {}


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a module and how many lines it has."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def test_no_function_is_longer_than_60_lines() -> None:
    lengths = dict(item for path in modules() for item in functions(path))
    assert len(lengths) > 100
    assert {name: length for name, length in lengths.items() if length > 60} == {}


@each("path", sorted(SRC.rglob("*.py")))
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))
