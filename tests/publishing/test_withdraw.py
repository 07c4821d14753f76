"""Withdrawing: nothing of a release is left in the tree, the index says why, and the chain of releases holds."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.files.leftovers import leave
from tests.publishing.conftest import DAY, NEW, OLD, cut, forge, said
from tests.publishing.test_audit import edited, few, found, put
from tests.publishing.test_index import OTHERS
from tests.publishing.test_publish import _HOLD, contents
from tests.releases.conftest import NOWHERE

from mostanad.evidence import proofs
from mostanad.publishing import audit, index
from mostanad.publishing.audit import check_tree
from mostanad.publishing.publish import publish, withdraw
from mostanad.publishing.tree import LOCK, PublishRefused
from mostanad.releases import build
from mostanad.validation import Report

pytestmark = pytest.mark.slow

THIRD = "2027.1.0"
LATER = DAY + dt.timedelta(days=30)
REASON = "privacy: an address"
GONE = (f"releases/{OLD}", f"archives/mostanad-{OLD}.tar.gz")


@pytest.fixture(scope="module")
def three(recorded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree with three releases; not to be changed. The releases lie beside it, in ``out``."""
    folder = tmp_path_factory.mktemp("three")
    shutil.copytree(recorded, folder, dirs_exist_ok=True)
    cut(folder / "package", THIRD, "2021-12-23")
    build(folder / "package", folder / "out")
    publish(folder / "out", folder / "tree", ["https://example.org/a"], ["https://example.org/v{version}"], DAY)
    return folder / "tree"


def only_of(tree: Path, version: str) -> set[str]:
    """The hashes of the files that no other release has, and of the archive."""
    listed = {one["version"]: {file["sha256"] for file in one["files"]} for one in said(tree)["releases"]}
    archive = {one["archive"]["sha256"] for one in said(tree)["releases"] if one["version"] == version}
    return archive | listed.pop(version).difference(*listed.values())


def hashes(tree: Path) -> set[str]:
    return {hashlib.sha256(content).hexdigest() for content in contents(tree).values()}


def test_nothing_of_it_is_left(tree: Path) -> None:
    gone = only_of(tree, OLD)
    kept = {path: text for path, text in contents(tree).items() if not path.startswith((*GONE, "index."))}
    assert len(gone & hashes(tree)) == len(gone) > 20
    done = withdraw(tree, [OLD], REASON, LATER)
    assert gone & hashes(tree) == set()
    text = (tree / "index.json").read_text("utf-8")
    assert [one for one in gone if one in text] == []
    assert not [path for path in tree.rglob("*") if OLD in path.name and path.parent.name != "proofs"]
    assert {path: text for path, text in contents(tree).items() if not path.startswith("index.")} == kept
    assert (done.added, done.is_changed, done.elsewhere) == ((OLD,), True, ())
    assert {path.name for path in tree.iterdir()} == {"archives", *kept_names(tree), "proofs", "releases"}


def kept_names(tree: Path) -> set[str]:
    return {path.name for path in tree.iterdir() if path.is_file()} & {"index.json", "index.schema.json", LOCK}


def test_what_the_index_says_of_it(tree: Path) -> None:
    before = said(tree)
    done = withdraw(tree, [OLD], REASON, LATER)
    after = said(tree)
    assert done.index == after
    old, new = after["releases"]
    kept = {name: value for name, value in before["releases"][0].items() if name in old}
    assert old == {**kept, "withdrawn": {"date": "2022-01-23", "reason": REASON, "replaced_by": NEW}}
    assert old.keys() == {
        *("version", "date", "schema_version", "facts", "root", "superseded_by", "superseded_facts", "withdrawn")
    }
    assert (new, after["proofs"]) == (before["releases"][1], before["proofs"])
    assert (after["format"], after["sequence"], after["updated"]) == (2, before["sequence"] + 1, "2022-01-23")
    assert (after["previous"], after["latest"]) == (before["digest"], NEW)


