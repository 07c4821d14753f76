"""What commands print where standard output is not UTF-8: in a file behind ``>`` on Windows, or without a locale."""

from __future__ import annotations

import datetime as dt
import importlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.releases.conftest import VERSION, make_world

from mostanad.cli import main
from mostanad.curation.record import record
from mostanad.files import open_package
from mostanad.releases import build

pytestmark = pytest.mark.slow

NEW = "2026.11.1"
#: In it: letters that Windows has, letters that it has not, and one above U+FFFF, which JSON escapes as two.
TITLE = "Marche d’été, راهپیمایی 🚢"
PERSIAN = "بهرام نیک‌پور"
EVENT = "march-2021"

JSON = [
    "search امید --json",
    "show omid-faraz --format json",
    "show check faraz-listed --format json",
    f"cite {EVENT} --style csl-json",
    f"diff OLD {NEW} --format json",
    f"prove {EVENT}/title",
    "rules --format json",
    "validate SPOILT --format json",
    "validate SPOILT --format sarif",
]
EXACT = [
    "show check faraz-listed --format markdown",
    f"cite {EVENT}",
    f"diff OLD {NEW} --format csv",
    "summary BASE HEAD",
]
TEXT = [
    "search امید",
    "show omid-faraz",
    "show check faraz-listed",
    f"why {EVENT}",
    f"cite {EVENT} --style text",
    f"diff OLD {NEW}",
    "validate SPOILT",
    "validate SPOILT --format github",
    "validate SPOILT --format markdown",
    "explain MST302",
    "rules",
    "locate gazette-2019 --find WORDS --dir UNSORTED --documents DOCUMENTS",
]


class Terminal(io.TextIOWrapper):
    """What is printed on is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two versions; the second has an event more."""
    folder = tmp_path_factory.mktemp("releases")
    world = make_world()
    world.add_check(question=f"was he listed? {TITLE}")
    for row in world.rows["sources"]:
        row["title"] = TITLE
    for version, day in ((VERSION, 1), (NEW, 2)):
        root = world.write(folder / "packages" / version, version)
        record(open_package(root), dt.date(2026, 11, day))
        build(root, folder / "out")
        for name in ("history", "releases"):
            world.rows[name] = list(open_package(root).table(name).records())
        world.backed("events", EVENT, "wire-2021", kind="protest", title=TITLE, date="2021-01")
    return folder / "out"


@pytest.fixture
def place(releases: Path, bench: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What capitals in a command stand for.

    A package with an error, one that is to be sorted, one before a change and one after it; a release; words.
    """
    monkeypatch.setattr("mostanad.loader.store.releases_root", lambda: releases)
    for name in ("base", "spoilt", "unsorted"):
        shutil.copytree(bench.root, tmp_path / name)
    bench.edit("statements", "bahram-nikpour-denies-beatings", gist=TITLE)
    names = tmp_path / "spoilt/datasets/names.csv"
    names.write_bytes(names.read_bytes().replace(b",primary,", f",{TITLE},".encode()))
    names = tmp_path / "unsorted/datasets/names.csv"
    header, *rows = names.read_bytes().splitlines(keepends=True)
    names.write_bytes(b"".join([header, *reversed(rows)]))
    folders = {name.upper(): tmp_path / name for name in ("base", "spoilt", "unsorted")}
    return {**folders, "HEAD": bench.root, "DOCUMENTS": bench.documents, "OLD": releases / VERSION, "WORDS": PERSIAN}


@pytest.fixture
def printed(place: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> Callable[..., bytes]:
    """Runs a command where standard output and standard error have an encoding; gives the bytes that it printed."""
    monkeypatch.delenv("MOSTANAD_DOCUMENTS", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")

    def run(command: str, encoding: str, kind: type[io.TextIOWrapper] = io.TextIOWrapper) -> bytes:
        streams = [made(io.BytesIO(), encoding=encoding) for made in (kind, io.TextIOWrapper)]
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["mostanad", *(str(place.get(word, word)) for word in command.split())])
            patch.setattr(sys, "stdout", streams[0])
            patch.setattr(sys, "stderr", streams[1])
            with pytest.raises(SystemExit) as exit:
                main()
        for stream in streams:
            stream.flush()
        out, err = (stream.buffer.getvalue() for stream in streams)  # type: ignore[attr-defined]
        assert exit.value.code in (0, 1, None), err
        assert out, err
        return bytes(out)

    return run


@pytest.mark.parametrize("encoding", ["cp1252", "iso-8859-6", "ascii"])
@pytest.mark.parametrize("command", [*JSON, *EXACT, *TEXT])
def test_a_file_gets_the_same_bytes_in_utf_8(printed: Callable[..., bytes], command: str, encoding: str) -> None:
    wanted = printed(command, "utf-8")
    assert command in TEXT or not wanted.isascii()
    assert printed(command, encoding) == wanted
    if command in JSON:
        assert json.loads(wanted.decode("utf-8"))


@pytest.mark.parametrize("encoding", ["cp1252", "iso-8859-6"])
@pytest.mark.parametrize("command", TEXT)
def test_what_a_terminal_cannot_show_is_escaped(printed: Callable[..., bytes], command: str, encoding: str) -> None:
    wanted = printed(command, "utf-8").decode("utf-8")
    assert printed(command, encoding, Terminal) == wanted.encode(encoding, "backslashreplace")


def test_a_proof_that_was_printed_into_a_file_can_be_checked(
    printed: Callable[..., bytes], tmp_path: Path, releases: Path
) -> None:
    (tmp_path / "proof.json").write_bytes(printed(f"prove {EVENT}/title", "cp1252"))
    root = json.loads((releases / NEW / "proofs/root.json").read_bytes())["root"]
    said = printed(f"prove --check {tmp_path / 'proof.json'} --root {root}", "utf-8").decode("utf-8")
    assert said.splitlines() == [f"{EVENT}/title = {TITLE} is a fact of the release with root {root}"]


def test_the_words_of_a_passage_are_no_pattern_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows the library would put the names of files, and variables, in their place."""
    called: dict[str, object] = {}
    monkeypatch.setattr(importlib.import_module("mostanad.cli.main"), "app", lambda **options: called.update(options))
    main()
    assert called == {"windows_expand_args": False}


@pytest.mark.parametrize(
    "command",
    [
        "search امید --release OLD",
        "show omid-faraz --release RELEASE",
        "validate SPOILT",
        "locate gazette-2019 --find WORDS --dir UNSORTED --documents DOCUMENTS",
        "source add NOTE --id note-2021 --title WORDS --kind news --publisher norland-gazette --dir HEAD",
    ],
)
def test_without_a_locale_all_goes_on(place: dict[str, object], releases: Path, tmp_path: Path, command: str) -> None:
    """As services run it: no locale, no UTF-8; words and paths with letters of Persian all the same."""
    folder = tmp_path / "مستند"
    place |= {"RELEASE": shutil.copytree(releases / NEW, folder / NEW), "OUT": folder / "خروجی"}
    (folder / "note.txt").write_text("A note.\n", "utf-8", newline="\n")
    place["NOTE"] = folder / "note.txt"
    words = [str(place.get(word, word)) for word in command.split()]
    bare = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    run = subprocess.run(
        [sys.executable, "-c", "from mostanad.cli import main; main()", *words],
        env=os.environ | bare, capture_output=True, check=False,
    )  # fmt: skip
    assert run.returncode == (1 if command.startswith("validate") else 0), run.stderr
    assert run.stdout
    assert b"Traceback" not in run.stderr
