"""A pull request made to run a command in the action: as a module of Python, or as a setting of git."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.docs.conftest import BIN, INSTALL, SUMMARY, VALIDATE, Runner

pytestmark = pytest.mark.slow

#: What a module must be called so that a step would take it for the one it wants.
WANTED = ("json", "pip", "venv", "runpy", "encodings", "re", "pathlib", "typer", "duckdb", "frictionless", "mostanad")
WANTED += ("sitecustomize", "usercustomize", "conftest", "frictionless_evil", "ensurepip", "logging", "subprocess")


@pytest.fixture
def mark(runner: Runner, tmp_path: Path) -> Path:
    """What is there if a module of the repository was run; a job may have named the workspace for its own tests."""
    mark = tmp_path / "ran"
    for folder in (runner.repository, runner.repository / "schema"):
        folder.mkdir(exist_ok=True)
        for name in WANTED:
            (folder / f"{name}.py").write_text(f"open({str(mark)!r}, 'a').write('{name} ')\n", "utf-8")
    runner.git("add", ".")
    runner.environment["PYTHONPATH"] = f".:{runner.repository}"
    return mark


def test_no_module_of_the_repository_runs_in_a_step(runner: Runner, mark: Path) -> None:
    runner.merged()
    told = runner.run(SUMMARY)
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
    run = runner.run(VALIDATE)
    assert (run.returncode, run.stdout.splitlines()[-1]) == (0, "0 errors, 0 warnings")
    assert runner.summary == "### mostanad: changes nothing\n"
    assert not mark.exists()


def test_no_module_of_the_repository_runs_when_it_is_installed(runner: Runner, mark: Path) -> None:
    """The Python of the step is a real one; pip is asked for its version only, and takes the same way into Python."""
    python = runner.temp / "python"
    ours = runner.temp / "mostanad" / "bin" / "python"
    for path in (python, ours):
        path.unlink(missing_ok=True)
        path.write_text(
            "#!/bin/bash\nargs=()\n"
            'for one; do case "$one" in venv) args+=(venv --help); break;; install) args+=(--version); break;; esac\n'
            'args+=("$one"); done\n'
            f'exec {shlex.quote(sys.executable)} "${{args[@]}}"\n'
        )
        path.chmod(0o755)
    run = runner.run(INSTALL)
    assert ("usage: venv" in run.stdout, "pip 2" in run.stdout, run.returncode) == (True, True, 0), run
    assert not mark.exists()


def test_no_module_of_the_repository_runs_in_a_hook(runner: Runner, mark: Path) -> None:
    del runner.environment["PYTHONPATH"]
    for command in ("fmt", "validate"):
        run = subprocess.run(
            [BIN / "mostanad", command], cwd=runner.repository, env=runner.environment, capture_output=True, check=False
        )
        assert run.returncode == 0, run
    assert not mark.exists()


def settings(mark: Path) -> str:
    """Settings of git each of which is a command."""
    command = f"touch {shlex.quote(str(mark))}"
    script = mark.with_name("script")
    script.write_text(f"#!/bin/sh\n{command}\n")
    script.chmod(0o755)
    hooks = mark.with_name("hooks")
    hooks.mkdir(exist_ok=True)
    for hook in ("post-checkout", "reference-transaction", "pre-auto-gc", "post-index-change"):
        (hooks / hook).write_text(script.read_text())
        (hooks / hook).chmod(0o755)
    return f"""
