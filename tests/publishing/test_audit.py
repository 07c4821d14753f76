"""Whatever is changed in a tree is found and named: the index, a file, two files exchanged, a whole release."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.descriptor import about
from tests.publishing.conftest import DAY, NEW, OLD, forge, said
from tests.releases.conftest import NOWHERE

from mostanad.contract import SCHEMA_VERSION
from mostanad.contract.lock import to_json
from mostanad.publishing import audit, files, index
from mostanad.publishing.audit import check_tree, is_tree
from mostanad.releases import descriptor
from mostanad.validation import Report

pytestmark = pytest.mark.slow

IN_OLD, IN_NEW = f"releases/{OLD}", f"releases/{NEW}"


def found(tree: Path) -> set[tuple[str, str]]:
    """Codes and files of all findings."""
    return {(finding.code, finding.file) for finding in check_tree(tree, NOWHERE).findings}


def leaves(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where the values of the index stand that hold no others."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        yield from leaves(item, (*place, name))
    if not isinstance(value, dict | list) or not value:
        yield place


def edited(value: Any) -> Any:
    """Another value of the same form."""
    if isinstance(value, str):
        return value[:-1] + ("1" if value[-1] == "0" else "0")
    return [] if value is None else ["x"] if value == [] else value + 1


def put(content: Any, place: tuple[str | int, ...], change: Callable[[Any], Any]) -> None:
    for part in place[:-1]:
        content = content[part]
    content[place[-1]] = change(content[place[-1]])


def few(content: Any) -> list[tuple[str | int, ...]]:
    """Each place of the index, of the files of a release the first two."""
    return [place for place in leaves(content) if "files" not in place or place[place.index("files") + 1] in (0, 1)]


def test_every_edit_of_the_index_is_found(tree: Path) -> None:
    path = tree / index.INDEX
    text = path.read_text("utf-8")
    places = few(json.loads(text))
    assert len(places) > 50
    for place in places:
        content = json.loads(text)
        put(content, place, edited)
        path.write_bytes(index.to_bytes(content))
        with pytest.raises(index.IndexDamaged):
            index.read(path.read_bytes())
    path.write_text(text.replace('"sequence": 1', '"sequence": 2'), "utf-8")
    assert found(tree) == {("MST630", "index.json")}


def test_every_edit_of_what_follows_from_the_releases_is_found_even_with_a_digest_that_fits(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What does not follow from them is the day, the number, the index before, and the mirrors."""
    monkeypatch.setattr(audit, "verify", lambda *_: Report())
    text = (tree / index.INDEX).read_text("utf-8")
    passed = set()
    for place in few(json.loads(text)):
        content = json.loads(text)
        put(content, place, edited)
        forge(tree, **content)
        if not found(tree) and place[-1] not in ("mirrors", "digest"):
            passed.add(place)
    assert passed == {("sequence",), ("updated",)}


@pytest.mark.parametrize("length", [0, 1, 100, -2, -1])
def test_an_index_that_is_cut_off(tree: Path, length: int) -> None:
    content = (tree / index.INDEX).read_bytes()
    (tree / index.INDEX).write_bytes(content[:length])
    report = check_tree(tree, NOWHERE)
    assert {(finding.code, finding.file) for finding in report.findings} == {("MST630", "index.json")}
    assert report.errors


@pytest.mark.parametrize(
    "text",
    ["{}", "[]", "null", "7", '"index"', "[" * 100_000, "{", "\ufeff{}", '{"format": 2}', '{"format": []}', "\0"],
)
def test_what_is_no_index(tree: Path, text: str) -> None:
    (tree / index.INDEX).write_text(text, "utf-8")
    report = check_tree(tree, NOWHERE)
    assert [finding.code for finding in report.findings] == ["MST630"]
    assert report.not_run == ("everything that the index names",)


def test_an_index_that_is_a_folder(tree: Path) -> None:
    (tree / index.INDEX).unlink()
    (tree / index.INDEX).mkdir()
    assert found(tree) == {("MST630", "index.json")}


def exchange(tree: Path, one: str, other: str) -> None:
    os.rename(tree / one, tree / "aside")
    os.rename(tree / other, tree / one)
    os.rename(tree / "aside", tree / other)


@pytest.mark.parametrize("path", ["csv/events.csv", "parquet/facts.parquet", "SHA256SUMS", "proofs/root.json"])
def test_files_that_two_releases_have_exchanged(tree: Path, path: str) -> None:
    exchange(tree, f"{IN_OLD}/{path}", f"{IN_NEW}/{path}")
    assert found(tree) == {("MST634", f"{IN_OLD}/{path}"), ("MST634", f"{IN_NEW}/{path}")}
    messages = {finding.file: finding.message for finding in check_tree(tree, NOWHERE).findings}
    assert messages[f"{IN_OLD}/{path}"] == f"it has the published content of {IN_NEW}/{path}"


def test_whole_releases_and_archives_exchanged(tree: Path) -> None:
    exchange(tree, IN_OLD, IN_NEW)
    exchange(tree, *(index.archive(version) for version in (OLD, NEW)))
    codes = found(tree)
    assert {code for code, _ in codes} <= {"MST631", "MST632", "MST633", "MST634"}
    assert {("MST634", f"{IN_OLD}/SHA256SUMS"), ("MST634", index.archive(NEW))} <= codes


