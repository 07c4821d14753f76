"""Opening a package: what is read, what is never read, and what a table is."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.cases import each

from mostanad.files import Package, PackageError, Table, open_package
from mostanad.models import TABLES

if TYPE_CHECKING:
    from tests.conftest import Bench

SECRET = b"party_id,name\nsecret,Secret\n"


def describe(root: Path, *resources: Any, **more: Any) -> Package:
    """Write a descriptor with these resources and open it."""
    root.mkdir(exist_ok=True)
    (root / "datapackage.json").write_text(json.dumps({"resources": resources, **more}), encoding="utf-8")
    return open_package(root)


def problems(package: Package, name: str) -> list[str]:
    return [message for table, _, message in package.problems if table == name]


def test_a_whole_package_is_opened(bench: Bench) -> None:
    package = bench.package()
    assert package.root == bench.root
    assert package.problems == []
    assert package.version == "2026.11.0"
    assert set(package.texts) == set(package.files) == set(TABLES)
    assert package.files["events"] == "datasets/events.csv"
    assert package.texts["events"] == bench.file("events").read_bytes()
    assert open_package(str(bench.root)).texts == package.texts


def test_without_the_directory_nothing_can_be_said(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="no such directory"):
        open_package(tmp_path / "none")
    (tmp_path / "file").touch()
    with pytest.raises(PackageError, match="no such directory"):
        open_package(tmp_path / "file")
    with pytest.raises(PackageError, match=r"datapackage\.json: the file cannot be read \(No such file"):
        open_package(tmp_path)
    (tmp_path / "datapackage.json").mkdir()
    with pytest.raises(PackageError, match=r"datapackage\.json: the file cannot be read \(not a file"):
        open_package(tmp_path)


@each(
    "content",
    [
        b"",
        b"{",
        b"{'resources': []}",
        b'{"resources": []} x',
        b'\xef\xbb\xbf{"resources": []}',
        b'{"resources": ["\xff"]}',
        '{"resources": []}'.encode("utf-16"),
        b"[" * 100_000,
        b'{"resources": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"resources": [], "version": ' + b"1" * 5_000 + b"}",
    ],
)
def test_a_descriptor_that_is_no_json(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "datapackage.json").write_bytes(content)
    with pytest.raises(PackageError, match="is not JSON"):
        open_package(tmp_path)


@pytest.mark.parametrize(
    "content", ["[]", "null", "7", '"resources"', "{}", '{"resources": null}', '{"resources": {}}']
)
def test_a_descriptor_that_is_no_package(tmp_path: Path, content: str) -> None:
    (tmp_path / "datapackage.json").write_text(content, encoding="utf-8")
    with pytest.raises(PackageError, match="is not a data package"):
        open_package(tmp_path)


@each(
    "resource",
    [
        None,
        7,
        "events",
        [],
        {},
        {"name": "events"},
        {"path": "a.csv"},
        {"name": 7, "path": "a.csv"},
        {"name": "events", "path": ["a.csv"]},
        {"name": "events", "path": None},
        {"name": "events", "data": []},
    ],
)
def test_a_resource_without_name_and_path(tmp_path: Path, resource: object) -> None:
    package = describe(tmp_path, resource)
    assert package.problems[0][1:] == ("datapackage.json", "a resource without a name and a path")
    assert package.texts == package.files == {}


def test_unknown_missing_and_repeated_tables(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv", "c.csv"):
        (tmp_path / name).write_bytes(name.encode())
    resources = [("unknown", "a.csv"), ("events", "b.csv"), ("events", "c.csv"), ("names", "none.csv"), ("groups", ".")]
    package = describe(tmp_path, *({"name": name, "path": path} for name, path in resources))
    assert package.texts == {"events": b"b.csv"}
    assert package.problems[:2] == [
        ("unknown", "a.csv", "no such table"),
        ("events", "c.csv", "the table is listed twice"),
    ]
    assert problems(package, "names") == ["the file cannot be read (No such file or directory)"]
    assert problems(package, "groups") == ["the path must be relative and stay inside the package"]
    missing = {name for name, _, message in package.problems if message == "the table is missing"}
    assert missing == set(TABLES) - {"events", "names", "groups"}
    assert ("claims", "datasets/claims.csv", "the table is missing") in package.problems


@each(
    "path",
    [
        "../secret.csv",
        "datasets/../../secret.csv",
        "datasets/..",
        "..",
        "{secret}",
        "/{secret}",
        "file://{secret}",
        "http://localhost/secret.csv",
        "https://localhost/secret.csv",
        "s3://bucket/secret.csv",
        "~/secret.csv",
        "~",
        "~root/secret.csv",
        "..\\secret.csv",
        "datasets\\secret.csv",
        "\\\\host\\share\\secret.csv",
        "C:\\secret.csv",
        "",
        ".",
        "./",
    ],
)
def test_a_path_that_leads_elsewhere_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    root = tmp_path / "package"
    (root / "datasets").mkdir(parents=True)
    secret = tmp_path / "secret.csv"
    for name in (secret, root / "datasets\\secret.csv", root / "..\\secret.csv"):
        name.write_bytes(SECRET)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    package = describe(root, {"name": "parties", "path": path.format(secret=secret)})
    assert package.texts == {}
    assert problems(package, "parties") == ["the path must be relative and stay inside the package"]
    assert package.table("parties").rows == ()


def test_a_link_out_of_the_package_is_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "package"
    root.mkdir()
    (tmp_path / "secret.csv").write_bytes(SECRET)
    (root / "inside.csv").write_bytes(b"inside\n")
    (root / "out.csv").symlink_to("../secret.csv")
    (root / "in.csv").symlink_to("inside.csv")
    (root / "folder").symlink_to(tmp_path)
    (root / "twice.csv").symlink_to("out.csv")
    names = {"parties": "out.csv", "events": "in.csv", "names": "folder/secret.csv", "groups": "twice.csv"}
    package = describe(root, *({"name": name, "path": path} for name, path in names.items()))
    assert package.texts == {"events": b"inside\n"}
    for name in ("parties", "names", "groups"):
        assert problems(package, name) == ["the path leads out of the package"]


@pytest.mark.parametrize("path", ["loop", "loop/a.csv", "a\0b", "\ud800.csv"])
def test_a_path_that_leads_nowhere_is_a_problem(tmp_path: Path, path: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    package = describe(tmp_path, {"name": "events", "path": path})
    assert problems(package, "events") == ["the path does not exist or cannot be followed"]


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(SECRET,), daemon=True)  # waits until somebody reads
    writer.start()
    (tmp_path / "folder").mkdir()
    names = {"events": "pipe", "names": "folder", "groups": "x" * 300}
    package = describe(tmp_path, *({"name": name, "path": path} for name, path in names.items()))
    assert package.texts == {}
    assert problems(package, "events") == problems(package, "names") == ["the file cannot be read (not a file)"]
    assert problems(package, "groups") == ["the file cannot be read (File name too long)"]
    assert pipe.read_bytes() == SECRET
    writer.join()


def test_the_version_is_a_text_or_nothing(tmp_path: Path) -> None:
    assert describe(tmp_path, version="2026.1.0").version == "2026.1.0"
    assert describe(tmp_path, version=7).version == "7"
    assert describe(tmp_path, version=None).version == ""
    assert describe(tmp_path).version == ""


def table_of(content: bytes) -> Table:
    return Package(Path(), {}, {"seals": content}, {"seals": "x/seals.csv"}).table("seals")


def test_a_table_is_header_and_rows() -> None:
    table = table_of(b'claim_id,seal\na,1\nb,"2,""3"""\n')
    assert (table.name, table.file) == ("seals", "x/seals.csv")
    assert table.header == ("claim_id", "seal")
    assert table.rows == (("a", "1"), ("b", '2,"3"'))
    assert list(table.records()) == [{"claim_id": "a", "seal": "1"}, {"claim_id": "b", "seal": '2,"3"'}]