[core]
\trepositoryformatversion = 0
\tfsmonitor = {script}
\tsshCommand = {script}
\thooksPath = {hooks}
\tgitProxy = {script}
[protocol "ext"]
\tallow = always
[remote "origin"]
\turl = ext::{script}
\tuploadpack = {script}
\tfetch = +refs/heads/*:refs/remotes/origin/*
[filter "x"]
\tsmudge = {script}
\tclean = {script}
[diff]
\texternal = {script}
[credential]
\thelper = !{script}
[uploadpack]
\tpackObjectsHook = {script}
[alias]
\trev-parse = !{script}
"""


def move_into(runner: Runner, folder: str) -> Path:
    """The package lies in a folder of the repository, as in what the pull request is merged into."""
    (runner.repository / folder).mkdir()
    runner.git("mv", "datasets", "datapackage.json", "validators", folder)
    runner.git("commit", "-q", "-m", "Move")
    return runner.repository / folder


@pytest.mark.parametrize("kind", ["bare", "whole", "file"])
def test_settings_of_git_in_the_directory_are_not_read(kind: str, runner: Runner, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    package = move_into(runner, "sub")
    runner.merged()
    forged = tmp_path / "forged"
    subprocess.run(
        ["git", "clone", "-q", "--bare", f"file://{runner.repository}", str(forged)], check=True, capture_output=True
    )
    (forged / "config").write_text((forged / "config").read_text() + settings(mark))
    (forged / "config").write_text(
        (forged / "config").read_text().replace("bare = true", "bare = " + str(kind == "bare"))
    )
    (forged / "info" / "attributes").write_text("* filter=x\n")
    lacking = "1" * 40  # a base that its objects do not hold: it would be fetched as its settings say
    if kind == "bare":
        for name in forged.iterdir():
            name.rename(package / name.name)
    elif kind == "whole":
        forged.rename(package / ".git")
    else:
        (package / ".git").write_text(f"gitdir: {forged}\n")
    assert runner.run(SUMMARY, directory="sub").stdout == ""
    assert runner.summary == "### mostanad: changes nothing\n"
    runner.environment["GITHUB_SHA"] = ""
    told = runner.run(SUMMARY, directory="sub", base=lacking)
    assert (told.returncode, told.stdout.startswith("no summary: the base cannot be fetched")) == (0, True)
    assert runner.run(VALIDATE, directory="sub").returncode == 0
    assert not mark.exists()
    assert runner.summary == f"### mostanad: changes nothing\n### mostanad: {told.stdout}"


def test_a_workspace_that_is_made_like_a_repository_is_none(runner: Runner, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    runner.merged()
    (runner.repository / ".git").rename(tmp_path / "real")
    subprocess.run(["cp", "-R", f"{tmp_path / 'real'}/.", str(runner.repository)], check=True)
    (runner.repository / "config").write_text(settings(mark))
    told = runner.run(SUMMARY, base="1" * 40)
    assert (told.returncode, told.stdout) == (0, "no summary: the workspace is not a git checkout\n")
    assert not mark.exists()


def test_the_directory_lies_in_the_workspace(runner: Runner, tmp_path: Path) -> None:
    runner.merged()
    outside = tmp_path / "outside"
    outside.mkdir()
    (runner.repository / "link").symlink_to(outside)
    (tmp_path / f"{runner.repository.name}-too").mkdir()
    for directory in ("..", str(outside), "link", f"../{runner.repository.name}-too"):
        told = runner.run(SUMMARY, directory=directory)
        assert (told.returncode, told.stdout) == (0, "no summary: the directory is not in the workspace\n"), directory
    assert set(runner.summary.splitlines()) == {"### mostanad: no summary: the directory is not in the workspace"}


def test_a_link_to_a_folder_of_the_workspace_is_followed(runner: Runner) -> None:
    move_into(runner, "sub")
    os.symlink("sub", runner.repository / "link")
    runner.merged()
    assert runner.run(SUMMARY, directory="link").stdout == ""
    assert runner.summary == "### mostanad: changes nothing\n"


def test_a_link_that_leads_elsewhere_now_is_compared_with_where_it_led(runner: Runner) -> None:
    old = move_into(runner, "old")
    shutil.copytree(old, runner.repository / "new")
    note = runner.repository / "new" / "datapackage.json"
    note.write_text(note.read_text("utf-8").replace('"title": "', '"title": "Another ', 1), "utf-8")
    os.symlink("old", runner.repository / "link")
    runner.git("add", ".")
    runner.git("commit", "-q", "-m", "Two packages, each of them sound")
    (runner.repository / "link").unlink()
    os.symlink("new", runner.repository / "link")
    runner.merged()
    for directory in ("link", str(runner.repository / "link")):
        assert runner.run(SUMMARY, directory=directory).stdout == ""
        assert "Another " in runner.summary
        assert "changes nothing" not in runner.summary
        Path(runner.environment["GITHUB_STEP_SUMMARY"]).write_text("")
