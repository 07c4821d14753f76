"""Building and verifying when files fail, are cut off, or the program is killed: the old, or all of the new."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pyarrow as pa
import pytest
from tests.releases.conftest import ABOUT, NOWHERE, VERSION, tables_of
from tests.releases.faults import Faults, contents

from mostanad.files import trees
from mostanad.models import TABLES
from mostanad.releases import BuildRefused, build, check_files, check_tables, descriptor, layout, verify
from mostanad.validation import Finding, Report
from mostanad.validation.run import Checked

pytestmark = pytest.mark.slow

#: A release is many files of few kinds; here it is few, so that each call can fail once.
FEW = ("officials", "passages", "sources", "releases")
building = sys.modules["mostanad.releases.build_release"]
writing = sys.modules["mostanad.releases.write"]
verifying = sys.modules["mostanad.releases.verify_release"]


@pytest.fixture
def few(built: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, pa.Table]:
    """Releases of four tables; what only computes is left out, what reads and writes is as it is."""
    tables = {name: tables_of(built)[name].slice(0, 3) for name in FEW}
    monkeypatch.setattr(verifying, "MODELS", {name: TABLES[name] for name in FEW})
    monkeypatch.setattr(building, "checked", lambda *_, **__: nullcontext(Checked(Report())))
    monkeypatch.setattr(building, "compile_tables", lambda *_: tables)
    monkeypatch.setattr(writing, "dossiers", lambda *_: [("someone", "{}\n")])
    for module in (writing, verifying.check_texts):
        monkeypatch.setattr(module, "texts", lambda *_: {layout.CITATION: "cited\n", layout.CHANGES: "changed\n"})
    monkeypatch.setattr(writing.proofs, "root_file", lambda *_: {})
    monkeypatch.setattr(writing.sqlite, "write", lambda *given: given[2].write_bytes(b"a database"))
    for name in ("croissant", "ro_crate"):
        monkeypatch.setattr(writing, name, lambda *_: {})
    for module, names in {
        verifying.check_facts: ("check_facts", "check_evidence", "check_fact_checks"),
        verifying.check_texts: ("check_valid", "check_dossiers", "check_recorded", "check_sqlite"),
    }.items():
        for name in names:
            monkeypatch.setattr(module, name, lambda *_: ())
    return tables


@pytest.fixture
def other(few: dict[str, pa.Table]) -> Callable[[], None]:
    """From now on the package is another."""

    def change() -> None:
        few["sources"] = few["sources"].slice(1)

    return change


def run_all(faults: Faults, root: Path, out: Path) -> tuple[int, int]:
    """Build with each call going wrong; returns how many calls there are, and how often it was built anyway."""
    faults.begin(None)
    old = contents(out)
    build(root, out.parent / "new")
    new = {f"{VERSION}/{path}": content for path, content in contents(out.parent / "new" / VERSION).items()}
    assert new != old
    shutil.copytree(out, out.parent / "kept")
    number = done = 0
    while True:
        faults.begin(number)
        try:
            build(root, out)
            is_done = True
        except (OSError, BuildRefused):
            is_done = False
        came, call = faults.came, faults.calls[-1]
        faults.begin(None)
        assert is_done or came
        found = {path: content for path, content in contents(out).items() if not path.startswith(".")}
        assert found in ((new,) if is_done else (old, new)), call
        if contents(out) != old:
            build(root, out)
            assert contents(out) == new, call  # nothing is left lying about
            shutil.rmtree(out)
            shutil.copytree(out.parent / "kept", out)
        if not came:
            return number, done
        number, done = number + 1, done + is_done


@pytest.mark.usefixtures("few")
def test_each_call_of_a_first_build(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").mkdir()
    calls, done = run_all(Faults(monkeypatch, tmp_path), root, tmp_path / "out")
    assert calls > 200
    assert done < calls / 5


def test_each_call_of_a_build_in_the_place_of_another(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: Callable[[], None]
) -> None:
    """How it is made is left out: until it is put in its place, all is as in a first build."""
    build(root, tmp_path / "out")
    other()
    made = build(root, tmp_path / "made")
    monkeypatch.setattr(building, "_make", lambda _, __, folder, *___: move(made, folder))
    faults = Faults(monkeypatch, tmp_path / "out")
    calls, _ = run_all(faults, root, tmp_path / "out")
    assert calls > 50


def move(made: Path, folder: Path) -> None:
    """Put copies of the files of a release into a folder."""
    shutil.copytree(made, folder, dirs_exist_ok=True)


@pytest.mark.usefixtures("few")
def test_each_call_of_verify(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read that fails is told: as an error that is raised, or as a finding; it never passes for sound."""
    release = build(root, tmp_path / "out")
    assert verify(release, NOWHERE).findings == ()
    faults = Faults(monkeypatch, tmp_path)
    number = 0
    while True:
        faults.begin(number)
        try:
            is_told = bool(verify(release, NOWHERE).findings)
        except OSError:
            is_told = True
        if not faults.came:
            break
        assert is_told, faults.calls[number]
        number += 1
    assert number > 100


