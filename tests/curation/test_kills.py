"""Each command that edits, killed at each step: then the tables are the old ones or the new ones, all of them."""

from __future__ import annotations

import builtins
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.curation.proposals.conftest import entry, sdn
from typer.testing import CliRunner

import mostanad.validation
from mostanad.cli.main import app
from mostanad.curation import record
from mostanad.curation.transaction import EditRefused, editing
from mostanad.files import EDIT, open_package
from mostanad.validation import Report
from mostanad.validation.structure import check_descriptor

if TYPE_CHECKING:
    from tests.conftest import Bench

pytestmark = pytest.mark.slow

CALLS = ("open", "fsync", "chmod", "replace", "rename", "unlink", "mkdir", "rmdir")
STRIKE = "gazette-2019.c000367-000399.dock-strike-2019-11"
SPOILT = ("events", "names")


def sheet(bench: Bench) -> tuple[list[str], str]:
    line = "Port Osma,events,talks,kind=session|title=Talks at Port Osma"
    documents = ["--documents", str(bench.documents)]
    return ["locate", "gazette-2019", "--sheet", "-", *documents], f"find,table,row,cells\n{line}\n"


def taking_back(bench: Bench) -> tuple[list[str], str]:
    args, text = sheet(bench)
    assert bench.run(*args, input=text).exit_code == 0
    return ["locate", "--undo"], ""


def adding(bench: Bench) -> tuple[list[str], str]:
    (bench.documents / "new.txt").write_text("Something else.\n", "utf-8")
    options = ("--id=new", "--title=New", "--kind=news", "--publisher=norland-gazette")
    return ["source", "add", str(bench.documents / "new.txt"), *options], ""


def sealing(bench: Bench) -> tuple[list[str], str]:
    bench.write("seals", ())
    return ["seal"], ""


def sealing_again(bench: Bench) -> tuple[list[str], str]:
    bench.edit("seals", STRIKE, seal="0" * 64)
    return ["seal", "--reread", STRIKE, "--documents", str(bench.documents)], "y\n"


def formatting(bench: Bench) -> tuple[list[str], str]:
    for table in SPOILT:
        bench.file(table).write_bytes(bench.file(table).read_bytes().replace(b"\n", b"\r\n"))
    return ["fmt"], ""


def fixing(bench: Bench) -> tuple[list[str], str]:
    formatting(bench)
    return ["validate", "--fix"], ""


def proposing(bench: Bench) -> tuple[list[str], str]:
    path = bench.documents / "sdn.csv"
    path.write_bytes(sdn(entry(9002, "OSMA PRISON", kind="")))
    documents = ["--documents", str(bench.documents)]
    return [
        "propose",
        "us-ofac-sdn",
        str(path),
        "--published",
        "2021-08-18",
        "--whole",
        "IRAN-HR",
        "--apply",
        *documents,
    ], ""


def recording(bench: Bench) -> tuple[list[str], str]:
    return ["record", bench.package().version, "--date", "2026-11-01"], ""


#: Each command that edits, and how many files it changes.
EDITS: dict[Callable[[Any], tuple[list[str], str]], int] = {
    sheet: 3,
    taking_back: 3,
    adding: 1,
    sealing: 1,
    sealing_again: 1,
    formatting: 2,
    fixing: 2,
    proposing: 9,
    recording: 2,
}


def tables(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((root / "datasets").iterdir())}


def command(args: list[str], root: Path) -> list[str]:
    return [*args, str(root)] if args[0] == "validate" else [*args, "--dir", str(root)]


