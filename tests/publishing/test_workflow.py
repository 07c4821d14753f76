"""The workflow of a release: parsed, and its scripts run as a runner would, with a gh that notes what it is told."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer
import yaml
from tests.publishing.conftest import NEW, OLD, said, signature

from mostanad.cli.main import app
from mostanad.publishing.sshsig import new_key, signer

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github" / "workflows"
WORKFLOW = yaml.safe_load((FOLDER / "release.yml").read_text("utf-8"))
(JOB,) = WORKFLOW["jobs"].values()
STEPS = {step["name"]: step for step in JOB["steps"] if "run" in step}
TAG, CHECK, LAST, TREE, FILES, RELEASE = STEPS
_GH = """#!/bin/sh
echo "$@" >>gh.txt
case "$2" in
  list) cat tags.txt ;;
  download) cp last/index.* dist/tree/ ;;
esac
"""


@dataclass
class Runner:
    """A checkout in which the scripts are run."""

    folder: Path
    version: str
    key: str = ""

    def run(self, name: str) -> subprocess.CompletedProcess[str]:
        """Run a script in the shell of a runner."""
        environment = {
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_REF_NAME": f"v{self.version}",
            "GITHUB_ENV": str(self.folder / "env.txt"),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "someone/mostanad",
            "VERSION": self.version,
            "RUNNER_TEMP": str(self.folder / "bin"),
            "SIGNING_KEY": self.key,
        }
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-c", STEPS[name]["run"]],
            cwd=self.folder, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip


def runner(folder: Path, package: Path, releases: Path, version: str, last: Path | None = None) -> Runner:
    """A checkout of the invented package in which a version has been built."""
    for name in ("datasets", "validators"):
        if (package / name).is_dir():
            shutil.copytree(package / name, folder / name)
    (folder / "pyproject.toml").write_text(f'[project]\nname = "x"\nversion = "{version}"\n', "utf-8")
    shutil.copytree(releases / version, folder / "dist/releases" / version)
    for path in ("bin", ".venv/bin", "last"):
        (folder / path).mkdir(parents=True)
    (folder / "bin/gh").write_text(_GH, "utf-8")
    (folder / "bin/gh").chmod(0o755)
    (folder / ".venv/bin/mostanad").symlink_to(Path(sys.executable).parent / "mostanad")
    (folder / "tags.txt").write_text(f"v{OLD}\n" if last else "", "utf-8")
    if last:
        for path in last.glob("index.*"):
            shutil.copy(path, folder / "last")
    return Runner(folder, version)


def test_it_is_pinned_as_the_other_workflow_and_may_do_little() -> None:
    ci = yaml.safe_load((FOLDER / "ci.yml").read_text("utf-8"))
    pinned = {step["uses"] for job in ci["jobs"].values() for step in job["steps"] if "uses" in step} - {"./"}
    used = {step["uses"] for step in JOB["steps"] if "uses" in step}
    assert used == pinned
    assert all(re.search(r"@[0-9a-f]{40}$", name) for name in used)  # a tag could be moved to other code
    assert WORKFLOW[True] == {"push": {"tags": ["v*"]}}  # YAML 1.1 reads the key on as true
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert JOB["permissions"] == {"contents": "write"}
    assert [name for name, step in STEPS.items() if "GH_TOKEN" in step.get("env", {})] == [LAST, RELEASE]
    assert [name for name, step in STEPS.items() if "secrets." in str(step)] == [TREE]
    assert not [step["run"] for step in STEPS.values() if "${{" in step["run"]]


def test_its_commands_exist() -> None:
    commands = {command for step in STEPS.values() for command in re.findall(r"\.venv/bin/mostanad (\w+)", step["run"])}
    assert commands == {"publish"}
    assert commands <= set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    assert STEPS[CHECK]["run"] == ".ci/run"
    assert os.access(ROOT / ".ci/run", os.X_OK)
    built = re.findall(r"--out (\S+)", (ROOT / "Makefile").read_text("utf-8").partition("\nrelease:")[2])[0]
    assert f"--releases {built} " in STEPS[TREE]["run"]  # made by .ci/run, and left there
    assert {JOB["steps"][0]["with"].get("fetch-depth")} == {0}  # recorded versions are built from the history of git


def test_the_tag_is_the_version_and_recorded(recorded: Path, tmp_path: Path) -> None:
    made = runner(tmp_path, recorded / "package", recorded / "out", NEW)
    assert made.run(TAG).returncode == 0
    assert (tmp_path / "env.txt").read_text("utf-8") == f"VERSION={NEW}\n"
    made.version = OLD
    assert f"the tag is v{OLD}, and pyproject.toml has version {NEW}" in made.run(TAG).stdout
    made.version = NEW
    (tmp_path / "datasets/releases.csv").write_text("version,date\n2026x12.0,2026\n2026.12.01,2026\n", "utf-8")
    run = made.run(TAG)
    assert (run.returncode, "is not recorded" in run.stdout) == (1, True)


def follow(made: Runner) -> None:
    for name in (LAST, TREE, FILES, RELEASE):
        run = made.run(name)
        assert run.returncode == 0, (name, run.stdout, run.stderr)


def test_a_first_release_and_the_next(recorded: Path, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    one = runner(tmp_path / "one", recorded / "package", recorded / "out", OLD)
    follow(one)
    assert said(one.folder / "dist/tree")["sequence"] == 1
    (tmp_path / "two").mkdir()
    two = runner(tmp_path / "two", recorded / "package", recorded / "out", NEW, one.folder / "dist/assets")
    follow(two)
    assets = two.folder / "dist/assets"
    names = {"SHA256SUMS", "index.json", "index.schema.json", f"mostanad-{NEW}.tar.gz", f"{OLD}-{NEW}.json"}
    assert {path.name for path in assets.iterdir()} == names
    index = said(assets)
    assert (index["sequence"], [release["version"] for release in index["releases"]]) == (2, [OLD, NEW])
    for release in index["releases"]:
        name = f"mostanad-{release['version']}.tar.gz"
        assert release["archive"]["mirrors"] == [
            f"https://github.com/someone/mostanad/releases/download/v{release['version']}/{name}"
        ]
    lines = (assets / "SHA256SUMS").read_text("utf-8").splitlines()
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in assets.iterdir()}
    assert lines == [f"{found[name]}  {name}" for name in sorted(names - {"SHA256SUMS"}, key=str.casefold)]
    told = (two.folder / "gh.txt").read_text("utf-8").splitlines()
    assert [line.split()[:2] for line in told] == [["release", name] for name in ("list", "download", "create")]
    assert {f"dist/assets/{name}" for name in names} <= set(told[-1].split())
    assert (two.folder / "dist/notes.md").read_bytes() == (recorded / "out" / NEW / "CHANGES.md").read_bytes()


def test_with_a_key_it_is_signed_and_goes_on_to_be(recorded: Path, tmp_path: Path) -> None:
    public = new_key(tmp_path / "key")
    last = None
    for version in (OLD, NEW):
        (tmp_path / version).mkdir()
        made = runner(tmp_path / version, recorded / "package", recorded / "out", version, last)
        made.key = (tmp_path / "key").read_text("utf-8").strip()
        follow(made)
        last = made.folder / "dist/assets"
        content = (last / "index.json").read_bytes()
        assert signer(signature(last).read_bytes(), content) == public
        assert signature(last).name in (last / "SHA256SUMS").read_text("utf-8")
        assert not (made.folder / "bin/signing-key").exists()
    made.key = ""
    assert "was signed before: give the key" in made.run(TREE).stderr


def test_an_index_that_cannot_be_fetched_stops_it(recorded: Path, tmp_path: Path) -> None:
    made = runner(tmp_path, recorded / "package", recorded / "out", NEW, None)
    (tmp_path / "tags.txt").unlink()
    assert made.run(LAST).returncode != 0
    (tmp_path / "tags.txt").write_text(f"v{OLD}\n", "utf-8")
    assert made.run(LAST).returncode != 0
    (tmp_path / "last/index.0.sig").touch()  # the page has a signature, and no index
    assert f"v{OLD} has no index.json" in made.run(LAST).stdout


@pytest.mark.parametrize("name", ["ci.yml", "pages.yml", "release.yml"])
def test_it_is_yaml_of_a_workflow(name: str) -> None:
    assert {"name", True, "permissions", "jobs"} <= yaml.safe_load((FOLDER / name).read_text("utf-8")).keys()
