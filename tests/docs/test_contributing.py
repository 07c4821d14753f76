"""CONTRIBUTING.md is followed to the letter: its files are saved, its commands typed, what they print is compared."""

from __future__ import annotations

import csv
import io
import os
import re
import shlex
import shutil
import subprocess
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mostanad.cli.main import app

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "CONTRIBUTING.md"
#: What the package holds and the commands need; the rest of the repository is not copied.
COPIED = ("datapackage.json", "pyproject.toml", "datasets", "schema", "docs", "validators")
#: What makes a checkout, and what takes minutes: these commands are not typed again here.
NOT_TYPED = ("git clone ", "cd ", ". ", "make ")

_BLOCK = re.compile(r"^(?P<indent> *)```(?P<kind>\w+) *(?P<info>[^\n]*)\n(?P<text>.*?)^(?P=indent)```$", re.M | re.S)
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what else its first line says (``exit=1``, ``file=PATH``), and its text."""

    kind: str
    info: str
    text: str


@dataclass(frozen=True)
class Typed:
    """A command of a ``console`` block, and the lines under it."""

    command: str
    printed: str


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page, also those inside a list."""
    return [Block(m["kind"], m["info"], textwrap.dedent(m["text"])) for m in _BLOCK.finditer(page)]


def commands(block: Block) -> Iterator[Typed]:
    """The commands of a block; a line that ends in a backslash goes on in the next."""
    for part in re.split(r"^\$ ", block.text.replace("\\\n", " "), flags=re.M)[1:]:
        command, _, printed = part.partition("\n")
        yield Typed(command, printed)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a copy of the dataset, in which the commands are typed."""
    root = tmp_path / "mostanad"
    root.mkdir()
    for name in COPIED:
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, root / name)
    monkeypatch.chdir(root)
    monkeypatch.delenv("MOSTANAD_DOCUMENTS", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in {"CONFIG_GLOBAL": os.devnull, "CONFIG_NOSYSTEM": "1"}.items():
        monkeypatch.setenv(f"GIT_{name}", value)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A Curator")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "curator@example.org")
    for command in ("git init -q -b main", "git add .", "git commit -q -m Start"):
        subprocess.run(shlex.split(command), check=True)
    return root


def test_following_the_page(checkout: Path) -> None:
    before = tables(checkout)
    done: list[str] = []
    for block in blocks(PAGE.read_text("utf-8")):
        if block.kind == "console":
            for typed in commands(block):
                if not typed.command.startswith(NOT_TYPED):
                    done.append(typed.command)
                    type_it(typed, expected_exit=int(block.info.removeprefix("exit=") or 0))
                if typed.command.startswith("git commit"):
                    assert_entered(checkout)
        else:
            save(block)
    assert [command.split()[1] for command in done if "mostanad" in command.split()[0]] == [
        *("fmt", "source", "locate", "locate", "locate", "locate", "locate", "validate", "seal", "todo", "validate"),
        *("build", "why", "fmt", "validate", "seal", "validate", "schema"),
    ]
    assert tables(checkout) == before, "the exercise is thrown away in the end"


def tables(checkout: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (checkout / "datasets").iterdir()}


def type_it(typed: Typed, expected_exit: int) -> None:
    """Run a command and compare its exit code and what it prints with the page."""
    program, *arguments = shlex.split(typed.command)
    if program == "mostanad":
        result = CliRunner().invoke(app, arguments, input="y\n", catch_exceptions=False)
        code, printed = result.exit_code, result.output
    else:
        assert program == "git", f"{typed.command}: is it to be typed or not?"
        finished = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
        code, printed = finished.returncode, finished.stdout + finished.stderr
    assert code == expected_exit, f"{typed.command}: exit {code}\n{printed}"
    where = f"$ {typed.command}\n{printed.strip()}\n--- but the page has:\n{typed.printed.strip()}"
    assert re.fullmatch(expected(typed.printed.strip()), printed.strip()), where


def expected(printed: str) -> str:
    """A pattern for what the page says is printed: ``...`` is anything, on a line of its own any lines."""
    lines = ("(?s:.*)" if line == "..." else re.escape(line) for line in printed.splitlines())
    return "\n".join(line.replace(re.escape("..."), ".*") for line in lines)


def save(block: Block) -> None:
    """Do what a curator does by hand with a block: save it, add it to a table, or put it into a cell."""
    what, _, where = block.info.partition("=")
    if what == "file":
        Path(where).parent.mkdir(exist_ok=True)
        Path(where).write_text(block.text, "utf-8", newline="\n")
    elif what == "append":
        with Path(where).open("a", encoding="utf-8", newline="\n") as file:
            file.write(block.text)
    elif what == "cell":
        file, row, column = where.split(":")
        change_cell(Path(file), row, column, block.text.strip())
    else:
        raise AssertionError(f"a block that says neither file=, append= nor cell=: {block.info!r}")


def change_cell(path: Path, row: str, column: str, value: str) -> None:
    rows = records(path)
    next(cells for cells in rows if row in cells.values())[column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def records(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


def assert_entered(checkout: Path) -> None:
    """The facts of the exercise are what its text says of them: rivals side by side, an accuser, a day worked out."""
    rows = {name: records(checkout / "datasets" / f"{name}.csv") for name in ("claims", "estimates", "events")}
    counts = {
        (row["counted_by"], row["comparator"], row["value"])
        for row in rows["estimates"]
        if row["about_id"] == "fountain-keepers-2021-05-13"
    }
    assert counts == {
        ("nowhereabad-keepers-union", "more_than", "300"),
        ("nowhereabad-water-office", "about", "40"),
    }
    accusation = [row for row in rows["claims"] if row["target_id"].endswith("-nemuneh-accused")]
    assert [(row["asserted_by"], row["modality"]) for row in accusation] == [
        ("nowhereabad-keepers-union", "allegation")
    ]
    days = [row for row in rows["claims"] if row["target_id"] == "fountain-keepers-2021-05-13"]
    assert [(row["as_stated"], bool(row["note"])) for row in days] == [("on Thursday", True)]
    assert {row["date"] for row in rows["events"] if row["event_id"].startswith("fountain-")} == {"2021-05-13"}


@pytest.mark.parametrize(
    "page",
    [
        "CONTRIBUTING.md",
        "docs/checks.md",
        "docs/ci.md",
        "docs/coding-manual.md",
        "docs/coding-reasons.md",
        "docs/scope.md",
    ],
)
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    for target, heading in _LINK.findall(path.read_text("utf-8")):
        file = path.parent / target if target else path
        assert file.exists(), f"{page}: {target}"
        assert not heading or heading in headings(file), f"{page}: {target}#{heading}"


def headings(path: Path) -> set[str]:
    """The headings of a page, as links name them."""
    found = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def test_the_exercise_is_not_in_the_dataset() -> None:
    for path in (ROOT / "datasets").glob("*.csv"):
        assert not re.search("nowhere(?:-|abad)", path.read_text("utf-8").lower()), path.name
