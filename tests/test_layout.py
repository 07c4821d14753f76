"""The house: what lies where, and how long it may be."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

import pytest
from tests.cases import each

import mostanad
from mostanad.cli import output
from mostanad.models import COMPILED, TABLES

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


def left_out(module: ast.Module) -> Iterator[str]:
    """Why tests of a module may be skipped, as its calls say it; of an f-string what stands before its first value."""
    for call in ast.walk(module):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        if call.func.attr not in ("skip", "skipif", "importorskip"):
            continue
        said = next((one.value for one in call.keywords if one.arg == "reason"), None)
        if said is None and call.func.attr == "skip":
            said = call.args[0]
        if isinstance(said, ast.JoinedStr):
            said = said.values[0]
        yield str(said.value) if isinstance(said, ast.Constant) else "no reason"


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
    left = ("datasets/.events.csv.0a0a.mostanad-tmp", ".site.0a0a.mostanad-tmp/new")
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


_BROUGHT = [*output._EXTRAS.items(), ("polars", "polars"), ("resvg_py", "plot")]


@each(("module", "extra"), _BROUGHT)
def test_the_extra_that_a_message_names_brings_the_module(module: str, extra: str) -> None:
    extras = PYPROJECT["project"]["optional-dependencies"]
    assert extra in extras
    named = {re.split(r"[^A-Za-z0-9_-]", requirement)[0] for requirement in extras[extra]}
    assert module in {name.replace("-", "_") for name in named}


def test_the_version_stands_once() -> None:
    version = PYPROJECT["project"]["version"]
    descriptor = json.loads((ROOT / "datapackage.json").read_text("utf-8"))
    assert descriptor["version"] == mostanad.__version__ == version
    first_readers = SRC / "publishing" / "index.py"  # it says which mostanad was the first to read which contract
    modules = set(SRC.rglob("*.py")) - {first_readers}
    assert not [path for path in modules if f'"{version}"' in path.read_text("utf-8")]


def test_the_wheel_holds_the_data_folders() -> None:
    tree = ast.parse((ROOT / "hatch_build.py").read_text("utf-8"))
    (value,) = [n.value for n in tree.body if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "FOLDERS"]
    assert set(ast.literal_eval(value)) == set(DATA_FOLDERS) - {"datasets"}  # of these the release is compiled


def test_tests_mirror_src() -> None:
    rooms = {path.name for path in SRC.iterdir() if path.is_dir() and (path / "__init__.py").is_file()}
    tested = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    assert rooms - tested == set()


#: The rooms from the ground up: each imports those before it, never those behind it.
ROOMS = ("models", "files", "contract", "evidence", "matching", "documents", "validation", "releases", "publishing")
ROOMS += ("curation", "loader", "site", "cli")


def imports(path: Path) -> set[str]:
    """The modules of the package that a module imports when it runs, at its top or inside functions."""
    found: set[str] = set()
    waiting: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            waiting += node.orelse
            continue
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}:{node.lineno}"
            inner = {f"{node.module}.{one.name}" for one in node.names} & NAMES.keys()
            found |= inner or {node.module}
        waiting += ast.iter_child_nodes(node)
    return found & NAMES.keys()


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(SRC.parent).with_suffix("").parts).removesuffix(".__init__")


NAMES = {name_of(path): path for path in SRC.rglob("*.py")}


@cache
def arrows() -> dict[str, set[str]]:
    """Which modules each module imports."""
    return {name: imports(path) - {name} for name, path in NAMES.items()}


def room_of(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def test_the_rooms_are_those_that_are_listed() -> None:
    assert {room_of(name) for name in NAMES} - {"", "__main__"} == set(ROOMS)


def test_rooms_import_only_those_below_them() -> None:
    rank = {room: number for number, room in enumerate(ROOMS)}
    upward = [
        f"{name} -> {other}"
        for name, others in sorted(arrows().items())
        for other in sorted(others)
        if room_of(name) in rank and room_of(other) in rank and rank[room_of(other)] > rank[room_of(name)]
    ]
    assert upward == []


def circle_from(start: str) -> list[str]:
    """The shortest way by which a module imports itself without leaving its room; empty if there is none."""
    ways = [[start]]
    seen = set[str]()
    for way in ways:
        for other in sorted(arrows()[way[-1]] - seen):
            if other == start:
                return [*way, other]
            if room_of(other) == room_of(start):
                seen.add(other)
                ways.append([*way, other])
    return []


@pytest.mark.parametrize("room", ROOMS)
def test_no_module_of_a_room_imports_itself_through_others(room: str) -> None:
    circles = {tuple(circle_from(name)) for name in NAMES if room_of(name) == room}
    assert sorted(circle for circle in circles if circle) == []


def test_a_circle_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    made = {"mostanad.loader.a": {"mostanad.loader.b"}, "mostanad.loader.b": {"mostanad.loader.a", "mostanad.models"}}
    monkeypatch.setattr(sys.modules[__name__], "arrows", lambda: {**made, "mostanad.models": set()})
    assert circle_from("mostanad.loader.a") == ["mostanad.loader.a", "mostanad.loader.b", "mostanad.loader.a"]
    assert circle_from("mostanad.models") == []


def test_modules_share_a_name_only_where_it_is_that_of_a_table() -> None:
    counted = Counter(name.rsplit(".", 1)[1] for name, path in NAMES.items() if path.stem != "__init__")
    assert {name for name, count in counted.items() if count > 1} <= TABLES.keys() | COMPILED.keys()


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {path: length for path, length in lengths.items() if length > 400} == {}


def test_templates_are_as_short_and_break_their_lines_too() -> None:
    texts = {
        path.name: path.read_text("utf-8").splitlines() for path in ROOT.glob("src/mostanad/site/templates/*.html")
    }
    assert {name: len(lines) for name, lines in texts.items() if len(lines) > 400} == {}
    # A line is longer only where none of its tags can end: a long name of a table cell, or a sentence in one call.
    long = [line for lines in texts.values() for line in lines if len(line) > 120]
    assert len(long) < sum(map(len, texts.values())) / 20


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a module and how many lines it has."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


@pytest.mark.slow
def test_no_function_is_longer_than_60_lines() -> None:
    lengths = dict(item for path in modules() for item in functions(path))
    assert len(lengths) > 100
    assert {name: length for name, length in lengths.items() if length > 60} == {}


@each("path", sorted(SRC.rglob("*.py")))
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


@pytest.mark.slow
def test_a_test_that_is_skipped_says_that_it_is_not_checked_and_why() -> None:
    paths = [path for path in (ROOT / "tests").rglob("*.py") if path.name != "test_cases.py"]  # it skips one
    reasons = {path.name: list(left_out(ast.parse(path.read_text("utf-8")))) for path in paths}
    assert sum(map(len, reasons.values())) > 30
    assert {name: one for name, said in reasons.items() for one in said if not one.startswith("not checked: ")} == {}