def test_a_table_that_is_not_there_is_empty() -> None:
    table = Package(Path(), {}).table("seals")
    assert (table.file, table.header, table.rows) == ("datasets/seals.csv", (), ())
    assert list(table.records()) == []
    assert table_of(b"").rows == table_of(b"claim_id,seal").rows == ()


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfclaim_id,seal\na,1\n",
        b"claim_id,seal\r\na,1\r\n",
        b"claim_id,seal\na,1",
        b'"claim_id",seal\na,"1"\n',
    ],
)
def test_what_is_not_canonical_is_still_read(content: bytes) -> None:
    assert table_of(content) == Table("seals", "x/seals.csv", ("claim_id", "seal"), (("a", "1"),))


def test_what_is_broken_is_read_as_far_as_it_goes_line_by_line() -> None:
    table = table_of(b'claim_id,seal\na\n"b,1\n\nc,1,2\nd,\xff\ne,"x"y\n')
    assert table.rows == (("a",), ('"b', "1"), ("",), ("c", "1", "2"), ("d", "\ufffd"), ("e", '"x"y'))
    records = list(table.records())
    assert records[:2] == [{"claim_id": "a"}, {"claim_id": '"b', "seal": "1"}]
    assert records[2:4] == [{"claim_id": ""}, {"claim_id": "c", "seal": "1"}]