class Camera:
    """Takes a picture of a folder before and behind each call that writes: a kill there would leave just that."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, root: Path, pictures: Path) -> None:
        self.root, self.pictures, self.busy = root, pictures, False
        for name in CALLS:
            monkeypatch.setattr(os, name, self.watched(getattr(os, name)))
        opening = self.watched(builtins.open)
        monkeypatch.setattr(builtins, "open", opening)
        monkeypatch.setattr(io, "open", opening)

    def watched(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def instead(*args: Any, **how: Any) -> Any:
            self.take()
            result = real(*args, **how)
            self.take()
            return result

        return instead

    def take(self) -> None:
        if self.busy:
            return
        self.busy = True
        now = {path.name: (path.stat().st_mtime_ns, path.stat().st_size) for path in self.files()}
        if now != getattr(self, "last", None):
            shutil.copytree(self.root, self.pictures / f"{len(os.listdir(self.pictures)):03}")
            self.last = now
        self.busy = False

    def files(self) -> Iterator[Path]:
        for folder in (self.root, self.root / "datasets"):
            yield from (path for path in folder.iterdir() if path.is_file())


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, unchecked: None) -> None:
    for module in (mostanad.validation, record):
        monkeypatch.setattr(module, "validate" if module is mostanad.validation else "validate_package", no_findings)


def no_findings(*_: object, **__: object) -> Report:
    return Report()


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_a_kill_at_each_step(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edit: Any) -> None:
    args, given = edit(bench)
    old = tables(bench.root)
    (tmp_path / "pictures").mkdir()
    with monkeypatch.context() as patch:
        Camera(patch, bench.root, tmp_path / "pictures")
        result = CliRunner().invoke(app, command(args, bench.root), input=given)
    assert result.exit_code == 0, result.output
    new = tables(bench.root)
    assert sum(old[name] != new[name] for name in old) == EDITS[edit]
    seen, half = set(), 0
    for picture in sorted((tmp_path / "pictures").iterdir()):
        there = {name: content for name, content in tables(picture).items() if not name.startswith(".")}
        if there not in (old, new):
            half += 1
            assert "MST209" in {one.code for one in check_descriptor(open_package(picture))}, "validate tells"
        with editing(picture) as package:
            assert package.root == picture
        after = tables(picture)
        assert after in (old, new), "nothing half done, and no file left over"
        assert not (picture / EDIT).exists()
        assert not list(picture.glob(".*tmp"))
        seen.add(after == new)
    assert seen == {True, False}
    assert half >= EDITS[edit] - 1


@pytest.mark.usefixtures("unchecked")
def test_a_cut_edit_is_told_and_not_taken_back_over_a_later_change(bench: Bench, tmp_path: Path) -> None:
    args, given = sheet(bench)
    old = tables(bench.root)
    assert bench.run(*args, input=given).exit_code == 0
    os.rename(bench.root / ".mostanad-undo.json", bench.root / EDIT)
    bench.file("events").write_bytes(old["events.csv"])
    shutil.copytree(bench.root, tmp_path / "copy")
    result = bench.run("fmt")
    assert "undid an interrupted edit: datasets/events.csv" in result.stderr
    assert (result.exit_code, tables(bench.root)) == (0, old)
    result = bench.run("locate", "--undo")
    assert "there is no edit to undo" in result.stderr
    with (tmp_path / "copy" / "datasets" / "claims.csv").open("ab") as file:
        file.write(b"more\n")
    with pytest.raises(EditRefused, match=r"claims.csv has changed since .*git restore .*delete .mostanad-edit"):
        editing(tmp_path / "copy").__enter__()


def test_undo_of_a_cut_edit_takes_nothing_else_back(bench: Bench) -> None:
    """Whoever killed an edit and takes the last one back means that one."""
    args, given = sheet(bench)
    assert bench.run(*args, input=given).exit_code == 0
    between = bench.files()
    content = between["datasets/events.csv"].decode()
    (bench.root / EDIT).write_text(json.dumps({"datasets/events.csv": [content, f"{content}x"]}), "utf-8")
    bench.file("events").write_text(f"{content}x", "utf-8")
    assert bench.run("locate", "--undo").exit_code == 0
    assert bench.files() == between


#: Runs a command; with a number, kills itself at that call that writes.
_COMMAND = """
import os, signal, sys
from pathlib import Path
from mostanad.cli.main import main
from mostanad.curation import transaction
step, transaction.WAIT, sys.argv = int(sys.argv[1]), float(sys.argv[2]), sys.argv[2:]
calls = []
def killing(real):
    def instead(*args, **how):
        calls.append(real)
        if len(calls) == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **how)
    return instead
for name in ('fsync', 'replace', 'unlink') if step else ():
    setattr(os, name, killing(getattr(os, name)))
main()
"""


def started(args: list[str], root: Path, step: int = 0, wait: float = 60) -> subprocess.Popen[str]:
    line = [sys.executable, "-c", _COMMAND, str(step), str(wait), *command(args, root)]
    pipe = subprocess.PIPE
    return subprocess.Popen(line, stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf-8")


def test_a_process_that_is_killed_leaves_no_lock_and_nothing_half_done(bench: Bench) -> None:
    good = tables(bench.root)
    args, _ = formatting(bench)
    spoilt = tables(bench.root)
    killed = 0
    for step in range(1, 1000):
        process = started(args, bench.root, step)
        process.communicate()
        if process.returncode == 0:
            break
        assert process.returncode == -signal.SIGKILL
        killed += 1
        with editing(bench.root):
            assert tables(bench.root) in (spoilt, good)
        for table in SPOILT:
            bench.file(table).write_bytes(spoilt[f"{table}.csv"])
    assert tables(bench.root) == good
    assert killed > 8


def asking(bench: Bench) -> subprocess.Popen[str]:
    """A process that has the package for itself, and asks a question."""
    args, _ = sealing_again(bench)
    process = started(args, bench.root)
    assert process.stdout is not None
    while "passage:" not in process.stdout.readline():
        assert process.poll() is None
    return process


def test_who_waits_too_long_is_told_for_whom(bench: Bench) -> None:
    holder = asking(bench)
    formatting(bench)
    before = tables(bench.root)
    try:
        second = started(["fmt"], bench.root, wait=0.3)
        _, said = second.communicate()
        assert second.returncode == 2
        who = f"process {holder.pid} (" if sys.platform == "linux" else "another process is"
        assert f"{bench.root}: {who}" in said
        assert "is using this folder; wait, or stop it (its lock ends with it)" in said
        assert tables(bench.root) == before
        assert CliRunner().invoke(app, ["validate", str(bench.root)]).exit_code == 1, "reading needs no lock"
    finally:
        holder.kill()
        holder.communicate()
    third = started(["fmt"], bench.root, wait=0)
    assert (third.communicate()[1], third.returncode) == ("", 0)


def test_who_waits_long_enough_edits_what_the_other_left(bench: Bench) -> None:
    """Both are registered: the second reads the tables when the first has written them."""
    holder = asking(bench)
    second = started(adding(bench)[0], bench.root)
    time.sleep(0.5)
    assert second.poll() is None
    holder.communicate("y\n")
    _, said = second.communicate()
    assert (holder.returncode, second.returncode, said) == (0, 0, "")
    assert "new" in bench.rows("sources")
    assert bench.rows("seals")[STRIKE]["seal"] != "0" * 64
