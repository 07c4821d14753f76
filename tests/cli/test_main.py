"""The application as a whole: help, versions, wrong usage, streams that are closed; never a traceback."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

import mostanad
from mostanad.cli.main import app
from mostanad.cli.output import explain
from mostanad.files import PackageError
from mostanad.validation import rules

ROOT = Path(__file__).parents[2]
SCRIPT = "from mostanad.cli import run; run()"


READERS = ("search", "show", "why", "cite", "diff", "prove", "download", "cache", "verify", "export", "site")
CURATORS = (
    *("init", "source", "locate", "agree", "propose", "seal", "todo", "fmt", "validate", "explain", "rules", "summary"),
    *("coverage", "record", "build", "publish", "keygen", "schema", "contract"),
)


def commands(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command and group of commands, as it is typed."""
    group = group or typer.main.get_command(app)
    yield path
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*path, name))


ALL = list(commands())


def listed(run: Any) -> set[str]:
    """The commands that a page of help lists."""
    return set(re.findall(r"^  ([a-z]+) ", run.out.partition("Options:")[2].partition("\n\n")[2], re.M))


def test_the_commands() -> None:
    assert {path[0] for path in ALL if path} == {*READERS, *CURATORS, "data"}
    assert {path[1] for path in ALL if path[:1] == ("data",) and len(path) > 1} == set(CURATORS)
    assert ("source", "add") in ALL
    assert ("data", "source", "add") in ALL


def test_at_the_first_look_readers_see_what_they_need(cli: Any) -> None:
    run = cli("--help")
    assert listed(run) == {*READERS, "data"}
    assert len(listed(run)) <= 12
    assert "mostanad data --help" in run.out


