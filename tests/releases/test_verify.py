"""Verification finds whatever was done to a release, also where its hashes were made anew."""

from __future__ import annotations

import io
import json
import os
import random
import re
import shutil
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.descriptor import about
from tests.releases.conftest import ABOUT, NOWHERE, found, renew, rewrite, tables_of

from mostanad.contract.lock import to_json
from mostanad.files import trees
from mostanad.releases import codes as of_releases
from mostanad.releases import descriptor, layout, verify
from mostanad.validation.findings import CODES


def test_a_release_is_sound(release: Path) -> None:
    report = verify(release, NOWHERE)
    assert (report.findings, report.not_run) == ((), ())
    renew(release)
    assert found(release) == set()


def test_no_release(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no such release"):
        verify(tmp_path / "none")


def test_an_empty_directory(tmp_path: Path) -> None:
    report = verify(tmp_path, NOWHERE)
    assert {finding.code for finding in report.findings} == {"MST601", "MST604", "MST605"}
    assert "facts against cells and evidence" in report.not_run


def test_codes_are_new_and_in_the_sixes() -> None:
    codes = [code.code for code in of_releases.CODES.values()]
    assert len(set(codes)) == len(codes)
    assert not set(codes) & CODES.keys() or all(CODES[code.code] == code for code in of_releases.CODES.values())
    assert all(re.fullmatch("MST6[0-9]{2}", code) for code in codes)
    assert all(code.title and code.why and code.remedy for code in of_releases.CODES.values())


def flip(path: Path) -> None:
    good = path.read_bytes()
    middle = len(good) // 2
    # A table without rows has no lines.
    path.write_bytes(good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1 :] if good else b"\n")


def test_a_flipped_bit_in_each_file(release: Path) -> None:
    files = trees.files(release)
    assert len(files) == 3 * len(tables_of(release)) + 2 + 9
    sums = [path for path in files if path != layout.SUMS]
    for path in sums:
        flip(release / path)
    report = found(release)
    for path in sums:
        assert {code for code, file in report if file == path} & {"MST603", "MST604", "MST601"}, path


def test_a_flipped_bit_in_the_sums(release: Path) -> None:
    flip(release / layout.SUMS)
    assert {code for code, _ in found(release)} & {"MST603", "MST604", "MST601"}


@pytest.mark.slow
def test_a_flipped_bit_in_any_file(release: Path) -> None:
    for path in trees.files(release):
        good = (release / path).read_bytes()
        flip(release / path)
        codes = {code for code, file in found(release) if path in (file, "SHA256SUMS")}
        assert codes & {"MST603", "MST604", "MST601"}, path
        (release / path).write_bytes(good)


@pytest.mark.parametrize("again", [False, pytest.param(True, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    "path",
    ["parquet/facts.parquet", "csv/events.csv", "json/claims.ndjson", "json/officials/omid-faraz.json", "CHANGES.md"],
)
def test_a_deleted_file(release: Path, path: str, again: bool) -> None:
    (release / path).unlink()
    if again:
        renew(release)
    assert ("MST601", path) in found(release)


@pytest.mark.parametrize(("path", "code"), [("SHA256SUMS", "MST604"), ("datapackage.json", "MST605")])
def test_a_deleted_description(release: Path, path: str, code: str) -> None:
    (release / path).unlink()
    assert (code, path) in found(release)


def test_an_extra_file(release: Path) -> None:
    (release / "csv/more.csv").write_text("id\n")
    assert ("MST602", "csv/more.csv") in found(release)


def test_a_dossier_of_a_stranger(release: Path) -> None:
    shutil.copy(release / "json/officials/omid-faraz.json", release / "json/officials/someone.json")
    renew(release)
    assert found(release) == {("MST614", "json/officials/someone.json")}


@pytest.mark.parametrize("make", [lambda path: path.symlink_to("facts.csv"), os.mkfifo], ids=["link", "pipe"])
def test_a_link_or_a_pipe(release: Path, make: Callable[[Path], None]) -> None:
    make(release / "csv/odd.csv")
    assert ("MST602", "csv/odd.csv") in found(release)


@pytest.mark.parametrize(
    "path", ["parquet/facts.parquet", "csv/facts.csv", "json/facts.ndjson", "CITATION.cff", "SHA256SUMS"]
)
def test_a_directory_in_place_of_a_file(release: Path, path: str) -> None:
    (release / path).unlink()
    (release / path).mkdir()
    assert path in {file for _, file in found(release)}


@pytest.mark.parametrize("table", ["facts", "events", "evidence"])
def test_parquet_without_a_row(release: Path, table: str) -> None:
    path = release / layout.parquet(table)
    pq.write_table(tables_of(release)[table].slice(1), path)
    renew(release)
    assert {("MST608", layout.csv(table)), ("MST608", layout.ndjson(table))} <= found(release)


@pytest.mark.slow
@pytest.mark.parametrize("form", [layout.csv, layout.ndjson])
@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[:-1],
        lambda lines: [*lines, lines[-1]],
        lambda lines: [*lines[:2], lines[2].replace(b"2020-05-02", b"2020-05-04"), *lines[3:]],
        lambda lines: [line.replace(b"\n", b"\r\n") for line in lines],
    ],
    ids=["fewer", "more", "other", "line ends"],
)
def test_one_form_that_differs(
    release: Path, form: Callable[[str], str], change: Callable[[list[bytes]], list[bytes]]
) -> None:
    path = release / form("events")
    lines = path.read_bytes().splitlines(keepends=True)
    if form is layout.ndjson:
        lines = [b"", *lines]
    path.write_bytes(b"".join(change(lines)))
    renew(release)
    assert ("MST608", form("events")) in found(release)


