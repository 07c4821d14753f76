"""Which releases there are, and opening one."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

import mostanad
from mostanad.files import resources
from mostanad.loader import ReleaseNotFound, release, versions


def test_without_releases(root: Path) -> None:
    assert versions() == []
    with pytest.raises(ReleaseNotFound, match="make release"):
        release()
    root.mkdir()
    assert versions() == []


def test_versions_are_compared_as_numbers(root: Path) -> None:
    for version in ("2026.11.0", "2026.9.0", "2026.11.10", "2026.11.9", "2025.12.1"):
        (root / version).mkdir(parents=True)
    assert versions() == ["2025.12.1", "2026.9.0", "2026.11.0", "2026.11.9", "2026.11.10"]


@pytest.mark.parametrize(
    "name", ["2026.01.0", "2026.11", "2026.11.01", "26.1.0", "latest", ".tmp-2026.11.0", "۲۰۲۶.۱.۰"]
)
def test_what_is_no_version(root: Path, name: str) -> None:
    (root / name).mkdir(parents=True)
    (root / "2026.1.0").write_text("a file", encoding="utf-8")
    assert versions() == []


def test_the_newest_is_opened_unless_another_is_asked_for(write: Any) -> None:
    for version in ("2026.9.0", "2026.11.0"):
        write(version)
    assert release().version == "2026.11.0"
    assert release("2026.9.0").version == "2026.9.0"
    assert release("2026.9.0").path.name == "2026.9.0"


def test_a_directory_is_opened_wherever_it_lies(write: Any, tmp_path: Path) -> None:
    path = write("2026.9.0").rename(tmp_path / "elsewhere")
    assert versions() == []
    for name in (path, str(path)):
        assert release(name).version == "2026.9.0"
        assert release(name).load("events", "records")[0]["event_id"] == "strike"


def test_what_is_not_there_is_said_with_what_there_is(write: Any, tmp_path: Path) -> None:
    write("2026.9.0")
    with pytest.raises(ReleaseNotFound, match=r"no release '2026\.1\.0'; on this machine: 2026\.9\.0"):
        release("2026.1.0")
    with pytest.raises(ReleaseNotFound, match="on this machine"):
        release(tmp_path)
    with pytest.raises(LookupError):
        release("2026.1.0")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"7", b"\xff"])
def test_a_descriptor_that_is_none(write: Any, content: bytes) -> None:
    (write("2026.9.0") / "datapackage.json").write_bytes(content)
    with pytest.raises(ReleaseNotFound, match="mostanad verify"):
        release("2026.9.0")


def test_the_functions_of_the_package_use_the_newest(write: Any) -> None:
    write("2026.9.0")
    assert mostanad.versions() == ["2026.9.0"]
    assert mostanad.tables() == mostanad.tables("2026.9.0") == release().tables()
    assert mostanad.load("events", as_="records") == release().load("events", "records")
    assert str(mostanad.why("strike", "kind")) == str(release().why("strike", "kind"))
    assert mostanad.dossier("judge") == release().dossier("judge")
    assert mostanad.release().version == "2026.9.0"


def test_packaged_data_come_before_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "src" / "mostanad"
    here.mkdir(parents=True)
    monkeypatch.setattr(resources, "_HERE", here)
    monkeypatch.setattr(resources, "data_root", resources.data_root.__wrapped__)
    assert resources.data_root() == tmp_path
    assert resources.releases_root() == tmp_path / "dist" / "releases"
    (here / "_data" / "schema").mkdir(parents=True)
    assert resources.data_root() == here / "_data"
    assert resources.resource("schema") == here / "_data" / "schema"
    (here / "_data" / "releases").mkdir()
    assert resources.releases_root() == here / "_data" / "releases"
    with pytest.raises(FileNotFoundError, match="validators: missing; reinstall mostanad"):
        resources.resource("validators")


def test_a_descriptor_is_read_again_once_it_has_changed(write: Any) -> None:
    path = write("2026.11.0")
    descriptor = path / "datapackage.json"
    assert release(path).version == "2026.11.0"
    before = descriptor.stat()
    descriptor.write_text(descriptor.read_text("utf-8").replace("2026.11.0", "2026.10.11"), encoding="utf-8")
    assert release(path).version == "2026.10.11"
    descriptor.write_text(descriptor.read_text("utf-8").replace("2026.10.11", "2026.10.12"), encoding="utf-8")
    os.utime(descriptor, ns=(before.st_atime_ns, before.st_mtime_ns + 1))  # of the same length
    assert release(path).version == "2026.10.12"


@pytest.mark.slow
def test_what_came_with_mostanad_gives_way_where_only_another_dataset_was_downloaded(
    write: Any, named: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(resources.CACHE, str(tmp_path / "own"))
    newest = versions()[-1]
    bundled = write("2030.1.0")
    assert mostanad.release().path == bundled
    mostanad.release(newest)  # downloads it
    assert "2030.1.0" in versions(local=True), "what has no name may be of any dataset"
    (bundled / "datapackage.json").write_text('{"name": "elsewhere", "version": "2030.1.0"}', encoding="utf-8")
    assert versions(local=True) == [newest]
    assert mostanad.release().version == newest
    name = json.loads((mostanad.release().path / "datapackage.json").read_bytes())["name"]
    (bundled / "datapackage.json").write_text(json.dumps({"name": name, "version": "2030.1.0"}), encoding="utf-8")
    assert versions(local=True) == [newest, "2030.1.0"]
