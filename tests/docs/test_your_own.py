"""docs/your-own.md is followed to the letter, from nothing to a published release."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml
from tests.docs.pages import dead_links, too_wide
from tests.docs.test_contributing import blocks, commands, type_it
from typer.testing import CliRunner

from mostanad.cli.main import app
from mostanad.loader import Release
from mostanad.releases import verify

PAGE = Path(__file__).parents[2] / "docs" / "your-own.md"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "MOSTANAD_"))]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A Curator")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "curator@example.org")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
def test_following_the_page(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for block in blocks(PAGE.read_text("utf-8")):
        what, _, where = block.info.partition("=")
        if what == "file":
            Path(where).write_text(block.text, "utf-8", newline="\n")
        elif what == "merge":
            said = json.loads(Path(where).read_text("utf-8"))
            Path(where).write_text(json.dumps(said | json.loads(block.text)), "utf-8")
        for typed in commands(block) if block.kind == "console" else ():
            if typed.command.startswith("cd "):
                monkeypatch.chdir(typed.command.split()[1])
            elif not typed.command.startswith("pip "):
                type_it(typed, expected_exit=0)
    lowland = desk / "lowland"
    assert subprocess.run(["git", "status", "--short"], capture_output=True, check=True).stdout == b""
    tracked = subprocess.run(["git", "ls-files"], capture_output=True, check=True, text=True).stdout
    assert "documents/" not in tracked
    assert not verify(lowland / "dist/releases/2024.3.0").errors
    assert not verify(desk / "public/releases/2024.3.0").errors
    about = Release(desk / "public/releases/2024.3.0", "2024.3.0").about
    assert about.authors == ["Lowland Archive", "Mara Quill"]
    readme = (desk / "public/releases/2024.3.0/README.md").read_text("utf-8")
    assert "- `port_closure` (EventKind): ships were kept out of a port, or in it\n" in readme
    assert "You are named here? The Lowland Archive answers" in readme


@pytest.mark.slow
def test_what_the_workflow_runs_runs(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for given in ((), ("--empty",)):
        assert CliRunner().invoke(app, ["init", *given, f"own{len(given)}"]).exit_code == 0
        monkeypatch.chdir(desk / f"own{len(given)}")
        descriptor = Path("datapackage.json").read_text("utf-8")
        Path("datapackage.json").write_text(descriptor.replace('": "",', '": "Highland",'), "utf-8")
        steps = yaml.safe_load(Path(".github/workflows/data.yml").read_text("utf-8"))["jobs"]["data"]["steps"]
        assert ("invented" in Path("README.md").read_text("utf-8")) == (not given)
        scripts = [step["run"] for step in steps if "run" in step]
        assert scripts[0].startswith('python -I -m pip install "mostanad[validate,site]==')
        for script in scripts[1:]:
            program, *arguments = script.replace("dist/releases/*", "dist/releases/2024.3.0").split()
            done = CliRunner().invoke(app, arguments, catch_exceptions=False)
            assert (program, done.exit_code) == ("mostanad", 0), done.output
        assert Path("dist/site/index.html").is_file()
        # What only the project's own curators do stands on their site alone.
        assert "coded twice" not in Path("dist/site/about.html").read_text("utf-8")
        assert all("@" in step["uses"] and len(step["uses"].split("@")[1]) == 40 for step in steps if "uses" in step)
        monkeypatch.chdir(desk)


def test_its_links_lead_somewhere_and_its_blocks_fit() -> None:
    assert dead_links(PAGE) == []
    assert [line for line in too_wide(PAGE.read_text("utf-8")) if not line.count(",")] == []
