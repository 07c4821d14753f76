"""Publishing when files fail: the old index with all that it names, or the new one, and the next try succeeds."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.publishing.conftest import DAY, KEYS, NEW, OLD, SIGNING, said
from tests.releases.conftest import NOWHERE
from tests.releases.faults import Faults, contents

from mostanad.publishing import audit, index
from mostanad.publishing import publish as publishing
from mostanad.publishing.audit import check_tree
from mostanad.publishing.publish import publish
from mostanad.publishing.tree import LOCK, PublishRefused
from mostanad.releases import descriptor, layout
from mostanad.validation import Report

pytestmark = pytest.mark.slow

#: What is left of a release: what publishing reads of it, and a file in each kind of folder.
KEPT = ("datapackage.json", "parquet/evidence.parquet", "parquet/facts.parquet",
        "parquet/history.parquet", "parquet/releases.parquet")  # fmt: skip
TOP = {"archives", index.INDEX, index.SCHEMA, "proofs", "releases", LOCK}


@pytest.fixture
def small(releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Both releases, of a few files each; how a release is verified when files fail is tested in tests/releases."""
    for version in (OLD, NEW):
        for path in KEPT:
            target = tmp_path / "small" / version / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(releases / version / path, target)
        release = tmp_path / "small" / version
        (release / layout.SUMS).write_text(descriptor.sums(release), "utf-8")
    for module in (publishing, audit):
        monkeypatch.setattr(module, "verify", lambda *_: Report())
    return tmp_path / "small"


def is_whole(target: Path, releases: Path) -> None:
    """What has the name of a version is that version, and the index is signed and names nothing that is not there."""
    for folder in (target / "releases").glob("*"):
        assert contents(folder) == contents(releases / folder.name)
    if (target / index.INDEX).exists():
        report = check_tree(target, NOWHERE, KEYS)
        assert (report.errors, report.not_run) == ((), ())


def run_all(faults: Faults, small: Path, start: Path, folder: Path) -> tuple[int, int]:
    """Publish with each call going wrong; returns how many calls there are, and how often it was published anyway."""
    number = done = 0
    last = max(path.name for path in small.iterdir())
    while True:
        target = folder / f"target-{number}"
        faults.begin(None)
        if start.exists():
            shutil.copytree(start, target)
        target.mkdir(exist_ok=True)
        (target / LOCK).touch()
        before = contents(target)
        old = before.get(index.INDEX)
        faults.begin(number)
        try:
            publish(small, target, date=DAY, signing=SIGNING)
            is_done = True
        except (OSError, PublishRefused):
            is_done = False
        came, call = faults.came, faults.calls[-1]
        faults.begin(None)
        now = (target / index.INDEX).read_bytes() if (target / index.INDEX).exists() else None
        assert is_done or came
        assert now != old or not is_done, call
        assert now == old or index.read(now or b"")["latest"] == last, call
        left = {path for path in contents(target).keys() - before.keys() if path != index.SCHEMA}
        assert is_done or now != old or not left, call
        if contents(target) != before:  # else it is the state from which it began
            is_whole(target, small)
            publish(small, target, date=DAY, signing=SIGNING)
            assert check_tree(target, NOWHERE, KEYS).findings == (), call
            assert {path.name for path in target.iterdir()} <= TOP | index.signatures(said(target))
        shutil.rmtree(target)
        if not came:
            return number, done
        number, done = number + 1, done + is_done