def test_the_same_day_gives_the_same_index(tree: Path, published: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(published, tmp_path / "other"))
    for one in (tree, other):
        withdraw(one, [OLD], REASON, LATER)
    assert contents(tree) == contents(other)


def test_verify_accepts_it_and_the_chain_holds(tree: Path) -> None:
    withdraw(tree, [OLD], REASON, LATER)
    report = check_tree(tree, NOWHERE)
    assert (report.findings, report.not_run) == ((), ())
    assert f"{OLD}: its tables, because it was withdrawn" in report.not_checked
    proof = json.loads((tree / index.proof(OLD, NEW)).read_text("utf-8"))
    old, new = (one["root"] for one in said(tree)["releases"])
    proofs.check_consistency(proof, old, new)


def test_several_at_once_and_one_after_the_other(three: Path, tmp_path: Path) -> None:
    """What replaces one is never itself withdrawn."""
    tree = Path(shutil.copytree(three, tmp_path / "tree"))
    withdraw(tree, [OLD], REASON, DAY)
    assert said(tree)["releases"][0]["withdrawn"]["replaced_by"] == NEW
    done = withdraw(tree, [NEW], "privacy: a number", LATER)
    assert [one.get("withdrawn") for one in said(tree)["releases"]] == [
        {"date": str(DAY), "reason": REASON, "replaced_by": THIRD},
        {"date": str(LATER), "reason": "privacy: a number", "replaced_by": THIRD},
        None,
    ]
    assert check_tree(tree, NOWHERE).findings == ()
    archive = f"https://example.org/v{NEW}/mostanad-{NEW}.tar.gz"
    assert done.elsewhere == (f"https://example.org/a/releases/{NEW}", archive)
    again = withdraw(tree, [OLD, NEW], REASON, LATER)
    assert again.elsewhere == tuple(f"https://example.org/a/releases/{one}" for one in (OLD, NEW))
    both = Path(shutil.copytree(three, tmp_path / "both"))
    assert withdraw(both, [NEW, OLD], REASON, LATER).added == (OLD, NEW)
    assert [path.name for path in (both / "releases").iterdir()] == [THIRD]
    assert said(both)["sequence"] == 2
    assert check_tree(both, NOWHERE).findings == ()


def refused(tree: Path, versions: list[str], reason: str = REASON, date: dt.date = LATER) -> str:
    """Why it is not withdrawn; the tree is as it was."""
    before = contents(tree)
    with pytest.raises((PublishRefused, ValueError)) as refusal:
        withdraw(tree, versions, reason, date)
    assert contents(tree) == before
    return str(refusal.value)


def test_what_cannot_be_withdrawn(tree: Path) -> None:
    assert f"{NEW} is the newest release" in refused(tree, [OLD, NEW])
    assert f"2026.10.0 is not published there; versions: {OLD}, {NEW}" in refused(tree, ["2026.10.0"])
    assert "2021-12-23 is before 2021-12-24" in refused(tree, [OLD], date=DAY - dt.timedelta(days=1))
    text = (tree / "index.json").read_text("utf-8")
    (tree / "index.json").write_text(text.replace('"sequence": 1', '"sequence": 9'), "utf-8")
    assert "its digest does not match its content" in refused(tree, [OLD])


def test_where_nothing_is_published(tmp_path: Path) -> None:
    assert "nothing is published there" in refused(tmp_path, [OLD])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("reason", ["", " ", "two\nlines", 'a "word"', "a\\b", "x" * 201, "a\u200bb", "\udc80"])
def test_what_is_no_reason(tree: Path, reason: str) -> None:
    says = "the reason must be one line of 1 to 200 characters, without quotation marks or backslashes"
    assert says in refused(tree, [OLD], reason)


def test_a_reason_that_repeats_what_is_private(tree: Path) -> None:
    message = refused(tree, [OLD], "privacy: telephone 021 5555 1234")
    assert "seems to contain a telephone number" in message
    assert "5555" not in message


