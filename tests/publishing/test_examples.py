"""The examples of the codes of what is published: what is done to a tree gives the code."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.publishing.conftest import DAY, KEY, forge, sign, signature
from tests.releases.conftest import NOWHERE

from mostanad.publishing import sshsig
from mostanad.publishing.audit import check_tree
from mostanad.publishing.publish import withdraw
from mostanad.validation import explain
from mostanad.validation.findings import codes

CODES = list(codes("publication"))


def edit(tree: Path, done: Mapping[str, Any]) -> None:
    match dict(done):
        case {"remove": path}:
            (tree / path).unlink()
        case {"write": path, "text": text}:
            (tree / path).write_text(text, "utf-8")
        case {"replace": path, "old": old, "new": new}:
            content = (tree / path).read_bytes()
            assert content.count(old.encode()) == 1
            (tree / path).write_bytes(content.replace(old.encode(), new.encode()))
        case {"copy": path, "to": to}:
            (tree / to).parent.mkdir(exist_ok=True)
            shutil.copy(tree / path, tree / to)
        case {"index": path, "at": at, "value": value}:
            content = json.loads((tree / path).read_text("utf-8"))
            name, number, key = at.split("/")
            assert content[name][int(number)][key] != value
            content[name][int(number)][key] = value
            forge(tree, **content)
        case {"withdraw": version, "reason": reason}:
            withdraw(tree, [version], reason, DAY)
        case {"sign": _, "until": until}:
            forge(tree, format=3, expires=until)
            sign(tree)
        case {"unsign": _}:
            signature(tree).unlink()
        case {"damage": _}:
            signature(tree).write_bytes(sshsig.sign(KEY, b"something else"))
        case other:
            raise AssertionError(f"not an edit of a tree: {other}")


@pytest.mark.slow
@pytest.mark.parametrize("code", CODES)
def test_the_failing_example_gives_this_code_and_no_other(code: str, tree: Path) -> None:
    example = explain.of_codes()[code]
    for done in example.fails.edits:
        edit(tree, done)
    findings = check_tree(tree, NOWHERE).findings
    places = {(finding.code, finding.file, finding.line, finding.column) for finding in findings}
    assert {place for place in places if place[0] == code} == {(code, *place) for place in example.finds}
    assert {place[0] for place in places} == {code, *example.also}


def test_the_passing_example_of_all_is_the_tree_as_it_was_published(tree: Path) -> None:
    sides = [explain.of_codes()[code].passes for code in CODES]
    assert {(side.says, tuple(side.edits)) for side in sides} == {("The tree as it was published.", ())}
    report = check_tree(tree, NOWHERE)
    assert (report.findings, report.not_run) == ((), ())


def test_no_code_stands_for_two_things() -> None:
    assert sorted(CODES) == CODES
    assert not set(CODES) & set(codes("release"))
    assert all(code.title and code.why and code.remedy for code in codes("publication").values())
