"""docs/howto: the examples print what the pages show, in Python, on the command line, in JavaScript and in R.

JavaScript needs Node.js, npm and its registry, R needs Rscript and RSQLite. Where they are missing their tests are left
out; with MOSTANAD_REFERENCE=1, as in ``.ci/run``, nothing is left out, and what is missing fails.
"""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.docs import pages
from typer.testing import CliRunner

from mostanad.cli.main import app

pytestmark = pytest.mark.slow

FOLDER = pages.DOCS / "howto"
PAGES = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.md"))}
#: What runs on any machine with the project; ``duckdb`` by its library.
ANYWHERE = frozenset({"python", "mostanad", "duckdb"})
JAVASCRIPT = frozenset({"npm", "node"})
R = frozenset({"Rscript"})


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """A folder with a release made of this tree, to work in."""
    pages.desk(tmp_path_factory, monkeypatch, tmp_path)
    return tmp_path


def leave_out(language: str, why: str) -> None:
    """Leave the test out with a word, unless nothing may be left out."""
    assert not os.environ.get("MOSTANAD_REFERENCE"), f"MOSTANAD_REFERENCE is set, but {why}"
    pytest.skip(f"not checked: {language} in docs/howto/engineer.md, because {why}")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_examples_print_what_the_page_shows(desk: Path, name: str) -> None:
    pages.assert_follows(PAGES[name], ANYWHERE, f"howto/{name}.md")


def test_javascript(desk: Path) -> None:
    for program in JAVASCRIPT:
        if not shutil.which(program):
            leave_out("JavaScript", f"there is no {program}")
    page = PAGES["engineer"]
    (install,) = [example for example in pages.examples(page) if example.program == "npm"]
    done = subprocess.run(install.text.split(), capture_output=True, text=True, check=False)
    if done.returncode:
        leave_out("JavaScript", f"`{install.text}` fails: {done.stderr}")
    pages.assert_follows(page, frozenset({"node"}), "howto/engineer.md")


def test_r(desk: Path) -> None:
    if not shutil.which("Rscript"):
        leave_out("R", "there is no Rscript")
    Path("probe.R").write_text('stopifnot(requireNamespace("RSQLite", quietly = TRUE))', "utf-8")
    if subprocess.run(["Rscript", "probe.R"], capture_output=True, check=False).returncode:
        leave_out("R", "there is no RSQLite")
    pages.assert_follows(PAGES["engineer"], R, "howto/engineer.md")


def test_every_example_is_run_but_those_that_say_otherwise() -> None:
    """All that is not run is R with Parquet."""
    for name, page in PAGES.items():
        found = [example for example in pages.examples(page) if not example.info.startswith("file=")]
        run = [example for example in found if (example.program or example.kind) in ANYWHERE | JAVASCRIPT | R]
        assert len(run) > 5
        rest = [example for example in found if example not in run]
        assert [example.kind for example in rest] == (["r"] if name == "engineer" else [])
    assert re.search(r"\*\*Parquet in R: not run\.\*\*[^`]*(`[^`]*`[^`]*)*\n```r\n", PAGES["engineer"])


def test_the_program_of_the_lawyer_gives_the_hashes_of_a_release(
    bench: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (program,) = [example.text for example in pages.examples(PAGES["lawyer"]) if example.info == "file=passage.py"]
    (tmp_path / "passage.py").write_text(program, "utf-8")
    document = bench.rows("sources")["gazette-2019"]["sha256"]
    passages = [row for row in bench.rows("passages").values() if row["source_id"] == "gazette-2019"]
    assert len(passages) > 10
    for row in passages:
        monkeypatch.setattr("sys.argv", ["passage.py", str(bench.documents / "gazette-2019.txt"), row["selector"]])
        runpy.run_path(str(tmp_path / "passage.py"))
        lines = capsys.readouterr().out.splitlines()
        assert [line.split()[1] for line in lines[:2]] == [document, row["sha256"]]


def test_no_authority_of_the_panel_is_only_unsure() -> None:
    """As the British list was, whose listings were carried over: that left bounds from 0 to 83."""
    panel = PAGES["analyst"].partition("## A panel")[2].partition("```text\n")[2].partition("```")[0]
    answers = {tuple(line.split()[:2]) for line in panel.splitlines()[1:]}
    assert {authority for authority, _ in answers} == {authority for authority, answer in answers if answer == "yes"}


def test_the_analyst_reads_what_not_by_counts_with_human_rights() -> None:
    """Whom the other lists on another ground stays in; both numbers stand on the page, printed by its program."""
    section = PAGES["analyst"].partition("## Whom does the EU list for human rights, but the US does not?")[2]
    numbers = [int(number) for number in re.findall(r"^not listed by the US .*: (\d+)$", section, re.MULTILINE)]
    assert "not_by=" in section
    assert len(numbers) == 2
    assert numbers[0] > numbers[1] > 0


@pytest.mark.parametrize("name", sorted(PAGES))
def test_they_fit_a_terminal(name: str) -> None:
    assert pages.too_wide(PAGES[name]) == []


@pytest.mark.parametrize("name", sorted(PAGES))
def test_they_can_be_pasted_at_the_prompt(name: str) -> None:
    assert pages.refused_at_the_prompt(PAGES[name]) == []


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_links_lead_somewhere(name: str) -> None:
    assert pages.links(PAGES[name])
    assert pages.dead_links(FOLDER / f"{name}.md") == []


def test_the_commands_exist() -> None:
    commands = {command for page in PAGES.values() for command in re.findall(r"`mostanad ([a-z]+)", page)}
    assert commands
    for command in sorted(commands):
        assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0