@pytest.mark.parametrize("words", [(), ("data",)])
def test_a_line_of_help_is_never_cut(cli: Any, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    run = cli(*words, "--help")
    assert "..." not in run.out.partition("Options:")[2]


def test_curators_see_their_commands_and_may_leave_the_word_data_out(cli: Any, bench: Any) -> None:
    assert listed(cli("data", "--help")) == set(CURATORS)
    for path in ALL:
        if path[:1] == ("data",) and len(path) > 1:
            full, short = cli(*path, "--help"), cli(*path[1:], "--help")
            assert full.out.replace("mostanad data ", "mostanad ") == short.out
    assert cli("data", "todo", "--dir", bench.root) == cli("todo", "--dir", bench.root)


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_help_of_every_command(cli: Any, path: tuple[str, ...]) -> None:
    run = cli(*path, "--help")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("Usage: mostanad")
    command = typer.main.get_command(app)
    for name in path:
        command = command.commands[name]
    assert command.help
    for parameter in command.params:
        help = getattr(parameter, "help", None)
        assert help, f"{' '.join(path)}: {parameter.name} has no help"
        assert help.split()[0] in run.out


@pytest.mark.parametrize("args", [(), ("source",)])
def test_without_a_command_it_shows_its_help_and_could_not_run(cli: Any, args: tuple[str, ...]) -> None:
    run = cli(*args)
    assert run.code == 2
    assert "Usage: mostanad" in run.out + run.err


def test_version(cli: Any) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    run = cli("--version")
    assert (run.code, run.out, run.err) == (0, f"{version}\n", "")


@pytest.mark.parametrize(
    "args",
    [
        *(["nothing"], ["--nothing"], ["validate", "--nothing"], ["validate", "a", "b"], ["schema"], ["locate"]),
        *(["schema", "--write", "--check"], ["seal", "--reread"], ["source", "add"], ["source", "nothing"], ["why"]),
        *(["locate", "s"], ["locate", "--find", "x"], ["locate", "s", "--undo"], ["locate", "s", "--sheet", ""]),
        *(["locate", "s", "--find", "x", "--sheet", "-"], ["validate", "--format", "xml"], ["show"], ["verify"]),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_2_with_a_sentence_on_stderr(cli: Any, args: list[str]) -> None:
    run = cli(*args)
    assert (run.code, run.out) == (2, "")
    assert "Error: " in run.err


@pytest.mark.parametrize("command", ["validate", "seal", "todo", "fmt", "locate"])
def test_a_directory_that_is_not_there_is_exit_2(cli: Any, command: str, tmp_path: Path) -> None:
    more = {"locate": ["s", "--find", "x", "--dir"], "validate": []}.get(command, ["--dir"])
    for path in (tmp_path / "nowhere", Path(__file__)):
        run = cli(command, *more, path)
        assert (run.code, run.out) == (2, "")
        assert run.err == f"mostanad: {path}: no such directory\n"


def shell(command: str, *args: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a shell, with what the shell does to its streams."""
    return subprocess.run(
        ["bash", "-c", f'set -o pipefail; "$0" -c "{SCRIPT}" "$@" {command}', sys.executable, *args],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **env},
        cwd=cwd,
        capture_output=True,
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A directory of which `schema --check` has much to say."""
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "2026.11.0"\n', encoding="utf-8")
    (tmp_path / "datapackage.json").write_text('{"name": "x"}', encoding="utf-8")
    (tmp_path / "schema").mkdir()
    return tmp_path


@pytest.mark.slow
def test_a_process_of_its_own(project: Path) -> None:
    run = shell("", "schema", "--check", cwd=project)
    assert (run.returncode, run.stderr) == (1, b"")
    assert run.stdout.startswith(b"datapackage.json: differs from the models")
    run = shell("", "fmt", "--dir", "nowhere", cwd=project)
    assert (run.returncode, run.stdout, run.stderr) == (2, b"", b"mostanad: nowhere: no such directory\n")
    run = shell("", "--version", cwd=project)
    assert (run.returncode, run.stdout, run.stderr) == (0, f"{mostanad.__version__}\n".encode(), b"")


#: A program whose command registers something for its end, and then ends in one way or another.
ENDING = """
import atexit, importlib, sys
program = importlib.import_module("mostanad.cli.main")
def main():
    atexit.register(print, "last")
    {}
program.main = main
program.run()
"""


@pytest.mark.slow
def test_what_a_command_leaves_to_the_end_is_done() -> None:
    for end, code in (("sys.exit(3)", 3), ("sys.exit('why')", 1), ("sys.exit()", 0), ("1 / 0", 1), ("None", 0)):
        command = [sys.executable, "-c", ENDING.format(end)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (run.returncode, run.stdout) == (code, "last\n"), end


@pytest.mark.slow
@pytest.mark.parametrize("redirection", [">&-", "2>&-", ">&- 2>&-", "<&-", "| true", "| head -c 10", "> /dev/full"])
@pytest.mark.parametrize("args", [("schema", "--check"), ("fmt", "--dir", "nowhere")], ids=" ".join)
def test_streams_that_are_closed_or_full_never_make_a_traceback(
    project: Path, redirection: str, args: tuple[str, ...]
) -> None:
    run = shell(redirection, *args, cwd=project)
    assert run.returncode in (1, 2)
    assert b"Traceback" not in run.stderr + run.stdout
    assert b"Exception" not in run.stderr
    if redirection == "> /dev/full" and args[0] == "schema":
        assert (run.returncode, run.stderr) == (2, b"mostanad: [Errno 28] No space left on device\n")


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
@pytest.mark.parametrize("format", ["text", "json"])
def test_a_terminal_that_cannot_show_a_letter_gets_its_number(
    cli: Any, bench: Any, monkeypatch: pytest.MonkeyPatch, encoding: str, format: str
) -> None:
    bench.edit("names", "bahram-nikpour-fa", kind="فارسی")
    terminal = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", terminal)
    assert cli("validate", bench.root, "--format", format).code == 1
    terminal.flush()
    shown = terminal.buffer.getvalue().decode(encoding)
    assert ("فارسی" if encoding == "utf-8" else "\\u0641") in shown
    if format == "json":
        assert json.loads(shown)["findings"][0]["value"] == "فارسی"


@pytest.mark.slow
def test_text_that_no_encoding_has(cli: Any, bench: Any) -> None:
    path = bench.root / "datapackage.json"
    path.write_text(path.read_text("utf-8").replace("datasets/names.csv", "datasets/\\ud800.csv"), encoding="utf-8")
    for format in ("text", "json"):
        run = cli("validate", bench.root, "--format", format)
        assert run.code == 1
        assert "MST202" in run.out


def test_a_rule_that_is_none_is_exit_2_with_its_name(cli: Any, bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise rules.RuleError("a_rule.sql: the header needs code")

    monkeypatch.setattr(rules, "rules", fail)
    run = cli("validate", bench.root)
    assert (run.code, run.out, run.err) == (2, "", "mostanad: a_rule.sql: the header needs code\n")


def test_an_interruption_is_exit_130(cli: Any, bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mostanad.curation.fmt.fmt", interrupt)
    run = cli("fmt", "--dir", bench.root)
    assert (run.code, run.out, run.err) == (130, "", "")


def test_errors_are_explained_in_a_sentence() -> None:
    assert explain(FileNotFoundError(2, "No such file or directory", "x.csv")) == "x.csv: No such file or directory"
    assert explain(PackageError("x: no such directory")) == "x: no such directory"
    missing = ModuleNotFoundError("No module named 'frictionless'", name="frictionless")
    assert explain(missing) == 'this command needs frictionless; run: pip install "mostanad[validate]"'
    assert explain(ModuleNotFoundError("No module named 'x'", name="x")) == "No module named 'x'"


def test_a_command_whose_extra_is_not_installed_says_so(cli: Any, bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "frictionless", None)
    run = cli("validate", bench.root, "--layers", "all")
    assert (run.code, run.out) == (2, "")
    assert "needs frictionless" in run.err
    assert 'pip install "mostanad[validate]"' in run.err
