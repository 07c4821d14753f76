"""Publishing adds releases whole, leaves what is published alone, and refuses whatever would change it."""

from __future__ import annotations

import datetime as dt
import shutil
import socket
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from tests import shared
from tests.cases import each
from tests.files.leftovers import folder, leave
from tests.publishing.conftest import DAY, NEW, OLD, cut, forge, said
from tests.releases.conftest import NOWHERE, VERSION, make_world, release_of_the_world, renew, rewrite

from mostanad.publishing import files, index
from mostanad.publishing.audit import check_tree
from mostanad.publishing.publish import publish
from mostanad.publishing.tree import LOCK, PublishRefused
from mostanad.releases import build, descriptor, layout

TOP = {"archives", "index.json", "index.schema.json", "proofs", "releases", LOCK}


def contents(root: Path) -> dict[str, bytes]:
    """All files of a tree but the lock, which says nothing."""
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    return {path: content for path, content in found.items() if path != LOCK}


def copied(releases: Path, tmp_path: Path) -> Path:
    return shared.copied(releases, tmp_path / "copied")


def test_what_lies_where(published: Path, releases: Path) -> None:
    assert {path.name for path in published.iterdir()} == TOP
    for version in (OLD, NEW):
        assert contents(published / "releases" / version) == contents(releases / version)
    assert sorted(path.name for path in (published / "archives").iterdir()) == [
        f"mostanad-{version}.tar.gz" for version in (OLD, NEW)
    ]
    assert [path.name for path in (published / "proofs").iterdir()] == [f"{OLD}-{NEW}.json"]
    assert check_tree(published, NOWHERE).findings == ()


def test_what_the_index_says(published: Path, releases: Path) -> None:
    index = said(published)
    assert (index["sequence"], index["updated"], index["previous"], index["latest"]) == (1, str(DAY), None, NEW)
    old, new = index["releases"]
    assert (old["version"], old["date"], old["superseded_by"]) == (OLD, "2021-11-20", NEW)
    assert (new["version"], new["date"], new["superseded_by"]) == (NEW, "2021-12-20", None)
    for one in (old, new):
        sums = (releases / one["version"] / layout.SUMS).read_text("utf-8").splitlines()
        assert [f"{file['sha256']}  {file['path']}" for file in one["files"] if file["path"] != layout.SUMS] == sums
        assert {file["path"] for file in one["files"]} == set(contents(releases / one["version"]))


def test_facts_that_were_superseded_are_told_without_their_values(published: Path) -> None:
    old, new = said(published)["releases"]
    assert [(one["fact_id"], one["change"], one["in"], one["reason_id"]) for one in old["superseded_facts"]] == [
        ("lone-wire-organ-of-red-union/ended", "retraction", NEW, "2021-12-01-lone-wire-organ-of-red-union-ended"),
        ("omid-faraz/born", "privacy", NEW, "2021-12-01-omid-faraz-born"),
        ("square-2020/place", "correction", NEW, "2021-12-01-square-2020-place"),
    ]
    assert new["superseded_facts"] == []
    text = (published / "index.json").read_text("utf-8")
    assert [value for value in ("1951", "Porto", "2010-12") if value in text] == []