def test_each_call_of_a_first_publication(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(small / NEW)
    faults = Faults(monkeypatch, tmp_path / "target")  # and what is read elsewhere: in the second
    calls, done = run_all(faults, small, tmp_path / "nothing", tmp_path)
    assert calls > 50
    assert done < calls / 5


def test_each_call_of_a_second_publication(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(small / OLD, tmp_path / "first" / OLD)
    publish(tmp_path / "first", tmp_path / "start", date=DAY, signing=SIGNING)
    faults = Faults(monkeypatch, tmp_path)
    calls, done = run_all(faults, small, tmp_path / "start", tmp_path)
    assert calls > 100
    assert done < calls / 5


def test_each_call_of_the_check_of_a_tree(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read that fails is told: as an error that is raised, or as a finding; it never passes for sound."""
    publish(small, tmp_path / "tree", date=DAY, signing=SIGNING)
    faults = Faults(monkeypatch, tmp_path)
    number = 0
    while True:
        faults.begin(number)
        try:
            findings = check_tree(tmp_path / "tree", NOWHERE, KEYS).findings
        except OSError:
            findings = ("raised",)  # type: ignore[assignment]
        if not faults.came:
            break
        assert findings, faults.calls[number]
        number += 1
    assert number > 50


_PUBLISH = """
import datetime, sys
from pathlib import Path
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from mostanad.publishing import publish as module
from mostanad.validation import Report
from mostanad.publishing.tree import Signing
module.verify = lambda *_: Report()
key = Ed25519PrivateKey.from_private_bytes(b"\\1" * 32)
print("at work", flush=True)
module.publish(Path(sys.argv[1]), Path(sys.argv[2]), date=datetime.date(2021, 12, 24), signing=Signing(key, 36_500))
print("done", flush=True)
"""


def started(small: Path, target: Path) -> subprocess.Popen[str]:
    """A process that begins to publish now."""
    command = [sys.executable, "-c", _PUBLISH, str(small), str(target)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "at work\n"
    return process


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05, 0.1])
def test_a_kill_at_any_moment(small: Path, tmp_path: Path, delay: float) -> None:
    target = tmp_path / "target"
    shutil.copytree(small / OLD, tmp_path / "first" / OLD)
    publish(tmp_path / "first", target, date=DAY, signing=SIGNING)
    old = (target / index.INDEX).read_bytes()
    process = started(small, target)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    is_whole(target, small)
    assert (target / index.INDEX).read_bytes() == old or index.read((target / index.INDEX).read_bytes())[
        "sequence"
    ] == 2
    publish(small, target, date=DAY, signing=SIGNING)
    assert check_tree(target, NOWHERE, KEYS).findings == ()
    assert {path.name for path in target.iterdir()} == TOP | index.signatures(said(target))


class Killed(BaseException):
    """Stands for a kill: nothing after it is run, not even what cleans up."""


@pytest.mark.parametrize("step", range(1, 8))
def test_a_kill_between_two_names(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Every state between two renames is one from which readers see the old tree; the next publication goes on."""
    target = tmp_path / "target"
    shutil.copytree(small / OLD, tmp_path / "first" / OLD)
    publish(tmp_path / "first", target, date=DAY, signing=SIGNING)
    old = (target / index.INDEX).read_bytes()
    seen = []
    for name in ("rename", "replace"):
        real = getattr(os, name)

        def instead(source: object, to: object, real: object = real) -> None:
            seen.append(to)
            if len(seen) == step:
                raise Killed
            real(source, to)  # type: ignore[operator]

        monkeypatch.setattr(os, name, instead)
    monkeypatch.setattr(publishing, "_take_back", lambda *_: None)
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
    try:
        publish(small, target, date=DAY, signing=SIGNING)
        assert step > len(seen)
    except Killed:
        assert (target / index.INDEX).read_bytes() == old
    monkeypatch.undo()
    for module in (publishing, audit):
        monkeypatch.setattr(module, "verify", lambda *_: Report())
    is_whole(target, small)
    publish(small, target, date=DAY, signing=SIGNING)
    assert check_tree(target, NOWHERE, KEYS).findings == ()


@pytest.mark.parametrize("most", [0, 100, 5_000, 20_000])
def test_a_file_that_cannot_grow(small: Path, tmp_path: Path, most: int) -> None:
    """As on a full disk, of which Python knows nothing before: the system refuses to write more."""
    target = tmp_path / "target"
    shutil.copytree(small / OLD, tmp_path / "first" / OLD)
    publish(tmp_path / "first", target, date=DAY, signing=SIGNING)
    old = contents(target)
    run = subprocess.run(
        [sys.executable, "-c", _PUBLISH, str(small), str(target)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )
    assert run.returncode == 1
    assert "File too large" in run.stderr
    assert contents(target) == old
    publish(small, target, date=DAY, signing=SIGNING)
    assert check_tree(target, NOWHERE, KEYS).findings == ()