def test_releases_exchanged_in_the_index_too(tree: Path) -> None:
    """All hashes fit; the versions that the files themselves name do not."""
    exchange(tree, IN_OLD, IN_NEW)
    content = said(tree)
    one, other = content["releases"]
    one["files"], other["files"] = other["files"], one["files"]
    forge(tree, **content)
    codes = {code for code, _ in found(tree)}
    assert {"MST635"} <= codes


def test_a_release_that_was_edited_with_all_its_hashes(tree: Path) -> None:
    """A fact changed in every form would need another root, and the newer release would not continue it."""
    release = tree / IN_OLD
    path = release / "CITATION.cff"
    path.write_text(path.read_text("utf-8").replace("mostanad maintainers", "someone else"), "utf-8")
    (release / "datapackage.json").write_text(to_json(descriptor.descriptor(release, about(OLD))), "utf-8")
    (release / "SHA256SUMS").write_text(descriptor.sums(release), "utf-8")
    content = said(tree)
    content["releases"][0]["files"] = files.entries(release)
    forge(tree, **content)
    assert found(tree) >= {("MST616", f"{IN_OLD}/CITATION.cff"), ("MST635", index.archive(OLD))}


def test_an_archive_of_other_files(tree: Path) -> None:
    path = index.archive(NEW)
    content = said(tree)
    files.pack(tree / IN_NEW, NEW, content["releases"][1]["files"][1:], tree / path)
    content["releases"][1]["archive"] |= {**files.entry(tree, path)}
    forge(tree, **content)
    assert found(tree) == {("MST635", path)}


@pytest.mark.parametrize("damage", ["end cut off", "cut", "not gzip", "more behind it"])
def test_an_archive_that_is_damaged(tree: Path, damage: str) -> None:
    path = tree / index.archive(NEW)
    whole = path.read_bytes()
    more = gzip.compress(b"more")
    damaged = {"end cut off": whole[:-20], "cut": whole[:1000], "not gzip": b"x" * 100, "more behind it": whole + more}
    path.write_bytes(damaged[damage])
    content = said(tree)
    content["releases"][1]["archive"] |= {**files.entry(tree, index.archive(NEW))}
    forge(tree, **content)
    assert found(tree) == {("MST635", index.archive(NEW))}


def test_a_proof_of_something_else(tree: Path) -> None:
    path = index.proof(OLD, NEW)
    proof = json.loads((tree / path).read_text("utf-8"))
    proof["path"][0] = "0" * 64
    (tree / path).write_text(json.dumps(proof), "utf-8")
    assert found(tree) == {("MST632", path), ("MST636", path)}


@pytest.mark.parametrize("kind", ["missing", "link", "folder"])
def test_a_file_that_is_none(tree: Path, kind: str) -> None:
    path = f"{IN_OLD}/CITATION.cff"
    (tree / path).unlink()
    if kind == "link":
        (tree / path).symlink_to(tree / IN_NEW / "CITATION.cff")
    elif kind == "folder":
        (tree / path).mkdir()
    assert found(tree) == {("MST631" if kind == "missing" else "MST632", path)}


def test_what_was_not_checked_is_said(tree: Path) -> None:
    (tree / IN_OLD / "CITATION.cff").write_bytes(b"")
    report = check_tree(tree, NOWHERE)
    assert f"{OLD}: its tables, because its files are not those that were published" in report.not_run


def test_a_release_of_another_contract_is_checked_by_its_files_and_roots(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "SCHEMA_VERSION", "9.0.0")
    report = check_tree(tree, NOWHERE)
    assert (report.findings, report.not_run) == ((), ())
    assert f"{OLD}: its tables, except its roots (contract {SCHEMA_VERSION}, this program knows 9.0.0)" in (
        report.not_checked
    )
    content = said(tree)
    content["releases"][0]["root"] = "00" * 32
    forge(tree, **content)
    assert {finding.code for finding in check_tree(tree, NOWHERE).findings} == {"MST635", "MST636"}


@pytest.mark.parametrize(
    "path", ["../outside", "/etc/passwd", "a/../../b", "a//b", "a\\b", "C:/a", "a/./b", "a\n", "é"]
)
def test_a_path_that_leads_elsewhere_is_not_followed(tree: Path, path: str) -> None:
    content = said(tree)
    content["releases"][0]["files"][0]["path"] = path
    content["releases"][0]["files"].sort(key=lambda file: file["path"])
    forge(tree, **content)
    report = check_tree(tree, NOWHERE)
    assert {finding.code for finding in report.findings} == {"MST630"}
    assert report.not_run == ("everything that the index names",)


def test_no_tree(tmp_path: Path, published: Path) -> None:
    with pytest.raises(FileNotFoundError):
        check_tree(tmp_path / "nothing", NOWHERE)
    assert is_tree(published)
    assert not is_tree(published / IN_OLD)
    assert not is_tree(tmp_path)


def test_no_finding_points_out_of_the_tree(tree: Path) -> None:
    shutil.rmtree(tree / IN_OLD)
    report = check_tree(tree, NOWHERE)
    assert len(report.findings) == len(said(tree)["releases"][0]["files"])
    assert all((finding.code, finding.file.startswith(IN_OLD)) == ("MST631", True) for finding in report.findings)


def test_the_day_of_the_tree_is_the_only_clock(published: Path) -> None:
    assert said(published)["updated"] == DAY.isoformat()
