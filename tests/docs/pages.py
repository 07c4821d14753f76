"""Pages that people copy from: their examples run in order, as a reader would run them, and print what they show.

``python`` blocks run in one session, and the ``text`` block right under one is what it prints. Of ``console`` blocks
each line that begins with ``$`` is typed, and what is under it is what it prints. A block with ``file=NAME`` is saved
under that name first. ``...`` on a line of its own stands for any lines.
"""

from __future__ import annotations

import code
import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.shared import release_of_this_tree
from typer.testing import CliRunner

from mostanad.cli.main import app
from mostanad.loader import store

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
#: What sets a checkout up and takes minutes: these commands are not typed again here.
NOT_TYPED = frozenset({"make", "."})
#: A terminal shows this much in one line.
WIDTH = 100

_BLOCK = re.compile(r"^```(?P<kind>\w+) *(?P<info>[^\n]*)\n(?P<text>.*?)^```$\n?", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")


@dataclass(frozen=True)
class Example:
    """Something to run, or a file to save.

    Attributes:
        line: where it stands in the page.
        kind: the language of its block.
        info: what else the first line of the block says.
        text: a program, a command, or the content of a file.
        shown: what the page says is printed.
    """

    line: int
    kind: str
    info: str
    text: str
    shown: str

    @property
    def program(self) -> str:
        """The program that a command names; of all else nothing."""
        return shlex.split(self.text)[0] if self.kind == "console" else ""


def examples(page: str) -> list[Example]:
    """The examples of a page, in order; a ``text`` block belongs to the ``python`` block right above it."""
    found: list[Example] = []
    end = -1
    for match in _BLOCK.finditer(page):
        line, kind, info, text = page.count("\n", 0, match.start()) + 1, match["kind"], match["info"], match["text"]
        if kind == "console":
            found += _commands(line, info, text)
        elif kind == "text" and not info:
            assert found, f"line {line}: what prints this?"
            last = found.pop()
            assert (last.kind, last.info, page[end : match.start()]) == ("python", "", "\n"), f"line {line}"
            found.append(Example(last.line, last.kind, last.info, last.text, text))
        else:
            found.append(Example(line, kind, info, text, ""))
        end = match.end()
    return found


def _commands(line: int, info: str, text: str) -> Iterator[Example]:
    """The commands of a block; one that ends in a backslash goes on in the next line."""
    for part in re.split(r"^\$ ", text.replace("\\\n", " "), flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        yield Example(line, "console", info, command, printed)


def links(page: str) -> list[tuple[str, str]]:
    """The links of a page to other pages: the path and the heading."""
    return _LINK.findall(page)


def headings(page: str) -> set[str]:
    """The names by which links lead to the headings of a page."""
    lines = re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    return {re.sub(r"[^a-z0-9 _-]", "", line.lower()).replace(" ", "-") for line in lines}


def dead_links(path: Path) -> list[str]:
    """The links of a page that lead to no file, or to no heading of it."""
    dead = []
    for name, anchor in links(path.read_text("utf-8")):
        target = path.parent / name if name else path
        if not target.exists() or (anchor and anchor not in headings(target.read_text("utf-8"))):
            dead.append(f"{name}#{anchor}")
    return dead


def too_wide(page: str) -> list[str]:
    """The lines of blocks that a terminal would break; where one has a hash there is no help for it."""
    lines = [line for match in _BLOCK.finditer(page) for line in match["text"].splitlines()]
    return [line for line in lines if len(line) > WIDTH and not re.search("[0-9a-f]{64}", line)]


class _Prompt(code.InteractiveConsole):
    """The prompt of Python, where a block ends with an empty line; it runs nothing."""

    refused = False

    def runcode(self, code: Any) -> None:
        pass

    def showsyntaxerror(self, *_: Any, **__: Any) -> None:
        self.refused = True


def refused_at_the_prompt(page: str) -> list[int]:
    """The lines of the Python examples that run as a file, but not when they are pasted at the prompt."""
    found = []
    for example in examples(page):
        if example.kind == "python" and not example.info:
            prompt = _Prompt()
            for line in [*example.text.splitlines(), ""]:
                prompt.push(line)
            found += [example.line] if prompt.refused else []
    return found


def desk(factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Work in a folder with ``dist/releases/VERSION``, made of this tree once, whatever lies in its own ``dist``."""
    (folder / "dist").mkdir()
    (folder / "dist" / "releases").symlink_to(release_of_this_tree(factory).parent)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(store, "releases_root", lambda: folder / "dist" / "releases")
    monkeypatch.delenv("COLUMNS", raising=False)


@dataclass
class Reader:
    """Whoever follows a page, in the folder where they work.

    Attributes:
        programs: the commands that are typed in this run; ``python`` among them means the session of the page too.
        names: what the session has defined.
    """

    programs: frozenset[str]
    names: dict[str, Any] = field(default_factory=dict)

    def follow(self, page: str) -> list[str]:
        """Run the examples of a page; what it shows otherwise than it is, ready to be put into the page."""
        wrong = []
        for example in examples(page):
            if example.info.startswith("file="):
                Path(example.info.removeprefix("file=")).write_text(example.text, "utf-8", newline="\n")
            elif (example.program or example.kind) in self.programs:
                printed = self.run(example)
                if not re.fullmatch(shown_pattern(example.shown), printed.rstrip("\n")):
                    wrong.append(f"line {example.line}:\n{example.text.strip()}\n--- prints now\n{printed}")
        return wrong

    def run(self, example: Example) -> str:
        """What an example prints."""
        if example.kind == "python":
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(example.text, self.names)
            return printed.getvalue()
        command, _, target = example.text.partition(" > ")
        code, out = _typed(shlex.split(command))
        assert code == int(example.info.removeprefix("exit=") or 0), f"{example.text}: exit {code}\n{out}"
        if not target:
            return out
        Path(target.strip()).write_text(out, "utf-8", newline="\n")
        return ""


def _typed(words: list[str]) -> tuple[int, str]:
    """The exit code of a command and what it prints."""
    program, *arguments = words
    if program == "mostanad":
        result = CliRunner().invoke(app, arguments, catch_exceptions=False)
        return result.exit_code, result.output
    if program == "duckdb":
        return 0, _shell_of_duckdb(arguments)
    program = sys.executable if program == "python" else program
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False, env=environment)
    return done.returncode, done.stdout + done.stderr


def _shell_of_duckdb(arguments: list[str]) -> str:
    """What ``duckdb -csv -c SQL`` prints, by the library: the shell is not on every machine."""
    csv, c, query = arguments
    assert (csv, c) == ("-csv", "-c")
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO 'shell.csv' (HEADER, DELIMITER ',')")
    return Path("shell.csv").read_text("utf-8")


def shown_pattern(shown: str) -> str:
    """A pattern for what the page shows."""
    lines = shown.rstrip("\n").split("\n")
    return "\n".join(r"(?:.*\n)*.*" if line == "..." else re.escape(line) for line in lines)


def assert_follows(page: str, programs: frozenset[str], name: str) -> None:
    """A page shows what its examples print; all that differs is said at once."""
    wrong = Reader(programs).follow(page)
    advice = f"docs/{name} shows otherwise. If that is right (the data have changed), put this into the page:"
    assert not wrong, "\n\n".join([advice, *wrong])
