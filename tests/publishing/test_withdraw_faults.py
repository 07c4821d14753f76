"""Withdrawing when files fail or the process is killed: the state is clear, and the same command finishes it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.publishing.conftest import DAY, KEYS, OLD, SIGNING, said
from tests.publishing.test_faults import small
from tests.publishing.test_publish import contents
from tests.publishing.test_withdraw import GONE, LATER, REASON, hashes, only_of
from tests.releases.conftest import NOWHERE
from tests.releases.faults import Faults

from mostanad.files import disk
from mostanad.publishing import index
from mostanad.publishing.audit import check_tree
from mostanad.publishing.publish import publish, withdraw
from mostanad.publishing.tree import PublishRefused

pytestmark = pytest.mark.slow

__all__ = ["small"]


class Killed(BaseException):
    """Stands for a kill: nothing that looks out for errors sees it."""


class Kills(Faults):
    """The call with the number that is given is the last that the process makes."""

    def call(self, name: str, path: str = "") -> None:
        """Count a call; ends with the one that is given, and every one after it."""
        self.calls.append(f"{name} {path}")
        if self.fails is not None and len(self.calls) > self.fails:
            raise Killed


def is_clear(tree: Path, before: dict[str, bytes], call: str) -> bool:
    """The tree is as it was, or says that it was withdrawn, and then owns up to each file that is left."""
    now = contents(tree)
    if now[index.INDEX] == before[index.INDEX]:
        assert {path: now.get(path) for path in before} == before, call
        assert check_tree(tree, NOWHERE, KEYS).errors == (), call
        return False
    left = {path for path in now if path.startswith(GONE)}
    errors = {(finding.code, finding.file) for finding in check_tree(tree, NOWHERE, KEYS).errors}
    assert errors == {("MST639", path) for path in left}, call
    return not left


@pytest.mark.parametrize("kind", [Faults, Kills])
def test_each_call_of_a_withdrawal(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[Faults]
) -> None:
    """Whichever call fails or is the last: the state is clear, and the same command finishes it."""
    publish(small, tmp_path / "start", date=DAY, signing=SIGNING)
    before = contents(tmp_path / "start")
    gone = only_of(tmp_path / "start", OLD)
    faults = kind(monkeypatch, tmp_path)
    number, states = 0, []
    while True:
        tree = tmp_path / f"tree-{number}"
        faults.begin(None)
        shutil.copytree(tmp_path / "start", tree)
        faults.begin(number)
        try:
            withdraw(tree, [OLD], REASON, DAY, SIGNING)
            is_done = True
        except (OSError, PublishRefused, Killed):
            is_done = False
        came, call = faults.came, faults.calls[-1]
        faults.begin(None)
        assert is_done or came
        is_gone = is_clear(tree, before, call)
        assert is_gone or not is_done, call
        states.append((is_done, said(tree)["sequence"], is_gone))
        withdraw(tree, [OLD], REASON, DAY, SIGNING)
        assert check_tree(tree, NOWHERE, KEYS).findings == (), call
        assert (gone & hashes(tree), said(tree)["sequence"]) == (set(), 2), call
        assert not any(contents(path) for path in tree.glob(".*.mostanad-tmp")), call
        shutil.rmtree(tree)
        if not came:
            break
        number += 1
    assert number > 50
    assert {(False, 1, False), (False, 2, False), (False, 2, True), (True, 2, True)} <= set(states)
    assert sum(is_done for is_done, _, _ in states) < number / 4


def test_an_index_that_cannot_be_put_on_disk_keeps_the_files(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(tree)
    sync = disk.sync

    def failing(path: Path) -> None:
        if path == tree and said(tree)["sequence"] == 2:
            raise OSError("not on disk")
        sync(path)

    monkeypatch.setattr(disk, "sync", failing)
    with pytest.raises(OSError, match="not on disk"):
        withdraw(tree, [OLD], REASON, LATER)
    assert {path for path in before if path.startswith(GONE)} <= contents(tree).keys()