def test_the_archive_holds_the_release_and_is_the_same_anywhere(published: Path, tmp_path: Path) -> None:
    archive = published / f"archives/mostanad-{NEW}.tar.gz"
    with tarfile.open(archive) as tar:
        assert {(member.mtime, member.uid, member.gid, member.uname) for member in tar} == {(0, 0, 0, "")}
        tar.extractall(tmp_path, filter="data")
    assert contents(tmp_path / f"mostanad-{NEW}") == contents(published / "releases" / NEW)
    files.pack(tmp_path / f"mostanad-{NEW}", NEW, said(published)["releases"][1]["files"], tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == archive.read_bytes()


def test_a_release_of_another_contract_needs_the_facts_that_were_recorded(
    releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mostanad.publishing.publish.SCHEMA_VERSION", "9.0.0")
    done = publish(releases, tmp_path / "target", date=DAY)
    assert done.added == (OLD, NEW)
    assert check_tree(tmp_path / "target", NOWHERE).findings == ()
    changed = copied(releases, tmp_path) / OLD
    rewrite(changed, "facts", lambda rows: rows[0].update(value="another"))
    renew(changed)
    with pytest.raises(PublishRefused, match="other facts than recorded"):
        publish(changed.parent, tmp_path / "other", date=DAY)


@pytest.mark.slow
def test_one_after_the_other_is_as_both_at_once(published: Path, first: Path, releases: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    one = publish(first, target, date=dt.date(2021, 11, 20))
    assert (one.added, said(target)["latest"], said(target)["proofs"]) == ((OLD,), OLD, [])
    two = publish(releases, target, date=DAY)
    assert (two.added, two.index["sequence"], two.index["previous"]) == ((NEW,), 2, one.index["digest"])
    left = [path for path in contents(target) if path != "index.json"]
    assert {path: contents(target)[path] for path in left} == {path: contents(published)[path] for path in left}
    assert said(target)["releases"] == said(published)["releases"]
    assert check_tree(target, NOWHERE).findings == ()


def test_a_version_that_is_not_at_hand_stays(releases: Path, begun: Path, tmp_path: Path) -> None:
    shutil.copytree(releases / NEW, tmp_path / "new" / NEW)
    publish(tmp_path / "new", begun, date=DAY)
    assert [one["version"] for one in said(begun)["releases"]] == [OLD, NEW]
    assert check_tree(begun, NOWHERE).findings == ()


def test_the_index_alone_is_enough_to_go_on(releases: Path, begun: Path, tmp_path: Path) -> None:
    """As the workflow does, which has the last index and no older release."""
    (tmp_path / "alone").mkdir()
    shutil.copy(begun / "index.json", tmp_path / "alone")
    publish(releases, tmp_path / "alone", date=DAY)
    assert [one["version"] for one in said(tmp_path / "alone")["releases"]] == [OLD, NEW]
    assert [path.name for path in (tmp_path / "alone/releases").iterdir()] == [NEW]


def test_nothing_new_is_no_publication_until_another_day(tree: Path, releases: Path) -> None:
    before = contents(tree)
    again = publish(releases, tree, date=DAY)
    assert (again.is_changed, again.added) == (False, ())
    assert contents(tree) == before
    later = publish(releases, tree, date=DAY + dt.timedelta(days=30))
    assert (later.is_changed, later.index["sequence"], said(tree)["updated"]) == (True, 2, "2022-01-23")
    assert said(tree)["previous"] == again.index["digest"]
    assert check_tree(tree, NOWHERE).findings == ()


def test_mirrors(tree: Path, releases: Path) -> None:
    there = ["https://example.org/data/", "http://[2001:db8::1]:8080/m"]
    publish(releases, tree, there, ["https://example.org/v{version}/"], DAY)
    for one in said(tree)["releases"]:
        assert one["mirrors"] == ["https://example.org/data", "http://[2001:db8::1]:8080/m"]
        version = one["version"]
        assert one["archive"]["mirrors"] == [f"https://example.org/v{version}/mostanad-{version}.tar.gz"]
    publish(releases, tree, date=DAY + dt.timedelta(days=1))
    assert said(tree)["releases"][0]["mirrors"] == ["https://example.org/data", "http://[2001:db8::1]:8080/m"]


@each("url", ["", "example.org", "ftp://example.org", "file:///etc", "https://", "https://a@example.org", "https://x.org/?a=1",
     "https://x.org/#a", "https://x.org/a b", "https://x.org/\n", "https://x.org/{version}", "https:///x"])  # fmt: skip
def test_what_is_no_mirror(releases: Path, tmp_path: Path, url: str) -> None:
    with pytest.raises(ValueError, match="is not the URL of a mirror"):
        publish(releases, tmp_path / "target", [url], date=DAY)
    with pytest.raises(ValueError, match="is not the URL of a mirror"):
        publish(releases, tmp_path / "target", (), [url + "{other}"], DAY)
    assert not (tmp_path / "target").exists()


def test_nothing_is_fetched(releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a connection")

    monkeypatch.setattr(socket, "socket", never)
    publish(releases, tmp_path / "target", ["https://example.org"], date=DAY)


def refused(releases: Path, target: Path, date: dt.date = DAY) -> str:
    """Why it is not published; the tree is as it was."""
    before = contents(target) if target.exists() else {}
    with pytest.raises(PublishRefused) as refusal:
        publish(releases, target, date=date)
    assert contents(target) == before
    assert not target.exists() or not ({path.name for path in target.iterdir()} - TOP)
    return str(refusal.value)


def test_what_is_not_recorded_is_refused(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    unrecorded = release_of_the_world(tmp_path_factory)
    assert f"{VERSION} is not recorded, and can still change" in refused(unrecorded.parent, tmp_path / "target")


def test_what_has_errors_is_refused(releases: Path, tmp_path: Path) -> None:
    made = copied(releases, tmp_path)
    path = made / NEW / "csv/facts.csv"
    path.write_bytes(path.read_bytes()[:-2])
    with pytest.raises(PublishRefused, match="has errors") as refusal:
        publish(made, tmp_path / "target", date=DAY)
    assert refusal.value.report is not None
    assert "MST603" in {finding.code for finding in refusal.value.report.findings}
    assert contents(tmp_path / "target") == {}


def test_a_release_whose_tables_cannot_be_read_is_refused(releases: Path, tmp_path: Path) -> None:
    made = copied(releases, tmp_path)
    (made / NEW / layout.parquet("facts")).write_bytes(b"")
    with pytest.raises(PublishRefused, match="not a release") as refusal:
        publish(made, tmp_path / "target", date=DAY)
    assert refusal.value.report is not None


def test_other_bytes_of_a_published_version_are_refused(tree: Path, releases: Path, tmp_path: Path) -> None:
    made = copied(releases, tmp_path)
    (made / OLD / "CITATION.cff").write_text("other", "utf-8")
    assert "CITATION.cff differs from what is published" in refused(made, tree)
    shutil.copy(releases / OLD / "CITATION.cff", made / OLD)
    (made / OLD / "more.txt").write_text("other", "utf-8")
    assert "more.txt differs from what is published" in refused(made, tree)


def test_a_past_that_was_edited_is_refused_and_named(begun: Path, releases: Path, tmp_path: Path) -> None:
    index = said(begun)
    forge(begun, releases=[{**index["releases"][0], "root": "0" * 64}])
    shutil.copytree(releases / NEW, tmp_path / "new" / NEW)
    assert f"{NEW} does not continue {OLD} as published" in refused(tmp_path / "new", begun)


@pytest.mark.slow
def test_an_older_release_that_the_newer_does_not_continue(releases: Path, tmp_path: Path) -> None:
    world = make_world()
    world.rows["events"][0]["place"] = "Porto Nero"
    other = world.write(tmp_path / "package")
    cut(other, OLD, "2021-11-20")
    made = copied(releases, tmp_path)
    shutil.rmtree(made / OLD)
    build(other, made)
    assert f"{NEW} does not continue {OLD}" in refused(made, tmp_path / "target")


def test_a_version_before_the_last_is_refused(releases: Path, first: Path, tmp_path: Path) -> None:
    shutil.copytree(releases / NEW, tmp_path / "new" / NEW)
    target = tmp_path / "target"
    publish(tmp_path / "new", target, date=DAY)
    assert f"{OLD} comes before {NEW}" in refused(first, target)


@pytest.mark.parametrize(("day", "says"), [("2021-12-23", "last publication"), ("2021-11-01", "last publication")])
def test_a_day_before_the_last_publication(tree: Path, releases: Path, day: str, says: str) -> None:
    assert says in refused(releases, tree, dt.date.fromisoformat(day))


def test_a_day_before_the_release(releases: Path, tmp_path: Path) -> None:
    assert "the day of 2026.12.0" in refused(releases, tmp_path / "target", dt.date(2021, 12, 19))


def test_an_index_that_was_edited_is_refused(tree: Path, releases: Path) -> None:
    text = (tree / "index.json").read_text("utf-8")
    (tree / "index.json").write_text(text.replace('"sequence": 1', '"sequence": 9'), "utf-8")
    assert "its digest does not match its content" in refused(releases, tree)


def test_what_is_no_version_is_refused(releases: Path, tmp_path: Path) -> None:
    made = copied(releases, tmp_path)
    (made / ".hidden").mkdir()
    (made / "notes").mkdir()
    assert "its name is not a version" in refused(made, tmp_path / "target")
    (tmp_path / "empty").mkdir()
    assert "there is no release" in refused(tmp_path / "empty", tmp_path / "target")


def test_a_link_in_a_release_is_refused(releases: Path, tmp_path: Path) -> None:
    made = copied(releases, tmp_path)
    (made / NEW / "CITATION.cff").unlink()
    (made / NEW / "CITATION.cff").symlink_to("/etc/hostname")
    assert "'CITATION.cff' is not a plain file" in refused(made, tmp_path / "target")


def test_a_release_that_changes_while_it_is_copied(
    releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copyfile

    def otherwise(source: Path, target: Path) -> None:
        copy(source, target)
        if target.name == "events.csv":
            target.write_bytes(target.read_bytes() + b"\n")

    monkeypatch.setattr(shutil, "copyfile", otherwise)
    with pytest.raises(OSError, match=r"events\.csv: changed while it was copied"):
        publish(releases, tmp_path / "target", date=DAY)
    assert contents(tmp_path / "target") == {}


def test_a_listing_that_is_not_that_of_the_release(
    releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = files.entries
    monkeypatch.setattr(files, "entries", lambda root: entries(root)[1:])
    with pytest.raises(OSError, match="its files differ from"):
        publish(releases, tmp_path / "target", date=DAY)
    assert contents(tmp_path / "target") == {}


_HOLD = "import fcntl, os, sys; d = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT); fcntl.flock(d, fcntl.LOCK_EX); print('held', flush=True); sys.stdin.read()"  # noqa: E501


def test_two_at_once(tree: Path, releases: Path) -> None:
    command = [sys.executable, "-c", _HOLD, str(tree / LOCK)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert "another process is publishing there" in refused(releases, tree)
        other.kill()
    assert publish(releases, tree, date=DAY).is_changed is False  # the lock went with its process


@pytest.mark.slow
def test_what_was_left_by_a_publication_that_was_cut_off_is_taken_up(
    begun: Path, releases: Path, published: Path
) -> None:
    shutil.copytree(published / "releases" / NEW, begun / "releases" / NEW)
    shutil.copy(published / f"archives/mostanad-{NEW}.tar.gz", begun / "archives")
    leave(begun / index.INDEX, new="half")
    assert {finding.code for finding in check_tree(begun, NOWHERE).findings} == {"MST633"}
    publish(releases, begun, date=DAY)
    assert check_tree(begun, NOWHERE).findings == ()
    assert {path.name for path in begun.iterdir()} == TOP


@pytest.mark.parametrize("path", [f"releases/{NEW}/mine", f"archives/mostanad-{NEW}.tar.gz"])
def test_what_lies_there_and_is_in_no_index_is_neither_removed_nor_replaced(
    begun: Path, releases: Path, tmp_path: Path, path: str
) -> None:
    (begun / path).parent.mkdir(exist_ok=True)
    (begun / path).write_text("mine")
    before = contents(begun)
    assert "is in no index, and differs from what would be published; move it away" in refused(releases, begun)
    assert contents(begun) == before
    moved = (begun / path).parent if path.endswith("mine") else begun / path
    moved.rename(tmp_path / "moved")
    folder(begun / ".publish.tmp", "mine")  # what versions before this one worked in, and removed
    assert publish(releases, begun, date=DAY).added == (NEW,)
    assert (begun / ".publish.tmp" / "file").read_text() == "mine"


def test_the_releases_themselves_are_left_alone(releases: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in releases.rglob("*")}
    publish(releases, tmp_path / "target", date=DAY)
    assert {path: path.stat().st_mtime_ns for path in releases.rglob("*")} == before


def test_the_sums_of_a_release_are_those_of_its_files(releases: Path) -> None:
    for version in (OLD, NEW):
        assert descriptor.sums(releases / version) == (releases / version / layout.SUMS).read_text("utf-8")
