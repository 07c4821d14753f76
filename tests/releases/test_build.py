"""A build leaves what lies there alone unless all is well."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.releases.conftest import VERSION, World

from mostanad.contract import About
from mostanad.files import PackageError, disk, limits
from mostanad.releases import BuildRefused, build, verify
from mostanad.releases.cluster import build as cluster_build
from mostanad.releases.write import describe
from mostanad.validation import LAYERS, Report
from mostanad.validation.run import Layer


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def changed(world: World, tmp_path: Path) -> Path:
    """The package with another note: no error, other bytes."""
    world.rows["parties"][0]["note"] = "Another note"
    return world.write(tmp_path / "changed")


def broken(world: World, tmp_path: Path) -> Path:
    """The package with a reference to nothing."""
    world.rows["participations"][0]["event_id"] = "no-such-event"
    return world.write(tmp_path / "broken")


@pytest.fixture
def out(built: Path, tmp_path: Path) -> Path:
    """A folder that holds a release."""
    return Path(shutil.copytree(built.parent, tmp_path / "out"))


def test_where_it_lies(built: Path) -> None:
    assert built.name == VERSION
    assert [path.name for path in built.parent.iterdir()] == [VERSION]
    assert verify(built).findings == ()


def test_an_identical_release_is_left_alone(root: Path, out: Path) -> None:
    before = (out / VERSION).stat()
    assert build(root, out) == out / VERSION
    after = (out / VERSION).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert [path.name for path in out.iterdir()] == [VERSION]


@pytest.mark.slow
def test_another_release_takes_its_place(world: World, out: Path, tmp_path: Path) -> None:
    old = contents(out / VERSION)
    build(changed(world, tmp_path), out)
    assert contents(out / VERSION) != old
    assert verify(out / VERSION).findings == ()
    assert [path.name for path in out.iterdir()] == [VERSION]


@pytest.mark.slow
def test_a_damaged_release_is_replaced(root: Path, out: Path) -> None:
    good = contents(out / VERSION)
    path = out / VERSION / "csv/facts.csv"
    path.write_bytes(path.read_bytes()[:-1])
    build(root, out)
    assert contents(out / VERSION) == good


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_no_directory_is_never_replaced(root: Path, tmp_path: Path, kind: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "else").mkdir()
    (tmp_path / "else/kept").touch()
    if kind == "file":
        (out / VERSION).write_text("not a release")
    else:
        (out / VERSION).symlink_to(tmp_path / "else")
    before = (out / VERSION).lstat().st_ino
    with pytest.raises(FileExistsError, match="is not a release; move it away"):
        build(root, out)
    assert (out / VERSION).lstat().st_ino == before
    assert [path.name for path in out.iterdir()] == [VERSION]


def test_what_comes_there_while_a_release_is_made_is_not_replaced(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def verified_meanwhile(path: Path, *more: Any) -> Report:
        (tmp_path / VERSION).mkdir()
        (tmp_path / VERSION / "mine").touch()
        return verify(path, *more)

    monkeypatch.setattr(sys.modules["mostanad.releases.build_release"], "verify", verified_meanwhile)
    with pytest.raises(FileExistsError, match="is not a release; move it away"):
        build(root, tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == [VERSION, f"{VERSION}/mine"]


@pytest.mark.slow
def test_versions_lie_side_by_side(root: Path, out: Path) -> None:
    before = contents(out / VERSION)
    other = build(root, out, version="2026.12.3")
    assert other == out / "2026.12.3"
    assert contents(out / VERSION) == before
    assert '"version": "2026.12.3"' in (other / "datapackage.json").read_text()
    assert verify(other).findings == ()


@pytest.mark.parametrize(
    "version", ["2026.11", "2026.011.0", "26.11.0", "2026.11.0-rc1", "../2026.11.0", "", "2026.11.0\n"]
)
def test_what_is_no_version_is_refused(root: Path, tmp_path: Path, version: str) -> None:
    with pytest.raises(ValueError, match="is not a version"):
        build(root, tmp_path / "out", version=version)
    assert not (tmp_path / "out").exists()


def test_no_package(tmp_path: Path) -> None:
    with pytest.raises(PackageError):
        build(tmp_path, tmp_path / "out")


def test_a_refusal_leaves_everything_as_it_was(world: World, out: Path, tmp_path: Path) -> None:
    before = contents(out)
    with pytest.raises(BuildRefused) as refusal:
        build(broken(world, tmp_path), out)
    assert contents(out) == before
    assert [path.name for path in out.iterdir()] == [VERSION]
    assert "no-such-event" in {error.value for error in refusal.value.report.errors}
    assert "datasets/participations.csv:3: MST303" in str(refusal.value)


def test_layers_can_be_chosen_and_what_cannot_be_compiled_is_still_refused(world: World, tmp_path: Path) -> None:
    world.rows["positions"][0]["started"] = "2019"
    root = world.write(tmp_path / "package")
    with pytest.raises(BuildRefused) as refusal:
        build(root, tmp_path / "out", layers=["text", "rows"])
    found = refusal.value.report.findings
    assert [(error.code, error.file, error.value) for error in found] == [
        ("MST615", "datasets/positions.csv", "navid-kohan-member/started")
    ]
    assert not (tmp_path / "out").exists()


def test_a_table_that_the_rules_leave_out_is_not_released_empty(world: World, tmp_path: Path) -> None:
    world.rows["positions"][0]["started"] = "soon"
    with pytest.raises(BuildRefused, match="soon"):
        build(world.write(tmp_path / "package"), tmp_path / "out", layers=["rules"])


def test_seals_are_checked_and_frictionless_is_not(world: World, tmp_path: Path) -> None:
    root = world.write(tmp_path / "package")
    seals = root / "datasets/seals.csv"
    seals.write_text("\n".join(seals.read_text().splitlines()[:-1]) + "\n")
    with pytest.raises(BuildRefused, match="MST521"):
        build(root, tmp_path / "out")


@pytest.mark.slow
def test_passages_are_checked_where_documents_are_given(world: World, tmp_path: Path) -> None:
    root = world.write(tmp_path / "package")
    (root / "documents/wire-story").write_text("Another text")
    build(root, tmp_path / "out")
    with pytest.raises(BuildRefused, match="MST533"):
        build(root, tmp_path / "other", documents=root / "documents")
    assert not (tmp_path / "other").exists()


def test_what_does_not_verify_is_refused(
    world: World, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = sys.modules["mostanad.releases.build_release"]
    write = module.write

    def write_badly(tables: dict[str, pa.Table], *others: object) -> Any:
        return write(tables | {"facts": tables["facts"].slice(1)}, *others)

    before = contents(out)
    monkeypatch.setattr(module, "write", write_badly)
    with pytest.raises(BuildRefused, match="MST611"):
        build(changed(world, tmp_path), out)
    assert contents(out) == before
    assert [path.name for path in out.iterdir()] == [VERSION]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "is_gone"),
    [
        ("mostanad.sqlite", False),
        *product(("json/officials/omid-faraz.json", "csv/names.csv", "json/facts.ndjson", "CHANGES.md"), (False, True)),
    ],
)
def test_what_the_disk_does_not_hold_as_it_was_made_is_refused(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, is_gone: bool
) -> None:
    """Also if its hash fits: only a file with the very bytes that were made is not made again."""
    module = sys.modules["mostanad.releases.build_release"]
    write = module.write

    def spoilt(tables: dict[str, pa.Table], about: About, folder: Path, *others: Any) -> Any:
        made = write(tables, about, folder, *others)
        if is_gone:
            (folder / path).unlink()
        else:
            (folder / path).write_bytes((folder / path).read_bytes()[:-1])
        describe(tables, about, folder)
        return made

    monkeypatch.setattr(module, "write", spoilt)
    with pytest.raises(BuildRefused) as refusal:
        build(root, tmp_path / "out")
    assert path in {error.file for error in refusal.value.report.errors}


@pytest.mark.slow
def test_a_form_that_was_asked_for_is_there(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = sys.modules["mostanad.releases.build_release"]
    write = module.write
    monkeypatch.setattr(
        module, "write", lambda tables, version, root, _, queries: write(tables, version, root, (), queries)
    )
    with pytest.raises(OSError, match="csv, json, dossiers, sqlite, crates were not written"):
        build(root, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
    light = build(root, tmp_path / "out", forms=())
    assert not (light / "csv").exists()


def failing(call: int) -> Callable[[str, str], None]:
    """A rename that fails when it is called for this time, and only then."""
    calls = [0]
    rename = os.rename

    def instead(source: str, target: str) -> None:
        calls[0] += 1
        if calls[0] == call:
            raise OSError(5, "no more")
        rename(source, target)

    return instead


@pytest.mark.slow
@pytest.mark.parametrize("call", [1, 2])
def test_a_rename_that_fails_leaves_the_old_release(
    world: World, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    before = contents(out)
    package = changed(world, tmp_path)
    monkeypatch.setattr(disk, "exchange", lambda *_: False)  # as where names cannot be exchanged in one step
    monkeypatch.setattr(os, "rename", failing(call))
    with pytest.raises(OSError, match="no more"):
        build(package, out)
    assert contents(out) == before
    assert [path.name for path in out.iterdir()] == [VERSION]


def test_a_rename_that_fails_leaves_nothing_where_nothing_was(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "rename", failing(1))
    with pytest.raises(OSError, match="no more"):
        build(root, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_write_that_fails_leaves_the_old_release(
    world: World, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    before = contents(out)
    package = changed(world, tmp_path)
    monkeypatch.setattr("pyarrow.parquet.ParquetWriter.write_table", full)
    with pytest.raises(OSError, match="No space left"):
        build(package, out)
    assert contents(out) == before
    assert [path.name for path in out.iterdir()] == [VERSION]


def test_a_package_of_your_own_may_be_of_any_size(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LINES", 2)
    with pytest.raises(BuildRefused):
        build(root, tmp_path / "careful")
    assert build(root, tmp_path / "trusted", trusted=True).is_dir()


@pytest.mark.parametrize(
    ("layers", "asked"), [([], ()), (["rows"], ("rows",)), (None, tuple(one for one in LAYERS if one != "passages"))]
)
def test_no_layer_on_spark_is_not_the_default(
    layers: list[Layer] | None, asked: tuple[Layer, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As here: see test_cluster.py for what runs on Spark."""

    def checked(address: str, documents: None, given: tuple[Layer, ...]) -> None:
        assert given == asked
        raise InterruptedError

    monkeypatch.setattr(cluster_build, "checked_on_spark", checked)
    with pytest.raises(InterruptedError):
        cluster_build.build("package", "out", layers=layers)
