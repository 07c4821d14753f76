"""What is tried on systems that update themselves: an older index, a frozen one, mixed versions, names that escape."""

from __future__ import annotations

import datetime as dt
import shutil
import tarfile
from pathlib import Path
from typing import Any

import pytest
from tests.loader.download import server as ways
from tests.loader.download import small_tree
from tests.loader.download.conftest import A_PAGE, TABLE, contents, is_right, nothing_is_used
from tests.loader.download.server import Server
from tests.loader.download.small_tree import NEW, OLD

from mostanad.contract import SCHEMA_VERSION
from mostanad.loader import (
    DownloadError,
    IndexRefused,
    ReleaseNotSupported,
    StaleIndexWarning,
    download,
    release,
    versions,
)
from mostanad.loader.download import environment, faults, trusted_index
from mostanad.loader.download.cache import Cache
from mostanad.publishing import files, index


def test_an_older_index_is_refused(server: Server, tree: Path, tmp_path: Path, at_hand: Cache) -> None:
    old = small_tree.make(tmp_path / "old", OLD)
    assert is_right()
    server.behave("index.json", always=ways.instead((old / "index.json").read_bytes()))
    with pytest.raises(IndexRefused, match=r"gives index 1 of .*but 2 of .* was seen before: it is outdated, or"):
        download(OLD)
    with pytest.warns(StaleIndexWarning, match="outdated, or somebody is hiding a newer one"):
        assert versions() == [NEW]
    at_hand.clean()  # does not forget it
    with pytest.raises(IndexRefused):
        download(OLD)
    server.heal()
    assert is_right(OLD)


def test_an_older_day_with_a_higher_number_is_refused(server: Server, tree: Path) -> None:
    assert versions()
    small_tree.change(tree, lambda made: made.update(sequence=9, updated="2026-01-01"))
    with pytest.raises(IndexRefused, match="gives index 9 of 2026-01-01, but 2 of"):
        download(NEW)


def test_an_index_that_never_moves_is_told_with_its_age(server: Server, tree: Path, cli: Any) -> None:
    day = dt.date.today() - dt.timedelta(days=200)
    small_tree.change(tree, lambda made: made.update(updated=str(day)))
    with pytest.warns(StaleIndexWarning, match=rf"index 2 of {day} \(200 days old\).*there may be a newer one"):
        download(NEW)
    assert f"index 2 of {day} (200 days old), from {server.address}" in cli("cache").out


def test_an_index_from_the_future_is_told(server: Server, tree: Path) -> None:
    day = dt.date.today() + dt.timedelta(days=50)
    small_tree.change(tree, lambda made: made.update(updated=str(day)))
    with pytest.warns(StaleIndexWarning, match="50 days ahead of this machine's clock"):
        download(NEW)


def other_root(made: small_tree.Index) -> None:
    made["releases"][0]["root"] = "f" * 64


def other_file(made: small_tree.Index) -> None:
    made["releases"][0]["files"][0]["sha256"] = "f" * 64


def without_the_first(made: small_tree.Index) -> None:
    made["releases"].pop(0)
    made["proofs"] = []


@pytest.mark.parametrize(
    ("how", "message"),
    [
        (other_root, f"{OLD} is not as published"),
        (other_file, f"{OLD} is not as published"),
        (without_the_first, f"{OLD} is missing"),
    ],
)
def test_a_past_that_is_told_otherwise_is_refused(server: Server, tree: Path, how: Any, message: str) -> None:
    assert versions()
    digest = small_tree.said(tree)["digest"]
    small_tree.change(tree, lambda made: (how(made), made.update(sequence=3, previous=digest)))
    with pytest.raises(IndexRefused, match=message):
        download(NEW)


@pytest.mark.parametrize(("sequence", "previous"), [(2, None), (3, "a" * 64), (3, None)])
def test_another_index_with_the_same_number_or_another_past_is_refused(
    server: Server, tree: Path, sequence: int, previous: str | None
) -> None:
    assert versions()
    small_tree.change(
        tree,
        lambda made: (
            made["releases"][0].update(mirrors=["http://x"]),
            made.update(sequence=sequence, previous=previous),
        ),
    )
    with pytest.raises(IndexRefused, match="does not follow the one seen before"):
        download(NEW)