def test_two_at_once(tree: Path) -> None:
    command = [sys.executable, "-c", _HOLD, str(tree / LOCK)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert "another process is publishing there" in refused(tree, [OLD])
        other.kill()


def test_it_is_never_published_again(tree: Path, releases: Path, tmp_path: Path) -> None:
    withdraw(tree, [OLD], REASON, LATER)
    before = contents(tree)
    with pytest.raises(PublishRefused) as refusal:
        publish(releases, tree, date=LATER)
    said_ = f"{releases / OLD}: {OLD} was withdrawn on {LATER} ({REASON}), and cannot be published again; remove"
    assert str(refusal.value).startswith(said_)
    assert contents(tree) == before
    shutil.copytree(releases / NEW, tmp_path / "new" / NEW)
    assert publish(tmp_path / "new", tree, date=LATER).is_changed is False
    later = publish(
        tmp_path / "new", tree, ["https://example.org/a"], ["https://example.org/b"], LATER + dt.timedelta(1)
    )
    assert [one.get("mirrors") for one in later.index["releases"]] == [None, ["https://example.org/a"]]
    assert later.index["releases"][0] == index.read(before["index.json"])["releases"][0]
    assert check_tree(tree, NOWHERE).findings == ()


def test_a_new_version_continues_what_was_withdrawn(three: Path, releases: Path, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    publish(releases, tree, date=DAY)
    withdraw(tree, [OLD], REASON, DAY)
    shutil.copytree(three.parent / "out" / THIRD, tmp_path / "third" / THIRD)
    assert publish(tmp_path / "third", tree, date=LATER).added == (THIRD,)
    assert [one["superseded_by"] for one in said(tree)["releases"]] == [NEW, THIRD, None]
    assert check_tree(tree, NOWHERE).findings == ()
    forge(tree, releases=[{**said(tree)["releases"][0], "root": "0" * 64}, *said(tree)["releases"][1:]])
    assert {("MST636", "index.json")} <= found(tree)


def left_behind(tree: Path, published: Path) -> None:
    """As a withdrawal leaves it that was cut off after the index."""
    withdraw(tree, [OLD], REASON, LATER)
    shutil.copytree(published / GONE[0], tree / GONE[0])
    shutil.copy(published / GONE[1], tree / GONE[1])


def test_what_is_left_is_found_as_an_error(tree: Path, published: Path) -> None:
    left_behind(tree, published)
    report = check_tree(tree, NOWHERE)
    assert {(one.code, one.severity) for one in report.findings} == {("MST639", "error")}
    assert {one.file for one in report.findings} == {path for path in contents(published) if path.startswith(GONE)}


def test_what_is_left_is_removed_by_the_same_command(tree: Path, published: Path) -> None:
    left_behind(tree, published)
    leave(tree / index.INDEX, new="its withdrawn releases")
    before = said(tree)
    done = withdraw(tree, [OLD], REASON, LATER + dt.timedelta(days=1))
    assert (done.added, done.is_changed, done.index) == ((), False, before)
    assert said(tree) == before
    assert not [path for path in GONE if (tree / path).exists()]
    assert not any("mostanad" in path.name for path in tree.iterdir())
    assert check_tree(tree, NOWHERE).findings == ()


def test_what_is_left_is_removed_by_the_next_publication(tree: Path, published: Path, releases: Path) -> None:
    left_behind(tree, published)
    with pytest.raises(PublishRefused, match="cannot be published again"):
        publish(releases, tree, date=LATER)
    assert check_tree(tree, NOWHERE).findings == ()


def test_a_link_in_its_place_goes_and_what_it_leads_to_stays(tree: Path, tmp_path: Path) -> None:
    shutil.move(tree / GONE[0], tmp_path / "elsewhere")
    (tree / GONE[0]).symlink_to(tmp_path / "elsewhere")
    withdraw(tree, [OLD], REASON, LATER)
    assert not (tree / GONE[0]).is_symlink()
    assert (tmp_path / "elsewhere").is_dir()


def test_another_reason_can_be_given_and_the_day_stays(tree: Path) -> None:
    withdraw(tree, [OLD], REASON, DAY)
    done = withdraw(tree, [OLD], "privacy", LATER)
    assert (done.added, done.is_changed, said(tree)["sequence"]) == ((), True, 3)
    assert said(tree)["releases"][0]["withdrawn"] == {"date": str(DAY), "reason": "privacy", "replaced_by": NEW}
    assert check_tree(tree, NOWHERE).findings == ()


def test_a_tree_that_has_only_the_index(tree: Path) -> None:
    """As where releases are published elsewhere, one at a time."""
    for name in ("archives", "releases", "proofs"):
        shutil.rmtree(tree / name)
    withdraw(tree, [OLD], REASON, LATER)
    assert index.is_withdrawn(said(tree)["releases"][0])


def change(**changes: Any) -> Callable[[index.Index], None]:
    return lambda made: made["releases"][0]["withdrawn"].update(changes)


@pytest.mark.parametrize(
    ("how", "says"),
    [
        (lambda made: made.update(format=1), "of format 1, which does not fit its withdrawn releases"),
        (lambda made: made["releases"].pop(0), "of format 2, which does not fit"),
        (change(replaced_by=OLD), f"{OLD} replaces it; it must be {NEW}"),
        (change(replaced_by="2030.1.0"), f"it must be {NEW}"),
        (change(date="2021-11-19"), "before its own date"),
        (change(date="2030-01-01"), "after that of the index"),
        (change(reason='"'), "does not match"),
        (change(reason="x" * 201), "is too long"),
        (lambda made: made["releases"][0].update(files=[]), "does not fit its schema at $.releases[0]"),
        (lambda made: made["releases"][0].update(superseded_by=None), "says that None follows it"),
        (lambda made: made["releases"][0]["superseded_facts"][0].update({"in": OLD}), "not later"),
    ],
)
def test_an_index_that_does_not_agree_with_itself(tree: Path, how: Any, says: str) -> None:
    withdraw(tree, [OLD], REASON, LATER)
    content = said(tree)
    how(content)
    with pytest.raises(index.IndexDamaged, match=re.escape(says)):
        index.read(index.to_bytes(index.sealed(content)))


def test_the_newest_is_never_withdrawn(tree: Path) -> None:
    withdraw(tree, [OLD], REASON, LATER)
    content = said(tree)
    content["releases"][1] = {**content["releases"][0], "version": NEW, "superseded_by": None, "superseded_facts": []}
    with pytest.raises(index.IndexDamaged, match="replaces it; it must be"):
        index.read(index.to_bytes(index.sealed(content)))


def test_what_breaks_the_schema_of_a_withdrawn_release_is_not_read(tree: Path) -> None:
    withdraw(tree, [OLD], REASON, LATER)
    right = said(tree)
    checker = jsonschema.Draft202012Validator(index.schema())
    assert checker.is_valid(right)
    verdicts = []
    for place in [place for place in few(right) if place[:2] == ("releases", 0) or place == ("format",)]:
        for other in [*OTHERS, 1, 2]:
            content = copy.deepcopy(right)
            put(content, place, lambda _, other=other: other)  # type: ignore[misc]
            verdicts.append(checker.is_valid(content))
            if not verdicts[-1]:
                with pytest.raises(index.IndexDamaged, match=r"does not fit its schema at|of format"):
                    index.read(index.to_bytes(content))
    assert {True, False} == set(verdicts)


def test_every_edit_of_what_it_goes_on_saying_is_found(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even with a digest that fits. What does not follow from the newest release is the day and the reason."""
    withdraw(tree, [OLD], REASON, LATER)
    monkeypatch.setattr(audit, "verify", lambda *_: Report())
    text = (tree / index.INDEX).read_text("utf-8")
    passed = set()
    for place in [place for place in few(json.loads(text)) if place[:2] == ("releases", 0)]:
        content = json.loads(text)
        put(content, place, edited)
        forge(tree, **content)
        if not found(tree):
            passed.add(place[2:])
    assert passed == {("withdrawn", "date"), ("withdrawn", "reason")}
