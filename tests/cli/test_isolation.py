"""No file of a package or a release is ever run, whatever its name and wherever the command is given.

In each of their folders lie files with the names of all modules that the commands import, and with those that Python
looks for by itself. Each would leave its name in a file, if it were run.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from tests.releases.conftest import make_world

from mostanad.cli.main import app
from mostanad.releases import build
from mostanad.validation import isolated

pytestmark = pytest.mark.slow

MOSTANAD = Path(sys.executable).with_name("mostanad")
#: What the commands and their processes import, as far as it is installed.
IMPORTS = (
    "mostanad.cli.main mostanad.site mostanad.releases.exports mostanad.curation.proposals mostanad.publishing "
    "mostanad.releases mostanad.loader mostanad.validation frictionless duckdb jinja2 xlsxwriter polars cryptography"
)
#: What Python, pip, pytest and Frictionless look for by themselves.
LOOKED_FOR = (
    "sitecustomize",
    "usercustomize",
    "conftest",
    "pip",
    "venv",
    "ensurepip",
    "setuptools",
    "frictionless_evil",
)
#: Each command with the arguments that a package at {p} and a release at {r} need.
COMMANDS = {
    "schema": ("--check", "{p}"),
    "build": ("{p}", "--out", "{out}"),
    "verify": ("{r}",),
    "contract": ("--dir", "{p}"),
    "validate": ("{p}",),
    "summary": ("{p}", "{p}"),
    "rules": (),
    "locate": ("gazette", "--sheet", "absent.csv", "--dir", "{p}"),
    "agree": ("gazette", "a.csv", "b.csv", "--dir", "{p}"),
    "seal": ("--dir", "{p}"),
    "todo": ("--dir", "{p}"),
    "fmt": ("--dir", "{p}"),
    "propose": ("us-ofac", "absent.csv", "--dir", "{p}"),
    "why": ("omid-faraz", "--release", "{r}"),
    "show": ("check", "faraz-listed", "--release", "{r}"),
    "search": ("Omid", "--release", "{r}"),
    "cite": ("omid-faraz", "--accessed", "2026-11-20", "--release", "{r}"),
    "record": ("2026.12.0", "--date", "2026-12-01", "--dir", "{p}"),
    "diff": ("{r}", "{r}"),
    "prove": ("names/name", "--release", "{r}"),
    "export": ("sqlite", "{r}", "--out", "{out}"),
    "coverage": ("--release", "{r}"),
    "publish": ("{out}", "--releases", "{releases}", "--date", "2026-12-01"),
    "site": ("{r}", "--out", "{out}"),
    "source add": ("{p}/datapackage.json", "--id=x", "--title=x", "--kind=news", "--publisher=x", "--dir", "{p}"),
}
#: They take neither a package nor a release.
OTHERS = {"explain", "download", "cache", "keygen", "init"}


def names(command: object, before: str = "") -> Iterator[str]:
    for name, one in getattr(command, "commands", {}).items():
        yield from names(one, f"{before}{name} ") if hasattr(one, "commands") else [f"{before}{name}"]


def test_every_command_is_tried() -> None:
    """Each under its own name; under ``data`` stand the same again."""
    found = {name.removeprefix("data ") for name in names(typer.main.get_command(app))}
    assert found == COMMANDS.keys() | OTHERS


@pytest.fixture(scope="module")
def modules() -> list[str]:
    """The names of all modules that are imported anywhere, without what they lie in."""
    program = (
        f"import importlib, sys\nfor name in {IMPORTS.split()!r}: importlib.import_module(name)\nprint(*sys.modules)"
    )
    with isolated.python(program) as process:
        loaded = {name.partition(".")[0] for name in process.communicate()[0].decode().split()}
    assert {"json", "frictionless", "duckdb", "mostanad", "typer", "jinja2"} <= loaded
    return sorted(name for name in loaded | {*LOOKED_FOR} if name.isidentifier() and name != "__main__")


class Ground:
    """Two folders with the same package and the same release; in one of them lie traps."""

    def __init__(self, root: Path) -> None:
        self.clean, self.trapped, self.mark = root / "clean", root / "trapped", root / "ran"
        world = make_world()
        world.add_check()
        world.write(self.clean / "package")
        build(self.clean / "package", self.clean / "releases")

    def lay(self, modules: list[str]) -> None:
        shutil.copytree(self.clean, self.trapped)
        folders = [self.trapped, *(path for path in self.trapped.rglob("*") if path.is_dir())]
        for folder in folders:
            if folder.name == "datasets":  # a file too many there is a finding: see below
                continue
            self.lay_in(folder, modules)

    def lay_in(self, folder: Path, modules: list[str]) -> None:
        for name in modules:
            trap = f"open({str(self.mark)!r}, 'a').write({f'{folder.name}/{name} '!r})\n"
            (folder / f"{name}.py").write_text(trap, "utf-8")
        (folder / "trap.pth").write_text(f"import os; open({str(self.mark)!r}, 'a').write('pth ')\n", "utf-8")

    def run(self, root: Path, name: str, inside: str) -> tuple[int, str]:
        """Type a command in a folder; its exit code and what it prints."""
        for made in root.glob("out*"):
            shutil.rmtree(made) if made.is_dir() else made.unlink()
        here = root / inside
        (release,) = (root / "releases").glob("2*")
        at = {"p": root / "package", "r": release, "out": root / "out", "releases": root / "releases"}
        places = {key: os.path.relpath(path, here) for key, path in at.items()}
        command = [str(MOSTANAD), *name.split(), *(part.format(**places) for part in COMMANDS[name])]
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "MOSTANAD"))}
        done = subprocess.run(
            command, cwd=here, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory, modules: list[str]) -> Ground:
    """What a command changes, it changes in both folders alike."""
    made = Ground(tmp_path_factory.mktemp("ground"))
    made.lay(modules)
    return made


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_of_what_is_looked_at_is_run(name: str, ground: Ground) -> None:
    release = next((ground.clean / "releases").glob("2*")).relative_to(ground.clean)
    for inside in (".", str(release) if "{r}" in COMMANDS[name] else "package"):
        as_it_was = ground.run(ground.clean, name, inside)
        found = ground.run(ground.trapped, name, inside)
        assert not ground.mark.exists(), (inside, ground.mark.read_text("utf-8"))
        if "{r}" not in COMMANDS[name] and name != "publish":  # a file too many among releases is a finding
            assert found == as_it_was


@pytest.mark.parametrize("put", ["", "here"])
def test_a_process_of_ours_takes_no_module_from_here(put: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json", "sitecustomize", "usercustomize"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path) if put else "")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "json.py"))
    program = "import json, os, sys; print(json.dumps([sys.path, os.getcwd(), os.listdir(), sorted(os.environ)]))"
    with isolated.python(program) as process:
        path, folder, files, variables = json.loads(process.communicate()[0])
    assert not (tmp_path / "ran").exists()
    assert not {"", str(tmp_path)} & set(path)
    assert (Path(folder).exists(), files) == (False, [])
    assert not [name for name in variables if name.startswith("PYTHON")]


@pytest.mark.parametrize("inside", [".", "package", "package/datasets"])
def test_files_beside_the_tables_are_found_and_not_run(inside: str, ground: Ground, modules: list[str]) -> None:
    ground.lay_in(ground.trapped / "package" / "datasets", modules)
    code, printed = ground.run(ground.trapped, "validate", inside)
    assert (code, set(re.findall("MST[0-9]+", printed)), ground.mark.exists()) == (1, {"MST209"}, False)