@pytest.mark.parametrize("length", [0, 3, 100, -1])
def test_truncated_parquet(release: Path, length: int) -> None:
    path = release / "parquet/evidence.parquet"
    path.write_bytes(path.read_bytes()[:length])
    renew(release)
    report = verify(release, NOWHERE)
    assert [(error.code, error.file) for error in report.findings] == [("MST606", "parquet/evidence.parquet")]
    assert "facts against cells and evidence" in report.not_run


def test_parquet_that_is_not_utf8(release: Path) -> None:
    tables = tables_of(release)
    odd = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0"), pa.py_buffer(b"\xff")])
    notes = pa.chunked_array([odd, tables["events"]["note"].combine_chunks()[1:]])
    position = tables["events"].schema.get_field_index("note")
    field = tables["events"].schema.field("note")
    pq.write_table(tables["events"].set_column(position, field, notes), release / layout.parquet("events"))
    renew(release)
    assert ("MST606", "parquet/events.parquet") in found(release)


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.drop_columns(["note"]),
        lambda table: table.select(table.column_names[::-1]),
        lambda table: table.set_column(0, "event_id", table["event_id"]),  # may be empty now
        lambda table: table.set_column(4, "date_min", table["date_min"].cast(pa.string())),
        lambda table: table.replace_schema_metadata({}),
        lambda table: table.replace_schema_metadata({**table.schema.metadata, b"version": b"2026.11.1"}),
        lambda table: pa.table(
            table.columns, schema=pa.schema([field.remove_metadata() for field in table.schema], table.schema.metadata)
        ),
    ],
    ids=["column gone", "order", "required", "type", "no metadata", "version", "no descriptions"],
)
def test_parquet_against_the_contract(release: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    pq.write_table(change(tables_of(release)["events"]), release / layout.parquet("events"))
    renew(release)
    assert ("MST607", "parquet/events.parquet") in found(release)


@pytest.mark.parametrize(
    ("line", "code"),
    [(b"{\n", "MST606"), (b"\xff\n", "MST606"), (b"[" * 100_000 + b"\n", "MST606"), (b"[]\n", "MST610")],
)
def test_a_line_that_is_no_row(release: Path, line: bytes, code: str) -> None:
    path = release / "json/events.ndjson"
    path.write_bytes(path.read_bytes() + line)
    renew(release)
    assert (code, "json/events.ndjson") in found(release)


def test_a_word_that_is_not_in_the_vocabulary(release: Path) -> None:
    rewrite(release, "parties", lambda rows: rows[0].update(kind="newspaper"))
    assert found(release) == {("MST610", "json/parties.ndjson")}


def test_a_true_that_should_be_a_number(release: Path) -> None:
    """Python takes 1 and true for equal; JSON Schema does not, nor may what remembers what passed."""
    path = release / "json/facts.ndjson"
    before, after = path.read_text("utf-8").rsplit('"claims": 1', 1)
    assert '"claims": 1,' in before
    path.write_text(f'{before}"claims": true{after}', encoding="utf-8")
    renew(release)
    assert ("MST610", "json/facts.ndjson") in found(release)


def test_keys_out_of_order(release: Path) -> None:
    rewrite(release, "parties", lambda rows: rows.reverse())
    assert found(release) == {("MST609", "parquet/parties.parquet")}


def test_evidence_in_order_of_its_keys(release: Path) -> None:
    rewrite(release, "evidence", lambda rows: rows.sort(key=itemgetter("evidence_id")))
    assert ("MST609", "parquet/evidence.parquet") in found(release)


def test_a_key_that_is_there_twice(release: Path) -> None:
    rewrite(release, "parties", lambda rows: rows.insert(1, dict(rows[0])))
    assert found(release) == {("MST609", "parquet/parties.parquet"), ("MST608", "mostanad.sqlite")}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 7, "resources": []}',
        '{"version": "2026.11.0"}',
        '{"version": "2026.11.0", "resources": [7]}',
        '{"version": "2026.11.0", "resources": [{"path": ["csv"]}]}',
        '{"version": "2026.11.0", "resources": [{"path": 7}]}',
        "[" * 100_000,
        "\ud800",
    ],
)
def test_a_datapackage_that_is_none(release: Path, text: str) -> None:
    (release / "datapackage.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    (release / "SHA256SUMS").write_bytes(descriptor.sums(release).encode())
    assert {code for code, _ in found(release)} == {"MST605"}


@pytest.mark.parametrize(
    "change",
    [
        lambda package: package["resources"][5].update(bytes=1),
        lambda package: package["resources"][5].update(hash="sha256:" + "0" * 64),
        lambda package: package["resources"].pop(),
        lambda package: package["resources"].append(package["resources"][0]),
        lambda package: package["resources"].append({"name": "x", "path": "x.csv"}),
        lambda package: package.update(schemaVersion="2"),
        lambda package: package.update(more=1),
        lambda package: package["resources"].reverse(),
    ],
)
def test_a_datapackage_that_is_not_so(release: Path, change: Callable[[Any], None]) -> None:
    package = json.loads((release / "datapackage.json").read_text("utf-8"))
    change(package)
    (release / "datapackage.json").write_bytes(to_json(package).encode())
    (release / "SHA256SUMS").write_bytes(descriptor.sums(release).encode())
    assert found(release) == {("MST605", "datapackage.json")}


def test_a_release_of_another_contract_is_for_the_program_of_its_version(release: Path) -> None:
    """One error that says so, not one for each table that is otherwise; nothing else counts as checked."""
    package = json.loads((release / "datapackage.json").read_text("utf-8"))
    package["schemaVersion"] = "2.1.0"
    (release / "datapackage.json").write_bytes(to_json(package).encode())
    (release / "SHA256SUMS").write_bytes(descriptor.sums(release).encode())
    report = verify(release)
    (finding,) = report.findings
    assert (finding.code, finding.file, finding.value) == ("MST605", "datapackage.json", "2.1.0")
    assert "the version of mostanad that built it" in finding.remedy
    assert "facts against cells and evidence" in report.not_run

    (release / "csv/claims.csv").write_bytes(b"")
    assert found(release) == {("MST605", "datapackage.json"), ("MST603", "csv/claims.csv")}


@pytest.mark.parametrize("path", ["CITATION.cff", "CHANGES.md", "README.md"])
def test_a_text_that_says_something_else(release: Path, path: str) -> None:
    (release / path).write_bytes((release / path).read_bytes().replace(b"1", b"2"))
    renew(release)
    assert found(release) == {("MST616", path)}


def test_a_version_that_is_another(release: Path) -> None:
    text = to_json(descriptor.descriptor(release, about("2026.11.1")))
    (release / "datapackage.json").write_bytes(text.encode())
    (release / "SHA256SUMS").write_bytes(descriptor.sums(release).encode())
    assert {code for code, _ in found(release)} == {"MST607", "MST608", "MST614", "MST616", "MST618"}


def test_a_licence_that_is_gone_is_missed_in_every_file_that_names_it(release: Path) -> None:
    package = json.loads((release / "datapackage.json").read_text("utf-8"))
    (release / "datapackage.json").write_bytes(to_json(package | {"licenses": []}).encode())
    (release / "SHA256SUMS").write_bytes(descriptor.sums(release).encode())
    assert {code for code, _ in found(release)} == {"MST605", "MST607", "MST608", "MST616"}


@pytest.mark.parametrize("path", [layout.CROISSANT, layout.RO_CRATE])
def test_a_description_that_is_not_so(release: Path, path: str) -> None:
    good = (release / path).read_text("utf-8")
    (release / path).write_text(good.replace("CC-BY-4.0", "CC0-1.0").replace("licenses/by/4.0", "zero/1.0"), "utf-8")
    text = to_json(descriptor.descriptor(release, ABOUT))
    (release / "datapackage.json").write_bytes(text.encode())
    (release / "SHA256SUMS").write_bytes(descriptor.sums(release).encode())
    assert ("MST616", path) in found(release)
    (release / path).unlink()
    (release / "SHA256SUMS").write_bytes(descriptor.sums(release).encode())
    assert "MST605" in {code for code, _ in found(release)} or path == layout.RO_CRATE
    assert found(release)


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[::-1],
        lambda lines: [*lines, lines[-1]],
        lambda lines: [lines[0].upper(), *lines[1:]],
        lambda lines: [lines[0].replace("  ", " *"), *lines[1:]],
        lambda lines: [*lines, ""],
        lambda lines: [*lines[:-1], lines[-1] + "\r"],
    ],
    ids=["order", "twice", "upper case", "star", "blank line", "carriage return"],
)
def test_sums_that_are_not_as_they_should_be(release: Path, change: Callable[[list[str]], list[str]]) -> None:
    path = release / "SHA256SUMS"
    path.write_bytes("".join(f"{line}\n" for line in change(path.read_text().splitlines())).encode())
    assert ("MST604", "SHA256SUMS") in found(release)