OTHERS = {
    "root": lambda one: one.update(root="f" * 64),
    "date": lambda one: one.update(date="2026-11-19"),
    "facts": lambda one: one.update(facts=2),
    "schema_version": lambda one: one.update(schema_version="1.1.0"),
    "files": lambda one: one["files"][0].update(sha256="f" * 64),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_was_seen_at_one_address_binds_at_another(
    server: Server, mirror: Server, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: Any, name: str
) -> None:
    assert versions()
    other = Path(shutil.copytree(template, tmp_path / "other"))
    small_tree.change(other, lambda made: (OTHERS[name](made["releases"][0]), made.update(sequence=7)))
    mirror.tree = other
    monkeypatch.setenv(environment.INDEX, mirror.address)
    message = (
        rf"the indexes of {mirror.address} and {server.address} \(seen before\) differ in {name} of release {OLD}: "
        "one of them is not as published. .* MOSTANAD_CACHE; `mostanad cache --forget`"
    )
    for version in (OLD, NEW):  # the rest of what it says is not believed either
        with pytest.raises(IndexRefused, match=message):
            download(version)
    assert cli("cache", "--forget").code == 0
    assert versions() == [OLD, NEW]
    monkeypatch.setenv(environment.INDEX, server.address)  # and now it is the first that contradicts
    with pytest.raises(IndexRefused, match=f"the indexes of {server.address} and .* differ in {name} of"):
        download(OLD)


def test_another_address_may_know_more_or_less(
    server: Server, mirror: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror.tree = small_tree.make(tmp_path / "less", OLD)
    assert versions() == [OLD, NEW]
    monkeypatch.setenv(environment.INDEX, mirror.address)
    assert versions() == [OLD]
    assert is_right(OLD)
    monkeypatch.setenv(environment.INDEX, server.address)
    assert is_right(NEW)


def test_a_newer_index_is_taken_and_remembered(server: Server, tree: Path, cli: Any) -> None:
    assert versions()
    before = small_tree.said(tree)
    small_tree.change(tree, lambda made: made.update(sequence=3, previous=before["digest"]))
    assert is_right()
    small_tree.put(tree, before)
    with pytest.raises(IndexRefused):
        download(OLD)
    assert cli("cache", "--forget").code == 0
    assert is_right(OLD)


def test_a_mirror_has_no_say_in_the_index(server: Server, mirror: Server) -> None:
    mirror.behave("*.json", always=ways.instead(b"{}"))
    assert is_right()
    assert mirror.asked("index.json") == []


def mixed_file(made: small_tree.Index) -> None:
    one, other = (
        next(file for file in release["files"] if file["path"] == TABLE) for release in reversed(made["releases"])
    )
    one.update(other)


def all_of_another(made: small_tree.Index) -> None:
    made["releases"][1]["files"] = made["releases"][0]["files"]


def without_dossiers(made: small_tree.Index) -> None:
    made["releases"][1]["files"] = [file for file in made["releases"][1]["files"] if "judge" not in file["path"]]


def without_sums(made: small_tree.Index) -> None:
    made["releases"][1]["files"] = [file for file in made["releases"][1]["files"] if file["path"] != "SHA256SUMS"]


def new_root(made: small_tree.Index) -> None:
    made["releases"][1]["root"] = "f" * 64


def new_contract(made: small_tree.Index) -> None:
    made["releases"][1]["schema_version"] = "2.9.0"


@pytest.mark.parametrize(
    ("how", "message"),
    [
        (mixed_file, "other files than its SHA256SUMS: versions are mixed"),
        (all_of_another, f"its version is {OLD}, but the index says {NEW}"),
        (without_dossiers, "other files than its SHA256SUMS"),
        (without_sums, "does not name SHA256SUMS"),
        (new_root, "its root is"),
        (new_contract, r"its schema_version is 2\.0\.0"),
    ],
)
def test_files_of_two_versions_are_found(server: Server, tree: Path, at_hand: Cache, how: Any, message: str) -> None:
    """The index itself mixes them, so that every hash is right."""
    shutil.copy(tree / "releases" / OLD / TABLE, tree / "releases" / NEW / TABLE)
    if how is all_of_another:
        shutil.rmtree(tree / "releases" / NEW)
        shutil.copytree(tree / "releases" / OLD, tree / "releases" / NEW)
    elif how is not mixed_file:
        shutil.rmtree(tree / "releases" / NEW)
        small_tree.make(tree / "again", OLD, NEW)
        shutil.move(tree / "again/releases" / NEW, tree / "releases" / NEW)
    small_tree.change(tree, how)
    with pytest.raises(DownloadError, match=rf"{message}.*; the download is not used"):
        download(NEW)
    assert nothing_is_used(at_hand)
    assert not at_hand.release(NEW).exists()


def test_a_mirror_that_mixes_versions_is_passed_over(server: Server, mirror: Server) -> None:
    server.behave(f"*{NEW}/{TABLE}", always=ways.instead((server.tree / "releases" / OLD / TABLE).read_bytes()))
    assert is_right()


PATHS = ["../../evil", "/etc/evil", "..", "parquet/../../evil", "a\\..\\evil", "C:/evil", "a//b", "a\n", ".hidden", ""]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("where", ["file", "release", "archive", "version"])
def test_a_name_that_leads_elsewhere_is_refused(
    server: Server, tree: Path, at_hand: Cache, tmp_path: Path, path: str, where: str
) -> None:
    def spoil(made: small_tree.Index) -> None:
        one = made["releases"][1]
        if where == "file":
            one["files"][0]["path"] = path
        elif where == "version":
            one["version"] = made["latest"] = made["releases"][0]["superseded_by"] = path
        else:
            target = one if where == "release" else one["archive"]
            target["path"] = path

    small_tree.change(tree, spoil)
    before = contents(tmp_path)
    with pytest.raises(DownloadError, match="is not valid"):
        download(path if where == "version" else NEW)
    assert contents(tmp_path) == before


def test_an_archive_that_leads_elsewhere_writes_nothing_there(server: Server, at_hand: Cache, tmp_path: Path) -> None:
    archive = server.tree / index.archive(NEW)
    with tarfile.open(archive, "w:gz") as tar:
        for name, kind in (("../../evil", tarfile.REGTYPE), (f"mostanad-{NEW}/CHANGES.md", tarfile.SYMTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            tar.addfile(member)
    entry = files.entry(server.tree, index.archive(NEW))
    small_tree.change(server.tree, lambda made: made["releases"][1]["archive"].update(entry))
    server.behave("releases/*", always=ways.status(404))
    with pytest.raises(DownloadError, match="the archive lacks"):
        download(NEW)
    assert [path for path in tmp_path.rglob("*") if path.name in ("evil", "passwd")] == []
    assert nothing_is_used(at_hand)


def test_an_archive_with_other_bytes_is_not_used(server: Server, at_hand: Cache, tmp_path: Path) -> None:
    """The index itself gives its hash, but the files in it are not those of the index."""
    release = tmp_path / "release"
    shutil.copytree(server.tree / "releases" / NEW, release)
    content = (release / TABLE).read_bytes()
    (release / TABLE).write_bytes(content[:-1] + b"x")
    archive = server.tree / index.archive(NEW)
    files.pack(release, NEW, files.entries(release), archive)
    entry = files.entry(server.tree, index.archive(NEW))
    small_tree.change(server.tree, lambda made: made["releases"][1]["archive"].update(entry))
    server.behave("releases/*", always=ways.status(404))
    with pytest.raises(DownloadError, match=f"{TABLE} in the archive differs from the index"):
        download(NEW)
    assert nothing_is_used(at_hand)


@pytest.mark.parametrize(
    ("way", "message"),
    [
        (ways.page, A_PAGE),
        (ways.instead(b"{}"), "is not valid: it does not fit its schema"),
        (ways.instead(b"[" * 10**5), "is not valid: not JSON"),
        (ways.instead(b"\xff\xfe"), "is not valid: not JSON"),
        (ways.instead(b'{"format": 4}'), "it is of format 4, .*run `pip install -U mostanad`"),
        (ways.instead(b" " * 10**6), "it is longer than 200000 bytes"),
        (ways.truncated, "is not valid"),
        (ways.cut, "cut off after"),
        (ways.status(404), "HTTP 404"),
        (ways.redirect("file:///etc/passwd"), "file:///etc/passwd.* is not allowed"),
    ],
)
def test_an_index_that_is_none(
    server: Server, at_hand: Cache, monkeypatch: pytest.MonkeyPatch, way: ways.Way, message: str
) -> None:
    monkeypatch.setattr(trusted_index, "MAX_BYTES", 200_000)
    server.behave("index.json", always=way)
    with pytest.raises(DownloadError, match=message):
        download(NEW)
    assert nothing_is_used(at_hand)
    server.heal()
    assert versions() == [OLD, NEW]
    server.behave("index.json", always=way)
    with pytest.warns(StaleIndexWarning, match="using the last one seen: index 2"):  # that which was seen stands
        assert versions() == [OLD, NEW]
    with pytest.warns(StaleIndexWarning):
        assert download(NEW).version == NEW


@pytest.mark.parametrize(
    "how",
    [
        lambda made: made.update(updated="2026-02-30"),
        lambda made: made.update(format=3, expires="2027-02-29"),
        lambda made: made["releases"][0].update(version="2026.1." + "1" * 5000),
        lambda made: made["releases"][0]["superseded_facts"].append(
            {"fact_id": "a/b", "change": "correction", "in": "2026.1." + "1" * 5000, "reason_id": None}
        ),
    ],
)
def test_an_index_that_names_what_cannot_be(server: Server, at_hand: Cache, cli: Any, how: Any) -> None:
    small_tree.change(server.tree, how)
    with pytest.raises(DownloadError, match="contains an invalid day or version"):
        download(NEW)
    assert nothing_is_used(at_hand)
    assert "MST630" in cli("verify", server.tree).out


def test_half_a_character_in_an_index(server: Server, tree: Path) -> None:
    fact = '{"fact_id": "\\ud800", "change": "correction", "in": "2027.1.0", "reason_id": null}'
    text = (tree / "index.json").read_text("utf-8").replace('"superseded_facts": []', f'"superseded_facts": [{fact}]')
    (tree / "index.json").write_text(text, "utf-8")
    with pytest.raises(DownloadError, match="it contains a backslash, which no index needs"):
        download(NEW)


def test_an_edited_index_is_refused(server: Server, tree: Path) -> None:
    text = (tree / "index.json").read_text("utf-8")
    (tree / "index.json").write_text(text.replace('"facts": 1', '"facts": 2'), "utf-8")
    with pytest.raises(DownloadError, match="its digest does not match its content"):
        download(NEW)


@pytest.mark.parametrize("name", ["https://", "ftp://example.org", "http://user@example.org", "http://e.org/?x"])
def test_an_address_that_is_none(at_hand: Cache, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(environment.INDEX, name)
    with pytest.raises(DownloadError, match=r"MOSTANAD_INDEX: .* is not (a|the) URL"):
        download(NEW)


def test_a_contract_that_is_not_known(server: Server, tree: Path, at_hand: Cache, tmp_path: Path) -> None:
    message = (
        r"follows version 3\.0\.0 of the contract, but this mostanad reads 2\.x; it needs .*`pip install -U mostanad`"
    )
    small_tree.change(tree, lambda made: made["releases"][1].update(schema_version="3.0.0", min_loader="2027.1.0"))
    with pytest.raises(
        ReleaseNotSupported, match=message.replace("it needs ", r"it needs mostanad 2027\.1\.0 or newer")
    ):
        download(NEW)
    assert server.asked(TABLE) == []
    (tmp_path / "datapackage.json").write_text('{"version": "2027.1.0", "schemaVersion": "3.0.0"}', "utf-8")
    with pytest.raises(ReleaseNotSupported, match=message):
        release(tmp_path)
    (tmp_path / "datapackage.json").write_text('{"version": "2026.11.1", "schemaVersion": "1.1.0"}', "utf-8")
    with pytest.raises(ReleaseNotSupported, match=r"reads 2\.x; it needs .*`pip install mostanad==2026\.11\.1`"):
        release(tmp_path)
    assert SCHEMA_VERSION.partition(".")[0] == faults.SCHEMA_MAJOR