SMALL = ("SHA256SUMS", "CITATION.cff", "CHANGES.md", "datapackage.json", "csv/sources.csv", "json/sources.ndjson",
         "parquet/sources.parquet")  # fmt: skip


def reader(release: Path, path: str) -> Callable[[], object]:
    """What in verify finds a file wrong by what it holds; something that is false if it does not."""
    tables = dict(building.compile_tables(None))
    if path == "SHA256SUMS":
        return lambda: list(check_files.check_sums(release, trees.digest))
    if path == "datapackage.json":
        return lambda: check_files.check_descriptor(release, trees.digest)[1]
    if path.count("/"):
        return lambda: of_table(release, "sources")
    return lambda: list(verifying.check_texts.check_texts(release, tables, ABOUT, {}, set()))


def of_table(release: Path, name: str) -> list[Finding]:
    table, found = check_tables.read_table(release, name, ABOUT)
    return [*found, *check_tables.check_forms(release, name, table)]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("path", SMALL)
def test_a_file_that_is_cut_off_at_every_byte(root: Path, tmp_path: Path, path: str) -> None:
    """It is found by what it holds, at every byte; and by verify as a whole, at forty places, if its hash fits too."""
    release = build(root, tmp_path / "out")
    whole, sums = ((release / name).read_bytes() for name in (path, "SHA256SUMS"))
    wrong = reader(release, path)
    assert not wrong()
    for length in reversed(range(len(whole))):
        os.truncate(release / path, length)
        assert wrong(), length
    for length in range(0, len(whole), 1 + len(whole) // 40):
        (release / path).write_bytes(whole[:length])
        assert verify(release, NOWHERE).errors, length
        if path != "SHA256SUMS":
            (release / "SHA256SUMS").write_text(descriptor.sums(release), "utf-8")
            codes = {finding.code for finding in verify(release, NOWHERE).errors}
            assert codes, length
            assert "MST603" not in codes
            (release / "SHA256SUMS").write_bytes(sums)
    (release / path).write_bytes(whole)
    assert verify(release, NOWHERE).findings == ()


_BUILD = """
import os, sys
from mostanad.releases import build
import mostanad.releases.build_release
module = sys.modules["mostanad.releases.build_release"]
make = module._make
def started(*given):
    print("at work", flush=True)
    make(*given)
module._make = started
build(sys.argv[1], sys.argv[2], layers=["text"])
"""


def process(root: Path, out: Path, **how: object) -> subprocess.Popen[str]:
    """A process that has begun to make a release."""
    command = [sys.executable, "-c", _BUILD, str(root), str(out)]
    made = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **how)  # type: ignore[call-overload]
    assert made.stdout.readline() == "at work\n"
    return made  # type: ignore[no-any-return]


@pytest.mark.parametrize("delay", [0.0, 0.3, 0.6])
def test_a_kill_at_any_moment(root: Path, built: Path, tmp_path: Path, delay: float) -> None:
    out = tmp_path / "out"
    running = process(root, out)
    time.sleep(delay)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    left = [path.name for path in out.iterdir()]
    assert VERSION not in left or contents(out / VERSION) == contents(built)
    assert build(root, out, layers=["text"]) == out / VERSION
    assert [path.name for path in out.iterdir()] == [VERSION]
    assert contents(out / VERSION) == contents(built)


@pytest.mark.usefixtures("few")
def test_what_a_living_build_is_at_work_on_is_left_alone(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    running = process(root, out)
    os.kill(running.pid, signal.SIGSTOP)
    try:
        theirs = {path.name for path in out.iterdir()}
        build(root, out)
        assert {path.name for path in out.iterdir()} == theirs | {VERSION}
    finally:
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()
    build(root, out)
    assert [path.name for path in out.iterdir()] == [VERSION]


@pytest.mark.parametrize("most", [200, 2_000])
def test_a_file_that_cannot_grow(root: Path, tmp_path: Path, most: int) -> None:
    """As on a full disk: the system refuses to write more, also to what is not written in Python."""
    out = tmp_path / "out"
    limit = (most, most)
    ended = subprocess.run(
        [sys.executable, "-c", _BUILD, str(root), str(out)],
        capture_output=True,
        check=False,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
    )
    assert "File too large" in ended.stderr
    assert ended.returncode == 1
    assert list(out.glob("*")) == []


@pytest.mark.usefixtures("few")
def test_a_database_that_cannot_be_written(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(writing.sqlite, "write", full)
    with pytest.raises(OSError, match="disk is full"):
        build(root, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
