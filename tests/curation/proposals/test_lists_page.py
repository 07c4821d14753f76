"""docs/lists.md: its commands are typed, its file is saved, what it says is printed is printed."""

from __future__ import annotations

import csv
import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.curation.proposals.conftest import entry, log_of, sdn
from typer.testing import CliRunner

from mostanad.cli.main import app
from mostanad.documents.lists import followed_lists

if TYPE_CHECKING:
    from tests.conftest import Bench

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "lists.md").read_text("utf-8")
NIKPOUR, PRISON = entry(9001, "NIKPOUR, Bahram"), entry(9002, "OSMA PRISON", kind="")
FALK, POLICE = entry(9003, "FALK, Lena"), entry(9004, "OSMA HARBOUR POLICE", kind="")
NAMESAKE, KOHAN = entry(9005, "FALK, Lena"), entry(9006, "KOHAN, Navid")
VERSIONS = {
    "2024-05-01": sdn(NIKPOUR, PRISON),
    "2024-06-01": sdn(NIKPOUR, FALK),
    "2024-07-01": sdn(NIKPOUR, FALK, POLICE, NAMESAKE),
    "2024-08-01": sdn(NIKPOUR, FALK, POLICE, KOHAN),
}


@pytest.fixture
def desk(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A package that has taken the first version in, under git; later ones among the documents."""
    for name in [name for name in os.environ if name.startswith("GIT_") or name == "MOSTANAD_DOCUMENTS"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    parties = bench.rows("parties") | {"mirror": {"party_id": "list-mirror", "name": "A mirror", "kind": "person"}}
    bench.write("parties", parties.values())
    for day, content in VERSIONS.items():
        (bench.documents / f"sdn-{day}.csv").write_bytes(content)
    sights = [(f"{day}T10:00:00Z", content) for day, content in VERSIONS.items()]
    (bench.documents / "versions.csv").write_bytes(log_of(*sights, ("2024-08-02T10:00:00Z", sights[-1][1])))
    monkeypatch.chdir(bench.root)
    first = f"propose us-ofac-sdn ../documents/sdn-2024-05-01.csv --published 2024-05-01 --documents {bench.documents}"
    first += " --whole IRAN-HR --join 9001=bahram-nikpour=x --apply"
    assert CliRunner().invoke(app, first.split()).exit_code == 0
    subprocess.run(["git", "init", "-q"], check=True)
    return bench


def typed(command: str) -> str:
    command, into, file = command.partition(" > ")
    program, *arguments = shlex.split(command)
    if program == "git":
        done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    if arguments[0] == "validate":  # the example's parties that nothing refers to
        assert "0 errors" in result.output
    else:
        assert result.exit_code == 0, result.output
    if into:
        Path(file).write_text(result.stdout, "utf-8", newline="\n")
        return result.stderr
    return result.output


@pytest.mark.slow
def test_following_the_page(desk: Bench) -> None:
    done = 0
    for kind, text in re.findall(r"^```(console|csv file=\S+)\n(.*?)^```$", PAGE, re.M | re.S):
        if kind != "console":
            Path(kind.partition("=")[2]).write_text(text, encoding="utf-8")
            continue
        for part in re.split(r"^\$ ", text.replace("\\\n", " "), flags=re.M)[1:]:
            command, _, printed = part.partition("\n")
            lines = ("(?s:.*)" if line == "..." else re.escape(line) for line in printed.splitlines())
            out = typed(command)
            assert re.fullmatch("\n".join(lines), out.strip()), f"$ {command}\n{out}"
            done += 1
    assert done == 8
    sanctions = {key: row for key, row in desk.rows("sanctions").items() if key.startswith("us-")}
    assert sanctions["us-iran-hr-lena-falk"]["listed"] == "[2024-05-02..2024-06-01]"
    assert sanctions["us-iran-hr-osma-prison"]["delisted"] == "[2024-05-02..2024-06-01]"
    assert sanctions["us-iran-hr-osma-harbour-police"]["listed"] == "[2024-06-02..2024-07-01]"
    assert len(sanctions) == 4, "who was left out has no row"
    assert desk.rows("parties")["osma-harbour-police"]["country"] == "XN"


def test_every_list_and_every_code_is_on_the_page() -> None:
    rows = re.findall(r"^\| `([a-z][a-z0-9-]+)` \|(.*)$", PAGE, re.M)
    assert [name for name, _ in rows] == list(followed_lists())
    text = (ROOT / "datasets" / "programmes.csv").read_text("utf-8")
    programmes = [row for row in csv.DictReader(text.splitlines()) if row["scope"] == "whole"]
    for name, cells in rows:
        authority = followed_lists()[name].authority_id
        codes = {row["code"] for row in programmes if row["authority_id"] == authority}
        assert ("only those who are joined" in cells and "everybody" not in cells) or codes or name == "us-ofac-alt"
        if name.startswith("us-ofac-sdn"):
            assert set(re.findall(r"`([A-Z]+-[A-Z]+)`", cells)) == codes


def test_links_lead_somewhere() -> None:
    headings = {
        re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in re.findall(r"^#+ (.+)$", PAGE, re.M)
    }
    for target, heading in re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)", PAGE):
        assert not target or (ROOT / "docs" / target).exists(), target
        assert not heading or heading in headings, heading


def test_options_of_the_page_are_options_of_the_command() -> None:
    shown = CliRunner().invoke(app, ["propose", "--help"], env={"COLUMNS": "200"}).output
    own = set(re.findall(r"`(--[a-z-]+)", PAGE)) - {"--undo"}
    assert {option for option in own if option not in shown} == set()
