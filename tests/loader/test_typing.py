"""What type checkers make of a user's program."""

from __future__ import annotations

import ast
import dataclasses
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import mostanad
from mostanad import loader

pytestmark = pytest.mark.slow

PROGRAMS = Path(__file__).parent / "programs"
RIGHT, WRONG = PROGRAMS / "right.py", PROGRAMS / "wrong.py"
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


@pytest.mark.skipif(PYRIGHT is None, reason="not checked: pyright is not installed")
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
    assert of_the_package == {"__version__", *mostanad.__all__}
    public = {name for used in USED for name in members(getattr(loader, used))}
    assert public - {one.attr for one in attributes} == set()


def members(of: type) -> Iterator[str]:
    """The public methods, properties and fields of a class, and of the classes of ours that it is of."""
    owners = [owner for owner in of.__mro__ if owner.__module__.startswith("mostanad.")]
    yield from (name for owner in owners for name in vars(owner) if not name.startswith("_"))
    fields = dataclasses.fields(of) if dataclasses.is_dataclass(of) else ()
    yield from (field.name for field in fields if not field.name.startswith("_"))
