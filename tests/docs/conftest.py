"""Runs the steps of action.yml in a repository, as GitHub's runner does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.releases.conftest import make_world

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
PYTHON, INSTALL, SUMMARY, VALIDATE = ACTION["runs"]["steps"]
BIN = Path(sys.executable).parent
EXPRESSION = re.compile(r"\$\{\{ *(.*?) *\}\}")


@dataclass
class Runner:
    """Runs the steps of the action in a repository, as GitHub's runner does.

    Attributes:
        repository: the checkout.
        temp: the runner's folder for temporary files.
        base: the hash of what the pull request is merged into.
    """

    repository: Path
    temp: Path
    base: str = ""
    environment: dict[str, str] = field(default_factory=dict)

    def git(self, *args: str) -> str:
        command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(self.repository), *args]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    def pull_request(self) -> None:
        """Commit what was changed on a branch, and check out its merge commit."""
        self.git("switch", "-q", "-c", "topic")
        self.git("commit", "-q", "-a", "--allow-empty", "-m", "Change")
        self.git("switch", "-q", "--detach", "main")
        self.git("merge", "-q", "--no-ff", "-m", "Merge", "topic")

    def merged(self) -> None:
        """The same, and GitHub says so."""
        self.pull_request()
        self.environment["GITHUB_SHA"] = self.git("rev-parse", "HEAD")

    def run(self, step: Mapping[str, Any], **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run the script of a step in the shell that `shell: bash` means."""
        given = {name: str(one.get("default", "")) for name, one in ACTION["inputs"].items()} | inputs
        values = {f"inputs.{name}": value for name, value in given.items()}
        values |= {"steps.python.outputs.python-path": str(self.temp / "python"), "github.action_path": str(ROOT)}
        values |= {"github.event.pull_request.base.sha": self.base}
        environment = {
            name: EXPRESSION.sub(lambda m: values[m[1]], EXPRESSION.sub(lambda m: values[m[1]], text))
            for name, text in step["env"].items()
        }
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=self.repository,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def summary(self) -> str:
        return Path(self.environment["GITHUB_STEP_SUMMARY"]).read_text("utf-8")

    def replace(self, table: str, old: str, new: str) -> int:
        """Change the first place of a table where a text stands; returns its line."""
        path = self.repository / "datasets" / f"{table}.csv"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8", newline="\n")
        return text[: text.index(old)].count("\n") + 1


def a_runner(package: Path, folder: Path, patch: pytest.MonkeyPatch) -> Runner:
    """A repository with a copy of a package, in folders with a space and a quotation mark in their names."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "GITHUB_", "MOSTANAD_"))]:
        patch.delenv(name)
    patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    made = Runner(folder / "the 'repository'", folder / "the temp")
    made.repository.mkdir()
    (made.temp / "mostanad" / "bin").mkdir(parents=True)
    (made.temp / "mostanad" / "bin" / "mostanad").symlink_to(BIN / "mostanad")
    python = made.temp / "mostanad" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    for name in ("datasets", "validators/fact_checks"):
        shutil.copytree(package / name, made.repository / name)
    shutil.copy(package / "datapackage.json", made.repository)
    made.git("init", "-q", "-b", "main")
    made.git("add", ".")
    made.git("commit", "-q", "-m", "Start")
    made.base = made.git("rev-parse", "HEAD")
    made.environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GITHUB_WORKSPACE": str(made.repository),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "RUNNER_TEMP": str(made.temp),
    }
    Path(made.environment["GITHUB_STEP_SUMMARY"]).touch()
    return made


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the invented world, with a check; not to be changed."""
    made = make_world()
    made.add_check()
    return made.write(tmp_path_factory.mktemp("world") / "package")


@pytest.fixture
def runner(world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """A repository with the invented world."""
    return a_runner(world, tmp_path, monkeypatch)


@pytest.fixture
def runner_of_the_dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """A repository with a copy of the dataset."""
    return a_runner(ROOT, tmp_path, monkeypatch)
