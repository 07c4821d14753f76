"""action.yml, the hooks, the workflow and docs/ci.md: parsed, and their commands run as a runner would."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.docs.conftest import ACTION, BIN, EXPRESSION, INSTALL, PYTHON, ROOT, SUMMARY, VALIDATE, Runner
from typer.testing import CliRunner

from mostanad.cli.main import app

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))


def test_a_mistake_is_shown_beside_its_line(runner: Runner) -> None:
    line = runner.replace("sources", ",news,", ",nwes,")
    runner.merged()
    run = runner.run(VALIDATE)
    assert run.returncode == 1
    (annotation,) = [text for text in run.stdout.splitlines() if text.startswith("::")]
    assert annotation.startswith(f"::error file=datasets/sources.csv,line={line},endLine={line},col=")
    assert "title=MST213::kind: 'nwes' is not in the vocabulary; did you mean 'news'?" in annotation
    assert "MST213" in runner.summary
    assert runner.run(SUMMARY).stdout.startswith("no summary: there are errors in the package")


def test_a_clean_pull_request(runner_of_the_dataset: Runner) -> None:
    runner = runner_of_the_dataset
    runner.replace("sources", ",en,", ",fr,")
    runner.merged()
    # what the event calls the base may be older than what GitHub merged into: the merge commit decides
    runner.base = "0" * 40
    told = runner.run(SUMMARY)
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
    assert runner.summary.startswith(
        "### mostanad: adds 0 facts, corrects 0, retracts 0; changes other cells of 1 row\n"
    )
    assert "language `en` becomes `fr`" in runner.summary
    assert "| sources | 0 | 1 | 0 |" in runner.summary
    run = runner.run(VALIDATE)
    assert (run.returncode, run.stdout.splitlines()[-1]) == (0, "0 errors, 0 warnings")


def test_the_package_in_a_folder_and_a_base_that_must_be_fetched(runner: Runner, tmp_path: Path) -> None:
    (runner.repository / "data dir").mkdir()
    runner.git("mv", "datasets", "datapackage.json", "data dir")
    runner.git("commit", "-q", "-m", "Move")
    runner.merged()
    origin = runner.repository
    runner.repository = tmp_path / "shallow"
    command = ["git", "clone", "-q", "--depth=1", f"file://{origin}", str(runner.repository)]
    subprocess.run(command, check=True, capture_output=True)
    runner.environment["GITHUB_WORKSPACE"] = str(runner.repository)
    runner.git("reset", "-q", "--hard", runner.environment["GITHUB_SHA"])
    told = runner.run(SUMMARY, directory="data dir")
    assert (told.returncode, told.stdout) == (0, "")
    assert runner.summary == "### mostanad: changes nothing\n"


def test_no_pull_request_no_summary(runner: Runner) -> None:
    runner.base = ""
    runner.environment["GITHUB_SHA"] = runner.git("rev-parse", "HEAD")
    assert runner.run(SUMMARY).stdout == "no summary: this is no pull request, and no base is given\n"
    assert runner.summary == ""
    said = ["no summary: base is not a commit's hash\n", "no summary: there is no such directory\n"]
    assert runner.run(SUMMARY, base="--output=x").stdout == said[0]
    assert runner.run(SUMMARY, directory="absent").stdout == said[1]
    assert runner.summary == "".join(f"### mostanad: {one}" for one in said)


def test_a_summary_too_long_for_github_is_cut_and_says_so(runner: Runner) -> None:
    runner.replace("sources", ",en,", ",fr,")
    runner.merged()
    runner.run(SUMMARY)
    whole = runner.summary
    Path(runner.environment["GITHUB_STEP_SUMMARY"]).write_text("", "utf-8")
    told = runner.run({**SUMMARY, "env": {**SUMMARY["env"], "MOST": str(len(whole) - 1)}})
    first, *rest = runner.summary.splitlines(keepends=True)
    assert first == "### mostanad: this summary is cut; all of it stands in the log of this step\n"
    assert (whole.startswith("".join(rest)), 0 < len(rest) < len(whole.splitlines())) == (True, True)
    stop, *logged, end = told.stdout.splitlines(keepends=True)
    assert ("".join(logged), end) == (whole, stop.replace("stop-commands::", "").replace("\n", "::\n"))


def test_select_and_ignore(runner: Runner) -> None:
    runner.replace("sources", ",news,", ",nwes,")
    assert runner.run(VALIDATE, select="MST1,MST411").returncode == 0
    assert runner.run(VALIDATE, select="MST2").returncode == 1
    for left in ({"ignore": "MST213"}, {"select": "MST1,MST3"}):
        run = runner.run(VALIDATE, **left)
        assert (run.returncode, "MST213" in run.stdout) == (1, True), "it keeps the rest from running"


def test_an_absent_directory_or_folder_of_documents_fails(runner: Runner) -> None:
    assert runner.run(VALIDATE, directory="absent").returncode == 2
    assert runner.run(VALIDATE, documents="absent").returncode == 2


@pytest.mark.parametrize("text", ["$(touch hacked)", "`touch hacked`", '"; touch hacked; "', "--output=hacked", "-x"])
def test_no_input_is_a_command(runner: Runner, text: str) -> None:
    for name in ("directory", "base"):
        run = runner.run(SUMMARY, **{name: text})
        assert (run.returncode, run.stdout.startswith("no summary: ")) == (0, True), name
    for name in ("directory", "documents", "select", "ignore"):
        assert runner.run(VALIDATE, **{name: text}).returncode == 2, name
    assert not (runner.repository / "hacked").exists()


def test_scripts_hold_no_expression() -> None:
    for step in (INSTALL, SUMMARY, VALIDATE):
        assert (step["shell"], EXPRESSION.search(step["run"])) == ("bash", None)
    for job in WORKFLOW["jobs"].values():
        assert not [step for step in job["steps"] if EXPRESSION.search(step.get("run", ""))]


def test_every_input_is_used_and_every_expression_is_known() -> None:
    used = set(EXPRESSION.findall(str(ACTION["runs"])))
    known = {f"inputs.{name}" for name in ACTION["inputs"]} | {"inputs.summary == 'true'"}
    assert {name for name in used if name.startswith("inputs.")} == known - {"inputs.summary"}
    assert used - known == {"steps.python.outputs.python-path", "github.action_path"}


def test_the_install_step_installs_the_checkout_of_the_action(runner: Runner) -> None:
    recorder = '#!/bin/sh\nfor one in "$@"; do printf "%s\\n" "$one"; done\n'
    for path in (runner.temp / "python", runner.temp / "mostanad" / "bin" / "python"):
        path.write_text(recorder)
        path.chmod(0o755)
    run = runner.run(INSTALL)
    assert run.returncode == 0
    assert run.stdout.splitlines() == [
        *("-I", "-m", "venv", str(runner.temp / "mostanad")),
        *("-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *("--constraint", str(ROOT / "requirements-dev.txt"), "--editable", f"{ROOT}[validate]"),
    ]


def uses() -> Iterator[str]:
    yield PYTHON["uses"]
    for job in WORKFLOW["jobs"].values():
        yield from (step["uses"] for step in job["steps"] if "uses" in step)


def test_other_actions_are_pinned() -> None:
    assert {one for one in uses() if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", one)} == {"./"}


def test_the_workflow_runs_everything_and_may_only_read() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert set(WORKFLOW[True]) == {"push", "pull_request"}  # YAML 1.1 reads `on` as true
    check, data = WORKFLOW["jobs"]["check"], WORKFLOW["jobs"]["data"]
    assert not {"permissions", "env"} & {*check, *data}
    assert [step["run"] for step in check["steps"] if "run" in step] == [".ci/run"]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert data["if"] == "github.event_name == 'pull_request'"
    checkouts = [step for job in (check, data) for step in job["steps"] if "checkout" in step.get("uses", "")]
    assert [step["with"]["persist-credentials"] for step in checkouts] == [False, False]


def type_hook(runner: Runner, name: str) -> subprocess.CompletedProcess[str]:
    """Run a hook as pre-commit does with pass_filenames false: its entry, in the root of the repository."""
    program, *arguments = shlex.split(HOOKS[name]["entry"])
    command = [str(BIN / program), *arguments]
    return subprocess.run(
        command, cwd=runner.repository, env=runner.environment, capture_output=True, text=True, check=False
    )


def test_the_hooks(runner: Runner) -> None:
    assert list(HOOKS) == ["mostanad-fmt", "mostanad-validate"]
    assert type_hook(runner, "mostanad-validate").returncode == 0
    runner.replace("sources", ",news,", ", news,")
    assert "MST108" in type_hook(runner, "mostanad-validate").stdout
    run = type_hook(runner, "mostanad-fmt")
    assert (run.returncode, run.stdout) == (0, "formatted: datasets/sources.csv\n")
    assert runner.git("status", "--porcelain") == ""
    assert type_hook(runner, "mostanad-validate").returncode == 0


@pytest.mark.parametrize("hook", HOOKS.values(), ids=HOOKS.keys())
def test_a_hook_is_installed_with_what_it_needs(hook: dict[str, Any]) -> None:
    assert (hook["language"], hook["pass_filenames"], hook["files"]) == ("python", False, "^datasets/")
    assert hook["additional_dependencies"] == [".[validate]"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "validate" in project["optional-dependencies"]
    assert hook["entry"].split()[0] in project["scripts"]


def on_page(name: str) -> Any:
    """A file that the page shows."""
    (text,) = re.findall(rf"^```yaml file={re.escape(name)}\n(.*?)^```$", PAGE, re.M | re.S)
    return yaml.safe_load(text)


def test_the_page_names_the_inputs_and_hooks() -> None:
    (job,) = on_page(".github/workflows/data.yml")["jobs"].values()
    checkout, action = job["steps"]
    ours = WORKFLOW["jobs"]["data"]["steps"][0]
    assert checkout == ours
    assert action["with"].keys() <= ACTION["inputs"].keys()
    for name in ACTION["inputs"]:
        assert re.search(rf"^\|.*`{name}`.*\|.*\|.*\|$", PAGE, re.M), name
    (repo,) = on_page(".pre-commit-config.yaml")["repos"]
    assert [hook["id"] for hook in repo["hooks"]] == list(HOOKS)


def test_the_commands_of_the_page(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(runner.repository)
    (block,) = re.findall(r"^```console\n(.*?)^```$", PAGE, re.M | re.S)
    for typed in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, _, shown = typed.partition("\n")
        program, *arguments = shlex.split(command)
        if program == "git":
            runner.git(*arguments)
        else:
            result = CliRunner().invoke(app, arguments, catch_exceptions=False)
            assert (result.exit_code, result.output) == (0, shown)