def test_passages_without_documents_are_not_checked(release: Path) -> None:
    assert any("passages" in text for text in verify(release, NOWHERE).not_checked)


def test_passages_against_documents(release: Path, root: Path, tmp_path: Path) -> None:
    report = verify(release, root / "documents")
    assert (report.findings, report.not_checked) == ((), ())
    shutil.copytree(root / "documents", tmp_path / "documents")
    (tmp_path / "documents/wire-story").write_text("Another text")
    report = verify(release, tmp_path / "documents")
    assert [(error.code, error.file, error.line) for error in report.findings] == [("MST533", "csv/sources.csv", 13)]
    with pytest.raises(FileNotFoundError):
        verify(release, tmp_path / "none")


def reads_as_before(path: Path, content: bytes) -> bool:
    """Whether a file of Parquet gives the same rows, types and descriptions as the one before."""
    if path.suffix != ".parquet":
        return False
    now, before = pq.ParquetFile(path).read(), pq.ParquetFile(io.BytesIO(content)).read()
    return now.equals(before, check_metadata=True)


@pytest.mark.slow
def test_damage_is_a_finding_and_never_a_traceback(built: Path, tmp_path: Path) -> None:
    """Any file cut off, emptied or overwritten, with the hashes made anew.

    Not found is what changes nothing that a reader of Parquet gets: statistics and padding are not checked.
    """
    chance = random.Random(7)
    described = (layout.CROISSANT, layout.DESCRIPTOR, layout.RO_CRATE, layout.SUMS)  # these are made anew
    files = [path for path in trees.files(built) if path not in described]
    for number in range(40):
        release = Path(shutil.copytree(built, tmp_path / str(number)))
        path = release / chance.choice(files)
        content = path.read_bytes()
        cut = chance.randrange(len(content) + 1)
        noise = bytes(chance.randrange(256) for _ in range(8))
        damaged = (content[:cut], content[:cut] + noise + content[cut + 8 :], noise * 50, b"")
        path.write_bytes(chance.choice([text for text in damaged if text != content]))
        renew(release)
        assert found(release) or reads_as_before(path, content), path
        shutil.rmtree(release)
