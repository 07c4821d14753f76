"""What type checkers make of a user's program, and whether the types of rows say what rows really hold."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
import types
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.loader.conftest import VERSION
from tests.releases.conftest import make_world

import mostanad
from mostanad import loader
from mostanad.loader import Release, TableName
from mostanad.models import COMPILED, TABLES
from mostanad.package import Table
from mostanad.package.typed import arrow_schema, arrow_table
from mostanad.releases import build

PROGRAMS = Path(__file__).parent / "programs"
RIGHT, WRONG = PROGRAMS / "right.py", PROGRAMS / "wrong.py"
MODELS = TABLES | COMPILED
#: The classes whose attributes and methods a user's program uses.
USED = ("Release", "AsOf", "Earlier", "Without", "Why", "FactEvidence", "Hits", "Diff")
_PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
PYRIGHT = shutil.which("pyright", path=_PATH)


def refused(text: str) -> dict[int, str]:
    """The lines of a program that a type checker must refuse, with the code that mypy has for it."""
    lines = enumerate(text.splitlines(), 1)
    return {number: found[1] for number, line in lines if (found := re.search(r"# refused: ([a-z-]+)$", line))}


def mypy(folder: Path, *programs: Path) -> dict[Path, dict[int, set[str]]]:
    """The codes of mypy's errors in each program, by line: as for a user who has no configuration."""
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={folder / 'cache'}"]
    done = subprocess.run([*command, *programs], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    found: dict[Path, dict[int, set[str]]] = {program: {} for program in programs}
    for path, line, code in re.findall(r"^(.+?):(\d+): error: .*\[([a-z-]+)\]$", done.stdout, re.M):
        found[Path(path)].setdefault(int(line), set()).add(code)
    assert sum(map(len, found.values())) or done.returncode == 0, done.stdout
    return found


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, dict[int, set[str]]]:
    """What mypy says of both programs when it has seen the package before: from its cache it reads names otherwise."""
    folder = tmp_path_factory.mktemp("mypy")
    assert mypy(folder, RIGHT) == {RIGHT: {}}
    return mypy(folder, RIGHT, WRONG)


def test_mypy_accepts_what_users_write(checked: dict[Path, dict[int, set[str]]]) -> None:
    assert checked[RIGHT] == {}


def test_mypy_refuses_what_is_wrong(checked: dict[Path, dict[int, set[str]]]) -> None:
    assert checked[WRONG] == {line: {code} for line, code in refused(WRONG.read_text("utf-8")).items()}


@pytest.mark.skipif(PYRIGHT is None, reason="pyright is not installed")
def test_pyright_agrees(tmp_path: Path) -> None:
    for program in (RIGHT, WRONG):
        shutil.copy(program, tmp_path)
    (tmp_path / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', encoding="utf-8")
    command = [str(PYRIGHT), "-p", str(tmp_path), "--pythonpath", sys.executable, "--outputjson"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)["generalDiagnostics"]
    lines = {(Path(one["file"]).name, one["range"]["start"]["line"] + 1) for one in found}
    assert lines == {("wrong.py", line) for line in refused(WRONG.read_text("utf-8"))}


def test_the_program_uses_every_public_name() -> None:
    tree = ast.parse(RIGHT.read_text("utf-8"))
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    of_the_package = {one.attr for one in attributes if isinstance(one.value, ast.Name) and one.value.id == "mostanad"}
    assert of_the_package == set(mostanad.__all__)
    public = {name for used in USED for name in members(getattr(loader, used))}
    assert public - {one.attr for one in attributes} == set()


def members(of: type) -> Iterator[str]:
    """The public methods, properties and fields of a class."""
    yield from (name for name in vars(of) if not name.startswith("_"))
    yield from (field.name for field in dataclasses.fields(of) if not field.name.startswith("_"))


def row_type(table: str) -> type:
    module = importlib.import_module(f"mostanad.loader.columns.{table}")
    (found,) = [one for _, one in inspect.getmembers(module, typing.is_typeddict)]
    return typing.cast("type", found)


def hints(table: str) -> dict[str, Any]:
    """The types of a table's row, by column."""
    return typing.get_type_hints(row_type(table))


def is_a(value: Any, kind: Any) -> bool:
    """Whether a value is of a type exactly: an ``int`` is no ``float`` here, and a ``datetime`` no ``date``."""
    if typing.get_origin(kind) is types.UnionType:
        return any(is_a(value, one) for one in typing.get_args(kind))
    if typing.get_origin(kind) is list:
        (item,) = typing.get_args(kind)
        return type(value) is list and all(is_a(one, item) for one in value)
    return type(value) is kind


def lies(table: str, rows: list[Mapping[str, Any]]) -> list[str]:
    """The cells that are not of their type."""
    kinds = hints(table)
    return [f"{name}={row[name]!r}" for row in rows for name in kinds if not is_a(row[name], kinds[name])]


def test_the_types_know_every_table() -> None:
    assert list(typing.get_args(TableName)) == sorted(MODELS)


@pytest.mark.parametrize("table", sorted(MODELS))
def test_rows_full_and_bare_are_of_their_types(table: str, tmp_path: Path) -> None:
    """A row with every cell that there can be, and one with those that there must be."""
    columns = MODELS[table].columns()
    full = tuple(column.example for column in columns)
    bare = tuple(column.example if column.required else "" for column in columns)
    cells = Table(table, "", tuple(column.name for column in columns), (full, bare))
    (tmp_path / "parquet").mkdir()
    pq.write_table(arrow_table(MODELS[table], cells), tmp_path / "parquet" / f"{table}.parquet")
    rows = typing.cast("list[dict[str, Any]]", Release(tmp_path, VERSION).load(table, "records"))
    assert [list(row) for row in rows] == [list(hints(table))] * 2
    assert lies(table, list(rows)) == []
    can_be_none = {name for name, kind in hints(table).items() if is_a(None, kind)}
    assert can_be_none == {field.name for field in arrow_schema(MODELS[table]) if field.nullable}
    assert {name for name, value in rows[1].items() if value is None} <= can_be_none
    assert {column.name for column in columns if rows[0][column.name] is None} == set()


def test_the_rows_of_a_release_are_of_their_types(tmp_path: Path) -> None:
    release = Release(build(make_world().write(tmp_path / "package"), tmp_path / "out"), VERSION)
    assert release.tables() == sorted(MODELS)
    rows = {table: release.load(table, "records") for table in release.tables()}
    assert sum(map(len, rows.values())) > 100
    assert {table: found for table in rows if (found := lies(table, rows[table]))} == {}


@pytest.mark.parametrize("table", sorted(MODELS))
def test_the_constants_are_the_columns(table: str) -> None:
    module = importlib.import_module(f"mostanad.loader.columns.{table}")
    constants = {name: value for name, value in vars(module).items() if isinstance(value, str) and name[0] != "_"}
    assert constants == {name: name for name in arrow_schema(MODELS[table]).names}


def test_the_types_cost_nothing_at_run_time() -> None:
    script = "import sys, mostanad; mostanad.load; print(*(name for name in sys.modules if 'loader.columns' in name))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert run.stdout.split() == []
